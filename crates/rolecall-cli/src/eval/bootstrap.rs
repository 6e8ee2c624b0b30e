//! How far a figure might be off, by drawing the postings again and again.

use super::row::Row;

/// How often the postings are drawn.
const ROUNDS: usize = 1_000;

/// Where the draws start; fixed, so that an interval is the same every time.
const SEED: u64 = 0x726f_6c65_6361_6c6c;

/// The interval that holds 95% of the draws of each of the figures that `measure` gives. A figure that can't be told
/// in a draw (no posting of a kind in it) is left out of that draw.
pub fn intervals<const N: usize>(
    rows: &[&Row],
    measure: impl Fn(&[&Row]) -> [Option<f64>; N],
) -> [Option<(f64, f64)>; N] {
    let mut draws: [Vec<f64>; N] = std::array::from_fn(|_| Vec::with_capacity(ROUNDS));
    let mut random = SplitMix(SEED);
    let mut drawn = Vec::with_capacity(rows.len());
    for _ in 0..ROUNDS {
        drawn.clear();
        drawn.extend((0..rows.len()).map(|_| rows[random.below(rows.len())]));
        for (draws, value) in draws.iter_mut().zip(measure(&drawn)) {
            draws.extend(value);
        }
    }
    draws.map(|mut draws| {
        draws.sort_unstable_by(f64::total_cmp);
        let last = draws.len().checked_sub(1)?;
        Some((draws[last * 25 / 1_000], draws[last - last * 25 / 1_000]))
    })
}

/// A small generator of random numbers (SplitMix64): good enough to draw postings, and the same on every machine.
struct SplitMix(u64);

impl SplitMix {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from 0 up to, but not including, `bound`.
    fn below(&mut self, bound: usize) -> usize {
        let wide = u128::from(self.next()) * bound as u128;
        // The upper half of the product is smaller than the bound, which is a `usize`.
        (wide >> 64) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::row;
    use super::*;
    use rolecall::analysis::ReadRole::{Other, ProductOwner};

    #[test]
    fn an_interval_holds_the_value_and_is_the_same_every_time() {
        // 80 of 100 right: the normal approximation gives 0.72 to 0.88.
        let rows: Vec<Row> = (0..100).map(|n| row(Other, if n < 80 { Other } else { ProductOwner })).collect();
        let rows: Vec<&Row> = rows.iter().collect();
        let right = |rows: &[&Row]| rows.iter().filter(|row| row.read.role == Other).count() as f64 / rows.len() as f64;
        let measure = |rows: &[&Row]| [Some(right(rows)), None];
        let [interval, none] = intervals(&rows, measure);
        let (low, high) = interval.expect("there are rows");
        assert!((low - 0.72).abs() < 0.015 && (high - 0.88).abs() < 0.015, "{low} to {high}");
        assert_eq!(none, None);
        assert_eq!(intervals(&rows, measure), [interval, none]);
    }

    #[test]
    fn draws_are_even_and_in_bounds() {
        let mut random = SplitMix(1);
        let mut counts = [0u32; 7];
        for _ in 0..70_000 {
            counts[random.below(7)] += 1;
        }
        assert!(counts.iter().all(|&n| (9_500..10_500).contains(&n)), "{counts:?}");
    }
}
