//! `rolecall scan`: many postings to as many analyses. The work is done by [`rolecall_batch`]; here are its arguments,
//! what is seen while it runs, and what is said at its end.

pub(crate) mod args;
mod progress;
mod table;

use std::io::{self, Write};
use std::time::{Duration, Instant};

use indicatif::HumanCount;
use rolecall_batch::{Analyze, Cancel, Control, Outcome as Ended, Report, scan};
use rolecall_formats::Input;

use crate::error::{CliError, Outcome};
use crate::out::Out;
use args::{ScanArgs, SummaryFormat};
use progress::Bar;

/// Scans as the arguments say.
///
/// # Errors
///
/// [`CliError`] if options make no sense, a file cannot be written or an input not be read, OUT exists, or more rows than
/// allowed were rejected. Rows that cannot be read are no error: they are in the rejects.
pub fn run<A: Analyze>(args: &ScanArgs, out: &mut Out, analyze: &A) -> Result<Outcome, CliError> {
    let start = Instant::now();
    let scan_args = args.scan()?;
    let cancel = Cancel::default();
    let reads_stdin = scan_args.inputs.contains(&Input::Stdin);
    stop_on_signals(&cancel, reads_stdin);
    let bar = Bar::new(&scan_args.inputs, out.is_quiet());
    let show = |progress: &rolecall_batch::Progress| bar.show(progress);
    let result = scan(&scan_args, analyze, &Control { cancel, progress: Some(&show) });
    bar.end();
    let report = result?;
    say(args, out, &report, start)?;
    if report.outcome == Ended::Interrupted {
        out.note(&if reads_stdin {
            STDIN_INTERRUPTED.to_owned()
        } else {
            let rows = HumanCount(report.summary.rows);
            format!("interrupted; {rows} rows are safe, go on with the same command and --resume")
        });
        return Ok(Outcome::Interrupted);
    }
    for failure in &report.failures {
        out.error(&failure.reason);
    }
    if !report.failures.is_empty() {
        let (failed, all) = (report.failures.len(), scan_args.inputs.len());
        return Err(CliError::Failed(format!("{failed} of {all} inputs could not be read, or not to the end")));
    }
    match (args.max_errors, report.rejects) {
        (Some(allowed), Some(file)) if report.summary.rejects > allowed => {
            Err(CliError::TooManyRejects { rejects: report.summary.rejects, allowed, file })
        }
        _ => Ok(Outcome::Done),
    }
}

fn say(args: &ScanArgs, out: &mut Out, report: &Report, start: Instant) -> Result<(), CliError> {
    if report.outcome == Ended::AlreadyFinished {
        out.note(&format!("{} was finished before: nothing to do", args.output.display()));
    }
    match args.summary {
        SummaryFormat::Json => out.data(&format!("{}\n", report.summary.to_json())),
        SummaryFormat::Table => {
            out.note(table::summary(report, start.elapsed()).trim_end());
            Ok(())
        }
    }
}

const STDIN_INTERRUPTED: &str = "interrupted; a scan of stdin cannot be resumed, so nothing was kept";
/// How long a scan may wait for stdin after it was interrupted.
const PATIENCE: Duration = Duration::from_secs(2);

/// Ends the scan cleanly on Ctrl-C and the like, and at once on the second.
fn stop_on_signals(cancel: &Cancel, reads_stdin: bool) {
    let cancel = cancel.clone();
    // There is a handler already if a program runs several scans; then it is that program's matter.
    let _ = ctrlc::set_handler(move || {
        if cancel.is_cancelled() {
            end();
        }
        cancel.cancel();
        if reads_stdin {
            // Whoever is to write to stdin may never do so, and nothing else ends the wait.
            std::thread::spawn(|| {
                std::thread::sleep(PATIENCE);
                let _ = writeln!(io::stderr(), "{STDIN_INTERRUPTED}");
                end();
            });
        }
    });
}

#[expect(clippy::exit, reason = "the user does not want to wait; what was written stays whole")]
fn end() -> ! {
    std::process::exit(130)
}
