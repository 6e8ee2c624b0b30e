//! How well readings do against the readers' answers.

use super::logistic::softmax;

/// One reading beside its answer.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pair {
    /// The reader's role.
    pub(crate) gold: usize,
    /// The totals of the reading.
    pub(crate) totals: [f64; 4],
    /// How much it counts.
    pub(crate) weight: f64,
}

/// Figures over the four roles.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Figures {
    /// Part that is right.
    pub(crate) accuracy: f64,
    /// Mean of the four roles' F1.
    pub(crate) macro_f1: f64,
    /// Agreement beyond chance.
    pub(crate) kappa: f64,
    /// F1 of each role.
    pub(crate) f1: [f64; 4],
    /// Mean surprise at the reader's role.
    pub(crate) surprise: f64,
}

/// The role with the largest total, ties in the order of roles.
pub(crate) fn first(totals: [f64; 4]) -> usize {
    (1..4).fold(0, |best, role| if totals[role] > totals[best] { role } else { best })
}

/// The figures of pairs.
pub(crate) fn figures(pairs: &[Pair]) -> Figures {
    let mut matrix = [[0.0_f64; 4]; 4];
    let mut surprise = 0.0;
    for pair in pairs {
        matrix[pair.gold][first(pair.totals)] += pair.weight;
        surprise -= pair.weight * libm::log(softmax(pair.totals)[pair.gold].max(1e-12));
    }
    let all: f64 = matrix.iter().flatten().sum();
    let right: f64 = (0..4).map(|role| matrix[role][role]).sum();
    let row = |role: usize| matrix[role].iter().sum::<f64>();
    let column = |role: usize| matrix.iter().map(|row| row[role]).sum::<f64>();
    let f1 = [0, 1, 2, 3].map(|role| 2.0 * matrix[role][role] / (row(role) + column(role)).max(1e-12));
    let chance: f64 = (0..4).map(|role| row(role) * column(role)).sum::<f64>() / (all * all);
    Figures {
        accuracy: right / all,
        macro_f1: f1.iter().sum::<f64>() / 4.0,
        kappa: (right / all - chance) / (1.0 - chance),
        f1,
        surprise: surprise / all,
    }
}

impl std::fmt::Display for Figures {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [pm, po, pj, other] = self.f1;
        write!(
            f,
            "accuracy {:.3}, macro-F1 {:.3}, kappa {:.3}, F1 {pm:.3} {po:.3} {pj:.3} {other:.3}, surprise {:.4}",
            self.accuracy, self.macro_f1, self.kappa, self.surprise
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_of_a_known_matrix() {
        let pair = |gold: usize, read: usize, weight: f64| {
            let mut totals = [0.0; 4];
            totals[read] = 2.0;
            Pair { gold, totals, weight }
        };
        let found = figures(&[pair(0, 0, 2.0), pair(0, 3, 1.0), pair(3, 3, 1.0)]);
        assert!((found.accuracy - 0.75).abs() < 1e-9);
        assert!((found.f1[0] - 0.8).abs() < 1e-9 && (found.f1[3] - 2.0 / 3.0).abs() < 1e-9);
        assert!(found.f1[1] == 0.0 && (found.macro_f1 - (0.8 + 2.0 / 3.0) / 4.0).abs() < 1e-9);
        assert!((found.kappa - 0.5).abs() < 1e-9, "{}", found.kappa);
        assert!(figures(&[pair(0, 0, 1.0)]).surprise < figures(&[pair(0, 3, 1.0)]).surprise);
    }

    #[test]
    fn ties_go_by_the_order_of_roles() {
        for (totals, expected) in [([0.0; 4], 0), ([0.0, 1.0, 1.0, 0.0], 1), ([0.0, 0.0, 0.0, 0.1], 3)] {
            assert_eq!(first(totals), expected);
        }
    }
}
