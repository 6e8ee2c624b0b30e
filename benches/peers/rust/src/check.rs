//! Whether engines find what is there: one that misses hits would be fast for nothing.

use anyhow::{Result, bail, ensure};

use crate::engines::{Engine, Semantics};
use crate::hits::{Hit, plainly, settle};

/// The search phrase by phrase is slow, so it stops after the text that passes this many bytes.
const PLAIN_BYTES: usize = 1 << 20;

/// How many hits there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    /// All that are whole words.
    pub(crate) all: usize,
    /// The leftmost and longest of them.
    pub(crate) settled: usize,
}

/// Compares all engines, text by text and hit by hit: the first with the search phrase by phrase, the others with the
/// first. Gives the counts that all agree on.
///
/// # Errors
///
/// If an engine differs, with its name and the first text it differs in, or if nothing is found at all.
pub(crate) fn agree(engines: &[Box<dyn Engine>], phrases: &[String], texts: &[String]) -> Result<Counts> {
    let Some((first, others)) = engines.split_first() else { bail!("there is no engine") };
    let (mut counts, mut bytes) = (Counts::default(), 0);
    for (at, text) in texts.iter().enumerate() {
        let lowered = text.to_ascii_lowercase();
        let all = sorted(first.as_ref(), &lowered);
        if bytes < PLAIN_BYTES {
            same(first.name(), at, &all, &plainly(&lowered, phrases))?;
        }
        let mut settled = all.clone();
        settle(&mut settled);
        for engine in others {
            let expected = match engine.semantics() {
                Semantics::All => &all,
                Semantics::LeftmostLongest => &settled,
            };
            same(engine.name(), at, &sorted(engine.as_ref(), &lowered), expected)?;
        }
        counts.all += all.len();
        counts.settled += settled.len();
        bytes += text.len();
    }
    ensure!(counts.all > 0, "no phrase is in any text, so the engines were not compared");
    Ok(counts)
}

fn sorted(engine: &dyn Engine, lowered: &str) -> Vec<Hit> {
    let mut hits = Vec::new();
    engine.find(lowered.as_bytes(), &mut hits);
    hits.sort_unstable();
    hits
}

fn same(name: &str, text: usize, found: &[Hit], expected: &[Hit]) -> Result<()> {
    ensure!(
        found == expected,
        "{name} is wrong in text {}: {} hits, expected {}",
        text + 1,
        found.len(),
        expected.len()
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engines;

    /// Fast and wrong.
    struct Nothing;

    impl Engine for Nothing {
        fn name(&self) -> &str {
            "nothing"
        }

        fn semantics(&self) -> Semantics {
            Semantics::All
        }

        fn find(&self, _: &[u8], _: &mut Vec<Hit>) {}
    }

    fn strings<const N: usize>(of: [&str; N]) -> Vec<String> {
        of.map(str::to_owned).to_vec()
    }

    #[test]
    fn engines_agree() {
        let phrases = strings(["roadmap", "product roadmap", "road", "c++", "map of"]);
        let texts = strings(["Own the Product ROADMAP, not the roadmaps.", "C++, road/map of c++x", "Été: roadmap"]);
        let counts = agree(&engines::all(&phrases).unwrap(), &phrases, &texts).unwrap();
        assert_eq!(counts, Counts { all: 6, settled: 5 });
    }

    #[test]
    fn a_wrong_engine_fails() {
        let phrases = strings(["roadmap"]);
        let texts = strings(["none", "a roadmap"]);
        for first in [true, false] {
            let mut engines = engines::all(&phrases).unwrap();
            engines.insert(if first { 0 } else { 1 }, Box::new(Nothing));
            let error = agree(&engines, &phrases, &texts).unwrap_err().to_string();
            assert_eq!(error, "nothing is wrong in text 2: 0 hits, expected 1");
        }
    }

    #[test]
    fn finding_nothing_proves_nothing() {
        let phrases = strings(["roadmap"]);
        assert!(agree(&engines::all(&phrases).unwrap(), &phrases, &strings(["none"])).is_err());
    }
}
