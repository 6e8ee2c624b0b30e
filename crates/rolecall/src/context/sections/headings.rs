//! Which words are a heading?
//!
//! A phrase of the lexicon's headings is one only where it stands like one: as a block of its own, before a colon, in
//! bold at the start of a block, or, in a text without lines, in title case between two sentences.

use rolecall_lexicon::SectionKind;
use rolecall_lexicon::compiled::{Compiled, flag};

use crate::tag::{Found, HEADING_WORDS};
use crate::text::{Block, Document, Gap, Token, mark, style};

/// From this many words on, a block is running text in which headings may have lost their lines.
const LONG_BLOCK: u32 = 60;

/// A question of so many words that is a heading phrase from end to end is one, however it is written: "Why work for us?".
const QUESTION_WORDS: u32 = 3;

/// In text without lines a phrase of so many words opens a section in lower case, too, one word less a list: "What we look
/// for You know …", "Key responsibilities Plan the …".
const SENTENCE_WORDS: u32 = 3;

/// What a block is as a heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// A heading of this section.
    Known(SectionKind),
    /// It looks like a heading, and the lexicon does not know it.
    Unknown,
    /// No heading.
    None,
}

/// Reads a whole block as a heading. `hits` are the heading phrases that begin in it.
pub(super) fn block(document: &Document, lexicon: &Compiled, block: &Block, hits: &[Found<SectionKind>]) -> Reading {
    let length = block.end - block.first;
    if length > HEADING_WORDS {
        return Reading::None;
    }
    let tokens = document.block_tokens(block);
    let after = document.tokens.get(block.end as usize);
    let stopped = after.is_some_and(|t| t.has(mark::STOP) && !t.has(mark::COLON | mark::ELLIPSIS));
    let trails = after.is_some_and(|t| t.has(mark::ELLIPSIS));
    let raised = block.marked_heading || block.colon || trails;
    let longest = hits.iter().max_by_key(|h| (h.hit.first == block.first, h.hit.len()));
    if let Some(found) = longest {
        let rest = length - found.hit.len();
        let leads = found.hit.first == block.first;
        let closes = found.hit.end == block.end;
        // One word says little at the end of others ("User Experience:"), and something at their head.
        let placed = leads || closes && found.hit.len() > 1;
        let fits = match rest {
            0 => true,
            1 => !stopped && placed && (raised || title_case(lexicon, tokens)),
            2 | 3 if leads && found.hit.len() > 1 && length <= 7 => !stopped,
            _ => raised && !stopped && placed && rest <= if leads { 2 + 2 * found.hit.len() } else { 3 },
        };
        if fits && !(block.bullet && rest > 0 && !raised) {
            return Reading::Known(found.what);
        }
    }
    if !raised && !title_case(lexicon, tokens) || stopped || block.bullet {
        return Reading::None;
    }
    match own_name(lexicon, tokens) {
        Some(section) if length <= 6 => Reading::Known(section),
        _ if raised => Reading::Unknown,
        _ => Reading::None,
    }
}

/// "About Acme", "Life at Acme", "Why Acme?": what follows is the employer's name, which no lexicon knows.
fn own_name(lexicon: &Compiled, tokens: &[Token]) -> Option<SectionKind> {
    let word = |n: usize| tokens.get(n).map_or("", |t| lexicon.vocabulary.word(t.form));
    let named = |n: usize| tokens.get(n).is_some_and(|t| t.is(style::CAPITAL));
    match (word(0), word(1)) {
        ("about", "the") if named(2) => Some(SectionKind::Company),
        ("about" | "why" | "join" | "meet", _) if named(1) => Some(SectionKind::Company),
        ("life" | "working" | "careers", "at") if named(2) => Some(SectionKind::Company),
        ("who", "is") if named(2) => Some(SectionKind::Company),
        _ => None,
    }
}

/// Whether a heading phrase inside a block's text opens a section there. It begins with a capital: the tagger looks for
/// no other outside short blocks ([`crate::tag::may_open_heading`]).
pub(super) fn inline(document: &Document, lexicon: &Compiled, block: &Block, found: &Found<SectionKind>) -> bool {
    let hit = &found.hit;
    let tokens = &document.tokens;
    let first = &tokens[hit.first as usize];
    let words = &tokens[hit.first as usize..hit.end as usize];
    let starts = hit.first == block.first || first.gap >= Gap::Sentence;
    let next = match tokens.get(hit.end as usize) {
        Some(next) if hit.end < block.end && next.gap < Gap::Sentence => next,
        // A sentence of its own.
        next => {
            let stopped = next.is_some_and(|t| t.has(mark::STOP));
            let asks = next.is_some_and(|t| t.has(mark::QUESTION)) && hit.len() >= QUESTION_WORDS;
            return starts && !stopped && (asks || title_case(lexicon, words));
        }
    };
    let bold = words.iter().all(|t| t.is(style::BOLD)) && !next.is(style::BOLD);
    let parted = next.has(mark::COLON | mark::ELLIPSIS);
    if starts && first.is(style::CAPITAL) && (parted || bold && next.is(style::CAPITAL)) {
        return true;
    }
    // A heading in running text: the words before it end without a mark, or it is glued to them.
    let long = block.end - block.first >= LONG_BLOCK || document.one_line;
    let before = hit.first.checked_sub(1).filter(|_| hit.first > block.first).map(|n| &tokens[n as usize]);
    // Behind "and" or "our" it is the end of another phrase: "Strategy and Vision: …".
    let bound = |t: &Token| t.is(style::CAPITAL) || lexicon.forms[t.form as usize].flags & flag::FUNCTION != 0;
    let words_needed = if opens_a_list(found.what) { SENTENCE_WORDS - 1 } else { SENTENCE_WORDS };
    let opens = starts && first.is(style::CAPITAL) && hit.len() >= words_needed;
    let alone = (starts || !before.is_some_and(bound)) && title_case(lexicon, words) || opens;
    long && alone
        && (parted
            || next.is(style::CAPITAL)
                && next.gap <= Gap::Space
                && (starts || hit.len() > 1 || is_plain(document, found)))
}

/// "Responsibilities", "Requirements", "Benefits": a long word in a capital that opens a section even alone.
fn is_plain(document: &Document, found: &Found<SectionKind>) -> bool {
    let word = &document.tokens[found.hit.first as usize];
    opens_a_list(found.what) && word.end - word.start >= 8
}

/// Sections that are mostly lists, each under a heading.
fn opens_a_list(section: SectionKind) -> bool {
    matches!(section, SectionKind::Duties | SectionKind::Requirements | SectionKind::Benefits)
}

/// Whether all words that carry meaning begin with a capital.
fn title_case(lexicon: &Compiled, tokens: &[Token]) -> bool {
    tokens.first().is_some_and(|t| t.is(style::CAPITAL))
        && tokens.iter().all(|t| t.is(style::CAPITAL) || lexicon.forms[t.form as usize].flags & flag::FUNCTION != 0)
}
