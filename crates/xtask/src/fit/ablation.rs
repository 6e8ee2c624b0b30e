//! What each part of the reading is worth: the same cross-validation without it.

use std::path::Path;

use rolecall::Analyzer;
use rolecall::analysis::{Polarity, Role};
use rolecall::context::Findings;
use rolecall_lexicon::compiled::Compiled;
use rolecall_lexicon::weights::Weights;

use super::cross::Ground;
use super::data::Sample;
use super::settings::{self, Settings};
use super::{ROUNDS, calibrate, figures_of, groups, read_lexicon, read_samples};
use crate::gold;

/// A part of the reading, and how to read without it.
struct Part {
    name: &'static str,
    without: &'static str,
    settings: fn(&mut Settings),
    findings: fn(&mut Findings, &Compiled),
}

impl Part {
    const fn of_settings(name: &'static str, without: &'static str, settings: fn(&mut Settings)) -> Self {
        Part { name, without, settings, findings: |_, _| {} }
    }

    const fn of_findings(name: &'static str, without: &'static str, findings: fn(&mut Findings, &Compiled)) -> Self {
        Part { name, without, settings: |_| {}, findings }
    }
}

const PARTS: &[Part] = &[
    Part::of_settings("nothing", "the settings as they are", |_| {}),
    Part::of_settings("sections", "every section counts as duties do", |s| {
        let sections = &mut s.sections;
        for section in [
            &mut sections.summary,
            &mut sections.duties,
            &mut sections.requirements,
            &mut sections.nice_to_have,
            &mut sections.company,
            &mut sections.benefits,
            &mut sections.legal,
            &mut sections.other,
        ] {
            *section = 1_000;
        }
    }),
    Part::of_settings("ownership", "shared and supporting work counts as owned work does", |s| {
        (s.shares, s.supports) = (1_000, 1_000);
    }),
    Part::of_findings("negation", "what the text denies counts as stated", |findings, _| {
        state(findings, Polarity::Negated)
    }),
    Part::of_settings("what denial takes away", "denied evidence counts nothing", |s| s.negated = 0),
    Part::of_findings("counterparts", "what the text says of somebody else counts as stated", |findings, _| {
        state(findings, Polarity::SomeoneElse);
    }),
    Part::of_settings("repetition", "every hit of a term counts fully", |s| s.repetition = [1_000; 3]),
    Part::of_settings("dilution", "a piece counts the same in short and long texts", |s| s.dilution.power = 0.0),
    Part::of_settings("bare tasks", "tasks without evidence say nothing", |s| s.bare_task = 0),
    Part::of_findings("terms of other", "only terms of the three roles are evidence", |findings, lexicon| {
        findings.list.retain(|finding| lexicon.terms[finding.term as usize].role != Role::Other);
    }),
];

fn state(findings: &mut Findings, polarity: Polarity) {
    for finding in findings.list.iter_mut().filter(|finding| finding.polarity == polarity) {
        finding.polarity = Polarity::Stated;
    }
}

/// Out-of-fold figures without one part of the reading, in the mix that the weights are fitted for.
pub(crate) struct Trial {
    /// What is left out.
    pub(crate) name: &'static str,
    /// What that means.
    pub(crate) without: &'static str,
    /// Part of the postings that were read right.
    pub(crate) accuracy: f64,
    /// The lowest and the highest accuracy of a round.
    pub(crate) rounds: (f64, f64),
    /// Mean F1 of the roles.
    pub(crate) macro_f1: f64,
    /// F1 of the product owner.
    pub(crate) f1_product_owner: f64,
    /// Mean absolute error of the shares, in points.
    pub(crate) share_error: f64,
}

/// Cross-validates on train with everything, then without each part. Weights, shares and bounds are fitted anew each
/// time; the ridges stay as the settings have them.
pub(crate) fn trials(train: &Path, lexicon: &Path, settings: &Path, mix: &Path) -> anyhow::Result<Vec<Trial>> {
    let settings = Settings::read(settings)?;
    let mix = settings::read_mix(mix)?;
    let lexicon = read_lexicon(lexicon)?;
    let train = gold::read(train)?;
    let analyzer = Analyzer::builder().compiled(lexicon.clone()).weights(Weights::neutral()).build()?;
    let found = read_samples(&analyzer, &train);
    let groups = groups::of(&train);
    let seeds: Vec<u64> = (0..ROUNDS).map(|round| settings.seed + round).collect();
    let trial = |part: &Part| {
        let mut settings = settings.clone();
        (part.settings)(&mut settings);
        let altered = |sample: &Sample<'_>| {
            let mut findings = sample.findings.clone();
            (part.findings)(&mut findings, &lexicon);
            findings
        };
        let samples: Vec<Sample<'_>> =
            found.iter().map(|sample| Sample { posting: sample.posting, findings: altered(sample) }).collect();
        let ground = Ground { samples: &samples, groups: &groups, lexicon: &lexicon, mix };
        let (mut figures, mut readings) = (Vec::new(), Vec::new());
        for round in ground.cross(&settings, &seeds)? {
            let (of_round, read) = figures_of(&ground, &settings, &round);
            figures.push(of_round);
            readings.extend(read);
        }
        let mean = |take: fn(&super::Figures) -> f64| figures.iter().map(take).sum::<f64>() / figures.len() as f64;
        Ok(Trial {
            name: part.name,
            without: part.without,
            accuracy: mean(|f| f.accuracy),
            rounds: figures.iter().fold((1.0, 0.0), |(low, high), f| (f.accuracy.min(low), f.accuracy.max(high))),
            macro_f1: mean(|f| f.macro_f1),
            f1_product_owner: mean(|f| f.f1[1]),
            share_error: calibrate::share_error(&readings, &calibrate::shares(&readings)),
        })
    };
    PARTS.iter().map(trial).collect()
}
