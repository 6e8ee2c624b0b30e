//! The fourth step: findings become points, and points a reading.
//!
//! Everything here adds whole numbers. A text starts with its base ([`base`]: the fitted prior, and to `other` what
//! bare duties add); each finding adds the points of its term, scaled by where it stands, whose it is, how often it
//! was said before and how much else the text says ([`Scorer::points`]). All interactions are folded into the points of the single finding, so the
//! totals are a plain sum and [`counterfactual`] is exact. What the totals mean is told in [`reading`].

mod counterfactual;
mod reading;
mod tables;
#[cfg(test)]
mod tests;

use rolecall_lexicon::weights::{BARE_TASKS_CAP, RoleWeights, Weights};
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
    counts: Vec<i64>,
}

/// How often a term has earned points so far.
#[derive(Clone, Copy, Debug, Default)]
struct Turns {
    /// The last sentence in which it did, plus one.
    sentence: u32,
    /// How often in each section.
    sections: [u8; SectionKind::ALL.len()],
    /// Whether the term was counted among those that speak of the work.
    speaks: bool,
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
        let (points, terms) = self.points(kept, scratch);
        let base = base(&self.weights, findings.bare_tasks);
        let mut totals = base;
        for &piece in &points {
            totals += piece;
        }
        let measures = self.measure(kept, &points, terms);
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

    /// The points of each finding: one hit a term and sentence, three a term and section, the rest zero; and how many
    /// terms of each role speak where the work is told.
    ///
    /// A hit that earns nothing (it stands where nothing counts) does not use up a turn.
    fn points(&self, kept: &[Finding], scratch: &mut Scratch) -> (Vec<Points>, [u32; 4]) {
        let mut speaking = [0; 4];
        let Scratch { turns, touched, counts } = scratch;
        turns.resize(self.terms.len(), Turns::default());
        counts.clear();
        for finding in kept {
            let Some(term) = self.terms.get(finding.term as usize) else {
                counts.push(0);
                continue;
            };
            let turns = &mut turns[finding.term as usize];
            let sentence = finding.sentence.saturating_add(1);
            let used = &mut turns.sections[finding.section.index()];
            let count = match self.weights.repetition.get(usize::from(*used)) {
                Some(&again) if turns.sentence != sentence => self.count(term, finding, again),
                _ => 0,
            };
            if count != 0 {
                *used += 1;
                turns.sentence = sentence;
                touched.push(finding.term);
                if finding.polarity == Polarity::Stated && speaks_of_the_work(finding.section) && !turns.speaks {
                    turns.speaks = true;
                    speaking[term.role.index()] += 1;
                }
            }
            counts.push(count);
        }
        for term in touched.drain(..) {
            turns[term as usize] = Turns::default();
        }
        let stated = kept.iter().zip(&*counts).filter(|(finding, _)| finding.polarity == Polarity::Stated);
        let dilution = self.weights.dilution.at(stated.map(|(_, &count)| count).sum());
        let give = |(finding, &count): (&Finding, &i64)| match self.terms.get(finding.term as usize) {
            Some(term) => give(term, finding.polarity, count * dilution),
            None => Points::default(),
        };
        (kept.iter().zip(&*counts).map(give).collect(), speaking)
    }

    /// How much a finding counts, in thousandths of a piece, by where it stands and whose it is.
    fn count(&self, term: &Term, finding: &Finding, again: i32) -> i64 {
        let place = match finding.polarity {
            _ if term.weights == [0; 4] => 0,
            // A role's name is evidence only when it is denied.
            Polarity::Stated | Polarity::SomeoneElse if term.is_name => 0,
            Polarity::Stated => self.weights.places[finding.section.index()][finding.ownership.index()],
            Polarity::Negated => self.weights.negated,
            Polarity::SomeoneElse => self.weights.someone_else,
        };
        divide(i64::from(place) * i64::from(again), 1_000)
    }
}

/// The points of a finding that counts `times` millionths.
///
/// A stated hit gives its term's weights. A denied hit, or one about somebody else, only takes away: from the term's
/// own role, never giving to any.
fn give(term: &Term, polarity: Polarity, times: i64) -> Points {
    let own = term.role.index();
    match polarity {
        Polarity::Stated => Points(term.weights.map(|weight| scale(weight, times))),
        Polarity::Negated | Polarity::SomeoneElse => {
            let mut points = Points::default();
            points.0[own] = -scale(term.weights[own].max(0), times);
            points
        }
    }
}

/// A weight times millionths, rounded. The product is taken wide: the largest numbers of a file reach beyond `i64`.
fn scale(weight: i32, times: i64) -> i64 {
    let product = i128::from(weight) * i128::from(times);
    let half = if product < 0 { -500_000 } else { 500_000 };
    i64::try_from((product + half) / 1_000_000).unwrap_or(i64::MAX / 1_000)
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

/// Whether a section says what the work is, or what it asks for.
const fn speaks_of_the_work(section: SectionKind) -> bool {
    tells_duties(section) || matches!(section, SectionKind::Requirements)
}
