//! Fitted functions as tables of whole numbers.

use serde::{Deserialize, Serialize};

use crate::model::Role;

/// A function of one whole number: values at even steps from zero, straight lines between them.
///
/// Left of zero it holds its first value, right of the last step its last.
///
/// ```
/// use rolecall_lexicon::weights::Curve;
/// let curve = Curve { step: 100, values: vec![1_000, 400, 0] };
/// assert_eq!([-5, 0, 50, 150, 9_999].map(|x| curve.at(x)), [1_000, 1_000, 700, 200, 0]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "toml", serde(deny_unknown_fields))]
pub struct Curve {
    /// Distance between two steps; at least 1.
    pub step: u32,
    /// The values at 0, `step`, twice `step` and so on; at least one.
    pub values: Vec<u32>,
}

impl Curve {
    /// The value at `x`, rounded down between steps.
    #[must_use]
    pub fn at(&self, x: i64) -> i64 {
        let step = i64::from(self.step.max(1));
        let x = x.max(0);
        let (place, rest) = (x / step, x % step);
        let value = |at: i64| {
            let last = self.values.len().saturating_sub(1);
            let at = usize::try_from(at).unwrap_or(last).min(last);
            self.values.get(at).map_or(0, |&value| i64::from(value))
        };
        let (left, right) = (value(place), value(place + 1));
        left + (right - left) * rest / step
    }

    pub(super) fn check(&self, name: &str, falling: bool, most: u32) -> Result<(), String> {
        let values = &self.values;
        if self.step == 0 || values.is_empty() || values.len() > 1_000 {
            return Err(format!("{name}: needs a step of at least 1 and 1 to 1000 values"));
        }
        let ordered = if falling { values.is_sorted_by(|a, b| a >= b) } else { values.is_sorted() };
        if !ordered || values.iter().any(|&value| value > most) {
            let order = if falling { "never rise" } else { "never fall" };
            return Err(format!("{name}: values must {order} and lie between 0 and {most}"));
        }
        Ok(())
    }
}

/// How the four totals, and how much speaks for each role, divide the duties.
///
/// Each role weighs `curve(x)` times its [`Amounts`]. `x` tells how far its total lies behind the largest: the distance
/// in thousandths of a unit, and the unit is `flat` points plus `spread` thousandths of the distance between the largest
/// and the smallest total. So a long text with large totals is not more one-sided than a short one. A role that one
/// word speaks for gets less than one with the same total that five terms speak for: a share is a part of the duties.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "toml", serde(deny_unknown_fields))]
pub struct ShareCurve {
    /// The part of the unit that is the same for all texts, in thousandths of a point; at least 1.
    pub flat: u32,
    /// The part of the unit that grows with the distance between the totals, in thousandths of that distance.
    pub spread: u32,
    /// The weight of a role by its distance; the first value is above zero.
    pub curve: Curve,
    /// What the weight is multiplied by.
    pub amounts: Amounts,
}

/// A factor by the number of different terms that speak for a role in summary, duties and requirements.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "toml", serde(deny_unknown_fields))]
pub struct Amounts {
    /// From how many terms on each factor holds: rising, the first 0.
    pub from: Vec<u32>,
    /// Factors of the three roles, in thousandths, 1 to [`Amounts::MOST`].
    pub roles: Vec<u32>,
    /// Factors of `other`, likewise. Its terms are many, and tasks without any term speak for it too.
    pub other: Vec<u32>,
}

impl Amounts {
    /// The largest factor, in thousandths.
    pub const MOST: u32 = 1_000_000;

    fn factor(&self, role: usize, terms: u32) -> i64 {
        let place = self.from.partition_point(|&from| from <= terms).saturating_sub(1);
        let factors = if role == Role::Other.index() { &self.other } else { &self.roles };
        factors.get(place).map_or(1_000, |&factor| i64::from(factor))
    }

    fn check(&self) -> Result<(), String> {
        let rising = self.from.first() == Some(&0) && self.from.is_sorted_by(|a, b| a < b);
        if !rising || self.roles.len() != self.from.len() || self.other.len() != self.from.len() {
            return Err("shares.amounts: from must start at 0 and rise, roles and other must be as long".to_owned());
        }
        if self.roles.iter().chain(&self.other).any(|factor| !(1..=Self::MOST).contains(factor)) {
            return Err(format!("shares.amounts: factors must lie between 1 and {}", Self::MOST));
        }
        Ok(())
    }
}

impl ShareCurve {
    /// The largest value that the curve may hold.
    pub const ONE: u32 = 65_536;

    /// Halves with each point of distance, however many terms speak.
    pub(super) fn neutral() -> Self {
        let values = (0..=16).map(|halvings| ShareCurve::ONE >> halvings).collect();
        let amounts = Amounts { from: vec![0], roles: vec![1_000], other: vec![1_000] };
        ShareCurve { flat: 1_000, spread: 0, curve: Curve { step: 1_000, values }, amounts }
    }

    /// The weights of the roles, in the order of [`Role::ALL`], by their totals and the terms that speak for each.
    ///
    /// They keep the order of the totals: where many terms would lift a role over one with a larger total, both, and
    /// all between them, get the mean of their weights.
    ///
    /// ```
    /// use rolecall_lexicon::weights::Weights;
    /// let weights = Weights::neutral().shares.weights([3_000, 1_000, 2_000, -9_000], [4, 1, 2, 0]);
    /// assert!(weights[0] > weights[2] && weights[2] > weights[1] && weights[1] > weights[3]);
    /// ```
    #[must_use]
    pub fn weights(&self, totals: [i64; 4], terms: [u32; 4]) -> [i64; 4] {
        let mut order = [0, 1, 2, 3];
        order.sort_by_key(|&role| std::cmp::Reverse(totals[role]));
        let (top, range) = (totals[order[0]], totals[order[0]].saturating_sub(totals[order[3]]));
        let weight = |role: usize| {
            self.by_distance(top.saturating_sub(totals[role]), range) * self.amounts.factor(role, terms[role])
        };
        // Runs of roles with one weight: its sum and how many share it.
        let mut runs = [(0, 0); 4];
        let mut used = 0;
        for role in order {
            runs[used] = (weight(role), 1);
            while used > 0 && runs[used - 1].0 * runs[used].1 < runs[used].0 * runs[used - 1].1 {
                runs[used - 1].0 += runs[used].0;
                runs[used - 1].1 += runs[used].1;
                used -= 1;
            }
            used += 1;
        }
        let mut weights = [0; 4];
        let means = runs[..used].iter().flat_map(|&(sum, roles)| (0..roles).map(move |_| sum / roles));
        for (role, mean) in order.into_iter().zip(means) {
            weights[role] = mean;
        }
        weights
    }

    /// The weight of a role whose total lies `distance` behind the largest, when the totals span `range`.
    fn by_distance(&self, distance: i64, range: i64) -> i64 {
        let unit = i128::from(self.flat.max(1)) + i128::from(self.spread) * i128::from(range.max(0)) / 1_000;
        let x = i128::from(distance.max(0)) * 1_000 / unit;
        self.curve.at(i64::try_from(x).unwrap_or(i64::MAX / 2))
    }

    pub(super) fn check(&self) -> Result<(), String> {
        self.curve.check("shares.curve", true, Self::ONE)?;
        if self.flat == 0 || self.curve.values[0] == 0 {
            return Err("shares: flat and the curve's first value must be above zero".to_owned());
        }
        self.amounts.check()
    }
}

/// How sure a reading is, by its margin and by how much evidence there is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "toml", serde(deny_unknown_fields))]
pub struct ConfidenceTable {
    /// A row for each amount of evidence, the first from 0 pieces on.
    pub rows: Vec<ConfidenceRow>,
}

/// The confidence of texts with a certain amount of evidence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "toml", serde(deny_unknown_fields))]
pub struct ConfidenceRow {
    /// The row holds from this many pieces of evidence with points on.
    pub from: u32,
    /// Percent by the distance between the largest and the second largest total, in thousandths of a point.
    pub percent: Curve,
}

impl ConfidenceTable {
    /// Rises from 30% to 98% over five points, whatever the amount.
    pub(super) fn neutral() -> Self {
        let percent = Curve { step: 1_000, values: vec![30, 60, 80, 90, 95, 98] };
        ConfidenceTable { rows: vec![ConfidenceRow { from: 0, percent }] }
    }

    /// Whole percent for a reading whose first total leads the second by `margin` points, with `pieces` of evidence.
    #[must_use]
    pub fn percent(&self, margin: i64, pieces: u32) -> u8 {
        let row = self.rows.iter().rev().find(|row| row.from <= pieces).or(self.rows.first());
        row.map_or(0, |row| u8::try_from(row.percent.at(margin).clamp(0, 100)).unwrap_or(100))
    }

    pub(super) fn check(&self) -> Result<(), String> {
        if self.rows.first().is_none_or(|row| row.from != 0) || !self.rows.is_sorted_by(|a, b| a.from < b.from) {
            return Err("confidence: rows must start at 0 pieces and rise".to_owned());
        }
        self.rows.iter().try_for_each(|row| row.percent.check("confidence.percent", false, 100))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_curve_never_leaves_its_values() {
        let curve = Curve { step: 10, values: vec![100, 50, 50, 0] };
        for x in [i64::MIN, -1, 0, 1, 9, 10, 25, 29, 30, 31, i64::MAX] {
            assert!((0..=100).contains(&curve.at(x)), "{x}");
        }
        assert_eq!([0, 5, 10, 20, 25, 30].map(|x| curve.at(x)), [100, 75, 50, 50, 25, 0]);
    }

    #[test]
    fn a_wider_range_makes_shares_less_one_sided() {
        let mut shares = ShareCurve::neutral();
        assert_eq!(shares.by_distance(2_000, 9_000), shares.by_distance(2_000, 2_000));
        shares.spread = 100;
        assert!(shares.by_distance(2_000, 9_000) > shares.by_distance(2_000, 2_000));
        assert_eq!(shares.by_distance(0, 9_000), i64::from(ShareCurve::ONE));
        assert!((60..70).contains(&shares.by_distance(i64::MAX, i64::MAX)), "ten units behind: ten halvings");
    }

    #[test]
    fn terms_that_speak_make_a_share_larger_but_never_turn_the_order() {
        let amounts = Amounts { from: vec![0, 2], roles: vec![500, 2_000], other: vec![1_000, 1_000] };
        let shares = ShareCurve { amounts, ..ShareCurve::neutral() };
        let one = i64::from(ShareCurve::ONE);
        // In thousandths of `ONE`; what curve and factor alone say is in the names.
        let cases = [
            ("as they are", [3_000, 2_000, 0, 1_000], [2, 5, 9, 0], [2_000, 1_000, 250, 250]),
            ("one is lifted over the first: 500, 1000", [3_000, 2_000, 1_000, 0], [1, 2, 1, 0], [750, 750, 125, 125]),
            ("three are level: 500, 2000, 2000", [3_000, 3_000, 3_000, 0], [0, 2, 2, 0], [1_500, 1_500, 1_500, 125]),
        ];
        for (name, totals, terms, expected) in cases {
            assert_eq!(shares.weights(totals, terms), expected.map(|weight: i64| weight * one), "{name}");
        }
    }

    #[test]
    fn confidence_takes_the_last_row_that_holds() {
        let row = |from, values: &[u32]| ConfidenceRow { from, percent: Curve { step: 100, values: values.to_vec() } };
        let table = ConfidenceTable { rows: vec![row(0, &[20, 40]), row(5, &[50, 90])] };
        let cases = [((0, 0), 20), ((50, 4), 30), ((0, 5), 50), ((50, 99), 70), ((i64::MAX, 5), 90)];
        for ((margin, pieces), expected) in cases {
            assert_eq!(table.percent(margin, pieces), expected, "{margin} {pieces}");
        }
    }

    #[test]
    fn unsound_tables_are_told() {
        let curve = |step, values: &[u32]| Curve { step, values: values.to_vec() };
        assert!(curve(0, &[1]).check("x", true, 9).is_err());
        assert!(curve(1, &[]).check("x", true, 9).is_err());
        assert!(curve(1, &[1, 2]).check("x", true, 9).is_err());
        assert!(curve(1, &[2, 1]).check("x", false, 9).is_err());
        assert!(curve(1, &[10]).check("x", true, 9).is_err());
        assert!(ShareCurve { flat: 0, ..ShareCurve::neutral() }.check().is_err());
        let amounts = |from: &[u32], roles: &[u32], other: &[u32]| {
            Amounts { from: from.to_vec(), roles: roles.to_vec(), other: other.to_vec() }.check()
        };
        assert_eq!(amounts(&[0, 3], &[9, 9], &[9, 9]), Ok(()));
        assert!(amounts(&[1], &[9], &[9]).is_err() && amounts(&[0, 3, 3], &[9; 3], &[9; 3]).is_err());
        assert!(amounts(&[0, 3], &[9], &[9, 9]).is_err() && amounts(&[0], &[0], &[9]).is_err());
        assert!(ConfidenceTable { rows: Vec::new() }.check().is_err());
        let late = ConfidenceRow { from: 3, percent: curve(1, &[1]) };
        assert!(ConfidenceTable { rows: vec![late] }.check().is_err());
    }
}
