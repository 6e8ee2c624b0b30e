//! From an anchor to a hit: the rest of the phrase, word by word, to both sides.
//!
//! The words that a phrase may have reached are kept as a set, so that alternatives, optional
//! words and gaps never backtrack: each step looks at each reached place once, and there are few,
//! for a phrase spans a bounded number of words.

use rolecall_lexicon::compiled::{Anchor, GAP_WORDS, Step, StoredStep};

use super::Hit;
use super::verbs::{MORE_VERBS, Words};
use crate::text::{Token, style};

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

/// Adds all hits of the anchor's pattern whose anchor word is the one at `at`.
#[inline]
pub(super) fn verify(words: Words<'_>, anchor: Anchor, at: u32, scratch: &mut Scratch, hits: &mut Vec<Hit>) {
    let Scratch { starts, ends, spare } = scratch;
    ends.clear();
    ends.push(Place { at: at + 1, skipped: 0, loose: false });
    if !words.run::<true>(anchor.after(words.lexicon), ends, spare) {
        return;
    }
    starts.clear();
    starts.push(Place { at, skipped: 0, loose: false });
    if !words.run::<false>(anchor.before(words.lexicon), starts, spare) {
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
    fn run<const FORWARD: bool>(
        self,
        steps: impl Iterator<Item = Step>,
        places: &mut Vec<Place>,
        spare: &mut Spare,
    ) -> bool {
        let Spare { phrase, option, option_next } = spare;
        for step in steps {
            phrase.clear();
            for &place in places.iter() {
                let Step::Choice(choice) = step else {
                    self.step::<FORWARD>(step, place, phrase);
                    continue;
                };
                if choice.optional {
                    add(phrase, place);
                }
                let near = self.neighbour::<FORWARD>(place).map(|(token, _)| token.form);
                for steps in self.lexicon.options(choice) {
                    // Most alternatives fail at their first word.
                    let first = if FORWARD { steps.first() } else { steps.last() };
                    if let Some(Step::Set(set)) = first.map(|step| step.read())
                        && !near.is_some_and(|form| self.lexicon.in_set(set, form))
                    {
                        continue;
                    }
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
    fn run_option<const FORWARD: bool>(self, steps: &[StoredStep], places: &mut Vec<Place>, spare: &mut Vec<Place>) {
        for n in 0..steps.len() {
            let step = steps[if FORWARD { n } else { steps.len() - 1 - n }].read();
            spare.clear();
            places.iter().for_each(|&place| self.step::<FORWARD>(step, place, spare));
            std::mem::swap(places, spare);
        }
    }

    fn step<const FORWARD: bool>(self, step: Step, place: Place, reached: &mut Vec<Place>) {
        match step {
            Step::Set(set) => {
                if let Some((token, next)) = self.neighbour::<FORWARD>(place)
                    && self.lexicon.in_set(set, token.form)
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
                let found = &mut |at| add(reached, Place { at, skipped: place.skipped, loose: false });
                if FORWARD {
                    self.class_ends(place.at, 1 << class, MORE_VERBS, found);
                } else {
                    self.class_starts(place.at, 1 << class, MORE_VERBS, found);
                }
            }
            Step::Gap => {
                let mut at = place.at;
                for skipped in place.skipped..=place.skipped + GAP_WORDS as u8 {
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
            Step::Choice(_) => {}
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
}
