//! `cargo xtask fit`: the weights, from labelled postings.
//!
//! Terms get their weights from a multinomial logistic regression with shrinkage ([`logistic`]); its settings are
//! chosen by cross-validation with whole employers kept together ([`cross`], [`groups`], [`search`]); shares,
//! confidence and the bounds are fitted on out-of-fold readings ([`mod@calibrate`]). Everything is written as whole
//! numbers, the same bytes every time.

#[cfg(feature = "accuracy")]
pub(crate) mod ablation;
mod calibrate;
mod cross;
mod data;
mod figures;
mod groups;
mod logistic;
mod minimise;
mod search;
mod settings;
mod shape;

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use rolecall::{Analyzer, Posting};
use rolecall_lexicon::compile::compile;
use rolecall_lexicon::compiled::Compiled;
use rolecall_lexicon::source::{Layer, Loader};
use rolecall_lexicon::weights::{Weights, posting_hash};

use crate::gold::{self, Labelled};
use calibrate::Reading;
use cross::{Ground, Round};
use data::Sample;
use figures::{Figures, Pair};
use settings::Settings;

/// Rounds of cross-validation whose readings calibrate shares, confidence and bounds.
const ROUNDS: u64 = 3;

/// Where the fit, and what measures it, find their files.
#[derive(clap::Args)]
pub(crate) struct Paths {
    /// Labelled postings: a folder with train.jsonl, extra.jsonl, dev.jsonl and sections.jsonl.
    #[arg(long, default_value = "../shared/gold")]
    pub(crate) gold: PathBuf,
    /// The lexicon's folder, with its weights.
    #[arg(long, default_value = "lexicons/en")]
    pub(crate) lexicon: PathBuf,
    /// Settings of the fit.
    #[arg(long, default_value = "crates/xtask/fit.toml")]
    pub(crate) settings: PathBuf,
    /// The mix of roles that the weights are fitted for.
    #[arg(long, default_value = "crates/xtask/mix.toml")]
    pub(crate) mix: PathBuf,
    /// The out-of-fold analyses of train, one a line: `fit` writes them.
    #[arg(long, default_value = "target/fit/out-of-fold.jsonl")]
    pub(crate) out_of_fold: PathBuf,
}

/// What `cargo xtask fit` takes.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Fit, and say whether the checked-in weights are the same bytes; write nothing.
    #[arg(long)]
    check: bool,
    /// Only cross-validate with these settings and print the figures.
    #[arg(long, conflicts_with = "check")]
    dry_run: bool,
    /// Look for better settings first, and write them to the settings file.
    #[arg(long, conflicts_with = "check")]
    search: bool,
    #[command(flatten)]
    paths: Paths,
}

/// Runs the command.
#[allow(clippy::print_stdout)]
pub(crate) fn run(args: &Args) -> anyhow::Result<()> {
    let paths = &args.paths;
    let mut settings = Settings::read(&paths.settings)?;
    let mix = settings::read_mix(&paths.mix)?;
    let lexicon = read_lexicon(&paths.lexicon)?;
    let train = gold::read(&paths.gold.join("train.jsonl"))?;
    let analyzer = Analyzer::builder().compiled(lexicon.clone()).weights(Weights::neutral()).build()?;
    let samples = read_samples(&analyzer, &train);
    let groups = groups::of(&train);
    let ground = Ground { samples: &samples, groups: &groups, lexicon: &lexicon, mix };

    let seeds: Vec<u64> = (0..ROUNDS).map(|round| settings.seed + round).collect();
    if args.search {
        settings = search::search(&ground, settings, &seeds)?;
        settings.write(&paths.settings)?;
    }
    let rounds = ground.cross(&settings, &seeds)?;
    let outcome = calibrate(&ground, &settings, &rounds)?;
    for (name, value) in &outcome.figures {
        println!("{name}: {value}");
    }
    if args.dry_run {
        return Ok(());
    }

    let of_train = outcome.finish(&ground, &settings)?;
    let mut all = train.clone();
    for name in ["extra.jsonl", "dev.jsonl"] {
        all.extend(gold::read(&paths.gold.join(name))?);
    }
    let samples = read_samples(&analyzer, &all);
    let every = Ground { samples: &samples, groups: &[], lexicon: &lexicon, mix };
    let of_all = outcome.finish(&every, &settings)?;

    let files = [("weights-train.toml", of_train.to_toml()), ("weights.toml", of_all.to_toml())];
    if args.check {
        return check(&paths.lexicon, &files);
    }
    for (name, text) in &files {
        let path = paths.lexicon.join(name);
        std::fs::write(&path, text).with_context(|| format!("{}: can't be written", path.display()))?;
        println!("wrote {}", path.display());
    }
    let round = rounds.first().context("no round of cross-validation")?;
    write_out_of_fold(&paths.out_of_fold, &ground, round, &outcome, &settings)?;
    println!("wrote {}", paths.out_of_fold.display());
    Ok(())
}

/// Says whether the fit reproduces the checked-in files.
#[allow(clippy::print_stdout)]
fn check(folder: &Path, files: &[(&str, String)]) -> anyhow::Result<()> {
    for (name, text) in files {
        let path = folder.join(name);
        let there = std::fs::read_to_string(&path).with_context(|| format!("{}: can't be read", path.display()))?;
        if there == *text {
            println!("{}: reproduced byte for byte", path.display());
            continue;
        }
        let line = there.lines().zip(text.lines()).take_while(|(old, new)| old == new).count() + 1;
        bail!(
            "{}:{line}: not what this fit gives; the lexicon, the settings or the labelled postings have changed since. \
             Run `cargo xtask fit` and look at the difference",
            path.display()
        );
    }
    Ok(())
}

/// What is fitted on out-of-fold readings, and how good those are.
struct Outcome {
    calibrated: Weights,
    figures: Vec<(String, String)>,
}

/// Fits shares, confidence and bounds on the out-of-fold readings of all rounds.
fn calibrate(ground: &Ground<'_>, settings: &Settings, rounds: &[Round]) -> anyhow::Result<Outcome> {
    let mut readings = Vec::new();
    let mut figures = Vec::new();
    for round in rounds {
        let (of_round, found) = figures_of(ground, settings, round);
        figures.push(of_round);
        readings.extend(found);
    }
    let mut calibrated = Weights::neutral();
    calibrated.shares = calibrate::shares(&readings);
    calibrated.confidence = calibrate::confidence(&readings)?;
    calibrated.bounds = calibrate::bounds(&readings, &calibrated.shares)?;
    let figures = tell(&figures, &readings, &calibrated);
    Ok(Outcome { calibrated, figures })
}

/// What the folds' weights say of the postings that they never saw, and how good that is.
fn figures_of(ground: &Ground<'_>, settings: &Settings, round: &Round) -> (Figures, Vec<Reading>) {
    let scorer = |fitted| shape::scorer(shape::weights(fitted, ground.lexicon, settings), ground.lexicon);
    let scorers: Vec<_> = round.models.iter().map(scorer).collect();
    let readings = shape::readings(ground, |at| &scorers[round.folds[at]]);
    (figures::figures(&pairs(&readings)), readings)
}

/// The figures that provenance keeps, out of fold, in the mix.
fn tell(figures: &[Figures], readings: &[Reading], weights: &Weights) -> Vec<(String, String)> {
    let mean = |take: fn(&Figures) -> f64| figures.iter().map(take).sum::<f64>() / figures.len() as f64;
    let count = |clear: bool| {
        let fits =
            |reading: &&Reading| reading.gold.is_some() == clear && calibrate::is_unclear(reading, &weights.bounds);
        readings.iter().filter(fits).count()
    };
    let of = |clear: bool| readings.iter().filter(|reading| reading.gold.is_some() == clear).count();
    [
        ("accuracy", format!("{:.3}", mean(|f| f.accuracy))),
        ("macro-F1", format!("{:.3}", mean(|f| f.macro_f1))),
        ("kappa", format!("{:.3}", mean(|f| f.kappa))),
        ("F1 of product_manager", format!("{:.3}", mean(|f| f.f1[0]))),
        ("F1 of product_owner", format!("{:.3}", mean(|f| f.f1[1]))),
        ("F1 of project_manager", format!("{:.3}", mean(|f| f.f1[2]))),
        ("F1 of other", format!("{:.3}", mean(|f| f.f1[3]))),
        ("surprise", format!("{:.4}", mean(|f| f.surprise))),
        ("share error", format!("{:.2}", calibrate::share_error(readings, &weights.shares))),
        ("unclear caught", format!("{} of {}", count(false), of(false))),
        ("unclear by mistake", format!("{} of {}", count(true), of(true))),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .to_vec()
}

fn pairs(readings: &[Reading]) -> Vec<Pair> {
    let pair = |reading: &Reading| {
        let totals = reading.totals.map(|total| total as f64 / 1_000.0);
        Some(Pair { gold: reading.gold?, totals, weight: reading.weight })
    };
    readings.iter().filter_map(pair).collect()
}

impl Outcome {
    /// Weights fitted on all postings of the ground.
    fn finish(&self, ground: &Ground<'_>, settings: &Settings) -> anyhow::Result<Weights> {
        let rows = data::rows(ground.samples, ground.lexicon, settings);
        let fitted = ground.fit(&rows, settings, |_| true)?;
        let mut weights = self.complete(shape::weights(&fitted, ground.lexicon, settings));
        weights.provenance.settings = settings.pairs();
        weights.provenance.figures = self.figures.clone();
        weights.provenance.postings =
            ground.samples.iter().map(|sample| posting_hash(&sample.posting.description)).collect();
        weights.provenance.postings.sort_unstable();
        weights.provenance.postings.dedup();
        weights.check().map_err(anyhow::Error::msg)?;
        Ok(weights)
    }

    /// The same weights with the curves and bounds that were fitted.
    fn complete(&self, mut weights: Weights) -> Weights {
        weights.shares = self.calibrated.shares.clone();
        weights.confidence = self.calibrated.confidence.clone();
        weights.bounds = self.calibrated.bounds;
        weights
    }
}

/// Writes what each fold's weights say of the postings that they never saw, in the order of train.
fn write_out_of_fold(
    path: &Path,
    ground: &Ground<'_>,
    round: &Round,
    outcome: &Outcome,
    settings: &Settings,
) -> anyhow::Result<()> {
    let build = |fitted| {
        let weights = outcome.complete(shape::weights(fitted, ground.lexicon, settings));
        Analyzer::builder().compiled(ground.lexicon.clone()).weights(weights).build()
    };
    let analyzers: Vec<Analyzer> = round.models.iter().map(build).collect::<Result<_, _>>()?;
    let mut text = String::new();
    for (sample, &fold) in ground.samples.iter().zip(&round.folds) {
        let Labelled { id, title, description, .. } = sample.posting;
        let mut posting = Posting::untitled(description.as_str()).with_id(id.as_str());
        posting.title = title.as_deref().map(Into::into);
        text.push_str(&analyzers[fold].analyze(&posting).to_json());
        text.push('\n');
    }
    let folder = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder).with_context(|| format!("{}: can't be made", folder.display()))?;
    std::fs::write(path, text).with_context(|| format!("{}: can't be written", path.display()))
}

fn read_samples<'a>(analyzer: &Analyzer, postings: &'a [Labelled]) -> Vec<Sample<'a>> {
    postings.iter().map(|posting| Sample { posting, findings: analyzer.findings(&posting.description) }).collect()
}

/// The lexicon of a folder, compiled as the build script of the shipped one does it.
pub(crate) fn read_lexicon(folder: &Path) -> anyhow::Result<Compiled> {
    let mut files = Vec::new();
    list(folder, &mut files)?;
    files.sort();
    let mut loader = Loader::new();
    for file in files {
        let name = file.strip_prefix(folder)?.to_string_lossy().replace('\\', "/");
        let text = std::fs::read_to_string(&file).with_context(|| format!("{}: can't be read", file.display()))?;
        loader.add_text(format!("lexicons/en/{name}"), text, Layer::BuiltIn);
    }
    Ok(compile(&loader.finish()?)?)
}

fn list(folder: &Path, files: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    for entry in std::fs::read_dir(folder).with_context(|| format!("{}: can't be read", folder.display()))? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() && name != "src" {
            list(&path, files)?;
        } else if name.ends_with(".toml") && !name.starts_with("weights") && name != "Cargo.toml" {
            files.push(path);
        }
    }
    Ok(())
}
