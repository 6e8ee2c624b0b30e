//! `cargo xtask fit`: the weights, from labelled postings.
//!
//! Terms get their weights from a multinomial logistic regression with shrinkage ([`logistic`]); its settings are
//! chosen by cross-validation with whole employers kept together ([`cross`], [`groups`], [`search`]); shares,
//! confidence and the bounds are fitted on out-of-fold readings ([`calibrate`]). Everything is written as whole
//! numbers, the same bytes every time.

mod cross;
mod data;
mod figures;
mod groups;
mod logistic;
mod settings;

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use rolecall::Analyzer;
use rolecall_lexicon::compile::compile;
use rolecall_lexicon::compiled::Compiled;
use rolecall_lexicon::source::{Layer, Loader};
use rolecall_lexicon::weights::Weights;

use crate::gold::{self, Labelled};
use cross::Ground;
use data::Sample;
use figures::Pair;
use settings::Settings;

/// What `cargo xtask fit` takes.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Labelled postings: a folder with train.jsonl, extra.jsonl and dev.jsonl.
    #[arg(long, default_value = "../shared/gold")]
    gold: PathBuf,
    /// The lexicon's folder.
    #[arg(long, default_value = "lexicons/en")]
    lexicon: PathBuf,
    /// Settings of the fit.
    #[arg(long, default_value = "crates/xtask/fit.toml")]
    settings: PathBuf,
    /// The mix of roles that the weights are fitted for.
    #[arg(long, default_value = "crates/xtask/mix.toml")]
    mix: PathBuf,
}

/// Runs the command.
#[allow(clippy::print_stdout)]
pub(crate) fn run(args: &Args) -> anyhow::Result<()> {
    let settings = Settings::read(&args.settings)?;
    let mix = settings::read_mix(&args.mix)?;
    let lexicon = read_lexicon(&args.lexicon)?;
    let train = gold::read(&args.gold.join("train.jsonl"))?;
    let analyzer = Analyzer::builder().compiled(lexicon.clone()).weights(Weights::neutral()).build()?;
    let samples = read_samples(&analyzer, &train);
    let groups = groups::of(&train);
    let ground = Ground { samples: &samples, groups: &groups, lexicon: &lexicon, mix };
    let rounds = ground.cross(&settings, &[1, 2, 3])?;
    for round in &rounds {
        println!("{}", figures::figures(&pairs(&ground, &round.totals)));
    }
    let dev = gold::read(&args.gold.join("dev.jsonl"))?;
    let dev_samples = read_samples(&analyzer, &dev);
    let rows = data::rows(&samples, &lexicon, &settings);
    let fitted = ground.fit(&rows, &settings, |_| true)?;
    let dev_rows = data::rows(&dev_samples, &lexicon, &settings);
    let dev_pairs: Vec<Pair> = dev_samples
        .iter()
        .zip(&dev_rows)
        .filter_map(|(sample, row)| {
            Some(Pair {
                gold: sample.posting.gold.role()?.index(),
                totals: fitted.model.totals(row, &fitted.terms),
                weight: 1.0,
            })
        })
        .collect();
    println!("dev {}", figures::figures(&dev_pairs));
    Ok(())
}

fn pairs(ground: &Ground<'_>, totals: &[[f64; 4]]) -> Vec<Pair> {
    let importance = ground.importance(1.0);
    let pair = |at: usize| Some(Pair { gold: ground.role(at)?.index(), totals: totals[at], weight: importance[at] });
    (0..totals.len()).filter_map(pair).collect()
}

fn read_samples<'a>(analyzer: &Analyzer, postings: &'a [Labelled]) -> Vec<Sample<'a>> {
    postings.iter().map(|posting| Sample { posting, findings: analyzer.findings(&posting.description) }).collect()
}

/// The lexicon of a folder, compiled as the build script of the shipped one does it.
fn read_lexicon(folder: &Path) -> anyhow::Result<Compiled> {
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
