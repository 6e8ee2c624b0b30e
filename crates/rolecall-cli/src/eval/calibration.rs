//! Whether confidence means what it says.

use rolecall::analysis::ReadRole;
use serde::Serialize;

use super::row::Row;

/// How many bins of equal count the postings are sorted into.
const BINS: usize = 10;

/// Postings of like confidence.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Bin {
    /// How many.
    pub count: usize,
    /// Their mean confidence, from 0 to 1.
    pub confidence: f64,
    /// The part of them that was read right.
    pub accuracy: f64,
}

/// The postings by rising confidence, in ten bins of equal count. Postings without a confidence (read as unclear), and
/// those that the reader calls unclear, take no part.
#[must_use]
pub fn bins(rows: &[&Row]) -> Vec<Bin> {
    let mut said: Vec<(u8, bool)> = rows
        .iter()
        .filter(|row| row.gold.role != ReadRole::Unclear)
        .filter_map(|row| Some((row.confidence?, row.gold.role == row.read.role)))
        .collect();
    // Stable, so that postings of one confidence stay in the order of the files: sorted by outcome they would fill one
    // bin with the wrong ones.
    said.sort_by_key(|&(confidence, _)| confidence);
    let cut = |bin: usize| bin * said.len() / BINS;
    (0..BINS).map(|bin| &said[cut(bin)..cut(bin + 1)]).filter(|bin| !bin.is_empty()).map(of).collect()
}

fn of(said: &[(u8, bool)]) -> Bin {
    let mean = |sum: f64| sum / said.len() as f64;
    Bin {
        count: said.len(),
        confidence: mean(said.iter().map(|&(confidence, _)| f64::from(confidence) / 100.0).sum()),
        accuracy: mean(said.iter().map(|&(_, right)| f64::from(u8::from(right))).sum()),
    }
}

/// The expected calibration error: how far confidence and accuracy lie apart, by bin, over postings.
#[must_use]
pub fn error(bins: &[Bin]) -> Option<f64> {
    let count: usize = bins.iter().map(|bin| bin.count).sum();
    let apart: f64 = bins.iter().map(|bin| bin.count as f64 * (bin.confidence - bin.accuracy).abs()).sum();
    (count > 0).then(|| apart / count as f64)
}
