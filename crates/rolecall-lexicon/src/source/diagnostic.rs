//! What is wrong with a lexicon's files, for people and for programs.

use std::fmt;

use serde::Serialize;

use super::file::{Place, SourceFile};

/// How bad a fault is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The lexicon can be used, but probably doesn't say what its author means.
    Warning,
    /// The lexicon can't be used.
    Error,
}

impl Severity {
    /// "warning" or "error".
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

macro_rules! codes {
    ($($(#[$meta:meta])* $variant:ident = $id:literal),+ $(,)?) => {
        /// The kind of a fault. Its id is stable: programs and documentation may refer to it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
        #[non_exhaustive]
        pub enum Code { $($(#[$meta])* #[serde(rename = $id)] $variant),+ }

        impl Code {
            /// The id, as shown in brackets.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $id),+ }
            }
        }
    };
}

codes! {
    /// The file isn't TOML.
    Syntax = "syntax",
    /// A key or table that the format doesn't have.
    UnknownKey = "unknown-key",
    /// A key that only a user's file may have.
    UserOnlyKey = "user-only-key",
    /// A key that must be there and isn't.
    MissingKey = "missing-key",
    /// A value of another type than the key's.
    WrongType = "wrong-type",
    /// A word that isn't one of those allowed.
    UnknownWord = "unknown-word",
    /// A number that is too small or too large.
    OutOfRange = "out-of-range",
    /// An id or name with characters or a length that ids don't have.
    BadId = "bad-id",
    /// An id or name that is taken.
    RepeatedId = "repeated-id",
    /// `override` or `remove` of a term that isn't built in.
    NotBuiltIn = "not-built-in",
    /// Keys that contradict each other.
    Contradiction = "contradiction",
    /// A list or text that must hold something and doesn't.
    Empty = "empty",
    /// A phrase against the syntax.
    BadPhrase = "bad-phrase",
    /// A phrase without a word that every match must have.
    PhraseMatchesEverything = "phrase-matches-everything",
    /// A phrase with a word that begins a new clause, where no match goes.
    PhraseMatchesNothing = "phrase-matches-nothing",
    /// `[class]` in a phrase, without such a `[[class]]`.
    UnknownClass = "unknown-class",
    /// A verb against the syntax.
    BadVerb = "bad-verb",
    /// A word of a word list that is no word.
    BadWord = "bad-word",
    /// The same phrase in two entries.
    RepeatedPhrase = "repeated-phrase",
    /// The same word or verb twice in a list.
    RepeatedWord = "repeated-word",
    /// More entries than the compiled form can hold.
    TooMany = "too-many",
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A place in a file, resolved for people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Location {
    /// The file's name as it was given to the loader.
    pub file: String,
    /// Line, counted from 1.
    pub line: usize,
    /// Column in characters, counted from 1.
    pub column: usize,
    /// Length in characters, within the line; at least 1.
    pub length: usize,
    /// The whole line, for display.
    #[serde(skip)]
    pub text: String,
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

/// Another place that a fault has to do with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Related {
    /// Where it is.
    #[serde(flatten)]
    pub location: Location,
    /// What is there.
    pub message: String,
}

/// One fault of a lexicon's files. `Display` shows it as a compiler would.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// What kind of fault.
    pub code: Code,
    /// What is wrong, in one line.
    pub message: String,
    /// Where.
    #[serde(flatten)]
    pub location: Location,
    /// Other places that it has to do with, as the first entry of an id.
    pub related: Vec<Related>,
    /// What to do about it.
    pub help: Option<String>,
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}[{}]: {}", self.severity.as_str(), self.code, self.message)?;
        let last_line = self.related.iter().map(|r| r.location.line).chain([self.location.line]).max().unwrap_or(1);
        let width = last_line.to_string().len();
        writeln!(f, "{:width$}--> {}", "", self.location)?;
        writeln!(f, "{:width$} |", "")?;
        snippet(f, width, &self.location, '^', "")?;
        for related in &self.related {
            writeln!(f, "{:width$}::: {}", "", related.location)?;
            writeln!(f, "{:width$} |", "")?;
            snippet(f, width, &related.location, '-', &related.message)?;
        }
        if let Some(help) = &self.help {
            writeln!(f, "{:width$} = help: {help}", "")?;
        }
        Ok(())
    }
}

/// Longer lines are cut around the mark.
const SHOWN: usize = 140;
/// How much of a cut line is shown before the mark.
const SHOWN_BEFORE: usize = 60;

/// The line, and marks below the place with a label behind them.
fn snippet(f: &mut fmt::Formatter<'_>, width: usize, at: &Location, mark: char, label: &str) -> fmt::Result {
    let line: Vec<char> = at.text.chars().collect();
    let column = at.column - 1;
    let (from, to) = if line.len() <= SHOWN {
        (0, line.len())
    } else {
        let from = column.saturating_sub(SHOWN_BEFORE).min(line.len() - SHOWN);
        (from, from + SHOWN)
    };
    let (before, behind) = (if from > 0 { "…" } else { "" }, if to < line.len() { "…" } else { "" });
    let shown: String = line[from..to]
        .iter()
        .map(|&c| if c.is_control() && c != '\t' { char::REPLACEMENT_CHARACTER } else { c })
        .collect();
    writeln!(f, "{:>width$} | {before}{shown}{behind}", at.line)?;
    // A tab under a tab, so that the marks stand below the text however wide tabs are.
    let indent: String =
        line[from..column.max(from).min(to)].iter().map(|&c| if c == '\t' { '\t' } else { ' ' }).collect();
    let marks: String = std::iter::repeat_n(mark, at.length.min(to.saturating_sub(column)).max(1)).collect();
    let gap = if before.is_empty() { "" } else { " " };
    writeln!(f, "{:width$} | {gap}{indent}{marks}{}{label}", "", if label.is_empty() { "" } else { " " })
}

/// All faults of a lexicon's files: in the order of files, then of lines.
///
/// As an error it holds at least one [`Severity::Error`]. `Display` shows every fault and a count.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    pub(super) fn resolve(files: &[SourceFile], mut faults: Vec<Fault>) -> Self {
        faults.sort_by_key(|fault| (fault.place.file, fault.place.span.start, fault.place.span.end));
        Self(faults.into_iter().map(|fault| fault.resolve(files)).collect())
    }

    /// All faults.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.0.iter()
    }

    /// The faults that don't keep the lexicon from being used.
    pub fn warnings(&self) -> impl Iterator<Item = &Diagnostic> {
        self.0.iter().filter(|d| d.severity == Severity::Warning)
    }

    /// The faults that do.
    pub fn errors(&self) -> impl Iterator<Item = &Diagnostic> {
        self.0.iter().filter(|d| d.severity == Severity::Error)
    }

    /// Whether there are none at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether one of them is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.errors().next().is_some()
    }
}

impl<'d> IntoIterator for &'d Diagnostics {
    type Item = &'d Diagnostic;
    type IntoIter = std::slice::Iter<'d, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for diagnostic in self {
            writeln!(f, "{diagnostic}")?;
        }
        let count = |n: usize, word: &str| format!("{n} {word}{}", if n == 1 { "" } else { "s" });
        write!(
            f,
            "{}, {} in the lexicon",
            count(self.errors().count(), "error"),
            count(self.warnings().count(), "warning")
        )
    }
}

impl std::error::Error for Diagnostics {}

/// A fault before its place is resolved.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) severity: Severity,
    pub(super) code: Code,
    pub(super) place: Place,
    pub(super) message: String,
    pub(super) related: Vec<(Place, &'static str)>,
    pub(super) help: Option<String>,
}

impl Fault {
    pub(super) fn error(code: Code, place: Place, message: impl Into<String>) -> Self {
        Self { severity: Severity::Error, code, place, message: message.into(), related: Vec::new(), help: None }
    }

    pub(super) fn warning(code: Code, place: Place, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, place, message) }
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    pub(super) fn related(mut self, place: Place, message: &'static str) -> Self {
        self.related.push((place, message));
        self
    }

    fn resolve(self, files: &[SourceFile]) -> Diagnostic {
        Diagnostic {
            severity: self.severity,
            code: self.code,
            message: self.message,
            location: files[self.place.file].locate(&self.place.span),
            related: (self.related.into_iter())
                .map(|(place, message)| Related {
                    location: files[place.file].locate(&place.span),
                    message: message.to_owned(),
                })
                .collect(),
            help: self.help,
        }
    }
}
