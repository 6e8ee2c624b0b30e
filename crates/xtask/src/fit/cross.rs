//! Cross-validation: what a fit says of postings whose employers it never saw.

use std::collections::HashSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use rolecall_lexicon::Role;
use rolecall_lexicon::compiled::Compiled;

use super::data::{self, Sample};
use super::groups;
use super::logistic::{self, Example, Model, Row};
use super::settings::Settings;

/// Folds of one round.
pub(crate) const FOLDS: usize = 5;

/// Threads that fit folds.
const THREADS: usize = 2;

/// Labelled postings, their groups and what the fit needs to know about the world.
pub(crate) struct Ground<'a> {
    /// The postings.
    pub(crate) samples: &'a [Sample<'a>],
    /// The group of each.
    pub(crate) groups: &'a [usize],
    /// The lexicon that found their findings.
    pub(crate) lexicon: &'a Compiled,
    /// The mix that the weights are fitted for.
    pub(crate) mix: [f64; 4],
}

impl Ground<'_> {
    /// The role of each posting; `None` is unclear and takes no part in the fit.
    pub(crate) fn role(&self, at: usize) -> Option<Role> {
        self.samples[at].posting.gold.role()
    }

    /// How much each posting counts, so that the roles stand in the mix; unclear ones count nothing.
    pub(crate) fn importance(&self, reweight: f64) -> Vec<f64> {
        let mut counts = [0.0; 4];
        for at in 0..self.samples.len() {
            if let Some(role) = self.role(at) {
                counts[role.index()] += 1.0;
            }
        }
        let all: f64 = counts.iter().sum();
        let weight = |role: Role| libm::pow(self.mix[role.index()] * all / counts[role.index()], reweight);
        (0..self.samples.len()).map(|at| self.role(at).map_or(0.0, weight)).collect()
    }

    /// The fold of each posting in one round.
    pub(crate) fn folds(&self, seed: u64) -> Vec<usize> {
        let postings: Vec<_> = self.samples.iter().map(|sample| sample.posting).collect();
        groups::folds(&postings, self.groups, FOLDS, seed)
    }

    /// Fits a model on the postings for which `seen` holds.
    pub(crate) fn fit(
        &self,
        rows: &[Row],
        settings: &Settings,
        seen: impl Fn(usize) -> bool,
    ) -> anyhow::Result<Fitted> {
        let importance = self.importance(settings.reweight);
        let learn: Vec<usize> = (0..rows.len()).filter(|&at| seen(at) && importance[at] > 0.0).collect();
        let samples = learn.iter().map(|&at| &self.samples[at]);
        let terms = data::priors(self.lexicon, &data::quote_counts(samples, self.lexicon.terms.len()));
        let example = |&at: &usize| {
            let role = self.role(at)?;
            let target = data::target(self.samples[at].posting, role, settings.soft);
            Some(Example { row: &rows[at], target, weight: importance[at] })
        };
        let nothing = Row::default();
        let silent = Example { row: &nothing, target: [0.0, 0.0, 0.0, 1.0], weight: settings.silent };
        let examples: Vec<Example<'_>> = learn.iter().filter_map(example).chain([silent]).collect();
        let model = logistic::fit(&examples, &terms, settings.ridge, f64::from(settings.bare_task) / 1_000.0)?;
        let met: HashSet<u32> = learn.iter().flat_map(|&at| rows[at].stated.iter().map(|&(term, _)| term)).collect();
        Ok(Fitted { model, met })
    }

    /// Out-of-fold models and totals, one round for each seed; rounds come one after the other.
    pub(crate) fn cross(&self, settings: &Settings, seeds: &[u64]) -> anyhow::Result<Vec<Round>> {
        let rows = data::rows(self.samples, self.lexicon, settings);
        let folds: Vec<Vec<usize>> = seeds.iter().map(|&seed| self.folds(seed)).collect();
        let jobs: Vec<(usize, usize)> = (0..seeds.len()).flat_map(|s| (0..FOLDS).map(move |f| (s, f))).collect();
        let fitted = parallel(jobs.len(), |job| {
            let (round, fold) = jobs[job];
            self.fit(&rows, settings, |at| folds[round][at] != fold)
        });
        let mut fitted = fitted.into_iter();
        folds
            .into_iter()
            .map(|folds| {
                let models: Vec<Fitted> = fitted.by_ref().take(FOLDS).collect::<anyhow::Result<_>>()?;
                Ok(Round { folds, models })
            })
            .collect()
    }
}

/// A fitted model and what it was fitted with.
pub(crate) struct Fitted {
    /// The model.
    pub(crate) model: Model,
    /// The terms with stated hits in the postings that it saw.
    pub(crate) met: HashSet<u32>,
}

/// One round of cross-validation.
pub(crate) struct Round {
    /// The fold of each posting.
    pub(crate) folds: Vec<usize>,
    /// The model of each fold: fitted on all others.
    pub(crate) models: Vec<Fitted>,
}

/// Runs jobs on two threads; the answers come in the order of the jobs, whoever did them.
fn parallel<T: Send>(jobs: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<(usize, T)>> = Mutex::default();
    std::thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                loop {
                    let job = next.fetch_add(1, Ordering::Relaxed);
                    if job >= jobs {
                        break;
                    }
                    let answer = work(job);
                    done.lock().unwrap_or_else(PoisonError::into_inner).push((job, answer));
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by_key(|&(job, _)| job);
    done.into_iter().map(|(_, answer)| answer).collect()
}
