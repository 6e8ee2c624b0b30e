//! Short texts, end to end.

use super::table::{Table, stored};

/// Texts by number, from zero, in one piece of memory.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Texts {
    text: Table<u8>,
    /// Where each ends.
    ends: Table<u32>,
}
stored!(Texts { text, ends });

impl Texts {
    /// These texts.
    pub(crate) fn new<'t>(texts: impl IntoIterator<Item = &'t str>) -> Self {
        let (mut text, mut ends) = (Vec::new(), Vec::new());
        for one in texts {
            text.extend_from_slice(one.as_bytes());
            ends.push(text.len() as u32);
        }
        Texts { text: text.into(), ends: ends.into() }
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The text of that number; empty past the end.
    #[must_use]
    #[inline]
    pub fn of(&self, number: usize) -> &str {
        let from = number.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied());
        let range = from.zip(self.ends.get(number)).map(|(from, &to)| from as usize..to as usize);
        let bytes = range.and_then(|range| self.text.get(range)).unwrap_or_default();
        // Checked here and not at the start, which would bring all of it into memory.
        std::str::from_utf8(bytes).unwrap_or_default()
    }

    /// All of them, in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|number| self.of(number))
    }
}
