//! What the evidence fills: the three decisions and the article's table.

use rolecall_lexicon::{Decision, Dimension, Ownership, Role};

use super::{Scorer, tells_duties};
use crate::analysis::{Cell, DecisionReading, DecisionState, Points, Polarity};
use crate::context::Finding;

impl Scorer {
    /// Who makes the article's three decisions, from stated hits of marked terms in summary and duties.
    pub(super) fn decisions(&self, kept: &[Finding]) -> [DecisionReading; 3] {
        Decision::ALL.map(|decision| {
            let marked = |finding: &Finding| {
                finding.polarity == Polarity::Stated
                    && tells_duties(finding.section)
                    && self.terms.get(finding.term as usize).is_some_and(|term| term.decision == Some(decision))
            };
            let evidence = indexes(kept, |_, finding| marked(finding));
            let owns = |&at: &u32| kept[at as usize].ownership == Ownership::Owns;
            let state = if evidence.iter().any(owns) {
                DecisionState::Owned
            } else if evidence.is_empty() {
                DecisionState::Absent
            } else {
                DecisionState::Shared
            };
            DecisionReading { state, evidence }
        })
    }

    /// The article's table: for each dimension and each of the three roles the stated evidence that has points.
    pub(super) fn table(&self, kept: &[Finding], points: &[Points]) -> Vec<Cell> {
        let columns = [Role::ProductManager, Role::ProductOwner, Role::ProjectManager];
        let cell = |dimension: Dimension, role: Role| {
            let fits = |at: usize, finding: &Finding| {
                finding.polarity == Polarity::Stated
                    && points.get(at).is_some_and(|points| !points.is_zero())
                    && self
                        .terms
                        .get(finding.term as usize)
                        .is_some_and(|term| term.dimension == dimension && term.role == role)
            };
            Cell { dimension, role, evidence: indexes(kept, fits) }
        };
        Dimension::ALL.into_iter().flat_map(|row| columns.map(|column| cell(row, column))).collect()
    }
}

fn indexes(kept: &[Finding], fits: impl Fn(usize, &Finding) -> bool) -> Vec<u32> {
    (0_u32..).zip(kept).filter(|&(at, finding)| fits(at as usize, finding)).map(|(at, _)| at).collect()
}
