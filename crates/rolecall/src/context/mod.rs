//! The third step: hits become findings — what a hit says, of whom, and in which section.

use rolecall_lexicon::{Ownership, SectionKind};

use crate::analysis::Polarity;

/// A hit that was kept, with its context. The score stage gives it points and makes it evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Index of the term in the compiled lexicon.
    pub term: u32,
    /// First source byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
    /// Number of the sentence in the document; findings come in the order of the text.
    pub sentence: u32,
    /// The section that it stands in.
    pub section: SectionKind,
    /// Stated, denied, or said of somebody else.
    pub polarity: Polarity,
    /// Owned, shared or only helped with.
    pub ownership: Ownership,
}

/// What the context stage hands on to the score.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    /// The findings in the order of the text.
    pub list: Vec<Finding>,
    /// Task sentences of summary or duties, all of them.
    pub task_sentences: u32,
    /// Those of them that hold no stated finding: what counts for `other`.
    pub bare_tasks: u32,
    /// Words that were left unmasked.
    pub words: u32,
    /// Words of the body before text in other languages was masked.
    pub words_with_foreign: u32,
}
