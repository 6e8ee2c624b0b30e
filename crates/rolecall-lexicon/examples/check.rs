//! Checks lexicon files as the built-in layer: `cargo run -q -p rolecall-lexicon --example check -- lexicons/en/*.toml`.
//!
//! Files of fitted weights and `Cargo.toml` are passed over. Exits with 2 on errors.
#![allow(clippy::print_stderr)]

use std::io::Write;
use std::process::ExitCode;

use rolecall_lexicon::source::{Layer, Loader};

fn main() -> ExitCode {
    let mut loader = Loader::new();
    for path in std::env::args().skip(1) {
        if path.rsplit('/').next().is_some_and(|name| name.starts_with("weights") || name == "Cargo.toml") {
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
    let mut report = outcome.diagnostics.to_string();
    let code = match outcome.lexicon {
        Some(lexicon) => {
            let phrases: usize = lexicon.terms.iter().map(|term| term.phrases.len()).sum();
            report += &format!("\n{} terms with {phrases} phrases", lexicon.terms.len());
            ExitCode::SUCCESS
        }
        None => ExitCode::from(2),
    };
    // A reader that has seen enough (`| head`) is no fault.
    let _ = writeln!(std::io::stdout(), "{report}");
    code
}
