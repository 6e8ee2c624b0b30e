//! The arguments of `scan`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use rolecall::analysis::Verdict;
use rolecall_batch as batch;
use rolecall_formats::out;

use crate::args::verdict;

pub(crate) const HELP: &str = "\
IN is a file, a folder of them, a pattern, or `-` for stdin: JSON lines, a JSON list, CSV (any separator), Parquet, Excel; also
.gz and .zst. What it is shows in its content. Columns are found by their usual names (title, job_title, description,
job_description, body, company, job_url, date_posted …), or name them with --columns.

Rows that cannot be read go to OUT.rejects.jsonl with place, reason and bytes; they never stop the run. OUT.scanlog says how
far the run is; after Ctrl-C, a full disk or a crash the same command with --resume goes on from there.

Examples:
  rolecall scan postings.jsonl -o read.jsonl
  rolecall scan scraped/ more.csv.gz -o read.parquet --evidence none --group-duplicates near
  rolecall scan jobs.csv -o wrong.csv --columns title=Role,description=Duties+Needs --only mismatch,hybrid
  zstd -dc postings.jsonl.zst | rolecall scan - -o read.jsonl.zst -j 4";

/// How much of the evidence a scan writes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum EvidenceDetail {
    /// No evidence: only what it amounts to
    None,
    /// Terms and places, without the posting's words
    Spans,
    /// All of it
    #[default]
    Full,
}

impl From<EvidenceDetail> for out::EvidenceDetail {
    fn from(detail: EvidenceDetail) -> Self {
        match detail {
            EvidenceDetail::None => out::EvidenceDetail::None,
            EvidenceDetail::Spans => out::EvidenceDetail::Spans,
            EvidenceDetail::Full => out::EvidenceDetail::Full,
        }
    }
}

/// What a scan writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum OutputFormat {
    /// One JSON object a line
    Jsonl,
    /// A table: the leaves of the JSON, named by their way
    Csv,
    /// Typed columns, nested as the JSON is
    Parquet,
}

/// Which rows are repeats of each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Duplicates {
    /// The same text but for case and white space
    Exact,
    /// Most runs of three words in common
    Near,
}

/// How a scan shows what it found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum SummaryFormat {
    /// A table for people, on stderr
    #[default]
    Table,
    /// One JSON object for programs, on stdout
    Json,
}

/// What to scan and how.
#[derive(Clone, Debug, Args)]
pub struct ScanArgs {
    /// Files of postings, folders of them or patterns; `-` is stdin
    #[arg(value_name = "IN", required = true)]
    pub inputs: Vec<PathBuf>,
    /// Where the analyses go, in the order of the input; .jsonl, .csv or .parquet, also with .gz or .zst
    #[arg(short, long, value_name = "OUT")]
    pub output: PathBuf,
    /// Threads; 0 is one for each core
    #[arg(short = 'j', long, default_value_t = 0, value_name = "N")]
    pub threads: usize,
    /// What to write, if the name of OUT does not say it
    #[arg(long, value_enum)]
    pub format: Option<OutputFormat>,
    /// How much of the evidence to write
    #[arg(long, value_enum, default_value_t)]
    pub evidence: EvidenceDetail,
    /// Write only these fields, as in id,verdict,reading.role,row.company
    #[arg(long, value_name = "FIELD,…", value_delimiter = ',')]
    pub fields: Vec<String>,
    /// Write only rows with one of these verdicts: match, mismatch, hybrid, unclear, no_claim
    #[arg(long, value_name = "VERDICT,…", value_delimiter = ',', value_parser = verdict)]
    pub only: Vec<Verdict>,
    /// Carry the input's other columns along
    #[arg(long)]
    pub keep_columns: bool,
    /// Write the posting's text, too
    #[arg(long)]
    pub with_body: bool,
    /// Which columns are what, as in title=Role,description=Duties+Needs; in JSON `a.b` leads into objects
    #[arg(long, value_name = "FIELD=NAME,…")]
    pub columns: Option<String>,
    /// The encoding of CSV, if it is guessed wrong, as in windows-1252
    #[arg(long, value_name = "NAME")]
    pub encoding: Option<String>,
    /// Give rows that repeat a posting the same row.group
    #[arg(long, value_enum, value_name = "HOW")]
    pub group_duplicates: Option<Duplicates>,
    /// How to show what was found
    #[arg(long, value_enum, default_value_t, value_name = "HOW")]
    pub summary: SummaryFormat,
    /// End with exit code 2 if more rows than this are rejected
    #[arg(long, value_name = "N")]
    pub max_errors: Option<u64>,
    /// Go on with a scan that was interrupted
    #[arg(long, conflicts_with = "force")]
    pub resume: bool,
    /// Replace OUT if it exists
    #[arg(long)]
    pub force: bool,
    /// Rows of input between two points from which a scan can go on
    #[arg(long, default_value_t = batch::CHUNK_ROWS, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub chunk_rows: u64,
}

impl ScanArgs {
    /// The scan that they ask for.
    ///
    /// # Errors
    ///
    /// [`batch::BatchError`] if an input is not there or an option makes no sense.
    pub fn scan(&self) -> Result<batch::Scan, batch::BatchError> {
        if self.output.as_os_str() == "-" {
            return Err(batch::BatchError::Options(
                "-o needs a file: the rejects and the log of the scan lie beside it",
            ));
        }
        let inputs = rolecall_formats::expand(&self.inputs, std::slice::from_ref(&self.output))?;
        let mut scan = batch::Scan::new(inputs, self.output.clone());
        scan.shape.evidence = self.evidence.into();
        scan.shape.with_body = self.with_body;
        if let Some(format) = self.format {
            scan.shape.format = match format {
                OutputFormat::Jsonl => out::Format::Jsonl,
                OutputFormat::Csv => out::Format::Csv,
                OutputFormat::Parquet => out::Format::Parquet,
            };
        }
        if !self.fields.is_empty() {
            scan.shape.fields = Some(out::Fields::new(&self.fields)?);
        }
        scan.only.clone_from(&self.only);
        scan.columns.clone_from(&self.columns);
        scan.encoding.clone_from(&self.encoding);
        scan.keep_columns = self.keep_columns;
        scan.grouping = self.group_duplicates.map(|how| match how {
            Duplicates::Exact => batch::Grouping::Exact,
            Duplicates::Near => batch::Grouping::Near,
        });
        scan.threads = self.threads;
        scan.chunk_rows = self.chunk_rows;
        scan.mode = match (self.resume, self.force) {
            (true, _) => batch::Mode::Resume,
            (_, true) => batch::Mode::Force,
            _ => batch::Mode::New,
        };
        Ok(scan)
    }
}
