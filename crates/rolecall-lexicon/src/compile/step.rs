//! Phrases as trees of steps, while they are compiled.

use crate::compiled::{Choice, Lists, Step as Compiled, StoredStep};

/// One step of a phrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// One word of this set.
    Set(u32),
    /// A run of digits.
    Number,
    /// A verb of the class, or a coordination that holds one.
    Class(u8),
    /// One of these, or nothing if `optional`.
    Choice {
        /// The alternatives; none holds a choice or a gap.
        options: Vec<Vec<Step>>,
        /// Whether the step may be left out.
        optional: bool,
    },
    /// Up to four words.
    Gap,
    /// A comma or slash may stand here.
    Join,
}

/// The steps of all phrases, and the alternatives that they name, as they are stored.
pub(super) fn store<'s>(phrases: impl Iterator<Item = &'s [Step]>) -> (Lists<StoredStep>, Lists<StoredStep>) {
    let mut alternatives: Vec<Vec<StoredStep>> = Vec::new();
    let steps: Vec<Vec<StoredStep>> = phrases
        .map(|steps| steps.iter().map(|step| StoredStep::from(flat(step, &mut alternatives))).collect())
        .collect();
    (Lists::new(steps), Lists::new(alternatives))
}

fn flat(step: &Step, alternatives: &mut Vec<Vec<StoredStep>>) -> Compiled {
    match step {
        Step::Set(set) => Compiled::Set(*set),
        Step::Number => Compiled::Number,
        Step::Class(class) => Compiled::Class(*class),
        Step::Gap => Compiled::Gap,
        Step::Join => Compiled::Join,
        Step::Choice { options, optional } => {
            let stored = |option: &Vec<Step>, alternatives: &mut Vec<_>| -> Vec<StoredStep> {
                option.iter().map(|step| StoredStep::from(flat(step, alternatives))).collect()
            };
            // Of an alternative no step is a choice, so that all of them lie side by side.
            let first = alternatives.len() as u32;
            for option in options {
                let option = stored(option, alternatives);
                alternatives.push(option);
            }
            Compiled::Choice(Choice { first, count: options.len() as u16, optional: *optional })
        }
    }
}
