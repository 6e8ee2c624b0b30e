//! Rows → what a report says of all of them, in bounded memory.

use std::collections::{BTreeMap, BTreeSet};

use rolecall::Role;
use rolecall::analysis::{ReadRole, Verdict};
use rolecall_batch::month_of;
use serde::Serialize;

use super::counts::{Counts, Weigh};
use super::listed::{Listed, Strongest, field};
use super::row::{Row, Versions, per_role};
use crate::render::safe;

/// Companies that are counted for certain; beyond twice as many, the rarest are forgotten.
const COMPANIES: usize = 50_000;
/// The same for terms; a lexicon has far fewer.
const TERMS: usize = 20_000;
/// The same for the wordings of a term.
const WORDINGS: usize = 16;
/// The longest wording that is counted, in characters.
const WORDING: usize = 80;
/// Versions that are told apart.
const VERSIONS: usize = 8;

/// What a title claims, as the report's tables have it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ClaimKind {
    /// One of the three roles.
    One(Role),
    /// Several, or "PM", which does not say which.
    Several,
    /// None of the three.
    None,
}

impl ClaimKind {
    /// All kinds, in the order of the tables.
    pub(super) const ALL: [ClaimKind; 5] = [
        ClaimKind::One(Role::ProductManager),
        ClaimKind::One(Role::ProductOwner),
        ClaimKind::One(Role::ProjectManager),
        ClaimKind::Several,
        ClaimKind::None,
    ];

    fn of(row: &Row) -> Self {
        match row.claim.roles.as_slice() {
            [] => ClaimKind::None,
            [role] if !row.claim.ambiguous => ClaimKind::One(*role),
            _ => ClaimKind::Several,
        }
    }

    fn index(self) -> usize {
        Self::ALL.iter().position(|&kind| kind == self).unwrap_or(Self::ALL.len() - 1)
    }
}

/// Postings a verdict, in the order of [`Verdict::ALL`].
pub(super) type Verdicts = [u64; 5];

/// Those whose title claims one of the roles: all but `no_claim`.
pub(super) fn claiming(verdicts: &Verdicts) -> u64 {
    Verdict::ALL.iter().zip(verdicts).filter(|(verdict, _)| **verdict != Verdict::NoClaim).map(|(_, n)| n).sum()
}

impl Weigh for Verdicts {
    fn weight(&self) -> u64 {
        claiming(self)
    }
}

/// What is known of the postings that claim one thing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub(super) struct Claimed {
    /// Postings by what they really describe, in the order of [`ReadRole::ALL`].
    pub(super) readings: [u64; 5],
    /// Sums of the shares, in the order of [`Role::ALL`].
    pub(super) shares: [u64; 4],
    /// Postings that have shares.
    pub(super) shared: u64,
}

/// What is known of a term.
#[derive(Clone, Debug)]
struct TermTally {
    role: Role,
    postings: u64,
    hinges: u64,
    lead: u64,
    wordings: Counts<u64>,
}

impl Default for TermTally {
    fn default() -> Self {
        TermTally { role: Role::Other, postings: 0, hinges: 0, lead: 0, wordings: Counts::new(WORDINGS) }
    }
}

impl Weigh for TermTally {
    fn weight(&self) -> u64 {
        self.lead
    }
}

/// A term and how much it decides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Term {
    pub(super) term: String,
    pub(super) role: Role,
    /// Postings whose reading it put ahead.
    pub(super) postings: u64,
    /// Postings that would be read as another role without it, or without it and a few others.
    pub(super) hinges: u64,
    /// Thousandths by which it put the reading ahead, over all postings.
    pub(super) lead: u64,
    /// Its commonest wordings.
    pub(super) wordings: Vec<String>,
}

/// The tallies while rows come in.
pub(super) struct Tally {
    result: Tallied,
    months: BTreeMap<String, Verdicts>,
    companies: Counts<Verdicts>,
    terms: Counts<TermTally>,
    strongest: Strongest,
    versions: BTreeSet<Versions>,
}

/// What came of all rows.
#[derive(Clone, Debug, Default)]
pub(super) struct Tallied {
    pub(super) postings: u64,
    pub(super) verdicts: Verdicts,
    /// In the order of [`ClaimKind::ALL`].
    pub(super) claimed: [Claimed; 5],
    /// Postings by tens of percent of confidence, 100 among the last, and the mismatches among them.
    pub(super) confidence: [[u64; 2]; 10],
    /// In the order of time.
    pub(super) months: Vec<(String, Verdicts)>,
    /// Those with the most claiming postings first.
    pub(super) companies: Vec<(String, Verdicts)>,
    /// Whether rare companies were forgotten, so that counts are lower bounds.
    pub(super) companies_cut: bool,
    /// Those that decide most first.
    pub(super) terms: Vec<Term>,
    pub(super) listed: Vec<Listed>,
    /// Postings that were read with a lexicon that the weights were not fitted to.
    pub(super) uncalibrated: u64,
    /// Postings that came with their body, and with evidence.
    pub(super) with_body: u64,
    pub(super) with_evidence: u64,
    pub(super) versions: Vec<Versions>,
}

impl Tally {
    /// Nothing counted yet; the `most` strongest mismatches will be listed.
    pub(super) fn new(most: usize) -> Self {
        Tally {
            result: Tallied::default(),
            months: BTreeMap::new(),
            companies: Counts::new(COMPANIES),
            terms: Counts::new(TERMS),
            strongest: Strongest::new(most),
            versions: BTreeSet::new(),
        }
    }

    /// Counts a row.
    pub(super) fn add(&mut self, row: &Row) {
        let result = &mut self.result;
        result.postings += 1;
        let verdict = place(Verdict::ALL, row.verdict);
        result.verdicts[verdict] += 1;
        let claimed = &mut result.claimed[ClaimKind::of(row).index()];
        claimed.readings[place(ReadRole::ALL, row.reading.role)] += 1;
        if let Some(shares) = row.reading.shares {
            claimed.shared += 1;
            claimed.shares.iter_mut().zip(per_role(shares)).for_each(|(sum, share)| *sum += u64::from(share));
        }
        if let Some(confidence) = row.reading.confidence {
            let bin = &mut result.confidence[usize::from(confidence / 10).min(9)];
            bin[0] += 1;
            bin[1] += u64::from(row.verdict == Verdict::Mismatch);
        }
        result.uncalibrated += u64::from(row.notes.iter().any(|note| note == "uncalibrated"));
        result.with_body += u64::from(row.row.body.is_some());
        result.with_evidence += u64::from(!row.evidence.is_empty());
        if let Some(month) = row.row.posted.as_deref().and_then(month_of) {
            self.months.entry(month).or_default()[verdict] += 1;
        }
        if let Some(company) = row.row.company.as_deref().map(field).filter(|company| !company.is_empty()) {
            self.companies.of(&company)[verdict] += 1;
        }
        if let Some(versions) = row.versions.as_ref().filter(|v| !self.versions.contains(v))
            && self.versions.len() < VERSIONS
        {
            self.versions.insert(versions.clone());
        }
        self.count_terms(row);
        self.strongest.add(row);
    }

    fn count_terms(&mut self, row: &Row) {
        let Some(role) = row.reading.role.role() else { return };
        let hinges = row.counterfactual.as_ref().map_or(&[][..], |change| &change.remove);
        let mut counted: Vec<(&str, bool)> = Vec::new();
        for (index, evidence) in row.evidence.iter().enumerate() {
            let lead = evidence.lead(role);
            if lead <= 0 {
                continue;
            }
            let term = self.terms.of(&field(&evidence.term));
            term.role = evidence.role;
            term.lead = term.lead.saturating_add(lead.unsigned_abs());
            if let Some(words) = evidence.words(row.row.body.as_deref()) {
                let words = safe::quote(words).to_lowercase();
                if words.chars().count() <= WORDING {
                    *term.wordings.of(&words) += 1;
                }
            }
            // A term counts once a posting, however often it stands there.
            let hinge = hinges.iter().any(|&hinge| hinge as usize == index);
            match counted.iter_mut().find(|(name, _)| *name == evidence.term) {
                None => {
                    term.postings += 1;
                    term.hinges += u64::from(hinge);
                    counted.push((&evidence.term, hinge));
                }
                Some((_, was_hinge)) if hinge && !*was_hinge => {
                    term.hinges += 1;
                    *was_hinge = true;
                }
                Some(_) => {}
            }
        }
    }

    /// What came of it.
    pub(super) fn finish(self) -> Tallied {
        let term = |(name, tally): (&str, &TermTally)| Term {
            term: name.to_owned(),
            role: tally.role,
            postings: tally.postings,
            hinges: tally.hinges,
            lead: tally.lead,
            wordings: tally.wordings.ranked().into_iter().take(3).map(|(words, _)| words.to_owned()).collect(),
        };
        Tallied {
            months: self.months.into_iter().collect(),
            companies: self.companies.ranked().into_iter().map(|(name, n)| (name.to_owned(), *n)).collect(),
            companies_cut: self.companies.forgot(),
            terms: self.terms.ranked().into_iter().map(term).collect(),
            listed: self.strongest.finish(),
            versions: self.versions.into_iter().collect(),
            ..self.result
        }
    }
}

/// The place of a word in its fixed list; the last place is also for words of a later version.
fn place<T: PartialEq>(all: &[T], value: T) -> usize {
    all.iter().position(|known| *known == value).unwrap_or(all.len().saturating_sub(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::row;

    fn golden() -> Row {
        row::parse(include_bytes!("../../../../docs/analysis.example.json")).unwrap()
    }

    #[test]
    fn claims_are_held_against_readings() {
        let mut tally = Tally::new(5);
        let mut several = golden();
        several.claim.roles.push(Role::ProjectManager);
        let mut ambiguous = golden();
        ambiguous.claim.ambiguous = true;
        let mut none = golden();
        none.claim.roles.clear();
        none.verdict = Verdict::NoClaim;
        none.reading.role = ReadRole::Unclear;
        none.reading.shares = None;
        none.reading.confidence = None;
        for row in [&golden(), &several, &ambiguous, &none] {
            tally.add(row);
        }
        let result = tally.finish();
        assert_eq!(result.claimed.map(|claimed| claimed.readings.iter().sum::<u64>()), [1, 0, 0, 2, 1]);
        assert_eq!(result.claimed[0].readings, [0, 0, 1, 0, 0]);
        assert_eq!(result.claimed[4].readings, [0, 0, 0, 0, 1]);
        assert_eq!((result.claimed[0].shares, result.claimed[0].shared), ([2, 2, 89, 7], 1));
        assert_eq!(result.verdicts, [0, 3, 0, 0, 1]);
        assert_eq!(claiming(&result.verdicts), 3);
        assert_eq!(result.confidence[9], [3, 3]);
        assert_eq!(result.confidence.iter().map(|bin| bin[0]).sum::<u64>(), 3);
    }

    #[test]
    fn terms_count_once_a_posting_and_only_for_the_reading() {
        let mut tally = Tally::new(5);
        let mut row = golden();
        row.evidence.push(row.evidence[0].clone());
        row.evidence[4].text = Some("own the <b>project</b> plan".to_owned());
        let mut against = row.evidence[0].clone();
        against.term = "vision".to_owned();
        against.points = [900, 0, 0, 0].into();
        row.evidence.push(against);
        tally.add(&row);
        tally.add(&golden());
        let terms = tally.finish().terms;
        let found: Vec<_> = terms.iter().map(|t| (t.term.as_str(), t.postings, t.hinges, t.lead)).collect();
        let expected = [
            ("own-project-plan", 2, 2, 4350),
            ("report-project-status", 2, 2, 2240),
            ("schedule-and-budget", 2, 2, 1960),
        ];
        assert_eq!(found, expected);
        assert_eq!(terms[0].wordings, ["own the project plan"]);
    }

    #[test]
    fn months_and_companies_are_counted_where_they_are_known() {
        let mut tally = Tally::new(5);
        for (company, posted) in
            [(Some(" Acme\u{1b} Ltd "), Some("2024-03-01")), (Some(""), Some("soon")), (None, None)]
        {
            let mut row = golden();
            row.row.company = company.map(str::to_owned);
            row.row.posted = posted.map(str::to_owned);
            tally.add(&row);
        }
        let result = tally.finish();
        assert_eq!(result.months, [("2024-03".to_owned(), [0, 1, 0, 0, 0])]);
        assert_eq!(result.companies, [("Acme␛ Ltd".to_owned(), [0, 1, 0, 0, 0])]);
        assert_eq!(result.versions.len(), 1);
    }
}
