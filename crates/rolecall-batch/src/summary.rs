//! What a scan found, in numbers.

use std::collections::BTreeMap;

use rolecall::Analysis;
use rolecall::analysis::{ReadRole, Role, Verdict};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::month::month_of;

const VERDICTS: usize = Verdict::ALL.len();
const READINGS: usize = ReadRole::ALL.len();
const CLAIMS: usize = Claimed::ALL.len();

/// Different companies or months that are counted apart; rows of more are counted together.
const NAMES: usize = 10_000;
/// Characters of a company's name that are kept.
const NAME_LENGTH: usize = 120;

/// What titles claim, as a summary counts it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claimed {
    /// One role: the product manager.
    ProductManager,
    /// One role: the product owner.
    ProductOwner,
    /// One role: the project manager.
    ProjectManager,
    /// Several roles ("Product/Project Manager").
    Several,
    /// One of several roles, and the title does not say which ("PM").
    Ambiguous,
    /// None of the three.
    None,
}

impl Claimed {
    /// All, in their order.
    pub const ALL: [Claimed; 6] = [
        Claimed::ProductManager,
        Claimed::ProductOwner,
        Claimed::ProjectManager,
        Claimed::Several,
        Claimed::Ambiguous,
        Claimed::None,
    ];

    /// The word for it in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Claimed::ProductManager => "product_manager",
            Claimed::ProductOwner => "product_owner",
            Claimed::ProjectManager => "project_manager",
            Claimed::Several => "several",
            Claimed::Ambiguous => "ambiguous",
            Claimed::None => "none",
        }
    }

    fn of(analysis: &Analysis) -> Self {
        let claim = analysis.claim();
        match claim.roles.as_slice() {
            [] | [Role::Other] => Claimed::None,
            _ if claim.ambiguous => Claimed::Ambiguous,
            [Role::ProductManager] => Claimed::ProductManager,
            [Role::ProductOwner] => Claimed::ProductOwner,
            [Role::ProjectManager] => Claimed::ProjectManager,
            _ => Claimed::Several,
        }
    }
}

/// Postings by a name and by verdict.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    names: BTreeMap<String, [u64; VERDICTS]>,
    /// Rows whose name came when [`NAMES`] others were there.
    more: [u64; VERDICTS],
}

impl Tally {
    fn count(&mut self, name: &str, verdict: Verdict) {
        let name: String = name.trim().chars().take(NAME_LENGTH).collect();
        let mut counts = [0; VERDICTS];
        counts[verdict as usize] = 1;
        if !name.is_empty() {
            self.add_to(&name, &counts);
        }
    }

    fn add_to(&mut self, name: &str, counts: &[u64; VERDICTS]) {
        let full = self.names.len() >= NAMES;
        match self.names.get_mut(name) {
            Some(place) => add(place, counts),
            None if full => add(&mut self.more, counts),
            None => drop(self.names.insert(name.to_owned(), *counts)),
        }
    }

    fn merge(&mut self, other: &Tally) {
        for (name, counts) in &other.names {
            self.add_to(name, counts);
        }
        add(&mut self.more, &other.more);
    }

    /// Whether no row had a name.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// The names by their postings, most first, with the postings by verdict in the order of [`Verdict::ALL`].
    #[must_use]
    pub fn largest(&self) -> Vec<(&str, [u64; VERDICTS])> {
        let mut all: Vec<_> = self.names.iter().map(|(name, counts)| (&**name, *counts)).collect();
        all.sort_by_key(|(_, counts)| std::cmp::Reverse(counts.iter().sum::<u64>()));
        all
    }

    /// The names in their order, with the postings by verdict.
    pub fn by_name(&self) -> impl Iterator<Item = (&str, [u64; VERDICTS])> {
        self.names.iter().map(|(name, counts)| (&**name, *counts))
    }
}

fn add<const N: usize>(to: &mut [u64; N], counts: &[u64; N]) {
    for (mine, theirs) in to.iter_mut().zip(counts) {
        *mine += theirs;
    }
}

/// What a scan did and found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// Rows of input: postings, rejects and empty rows.
    pub rows: u64,
    /// Postings analyzed.
    pub postings: u64,
    /// Rows rejected.
    pub rejects: u64,
    /// Rows of tables without anything in them, which are neither.
    pub empty_rows: u64,
    /// Rows written: the postings, or those of the verdicts that were asked for.
    pub written: u64,
    /// Different postings, if repeats were grouped.
    pub groups: Option<u64>,
    /// Postings a verdict, in the order of [`Verdict::ALL`].
    pub verdicts: [u64; VERDICTS],
    /// Postings by claim (in the order of [`Claimed::ALL`]) and reading (in the order of [`ReadRole::ALL`]).
    pub claims: [[u64; READINGS]; CLAIMS],
    /// Postings by company, where the input has it.
    pub companies: Tally,
    /// Postings by month (`2024-05`), where the input has a date that can be told.
    pub months: Tally,
}

impl Summary {
    pub(crate) fn count(&mut self, analysis: &Analysis, company: Option<&str>, posted: Option<&str>) {
        let verdict = analysis.verdict();
        self.postings += 1;
        self.verdicts[verdict as usize] += 1;
        self.claims[Claimed::of(analysis) as usize][analysis.reading().role() as usize] += 1;
        if let Some(company) = company {
            self.companies.count(company, verdict);
        }
        if let Some(month) = posted.and_then(month_of) {
            self.months.count(&month, verdict);
        }
    }

    pub(crate) fn add(&mut self, other: &Summary) {
        self.rows += other.rows;
        self.postings += other.postings;
        self.rejects += other.rejects;
        self.empty_rows += other.empty_rows;
        self.written += other.written;
        self.groups = match (self.groups, other.groups) {
            (None, None) => None,
            (mine, theirs) => Some(mine.unwrap_or(0) + theirs.unwrap_or(0)),
        };
        add(&mut self.verdicts, &other.verdicts);
        for (mine, theirs) in self.claims.iter_mut().zip(&other.claims) {
            add(mine, theirs);
        }
        self.companies.merge(&other.companies);
        self.months.merge(&other.months);
    }

    /// Postings with one reading.
    #[must_use]
    pub fn read_as(&self, role: ReadRole) -> u64 {
        self.claims.iter().map(|row| row[role as usize]).sum()
    }

    /// Postings with one claim, by reading.
    #[must_use]
    pub const fn claimed(&self, claim: Claimed) -> &[u64; READINGS] {
        &self.claims[claim as usize]
    }

    /// The summary for programs: all counts by name. Companies by their postings, most first; months in their order.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let named = |names: &mut dyn Iterator<Item = &'static str>, counts: &[u64]| -> Value {
            names
                .zip(counts)
                .map(|(name, count)| (name.to_owned(), json!(count)))
                .collect::<serde_json::Map<_, _>>()
                .into()
        };
        let readings = |counts: &[u64; READINGS]| named(&mut ReadRole::ALL.iter().map(|role| role.as_str()), counts);
        let verdicts =
            |counts: &[u64; VERDICTS]| named(&mut Verdict::ALL.iter().map(|verdict| verdict.as_str()), counts);
        let tally = |(name, counts): (&str, [u64; VERDICTS])| json!({"name": name, "postings": counts.iter().sum::<u64>(), "verdicts": verdicts(&counts)});
        let claims: Vec<_> = Claimed::ALL
            .iter()
            .map(|claim| json!({"claim": claim.as_str(), "readings": readings(self.claimed(*claim))}))
            .collect();
        json!({
            "rows": self.rows,
            "postings": self.postings,
            "rejects": self.rejects,
            "empty_rows": self.empty_rows,
            "written": self.written,
            "groups": self.groups,
            "verdicts": verdicts(&self.verdicts),
            "claims": claims,
            "companies": self.companies.largest().into_iter().map(tally).collect::<Vec<_>>(),
            "months": self.months.by_name().map(tally).collect::<Vec<_>>(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_bounded() {
        let mut tally = Tally::default();
        for n in 0..NAMES + 5 {
            tally.count(&format!("c{n}"), Verdict::Match);
        }
        tally.count("c1", Verdict::Mismatch);
        assert_eq!((tally.names.len(), tally.more.iter().sum::<u64>()), (NAMES, 5));
        assert_eq!(tally.largest()[0].0, "c1");
    }
}
