//! The smallest value of a smooth convex function, by argmin's L-BFGS.

use std::cell::RefCell;

use anyhow::Context as _;
use argmin::core::{CostFunction, Error, Executor, Gradient, State as _};
use argmin::solver::linesearch::MoreThuenteLineSearch;
use argmin::solver::quasinewton::LBFGS;

/// A function that gives its value and slope at once; the line search asks for them in turn.
struct Smooth<F> {
    evaluate: F,
    last: RefCell<(Vec<f64>, f64, Vec<f64>)>,
}

impl<F: Fn(&[f64]) -> (f64, Vec<f64>)> Smooth<F> {
    fn at<T>(&self, point: &[f64], take: impl Fn(&(Vec<f64>, f64, Vec<f64>)) -> T) -> T {
        if self.last.borrow().0 != point {
            let (value, slope) = (self.evaluate)(point);
            *self.last.borrow_mut() = (point.to_vec(), value, slope);
        }
        take(&self.last.borrow())
    }
}

impl<F: Fn(&[f64]) -> (f64, Vec<f64>)> CostFunction for &Smooth<F> {
    type Param = Vec<f64>;
    type Output = f64;
    fn cost(&self, point: &Vec<f64>) -> Result<f64, Error> {
        Ok(self.at(point, |last| last.1))
    }
}

impl<F: Fn(&[f64]) -> (f64, Vec<f64>)> Gradient for &Smooth<F> {
    type Param = Vec<f64>;
    type Gradient = Vec<f64>;
    fn gradient(&self, point: &Vec<f64>) -> Result<Vec<f64>, Error> {
        Ok(self.at(point, |last| last.2.clone()))
    }
}

/// Where `evaluate` is smallest, starting from zero. It gives the value and the slope at a point.
pub(crate) fn minimise(parameters: usize, evaluate: impl Fn(&[f64]) -> (f64, Vec<f64>)) -> anyhow::Result<Vec<f64>> {
    let smooth = Smooth { evaluate, last: RefCell::default() };
    let solver = LBFGS::new(MoreThuenteLineSearch::new(), 10).with_tolerance_grad(1e-6)?.with_tolerance_cost(1e-11)?;
    let done =
        Executor::new(&smooth, solver).configure(|state| state.param(vec![0.0; parameters]).max_iters(400)).run()?;
    done.state().get_best_param().cloned().context("the optimizer found no weights")
}

/// Logistic regression of a yes or no: the weights of the features, which hold their own constant.
///
/// An example is its features, the answer, and how much it counts.
pub(crate) fn yes_or_no<const N: usize>(examples: &[([f64; N], bool, f64)], ridge: f64) -> anyhow::Result<[f64; N]> {
    let total: f64 = examples.iter().map(|&(_, _, weight)| weight).sum();
    let found = minimise(N, |point| {
        let mut loss = 0.0;
        let mut slope = vec![0.0; N];
        for &(features, answer, weight) in examples {
            let chance = chance(&features, point);
            let answer = f64::from(u8::from(answer));
            let share = weight / total;
            loss -=
                share * (answer * libm::log(chance.max(1e-12)) + (1.0 - answer) * libm::log((1.0 - chance).max(1e-12)));
            for (slope, feature) in slope.iter_mut().zip(features) {
                *slope += share * (chance - answer) * feature;
            }
        }
        for (slope, &value) in slope.iter_mut().zip(point) {
            loss += 0.5 * ridge * value * value / total;
            *slope += ridge * value / total;
        }
        (loss, slope)
    })?;
    found.try_into().ok().context("as many weights as features")
}

/// The probability of a yes.
pub(crate) fn chance(features: &[f64], weights: &[f64]) -> f64 {
    let sum: f64 = features.iter().zip(weights).map(|(feature, weight)| feature * weight).sum();
    1.0 / (1.0 + libm::exp(-sum))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lowest_point_of_a_bowl() {
        let bowl = |point: &[f64]| {
            let (x, y) = (point[0] - 3.0, point[1] + 1.0);
            (x * x + 10.0 * y * y, vec![2.0 * x, 20.0 * y])
        };
        let found = minimise(2, bowl).expect("a bowl has one");
        assert!((found[0] - 3.0).abs() < 1e-4 && (found[1] + 1.0).abs() < 1e-4, "{found:?}");
    }

    #[test]
    fn more_of_a_feature_makes_yes_more_probable() {
        let examples: Vec<([f64; 2], bool, f64)> =
            (0..20).map(|at| ([1.0, f64::from(at)], at >= 10 || at % 7 == 3, 1.0)).collect();
        let weights = yes_or_no(&examples, 0.1).expect("a fit");
        assert!(chance(&[1.0, 19.0], &weights) > 0.9 && chance(&[1.0, 0.0], &weights) < 0.4, "{weights:?}");
    }
}
