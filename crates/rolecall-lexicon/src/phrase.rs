//! The phrase syntax: from the text of a phrase to its [`Slot`]s and back.
//!
//! The syntax is described for authors in `docs/lexicon-format.md`. A phrase is a sequence of slots separated by white
//! space or hyphens:
//!
//! ```
//! use rolecall_lexicon::{Phrase, Slot};
//!
//! let phrase = Phrase::parse("[own] (the|our) product-backlog")?;
//! assert_eq!(phrase.slots.len(), 4);
//! assert_eq!(phrase.slots[3], Slot::Word("backlog".into()));
//! assert_eq!(phrase.to_string(), "[own] (the|our) product backlog");
//!
//! let error = Phrase::parse("product Backlog").unwrap_err();
//! assert_eq!((error.offset, error.len), (8, 7));
//! # Ok::<(), rolecall_lexicon::PhraseError>(())
//! ```

use std::fmt;
use std::ops::Range;

use crate::model::{Phrase, Slot};

/// The most slots that a phrase or an alternative may have, and the most alternatives of a choice.
pub const MAX_SLOTS: usize = 64;

/// The words that begin a new clause, as those behind a full stop do; "rather than" does, too.
pub const CLAUSE_STARTS: [&str; 4] = ["but", "while", "whilst", "whereas"];

/// Why a phrase can't be read, and where in its text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{kind}")]
pub struct PhraseError {
    /// Byte offset of the fault in the phrase's text.
    pub offset: usize,
    /// Length of the fault in bytes; zero where something is missing.
    pub len: usize,
    /// What is wrong.
    pub kind: PhraseErrorKind,
}

/// What is wrong with a phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PhraseErrorKind {
    /// No slot at all.
    #[error("the phrase is empty")]
    Empty,
    /// A word with a capital letter.
    #[error("a word with a capital letter")]
    UpperCase,
    /// A character that no slot may hold.
    #[error("`{0}` can't stand in a phrase")]
    BadCharacter(char),
    /// `...` instead of `…`.
    #[error("three dots are not a gap")]
    ThreeDots,
    /// Two slots with nothing between them.
    #[error("two slots without a space between them")]
    Glued,
    /// A bracket that is never closed.
    #[error("`{0}` is never closed")]
    Unclosed(char),
    /// A closing bracket or `|` outside brackets.
    #[error("`{0}` without an opening bracket")]
    Unopened(char),
    /// A choice within a choice.
    #[error("a choice within a choice")]
    NestedChoice,
    /// An alternative without a word, as in `{a|}`.
    #[error("an empty alternative")]
    EmptyOption,
    /// The same alternative twice, as in `{a|a}`.
    #[error("the same alternative twice")]
    RepeatedOption,
    /// A gap within a choice.
    #[error("a gap within a choice")]
    GapInChoice,
    /// No required slot before the first gap.
    #[error("the phrase may start with a gap")]
    GapFirst,
    /// No required slot behind the last gap.
    #[error("the phrase may end with a gap")]
    GapLast,
    /// No required slot between two gaps.
    #[error("two gaps with nothing required between them")]
    GapTwice,
    /// A comma or slash that isn't between two words.
    #[error("a comma or slash that doesn't stand between two words")]
    StrayJoin,
    /// A class that isn't `[a-z_]+`.
    #[error("not the name of a class")]
    BadClass,
    /// An apostrophe at the start or the end of a word.
    #[error("an apostrophe that isn't within a word")]
    Apostrophe,
    /// More than [`MAX_SLOTS`] slots, or alternatives of a choice.
    #[error("more than {MAX_SLOTS} slots, or alternatives of a choice")]
    TooLong,
    /// Only classes, gaps, numbers and optional slots.
    #[error("no word of the phrase is required")]
    NoAnchor,
}

impl PhraseErrorKind {
    /// What the author can do about it.
    #[must_use]
    pub const fn help(self) -> &'static str {
        match self {
            Self::Empty => "write at least one word, or drop the phrase",
            Self::UpperCase => "write words in lower case; they match in any case",
            Self::BadCharacter(_) => {
                "leave it out: `%`, `$`, `+` and quotes are passed over in a text, and no match crosses `. ; : ! ?`"
            }
            Self::ThreeDots => "write `…` (one character) for a gap of up to four words",
            Self::Glued => "separate slots by a space; a word matches its plural and its possessive by itself",
            Self::Unclosed(_) => "close it with the matching bracket",
            Self::Unopened(_) => "open it, or leave it out; `|` separates the alternatives of `{a|b}` and `(a|b)`",
            Self::NestedChoice => "write all alternatives out: `{a b|a c|d}`",
            Self::EmptyOption => "drop it; a choice that may be left out is written `(a|b)`",
            Self::RepeatedOption => "drop one of them",
            Self::GapInChoice => "a gap stands between slots, not in them: write two phrases",
            Self::GapFirst => "start with a required slot: a match starts at a word",
            Self::GapLast => "end with a required slot: a match ends at a word",
            Self::GapTwice => "one gap is up to four words: drop one of them, or put a required word between them",
            Self::StrayJoin => {
                "it stands between two words, as in `on time, on budget` or `cost, (and) scope`; a gap allows it anyway"
            }
            Self::BadClass => "a class is named by lower-case letters and underscores, as in `[own]`",
            Self::Apostrophe => "leave it out: a word matches its possessive, and quotes are never matched",
            Self::TooLong => "write several phrases",
            Self::NoAnchor => "add a word that every match must have: without one the phrase matches nearly everything",
        }
    }
}

impl Phrase {
    /// Reads a phrase.
    ///
    /// Hyphens become spaces, `’` becomes `'`, `&` becomes the word "and"; nothing else is changed.
    ///
    /// # Errors
    /// The first fault, with its place in `text`.
    pub fn parse(text: &str) -> Result<Self, PhraseError> {
        let mut parser = Parser { text, at: 0 };
        let placed = parser.sequence(false)?;
        if let Some(c) = parser.peek() {
            return Err(parser.error(parser.at, c.len_utf8(), PhraseErrorKind::Unopened(c)));
        }
        check_gaps(&placed)?;
        check_anchor(text, &placed)?;
        Ok(Self { text: text.to_owned(), slots: placed.into_iter().map(|(slot, _)| slot).collect() })
    }

    /// The words, if any, that keep the phrase from ever matching: they begin a new clause, and a required slot stands
    /// before them.
    ///
    /// ```
    /// use rolecall_lexicon::Phrase;
    ///
    /// assert_eq!(Phrase::parse("outcomes rather than output")?.clause_break(), Some("rather than"));
    /// assert_eq!(Phrase::parse("rather than output")?.clause_break(), None);
    /// # Ok::<(), rolecall_lexicon::PhraseError>(())
    /// ```
    #[must_use]
    pub fn clause_break(&self) -> Option<&'static str> {
        let is = |slot: Option<&Slot>, word: &str| matches!(slot, Some(Slot::Word(w)) if w == word);
        let first_required = self.slots.iter().position(is_required)?;
        (first_required + 1..self.slots.len()).find_map(|i| {
            let (slot, next) = (self.slots.get(i), self.slots.get(i + 1));
            if is(slot, "rather") && is(next, "than") {
                return Some("rather than");
            }
            CLAUSE_STARTS.into_iter().find(|start| is(slot, start))
        })
    }
}

/// The phrase in its canonical spelling: single spaces, no hyphens, `, ` for every join. Reads back to the same slots.
impl fmt::Display for Phrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_slots(&self.slots, f)
    }
}

/// The slot as a phrase writes it.
impl fmt::Display for Slot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Word(word) => f.write_str(word),
            Self::Number => f.write_str("#"),
            Self::Class(name) => write!(f, "[{name}]"),
            Self::Gap => f.write_str("…"),
            Self::Join => f.write_str(","),
            Self::Choice { options, optional } => {
                f.write_str(if *optional { "(" } else { "{" })?;
                for (i, option) in options.iter().enumerate() {
                    if i > 0 {
                        f.write_str("|")?;
                    }
                    write_slots(option, f)?;
                }
                f.write_str(if *optional { ")" } else { "}" })
            }
        }
    }
}

fn write_slots(slots: &[Slot], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    for (i, slot) in slots.iter().enumerate() {
        if i > 0 && *slot != Slot::Join {
            f.write_str(" ")?;
        }
        write!(f, "{slot}")?;
    }
    Ok(())
}

/// A slot and the bytes of the phrase that it was read from.
type Placed = (Slot, Range<usize>);

struct Parser<'t> {
    text: &'t str,
    at: usize,
}

impl Parser<'_> {
    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn error(&self, offset: usize, len: usize, kind: PhraseErrorKind) -> PhraseError {
        PhraseError { offset, len, kind }
    }

    /// Reads slots up to the end of the text, or to a character that can't start one: `|` or a closing bracket.
    fn sequence(&mut self, in_choice: bool) -> Result<Vec<Placed>, PhraseError> {
        let mut slots: Vec<Placed> = Vec::new();
        // Where the last slot ended, if a slot right there would be glued to it.
        let mut glue = None;
        while let Some(c) = self.peek() {
            let start = self.at;
            let slot = match c {
                _ if c.is_whitespace() || is_hyphen(c) => {
                    self.at += c.len_utf8();
                    continue;
                }
                '|' | '}' | ')' | ']' => break,
                ',' | '/' => {
                    self.at += 1;
                    if matches!(slots.last(), None | Some((Slot::Join | Slot::Gap, _))) {
                        return Err(self.error(start, 1, PhraseErrorKind::StrayJoin));
                    }
                    slots.push((Slot::Join, start..self.at));
                    continue;
                }
                '&' => {
                    self.at += 1;
                    slots.push((Slot::Word("and".to_owned()), start..self.at));
                    continue;
                }
                _ if glue == Some(start) && starts_slot(c) => {
                    return Err(self.error(start, c.len_utf8(), PhraseErrorKind::Glued));
                }
                '[' => self.class()?,
                '{' | '(' if in_choice => return Err(self.error(start, 1, PhraseErrorKind::NestedChoice)),
                '{' => self.choice('}')?,
                '(' => self.choice(')')?,
                '…' if in_choice => return Err(self.error(start, c.len_utf8(), PhraseErrorKind::GapInChoice)),
                '…' => {
                    self.at += c.len_utf8();
                    if let Some((Slot::Join, join)) = slots.last() {
                        return Err(self.error(join.start, 1, PhraseErrorKind::StrayJoin));
                    }
                    Slot::Gap
                }
                '#' => {
                    self.at += 1;
                    Slot::Number
                }
                _ => self.word(c)?,
            };
            glue = Some(self.at);
            slots.push((slot, start..self.at));
        }
        if let Some((_, at)) = slots.get(MAX_SLOTS) {
            return Err(self.error(at.start, at.len(), PhraseErrorKind::TooLong));
        }
        if let Some((Slot::Join, join)) = slots.last() {
            return Err(self.error(join.start, 1, PhraseErrorKind::StrayJoin));
        }
        Ok(slots)
    }

    /// Reads `[name]`.
    fn class(&mut self) -> Result<Slot, PhraseError> {
        let start = self.at;
        let inner = &self.text[start + 1..];
        let Some(len) = inner.find(']') else {
            return Err(self.error(start, 1, PhraseErrorKind::Unclosed('[')));
        };
        let name = &inner[..len];
        if name.is_empty() || !name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_') {
            return Err(self.error(start, len + 2, PhraseErrorKind::BadClass));
        }
        self.at = start + len + 2;
        Ok(Slot::Class(name.to_owned()))
    }

    /// Reads `{a|b}` or `(a|b)`.
    fn choice(&mut self, close: char) -> Result<Slot, PhraseError> {
        let open = self.at;
        self.at += 1;
        let mut options: Vec<Vec<Slot>> = Vec::new();
        loop {
            let start = self.at;
            let option: Vec<Slot> = self.sequence(true)?.into_iter().map(|(slot, _)| slot).collect();
            let ended_by = match self.peek() {
                Some(c) if c == '|' || c == close => c,
                Some(c) => return Err(self.error(self.at, c.len_utf8(), PhraseErrorKind::Unopened(c))),
                None => {
                    let bracket = if close == '}' { '{' } else { '(' };
                    return Err(self.error(open, 1, PhraseErrorKind::Unclosed(bracket)));
                }
            };
            if option.is_empty() {
                return Err(self.error(start, self.at - start, PhraseErrorKind::EmptyOption));
            }
            if options.contains(&option) {
                return Err(self.error(start, self.at - start, PhraseErrorKind::RepeatedOption));
            }
            if options.len() == MAX_SLOTS {
                return Err(self.error(start, self.at - start, PhraseErrorKind::TooLong));
            }
            options.push(option);
            self.at += 1;
            if ended_by == close {
                return Ok(Slot::Choice { options, optional: close == ')' });
            }
        }
    }

    /// Reads a word that starts with `first`.
    fn word(&mut self, first: char) -> Result<Slot, PhraseError> {
        let start = self.at;
        let rest = &self.text[start..];
        let end = rest.find(|c: char| !c.is_alphanumeric() && !is_apostrophe(c)).unwrap_or(rest.len());
        let raw = &rest[..end];
        if rest.starts_with("...") {
            return Err(self.error(start, 3, PhraseErrorKind::ThreeDots));
        }
        if raw.is_empty() {
            return Err(self.error(start, first.len_utf8(), PhraseErrorKind::BadCharacter(first)));
        }
        if raw.chars().any(char::is_uppercase) {
            return Err(self.error(start, end, PhraseErrorKind::UpperCase));
        }
        if is_apostrophe(first) {
            return Err(self.error(start, first.len_utf8(), PhraseErrorKind::Apostrophe));
        }
        if let Some(last) = raw.chars().next_back().filter(|&c| is_apostrophe(c)) {
            return Err(self.error(start + end - last.len_utf8(), last.len_utf8(), PhraseErrorKind::Apostrophe));
        }
        self.at = start + end;
        Ok(Slot::Word(raw.chars().map(|c| if is_apostrophe(c) { '\'' } else { c }).collect()))
    }
}

fn starts_slot(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '[' | '{' | '(' | '…' | '#')
}

const fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2013}')
}

const fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2018}' | '\u{2019}' | '\u{2BC}')
}

/// Whether a match always has at least one word for the slot.
const fn is_required(slot: &Slot) -> bool {
    match slot {
        Slot::Word(_) | Slot::Number | Slot::Class(_) => true,
        Slot::Choice { optional, .. } => !*optional,
        Slot::Gap | Slot::Join => false,
    }
}

/// Whether a match can be found by the slot: it is required, and whatever matches it has a written-out word.
fn is_anchor(slot: &Slot) -> bool {
    match slot {
        Slot::Word(_) => true,
        Slot::Choice { options, optional: false } => {
            options.iter().all(|option| option.iter().any(|slot| matches!(slot, Slot::Word(_))))
        }
        _ => false,
    }
}

fn check_gaps(slots: &[Placed]) -> Result<(), PhraseError> {
    // A gap that waits for a required slot behind it.
    let mut open: Option<&Range<usize>> = None;
    let mut seen_required = false;
    let fault = |at: &Range<usize>, kind| PhraseError { offset: at.start, len: at.len(), kind };
    for (slot, at) in slots {
        if is_required(slot) {
            seen_required = true;
            open = None;
        } else if *slot == Slot::Gap {
            if !seen_required {
                return Err(fault(at, PhraseErrorKind::GapFirst));
            }
            if open.is_some() {
                return Err(fault(at, PhraseErrorKind::GapTwice));
            }
            open = Some(at);
        }
    }
    open.map_or(Ok(()), |at| Err(fault(at, PhraseErrorKind::GapLast)))
}

fn check_anchor(text: &str, slots: &[Placed]) -> Result<(), PhraseError> {
    let kind = match slots {
        [] => PhraseErrorKind::Empty,
        _ if !slots.iter().any(|(slot, _)| is_anchor(slot)) => PhraseErrorKind::NoAnchor,
        _ => return Ok(()),
    };
    Err(PhraseError { offset: 0, len: text.len(), kind })
}
