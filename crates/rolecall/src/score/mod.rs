//! The fourth step: findings become points, and points a reading.
//!
//! Everything here adds whole numbers. A text starts with its base ([`base`]: the fitted prior, and to `other` what
//! bare duties add); each finding adds the points of its term, scaled by where it stands, whose it is and how often it
//! was said before ([`Scorer::points_of`]). All interactions are folded into the points of the single finding, so the
//! totals are a plain sum and [`counterfactual`] is exact. What the totals mean is told in [`reading`].

mod counterfactual;
mod reading;
mod tables;
#[cfg(test)]
mod tests;

use rolecall_lexicon::weights::{BARE_TASKS_CAP, REPETITIONS, RoleWeights, Weights};
use rolecall_lexicon::{Decision, Dimension, Mode, Role, SectionKind};

pub use rolecall_lexicon::weights::TermInfo;

use crate::analysis::{Cell, Counterfactual, DecisionReading, Points, Polarity, Reading};
use crate::context::{Finding, Findings};

pub use reading::Measures;

/// Evidence that is given points; what a text says after that is not listed.
pub const EVIDENCE_CAP: usize = 500;

/// What the score keeps of a term.
#[derive(Clone, Copy, Debug)]
struct Term {
    weights: RoleWeights,
    role: Role,
    dimension: Dimension,
    decision: Option<Decision>,
    mode: Option<Mode>,
    scrum: bool,
    is_name: bool,
}

/// Weights resolved for the terms of one compiled lexicon. Made once, then only read.
#[derive(Clone, Debug)]
pub struct Scorer {
    terms: Vec<Term>,
    weights: Weights,
}

/// Reusable buffers of [`Scorer::score`]: after the first text a call allocates only what it returns.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    turns: Vec<Turns>,
    touched: Vec<u32>,
}

/// How often a term has earned points so far.
#[derive(Clone, Copy, Debug, Default)]
struct Turns {
    /// The last sentence in which it did, plus one.
    sentence: u32,
    /// How often in each section.
    sections: [u8; SectionKind::ALL.len()],
}

/// What the score makes of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scored {
    /// The points of each finding, in their order; shorter than the findings if they were cut.
    pub points: Vec<Points>,
    /// Whether findings beyond [`EVIDENCE_CAP`] were left out.
    pub cut: bool,
    /// What the text says.
    pub reading: Reading,
    /// The article's three decisions, in the order of [`Decision::ALL`].
    pub decisions: [DecisionReading; 3],
    /// The article's table, 15 cells, row by row.
    pub table: Vec<Cell>,
    /// What the fitted bounds were held against.
    pub measures: Measures,
    /// What would turn the reading.
    pub counterfactual: Option<Counterfactual>,
}

impl Scorer {
    /// Looks up the weights of each term; `terms` come in the order of the compiled lexicon's indexes.
    #[must_use]
    pub fn new<'a>(weights: Weights, terms: impl IntoIterator<Item = TermInfo<'a>>) -> Self {
        let resolve = |info: TermInfo<'_>| Term {
            weights: weights.of(&info),
            role: info.role,
            dimension: info.dimension,
            decision: info.decision,
            mode: info.mode,
            scrum: info.scrum,
            is_name: info.is_name,
        };
        let terms = terms.into_iter().map(resolve).collect();
        Scorer { terms, weights }
    }

    /// The weights that the scorer was made with.
    #[must_use]
    pub const fn weights(&self) -> &Weights {
        &self.weights
    }

    /// Gives every finding its points and reads the text.
    #[must_use]
    pub fn score(&self, findings: &Findings, scratch: &mut Scratch) -> Scored {
        let kept = &findings.list[..findings.list.len().min(EVIDENCE_CAP)];
        let points = self.points(kept, scratch);
        let base = base(&self.weights, findings.bare_tasks);
        let mut totals = base;
        for &piece in &points {
            totals += piece;
        }
        let measures = self.measure(kept, &points);
        let facts = reading::Facts { findings, kept, base, totals, measures };
        let reading = self.read(&facts);
        let counterfactual = reading.role.role().and_then(|role| counterfactual::find(&points, totals, role));
        Scored {
            decisions: self.decisions(kept),
            table: self.table(kept, &points),
            cut: kept.len() < findings.list.len(),
            reading,
            counterfactual,
            measures,
            points,
        }
    }

    /// The points of each finding: one hit a term and sentence, three a term and section, the rest zero.
    ///
    /// A hit that earns nothing (it stands where nothing counts) does not use up a turn.
    fn points(&self, kept: &[Finding], scratch: &mut Scratch) -> Vec<Points> {
        scratch.turns.resize(self.terms.len(), Turns::default());
        let mut give = |finding: &Finding| {
            let Some(term) = self.terms.get(finding.term as usize) else { return Points::default() };
            let turns = &mut scratch.turns[finding.term as usize];
            let sentence = finding.sentence.saturating_add(1);
            let used = &mut turns.sections[finding.section.index()];
            if turns.sentence == sentence || usize::from(*used) >= REPETITIONS {
                return Points::default();
            }
            let points = self.points_of(term, finding, usize::from(*used));
            if !points.is_zero() {
                *used += 1;
                turns.sentence = sentence;
                scratch.touched.push(finding.term);
            }
            points
        };
        let points = kept.iter().map(&mut give).collect();
        for term in scratch.touched.drain(..) {
            scratch.turns[term as usize] = Turns::default();
        }
        points
    }

    /// The points of one finding, when its term has earned points in this section `before` times.
    ///
    /// A stated hit gives its term's weights, scaled by section, ownership and repetition. A denied hit, or one about
    /// somebody else, only takes away: from the term's own role, never giving to any.
    fn points_of(&self, term: &Term, finding: &Finding, before: usize) -> Points {
        let again = i64::from(self.weights.repetition[before]);
        let scaled =
            |weight: i32, multiplier: i32| divide(i64::from(weight) * i64::from(multiplier) * again, 1_000_000);
        let against = |multiplier: i32| {
            let mut points = Points::default();
            points.0[term.role.index()] = -scaled(term.weights[term.role.index()].max(0), multiplier);
            points
        };
        match finding.polarity {
            Polarity::Stated if term.is_name => Points::default(),
            Polarity::Stated => {
                let place = self.weights.places[finding.section.index()][finding.ownership.index()];
                Points(term.weights.map(|weight| scaled(weight, place)))
            }
            Polarity::Negated => against(self.weights.negated),
            Polarity::SomeoneElse if term.is_name => Points::default(),
            Polarity::SomeoneElse => against(self.weights.someone_else),
        }
    }
}

/// What a text has before any evidence: the prior, and to `other` a constant for each bare task sentence.
fn base(weights: &Weights, bare_tasks: u32) -> Points {
    let mut base = Points(weights.prior.map(i64::from));
    base.0[Role::Other.index()] += i64::from(weights.bare_task) * i64::from(bare_tasks.min(BARE_TASKS_CAP));
    base
}

/// Rounds to the nearest whole number, halves away from zero, so that signs stay symmetric.
const fn divide(number: i64, by: i64) -> i64 {
    let half = by / 2;
    if number < 0 { (number - half) / by } else { (number + half) / by }
}

/// Whether a section says what the person does.
const fn tells_duties(section: SectionKind) -> bool {
    matches!(section, SectionKind::Summary | SectionKind::Duties)
}
