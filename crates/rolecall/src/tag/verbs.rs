//! Verbs of a class, alone or in a coordination: "define, groom and order".

use rolecall_lexicon::compiled::{Compiled, FAR, flag, verb};

use super::plain;
use crate::text::{Gap, Token, mark};

/// The most verbs of a coordination behind (or before) the one that is of the class.
pub(super) const MORE_VERBS: u8 = 5;

/// A verb form of several words that was found.
#[derive(Clone, Copy, Debug)]
pub(super) struct LongVerb {
    first: u32,
    end: u32,
    classes: u64,
}

/// The words of a document, as phrases see them.
#[derive(Clone, Copy)]
pub(super) struct Words<'a> {
    pub(super) lexicon: &'a Compiled,
    pub(super) tokens: &'a [Token],
    /// The verbs of several words, by first word.
    long_verbs: &'a [LongVerb],
    /// How many words the longest of them has.
    longest: u32,
}

impl<'a> Words<'a> {
    /// The words of these tokens. `long_verbs` is overwritten.
    pub(super) fn new(lexicon: &'a Compiled, tokens: &'a [Token], long_verbs: &'a mut Vec<LongVerb>) -> Self {
        long_verbs.clear();
        let automaton = &lexicon.long_verbs.automaton;
        let mut longest = 0;
        for (at, token) in tokens.iter().enumerate() {
            if lexicon.verbs[token.form as usize] & verb::BEGINS_LONG == 0 {
                continue;
            }
            let head = automaton.head(token.form, false);
            plain::walk(automaton, tokens, at, head, |state, end| {
                for accept in automaton.accepts(state) {
                    let classes = lexicon.long_verbs.classes[accept.pattern as usize];
                    long_verbs.push(LongVerb { first: at as u32, end, classes });
                    longest = longest.max(end - at as u32);
                }
            });
        }
        Words { lexicon, tokens, long_verbs, longest }
    }

    /// Whether the words on both sides of `at` may be neighbours in a phrase.
    #[inline]
    pub(super) fn joined(self, at: u32, loose: bool) -> bool {
        match self.tokens.get(at as usize) {
            Some(token) => token.gap <= if loose { Gap::Comma } else { Gap::Space },
            None => false,
        }
    }

    /// All ends of a verb of `class` that starts at `at`, alone or as the last of its class in a coordination.
    pub(super) fn class_ends(self, at: u32, class: u64, more: u8, found: &mut dyn FnMut(u32)) {
        self.verbs_from(at, &mut |end, classes| {
            if classes & class != 0 {
                found(end);
                self.coordinated_ends(end, class, more, found);
            }
        });
    }

    fn coordinated_ends(self, at: u32, class: u64, more: u8, found: &mut dyn FnMut(u32)) {
        let Some(next) = self.after_joiner(at).filter(|_| more > 0) else { return };
        let mut go_on = |from: u32| {
            self.verbs_from(from, &mut |end, classes| {
                // The span starts at the last verb of the class, so a later one starts its own.
                if classes & class == 0 {
                    found(end);
                    self.coordinated_ends(end, class, more - 1, found);
                }
            });
        };
        go_on(next);
        if self.is_adverb(next) && self.joined(next + 1, false) {
            go_on(next + 1);
        }
    }

    /// All starts of a verb of `class` from which a coordination ends before `end`.
    pub(super) fn class_starts(self, end: u32, class: u64, more: u8, found: &mut dyn FnMut(u32)) {
        self.verbs_to(end, &mut |start, classes| {
            if classes & class != 0 {
                found(start);
            } else if more > 0 {
                for before in self.coordinated_before(start).into_iter().flatten() {
                    self.class_starts(before, class, more - 1, found);
                }
            }
        });
    }

    /// Where the verb before the one at `start` may end in a coordination: without an adverb between, and with one.
    fn coordinated_before(self, start: u32) -> [Option<u32>; 2] {
        let adverb = start > 0 && self.is_adverb(start - 1) && self.joined(start, false);
        [self.before_joiner(start), adverb.then(|| self.before_joiner(start - 1)).flatten()]
    }

    /// The classes of which a verb, alone or in a coordination, may end right before `end`; maybe some more.
    pub(super) fn classes_before(self, end: u32) -> u64 {
        let mut all = 0;
        self.verbs_to(end, &mut |start, classes| {
            let coordinated = self.coordinated_before(start) != [None, None];
            all |= if coordinated { u64::MAX } else { classes };
        });
        all
    }

    /// The words before the one at `at`, nearest first, that a phrase with a gap may reach.
    #[inline]
    pub(super) fn ahead(self, at: usize) -> impl Iterator<Item = &'a Token> {
        let words = &self.tokens[at.saturating_sub(FAR)..=at];
        // A word is reached as long as nothing ends the clause between it and the next.
        words.windows(2).rev().take_while(|pair| pair[1].gap <= Gap::Comma).map(|pair| &pair[0])
    }

    /// The words behind the one at `at`, nearest first, that a phrase with a gap may reach.
    #[inline]
    pub(super) fn behind(self, at: usize) -> impl Iterator<Item = &'a Token> {
        self.tokens[at + 1..].iter().take(FAR).take_while(|word| word.gap <= Gap::Comma)
    }

    /// Whether a verb form may end with this word.
    #[inline]
    pub(super) fn ends_verb(self, token: &Token) -> bool {
        self.lexicon.verbs[token.form as usize] & verb::ENDS != 0
    }

    /// The classes of which a verb, alone or in a coordination, may end among the words before the one at `at` that a
    /// phrase with a gap may reach; maybe some more.
    pub(super) fn classes_ahead(self, at: usize) -> u64 {
        let ends = self.ahead(at).zip((1..=at).rev()).filter(|(word, _)| self.ends_verb(word));
        ends.fold(0, |classes, (_, end)| classes | self.classes_before(end as u32))
    }

    fn is_adverb(self, at: u32) -> bool {
        self.flags(at) & flag::ADVERB != 0
    }

    fn flags(self, at: u32) -> u32 {
        self.tokens.get(at as usize).map_or(0, |t| self.lexicon.forms[t.form as usize].flags)
    }

    /// The word after `,`, `/`, "and", "or" or `, and`, if such a joiner stands at `at`.
    fn after_joiner(self, at: u32) -> Option<u32> {
        let token = self.tokens.get(at as usize)?;
        if token.gap > Gap::Comma || token.has(mark::BRACKET | mark::BRACKET_END | mark::DASH) {
            return None;
        }
        if self.flags(at) & flag::JOINER != 0 {
            return (token.gap == Gap::Space || token.has(mark::COMMA | mark::SLASH)).then_some(at + 1).filter(
                |&next| {
                    self.joined(next, false)
                        || self.tokens.get(next as usize).is_some_and(|t| t.has(mark::SLASH) && t.gap == Gap::Comma)
                },
            );
        }
        (token.gap == Gap::Comma && token.has(mark::COMMA | mark::SLASH)).then_some(at)
    }

    /// The end of what stands before a joiner that itself ends before `at`.
    fn before_joiner(self, at: u32) -> Option<u32> {
        let previous = at.checked_sub(1)?;
        if self.flags(previous) & flag::JOINER != 0 {
            return (self.after_joiner(previous) == Some(at)).then_some(previous);
        }
        (self.after_joiner(at) == Some(at)).then_some(at)
    }

    /// Every verb form that starts at `at`: its end and its classes.
    fn verbs_from(self, at: u32, found: &mut dyn FnMut(u32, u64)) {
        let Some(token) = self.tokens.get(at as usize) else { return };
        let info = &self.lexicon.forms[token.form as usize];
        if info.classes != 0 {
            found(at + 1, info.classes);
        }
        if info.flags & flag::VERB_START != 0 {
            let from = self.long_verbs.partition_point(|verb| verb.first < at);
            let here = self.long_verbs[from..].iter().take_while(|verb| verb.first == at);
            here.for_each(|verb| found(verb.end, verb.classes));
        }
    }

    /// Every verb form that ends before `end`: its start and its classes.
    fn verbs_to(self, end: u32, found: &mut dyn FnMut(u32, u64)) {
        let Some(last) = end.checked_sub(1) else { return };
        let token = self.tokens[last as usize];
        let info = &self.lexicon.forms[token.form as usize];
        if info.classes != 0 {
            found(last, info.classes);
        }
        if info.flags & flag::VERB_END != 0 {
            let from = self.long_verbs.partition_point(|verb| verb.first + self.longest < end);
            let near = self.long_verbs[from..].iter().take_while(|verb| verb.first < end);
            near.filter(|verb| verb.end == end).for_each(|verb| found(verb.first, verb.classes));
        }
    }
}
