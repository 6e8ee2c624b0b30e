//! Compiled phrases, step by step.

use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout};

/// One step of a compiled phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// One word of this set.
    Set(u32),
    /// A run of digits.
    Number,
    /// A verb of the class, or a coordination that holds one.
    Class(u8),
    /// One of some alternatives: see [`super::Compiled::options`].
    Choice(Choice),
    /// Up to four words.
    Gap,
    /// A comma or slash may stand here.
    Join,
}

/// Alternatives; none holds a choice or a gap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The first, as a number of [`super::Compiled::options`].
    pub(crate) first: u32,
    /// How many there are.
    pub(crate) count: u16,
    /// Whether the step may be left out.
    pub optional: bool,
}

/// A [`Step`] as it is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromBytes, IntoBytes, Immutable, KnownLayout)]
#[repr(C)]
pub struct StoredStep {
    number: u32,
    count: u16,
    kind: u8,
    optional: u8,
}

impl From<Step> for StoredStep {
    fn from(step: Step) -> Self {
        let (kind, number) = match step {
            Step::Set(set) => (0, set),
            Step::Number => (1, 0),
            Step::Class(class) => (2, u32::from(class)),
            Step::Gap => (3, 0),
            Step::Join => (4, 0),
            Step::Choice(Choice { first, count, optional }) => {
                return StoredStep { number: first, count, kind: 5, optional: u8::from(optional) };
            }
        };
        StoredStep { number, count: 0, kind, optional: 0 }
    }
}

impl StoredStep {
    /// The step.
    #[must_use]
    #[inline]
    pub fn read(self) -> Step {
        match self.kind {
            0 => Step::Set(self.number),
            1 => Step::Number,
            2 => Step::Class(self.number as u8),
            3 => Step::Gap,
            4 => Step::Join,
            _ => Step::Choice(Choice { first: self.number, count: self.count, optional: self.optional != 0 }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_come_back_as_they_were() {
        let choice = |optional| Step::Choice(Choice { first: 70_000, count: 300, optional });
        for step in
            [Step::Set(70_000), Step::Number, Step::Class(63), Step::Gap, Step::Join, choice(true), choice(false)]
        {
            assert_eq!(StoredStep::from(step).read(), step);
        }
    }
}
