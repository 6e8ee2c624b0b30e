//! `rolecall eval`: how well postings are read, against a reader's answers.
//!
//! [`gold`] reads the files, [`row`] sets answer and reading side by side in numbers, [`measure`] counts over any set
//! of rows, [`bootstrap`] draws sets of rows for the intervals, [`report`] holds the result and [`human`] shows it.

pub mod bootstrap;
pub mod calibration;
pub mod errors;
pub mod gold;
pub mod human;
pub mod measure;
pub mod report;
pub mod row;

use std::path::PathBuf;

use rolecall::{Analyzer, Posting};

use gold::EvalError;
use report::Report;
use row::Row;

/// What `rolecall eval` takes.
#[derive(Clone, Debug, clap::Args)]
pub struct EvalArgs {
    /// Labelled postings, one a line: `id`, `title`, `description`, `family`, `gold`
    #[arg(value_name = "LABELLED.jsonl", required = true)]
    pub files: Vec<PathBuf>,
    /// Marked sections, one posting a line: `id` and `sections`
    #[arg(long, value_name = "SECTIONS.jsonl")]
    pub sections: Option<PathBuf>,
    /// Readings by weights that did not see the posting, one a line: `id` and `reading`; they stand in for ours
    #[arg(long, value_name = "OOF.jsonl")]
    pub out_of_fold: Option<PathBuf>,
    /// How to show the result
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
    /// List the postings that were read wrong, with the evidence that misled and the quotes that were missed
    #[arg(long)]
    pub errors: bool,
    /// Show beside it what believing the title would reach
    #[arg(long)]
    pub compare_title: bool,
}

/// How `eval` shows its result.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// Tables for people
    #[default]
    Human,
    /// One object
    Json,
}

/// Evaluates and gives what is to be printed.
///
/// # Errors
///
/// [`EvalError`] if a file can't be read or holds something else than it should.
pub fn run(args: &EvalArgs, analyzer: &Analyzer) -> Result<String, EvalError> {
    let report = evaluate(args, analyzer)?;
    Ok(match args.format {
        Format::Human => human::Screen(&report).to_string(),
        Format::Json => serde_json::to_string_pretty(&report).expect("text, numbers and lists always serialize") + "\n",
    })
}

/// Evaluates.
///
/// # Errors
///
/// As [`run`].
pub fn evaluate(args: &EvalArgs, analyzer: &Analyzer) -> Result<Report, EvalError> {
    let postings = gold::labelled(&args.files)?;
    let marked = args.sections.as_deref().map(gold::sections).transpose()?.unwrap_or_default();
    let readings = args.out_of_fold.as_deref().map(gold::out_of_fold).transpose()?.unwrap_or_default();
    let (mut out_of_fold, mut in_sample) = (0, 0);
    let mut rows = Vec::with_capacity(postings.len());
    let mut mistakes = Vec::new();
    let mut scratch = analyzer.scratch();
    for posting in &postings {
        // The title makes only the claim; without it nothing of it can reach the reading.
        let analysis = analyzer.analyze_with(&Posting::untitled(&*posting.description), &mut scratch);
        let own = analysis.to_doc().reading;
        let reading = match readings.get(&posting.id) {
            Some(reading) => {
                out_of_fold += 1;
                reading
            }
            None => {
                in_sample += usize::from(analyzer.weights().provenance.saw(&posting.description));
                &own
            }
        };
        let claim = analyzer.claim(posting.title.as_deref().unwrap_or(""));
        let row = Row::new(posting, &analysis, reading, &claim);
        rows.push(match marked.get(&posting.id) {
            Some(sections) => row.with_sections(sections, &analyzer.sections(&posting.description)),
            None => row,
        });
        mistakes.extend(errors::mistake(posting, &analysis, reading));
    }
    let report = Report::new(&rows, in_sample);
    let report = if args.compare_title { report.with_title(&rows) } else { report };
    Ok(Report {
        out_of_fold,
        weights: analyzer.weights().hash(),
        lexicon: analyzer.lexicon().hash.clone(),
        errors: args.errors.then_some(mistakes),
        ..report
    })
}

#[cfg(test)]
mod tests;
