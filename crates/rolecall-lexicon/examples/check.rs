//! Checks lexicon files as the built-in layer: `cargo run -q -p rolecall-lexicon --example check -- lexicons/en/*.toml`.
//!
//! Files of fitted weights are passed over. Exits with 2 on errors.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::process::ExitCode;

use rolecall_lexicon::source::{Layer, Loader};

fn main() -> ExitCode {
    let mut loader = Loader::new();
    for path in std::env::args().skip(1) {
        if path.rsplit('/').next().is_some_and(|name| name.starts_with("weights")) {
            continue;
        }
        match std::fs::read_to_string(&path) {
            Ok(text) => loader.add_text(path, text, Layer::BuiltIn),
            Err(error) => {
                eprintln!("{path}: {error}");
                return ExitCode::from(2);
            }
        };
    }
    let outcome = loader.check();
    println!("{}", outcome.diagnostics);
    match outcome.lexicon {
        Some(lexicon) => {
            let phrases: usize = lexicon.terms.iter().map(|term| term.phrases.len()).sum();
            println!("{} terms with {phrases} phrases", lexicon.terms.len());
            ExitCode::SUCCESS
        }
        None => ExitCode::from(2),
    }
}
