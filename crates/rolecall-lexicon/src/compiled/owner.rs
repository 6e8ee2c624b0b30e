//! Whose phrase a pattern is.

use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout};

use crate::model::{ContextKind, SectionKind};

/// Whose phrase a pattern is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// A term or a role's name, by index into [`super::Compiled::terms`].
    Term(u32),
    /// A false friend, by index.
    FalseFriend(u32),
    /// A context phrase.
    Context(ContextKind),
    /// A heading of this section.
    Heading(SectionKind),
    /// A cue for this section with so many votes.
    Cue(SectionKind, u8),
    /// A title, by index into [`super::Compiled::titles`].
    Title(u32),
    /// A level, by index into [`super::Compiled::seniority`].
    Seniority(u32),
}

/// An [`Owner`] as it is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromBytes, IntoBytes, Immutable, KnownLayout)]
#[repr(C)]
pub(crate) struct StoredOwner {
    number: u32,
    kind: u16,
    votes: u16,
}

impl From<Owner> for StoredOwner {
    fn from(owner: Owner) -> Self {
        let (kind, number, votes) = match owner {
            Owner::Term(term) => (0, term, 0),
            Owner::FalseFriend(friend) => (1, friend, 0),
            Owner::Context(kind) => (2, kind.index() as u32, 0),
            Owner::Heading(section) => (3, section.index() as u32, 0),
            Owner::Cue(section, votes) => (4, section.index() as u32, u16::from(votes)),
            Owner::Title(title) => (5, title, 0),
            Owner::Seniority(level) => (6, level, 0),
        };
        StoredOwner { number, kind, votes }
    }
}

impl StoredOwner {
    /// The owner. Numbers that no kind or section has, which the compiler never writes, are the first of them.
    #[inline]
    pub(crate) fn read(self) -> Owner {
        let section = SectionKind::ALL.get(self.number as usize).copied().unwrap_or(SectionKind::Summary);
        match self.kind {
            0 => Owner::Term(self.number),
            1 => Owner::FalseFriend(self.number),
            2 => Owner::Context(ContextKind::ALL.get(self.number as usize).copied().unwrap_or(ContextKind::Negator)),
            3 => Owner::Heading(section),
            4 => Owner::Cue(section, self.votes as u8),
            5 => Owner::Title(self.number),
            _ => Owner::Seniority(self.number),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn owners_come_back_as_they_were() {
        let numbered = [Owner::Term(70_000), Owner::FalseFriend(1), Owner::Title(2), Owner::Seniority(3)];
        let context = ContextKind::ALL.map(Owner::Context);
        let headings = SectionKind::ALL.map(Owner::Heading);
        let cues = SectionKind::ALL.map(|section| Owner::Cue(section, 5));
        for owner in numbered.into_iter().chain(context).chain(headings).chain(cues) {
            assert_eq!(StoredOwner::from(owner).read(), owner);
        }
    }
}
