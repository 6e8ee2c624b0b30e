//! Repeated postings: which rows are one posting.
//!
//! Groups are given in the order of the input: a row joins the first group whose first member it repeats, and a group is
//! named by the text hash of that member. So they do not depend on threads, nor on where a run was interrupted.
//!
//! Near repeats are found by a MinHash of our own: 64 bins over the runs of three words (one permutation, 16 bits a bin).
//! The libraries at hand either keep whole signatures and their own hashers' state (so that the groups would change with
//! the machine or the version), or cannot be asked row by row; and it is a few lines over the hash that is here anyway.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

/// Which rows are repeats of each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grouping {
    /// The same text, but for case and white space. About 60 bytes of memory for each different posting.
    Exact,
    /// At least four in five of their runs of three words in common. 800 to 1,300 bytes for each different
    /// posting.
    Near,
}

const BINS: usize = 64;
/// Bins that have to be equal together for two postings to be compared at all.
const BAND: usize = 4;
/// The least likeness of repeats, in percent of the bins.
const ALIKE: usize = 80;
/// Postings that a band leads to at most; more share boilerplate, not a text.
const CROWD: usize = 256;
/// A bin that no run of words fell into.
const NONE: u16 = u16::MAX;

/// What is compared of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sketch([u16; BINS]);

impl Sketch {
    /// The sketch of a folded text.
    pub(crate) fn of(folded: &[u8]) -> Self {
        let mut least = [u64::MAX; BINS];
        let (mut before, mut last) = (0u64, 0u64);
        let mut words = 0;
        for word in folded.split(|b| !b.is_ascii_alphanumeric() && b.is_ascii()).filter(|word| !word.is_empty()) {
            let this = xxh3_64(word);
            words += 1;
            if words >= 3 {
                let run = before.rotate_left(21) ^ last.rotate_left(42) ^ this;
                let hash = xxh3_64(&run.to_le_bytes());
                let bin = &mut least[(hash >> 58) as usize];
                *bin = (*bin).min(hash & (u64::MAX >> 6));
            }
            (before, last) = (last, this);
        }
        Sketch(least.map(|least| match least {
            u64::MAX => NONE,
            // The low bits of the least hash are as good as any; one value is taken.
            hash => (hash as u16).min(NONE - 1),
        }))
    }

    fn alike(&self, other: &Sketch) -> bool {
        let pairs = self.0.iter().zip(&other.0).filter(|(a, b)| **a != NONE || **b != NONE);
        let (mut all, mut same) = (0, 0);
        for (a, b) in pairs {
            all += 1;
            same += usize::from(a == b);
        }
        all > 0 && same * 100 >= all * ALIKE
    }

    /// The number of each band of bins and what it amounts to; none for a band without words.
    fn bands(&self) -> impl Iterator<Item = (usize, u64)> {
        self.0.chunks_exact(BAND).zip(0..).filter(|(band, _)| band.iter().any(|bin| *bin != NONE)).map(|(band, n)| {
            let mut bytes = [0; 2 * BAND + 1];
            for (to, bin) in bytes.chunks_exact_mut(2).zip(band) {
                to.copy_from_slice(&bin.to_le_bytes());
            }
            bytes[2 * BAND] = n as u8;
            (n, xxh3_64(&bytes))
        })
    }

    fn to_hex(&self) -> String {
        self.0.iter().map(|bin| format!("{bin:04x}")).collect()
    }

    fn from_hex(text: &str) -> Option<Self> {
        let mut bins = [NONE; BINS];
        for (n, bin) in bins.iter_mut().enumerate() {
            *bin = u16::from_str_radix(text.get(4 * n..4 * n + 4)?, 16).ok()?;
        }
        Some(Sketch(bins))
    }
}

/// The first member of a group, as the log keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Leader {
    /// Its text hash, which is the group's name.
    pub(crate) group: String,
    /// Its sketch, with near grouping.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) sketch: Option<String>,
}

/// All groups so far.
pub(crate) enum Groups {
    Exact(HashSet<u128>),
    Near(Near),
}

#[derive(Default)]
pub(crate) struct Near {
    leaders: Vec<First>,
    by_hash: HashMap<u128, u32>,
    /// By what a band amounts to: the last leader with it.
    by_band: HashMap<u64, u32>,
}

/// The first member of a group.
struct First {
    hash: u128,
    sketch: Sketch,
    /// For each band the leader before with the same one.
    before: [u32; BINS / BAND],
}

/// No leader.
const NOBODY: u32 = u32::MAX;

impl Groups {
    pub(crate) fn new(grouping: Grouping) -> Self {
        match grouping {
            Grouping::Exact => Groups::Exact(HashSet::new()),
            Grouping::Near => Groups::Near(Near::default()),
        }
    }

    /// The group of a row, and what to write down if it is the first of it.
    pub(crate) fn place(&mut self, hash: u128, sketch: Option<Sketch>) -> (u128, Option<Leader>) {
        let group = format_args!("{hash:032x}").to_string();
        match self {
            Groups::Exact(seen) => (hash, seen.insert(hash).then_some(Leader { group, sketch: None })),
            Groups::Near(near) => match near.find(hash, sketch.as_ref()) {
                Some(group) => (group, None),
                None => {
                    let sketch = sketch.unwrap_or(Sketch([NONE; BINS]));
                    let leader = Leader { group, sketch: Some(sketch.to_hex()) };
                    near.add(hash, sketch);
                    (hash, Some(leader))
                }
            },
        }
    }

    /// Takes in a leader of an earlier run; `false` if it is none.
    pub(crate) fn restore(&mut self, leader: &Leader) -> bool {
        let Ok(hash) = u128::from_str_radix(&leader.group, 16) else { return false };
        match self {
            Groups::Exact(seen) => {
                seen.insert(hash);
                true
            }
            Groups::Near(near) => {
                let sketch = leader.sketch.as_deref().and_then(Sketch::from_hex);
                sketch.map(|sketch| near.add(hash, sketch)).is_some()
            }
        }
    }
}

impl Near {
    fn find(&self, hash: u128, sketch: Option<&Sketch>) -> Option<u128> {
        if let Some(&at) = self.by_hash.get(&hash) {
            return self.leaders.get(at as usize).map(|leader| leader.hash);
        }
        let sketch = sketch?;
        let mut first = NOBODY;
        for (n, band) in sketch.bands() {
            let mut at = self.by_band.get(&band).copied().unwrap_or(NOBODY);
            for _ in 0..CROWD {
                let Some(leader) = self.leaders.get(at as usize) else { break };
                if at < first && leader.sketch.alike(sketch) {
                    first = at;
                }
                at = leader.before[n];
            }
        }
        self.leaders.get(first as usize).map(|leader| leader.hash)
    }

    fn add(&mut self, hash: u128, sketch: Sketch) {
        // Four thousand million different postings are more than a machine holds.
        let at = u32::try_from(self.leaders.len()).unwrap_or(NOBODY);
        let mut before = [NOBODY; BINS / BAND];
        for (n, band) in sketch.bands() {
            before[n] = self.by_band.insert(band, at).unwrap_or(NOBODY);
        }
        self.by_hash.insert(hash, at);
        self.leaders.push(First { hash, sketch, before });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hash::{fold, text_hash};

    fn posting(seed: u64, city: &str) -> String {
        let words: Vec<String> =
            (0..300).map(|n| format!("w{}", xxh3_64(&(n * 31 + seed).to_le_bytes()) % 500)).collect();
        format!("We hire in {city}. {} Apply in {city} now.", words.join(" "))
    }

    fn sketch(text: &str) -> Sketch {
        let mut folded = Vec::new();
        fold(text, &mut folded);
        Sketch::of(&folded)
    }

    #[test]
    fn another_city_is_near_and_another_text_is_not() {
        let texts: Vec<String> =
            (0..40).flat_map(|seed| ["Oslo", "New York", "Rio"].map(|city| posting(seed * 1000, city))).collect();
        let place = |grouping| {
            let mut groups = Groups::new(grouping);
            texts.iter().map(|text| groups.place(text_hash(text), Some(sketch(text))).0).collect::<Vec<_>>()
        };
        let near = place(Grouping::Near);
        for (n, group) in near.iter().enumerate() {
            assert_eq!(*group, text_hash(&texts[n / 3 * 3]), "row {n} is grouped with the first of its text");
        }
        let exact = place(Grouping::Exact);
        assert_eq!(exact.iter().collect::<HashSet<_>>().len(), texts.len());
    }

    #[test]
    fn restored_groups_are_the_same() {
        for grouping in [Grouping::Exact, Grouping::Near] {
            let texts = [posting(1, "Oslo"), posting(2, "Oslo"), "two words".to_owned(), String::new()];
            let mut first = Groups::new(grouping);
            let leaders: Vec<Leader> =
                texts.iter().filter_map(|text| first.place(text_hash(text), Some(sketch(text))).1).collect();
            assert_eq!(leaders.len(), texts.len());
            let mut second = Groups::new(grouping);
            for leader in &leaders {
                let text = serde_json::to_string(leader).unwrap();
                assert!(second.restore(&serde_json::from_str(&text).unwrap()));
            }
            let more = [posting(1, "Rio"), "TWO  words".to_owned(), " ".to_owned(), posting(3, "Rio")];
            for text in more {
                let (hash, sketch) = (text_hash(&text), sketch(&text));
                assert_eq!(first.place(hash, Some(sketch.clone())), second.place(hash, Some(sketch)));
            }
        }
    }
}
