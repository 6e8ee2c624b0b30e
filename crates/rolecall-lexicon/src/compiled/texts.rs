//! Short texts, end to end.

use serde::{Deserialize, Serialize};

use super::packed;

/// Texts by number, from zero, in one piece of memory.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Texts {
    text: String,
    /// Where each ends.
    #[serde(with = "packed")]
    ends: Vec<u32>,
}

impl Texts {
    /// These texts.
    pub(crate) fn new<'t>(texts: impl IntoIterator<Item = &'t str>) -> Self {
        let mut made = Texts::default();
        for text in texts {
            made.text.push_str(text);
            made.ends.push(made.text.len() as u32);
        }
        made
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
        range.and_then(|range| self.text.get(range)).unwrap_or_default()
    }

    /// All of them, in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|number| self.of(number))
    }
}
