//! Tallies by name in bounded memory.

use std::collections::HashMap;

/// How much a tally matters: when there are too many, the lightest are forgotten.
pub(super) trait Weigh {
    fn weight(&self) -> u64;
}

impl Weigh for u64 {
    fn weight(&self) -> u64 {
        *self
    }
}

/// A tally for each name. Twice `keep` names are held; then the lighter half is forgotten, so that what is left
/// counts at least what it says.
#[derive(Clone, Debug)]
pub(super) struct Counts<T> {
    tallies: HashMap<String, T>,
    keep: usize,
    forgot: bool,
}

impl<T: Default + Weigh> Counts<T> {
    pub(super) fn new(keep: usize) -> Self {
        Counts { tallies: HashMap::new(), keep: keep.max(1), forgot: false }
    }

    /// The tally of a name.
    pub(super) fn of(&mut self, name: &str) -> &mut T {
        if !self.tallies.contains_key(name) {
            if self.tallies.len() >= 2 * self.keep {
                self.forget();
            }
            self.tallies.insert(name.to_owned(), T::default());
        }
        self.tallies.entry(name.to_owned()).or_default()
    }

    /// Whether a name was ever forgotten.
    pub(super) fn forgot(&self) -> bool {
        self.forgot
    }

    /// The heaviest first; names of the same weight in their own order.
    pub(super) fn ranked(&self) -> Vec<(&str, &T)> {
        let mut ranked: Vec<_> = self.tallies.iter().map(|(name, tally)| (name.as_str(), tally)).collect();
        ranked.sort_by(|(a, x), (b, y)| y.weight().cmp(&x.weight()).then_with(|| a.cmp(b)));
        ranked
    }

    fn forget(&mut self) {
        let mut all: Vec<_> = self.tallies.drain().collect();
        all.sort_by(|(a, x), (b, y)| y.weight().cmp(&x.weight()).then_with(|| a.cmp(b)));
        all.truncate(self.keep);
        self.tallies.extend(all);
        self.forgot = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heavy_stay_and_the_light_are_forgotten() {
        let mut counts = Counts::<u64>::new(2);
        for name in ["a", "b", "b", "c", "d"] {
            *counts.of(name) += 1;
        }
        assert!(!counts.forgot());
        assert_eq!(counts.ranked(), [("b", &2), ("a", &1), ("c", &1), ("d", &1)]);
        *counts.of("e") += 1;
        assert!(counts.forgot());
        assert_eq!(counts.ranked(), [("b", &2), ("a", &1), ("e", &1)]);
    }
}
