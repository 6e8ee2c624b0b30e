//! The command line of rolecall.
//!
//! [`run`] is the whole program; the binary only calls it. The modules are public so that tests and
//! `xtask` can use them: [`render`] for screens, [`input`] for files, [`scan`] for many postings.

pub mod args;
pub mod check;
pub mod engine;
pub mod error;
pub mod eval;
pub mod explain;
pub mod input;
pub mod lexicon;
pub mod out;
pub mod render;
pub mod report;
pub mod scan;

use std::ffi::OsString;
use std::mem::ManuallyDrop;
use std::process::ExitCode;

use clap::{CommandFactory, Parser};

use args::{Cli, Command};
use error::{CliError, Outcome};
use out::Out;

/// Runs the program with these arguments (the first is its name) and says how it ended.
#[must_use]
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(usage) => {
            // Help, version or a usage error; if it cannot be shown there is nobody to tell.
            let _ = usage.print();
            return ExitCode::from(u8::try_from(usage.exit_code()).unwrap_or(2));
        }
    };
    let mut out = Out::new(cli.global.color, cli.global.quiet);
    let result = dispatch(cli, &mut out).and_then(|outcome| out.flush().map(|()| outcome));
    match result {
        Ok(Outcome::Done) | Err(CliError::BrokenPipe) => ExitCode::SUCCESS,
        Ok(Outcome::Found) => ExitCode::from(1),
        Ok(Outcome::Interrupted) => ExitCode::from(130),
        Err(error) => {
            match &error {
                // Faults of lexicons are shown as a compiler would, each with its own "error".
                CliError::Lexicon(report) => out.report(report),
                error => out.error(error),
            }
            ExitCode::from(2)
        }
    }
}

fn dispatch(cli: Cli, out: &mut Out) -> Result<Outcome, CliError> {
    match cli.command {
        Command::Schema => out.data(rolecall::analysis::json::JSON_SCHEMA)?,
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "rolecall", &mut script);
            out.bytes(&script)?;
        }
        Command::Man { command } => out.bytes(&manual(&command)?)?,
        Command::Check(args) => {
            // It lives as long as the process: to free it piece by piece takes longer than the check.
            let analyzer = ManuallyDrop::new(engine::analyzer(&cli.global)?);
            return check::run(&args, &analyzer, out);
        }
        Command::Explain(args) => return explain::run(&args, &engine::analyzer(&cli.global)?, out),
        Command::Eval(args) => out.data(&eval::run(&args, &engine::analyzer(&cli.global)?)?)?,
        Command::Report(args) => report::run(&args, out)?,
        Command::Lexicon(command) => return lexicon::run(&command, &cli.global, out),
        Command::Scan(args) => {
            let quotes = args.evidence == args::EvidenceDetail::Full;
            let analyzer = engine::build(&cli.global, |builder| {
                builder.evidence_text(quotes);
            })?;
            return scan::run(&args, out, &analyzer);
        }
    }
    Ok(Outcome::Done)
}

/// The manual page of a command, by the words that call it; of the program itself without any.
fn manual(words: &[String]) -> Result<Vec<u8>, CliError> {
    let mut command = Cli::command();
    command.build();
    let mut name = "rolecall".to_owned();
    for word in words {
        command = command.find_subcommand(word).cloned().ok_or_else(|| {
            CliError::Usage(format!("`{name}` has no command `{word}`; `{name} --help` lists what it has"))
        })?;
        name = format!("{name} {word}");
    }
    let mut page = Vec::new();
    clap_mangen::Man::new(command).render(&mut page).map_err(CliError::Output)?;
    Ok(page)
}

/// The README's code, run as a doctest.
#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
pub struct Readme;
