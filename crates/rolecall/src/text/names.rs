//! Words with a capital inside that are names: "CoinTracker" is no line that ends and another that begins.

use rolecall_lexicon::compiled::UNKNOWN;

use super::{Document, Gap, Token, mark, style};

/// Takes back the seams of words that are names: a capital begins them, and they stand there twice or are made of two
/// words that the lexicon does not know. Lines that lost their break seldom lose the same one twice.
///
/// One text of six holds such a name twice (64 of 391 of train); parted, it ended a sentence each time.
pub(super) fn join(document: &mut Document, body: &str) {
    let tokens = &mut document.tokens;
    let is_seam =
        |left: &Token, right: &Token| right.has(mark::GLUED) && left.is(style::CAPITAL) && left.end == right.start;
    let mut seams: Vec<(&str, usize)> = tokens
        .windows(2)
        .enumerate()
        .filter(|(_, pair)| is_seam(&pair[0], &pair[1]))
        .filter_map(|(at, pair)| Some((body.get(pair[0].start as usize..pair[1].end as usize)?, at + 1)))
        .collect();
    seams.sort_unstable();
    for same in seams.chunk_by(|(one, _), (other, _)| one == other) {
        for &(_, at) in same {
            if same.len() > 1 || tokens[at - 1].form == UNKNOWN && tokens[at].form == UNKNOWN {
                tokens[at].gap = Gap::Space;
                tokens[at].marks &= !mark::GLUED;
            }
        }
    }
}
