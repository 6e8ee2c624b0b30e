//! Lists of one kind, end to end.

use super::table::{Table, stored};

/// Lists of one kind, one list a number, end to end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lists<T: Copy + 'static> {
    ends: Table<u32>,
    items: Table<T>,
}
stored!(Lists<T> { ends, items });

impl<T: Copy + 'static> Default for Lists<T> {
    fn default() -> Self {
        Lists { ends: vec![0].into(), items: Table::default() }
    }
}

impl<T: Copy + 'static> Lists<T> {
    /// Lists from their items, in order.
    pub(crate) fn new(lists: impl IntoIterator<Item = Vec<T>>) -> Self {
        let (mut ends, mut items) = (vec![0], Vec::new());
        for list in lists {
            items.extend(list);
            ends.push(items.len() as u32);
        }
        Lists { ends: ends.into(), items: items.into() }
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

    /// How many lists there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len() - 1
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
