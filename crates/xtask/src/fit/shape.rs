//! Fitted numbers as the whole numbers of a weights file.

use rolecall::score::{Scorer, Scratch, TermInfo};
use rolecall_lexicon::compiled::Compiled;
use rolecall_lexicon::weights::{LARGEST, Weights};

use super::calibrate::Reading;
use super::cross::{Fitted, Ground};
use super::settings::Settings;

fn thousandths(points: f64) -> i32 {
    (points * 1_000.0).round().clamp(-f64::from(LARGEST), f64::from(LARGEST)) as i32
}

/// The weights of a model, with plain curves and bounds still.
pub(crate) fn weights(fitted: &Fitted, lexicon: &Compiled, settings: &Settings) -> Weights {
    let mut weights = Weights::neutral();
    settings.form(&mut weights);
    let model = &fitted.model;
    weights.lexicon = lexicon.hash.clone();
    weights.prior = model.prior.map(thousandths);
    for (at, &group) in model.groups.iter().enumerate() {
        weights.groups[at / 5][at % 5] = group.map(thousandths);
    }
    // A term that no posting holds has nothing but its group's weights.
    weights.terms = (0_u32..)
        .zip(lexicon.terms.iter().zip(&model.terms))
        .filter(|(at, _)| fitted.met.contains(at))
        .map(|(_, (term, weights))| (term.id.clone(), weights.map(thousandths)))
        .collect();
    weights.terms.sort();
    weights
}

/// Readings of postings by weights, beside their answers. `weights_of` tells whose weights read a posting.
pub(crate) fn readings<'w>(ground: &Ground<'_>, weights_of: impl Fn(usize) -> &'w Scorer) -> Vec<Reading> {
    let importance = ground.importance(1.0);
    let mut scratch = Scratch::default();
    ground
        .samples
        .iter()
        .enumerate()
        .map(|(at, sample)| {
            let scored = weights_of(at).score(&sample.findings, &mut scratch);
            let gold = &sample.posting.gold;
            Reading {
                totals: scored.reading.points().0,
                measures: scored.measures,
                words: sample.findings.words_with_foreign,
                tasks: sample.findings.tasks,
                readable: !scored
                    .reading
                    .reasons()
                    .iter()
                    .any(|&reason| reason != rolecall::analysis::Reason::NoDuties),
                gold: ground.role(at).map(|role| role.index()),
                shares: gold.shares.fractions(),
                mode: gold.mode.clone(),
                pm_as_po: gold.pm_as_po,
                weight: importance[at],
            }
        })
        .collect()
}

/// A scorer for these weights.
pub(crate) fn scorer(weights: Weights, lexicon: &Compiled) -> Scorer {
    Scorer::new(weights, lexicon.terms.iter().map(TermInfo::from))
}
