//! Plain phrases, found by the lexicon's automaton, which is started at every word.

use rolecall_lexicon::compiled::{Automaton, DEAD, State};

use super::verbs::{MORE_VERBS, Words};
use super::{Hit, may_open_heading};
use crate::text::{Block, Gap, Token, style};

/// Where the automaton is after a word, and after the next.
#[derive(Clone, Copy, Debug)]
pub(super) struct Start {
    one: State,
    two: State,
}

/// Finds all plain phrases. Those without a verb go to `hits`, in order of first word, end and pattern; those behind a
/// verb go to `behind_verbs`, in no order. `starts` is overwritten.
pub(super) fn find(
    words: Words<'_>,
    blocks: &[Block],
    starts: &mut Vec<Start>,
    hits: &mut Vec<Hit>,
    behind_verbs: &mut Vec<Hit>,
) {
    let automaton = &words.lexicon.automaton;
    all_starts(automaton, words.tokens, starts);
    let mut after_verb = false;
    let mut blocks = blocks.iter();
    let mut block = blocks.next();
    for (at, (token, &Start { one, two })) in words.tokens.iter().zip(&*starts).enumerate() {
        let first = at as u32;
        if block.is_some_and(|block| block.end <= first) {
            block = blocks.next();
        }
        let before = hits.len();
        let mut found = |state, end| {
            let accepts = automaton.accepts(state).iter();
            hits.extend(accepts.map(|accept| Hit { pattern: accept.pattern, first, end, gap_words: 0 }));
        };
        if one != DEAD {
            found(one, first + 1);
        }
        if two != DEAD {
            walk(automaton, words.tokens, at + 1, two, found);
        }
        if block.is_some_and(|block| may_open_heading(block, token)) {
            heading(words, at, before, hits);
        }
        if after_verb && token.gap == Gap::Space {
            let tail = automaton.tail(token.form, token.is(style::NUMBER));
            if tail != DEAD {
                behind_verb(words, at, tail, behind_verbs);
            }
        }
        after_verb = words.ends_verb(token);
    }
}

/// Finds the heading phrases that begin at `at`. The hits from `before` on begin there too.
fn heading(words: Words<'_>, at: usize, before: usize, hits: &mut Vec<Hit>) {
    let automaton = &words.lexicon.headings;
    let token = &words.tokens[at];
    let head = automaton.head(token.form, token.is(style::NUMBER));
    if head == DEAD {
        return;
    }
    let others = hits.len();
    walk(automaton, words.tokens, at, head, |state, end| {
        let accepts = automaton.accepts(state).iter();
        hits.extend(accepts.map(|accept| Hit { pattern: accept.pattern, first: at as u32, end, gap_words: 0 }));
    });
    if before < others && others < hits.len() {
        hits[before..].sort_unstable_by_key(|hit| (hit.end, hit.pattern));
    }
}

/// Takes the first two steps from every word. Seven starts of ten end there, at places of a large table that no cache
/// holds: in a loop of its own, in which nothing depends on what is found, the processor fetches many at a time.
fn all_starts(automaton: &Automaton, tokens: &[Token], starts: &mut Vec<Start>) {
    starts.clear();
    let one = |token: &Token| automaton.head(token.form, token.is(style::NUMBER));
    starts.extend(tokens.windows(2).map(|pair| {
        let (one, next) = (one(&pair[0]), &pair[1]);
        let left = match next.gap {
            Gap::Space => one,
            Gap::Comma => automaton.loose(one),
            _ => DEAD,
        };
        Start { one, two: automaton.next_quick(left, next.form, next.is(style::NUMBER)) }
    }));
    starts.extend(tokens.last().map(|last| Start { one: one(last), two: DEAD }));
}

/// Takes the state behind the word at `at` through the words after it for as long as phrases go on.
#[inline]
pub(super) fn walk(
    automaton: &Automaton,
    tokens: &[Token],
    at: usize,
    first: State,
    mut reached: impl FnMut(State, u32),
) {
    let mut state = first;
    let mut end = at + 1;
    loop {
        reached(state, end as u32);
        let Some(token) = tokens.get(end) else { return };
        state = match token.gap {
            Gap::Space => state,
            Gap::Comma => automaton.loose(state),
            _ => return,
        };
        state = automaton.next(state, token.form, token.is(style::NUMBER));
        if state == DEAD {
            return;
        }
        end += 1;
    }
}

/// Finds the phrases whose words begin at `at`, right behind a verb of their class.
fn behind_verb(words: Words<'_>, at: usize, tail: State, hits: &mut Vec<Hit>) {
    let automaton = &words.lexicon.automaton;
    let mut classes = None;
    walk(automaton, words.tokens, at, tail, |state, end| {
        for accept in automaton.accepts(state) {
            let Some(class) = accept.class() else { continue };
            let classes = *classes.get_or_insert_with(|| words.classes_before(at as u32));
            if classes & 1 << class != 0 {
                words.class_starts(at as u32, 1 << class, MORE_VERBS, &mut |first| {
                    hits.push(Hit { pattern: accept.pattern, first, end, gap_words: 0 });
                });
            }
        }
    });
}
