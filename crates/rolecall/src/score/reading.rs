//! What the totals say: role, shares, confidence, mode, Scrum, and why a text is unclear.

use rolecall_lexicon::weights::{PmAsPo, Weights};
use rolecall_lexicon::{Mode, Ownership, Role};

use super::{Scorer, speaks_of_the_work, tells_duties};
use crate::analysis::{Points, Polarity, ReadMode, ReadRole, Reading, Reason, Shares};
use crate::context::{Finding, Findings};

/// A text of fewer words than this is too short to read.
const FEWEST_WORDS: u32 = 8;

/// A text with so many different words of Scrum tells of work in it. Of train the flag is right on 94.2% with them and on
/// 93.9% without; with two words it is on 93.0%, with four on 94.4%: no clear difference.
const SCRUM_WORDS: u32 = 3;

/// From this share on, in percent, another role is the secondary one.
const SECONDARY_FROM: u8 = 25;

/// What a reading is made from.
pub(super) struct Facts<'a> {
    pub(super) findings: &'a Findings,
    pub(super) kept: &'a [Finding],
    pub(super) base: Points,
    pub(super) totals: Points,
    pub(super) measures: Measures,
}

/// What the fitted bounds are held against: numbers of the evidence as a whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Measures {
    /// Pieces of stated evidence with points.
    pub pieces: u32,
    /// Those of them in summary, duties and requirements.
    pub where_duties_stand: u32,
    /// Points that all stated pieces gave to their terms' own roles.
    pub given: i64,
    /// Points that the terms marked `product` gave to their own roles.
    pub product: i64,
    /// Points that the terms marked `project` gave to their own roles.
    pub project: i64,
    /// Stated pieces of the Product Owner's evidence that the person owns, in summary and duties.
    pub owned_as_product_owner: u32,
    /// Different terms of each role that speak in summary, duties and requirements, in the order of [`Role::ALL`].
    pub terms: [u32; 4],
}

impl Scorer {
    /// Reads the totals of a text.
    pub(super) fn read(&self, facts: &Facts<'_>) -> Reading {
        let order = ranking(facts.totals);
        let [first, second] = [order[0], order[1]];
        let scrum = self.scrum(facts.findings, facts.kept);
        let reason = self.unclear(facts);
        let mut reading = Reading {
            role: ReadRole::Unclear,
            secondary: None,
            runner_up: None,
            margin: None,
            confidence: None,
            shares: None,
            points: facts.totals,
            base: facts.base,
            mode: ReadMode::Neither,
            scrum,
            pm_as_po: false,
            reasons: reason.into_iter().collect(),
        };
        if reason.is_some() {
            return reading;
        }
        let shares = shares(&self.weights, facts.totals, facts.measures.terms);
        let lead = facts.totals.of(first) - facts.totals.of(second);
        reading.role = first.into();
        reading.secondary = (shares.of(second) >= SECONDARY_FROM).then_some(second);
        reading.runner_up = Some(second);
        reading.margin = Some(shares.of(first) - shares.of(second));
        reading.confidence = Some(self.weights.confidence.percent(lead, facts.measures.pieces));
        reading.shares = Some(shares);
        reading.mode = self.mode(first, facts.measures);
        reading.pm_as_po = self.pm_as_po(first, shares, facts.measures);
        reading
    }

    /// Why the text tells too little, the first reason that holds.
    fn unclear(&self, facts: &Facts<'_>) -> Option<Reason> {
        let Findings { words, words_with_foreign, tasks, .. } = *facts.findings;
        if words_with_foreign == 0 {
            Some(Reason::Empty)
        } else if words == 0 {
            Some(Reason::NotEnglish)
        } else if words < FEWEST_WORDS {
            Some(Reason::TooShort)
        } else if tasks < self.weights.bounds.tasks_needed(words_with_foreign)
            && facts.measures.where_duties_stand < self.weights.bounds.pieces_needed(words_with_foreign)
        {
            Some(Reason::NoDuties)
        } else {
            None
        }
    }

    /// What success is: told by the role, or for `other` by the mode whose marked terms gave more points.
    fn mode(&self, role: Role, measures: Measures) -> ReadMode {
        match role {
            Role::ProductManager | Role::ProductOwner => ReadMode::Product,
            Role::ProjectManager => ReadMode::Project,
            Role::Other => {
                let Measures { given, product, project, .. } = measures;
                let most = product.max(project);
                if most == 0 || most * 1_000 < i64::from(self.weights.bounds.mode) * given {
                    ReadMode::Neither
                } else if product >= project {
                    ReadMode::Product
                } else {
                    ReadMode::Project
                }
            }
        }
    }

    /// Whether the work is done in Scrum: a marked term where duties stand, denied by nobody, or several of its words.
    fn scrum(&self, findings: &Findings, kept: &[Finding]) -> bool {
        findings.scrum_words >= SCRUM_WORDS
            || kept
                .iter()
                .any(|finding| tells_duties(finding.section) && finding.polarity != Polarity::Negated && finding.scrum)
    }

    /// Whether a product manager is also to do the Product Owner's work, by the fitted rule.
    fn pm_as_po(&self, role: Role, shares: Shares, measures: Measures) -> bool {
        let PmAsPo { product_manager, product_owner, owned, bound } = self.weights.bounds.pm_as_po;
        let share = |role| i64::from(shares.of(role).min(PmAsPo::SHARE_CAP));
        let sum = i64::from(product_manager) * share(Role::ProductManager)
            + i64::from(product_owner) * share(Role::ProductOwner)
            + i64::from(owned) * i64::from(measures.owned_as_product_owner.min(PmAsPo::OWNED_CAP));
        matches!(role, Role::ProductManager | Role::ProductOwner)
            && shares.of(Role::ProductManager) >= PmAsPo::PRODUCT_FLOOR
            && sum >= i64::from(bound)
    }

    /// Counts the evidence for the fitted bounds.
    pub(super) fn measure(&self, kept: &[Finding], points: &[Points], terms: [u32; 4]) -> Measures {
        let mut measures = Measures { terms, ..Measures::default() };
        let stated = kept.iter().zip(points).filter(|(finding, _)| finding.polarity == Polarity::Stated);
        for (finding, points) in stated {
            let Some(term) = self.terms.get(finding.term as usize) else { continue };
            let speaks = u32::from(!points.is_zero());
            measures.pieces += speaks;
            if speaks_of_the_work(finding.section) {
                measures.where_duties_stand += speaks;
            }
            let given = points.of(term.role).max(0);
            measures.given += given;
            match term.mode {
                Some(Mode::Product) => measures.product += given,
                Some(Mode::Project) => measures.project += given,
                None => {}
            }
            let owned = finding.ownership == Ownership::Owns && tells_duties(finding.section);
            measures.owned_as_product_owner += u32::from(owned && term.role == Role::ProductOwner);
        }
        measures
    }
}

/// The roles by their totals, largest first, ties in the order of [`Role::ALL`].
pub(super) fn ranking(totals: Points) -> [Role; 4] {
    let mut order = Role::ALL;
    order.sort_by_key(|&role| std::cmp::Reverse(totals.of(role)));
    order
}

/// How the duties divide, in whole percent that sum to 100 and keep the order of the totals.
///
/// Each role weighs what [`ShareCurve::weights`](rolecall_lexicon::weights::ShareCurve::weights) says; percents are
/// rounded down and the rest goes to the largest remainders. Of two roles the one with the larger total never gets less:
/// its quotient is not smaller, and equal quotients are served in the order of the totals.
pub(super) fn shares(weights: &Weights, totals: Points, terms: [u32; 4]) -> Shares {
    let order = ranking(totals);
    let weights = weights.shares.weights(totals.0, terms);
    let weight = order.map(|role| weights[role.index()].max(0));
    // The largest weight is that of the largest total, and above zero in all checked weights.
    let sum = weight.iter().sum::<i64>().max(1);
    let mut percent = weight.map(|weight| weight * 100 / sum);
    let mut rest = 100 - percent.iter().sum::<i64>();
    let mut by_remainder = [0, 1, 2, 3];
    by_remainder.sort_by_key(|&place| std::cmp::Reverse(weight[place] * 100 % sum));
    for place in by_remainder {
        if rest > 0 {
            percent[place] += 1;
            rest -= 1;
        }
    }
    // Only weights that were never checked leave more than four percent over.
    percent[0] += rest;
    let mut shares = Shares([0; 4]);
    for (role, percent) in order.into_iter().zip(percent) {
        shares.0[role.index()] = u8::try_from(percent.clamp(0, 100)).unwrap_or(100);
    }
    shares
}
