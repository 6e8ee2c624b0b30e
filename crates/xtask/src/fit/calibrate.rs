//! What follows the points: shares, confidence and bounds, fitted on out-of-fold readings.

use rolecall::score::Measures;
use rolecall_lexicon::weights::{Amounts, Bounds, ConfidenceRow, ConfidenceTable, Curve, PmAsPo, ShareCurve};

use super::minimise::{chance, yes_or_no};

/// An out-of-fold reading before its shares, beside the reader's answer.
#[derive(Clone, Debug)]
pub(crate) struct Reading {
    /// The totals, in thousandths.
    pub(crate) totals: [i64; 4],
    /// What the bounds are held against.
    pub(crate) measures: Measures,
    /// Words of the text, those in other languages too.
    pub(crate) words: u32,
    /// Task sentences of the text.
    pub(crate) tasks: u32,
    /// Whether it has enough words to be read at all.
    pub(crate) readable: bool,
    /// The reader's role; `None` is unclear.
    pub(crate) gold: Option<usize>,
    /// The reader's shares.
    pub(crate) shares: [f64; 4],
    /// The reader's mode.
    pub(crate) mode: String,
    /// The reader's `pm_as_po`.
    pub(crate) pm_as_po: bool,
    /// How much it counts; 0 for unclear ones.
    pub(crate) weight: f64,
}

impl Reading {
    fn ranking(&self) -> [usize; 4] {
        let mut order = [0, 1, 2, 3];
        order.sort_by_key(|&role| std::cmp::Reverse(self.totals[role]));
        order
    }

    /// The role with the largest total.
    pub(crate) fn first(&self) -> usize {
        self.ranking()[0]
    }

    /// How far the largest total leads the second.
    pub(crate) fn lead(&self) -> i64 {
        let order = self.ranking();
        self.totals[order[0]] - self.totals[order[1]]
    }

    /// Fractions of the duties, by a curve.
    fn fractions(&self, curve: &ShareCurve) -> [f64; 4] {
        let weights = curve.weights(self.totals, self.measures.terms).map(|weight| weight as f64);
        let sum: f64 = weights.iter().sum();
        weights.map(|weight| weight / sum)
    }

    /// Mean absolute difference of the four shares, in points.
    pub(crate) fn share_error(&self, curve: &ShareCurve) -> f64 {
        let fractions = self.fractions(curve);
        (0..4).map(|role| (fractions[role] - self.shares[role]).abs()).sum::<f64>() * 25.0
    }
}

/// Mean share error over readings whose reader was clear.
pub(crate) fn share_error(readings: &[Reading], curve: &ShareCurve) -> f64 {
    let clear = || readings.iter().filter(|reading| reading.gold.is_some());
    let sum: f64 = clear().map(|reading| reading.weight * reading.share_error(curve)).sum();
    sum / clear().map(|reading| reading.weight).sum::<f64>()
}

/// Numbers of terms from which another factor of a share holds: each up to four, then wider as fewer texts have so many.
const TERMS: [u32; 9] = [0, 1, 2, 3, 4, 6, 8, 11, 15];

/// How many times a factor may be the next one.
const STEEPEST: u32 = 3;

/// The curve with the smallest share error: first its unit, with a curve that falls evenly and factors of one; then the
/// curve's values and the factors, one by one, up and down as long as it helps.
pub(crate) fn shares(readings: &[Reading]) -> ShareCurve {
    const STEPS: u32 = 24;
    let even = |flat: u32, spread: u32| {
        let value = |at: u32| (f64::from(ShareCurve::ONE) * libm::exp(-f64::from(at) / 4.0)) as u32;
        let ones = || vec![1_000; TERMS.len()];
        ShareCurve {
            flat,
            spread,
            curve: Curve { step: 250, values: (0..=STEPS).map(value).collect() },
            amounts: Amounts { from: TERMS.to_vec(), roles: ones(), other: ones() },
        }
    };
    let mut best = (even(1_000, 0), f64::INFINITY);
    let keep_if_better = |best: &mut (ShareCurve, f64), tried: ShareCurve| {
        let error = share_error(readings, &tried);
        if error < best.1 - 1e-6 {
            *best = (tried, error);
        }
    };
    for flat in [100, 250, 500, 750, 1_000, 1_500, 2_000, 3_000] {
        for spread in [0, 50, 100, 150, 200, 300, 400] {
            keep_if_better(&mut best, even(flat, spread));
        }
    }
    for times in [1.4, 1.2, 1.1, 1.05] {
        for _ in 0..4 {
            for at in 1..=STEPS as usize {
                for factor in [times, 1.0 / times, 0.0] {
                    let mut tried = best.0.clone();
                    let values = &mut tried.curve.values;
                    let (value, below) = (f64::from(values[at]) * factor, values.get(at + 1).copied().unwrap_or(0));
                    values[at] = (value as u32).clamp(below, values[at - 1]);
                    keep_if_better(&mut best, tried);
                }
            }
            for at in 0..2 * TERMS.len() {
                for factor in [times, 1.0 / times] {
                    let mut tried = best.0.clone();
                    let Amounts { roles, other, .. } = &mut tried.amounts;
                    let (values, at) = (if at < TERMS.len() { roles } else { other }, at % TERMS.len());
                    values[at] = (f64::from(values[at]) * factor).round().clamp(1.0, f64::from(Amounts::MOST)) as u32;
                    // One hit more must not turn the shares around.
                    let steep = |pair: &[u32]| pair[0] > STEEPEST * pair[1] || pair[1] > STEEPEST * pair[0];
                    if !values.windows(2).any(steep) {
                        keep_if_better(&mut best, tried);
                    }
                }
            }
        }
    }
    best.0
}

/// Amounts of evidence from which a row of the confidence table holds, and the amount that stands for the row.
const AMOUNTS: [(u32, f64); 6] = [(0, 1.0), (3, 4.0), (6, 7.5), (10, 12.0), (15, 19.0), (25, 32.0)];

fn sureness(lead: f64, pieces: f64) -> [f64; 4] {
    let lead = libm::sqrt(lead / 1_000.0);
    let pieces = libm::log(1.0 + pieces);
    [1.0, lead, pieces, lead * pieces]
}

/// The probability that the reading's role is the reader's, by lead and pieces of evidence.
pub(crate) fn confidence(readings: &[Reading]) -> anyhow::Result<ConfidenceTable> {
    let example = |reading: &Reading| {
        let features = sureness(reading.lead() as f64, f64::from(reading.measures.pieces));
        (features, Some(reading.first()) == reading.gold, reading.weight)
    };
    let examples: Vec<_> = readings.iter().filter(|reading| reading.gold.is_some()).map(example).collect();
    let weights = yes_or_no(&examples, 1.0)?;
    let row = |(from, pieces): (u32, f64)| {
        let mut highest = 0;
        let mut percent = |at: u32| {
            // A wider lead is never less sure.
            let here = 100.0 * chance(&sureness(f64::from(at) * 250.0, pieces), &weights);
            highest = highest.max(here.round().clamp(25.0, 99.0) as u32);
            highest
        };
        ConfidenceRow { from, percent: Curve { step: 250, values: (0..=32).map(&mut percent).collect() } }
    };
    Ok(ConfidenceTable { rows: AMOUNTS.map(row).to_vec() })
}

/// The bounds of `unclear`, of mode, and of `pm_as_po`.
pub(crate) fn bounds(readings: &[Reading], curve: &ShareCurve) -> anyhow::Result<Bounds> {
    let bounds = Bounds { tasks: 0, pieces: 1, mode: mode(readings), pm_as_po: pm_as_po(readings, curve)? };
    Ok(unclear(readings, bounds))
}

/// Whether a reading is unclear by these bounds.
pub(crate) fn is_unclear(reading: &Reading, bounds: &Bounds) -> bool {
    !reading.readable
        || reading.tasks < bounds.tasks_needed(reading.words)
            && reading.measures.where_duties_stand < bounds.pieces_needed(reading.words)
}

/// The bounds that catch most unclear postings at no more than 1% of the others: half of what may be lost, because
/// texts that nobody mined hold less evidence.
fn unclear(readings: &[Reading], start: Bounds) -> Bounds {
    const LOST: f64 = 0.01;
    // A short posting of a trade that the lexicon does not know, a teacher's say, still names as many tasks.
    const MOST_TASKS: u32 = 6;
    let clear = readings.iter().filter(|reading| reading.gold.is_some()).count() as f64;
    let counts = |bounds: &Bounds| {
        let count = |clear: bool| {
            readings.iter().filter(|reading| reading.gold.is_some() == clear && is_unclear(reading, bounds)).count()
        };
        (count(false), count(true))
    };
    let mut best = (start, counts(&start));
    for (pieces, tasks) in (1..=3).flat_map(|pieces| (1..=MOST_TASKS).map(move |tasks| (pieces, tasks))) {
        let tried = Bounds { tasks, pieces, ..start };
        let (caught, lost) = counts(&tried);
        let (most, least) = best.1;
        if lost as f64 <= LOST * clear && (caught > most || caught == most && lost < least) {
            best = (tried, (caught, lost));
        }
    }
    best.0
}

/// The bound with which most postings that are read as `other` get the reader's mode.
fn mode(readings: &[Reading]) -> i32 {
    let others: Vec<&Reading> =
        readings.iter().filter(|reading| reading.gold.is_some() && reading.first() == 3).collect();
    let right = |bound: i64| -> f64 {
        let agrees = |reading: &&&Reading| {
            let Measures { given, product, project, .. } = reading.measures;
            let most = product.max(project);
            let mode = if most == 0 || most * 1_000 < bound * given {
                "neither"
            } else if product >= project {
                "product"
            } else {
                "project"
            };
            mode == reading.mode
        };
        others.iter().filter(agrees).map(|reading| reading.weight).sum()
    };
    let best = (0..=100).map(|at| at * 10).fold((0, f64::MIN), |best, bound| {
        let found = right(bound);
        if found > best.1 { (bound, found) } else { best }
    });
    best.0 as i32
}

/// The rule whose F1 is best, along the direction that a logistic regression finds.
fn pm_as_po(readings: &[Reading], curve: &ShareCurve) -> anyhow::Result<PmAsPo> {
    let features = |reading: &Reading| {
        let fractions = reading.fractions(curve).map(|f| f.min(f64::from(PmAsPo::SHARE_CAP) / 100.0));
        let owned = reading.measures.owned_as_product_owner.min(PmAsPo::OWNED_CAP);
        [1.0, fractions[0], fractions[1], f64::from(owned) / 10.0]
    };
    let floor = f64::from(PmAsPo::PRODUCT_FLOOR) / 100.0;
    let may_be = |reading: &&Reading| reading.first() < 2 && reading.fractions(curve)[0] >= floor;
    let candidates: Vec<_> = readings.iter().filter(may_be).map(|r| (features(r), r.pm_as_po, r.weight)).collect();
    let weights = yes_or_no(&candidates, 1.0)?;
    // A share of 100 percent and ten owned pieces are one each.
    let [_, product_manager, product_owner, owned] = weights.map(|weight| weight * 10.0);
    let rule = [product_manager, product_owner, owned * 10.0].map(|weight| weight.round() as i32);
    let sum = |[_, pm, po, owned]: [f64; 4]| {
        let parts = [(pm, 100.0), (po, 100.0), (owned, 10.0)];
        parts.iter().zip(rule).map(|((value, unit), weight)| (value * unit).round() as i64 * i64::from(weight)).sum()
    };
    let mut scored: Vec<(i64, bool, f64)> =
        candidates.iter().map(|&(features, answer, weight)| (sum(features), answer, weight)).collect();
    scored.sort_by_key(|&(sum, _, _)| std::cmp::Reverse(sum));
    let all: f64 = readings.iter().filter(|reading| reading.pm_as_po).map(|reading| reading.weight).sum();
    let (mut told, mut right, mut best) = (0.0, 0.0, (0.0, i64::MAX));
    for (at, &(sum, answer, weight)) in scored.iter().enumerate() {
        told += weight;
        right += if answer { weight } else { 0.0 };
        let f1 = 2.0 * right / (told + all);
        let last_of_its_sum = scored.get(at + 1).is_none_or(|next| next.0 != sum);
        if last_of_its_sum && f1 > best.0 {
            best = (f1, sum);
        }
    }
    let bound = i32::try_from(best.1).unwrap_or(1_000_000);
    Ok(PmAsPo { product_manager: rule[0], product_owner: rule[1], owned: rule[2], bound })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(totals: [i64; 4], gold: Option<usize>) -> Reading {
        let mut shares = [0.0; 4];
        shares[gold.unwrap_or(3)] = 1.0;
        Reading {
            totals,
            measures: Measures::default(),
            words: 200,
            tasks: 9,
            readable: true,
            gold,
            shares,
            mode: "neither".to_owned(),
            pm_as_po: false,
            weight: f64::from(u8::from(gold.is_some())),
        }
    }

    #[test]
    fn shares_follow_how_the_readers_divide_the_duties() {
        let halves = Reading { shares: [0.5, 0.5, 0.0, 0.0], ..reading([900, 800, -5_000, -5_000], Some(0)) };
        let whole = reading([6_000, -5_000, -5_000, -5_000], Some(0));
        let readings = [halves, whole];
        let curve = shares(&readings);
        assert!(share_error(&readings, &curve) < 2.0, "{curve:?}");
        assert!(curve.curve.values.is_sorted_by(|a, b| a >= b));
    }

    #[test]
    fn confidence_rises_with_the_lead() {
        let readings: Vec<Reading> = (0..200_i64)
            .map(|at| reading([at * 20, 0, -1_000, -1_000], Some(usize::from(at < 100 && at % 2 == 0))))
            .collect();
        let table = confidence(&readings).expect("a fit");
        assert!(table.percent(3_900, 0) > 90 && table.percent(200, 0) < 75, "{table:?}");
        assert!(table.rows.iter().all(|row| row.percent.values.is_sorted()));
    }

    #[test]
    fn unclear_postings_are_caught_as_long_as_few_others_are_lost() {
        let bare = |gold| Reading { tasks: 1, ..reading([0; 4], gold) };
        let told = |gold| Reading { measures: Measures { where_duties_stand: 5, ..Measures::default() }, ..bare(gold) };
        let start = Bounds {
            tasks: 0,
            pieces: 1,
            mode: 0,
            pm_as_po: PmAsPo { product_manager: 0, product_owner: 0, owned: 0, bound: 1 },
        };
        let mut readings = vec![bare(None); 3];
        readings.extend(vec![told(Some(0)); 200]);
        let bounds = unclear(&readings, start);
        assert!(is_unclear(&readings[0], &bounds) && !is_unclear(&readings[3], &bounds));
        readings.extend(vec![bare(Some(3)); 10]);
        assert_eq!(unclear(&readings, start), start, "too many would be lost");
    }

    #[test]
    fn the_rule_for_a_product_managers_backlog_separates_what_it_can() {
        let with = |owned_as_product_owner, pm_as_po| Reading {
            measures: Measures { owned_as_product_owner, ..Measures::default() },
            pm_as_po,
            ..reading([2_000, 1_000, -3_000, -3_000], Some(0))
        };
        let mut readings = vec![with(4, true); 10];
        readings.extend(vec![with(0, false); 30]);
        let curve = shares(&readings);
        let rule = pm_as_po(&readings, &curve).expect("a fit");
        assert!(rule.owned > 0, "{rule:?}");
        let part = |owned: i32| {
            let fractions = readings[0].fractions(&curve).map(|f| (100.0 * f.min(0.3)).round() as i32);
            fractions[0] * rule.product_manager + fractions[1] * rule.product_owner + owned * rule.owned
        };
        assert!(part(4) >= rule.bound && part(0) < rule.bound, "{rule:?}");
    }
}
