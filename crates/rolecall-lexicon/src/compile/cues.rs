//! Section cues of one word become a table.

use crate::compiled::{Owner, Votes, WordCues};

use super::Pattern;
use super::step::Step;
use super::words::Finished;

/// Whether a pattern is a section cue of one word.
pub(super) fn is_one_word(pattern: &Pattern) -> bool {
    matches!((pattern.owner, &*pattern.steps), (Owner::Cue(..), [Step::Set(_)]))
}

/// The votes that each word form has alone; `None` if too many of them differ.
pub(super) fn of_one_word(patterns: &[Pattern], words: &Finished) -> Option<WordCues> {
    let mut by_form = vec![Votes::default(); words.infos.len()];
    for pattern in patterns {
        if let (Owner::Cue(section, votes), [Step::Set(set)]) = (pattern.owner, &*pattern.steps) {
            for &form in &words.sets[*set as usize] {
                let sum = &mut by_form[form as usize][section.index()];
                *sum = sum.saturating_add(u16::from(votes));
            }
        }
    }
    WordCues::new(&by_form)
}
