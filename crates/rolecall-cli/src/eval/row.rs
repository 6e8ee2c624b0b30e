//! One posting of an evaluation: what the reader said beside what was read, in numbers.

use std::ops::Range;

use rolecall::analysis::json::ReadingDoc;
use rolecall::analysis::{Analysis, Claim, Polarity, ReadMode, ReadRole, Role};

use super::gold::{Labelled, Sections};

/// A reader gave a role so many percent of the duties: evidence for it is no false alarm.
const PRESENT: u8 = 10;

/// An answer, the reader's or ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The role.
    pub role: ReadRole,
    /// How the duties divide, in percent, by [`Role::ALL`].
    pub shares: Option<[u8; 4]>,
    /// What success is.
    pub mode: ReadMode,
    /// Whether the work is done in Scrum.
    pub scrum: bool,
    /// Whether a product manager is also to do the Product Owner's work.
    pub pm_as_po: bool,
}

/// Bytes by the section that the reader marked, then by the one that was read.
pub type SectionBytes = [[u64; 8]; 8];

/// One posting of an evaluation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The reader's answer.
    pub gold: Answer,
    /// Ours.
    pub read: Answer,
    /// The probability, in percent, that ours is right, as we said it.
    pub confidence: Option<u8>,
    /// Whether the posting is a "Product Manager" by its title.
    pub family_pm: bool,
    /// The role that the title claims: the first one it names, `other` if it names none.
    pub title: ReadRole,
    /// The reader's quotes for the three roles.
    pub quotes: u32,
    /// Those of them that overlap stated evidence for the same role.
    pub quotes_found: u32,
    /// Pieces of stated evidence for the three roles; none where the reader's shares count for nothing.
    pub stated: u32,
    /// Those of them whose role the reader gave at least 10%.
    pub stated_present: u32,
    /// How the sections agree, where the reader marked them.
    pub sections: Option<SectionBytes>,
}

impl Answer {
    fn of(reading: &ReadingDoc<'_>) -> Self {
        Answer {
            role: reading.role,
            shares: reading.shares.map(Into::into),
            mode: reading.mode,
            scrum: reading.scrum,
            pm_as_po: reading.pm_as_po,
        }
    }
}

impl Row {
    /// A labelled posting beside its analysis. The answer is that of `reading`: the analysis' own, or one that was
    /// made by weights that did not see the posting.
    #[must_use]
    pub fn new(posting: &Labelled, analysis: &Analysis, reading: &ReadingDoc<'_>, claim: &Claim) -> Self {
        let gold = &posting.gold;
        let shares: [u8; 4] = gold.shares.into();
        let clear = gold.primary != ReadRole::Unclear;
        let stated: Vec<(Role, Range<usize>)> = analysis
            .evidence()
            .filter(|e| e.polarity() == Polarity::Stated && e.role() != Role::Other)
            .map(|e| (e.role(), e.span()))
            .collect();
        let quotes = || gold.quotes.iter().filter(|quote| quote.role != Role::Other);
        let found = |role: Role, span: Range<usize>| {
            stated.iter().any(|(stated, at)| *stated == role && at.start < span.end && span.start < at.end)
        };
        let counted = |count: usize| u32::try_from(if clear { count } else { 0 }).unwrap_or(u32::MAX);
        Row {
            gold: Answer {
                role: gold.primary,
                shares: clear.then_some(shares),
                mode: gold.mode,
                scrum: gold.scrum,
                pm_as_po: gold.pm_as_po,
            },
            read: Answer::of(reading),
            confidence: reading.confidence,
            family_pm: posting.family.as_deref() == Some(Role::ProductManager.as_str()),
            title: claim.roles.first().map_or(ReadRole::Other, |&role| role.into()),
            quotes: quotes().count() as u32,
            quotes_found: quotes().filter(|quote| found(quote.role, quote.start..quote.end)).count() as u32,
            stated: counted(stated.len()),
            stated_present: counted(stated.iter().filter(|(role, _)| shares[role.index()] >= PRESENT).count()),
            sections: None,
        }
    }

    /// The row with its sections compared.
    #[must_use]
    pub fn with_sections(mut self, marked: &Sections, read: &Sections) -> Self {
        self.sections = Some(section_bytes(marked, read));
        self
    }
}

/// The bytes that each pair of sections shares. Both lists are in order and without overlap.
fn section_bytes(marked: &Sections, read: &Sections) -> SectionBytes {
    let mut bytes = SectionBytes::default();
    let (mut m, mut r) = (0, 0);
    while let (Some((gold, at)), Some((ours, with))) = (marked.get(m), read.get(r)) {
        let shared = at.end.min(with.end).saturating_sub(at.start.max(with.start));
        bytes[gold.index()][ours.index()] += shared as u64;
        if at.end <= with.end {
            m += 1;
        } else {
            r += 1;
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use rolecall::analysis::SectionKind;

    #[test]
    fn shared_bytes() {
        let marked = vec![(SectionKind::Summary, 0..10), (SectionKind::Duties, 10..30)];
        let read = vec![(SectionKind::Summary, 0..12), (SectionKind::Company, 12..15), (SectionKind::Duties, 15..30)];
        let bytes = section_bytes(&marked, &read);
        let at = |gold: SectionKind, ours: SectionKind| bytes[gold.index()][ours.index()];
        assert_eq!(at(SectionKind::Summary, SectionKind::Summary), 10);
        assert_eq!(at(SectionKind::Duties, SectionKind::Summary), 2);
        assert_eq!(at(SectionKind::Duties, SectionKind::Company), 3);
        assert_eq!(at(SectionKind::Duties, SectionKind::Duties), 15);
        assert_eq!(bytes.iter().flatten().sum::<u64>(), 30);
        assert_eq!(section_bytes(&marked, &Vec::new()), SectionBytes::default());
    }
}
