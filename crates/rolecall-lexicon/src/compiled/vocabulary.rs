//! Words and their numbers.

use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout};

use super::table::{Table, stored};
use super::{Form, Texts, UNKNOWN};

/// A set of word forms, looked up by their text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vocabulary {
    /// The words by form; that of the unknown one is empty.
    words: Texts,
    /// The key of each form. A lexicon's commonest words come first, so that what is looked up most lies together.
    keys: Table<Key>,
    /// A hash table of forms, at most half full.
    slots: Table<Form>,
}
stored!(Vocabulary { words, keys, slots });

impl Default for Vocabulary {
    fn default() -> Self {
        Vocabulary::new([])
    }
}

/// A word as numbers: its length and its first sixteen bytes, so that short words are compared
/// and hashed without touching their text. Words of the lexicon are short: 99% fit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, FromBytes, IntoBytes, Immutable, KnownLayout)]
#[repr(C)]
pub struct Key {
    /// Bytes 0 to 7, little-endian, zeros behind the end.
    pub low: u64,
    /// Bytes 8 to 15.
    pub high: u64,
    /// Length in bytes.
    pub len: u64,
}

impl Key {
    /// The key of a word.
    #[must_use]
    #[inline]
    pub fn of(word: &[u8]) -> Self {
        let part = |from: usize| {
            let mut bytes = [0; 8];
            let run = &word[from.min(word.len())..word.len().min(from + 8)];
            bytes[..run.len()].copy_from_slice(run);
            u64::from_le_bytes(bytes)
        };
        Key { low: part(0), high: part(8), len: word.len() as u64 }
    }

    #[inline]
    fn hash(self) -> u64 {
        const K: u64 = 0x9E37_79B9_7F4A_7C15;
        let mixed = (self.low ^ self.len).wrapping_mul(K) ^ self.high;
        mixed.wrapping_mul(K) >> 32
    }
}

impl Vocabulary {
    /// A vocabulary of these words; the first gets number 1.
    #[must_use]
    pub fn new<'w>(words: impl IntoIterator<Item = &'w str>) -> Self {
        let words = Texts::new([""].into_iter().chain(words));
        let mut keys = vec![Key::default(); words.len()];
        let size = (words.len() * 2).next_power_of_two();
        let mut slots = vec![UNKNOWN; size];
        for form in 1..words.len() {
            let key = Key::of(words.bytes(form));
            let mut slot = key.hash() as usize & (size - 1);
            while slots[slot] != UNKNOWN {
                slot = (slot + 1) & (size - 1);
            }
            slots[slot] = form as Form;
            keys[form] = key;
        }
        Vocabulary { words, keys: keys.into(), slots: slots.into() }
    }

    /// Number of forms, the unknown one included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Whether there is no word in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() <= 1
    }

    /// The word of a form; empty for [`UNKNOWN`].
    #[must_use]
    #[inline]
    pub fn word(&self, form: Form) -> &str {
        self.words.of(form as usize)
    }

    /// The form of a word in lower case, or [`UNKNOWN`].
    #[must_use]
    pub fn form(&self, word: &[u8]) -> Form {
        self.find(Key::of(word), |form| word.len() <= 16 || self.words.bytes(form as usize) == word)
    }

    /// The form of a word of at most sixteen bytes, by its key.
    #[must_use]
    #[inline]
    pub fn short_form(&self, key: Key) -> Form {
        self.find(key, |_| true)
    }

    #[inline]
    fn find(&self, key: Key, same: impl Fn(Form) -> bool) -> Form {
        let mask = self.slots.len() - 1;
        let mut slot = key.hash() as usize & mask;
        loop {
            let form = self.slots[slot];
            if form == UNKNOWN || self.keys[form as usize] == key && same(form) {
                return form;
            }
            slot = (slot + 1) & mask;
        }
    }
}
