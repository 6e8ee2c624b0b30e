//! The arguments, as `--help` shows them.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use rolecall::analysis::Verdict;

use crate::eval::EvalArgs;
use crate::out::Color;
use crate::report::ReportArgs;
use crate::scan;
pub use crate::scan::args::{Duplicates, EvidenceDetail, OutputFormat, ScanArgs, SummaryFormat};

const EXIT_CODES: &str = "\
Exit codes:
  0    finished (rejected rows of a scan are counted, not an error; see --max-errors)
  1    --fail-on was met
  2    wrong usage, or something could not be read or written; wins over 1
  130  interrupted";

const MAIN_HELP: &str = "\
Examples:
  rolecall check                                 paste a posting, then Ctrl-D
  rolecall check posting.txt --highlight         a file, with its evidence marked
  rolecall check --format json < posting.txt     for programs
  rolecall scan postings.jsonl -o read.jsonl     a pile of postings: JSON, CSV, Parquet
  rolecall report read.jsonl -o report.html      what the pile comes to, as a page
  rolecall lexicon explain own-product-backlog   what a term finds

Nothing that is read leaves this machine.";

const CHECK_HELP: &str = "\
The title is --title, else a line `Title: …`, else a first line of at most twelve words with a title word in it.

Examples:
  rolecall check posting.txt
  pbpaste | rolecall check --title \"Product Manager\"
  rolecall check --fail-on mismatch,hybrid drafts/*.md
  rolecall check a.txt b.txt --format jsonl";

const REPORT_HELP: &str = "\
The page needs no network and holds all that it shows: claims against readings, shares, verdicts by month and company, the \
phrases that decide most, and the strongest mismatches with their evidence (in their text, if the scan was made --with-body). \
Lines that are no analyses are counted and named.

Examples:
  rolecall report read.jsonl -o report.html
  rolecall report january.jsonl february.jsonl --most 50 --format markdown
  rolecall report read.jsonl -o mismatches.csv";

const EVAL_HELP: &str = "\
Examples:
  rolecall eval dev.jsonl --sections sections.jsonl
  rolecall eval dev.jsonl --weights weights-train.toml --errors
  rolecall eval train.jsonl dev.jsonl --out-of-fold train-oof.jsonl --format json

Postings that the reader calls unclear are left out of the figures over four roles; one that is read as unclear is wrong.
A figure is marked IN SAMPLE when the weights were fitted on one of the postings.";

const EXPLAIN_HELP: &str = "\
Shows every phrase that was found: the points it gave, or what it lost to; the sections; and what bare duties added.

Examples:
  rolecall explain posting.txt
  rolecall explain - --title \"Product Owner\" < posting.txt";

/// Which role does a job posting really describe?
///
/// Reads a job posting and says whether it describes a Product Manager, a Product Owner, a Project Manager or none of them, by
/// what the person would answer for and not by the title, and shows the phrases that decided it.
#[derive(Clone, Debug, Parser)]
#[command(name = "rolecall", version, after_help = EXIT_CODES, after_long_help = format!("{MAIN_HELP}\n\n{EXIT_CODES}"))]
#[command(max_term_width = 110)]
pub struct Cli {
    /// For every command.
    #[command(flatten)]
    pub global: Global,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

const EVERYWHERE: &str = "Options of every command";

/// Arguments that every command takes.
#[derive(Clone, Debug, Args)]
pub struct Global {
    /// When to use colour; `auto` respects NO_COLOR, CLICOLOR_FORCE and TERM
    #[arg(long, global = true, help_heading = EVERYWHERE, value_enum, default_value_t, value_name = "WHEN")]
    pub color: Color,
    /// Say nothing on stderr but errors
    #[arg(short, long, global = true, help_heading = EVERYWHERE)]
    pub quiet: bool,
    /// Add a lexicon of your own: a TOML file or a folder of them (may be repeated)
    #[arg(long, global = true, help_heading = EVERYWHERE, value_name = "FILE|DIR")]
    pub lexicon: Vec<PathBuf>,
    /// Use other weights than the shipped ones
    #[arg(long, global = true, help_heading = EVERYWHERE, value_name = "FILE")]
    pub weights: Option<PathBuf>,
}

/// The commands.
#[derive(Clone, Debug, Subcommand)]
pub enum Command {
    /// Say which role a posting really describes
    #[command(after_help = CHECK_HELP, after_long_help = format!("{CHECK_HELP}\n\n{EXIT_CODES}"))]
    Check(CheckArgs),
    /// Analyze many postings: JSON, CSV, Parquet or Excel
    #[command(after_help = scan::args::HELP, after_long_help = format!("{}\n\n{EXIT_CODES}", scan::args::HELP))]
    Scan(ScanArgs),
    /// Show what a scan came to: a page, Markdown or CSV
    #[command(after_help = REPORT_HELP, after_long_help = format!("{REPORT_HELP}\n\n{EXIT_CODES}"))]
    Report(ReportArgs),
    /// Say of every phrase why it counted or what it lost to
    #[command(after_help = EXPLAIN_HELP)]
    Explain(ExplainArgs),
    /// Measure how well postings are read, against a reader's answers
    #[command(after_help = EVAL_HELP)]
    Eval(EvalArgs),
    /// Look into the lexicon, or prove it
    #[command(subcommand)]
    Lexicon(LexiconCommand),
    /// Print the JSON Schema of an analysis
    Schema,
    /// Print the completions for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page of rolecall or of one of its commands
    Man {
        /// The command, as in `rolecall man lexicon stats`
        #[arg(value_name = "COMMAND")]
        command: Vec<String>,
    },
}

/// How `check` shows its result.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// A screen for people
    #[default]
    Human,
    /// One analysis as JSON
    Json,
    /// One analysis a line
    Jsonl,
    /// For a ticket or a mail
    Markdown,
}

/// What a posting is and where it comes from.
#[derive(Clone, Debug, Args)]
pub struct CheckArgs {
    /// Text, Markdown or HTML files; `-` is stdin, which is also read when no file is given
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// The posting itself
    #[arg(long, conflicts_with = "files")]
    pub text: Option<String>,
    /// The posting's title, if the text does not hold it
    #[arg(long)]
    pub title: Option<String>,
    /// How to show the result
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
    /// Also show the posting with its evidence marked
    #[arg(long)]
    pub highlight: bool,
    /// End with exit code 1 if a verdict is one of these: match, mismatch, hybrid, unclear, no_claim
    #[arg(long, value_name = "VERDICT,…", value_delimiter = ',', value_parser = verdict)]
    pub fail_on: Vec<Verdict>,
}

/// What to explain.
#[derive(Clone, Debug, Args)]
pub struct ExplainArgs {
    /// A text, Markdown or HTML file; `-` is stdin
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// The posting's title, if the text does not hold it
    #[arg(long)]
    pub title: Option<String>,
}

/// What to do with the lexicon.
#[derive(Clone, Debug, Subcommand)]
pub enum LexiconCommand {
    /// Prove every example and counter-example, with all lexicons loaded
    Check,
    /// List the terms: id, role, dimension and first phrase
    List {
        /// Only the terms of this role
        #[arg(long, value_name = "ROLE", value_parser = role)]
        role: Option<rolecall::Role>,
    },
    /// Print every phrase in its plainest form, one a line: what a keyword search would look for
    Phrases,
    /// Show one term: its phrases, examples, source and place
    Explain {
        /// The term's id
        term: String,
    },
    /// Count how often each term is found in postings, and whether in those whose titles claim its role
    Stats {
        /// Postings in any format that `scan` reads; `-` is stdin
        #[arg(value_name = "FILE", required = true)]
        files: Vec<PathBuf>,
    },
}

pub(crate) fn verdict(word: &str) -> Result<Verdict, String> {
    Verdict::from_word(word).ok_or_else(|| {
        let known: Vec<_> = Verdict::ALL.iter().map(|v| v.as_str()).collect();
        format!("a verdict is one of {}", known.join(", "))
    })
}

fn role(word: &str) -> Result<rolecall::Role, String> {
    rolecall::Role::from_word(word).ok_or_else(|| {
        let known = rolecall::Role::ALL.map(rolecall::Role::as_str);
        format!("a role is one of {}", known.join(", "))
    })
}
