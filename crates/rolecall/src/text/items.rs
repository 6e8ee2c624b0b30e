//! Lists that lost their lines: "… in an agile team Facilitate planning Track and remove impediments …".
//!
//! Scraped postings often come as one line. A task verb in a capital after a word in small letters opens the next
//! item, if the run is long and has more than one: a single one may be a name ("our Lead developer").

use rolecall_lexicon::compiled::{Compiled, flag};

use super::{Document, Gap, Token, mark, style};

/// A run of words without a full stop that is shorter than this is a sentence.
const MIN_WORDS: usize = 20;

/// So many items make a list.
const MIN_ITEMS: usize = 2;

/// Ends a sentence before each item of such lists.
pub(super) fn split(document: &mut Document, lexicon: &Compiled) {
    let tokens = &mut document.tokens;
    let mut first = 0;
    while first < tokens.len() {
        let end =
            tokens[first + 1..].iter().position(|t| t.gap >= Gap::Sentence).map_or(tokens.len(), |n| first + 1 + n);
        let opens = |at: usize, tokens: &[Token]| opens_item(&tokens[..end], at, lexicon);
        if end - first >= MIN_WORDS && (first + 1..end).filter(|&at| opens(at, tokens)).nth(MIN_ITEMS - 1).is_some() {
            for at in first + 1..end {
                if opens(at, tokens) {
                    tokens[at].gap = Gap::Sentence;
                }
            }
        }
        first = end;
    }
}

/// Whether an item opens at `at`: "team Facilitate the", but not "the Lead", "Design Team" or "to Manage".
fn opens_item(tokens: &[Token], at: usize, lexicon: &Compiled) -> bool {
    let flags = |token: &Token| lexicon.forms[token.form as usize].flags;
    let (before, token) = (&tokens[at - 1], &tokens[at]);
    token.is(style::CAPITAL)
        && !token.is(style::ALL_CAPS)
        && flags(token) & flag::TASK_VERB != 0
        && token.gap <= Gap::Comma
        && token.marks & !mark::BRACKET_END == 0
        && !before.is(style::CAPITAL)
        && flags(before) & flag::FUNCTION == 0
        && tokens.get(at + 1).is_some_and(|next| !next.is(style::CAPITAL) && next.gap <= Gap::Comma)
}
