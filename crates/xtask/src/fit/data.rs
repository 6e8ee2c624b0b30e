//! Labelled postings as the fit sees them.

use rolecall::context::Findings;
use rolecall::score::{Scorer, Scratch, TermInfo};
use rolecall_lexicon::Role;
use rolecall_lexicon::compiled::Compiled;
use rolecall_lexicon::weights::{BARE_TASKS_CAP, Weights};

use super::logistic::{Row, TermPrior};
use super::settings::Settings;
use crate::gold::Labelled;

/// A labelled posting with what the analyzer found in it.
pub(crate) struct Sample<'a> {
    /// The posting.
    pub(crate) posting: &'a Labelled,
    /// The findings of its body.
    pub(crate) findings: Findings,
}

/// Counts of the roles of the quotes that a term's stated hits overlap.
pub(crate) type QuoteCounts = Vec<[f64; 4]>;

/// How much the quotes of a term must outweigh what is known of its role.
const QUOTE_SMOOTHING: f64 = 3.0;

/// What each text offers under these settings.
///
/// The multipliers are taken from the scorer itself, by asking it with weights of one point for each term's own role:
/// so the fit and the score can't disagree on how section, ownership, repetition and denial count.
pub(crate) fn rows(samples: &[Sample<'_>], lexicon: &Compiled, settings: &Settings) -> Vec<Row> {
    let mut unit = Weights::neutral();
    settings.form(&mut unit);
    let scorer = Scorer::new(unit, lexicon.terms.iter().map(TermInfo::from));
    let mut scratch = Scratch::default();
    samples
        .iter()
        .map(|sample| {
            let scored = scorer.score(&sample.findings, &mut scratch);
            let mut row = Row { bare: f64::from(sample.findings.bare_tasks.min(BARE_TASKS_CAP)), ..Row::default() };
            for (finding, points) in sample.findings.list.iter().zip(&scored.points) {
                let own = points.of(lexicon.terms[finding.term as usize].role) as f64 / 1_000.0;
                // Denied evidence is not fitted: it takes away what stated evidence gives.
                if own <= 0.0 {
                    continue;
                }
                match row.stated.iter_mut().find(|(term, _)| *term == finding.term) {
                    Some((_, times)) => *times += own,
                    None => row.stated.push((finding.term, own)),
                }
            }
            row
        })
        .collect()
}

/// What the quotes of one posting say of the terms found in it.
pub(crate) fn quote_counts<'a>(samples: impl IntoIterator<Item = &'a Sample<'a>>, terms: usize) -> QuoteCounts {
    let mut counts = vec![[0.0; 4]; terms];
    for sample in samples {
        for finding in &sample.findings.list {
            if finding.polarity != rolecall::analysis::Polarity::Stated {
                continue;
            }
            for quote in &sample.posting.gold.quotes {
                if quote.start < finding.end && finding.start < quote.end {
                    counts[finding.term as usize][quote.role.index()] += 1.0;
                }
            }
        }
    }
    counts
}

/// What is known of each term before the fit: its role, its group, and its quotes against those of its role.
pub(crate) fn priors(lexicon: &Compiled, counts: &QuoteCounts) -> Vec<TermPrior> {
    let mut of_role = [[0.5; 4]; 4];
    for (term, counts) in lexicon.terms.iter().zip(counts) {
        for (sum, count) in of_role[term.role.index()].iter_mut().zip(counts) {
            *sum += count;
        }
    }
    let prior = |(term, counts): (&rolecall_lexicon::compiled::CompiledTerm, &[f64; 4])| {
        let role = term.role.index();
        let usual: f64 = of_role[role].iter().sum();
        let sum: f64 = counts.iter().sum();
        let odds = |at: usize| {
            let expected = of_role[role][at] / usual;
            libm::log((counts[at] + QUOTE_SMOOTHING * expected) / ((sum + QUOTE_SMOOTHING) * expected))
        };
        let odds = [odds(0), odds(1), odds(2), odds(3)];
        let mean = odds.iter().sum::<f64>() / 4.0;
        TermPrior { role, group: role * 5 + term.dimension.index(), quotes: odds.map(|odds| odds - mean) }
    };
    lexicon.terms.iter().zip(counts).map(prior).collect()
}

/// The target of the fit: the reader's shares mixed with the primary role.
pub(crate) fn target(posting: &Labelled, role: Role, soft: f64) -> [f64; 4] {
    let mut target = posting.gold.shares.fractions().map(|share| share * soft);
    target[role.index()] += 1.0 - soft;
    target
}
