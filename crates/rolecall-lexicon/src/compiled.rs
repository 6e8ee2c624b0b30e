//! The compiled lexicon: numbers instead of words, ready for the tagger.
//!
//! A compiled lexicon knows every word form of the lexicon by a number, keeps phrases as short
//! programs over those numbers, and finds them by their *anchors*: the rarest required word of
//! each phrase. Its size grows with the phrases as written, not with what they expand to.

mod automaton;
mod packed;
mod texts;
mod vocabulary;

use serde::{Deserialize, Serialize};

use crate::model::{ContextKind, Decision, Dimension, Mode, Ownership, Role, SectionKind, Strength};

pub(crate) use automaton::Info;
pub use automaton::{Accept, Automaton, DEAD, State};
pub use texts::Texts;
pub use vocabulary::{Key, Vocabulary};

/// The number of a word form in the vocabulary. Zero is "no word of the lexicon".
pub type Form = u32;

/// The form of every word that the lexicon does not know.
pub const UNKNOWN: Form = 0;

/// What the stages must know about a word form, as bits of [`FormInfo::flags`].
pub mod flag {
    /// A function word of the lexicon's language.
    pub const FUNCTION: u32 = 1 << 0;
    /// A verb that opens a task sentence.
    pub const TASK_VERB: u32 = 1 << 1;
    /// An adverb that may stand before a verb.
    pub const ADVERB: u32 = 1 << 2;
    /// A word whose full stop does not end a sentence.
    pub const ABBREVIATION: u32 = 1 << 3;
    /// A word with a capital inside ("JavaScript").
    pub const CAMEL: u32 = 1 << 4;
    /// "and", "or": joins the verbs of a coordination.
    pub const JOINER: u32 = 1 << 5;
    /// "but", "while": ends a clause.
    pub const CLAUSE_END: u32 = 1 << 6;
    /// The first word of a form of a verb class that has several words.
    pub const VERB_START: u32 = 1 << 7;
    /// The last word of a form of a verb class that has several words.
    pub const VERB_END: u32 = 1 << 8;
    /// "than", which makes "rather" a clause end.
    pub const THAN: u32 = 1 << 9;
    /// "rather", before "than".
    pub const RATHER: u32 = 1 << 10;
    /// "to", "will", "for": a task verb may follow.
    pub const TASK_LEAD: u32 = 1 << 11;
    /// "you", "you'll", "we", "they", "it": a subject that opens a clause of its own.
    pub const PRONOUN: u32 = 1 << 12;
    /// "http", "www": a URL may start here.
    pub const URL: u32 = 1 << 13;
}

/// What is known about one word form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FormInfo {
    /// Bits of [`flag`].
    pub flags: u32,
    /// Number of the foreign language whose function word it is, from 1; zero for none.
    pub foreign: u8,
    /// The verb classes that have it as a form of one word, one bit a class.
    pub classes: u64,
}

/// A form of a verb class that has several words ("takes ownership of").
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LongVerb {
    /// Its words.
    pub forms: Vec<Form>,
    /// The verb classes that have it, one bit a class.
    pub classes: u64,
}

/// One step of a compiled phrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// One word of this set.
    Set(u32),
    /// A run of digits.
    Number,
    /// A verb of the class, or a coordination that holds one.
    Class(u8),
    /// One of these, or nothing if `optional`.
    Choice {
        /// The alternatives; none holds a choice or a gap.
        options: Vec<Vec<Step>>,
        /// Whether the step may be left out.
        optional: bool,
    },
    /// Up to four words.
    Gap,
    /// A comma or slash may stand here.
    Join,
}

/// Whose phrase a pattern is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Owner {
    /// A term or a role's name, by index into [`Compiled::terms`].
    Term(u32),
    /// A false friend, by index.
    FalseFriend(u32),
    /// A context phrase.
    Context(ContextKind),
    /// A heading of this section.
    Heading(SectionKind),
    /// A cue for this section with so many votes.
    Cue(SectionKind, u8),
    /// A title, by index into [`Compiled::titles`].
    Title(u32),
    /// A level, by index into [`Compiled::seniority`].
    Seniority(u32),
}

/// Where a word form may stand in a pattern, so that finding the word finds the pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// Number of the pattern.
    pub pattern: u32,
    /// The step of the pattern.
    pub step: u8,
    /// The alternative, if the step is a choice.
    pub option: u8,
    /// The step inside the alternative.
    pub inner: u8,
    /// Which forms may stand beside it or beyond a gap: a list of [`Anchors::lists`], where it is found by those.
    pub list: u32,
    /// What else must stand near it.
    pub guard: Guard,
}

/// What must stand among the [`FAR`] words on one side of an anchor, as far as the clause reaches. It hides no hit: a
/// phrase without it is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guard {
    /// Nothing that is known.
    None,
    /// A form of this list before it.
    Before(u32),
    /// A form of this list behind it.
    After(u32),
    /// The last word of a verb of a class before it.
    VerbBefore,
}

impl Anchor {
    /// The steps of its pattern on the way back from the anchor word.
    #[inline]
    pub fn before<'s>(&self, steps: &'s [Step]) -> impl Iterator<Item = &'s Step> + use<'s> {
        let inner = &self.option(steps)[..self.inner as usize];
        inner.iter().rev().chain(steps[..self.step as usize].iter().rev())
    }

    /// The steps of its pattern on the way forward from the anchor word.
    #[inline]
    pub fn after<'s>(&self, steps: &'s [Step]) -> impl Iterator<Item = &'s Step> + use<'s> {
        let inner = self.option(steps).get(self.inner as usize + 1..).unwrap_or(&[]);
        inner.iter().chain(&steps[self.step as usize + 1..])
    }

    /// The alternative that it stands in, if its step is a choice.
    #[inline]
    fn option<'s>(&self, steps: &'s [Step]) -> &'s [Step] {
        match &steps[self.step as usize] {
            Step::Choice { options, .. } => &options[self.option as usize],
            _ => &[],
        }
    }
}

/// Anchors by form and by what must stand beside them, so that most words cost a look at some bits.
///
/// Each pattern is under one head; none ever hides a hit, for a head lists everything that the step beside the anchor,
/// or beyond the gap beside it, can begin or end with.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Anchors {
    /// For each form, which of the lists below hold it: bits of [`head`].
    #[serde(with = "packed")]
    pub heads: Vec<u8>,
    /// Anything may stand beside them.
    pub open: Lists<Anchor>,
    /// A verb of a class must end right before them.
    pub verb_before: Lists<Anchor>,
    /// A verb of a class must begin right behind them.
    pub verb_after: Lists<Anchor>,
    /// One of their list's forms must stand right before them.
    pub word_before: Lists<Anchor>,
    /// One of their list's forms must stand right behind them.
    pub word_after: Lists<Anchor>,
    /// One of their list's forms must stand among the [`FAR`] words before them.
    pub far_before: Lists<Anchor>,
    /// One of their list's forms must stand among the [`FAR`] words behind them.
    pub far_after: Lists<Anchor>,
    /// Lists of forms, sorted.
    pub lists: Lists<Form>,
    /// A bit for each pair of an anchor's form and one of its list, in the order of the text, by [`Anchors::pair`].
    #[serde(with = "packed")]
    pub pairs: Vec<u64>,
}

/// The most words that a gap skips.
pub const GAP_WORDS: usize = 4;

/// How far from an anchor the word beyond a gap is looked for.
pub const FAR: usize = 8;

/// Heads under which [`Anchors`] keeps a form.
pub mod head {
    /// See [`super::Anchors::open`].
    pub const OPEN: u8 = 1;
    /// See [`super::Anchors::verb_before`].
    pub const VERB_BEFORE: u8 = 2;
    /// See [`super::Anchors::verb_after`].
    pub const VERB_AFTER: u8 = 4;
    /// See [`super::Anchors::word_before`].
    pub const WORD_BEFORE: u8 = 8;
    /// See [`super::Anchors::word_after`].
    pub const WORD_AFTER: u8 = 16;
    /// See [`super::Anchors::far_before`].
    pub const FAR_BEFORE: u8 = 32;
    /// See [`super::Anchors::far_after`].
    pub const FAR_AFTER: u8 = 64;
}

impl Anchors {
    /// The place of a pair's bit: word of [`Anchors::pairs`] and mask.
    #[inline]
    pub(crate) fn pair(words: usize, first: Form, second: Form) -> (usize, u64) {
        let mixed = (u64::from(first) << 32 | u64::from(second)).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32;
        ((mixed >> 6) as usize & (words - 1), 1 << (mixed & 63))
    }

    /// Whether two words, in the order of the text, may be an anchor and what it needs beside it or beyond a gap.
    #[must_use]
    #[inline]
    pub fn may_pair(&self, first: Form, second: Form) -> bool {
        if self.pairs.is_empty() {
            return false;
        }
        let (word, mask) = Self::pair(self.pairs.len(), first, second);
        self.pairs[word] & mask != 0
    }

    /// Whether `form` is in the list of that number.
    #[must_use]
    #[inline]
    pub fn in_list(&self, list: u32, form: Form) -> bool {
        let forms = self.lists.of(list as usize);
        if forms.len() <= 8 { forms.contains(&form) } else { forms.binary_search(&form).is_ok() }
    }
}

/// A term, as the stages after the tagger need it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompiledTerm {
    /// The term's id. Terms are sorted by id, so that numbers compare as ids do.
    pub id: String,
    /// The role that it speaks for.
    pub role: Role,
    /// The row of the article's table.
    pub dimension: Dimension,
    /// The decision that a hit says the person owns.
    pub decision: Option<Decision>,
    /// The mode that a hit speaks for.
    pub mode: Option<Mode>,
    /// Whether a hit says that the work is done in Scrum.
    pub scrum: bool,
    /// Only for terms without a fitted weight.
    pub strength: Strength,
    /// Whether it is a role's name: evidence only when negated.
    pub is_name: bool,
}

/// A title, as the claim needs it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TitleInfo {
    /// Roles claimed.
    pub roles: Vec<Role>,
    /// Whether it means one of them and does not say which.
    pub ambiguous: bool,
}

/// Lists of one kind, one list a number, end to end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound(serialize = "T: packed::Block", deserialize = "T: packed::Block"))]
pub struct Lists<T> {
    #[serde(with = "packed")]
    ends: Vec<u32>,
    #[serde(with = "packed")]
    items: Vec<T>,
}

impl<T> Default for Lists<T> {
    fn default() -> Self {
        Lists { ends: vec![0], items: Vec::new() }
    }
}

impl<T> Lists<T> {
    /// Lists from their items, in order.
    pub(crate) fn new(lists: impl IntoIterator<Item = Vec<T>>) -> Self {
        let mut made = Lists { ends: vec![0], items: Vec::new() };
        for list in lists {
            made.items.extend(list);
            made.ends.push(made.items.len() as u32);
        }
        made
    }

    /// The list of that number; empty past the end.
    #[must_use]
    #[inline]
    pub fn of(&self, number: usize) -> &[T] {
        match self.ends.get(number + 1) {
            Some(&end) => &self.items[self.ends[number] as usize..end as usize],
            None => &[],
        }
    }
}

/// A lexicon, compiled. Immutable, shared by all threads.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Compiled {
    /// Hash of the lexicon that it was compiled from, in hex.
    pub hash: String,
    /// Every word form of the lexicon.
    pub vocabulary: Vocabulary,
    /// What is known about each form.
    #[serde(with = "packed")]
    pub forms: Vec<FormInfo>,
    /// Word sets that patterns name, sorted.
    pub sets: Lists<Form>,
    /// Ownership that each verb class states, by class number.
    pub class_ownership: Vec<Option<Ownership>>,
    /// Names of the verb classes, by class number.
    pub class_names: Vec<String>,
    /// Forms of verbs that have several words.
    pub long_verbs: Vec<LongVerb>,
    /// Finds long verbs; it accepts their numbers.
    pub long_verb_automaton: Automaton,
    /// Numbers of long verbs, by their first form.
    pub long_by_first: Lists<u32>,
    /// Numbers of long verbs, by their last form.
    pub long_by_last: Lists<u32>,
    /// Whose each pattern is; a pattern is a compiled phrase, known by its number.
    pub owners: Vec<Owner>,
    /// The steps of each pattern.
    pub steps: Lists<Step>,
    /// Word sets of each pattern's required steps: what a false friend must overlap to drop a hit.
    pub required: Lists<u32>,
    /// Each pattern's phrase as written.
    pub phrases: Texts,
    /// The plain patterns that a body is searched for.
    pub automaton: Automaton,
    /// Anchors of the other patterns that a body is searched for.
    pub body_anchors: Anchors,
    /// Anchors of the patterns that a title is searched for.
    pub title_anchors: Anchors,
    /// Terms and role names, sorted by id.
    pub terms: Vec<CompiledTerm>,
    /// Titles.
    pub titles: Vec<TitleInfo>,
    /// Levels.
    pub seniority: Vec<String>,
}

/// Why bytes are no compiled lexicon.
#[derive(Debug, thiserror::Error)]
#[error("not a compiled lexicon of this version of rolecall; compile it again: {0}")]
pub struct DecodeError(#[from] postcard::Error);

impl Compiled {
    /// The compiled lexicon as bytes, for a build script to write and a program to embed.
    ///
    /// # Panics
    ///
    /// Never: every field has a form in bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        postcard::to_stdvec(self).expect("lists and numbers always have a form in bytes")
    }

    /// Reads what [`Compiled::to_bytes`] wrote.
    ///
    /// # Errors
    ///
    /// [`DecodeError`] if the bytes were not written by this version.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, DecodeError> {
        Ok(postcard::from_bytes(bytes)?)
    }

    /// Whether `form` is in the set of that number.
    #[must_use]
    #[inline]
    pub fn in_set(&self, set: u32, form: Form) -> bool {
        self.sets.of(set as usize).contains(&form)
    }

    /// The number of the verb class with this name.
    #[must_use]
    pub fn class(&self, name: &str) -> Option<usize> {
        self.class_names.iter().position(|n| n == name)
    }
}
