//! Which words are a heading?
//!
//! A phrase of the lexicon's headings is one only where it stands like one: as a block of its own, before a colon, in
//! bold at the start of a block, or, in a text without lines, in title case between two sentences.

use rolecall_lexicon::compiled::{Compiled, UNKNOWN, flag};
use rolecall_lexicon::{SectionKind, WordKind};

use crate::tag::{Found, HEADING_WORDS};
use crate::text::{Block, Document, Gap, Token, mark, style};

/// From this many words on, a block is running text in which headings may have lost their lines.
const LONG_BLOCK: u32 = 60;

/// A question of so many words that is a heading phrase from end to end is one, however it is written: "Why work for us?".
const QUESTION_WORDS: u32 = 3;

/// In text without lines a phrase of so many words opens a section in lower case, too, one word less a list: "What we look
/// for You know …", "Key responsibilities Plan the …".
const SENTENCE_WORDS: u32 = 3;

/// No heading that asks for the work has more words.
const QUESTION_MOST: u32 = 8;

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
        // Labels of one word begin other headings, too: "Contract Administration", "Process Improvement".
        let label = found.hit.len() == 1 && found.what == SectionKind::Other;
        let fits = match rest {
            0 => true,
            _ if label => false,
            1 => !stopped && placed && (raised || title_case(lexicon, tokens)),
            2 | 3 if leads && found.hit.len() > 1 && length <= 7 => !stopped,
            _ => raised && !stopped && placed && rest <= if leads { 2 + 2 * found.hit.len() } else { 3 },
        };
        if fits && !(block.bullet && rest > 0 && !raised) && !names_more(document, lexicon, found, block.end) {
            return Reading::Known(found.what);
        }
    }
    if let Some(section) = asks_what(document, lexicon, block.first, block.end).filter(|_| !stopped) {
        return Reading::Known(section);
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

/// "The product", "Our business" are headings; "The Product Manager owns …", "The Business Analyst" name someone.
fn names_more(document: &Document, lexicon: &Compiled, found: &Found<SectionKind>, end: u32) -> bool {
    let hit = &found.hit;
    let function = |t: &Token| lexicon.forms[t.form as usize].flags & flag::FUNCTION != 0;
    let Some(next) = document.tokens.get(hit.end as usize).filter(|_| hit.end < end) else { return false };
    found.what == SectionKind::Company
        && hit.len() == 2
        && function(&document.tokens[hit.first as usize])
        && next.gap <= Gap::Space
        && next.is(style::CAPITAL)
        && next.form != UNKNOWN
        && !function(next)
}

/// Headings that ask for the work by its verb, which no list can hold: "What you'll make", "What will you design?" are
/// duties, "What our firm does", "What Acme builds" the company.
pub(super) fn asks_what(document: &Document, lexicon: &Compiled, first: u32, end: u32) -> Option<SectionKind> {
    let length = end - first;
    let token = |n: u32| &document.tokens[(first + n) as usize];
    let word = |n: u32| if n < length { lexicon.vocabulary.word(token(n).form) } else { "" };
    let works = |n: u32| n < length && lexicon.forms[token(n).form as usize].flags & flag::TASK_VERB != 0;
    if !(3..=QUESTION_MOST).contains(&length) || word(0) != "what" {
        return None;
    }
    let verb = match (word(1), word(2), word(3)) {
        ("you", "will" | "would" | "can" | "get", "get" | "help" | "to") => 4,
        ("will" | "would" | "do" | "can", "you", _) | ("you", "will" | "would" | "can" | "also", _) => 3,
        ("you" | "you'll" | "you'd", _, _) => 2,
        _ => 0,
    };
    let is = |n: u32, kind: WordKind| n < length && lexicon.is(token(n).form, kind);
    if verb > 0 {
        let told = works(verb) && !is(verb, WordKind::GainVerb) && length <= verb + 3;
        return told.then_some(SectionKind::Duties);
    }
    let last = word(length - 1);
    let does = last == "does" || last == "do" || last.ends_with('s') && works(length - 1);
    match word(1) {
        _ if !does || length > 5 => None,
        _ if is(2, WordKind::Post) || is(2, WordKind::JobHolder) => Some(SectionKind::Duties),
        "our" | "the" | "we" => Some(SectionKind::Company),
        _ if token(1).is(style::CAPITAL) && token(1).form == UNKNOWN => Some(SectionKind::Company),
        _ => None,
    }
}

/// "About Acme", "Life at Acme", "Why Acme?": what follows is the employer's name, which no lexicon knows.
fn own_name(lexicon: &Compiled, tokens: &[Token]) -> Option<SectionKind> {
    let word = |n: usize| tokens.get(n).map_or("", |t| lexicon.vocabulary.word(t.form));
    let is_at = |n: usize| tokens.get(n).is_some_and(|t| lexicon.is(t.form, WordKind::AtEmployer));
    let named = |n: usize| tokens.get(n).is_some_and(|t| t.is(style::CAPITAL));
    match (word(0), word(1)) {
        ("about", "the") if named(2) => Some(SectionKind::Company),
        ("about" | "why" | "join" | "meet", _) if named(1) => Some(SectionKind::Company),
        (_, "at") if is_at(0) && named(2) => Some(SectionKind::Company),
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
            // "What you'll doOwn the plan": its line end was lost.
            let glued = next.is_some_and(|t| t.has(mark::GLUED) || t.gap < Gap::Line && t.has(mark::DASH));
            let long_enough = hit.len() >= words_needed(found.what);
            let run_in = is_run_in(document, block, found);
            let stopped = stopped && !run_in;
            return starts && !stopped && (asks || run_in || title_case(lexicon, words) || glued && long_enough);
        }
    };
    if names_more(document, lexicon, found, block.end) {
        return false;
    }
    let bold = words.iter().all(|t| t.is(style::BOLD)) && !next.is(style::BOLD);
    // "WHAT WE LOOK FOR - 3 years in …" is a heading, "Team - Sales" is not.
    let dashed = next.has(mark::DASH) && hit.len() >= SENTENCE_WORDS && words.iter().all(|t| t.is(style::CAPITAL));
    let parted = next.has(mark::COLON | mark::ELLIPSIS) || dashed;
    if starts && first.is(style::CAPITAL) && (parted || bold && next.is(style::CAPITAL)) {
        return true;
    }
    // A heading in running text: the words before it end without a mark, or it is glued to them.
    let long = block.end - block.first >= LONG_BLOCK || document.one_line;
    let before = hit.first.checked_sub(1).filter(|_| hit.first > block.first).map(|n| &tokens[n as usize]);
    // Behind "and" or "our" it is the end of another phrase: "Strategy and Vision: …".
    let bound = |t: &Token| t.is(style::CAPITAL) || lexicon.forms[t.form as usize].flags & flag::FUNCTION != 0;
    let opens = starts && first.is(style::CAPITAL) && hit.len() >= words_needed(found.what);
    let alone = (starts || !before.is_some_and(bound)) && title_case(lexicon, words) || opens;
    long && alone
        && (parted
            || next.is(style::CAPITAL)
                && next.gap <= Gap::Space
                && (starts || hit.len() > 1 || is_plain(document, found)))
}

/// "**Who we are.** Our teams …": a bold heading that a full stop parts from the text on its line.
fn is_run_in(document: &Document, block: &Block, found: &Found<SectionKind>) -> bool {
    let words = &document.tokens[found.hit.first as usize..found.hit.end as usize];
    let next = document.tokens.get(found.hit.end as usize);
    found.hit.first == block.first
        && found.hit.end < block.end
        && words.iter().all(|t| t.is(style::BOLD))
        && next.is_some_and(|t| !t.is(style::BOLD))
}

/// From so many words on a phrase opens a section in text without lines, in lower case, too.
fn words_needed(section: SectionKind) -> u32 {
    if opens_a_list(section) { SENTENCE_WORDS - 1 } else { SENTENCE_WORDS }
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
