//! `rolecall scan`: many postings, one JSON object a line, to as many analyses in the same order.
//!
//! ```text
//! IN ─ lines ─▶ chunk ─ worker ─▶ bytes ─ turnstile ─▶ OUT, OUT.rejects.jsonl
//! ```
//!
//! Each worker takes the next chunk of lines from the one reader, analyzes it, and waits for its turn at the
//! one writer. So a run holds at most one chunk a worker, and its output does not depend on their number.

mod lines;
mod record;
mod reject;
mod run;
mod sink;

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;
use std::time::Instant;

use rolecall::{Analysis, Posting, Scratch};

use crate::args::ScanArgs;
use crate::error::{CliError, Outcome};
use crate::out::Out;

pub(crate) use lines::{Content, Lines};
pub use record::{MAX_RECORD, Record, RecordError, parse};
pub use run::Summary;

/// Scans as the arguments say. `analyze` is called from several threads, with a scratch of each.
///
/// # Errors
///
/// [`CliError`] if a file cannot be read or written, OUT exists, or more lines than allowed were rejected. Lines that
/// cannot be read are no error: they are in the rejects.
pub fn run<A>(args: &ScanArgs, out: &mut Out, analyze: A) -> Result<Outcome, CliError>
where
    A: Fn(&Posting<'_>, &mut Scratch) -> Analysis + Sync,
{
    let start = Instant::now();
    let input = open(&args.input)?;
    let name = (args.input.as_os_str() != "-").then(|| args.input.display().to_string());
    if args.output.exists() && !args.force {
        let path = args.output.display();
        return Err(CliError::Usage(format!("{path} exists; give another name, or --force to replace it")));
    }
    let sink = sink::Sink::create(&args.output)?;
    let job = run::Job { file: name.as_deref(), evidence: args.evidence, analyze: &analyze };
    let (sink, summary) = run::run(&job, input, sink, args.threads)?;
    let rejects = sink.finish()?;
    let seconds = start.elapsed().as_secs_f64();
    out.note(&summary.to_text(seconds, rejects.as_deref()));
    match (args.max_errors, rejects) {
        (Some(allowed), Some(file)) if summary.rejects > allowed => {
            Err(CliError::TooManyRejects { rejects: summary.rejects, allowed, file })
        }
        _ => Ok(Outcome::Done),
    }
}

fn open(path: &Path) -> Result<Box<dyn Read + Send>, CliError> {
    if path.as_os_str() == "-" {
        return Ok(Box::new(io::stdin()));
    }
    let name = path.display().to_string();
    if path.is_dir() {
        return Err(CliError::Usage(format!("{name} is a folder; name one file of postings, one JSON object a line")));
    }
    let file = File::open(path).map_err(|source| CliError::Read { name, source })?;
    Ok(Box::new(BufReader::with_capacity(1 << 16, file)))
}
