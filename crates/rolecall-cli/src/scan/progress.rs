//! What is seen while a scan runs: a bar on a terminal, else a line now and then.

use std::io::{self, IsTerminal, Write};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use indicatif::{HumanCount, ProgressBar, ProgressDrawTarget, ProgressStyle};
use rolecall_batch::Progress;
use rolecall_formats::Input;

/// How often there is a line where there is no terminal.
const EVERY: Duration = Duration::from_secs(30);

/// Shows how far a scan is.
pub(super) enum Bar {
    Nothing,
    Terminal { bar: ProgressBar, start: Instant, first: Mutex<Option<u64>> },
    Lines { total: u64, start: Instant, last: Mutex<Instant> },
}

impl Bar {
    pub(super) fn new(inputs: &[Input], quiet: bool) -> Self {
        if quiet {
            return Bar::Nothing;
        }
        let stamps = inputs.iter().map(|input| input.stamp().ok().flatten().map(|stamp| stamp.size));
        // The whole is known if there is no stdin.
        let total = stamps.sum::<Option<u64>>().unwrap_or(0);
        let start = Instant::now();
        if !io::stderr().is_terminal() {
            return Bar::Lines { total, start, last: Mutex::new(start) };
        }
        let bar = ProgressBar::with_draw_target((total > 0).then_some(total), ProgressDrawTarget::stderr());
        let template = match total {
            0 => "{spinner} {bytes} read, {msg}",
            _ => "{bar:24} {percent:>3}% {bytes}/{total_bytes}, {msg}, {eta} left",
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        Bar::Terminal { bar, start, first: Mutex::new(None) }
    }

    pub(super) fn show(&self, progress: &Progress) {
        match self {
            Bar::Nothing => {}
            Bar::Terminal { bar, start, first } => {
                // Rows of an earlier run were not read at this one's speed.
                let before = first.lock().map_or(0, |mut first| *first.get_or_insert(progress.rows));
                bar.set_message(words(progress, progress.rows - before.min(progress.rows), start.elapsed()));
                bar.set_position(progress.bytes);
            }
            Bar::Lines { total, start, last } => {
                let Ok(mut last) = last.lock() else { return };
                if last.elapsed() < EVERY {
                    return;
                }
                *last = Instant::now();
                let share = match progress.bytes.saturating_mul(100).checked_div(*total) {
                    Some(percent) => format!("{percent}%, "),
                    None => String::new(),
                };
                // The workers are running: this is not the place for the program's one handle to stderr.
                let _ = writeln!(io::stderr(), "{share}{}", words(progress, progress.rows, start.elapsed()));
            }
        }
    }

    pub(super) fn end(&self) {
        if let Bar::Terminal { bar, .. } = self {
            bar.finish_and_clear();
        }
    }
}

fn words(progress: &Progress, rows: u64, time: Duration) -> String {
    let rate = rows as f64 / time.as_secs_f64().max(0.001);
    let rejects = match progress.rejects {
        0 => String::new(),
        rejects => format!(", {} rejected", HumanCount(rejects)),
    };
    format!("{} rows, {} a second{rejects}", HumanCount(progress.rows), HumanCount(rate as u64))
}
