//! `rolecall lexicon`: what is in the lexicon, and whether it holds.

mod check;
mod show;
mod stats;

use rolecall_lexicon::Lexicon;

use crate::args::{Global, LexiconCommand};
use crate::engine;
use crate::error::{CliError, Outcome};
use crate::out::Out;

/// Runs one of the lexicon commands.
///
/// # Errors
///
/// [`CliError`] if a lexicon cannot be read, does not hold, or has no such term.
pub fn run(command: &LexiconCommand, global: &Global, out: &mut Out) -> Result<Outcome, CliError> {
    match command {
        LexiconCommand::Check => return check::run(global, out),
        LexiconCommand::List { role } => out.data(&show::list(&load(global)?, *role))?,
        LexiconCommand::Phrases => out.data(&show::phrases(&load(global)?))?,
        LexiconCommand::Explain { term } => {
            let text = show::explain(&load(global)?, &engine::analyzer(global)?, term)?;
            out.data(&text)?;
        }
        LexiconCommand::Stats { files } => stats::run(files, &engine::analyzer(global)?, out)?,
    }
    Ok(Outcome::Done)
}

/// The built-in lexicon with the user's, as it was written.
fn load(global: &Global) -> Result<Lexicon, CliError> {
    let users = engine::user_lexicons(&global.lexicon)?;
    rolecall::lexicons::load(&users).map_err(|found| engine::faults(&found, &users))
}
