//! Multinomial logistic regression over terms, with shrinkage in levels.
//!
//! A term's weights are the sum of four parts: its role's, its group's (role × dimension), what readers' quotes say of
//! it, and its own. Each part has a ridge of its own, so that a rare term speaks like its group and a frequent one for
//! itself. A weight for another role above the one for the term's own costs extra: evidence should speak for the role
//! that it is listed under, unless the postings insist. Only stated evidence is fitted: what denied evidence takes away is its term's stated weight.

use super::minimise::minimise;
use super::settings::Ridge;

/// What a posting's text offers to the fit.
#[derive(Clone, Debug, Default)]
pub(crate) struct Row {
    /// Term and how much its stated hits count together.
    pub(crate) stated: Vec<(u32, f64)>,
    /// Bare task sentences that count.
    pub(crate) bare: f64,
}

/// A row with its answer.
#[derive(Clone, Copy)]
pub(crate) struct Example<'a> {
    /// What the text offers.
    pub(crate) row: &'a Row,
    /// The answer: how probable each role is.
    pub(crate) target: [f64; 4],
    /// How much the example counts.
    pub(crate) weight: f64,
}

/// What the fit knows of a term beforehand.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TermPrior {
    /// Index of its role.
    pub(crate) role: usize,
    /// Index of its group: role × dimension.
    pub(crate) group: usize,
    /// What readers' quotes say of it: centred, one number a role.
    pub(crate) quotes: [f64; 4],
}

/// A fitted model, in points (not thousandths). The four weights of a term sum to zero.
#[derive(Clone, Debug)]
pub(crate) struct Model {
    /// Points of a text without findings.
    pub(crate) prior: [f64; 4],
    /// Weights of each group, for terms without their own.
    pub(crate) groups: Vec<[f64; 4]>,
    /// Weights of each term.
    pub(crate) terms: Vec<[f64; 4]>,
}

const OTHER: usize = 3;
const GROUPS: usize = 20;

/// Where each part stands in the vector of parameters.
struct Layout {
    terms: usize,
}

impl Layout {
    const PRIOR: usize = 0;
    const QUOTES: usize = 4;
    const ROLES: usize = 5;
    const GROUPS: usize = Self::ROLES + 16;
    const TERMS: usize = Self::GROUPS + 4 * GROUPS;

    const fn len(&self) -> usize {
        Self::TERMS + 4 * self.terms
    }
}

/// The objective: weighted cross-entropy and the ridges.
struct Problem<'a> {
    examples: &'a [Example<'a>],
    terms: &'a [TermPrior],
    ridge: Ridge,
    bare: f64,
    layout: Layout,
    total: f64,
}

fn four(values: &[f64], at: usize) -> [f64; 4] {
    [values[at], values[at + 1], values[at + 2], values[at + 3]]
}

fn add(values: &mut [f64], at: usize, more: [f64; 4], times: f64) {
    for (value, more) in values[at..at + 4].iter_mut().zip(more) {
        *value += more * times;
    }
}

/// The probabilities that four totals stand for.
pub(crate) fn softmax(totals: [f64; 4]) -> [f64; 4] {
    let top = totals.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let raised = totals.map(|total| libm::exp(total - top));
    let sum: f64 = raised.iter().sum();
    raised.map(|value| value / sum)
}

impl Problem<'_> {
    /// The full weights of every term.
    fn weights(&self, point: &[f64]) -> Vec<[f64; 4]> {
        let weights_of = |(at, term): (usize, &TermPrior)| {
            let mut sum = four(point, Layout::TERMS + 4 * at);
            add(&mut sum, 0, four(point, Layout::GROUPS + 4 * term.group), 1.0);
            add(&mut sum, 0, four(point, Layout::ROLES + 4 * term.role), 1.0);
            add(&mut sum, 0, term.quotes, point[Layout::QUOTES]);
            sum
        };
        self.terms.iter().enumerate().map(weights_of).collect()
    }

    fn ridges(&self, at: usize) -> f64 {
        match at {
            Layout::PRIOR..Layout::ROLES => self.ridge.prior,
            Layout::ROLES..Layout::GROUPS => self.ridge.role,
            Layout::GROUPS..Layout::TERMS => self.ridge.group,
            _ => self.ridge.term,
        }
    }

    fn evaluate(&self, point: &[f64]) -> (f64, Vec<f64>) {
        let weights = self.weights(point);
        let mut slopes = vec![[0.0; 4]; self.terms.len()];
        let mut gradient = vec![0.0; self.layout.len()];
        let mut loss = 0.0;
        for example in self.examples {
            let row = example.row;
            let mut totals = four(point, Layout::PRIOR);
            totals[OTHER] += self.bare * row.bare;
            for &(term, times) in &row.stated {
                add(&mut totals, 0, weights[term as usize], times);
            }
            let chances = softmax(totals);
            let share = example.weight / self.total;
            let mut slope = [0.0; 4];
            for role in 0..4 {
                loss -= share * example.target[role] * libm::log(chances[role].max(1e-12));
                slope[role] = share * (chances[role] - example.target[role]);
            }
            add(&mut gradient, Layout::PRIOR, slope, 1.0);
            for &(term, times) in &row.stated {
                add(&mut slopes[term as usize], 0, slope, times);
            }
        }
        let order = self.ridge.order / self.total;
        for (at, term) in self.terms.iter().enumerate() {
            for role in (0..4).filter(|&role| role != term.role) {
                let over = (weights[at][role] - weights[at][term.role]).max(0.0);
                loss += 0.5 * order * over * over;
                slopes[at][role] += order * over;
                slopes[at][term.role] -= order * over;
            }
        }
        for (at, term) in self.terms.iter().enumerate() {
            let slope = slopes[at];
            add(&mut gradient, Layout::TERMS + 4 * at, slope, 1.0);
            add(&mut gradient, Layout::GROUPS + 4 * term.group, slope, 1.0);
            add(&mut gradient, Layout::ROLES + 4 * term.role, slope, 1.0);
            gradient[Layout::QUOTES] += (0..4).map(|role| slope[role] * term.quotes[role]).sum::<f64>();
        }
        for (at, &value) in point.iter().enumerate() {
            let ridge = self.ridges(at) / self.total;
            loss += 0.5 * ridge * value * value;
            gradient[at] += ridge * value;
        }
        (loss, gradient)
    }
}

/// Fits the model; `bare` is what a bare task sentence adds to `other`. The objective is strictly convex, so where the search starts does not matter.
pub(crate) fn fit(examples: &[Example<'_>], terms: &[TermPrior], ridge: Ridge, bare: f64) -> anyhow::Result<Model> {
    let layout = Layout { terms: terms.len() };
    let total = examples.iter().map(|example| example.weight).sum();
    let problem = Problem { examples, terms, ridge, bare, layout, total };
    let point = &minimise(problem.layout.len(), |point| problem.evaluate(point))?;
    let group = |at: usize| {
        let mut sum = four(point, Layout::GROUPS + 4 * at);
        add(&mut sum, 0, four(point, Layout::ROLES + 4 * (at / 5)), 1.0);
        sum
    };
    Ok(Model {
        prior: four(point, Layout::PRIOR),
        groups: (0..GROUPS).map(group).collect(),
        terms: problem.weights(point),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const RIDGE: Ridge = Ridge { prior: 0.1, role: 1.0, group: 1.0, term: 1.0, order: 1.0 };

    fn terms() -> Vec<TermPrior> {
        let term = |role: usize, dimension: usize| TermPrior { role, group: role * 5 + dimension, quotes: [0.0; 4] };
        vec![term(0, 0), term(2, 0), term(2, 0), term(3, 1)]
    }

    fn row(stated: &[(u32, f64)]) -> Row {
        Row { stated: stated.to_vec(), bare: 0.0 }
    }

    fn one_hot(role: usize) -> [f64; 4] {
        let mut target = [0.0; 4];
        target[role] = 1.0;
        target
    }

    #[test]
    fn terms_speak_for_the_roles_of_their_postings() {
        let rows = [row(&[(0, 1.0)]), row(&[(1, 2.0)]), row(&[(3, 1.0)]), row(&[])];
        let examples: Vec<Example<'_>> = rows
            .iter()
            .zip([0, 2, 3, 3])
            .map(|(row, role)| Example { row, target: one_hot(role), weight: 1.0 })
            .collect();
        let model = fit(&examples, &terms(), RIDGE, 0.0).expect("a fit");
        for (term, role) in [(0, 0), (1, 2), (3, 3)] {
            let weights = model.terms[term];
            assert!((0..4).all(|other| other == role || weights[role] > weights[other]), "{term}: {weights:?}");
            assert!(weights.iter().sum::<f64>().abs() < 1e-6, "{weights:?}");
        }
        // A term that no posting holds speaks like its group.
        assert!((0..4).all(|role| (model.terms[2][role] - model.groups[10][role]).abs() < 1e-9));
        assert!(model.prior[3] > model.prior[1]);
    }

    #[test]
    fn the_slope_is_the_slope_of_the_value() {
        let rows = [row(&[(0, 1.0), (3, 0.5)]), Row { bare: 3.0, ..row(&[(1, 2.0), (2, 1.0)]) }];
        let targets = [[0.7, 0.1, 0.0, 0.2], [0.0, 0.2, 0.8, 0.0]];
        let examples: Vec<Example<'_>> =
            rows.iter().zip(targets).map(|(row, target)| Example { row, target, weight: 1.5 }).collect();
        let mut terms = terms();
        terms[0].quotes = [0.5, -0.5, 0.2, -0.2];
        let layout = Layout { terms: terms.len() };
        let point: Vec<f64> = (0..layout.len()).map(|at| ((at * 7 % 11) as f64 - 5.0) / 10.0).collect();
        let problem = Problem { examples: &examples, terms: &terms, ridge: RIDGE, bare: 0.1, layout, total: 3.0 };
        let (_, slope) = problem.evaluate(&point);
        for at in 0..point.len() {
            let value = |step: f64| {
                let mut moved = point.clone();
                moved[at] += step;
                problem.evaluate(&moved).0
            };
            let measured = (value(1e-5) - value(-1e-5)) / 2e-5;
            assert!((measured - slope[at]).abs() < 1e-6, "{at}: {measured} {}", slope[at]);
        }
    }
}
