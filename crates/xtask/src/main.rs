//! Developers' commands: `cargo xtask COMMAND`.

#[cfg(feature = "accuracy")]
mod accuracy;
mod fit;
mod gold;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Developers' commands of rolecall")]
struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Fits the weights from labelled postings and writes them to the lexicon's folder.
    Fit(fit::Args),
    /// Measures the readings and writes docs/accuracy.md.
    #[cfg(feature = "accuracy")]
    Accuracy(accuracy::Args),
}

fn main() -> anyhow::Result<()> {
    match Args::parse().command {
        Command::Fit(args) => fit::run(&args),
        #[cfg(feature = "accuracy")]
        Command::Accuracy(args) => accuracy::run(&args),
    }
}
