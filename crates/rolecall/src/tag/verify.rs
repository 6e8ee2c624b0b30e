//! From an anchor to a hit: the rest of the phrase, word by word, to both sides.
//!
//! The words that a phrase may have reached are kept as a set, so that alternatives, optional
//! words and gaps never backtrack: each step looks at each reached place once, and there are few,
//! for a phrase spans a bounded number of words.

use rolecall_lexicon::compiled::{Anchor, Compiled, Step, flag};

use super::Hit;
use crate::text::{Gap, Token, mark, style};

/// The most words that a gap skips.
const GAP_WORDS: u8 = 4;

/// The most verbs of a coordination behind (or before) the one that is of the class.
const MORE_VERBS: u8 = 5;

/// A place that a phrase has reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Place {
    /// Going forward: the next word. Going back: the first word so far.
    at: u32,
    /// Words skipped so far.
    skipped: u8,
    /// Whether a comma may stand between here and the next step.
    loose: bool,
}

/// Buffers for places.
#[derive(Clone, Debug, Default)]
pub(super) struct Scratch {
    starts: Vec<Place>,
    ends: Vec<Place>,
    spare: Spare,
}

/// Places on the way: of the phrase, and of the alternative that is being tried.
#[derive(Clone, Debug, Default)]
struct Spare {
    phrase: Vec<Place>,
    option: Vec<Place>,
    option_next: Vec<Place>,
}

#[derive(Clone, Copy)]
struct Words<'a> {
    lexicon: &'a Compiled,
    tokens: &'a [Token],
}

/// Adds all hits of the anchor's pattern whose anchor word is the one at `at`.
#[inline]
pub(super) fn verify(
    lexicon: &Compiled,
    tokens: &[Token],
    anchor: Anchor,
    at: u32,
    scratch: &mut Scratch,
    hits: &mut Vec<Hit>,
) {
    let words = Words { lexicon, tokens };
    let steps = &lexicon.patterns[anchor.pattern as usize].steps;
    let (before, after) = (&steps[..anchor.step as usize], &steps[anchor.step as usize + 1..]);
    let (inner_before, inner_after): (&[Step], &[Step]) = match &steps[anchor.step as usize] {
        Step::Choice { options, .. } => {
            let option = &options[anchor.option as usize];
            (&option[..anchor.inner as usize], &option[anchor.inner as usize + 1..])
        }
        _ => (&[], &[]),
    };
    let Scratch { starts, ends, spare } = scratch;
    ends.clear();
    ends.push(Place { at: at + 1, skipped: 0, loose: false });
    if !words.run::<true>(inner_after.iter().chain(after), ends, spare) {
        return;
    }
    starts.clear();
    starts.push(Place { at, skipped: 0, loose: false });
    if !words.run::<false>(inner_before.iter().rev().chain(before.iter().rev()), starts, spare) {
        return;
    }
    for start in starts.iter() {
        for end in ends.iter() {
            hits.push(Hit {
                pattern: anchor.pattern,
                first: start.at,
                end: end.at,
                gap_words: start.skipped + end.skipped,
            });
        }
    }
}

fn add(places: &mut Vec<Place>, place: Place) {
    match places.iter_mut().find(|p| p.at == place.at && p.loose == place.loose) {
        Some(known) => known.skipped = known.skipped.min(place.skipped),
        None => places.push(place),
    }
}

impl Words<'_> {
    /// Takes `places` through the steps, forward or back; whether any place is left.
    fn run<'s, const FORWARD: bool>(
        self,
        steps: impl Iterator<Item = &'s Step>,
        places: &mut Vec<Place>,
        spare: &mut Spare,
    ) -> bool {
        let Spare { phrase, option, option_next } = spare;
        for step in steps {
            phrase.clear();
            for &place in places.iter() {
                let Step::Choice { options, optional } = step else {
                    self.step::<FORWARD>(step, place, phrase);
                    continue;
                };
                if *optional {
                    add(phrase, place);
                }
                for steps in options {
                    option.clear();
                    option.push(place);
                    self.run_option::<FORWARD>(steps, option, option_next);
                    option.iter().for_each(|&p| add(phrase, p));
                }
            }
            std::mem::swap(places, phrase);
            if places.is_empty() {
                return false;
            }
        }
        true
    }

    /// As [`Words::run`], for an alternative, which holds no choice.
    fn run_option<const FORWARD: bool>(self, steps: &[Step], places: &mut Vec<Place>, spare: &mut Vec<Place>) {
        for n in 0..steps.len() {
            let step = &steps[if FORWARD { n } else { steps.len() - 1 - n }];
            spare.clear();
            places.iter().for_each(|&place| self.step::<FORWARD>(step, place, spare));
            std::mem::swap(places, spare);
        }
    }

    fn step<const FORWARD: bool>(self, step: &Step, place: Place, reached: &mut Vec<Place>) {
        match step {
            Step::Set(set) => {
                if let Some((token, next)) = self.neighbour::<FORWARD>(place)
                    && self.lexicon.in_set(*set, token.form)
                {
                    add(reached, Place { at: next, skipped: place.skipped, loose: false });
                }
            }
            Step::Number => {
                if let Some((token, next)) = self.neighbour::<FORWARD>(place)
                    && token.is(style::NUMBER)
                {
                    add(reached, Place { at: next, skipped: place.skipped, loose: false });
                }
            }
            Step::Class(class) => {
                if !self.joined(place.at, place.loose) {
                    return;
                }
                let mut found = |at| add(reached, Place { at, skipped: place.skipped, loose: false });
                if FORWARD {
                    self.class_ends(place.at, 1 << class, MORE_VERBS, &mut found);
                } else {
                    self.class_starts(place.at, 1 << class, MORE_VERBS, &mut found);
                }
            }
            Step::Gap => {
                let mut at = place.at;
                for skipped in place.skipped..=place.skipped + GAP_WORDS {
                    add(reached, Place { at, skipped, loose: true });
                    if !self.joined(at, true) {
                        break;
                    }
                    match self.beyond::<FORWARD>(at) {
                        Some(next) => at = next,
                        None => break,
                    }
                }
            }
            Step::Join => add(reached, Place { loose: true, ..place }),
            // Only whole phrases hold choices, and `run` takes those.
            Step::Choice { .. } => {}
        }
    }

    /// Whether the words on both sides of `at` may be neighbours in a phrase.
    #[inline]
    fn joined(self, at: u32, loose: bool) -> bool {
        match self.tokens.get(at as usize) {
            Some(token) => token.gap <= if loose { Gap::Comma } else { Gap::Space },
            None => false,
        }
    }

    /// One word further, if there is one.
    #[inline]
    fn beyond<const FORWARD: bool>(self, at: u32) -> Option<u32> {
        if FORWARD { (at < self.tokens.len() as u32).then_some(at + 1) } else { at.checked_sub(1) }
    }

    /// The word next to a place, if a phrase may go on to it, and the place behind it.
    #[inline]
    fn neighbour<const FORWARD: bool>(self, place: Place) -> Option<(Token, u32)> {
        if !self.joined(place.at, place.loose) {
            return None;
        }
        if FORWARD {
            Some((self.tokens[place.at as usize], place.at + 1))
        } else {
            let at = place.at.checked_sub(1)?;
            Some((self.tokens[at as usize], at))
        }
    }

    /// All ends of a verb of `class` that starts at `at`, alone or as the last of its class in a coordination.
    fn class_ends(self, at: u32, class: u64, more: u8, found: &mut impl FnMut(u32)) {
        self.verbs_from(at, &mut |end, classes| {
            if classes & class != 0 {
                found(end);
                self.coordinated_ends(end, class, more, found);
            }
        });
    }

    fn coordinated_ends(self, at: u32, class: u64, more: u8, found: &mut impl FnMut(u32)) {
        let Some(next) = self.after_joiner(at).filter(|_| more > 0) else { return };
        let mut go_on = |from: u32| {
            let mut members = Vec::new();
            self.verbs_from(from, &mut |end, classes| members.push((end, classes)));
            // The span starts at the last verb of the class, so a later one starts its own.
            for &(end, _) in members.iter().filter(|(_, classes)| classes & class == 0) {
                found(end);
                self.coordinated_ends(end, class, more - 1, found);
            }
        };
        go_on(next);
        if self.is_adverb(next) && self.joined(next + 1, false) {
            go_on(next + 1);
        }
    }

    /// All starts of a verb of `class` from which a coordination ends before `end`.
    fn class_starts(self, end: u32, class: u64, more: u8, found: &mut impl FnMut(u32)) {
        let mut members = Vec::new();
        self.verbs_to(end, &mut |start, classes| members.push((start, classes)));
        for &(start, classes) in &members {
            if classes & class != 0 {
                found(start);
                continue;
            }
            if more == 0 {
                continue;
            }
            if let Some(before) = self.before_joiner(start) {
                self.class_starts(before, class, more - 1, found);
            }
            if start > 0
                && self.is_adverb(start - 1)
                && self.joined(start, false)
                && let Some(before) = self.before_joiner(start - 1)
            {
                self.class_starts(before, class, more - 1, found);
            }
        }
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
    fn verbs_from(self, at: u32, found: &mut impl FnMut(u32, u64)) {
        let Some(token) = self.tokens.get(at as usize) else { return };
        let info = &self.lexicon.forms[token.form as usize];
        if info.classes != 0 {
            found(at + 1, info.classes);
        }
        if info.flags & flag::VERB_START != 0 {
            for &number in self.lexicon.long_by_first.of(token.form as usize) {
                let verb = &self.lexicon.long_verbs[number as usize];
                let end = at + verb.forms.len() as u32;
                if self.spells(at, &verb.forms) {
                    found(end, verb.classes);
                }
            }
        }
    }

    /// Every verb form that ends before `end`: its start and its classes.
    fn verbs_to(self, end: u32, found: &mut impl FnMut(u32, u64)) {
        let Some(last) = end.checked_sub(1) else { return };
        let token = self.tokens[last as usize];
        let info = &self.lexicon.forms[token.form as usize];
        if info.classes != 0 {
            found(last, info.classes);
        }
        if info.flags & flag::VERB_END != 0 {
            for &number in self.lexicon.long_by_last.of(token.form as usize) {
                let verb = &self.lexicon.long_verbs[number as usize];
                if let Some(start) = end.checked_sub(verb.forms.len() as u32)
                    && self.spells(start, &verb.forms)
                {
                    found(start, verb.classes);
                }
            }
        }
    }

    /// Whether these words stand at `at`, as neighbours.
    fn spells(self, at: u32, forms: &[u32]) -> bool {
        let at = at as usize;
        match self.tokens.get(at..at + forms.len()) {
            Some(run) => {
                run.iter().zip(forms).all(|(t, &f)| t.form == f) && run[1..].iter().all(|t| t.gap == Gap::Space)
            }
            None => false,
        }
    }
}
