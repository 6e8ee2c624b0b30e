//! `rolecall check`: one or a few postings, and what they really are.

use std::borrow::Cow;

use rolecall::{Analysis, Analyzer};

use crate::args::{CheckArgs, Format};
use crate::engine;
use crate::error::{CliError, Outcome};
use crate::input::Source;
use crate::out::{self, Out};
use crate::render::{human, markdown};

/// Checks the postings that the arguments name. All are tried; if one cannot be read the command fails, whatever was found.
///
/// # Errors
///
/// [`CliError::Usage`] if the arguments do not go together, [`CliError::Failed`] if a posting could not be read (each was
/// reported when it was tried), and errors of stdout.
pub fn run(args: &CheckArgs, analyzer: &Analyzer, out: &mut Out) -> Result<Outcome, CliError> {
    let sources = sources(args)?;
    let several = sources.len() > 1;
    let (mut failed, mut found) = (0, false);
    for source in &sources {
        if *source == Source::Stdin && out::stdin_is_terminal() {
            out.note(PASTE);
        }
        let body = match source.read() {
            Ok(body) => body,
            // With a single posting the message is the program's last word; with several each has its own.
            Err(error) if !several => return Err(error),
            Err(error) => {
                out.error(&error);
                failed += 1;
                continue;
            }
        };
        let mut posting = engine::pasted(analyzer, &body, args.title.as_deref());
        if let Source::File(_) = source {
            posting.id = Some(Cow::Owned(source.name()));
        }
        let analysis = analyzer.analyze(&posting);
        found |= args.fail_on.contains(&analysis.verdict());
        show(args, out, source, several, &analysis, &body)?;
    }
    match failed {
        0 if found => Ok(Outcome::Found),
        0 => Ok(Outcome::Done),
        n => Err(CliError::Failed(format!("{n} of {} postings could not be read", sources.len()))),
    }
}

#[cfg(not(windows))]
const PASTE: &str = "Paste the posting, then Ctrl-D";
#[cfg(windows)]
const PASTE: &str = "Paste the posting, then Ctrl-Z and Enter";

fn sources(args: &CheckArgs) -> Result<Vec<Source>, CliError> {
    let sources = match (&args.text, args.files.as_slice()) {
        (Some(text), _) => vec![Source::Text(text.clone())],
        (None, []) => vec![Source::Stdin],
        (None, files) => files.iter().map(|file| Source::from_argument(file)).collect(),
    };
    if sources.iter().filter(|source| **source == Source::Stdin).count() > 1 {
        return Err(CliError::Usage("stdin (`-`) can be read only once; name it once".to_owned()));
    }
    if sources.len() > 1 && args.title.is_some() {
        let message = "--title is for one posting; give each file a first line `Title: …` instead";
        return Err(CliError::Usage(message.to_owned()));
    }
    if sources.len() > 1 && args.format == Format::Json {
        return Err(CliError::Usage("--format json is for one posting; use --format jsonl for several".to_owned()));
    }
    Ok(sources)
}

fn show(
    args: &CheckArgs,
    out: &mut Out,
    source: &Source,
    several: bool,
    analysis: &Analysis,
    body: &str,
) -> Result<(), CliError> {
    match args.format {
        Format::Json | Format::Jsonl => out.data(&format!("{}\n", analysis.to_json())),
        Format::Markdown => out.data(&markdown::document(analysis)),
        Format::Human => {
            let look = out.look();
            if several {
                out.data(&human::file_heading(&source.name(), look))?;
            }
            out.data(&human::screen(analysis, body, look, args.highlight))?;
            if several { out.data("\n") } else { Ok(()) }
        }
    }
}
