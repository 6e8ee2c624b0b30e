//! The files that an evaluation reads: labelled postings, marked sections, readings made out of fold.

use std::collections::HashMap;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use rolecall::Role;
use rolecall::analysis::json::{PerRole, ReadingDoc};
use rolecall::analysis::{ReadMode, ReadRole, SectionKind};
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// Why an evaluation can't be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EvalError {
    /// A file that can't be read.
    #[error("{}: {source}; check the path and that you may read it", file.display())]
    Read {
        /// The file.
        file: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// A line that is not what the file should hold.
    #[error("{}:{line}: not {what}: {source}", file.display())]
    Line {
        /// The file.
        file: PathBuf,
        /// The line, counted from 1.
        line: usize,
        /// What a line should be.
        what: &'static str,
        /// What is wrong with it.
        source: serde_json::Error,
    },
    /// A second line for one posting.
    #[error("{}:{line}: {id:?} is there already; give each posting once", file.display())]
    Twice {
        /// The file.
        file: PathBuf,
        /// The line, counted from 1.
        line: usize,
        /// The posting.
        id: String,
    },
    /// A span that does not fit the posting.
    #[error("{}:{line}: {id:?}: the span {start}..{end} is not in the text; spans are UTF-8 byte offsets into `description`", file.display())]
    Span {
        /// The file.
        file: PathBuf,
        /// The line, counted from 1.
        line: usize,
        /// The posting.
        id: String,
        /// First byte of the span.
        start: usize,
        /// The byte after its last.
        end: usize,
    },
    /// Nothing to measure.
    #[error("no labelled posting in {0}; each line is an object with `id`, `description` and `gold`")]
    Nothing(String),
}

/// A posting with a reader's answer.
#[derive(Clone, Debug, Deserialize)]
pub struct Labelled {
    /// The posting's name.
    pub id: String,
    /// The title field.
    pub title: Option<String>,
    /// What a regular expression makes of the title ("product_manager").
    pub family: Option<String>,
    /// The body.
    pub description: String,
    /// The reader's answer.
    pub gold: Gold,
}

/// A reader's answer, by the codebook.
#[derive(Clone, Debug, Deserialize)]
pub struct Gold {
    /// The one thing that the person answers for most.
    pub primary: ReadRole,
    /// How the duties divide, in percent; a formality where `primary` is unclear.
    pub shares: PerRole<u8>,
    /// What success is.
    pub mode: ReadMode,
    /// Whether the work is done in Scrum.
    pub scrum: bool,
    /// Whether a product manager is also to do the Product Owner's work.
    pub pm_as_po: bool,
    /// What decided it.
    pub quotes: Vec<Quote>,
}

/// A run of the body that decided a reader's answer.
#[derive(Clone, Debug, Deserialize)]
pub struct Quote {
    /// The words.
    pub text: String,
    /// The role that they speak for.
    pub role: Role,
    /// The first byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

#[derive(Deserialize)]
struct Sectioned {
    id: String,
    sections: Vec<SectionSpan>,
}

#[derive(Deserialize)]
struct SectionSpan {
    section: SectionKind,
    start: usize,
    end: usize,
}

#[derive(Deserialize)]
struct OutOfFold {
    id: String,
    reading: ReadingDoc<'static>,
}

/// The sections of a body in order, as byte spans.
pub type Sections = Vec<(SectionKind, Range<usize>)>;

/// The labelled postings of all files, each once.
///
/// # Errors
///
/// [`EvalError`] if a file can't be read or a line is no labelled posting.
pub fn labelled(files: &[PathBuf]) -> Result<Vec<Labelled>, EvalError> {
    let mut postings: Vec<Labelled> = Vec::new();
    let mut ids = HashMap::new();
    for file in files {
        for (line, posting) in lines::<Labelled>(file, "a labelled posting")? {
            if ids.insert(posting.id.clone(), ()).is_some() {
                return Err(EvalError::Twice { file: file.clone(), line, id: posting.id });
            }
            for quote in &posting.gold.quotes {
                if posting.description.get(quote.start..quote.end).is_none() {
                    let (start, end) = (quote.start, quote.end);
                    return Err(EvalError::Span { file: file.clone(), line, id: posting.id, start, end });
                }
            }
            postings.push(posting);
        }
    }
    if postings.is_empty() {
        let names: Vec<String> = files.iter().map(|file| file.display().to_string()).collect();
        return Err(EvalError::Nothing(names.join(", ")));
    }
    Ok(postings)
}

/// Marked sections by posting.
///
/// # Errors
///
/// [`EvalError`] if the file can't be read or a line is of another shape.
pub fn sections(file: &Path) -> Result<HashMap<String, Sections>, EvalError> {
    let lines = lines::<Sectioned>(file, "a posting's sections")?;
    by_id(
        file,
        lines.into_iter().map(|(line, marked)| {
            let spans = marked.sections.into_iter().map(|span| (span.section, span.start..span.end));
            (line, marked.id, spans.collect())
        }),
    )
}

/// Readings by posting, made by weights that did not see it.
///
/// # Errors
///
/// [`EvalError`] if the file can't be read or a line is of another shape.
pub fn out_of_fold(file: &Path) -> Result<HashMap<String, ReadingDoc<'static>>, EvalError> {
    let lines = lines::<OutOfFold>(file, "a reading with its posting's id")?;
    by_id(file, lines.into_iter().map(|(line, read)| (line, read.id, read.reading)))
}

fn by_id<T>(file: &Path, items: impl Iterator<Item = (usize, String, T)>) -> Result<HashMap<String, T>, EvalError> {
    let mut map = HashMap::new();
    for (line, id, item) in items {
        if map.contains_key(&id) {
            return Err(EvalError::Twice { file: file.to_owned(), line, id });
        }
        map.insert(id, item);
    }
    Ok(map)
}

/// The lines of a JSONL file with their numbers; blank ones are passed over.
fn lines<T: DeserializeOwned>(file: &Path, what: &'static str) -> Result<Vec<(usize, T)>, EvalError> {
    let text = fs::read_to_string(file).map_err(|source| EvalError::Read { file: file.to_owned(), source })?;
    let parse = |(at, line): (usize, &str)| match serde_json::from_str(line) {
        Ok(item) => Ok((at + 1, item)),
        Err(source) => Err(EvalError::Line { file: file.to_owned(), line: at + 1, what, source }),
    };
    text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()).map(parse).collect()
}
