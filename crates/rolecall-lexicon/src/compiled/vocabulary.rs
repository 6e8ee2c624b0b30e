//! Words and their numbers.

use serde::{Deserialize, Serialize};

use super::{Form, UNKNOWN, packed};

/// A set of word forms, looked up by their text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Spelled", into = "Spelled")]
pub struct Vocabulary {
    text: String,
    ends: Vec<u32>,
    /// The key of each form. A lexicon's commonest words come first, so that what is looked up most lies together.
    keys: Vec<Key>,
    /// A hash table of forms, at most half full.
    slots: Vec<Form>,
}

/// What is stored of a vocabulary: its words end to end, and where each ends, from zero.
#[derive(Serialize, Deserialize)]
struct Spelled {
    text: String,
    #[serde(with = "packed")]
    ends: Vec<u32>,
}

impl Default for Vocabulary {
    fn default() -> Self {
        Vocabulary::new([])
    }
}

impl From<Vocabulary> for Spelled {
    fn from(Vocabulary { text, ends, .. }: Vocabulary) -> Self {
        Spelled { text, ends }
    }
}

impl From<Spelled> for Vocabulary {
    fn from(Spelled { text, ends }: Spelled) -> Self {
        let size = (ends.len() * 2).next_power_of_two();
        let keys = vec![Key::default(); ends.len()];
        let mut made = Vocabulary { text, ends, keys, slots: vec![UNKNOWN; size] };
        for form in 1..made.ends.len() {
            let key = Key::of(made.word(form as Form).as_bytes());
            let mut slot = key.hash() as usize & (size - 1);
            while made.slots[slot] != UNKNOWN {
                slot = (slot + 1) & (size - 1);
            }
            made.slots[slot] = form as Form;
            made.keys[form] = key;
        }
        made
    }
}

/// A word as numbers: its length and its first sixteen bytes, so that short words are compared
/// and hashed without touching their text. Words of the lexicon are short: 99% fit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Key {
    /// Bytes 0 to 7, little-endian, zeros behind the end.
    pub low: u64,
    /// Bytes 8 to 15.
    pub high: u64,
    /// Length in bytes.
    pub len: u32,
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
        Key { low: part(0), high: part(8), len: word.len() as u32 }
    }

    #[inline]
    fn hash(self) -> u64 {
        const K: u64 = 0x9E37_79B9_7F4A_7C15;
        let mixed = (self.low ^ u64::from(self.len)).wrapping_mul(K) ^ self.high;
        mixed.wrapping_mul(K) >> 32
    }
}

impl Vocabulary {
    /// A vocabulary of these words; the first gets number 1.
    #[must_use]
    pub fn new<'w>(words: impl IntoIterator<Item = &'w str>) -> Self {
        let mut spelled = Spelled { text: String::new(), ends: vec![0] };
        for word in words {
            spelled.text.push_str(word);
            spelled.ends.push(spelled.text.len() as u32);
        }
        Vocabulary::from(spelled)
    }

    /// Number of forms, the unknown one included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is no word in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.len() <= 1
    }

    /// The word of a form; empty for [`UNKNOWN`].
    #[must_use]
    #[inline]
    pub fn word(&self, form: Form) -> &str {
        match form as usize {
            0 => "",
            n => self.text.get(self.ends[n - 1] as usize..self.ends[n] as usize).unwrap_or_default(),
        }
    }

    /// The form of a word in lower case, or [`UNKNOWN`].
    #[must_use]
    pub fn form(&self, word: &[u8]) -> Form {
        self.find(Key::of(word), |form| word.len() <= 16 || self.word(form).as_bytes() == word)
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
