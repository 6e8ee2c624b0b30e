//! Hits, and the rules that make those of different engines the same.

use std::cmp::Reverse;

/// A hit: first byte, byte after the last. Phrases differ, so the bytes between name the phrase.
pub(crate) type Hit = (usize, usize);

/// Whether no ASCII letter, digit or underscore stands beside these bytes: the rule of `benches/src/peer.rs`.
pub(crate) fn stands_alone(text: &[u8], (start, end): Hit) -> bool {
    let of_word = |byte: Option<&u8>| byte.is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_');
    !of_word(start.checked_sub(1).and_then(|at| text.get(at))) && !of_word(text.get(end))
}

/// Keeps of overlapping hits the leftmost, of several that begin together the longest.
pub(crate) fn settle(hits: &mut Vec<Hit>) {
    hits.sort_unstable_by_key(|&(start, end)| (start, Reverse(end)));
    let mut free = 0;
    hits.retain(|&(start, end)| {
        let kept = start >= free;
        if kept {
            free = end;
        }
        kept
    });
}

/// All hits, phrase by phrase: slow and plainly right, what the engines are held to.
pub(crate) fn plainly(lowered: &str, phrases: &[String]) -> Vec<Hit> {
    let mut hits = Vec::new();
    for phrase in phrases {
        let step = phrase.chars().next().map_or(1, char::len_utf8);
        let mut from = 0;
        while let Some(at) = lowered[from..].find(phrase.as_str()) {
            let hit = (from + at, from + at + phrase.len());
            if stands_alone(lowered.as_bytes(), hit) {
                hits.push(hit);
            }
            from = hit.0 + step;
        }
    }
    hits.sort_unstable();
    hits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_words_are_hits() {
        let phrases = ["road", "roadmap", "product roadmap", "été"].map(str::to_owned);
        for (text, expected) in [
            ("product roadmap", vec![(0, 15), (8, 15)]),
            ("roadmaps, off_road, (road)", vec![(21, 25)]),
            ("étété été", vec![(9, 14)]),
            ("", vec![]),
        ] {
            let found = plainly(text, &phrases);
            let expected: Vec<Hit> = expected;
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn the_leftmost_longest_stays() {
        for (mut hits, expected) in [
            (vec![(8, 15), (0, 7), (0, 15)], vec![(0, 15)]),
            (vec![(0, 5), (4, 9), (5, 9)], vec![(0, 5), (5, 9)]),
            (vec![], vec![]),
        ] {
            settle(&mut hits);
            assert_eq!(hits, expected);
        }
    }
}
