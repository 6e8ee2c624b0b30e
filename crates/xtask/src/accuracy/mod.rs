//! `cargo xtask accuracy`: how well postings are read, written down from what was just measured.
//!
//! The figures are those of `rolecall eval`, by the same code; [`census`] counts the stages that failed, the fit's
//! cross-validation tells what each part is worth, [`plot`] draws the calibration, and [`page`] writes it all.

mod census;
mod page;
mod plot;

use std::path::{Path, PathBuf};

use anyhow::{Context as _, ensure};
use rolecall::Analyzer;
use rolecall_cli::eval::{self, EvalArgs, report::Report};
use rolecall_lexicon::compiled::Compiled;
use rolecall_lexicon::weights::Weights;

use crate::fit::Paths;
use crate::fit::ablation::{self, Trial};

/// What `cargo xtask accuracy` takes.
#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    paths: Paths,
    /// Where accuracy.md and accuracy/calibration.svg go.
    #[arg(long, default_value = "docs")]
    docs: PathBuf,
}

/// All that was measured.
struct Measured {
    /// What is not of one piece: weights or readings of another lexicon.
    stale: Vec<String>,
    /// Dev, by the weights of train.
    dev: Report,
    /// Dev, by weights that nobody fitted.
    neutral: Report,
    /// Train, out of fold.
    train: Report,
    /// Train out of fold and dev.
    pooled: Report,
    /// Cross-validation without each part.
    trials: Vec<Trial>,
    /// Wrong dev postings by stage.
    census: [usize; 6],
}

/// Runs the command.
#[allow(clippy::print_stdout)]
pub(crate) fn run(args: &Args) -> anyhow::Result<()> {
    let measured = measure(args)?;
    for line in &measured.stale {
        println!("stale: {line}");
    }
    let folder = args.docs.join("accuracy");
    std::fs::create_dir_all(&folder).with_context(|| format!("{}: can't be made", folder.display()))?;
    write(&folder.join("calibration.svg"), &plot::calibration(&measured.dev.calibration)?)?;
    write(&args.docs.join("accuracy.md"), &page::page(&measured)?)
}

#[allow(clippy::print_stdout)]
fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    std::fs::write(path, text).with_context(|| format!("{}: can't be written", path.display()))?;
    println!("wrote {}", path.display());
    Ok(())
}

fn measure(args: &Args) -> anyhow::Result<Measured> {
    let lexicon = crate::fit::read_lexicon(&args.paths.lexicon)?;
    let weights = read_weights(&args.paths.lexicon.join("weights-train.toml"))?;
    let stale = stale(&lexicon, &weights, &args.paths.out_of_fold)?;
    let build = |weights: Weights| Analyzer::builder().compiled(lexicon.clone()).weights(weights).build();
    let (fitted, neutral) = (build(weights)?, build(Weights::neutral())?);

    let file = |name: &str| args.paths.gold.join(name);
    let dev = EvalArgs {
        files: vec![file("dev.jsonl")],
        sections: Some(file("sections.jsonl")),
        out_of_fold: None,
        format: eval::Format::Json,
        errors: false,
        compare_title: true,
    };
    let of_train = |files: Vec<PathBuf>| EvalArgs {
        files,
        sections: None,
        out_of_fold: Some(args.paths.out_of_fold.clone()),
        compare_title: false,
        ..dev.clone()
    };
    let train = eval::evaluate(&of_train(vec![file("train.jsonl")]), &fitted)?;
    let missing = train.postings - train.out_of_fold;
    ensure!(
        missing == 0,
        "{}: {missing} postings of train are not in it; run `cargo xtask fit`",
        args.paths.out_of_fold.display()
    );
    let of_dev = eval::evaluate(&dev, &fitted)?;
    ensure!(of_dev.in_sample == 0, "weights-train.toml saw postings of dev: no figure would mean anything");
    Ok(Measured {
        stale,
        neutral: eval::evaluate(&dev, &neutral)?,
        train,
        pooled: eval::evaluate(&of_train(vec![file("train.jsonl"), file("dev.jsonl")]), &fitted)?,
        trials: ablation::trials(&file("train.jsonl"), &args.paths.lexicon, &args.paths.settings, &args.paths.mix)?,
        census: census::count(&fitted, &eval::gold::labelled(&dev.files)?),
        dev: of_dev,
    })
}

fn read_weights(path: &Path) -> anyhow::Result<Weights> {
    let text = std::fs::read_to_string(path).with_context(|| format!("{}: can't be read", path.display()))?;
    Ok(Weights::from_toml(&text, &path.display().to_string())?)
}

/// Says what was made with another lexicon than the one that is there.
fn stale(lexicon: &Compiled, weights: &Weights, out_of_fold: &Path) -> anyhow::Result<Vec<String>> {
    let text = std::fs::read_to_string(out_of_fold)
        .with_context(|| format!("{}: can't be read; `cargo xtask fit` writes it", out_of_fold.display()))?;
    let first: serde_json::Value = serde_json::from_str(text.lines().next().unwrap_or_default())
        .with_context(|| format!("{}:1: not an analysis", out_of_fold.display()))?;
    let read_with = first["versions"]["lexicon"].as_str().unwrap_or_default();
    let found = [("weights-train.toml", weights.lexicon.as_str()), ("the out-of-fold readings of train", read_with)];
    let others = found.into_iter().filter(|(_, hash)| *hash != lexicon.hash);
    Ok(others.map(|(what, _)| format!("{what} come from an older lexicon than the one here")).collect())
}
