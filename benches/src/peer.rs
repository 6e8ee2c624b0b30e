//! The peer: a search for fixed strings, as a careful engineer would write it without us.
//!
//! `aho-corasick`'s DFA over the plain phrases of the lexicon (`rolecall lexicon phrases`), on a copy in ASCII lower
//! case, all overlapping hits, those kept that have no letter or digit beside them.

use aho_corasick::{AhoCorasick, AhoCorasickKind, BuildError, MatchKind};

/// A hit as the peer reports it: phrase, first byte, byte after the last.
pub type Hit = (u32, u32, u32);

/// The peer.
#[derive(Debug)]
pub struct Peer {
    phrases: Vec<String>,
    automaton: AhoCorasick,
    lowered: String,
}

impl Peer {
    /// Builds it over these phrases.
    ///
    /// # Errors
    ///
    /// If the automaton would be too large.
    pub fn new(phrases: Vec<String>) -> Result<Peer, BuildError> {
        let automaton =
            AhoCorasick::builder().kind(Some(AhoCorasickKind::DFA)).match_kind(MatchKind::Standard).build(&phrases)?;
        Ok(Peer { phrases, automaton, lowered: String::new() })
    }

    /// How many phrases it looks for.
    #[must_use]
    pub fn phrases(&self) -> usize {
        self.phrases.len()
    }

    /// Finds all hits of a text.
    pub fn find(&mut self, text: &str, hits: &mut Vec<Hit>) {
        hits.clear();
        self.lowered.clear();
        self.lowered.push_str(text);
        self.lowered.make_ascii_lowercase();
        let bytes = self.lowered.as_bytes();
        for found in self.automaton.find_overlapping_iter(bytes) {
            if stands_alone(bytes, found.start(), found.end()) {
                hits.push((found.pattern().as_u32(), found.start() as u32, found.end() as u32));
            }
        }
    }

    /// Panics unless the hits in `texts` are those that a search phrase by phrase finds: a peer that misses hits would
    /// be fast for nothing. Looks at the first mebibyte, for that search is slow.
    ///
    /// # Panics
    ///
    /// If the counts differ, or nothing is found at all.
    pub fn check(&mut self, texts: &[String]) {
        let (mut hits, mut found, mut expected, mut bytes) = (Vec::new(), 0, 0, 0);
        for text in texts {
            self.find(text, &mut hits);
            found += hits.len();
            let lowered = text.to_ascii_lowercase();
            expected += self.phrases.iter().map(|phrase| count(&lowered, phrase)).sum::<usize>();
            bytes += text.len();
            if bytes > 1 << 20 {
                break;
            }
        }
        assert_eq!(found, expected, "the peer does not find what is there");
        assert!(found > 0, "the peer finds nothing");
    }
}

fn stands_alone(bytes: &[u8], start: usize, end: usize) -> bool {
    let of_word = |byte: Option<&u8>| byte.is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_');
    !of_word(start.checked_sub(1).and_then(|at| bytes.get(at))) && !of_word(bytes.get(end))
}

fn count(text: &str, phrase: &str) -> usize {
    let bytes = text.as_bytes();
    let (mut from, mut count) = (0, 0);
    while let Some(at) = text[from..].find(phrase) {
        let start = from + at;
        count += usize::from(stands_alone(bytes, start, start + phrase.len()));
        // Phrases begin with an ASCII letter or digit, so the next byte begins a character.
        from = start + 1;
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hits_stand_alone_and_overlap() {
        let mut peer = Peer::new(["roadmap", "product roadmap", "road"].map(str::to_owned).to_vec()).unwrap();
        let mut hits = Vec::new();
        peer.find("Own the Product ROADMAP, not the roadmaps.", &mut hits);
        hits.sort_unstable();
        assert_eq!(hits, [(0, 16, 23), (1, 8, 23)]);
        peer.check(&["product roadmap and road".to_owned()]);
    }
}
