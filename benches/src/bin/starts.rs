//! How long a whole `rolecall check` of one posting takes, beside a process that does nothing.
//!
//! ```text
//! cargo run --release -p rolecall-benches --bin starts -- target/release/rolecall fixtures/postings/NAME.txt
//! ```
#![allow(clippy::print_stdout, reason = "it prints its results")]

use std::error::Error;
use std::ffi::OsString;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Both take turns, so that a slow spell of the machine meets both.
const ROUNDS: usize = 200;

/// With this argument the program itself is the process that does nothing.
const NOTHING: &str = "--nothing";

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<OsString> = std::env::args_os().skip(1).collect();
    if arguments.first().is_some_and(|first| first == NOTHING) {
        return Ok(());
    }
    let [command, posting] = &*arguments else {
        return Err("usage: starts ROLECALL POSTING".into());
    };
    let mut nothing = Command::new(std::env::current_exe()?);
    nothing.arg(NOTHING);
    let mut check = Command::new(command);
    check.arg("check").arg(posting);
    let (mut empty, mut checks) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        empty.push(timed(&mut nothing)?);
        checks.push(timed(&mut check)?);
    }
    let (empty, checks) = (median(empty), median(checks));
    println!("an empty process {empty:.2?}, rolecall check {checks:.2?}: {:.1} times", checks.div_duration_f64(empty));
    Ok(())
}

fn timed(command: &mut Command) -> Result<Duration, Box<dyn Error>> {
    let start = Instant::now();
    let status = command.stdin(Stdio::null()).stdout(Stdio::null()).status()?;
    let time = start.elapsed();
    if status.success() { Ok(time) } else { Err(format!("{command:?}: {status}").into()) }
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}
