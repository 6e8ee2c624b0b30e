//! Section cues of one word, which are no hits: each word of a text has votes of its own.
//!
//! Every fourth word of a posting is one. Found as phrases they were a third of all hits; as a table by word form they
//! cost the section stage an addition a word.

use crate::model::SectionKind;

use super::Form;
use super::table::{Table, stored};

/// Votes for each section, in their order.
pub type Votes = [u16; SectionKind::ALL.len()];

/// The votes of each word form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WordCues {
    /// For each form the number of its votes.
    numbers: Table<u16>,
    /// Different votes; those with number zero are none.
    votes: Table<Votes>,
}
stored!(WordCues { numbers, votes });

impl WordCues {
    /// These votes, by form; `None` if too many of them differ.
    pub(crate) fn new(by_form: &[Votes]) -> Option<Self> {
        let mut votes = vec![Votes::default()];
        let number = |wanted: &Votes| {
            let known = votes.iter().position(|known| known == wanted);
            u16::try_from(known.unwrap_or_else(|| {
                votes.push(*wanted);
                votes.len() - 1
            }))
        };
        let numbers = by_form.iter().map(number).collect::<Result<Vec<u16>, _>>().ok()?;
        Some(WordCues { numbers: numbers.into(), votes: votes.into() })
    }

    /// The votes of a word form.
    #[must_use]
    #[inline]
    pub fn of(&self, form: Form) -> &Votes {
        &self.votes[usize::from(self.numbers[form as usize])]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_form_has_its_votes() {
        let vote = |section: SectionKind, count: u16| {
            let mut votes = Votes::default();
            votes[section.index()] = count;
            votes
        };
        let by_form =
            [Votes::default(), vote(SectionKind::Duties, 2), vote(SectionKind::Legal, 5), vote(SectionKind::Duties, 2)];
        let cues = WordCues::new(&by_form).expect("three differ");
        assert_eq!(cues.votes.len(), 3);
        for (form, votes) in (0..).zip(&by_form) {
            assert_eq!(cues.of(form), votes);
        }
    }
}
