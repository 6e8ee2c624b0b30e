//! `rolecall report`: what a scan wrote, as a page, a document or a table for people.
//!
//! ```text
//! OUT ─ row ─▶ tally, strongest ─ view ─▶ page, Markdown or CSV
//! ```
//!
//! Rows are read one at a time; what is held is the tallies and the strongest mismatches, whatever the input's size.

mod counts;
mod csv;
mod html;
mod listed;
mod markdown;
mod row;
mod tally;
mod text;
mod view;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use rolecall_formats::{Analyses, FormatError, Input, Row, Rows};

use crate::error::CliError;
use crate::out::Out;
use row::RowError;
use tally::Tally;
use view::View;

/// Lines that are no analyses and are named one by one; the rest are only counted.
const NAMED_FAULTS: u64 = 5;
/// Lines, and bytes of them, that are held at a time.
const BATCH_ROWS: usize = 64;
const BATCH_BYTES: usize = 1 << 20;
/// The most postings that can be listed: the page is opened by a browser as a whole.
const MOST_LISTED: u64 = 10_000;

/// How a report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    /// One page with everything in it, for a browser
    Html,
    /// For a ticket, a wiki or a mail
    Markdown,
    /// The strongest mismatches, one a row, for a spreadsheet
    Csv,
}

/// What to report on and how.
#[derive(Clone, Debug, Args)]
pub struct ReportArgs {
    /// What `rolecall scan` wrote: JSON lines, CSV (also .gz, .zst) or Parquet; `-` is stdin
    #[arg(value_name = "OUT", required = true)]
    pub files: Vec<PathBuf>,
    /// Where the report goes; stdout without it
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// How to write it; else by the name of FILE, else as a page
    #[arg(long, value_enum)]
    pub format: Option<ReportFormat>,
    /// How many of the strongest mismatches to list
    #[arg(long, default_value_t = 200, value_name = "N", value_parser = clap::value_parser!(u64).range(..=MOST_LISTED))]
    pub most: u64,
    /// Replace FILE if it exists
    #[arg(long)]
    pub force: bool,
}

impl ReportArgs {
    fn format(&self) -> ReportFormat {
        let by_name = || {
            let extension = self.output.as_ref()?.extension()?.to_str()?.to_ascii_lowercase();
            match extension.as_str() {
                "md" | "markdown" => Some(ReportFormat::Markdown),
                "csv" => Some(ReportFormat::Csv),
                _ => None,
            }
        };
        self.format.or_else(by_name).unwrap_or(ReportFormat::Html)
    }
}

/// Reports as the arguments say.
///
/// # Errors
///
/// [`CliError`] if a file cannot be read or written, FILE exists, or every line is something else than an analysis.
/// Other lines that are no analyses are counted and reported on stderr; an empty input gives a report that says so.
pub fn run(args: &ReportArgs, out: &mut Out) -> Result<(), CliError> {
    if let Some(output) = args.output.as_deref().filter(|output| output.exists() && !args.force) {
        let path = output.display();
        return Err(CliError::Usage(format!("{path} exists; give another name, or --force to replace it")));
    }
    let mut tally = Tally::new(usize::try_from(args.most).unwrap_or(usize::MAX));
    let mut faults = Faults::default();
    for file in &args.files {
        read(file, &mut tally, &mut faults, out)?;
    }
    let tallied = tally.finish();
    if faults.count > NAMED_FAULTS {
        out.note(&format!("{} more lines are no analyses", faults.count - NAMED_FAULTS));
    }
    if let (0, Some(first)) = (tallied.postings, faults.first) {
        let all = faults.count;
        return Err(CliError::Failed(format!("no line is an analysis ({all} read); the first: {first}")));
    }
    let sources = args.files.iter().map(|file| shown_name(file)).collect();
    let view = View::new(tallied, sources, faults.count);
    let report = match args.format() {
        ReportFormat::Html => html::page(&view).map_err(|error| CliError::Output(error.into()))?,
        ReportFormat::Markdown => markdown::document(&view),
        ReportFormat::Csv => csv::table(&view),
    };
    let Some(path) = &args.output else { return out.data(&report) };
    write_whole(path, report.as_bytes())?;
    let postings = if view.postings == 1 { "posting" } else { "postings" };
    out.note(&format!("{} {postings}, see {}", view::number(view.postings), path.display()));
    Ok(())
}

/// Lines that are no analyses.
#[derive(Default)]
struct Faults {
    count: u64,
    first: Option<String>,
}

impl Faults {
    fn add(&mut self, name: &str, row: Row, error: &RowError, out: &mut Out) {
        self.count += 1;
        let place = row.line.map_or_else(|| format!("row {}", row.index + 1), |line| format!("line {line}"));
        let message = format!("{name}, {place}: {error}");
        if self.count <= NAMED_FAULTS {
            out.note(&format!("not counted: {message}"));
        }
        self.first.get_or_insert(message);
    }
}

fn read(file: &Path, tally: &mut Tally, faults: &mut Faults, out: &mut Out) -> Result<(), CliError> {
    let input = if file.as_os_str() == "-" { Input::Stdin } else { Input::File(file.to_owned()) };
    let name = input.name();
    if file.is_dir() {
        return Err(CliError::Usage(format!("{name} is a folder; name the file that `rolecall scan` wrote")));
    }
    let mut analyses = Analyses::open(&input)?;
    let mut rows = Rows::default();
    let damaged = |error: io::Error| FormatError::Damaged { name: name.clone(), what: error.to_string() };
    while analyses.read(&mut rows, BATCH_ROWS, BATCH_BYTES).map_err(damaged)? {
        for at in 0..rows.len() {
            match rows.whole(at).map_err(RowError::TooLong).and_then(row::parse) {
                Ok(row) => tally.add(&row),
                Err(error) => faults.add(&name, rows.row(at), &error, out),
            }
        }
    }
    Ok(())
}

/// What a report calls its source: it is sent to people whom the folders do not concern.
fn shown_name(file: &Path) -> String {
    if file.as_os_str() == "-" {
        return "stdin".to_owned();
    }
    file.file_name().unwrap_or(file.as_os_str()).to_string_lossy().into_owned()
}

/// Writes beside the name and renames, so that nobody opens half a report.
fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), CliError> {
    let mut name = path.file_name().unwrap_or(path.as_os_str()).to_owned();
    name.push(".part");
    let beside = path.with_file_name(name);
    let written = fs::write(&beside, bytes).and_then(|()| fs::rename(&beside, path));
    written.map_err(|source| {
        let _ = fs::remove_file(&beside);
        CliError::Write { path: path.to_owned(), source }
    })
}
