//! Plain phrases, found by the lexicon's automaton, which is started at every word.

use rolecall_lexicon::compiled::{Automaton, DEAD, State};

use super::Hit;
use super::verbs::{MORE_VERBS, Words};
use crate::text::{Gap, Token, style};

/// Finds all plain phrases. Those without a verb go to `hits`, in order of first word, end and pattern; those behind a
/// verb go to `behind_verbs`, in no order.
pub(super) fn find(words: Words<'_>, hits: &mut Vec<Hit>, behind_verbs: &mut Vec<Hit>) {
    let automaton = &words.lexicon.automaton;
    let mut after_verb = false;
    for (at, token) in words.tokens.iter().enumerate() {
        let first = at as u32;
        let number = token.is(style::NUMBER);
        let head = automaton.head(token.form, number);
        if head != DEAD {
            walk(automaton, words.tokens, at, head, |state, end| {
                let accepts = automaton.accepts(state).iter();
                hits.extend(accepts.map(|accept| Hit { pattern: accept.pattern, first, end, gap_words: 0 }));
            });
        }
        if after_verb && token.gap == Gap::Space {
            let tail = automaton.tail(token.form, number);
            if tail != DEAD {
                behind_verb(words, at, tail, behind_verbs);
            }
        }
        after_verb = words.ends_verb(token);
    }
}

/// Takes a state through the words behind `at` for as long as phrases go on.
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
            let Some(class) = accept.class else { continue };
            let classes = *classes.get_or_insert_with(|| words.classes_before(at as u32));
            if classes & 1 << class != 0 {
                words.class_starts(at as u32, 1 << class, MORE_VERBS, &mut |first| {
                    hits.push(Hit { pattern: accept.pattern, first, end, gap_words: 0 });
                });
            }
        }
    });
}
