//! The compiled lexicon: numbers instead of words, ready for the tagger.
//!
//! A compiled lexicon knows every word form of the lexicon by a number, keeps phrases as short
//! programs over those numbers, and finds them by their *anchors*: the rarest required word of
//! each phrase. Its size grows with the phrases as written, not with what they expand to.

mod anchors;
mod automaton;
mod lists;
mod owner;
mod step;
mod table;
mod texts;
mod vocabulary;
mod word_cues;

use serde::{Deserialize, Serialize};

use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout};

use crate::model::{Decision, Dimension, Mode, Ownership, Role, Strength, WordKind};

use table::{Reader, Stored, Writer};

pub use anchors::{Anchor, Anchors, FAR, GAP_WORDS, Guard, head};
pub(crate) use automaton::Info;
pub use automaton::{Accept, Automaton, DEAD, State};
pub use lists::Lists;
pub use owner::Owner;
pub(crate) use owner::StoredOwner;
pub use step::{Choice, Step, StoredStep};
pub use table::Table;
pub use texts::Texts;
pub(crate) use vocabulary::MAX_FORMS;
pub use vocabulary::{Key, Vocabulary};
pub use word_cues::{Votes, WordCues};

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
    /// "you", "you'll", "you'd": what the reader does may follow.
    pub const YOU: u32 = 1 << 14;
    /// No mask: from this bit on stands which word of Scrum it is a form of, one bit a word.
    pub const SCRUM_SHIFT: u32 = 16;
}

/// Whether a word form begins or ends verbs of a class, as bits of [`Compiled::verbs`]: all that most words are asked,
/// in a byte each.
pub mod verb {
    /// A verb may begin with it.
    pub const BEGINS: u8 = 1 << 0;
    /// A verb may end with it.
    pub const ENDS: u8 = 1 << 1;
    /// A verb of several words may begin with it.
    pub const BEGINS_LONG: u8 = 1 << 2;
}

/// What is known about one word form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, FromBytes, IntoBytes, Immutable, KnownLayout)]
#[repr(C)]
pub struct FormInfo {
    /// The verb classes that have it as a form of one word, one bit a class.
    pub classes: u64,
    /// Bits of [`flag`].
    pub flags: u32,
    /// The foreign languages whose function word it is, one bit a language.
    pub foreign: u32,
}

impl FormInfo {
    /// The word of Scrum that it is a form of, one bit a word; zero if it is none.
    #[must_use]
    pub const fn scrum(self) -> u32 {
        self.flags >> flag::SCRUM_SHIFT
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

/// A lexicon, compiled. Immutable, shared by all threads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Compiled {
    /// Hash of the lexicon that it was compiled from, in hex.
    pub hash: String,
    /// Every word form of the lexicon.
    pub vocabulary: Vocabulary,
    /// What is known about each form.
    pub forms: Table<FormInfo>,
    /// The kinds of words that each form is, one bit a kind; [`Compiled::is`] asks for one.
    pub(crate) kinds: Table<u64>,
    /// What verbs each form begins and ends: bits of [`verb`].
    pub verbs: Table<u8>,
    /// Word sets that patterns name, sorted.
    pub sets: Lists<Form>,
    /// Ownership that each verb class states, by class number.
    pub class_ownership: Vec<Option<Ownership>>,
    /// Names of the verb classes, by class number.
    pub class_names: Vec<String>,
    /// Forms of verbs that have several words.
    pub long_verbs: LongVerbs,
    /// Whose each pattern is; a pattern is a compiled phrase, known by its number.
    pub(crate) owners: Table<StoredOwner>,
    /// The steps of each pattern.
    pub steps: Lists<StoredStep>,
    /// The alternatives of choices.
    pub(crate) options: Lists<StoredStep>,
    /// Word sets of each pattern's required steps: what a false friend must overlap to drop a hit.
    pub required: Lists<u32>,
    /// Each pattern's phrase as written.
    pub phrases: Texts,
    /// Section cues of one word.
    pub word_cues: WordCues,
    /// The plain patterns that a body is searched for, but headings.
    pub automaton: Automaton,
    /// Plain patterns of headings, which are looked for only where a heading may stand.
    pub headings: Automaton,
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

/// Forms of verb classes that have several words ("takes ownership of"), by number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LongVerbs {
    /// The words of each.
    pub forms: Lists<Form>,
    /// The verb classes that have it, one bit a class.
    pub classes: Table<u64>,
    /// Finds them; it accepts their numbers.
    pub automaton: Automaton,
    /// Their numbers, by their first form, in the order of their second.
    pub by_first: Lists<u32>,
    /// Their numbers, by their last form, in the order of the one before it.
    pub by_last: Lists<u32>,
}
table::stored!(LongVerbs { forms, classes, automaton, by_first, by_last });

/// What a compiled lexicon holds beside its tables: little enough to be read number by number.
#[derive(Serialize, Deserialize)]
struct Small {
    hash: String,
    class_ownership: Vec<Option<Ownership>>,
    class_names: Vec<String>,
    terms: Vec<CompiledTerm>,
    titles: Vec<TitleInfo>,
    seniority: Vec<String>,
}

/// Why bytes are no compiled lexicon.
#[derive(Debug, thiserror::Error)]
#[error("not a compiled lexicon of this version of rolecall at a multiple of 8 bytes; compile it again")]
pub struct DecodeError;

impl Compiled {
    /// The compiled lexicon as bytes, for a build script to write and a program to embed.
    ///
    /// # Panics
    ///
    /// Never: every field has a form in bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let small = Small {
            hash: self.hash.clone(),
            class_ownership: self.class_ownership.clone(),
            class_names: self.class_names.clone(),
            terms: self.terms.clone(),
            titles: self.titles.clone(),
            seniority: self.seniority.clone(),
        };
        let small = postcard::to_stdvec(&small).expect("lists and numbers always have a form in bytes");
        let mut out = Writer::default();
        Table::from(small).put(&mut out);
        self.vocabulary.put(&mut out);
        self.forms.put(&mut out);
        self.kinds.put(&mut out);
        self.verbs.put(&mut out);
        self.sets.put(&mut out);
        self.long_verbs.put(&mut out);
        self.owners.put(&mut out);
        self.steps.put(&mut out);
        self.options.put(&mut out);
        self.required.put(&mut out);
        self.phrases.put(&mut out);
        self.word_cues.put(&mut out);
        self.automaton.put(&mut out);
        self.headings.put(&mut out);
        self.body_anchors.put(&mut out);
        self.title_anchors.put(&mut out);
        out.finish()
    }

    /// Reads what [`Compiled::to_bytes`] wrote on a machine of the same byte order. The bytes lie at a multiple of
    /// eight; the tables stay there and are not copied. They are trusted: bytes that somebody changed may find
    /// anything, or panic.
    ///
    /// # Errors
    ///
    /// [`DecodeError`] if the bytes were not written by this version.
    pub fn from_bytes(bytes: &'static [u8]) -> Result<Self, DecodeError> {
        Self::take(bytes).ok_or(DecodeError)
    }

    fn take(bytes: &'static [u8]) -> Option<Self> {
        let mut from = Reader::new(bytes)?;
        let small: Small = postcard::from_bytes(&Table::<u8>::take(&mut from)?).ok()?;
        let compiled = Compiled {
            hash: small.hash,
            vocabulary: Stored::take(&mut from)?,
            forms: Stored::take(&mut from)?,
            kinds: Stored::take(&mut from)?,
            verbs: Stored::take(&mut from)?,
            sets: Stored::take(&mut from)?,
            class_ownership: small.class_ownership,
            class_names: small.class_names,
            long_verbs: Stored::take(&mut from)?,
            owners: Stored::take(&mut from)?,
            steps: Stored::take(&mut from)?,
            options: Stored::take(&mut from)?,
            required: Stored::take(&mut from)?,
            phrases: Stored::take(&mut from)?,
            word_cues: Stored::take(&mut from)?,
            automaton: Stored::take(&mut from)?,
            headings: Stored::take(&mut from)?,
            body_anchors: Stored::take(&mut from)?,
            title_anchors: Stored::take(&mut from)?,
            terms: small.terms,
            titles: small.titles,
            seniority: small.seniority,
        };
        from.is_done().then_some(compiled)
    }

    /// Whose the pattern of that number is.
    #[must_use]
    #[inline]
    pub fn owner(&self, pattern: u32) -> Owner {
        self.owners[pattern as usize].read()
    }

    /// Whose each pattern is, by number.
    pub fn owners(&self) -> impl Iterator<Item = Owner> {
        self.owners.iter().map(|owner| owner.read())
    }

    /// The alternatives of a choice, first one first.
    #[inline]
    pub fn options(&self, choice: Choice) -> impl Iterator<Item = &[StoredStep]> {
        (choice.first..choice.first + u32::from(choice.count)).map(|number| self.options.of(number as usize))
    }

    /// Whether `form` is in the set of that number.
    #[must_use]
    #[inline]
    pub fn in_set(&self, set: u32, form: Form) -> bool {
        self.sets.of(set as usize).contains(&form)
    }

    /// Whether `form` is a word of that kind.
    #[must_use]
    #[inline]
    pub fn is(&self, form: Form, kind: WordKind) -> bool {
        self.kinds[form as usize] & kind.bit() != 0
    }

    /// The number of the verb class with this name.
    #[must_use]
    pub fn class(&self, name: &str) -> Option<usize> {
        self.class_names.iter().position(|n| n == name)
    }
}
