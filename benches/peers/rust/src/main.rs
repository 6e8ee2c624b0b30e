//! Other engines over rolecall's phrases, side by side: medians of interleaved rounds, in CPU time of the thread.
//!
//! ```text
//! cargo run --release -- phrases.txt postings.jsonl
//! ```
//!
//! Before anything is timed, every engine's hits are compared; one that differs ends the run with status 1.

mod check;
mod engines;
mod hits;
mod input;

use std::env;
use std::ffi::OsString;
use std::hint::black_box;
use std::path::Path;
use std::time::Duration;

use anyhow::{Result, bail};
use cpu_time::ThreadTime;

use crate::engines::{Engine, Semantics};

/// Each round runs every engine once, so that a slow spell of the machine meets all of them.
const ROUNDS: usize = 15;

fn main() -> Result<()> {
    let arguments: Vec<OsString> = env::args_os().skip(1).collect();
    let [phrases, postings] = arguments.as_slice() else { bail!("usage: rolecall-peers PHRASES.txt POSTINGS.jsonl") };
    let phrases = input::phrases(Path::new(phrases))?;
    let texts = input::texts(Path::new(postings))?;
    let engines = engines::all(&phrases)?;
    let counts = check::agree(&engines, &phrases, &texts)?;

    let megabytes = texts.iter().map(String::len).sum::<usize>() as f64 / 1e6;
    println!("{} phrases, {} postings, {megabytes:.1} MB of text", phrases.len(), texts.len());
    println!("hits that every engine found: {} whole words, {} of them leftmost-longest", counts.all, counts.settled);
    println!("medians of {ROUNDS} interleaved rounds, thread CPU time\n");

    let mut rounds = vec![Vec::with_capacity(ROUNDS); engines.len()];
    for _ in 0..ROUNDS {
        for (engine, times) in engines.iter().zip(&mut rounds) {
            times.push(timed(engine.as_ref(), &texts));
        }
    }
    let medians: Vec<f64> = rounds.into_iter().map(median).collect();
    for (engine, seconds) in engines.iter().zip(&medians) {
        let hits = match engine.semantics() {
            Semantics::All => "all",
            Semantics::LeftmostLongest => "leftmost-longest",
        };
        let (speed, ratio) = (megabytes / seconds, medians[0] / seconds);
        println!("{:<35} {hits:<17} {speed:>6.1} MB/s   {ratio:>5.2} x the DFA", engine.name());
    }
    Ok(())
}

/// One pass over all texts, the copy in lower case included.
fn timed(engine: &dyn Engine, texts: &[String]) -> Duration {
    let (mut lowered, mut hits) = (Vec::new(), Vec::new());
    let start = ThreadTime::now();
    for text in texts {
        lowered.clear();
        lowered.extend_from_slice(text.as_bytes());
        lowered.make_ascii_lowercase();
        hits.clear();
        engine.find(&lowered, &mut hits);
        black_box(&hits);
    }
    start.elapsed()
}

/// The middle one, in seconds.
fn median(mut times: Vec<Duration>) -> f64 {
    times.sort_unstable();
    times[times.len() / 2].as_secs_f64()
}
