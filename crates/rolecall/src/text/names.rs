//! Words with a capital inside that are names: "CoinTracker" is no line that ends and another that begins.

use rolecall_lexicon::compiled::UNKNOWN;

use super::{Document, Gap, mark, style};

/// Takes back the seams of words that are names: a capital begins them, and they stand there twice or go on as no word
/// that the lexicon knows. Lines that lost their break seldom lose the same one twice.
///
/// One text of six holds such a name twice (64 of 391 of train); parted, it ended a sentence each time.
pub(super) fn join(document: &mut Document, body: &str) {
    let tokens = &mut document.tokens;
    let mut seams = Vec::new();
    for at in 1..tokens.len() {
        let (left, right) = (tokens[at - 1], tokens[at]);
        if right.has(mark::GLUED) && left.is(style::CAPITAL) && left.end == right.start {
            seams.push((at, body.get(left.start as usize..right.end as usize), right.form == UNKNOWN));
        }
    }
    for &(at, written, unknown) in &seams {
        if unknown || seams.iter().any(|&(other, word, _)| other != at && word == written) {
            tokens[at].gap = Gap::Space;
            tokens[at].marks &= !mark::GLUED;
        }
    }
}
