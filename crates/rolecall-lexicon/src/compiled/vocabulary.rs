//! Words and their numbers.

use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout};

use super::table::{Table, Text, stored};
use super::{Form, UNKNOWN};

/// A set of word forms, looked up by their text.
///
/// A scan looks up every word, and waits for memory while it does. So what it touches is small: a slot of four bytes,
/// which tells most other words apart by itself, and for the right one its entry. (Entries in the slots themselves, one
/// place a look-up instead of two, made the text stage slower by 3 to 10%: common words no longer lay together.)
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vocabulary {
    /// The words by form, end to end; that of the unknown one is empty.
    text: Text,
    /// Where each ends.
    ends: Table<u32>,
    /// By form. A lexicon's commonest words come first, so that what is looked up most lies together.
    entries: Table<Entry>,
    /// A hash table, at most half full: a form in the lower bits, some more of its hash in the upper ones.
    slots: Table<u32>,
}
stored!(Vocabulary { text, ends, entries, slots });

/// How many bits of a slot are the form.
const FORM_BITS: u32 = 20;

/// The most words that a vocabulary holds, the unknown one included.
pub(crate) const MAX_FORMS: usize = 1 << FORM_BITS;

/// What a look-up must know of a word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, FromBytes, IntoBytes, Immutable, KnownLayout)]
#[repr(C)]
struct Entry {
    key: Key,
    /// The form's [`super::FormInfo::flags`].
    flags: u32,
    spare: u32,
}

impl Default for Vocabulary {
    fn default() -> Self {
        Vocabulary::new([])
    }
}

/// The first sixteen bytes of a word as numbers, so that short words are compared and hashed without touching their
/// text. Words of the lexicon are short: 99% fit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, FromBytes, IntoBytes, Immutable, KnownLayout)]
#[repr(C)]
pub struct Key {
    /// Bytes 0 to 7, little-endian, zeros behind the end.
    pub low: u64,
    /// Bytes 8 to 15; of a longer word the last is [`Key::LONGER`].
    pub high: u64,
}

impl Key {
    /// Words of at most so many bytes are told apart by their keys alone.
    pub const BYTES: usize = 16;

    /// A byte that no text has.
    const LONGER: u64 = 0xFF;

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
        let longer = if word.len() > Self::BYTES { Self::LONGER << 56 } else { 0 };
        Key { low: part(0), high: part(8) | longer }
    }

    #[inline]
    fn hash(self) -> u64 {
        const K: u64 = 0x9E37_79B9_7F4A_7C15;
        let mixed = self.low.wrapping_mul(K) ^ self.high;
        // The product's upper bits depend on all of the word; two words may differ in the upper ones of the sum alone.
        (mixed ^ mixed >> 32).wrapping_mul(K)
    }

    /// Where the search for it begins in a table of so many slots.
    #[inline]
    fn slot(hash: u64, mask: usize) -> usize {
        (hash >> 32) as usize & mask
    }

    /// The bits of its hash that stand in its slot.
    #[inline]
    fn mark(hash: u64) -> u32 {
        hash as u32 >> FORM_BITS
    }
}

impl Vocabulary {
    /// A vocabulary of these words with their flags; the first gets number 1.
    #[must_use]
    pub fn new<'w>(words: impl IntoIterator<Item = (&'w str, u32)>) -> Self {
        let (mut text, mut ends, mut entries) = (String::new(), vec![0], vec![Entry::default()]);
        for (word, flags) in words {
            text.push_str(word);
            ends.push(text.len() as u32);
            entries.push(Entry { key: Key::of(word.as_bytes()), flags, spare: 0 });
        }
        let size = (entries.len() * 2).next_power_of_two();
        let mut slots = vec![0; size];
        for (form, entry) in entries.iter().enumerate().skip(1) {
            let hash = entry.key.hash();
            let mut slot = Key::slot(hash, size - 1);
            while slots[slot] != 0 {
                slot = (slot + 1) & (size - 1);
            }
            slots[slot] = Key::mark(hash) << FORM_BITS | form as Form;
        }
        Vocabulary { text: text.into(), ends: ends.into(), entries: entries.into(), slots: slots.into() }
    }

    /// Number of forms, the unknown one included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
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
        match form as usize {
            0 => "",
            n => self.text.get(self.ends[n - 1] as usize..self.ends[n] as usize).unwrap_or_default(),
        }
    }

    /// The form of a word in lower case, or [`UNKNOWN`].
    #[must_use]
    pub fn form(&self, word: &[u8]) -> Form {
        self.find(Key::of(word), |form| word.len() <= Key::BYTES || self.word(form).as_bytes() == word).0
    }

    /// The form of a word of at most [`Key::BYTES`] bytes, by its key, and the form's flags.
    #[must_use]
    #[inline]
    pub fn short_form(&self, key: Key) -> (Form, u32) {
        self.find(key, |_| true)
    }

    #[inline]
    fn find(&self, key: Key, same: impl Fn(Form) -> bool) -> (Form, u32) {
        let mask = self.slots.len() - 1;
        let hash = key.hash();
        let mut slot = Key::slot(hash, mask);
        loop {
            let filled = self.slots[slot];
            if filled == 0 {
                return (UNKNOWN, 0);
            }
            if filled >> FORM_BITS == Key::mark(hash) {
                let form = filled & (MAX_FORMS as u32 - 1);
                let entry = &self.entries[form as usize];
                if entry.key == key && same(form) {
                    return (form, entry.flags);
                }
            }
            slot = (slot + 1) & mask;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_told_apart_whatever_their_length() {
        let long = ["sixteen-byte-keys", "sixteen-byte-key-words", "sixteen-byte-key"];
        let words: Vec<String> = (0..3_000).map(|n| format!("{n:x}")).chain(long.map(str::to_owned)).collect();
        let vocabulary = Vocabulary::new(words.iter().map(String::as_str).zip(7..));
        for (form, word) in (1..).zip(&words) {
            assert_eq!((vocabulary.form(word.as_bytes()), vocabulary.word(form)), (form, &**word));
        }
        for unknown in ["", "sixteen-byte-ke", "sixteen-byte-keyz", "zz", "sixteen-byte-key-word"] {
            assert_eq!(vocabulary.form(unknown.as_bytes()), UNKNOWN, "{unknown}");
        }
        assert_eq!(vocabulary.short_form(Key::of(b"2")), (3, 9));
        assert_eq!(vocabulary.short_form(Key::of(b"zz")), (UNKNOWN, 0));
    }
}
