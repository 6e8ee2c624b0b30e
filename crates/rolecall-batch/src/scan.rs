//! A scan from end to end: what is asked for, where it goes on, how it ends.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use rolecall::analysis::Verdict;
use rolecall_formats::out::{Compression, Format, Shape};
use rolecall_formats::{Columns, Input, ReadOptions, Stamp, encoding};
use serde::{Deserialize, Serialize};

use crate::error::BatchError;
use crate::group::{Grouping, Groups, Leader};
use crate::intake::Intake;
use crate::log::{Head, Log, Story};
use crate::run::{Analyze, Job, Shared, work};
use crate::sink::{Paths, Sink};
use crate::summary::Summary;
use crate::turns::Turns;

/// What to do where an earlier scan left something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// Write only where nothing is.
    #[default]
    New,
    /// Go on with a scan that was interrupted; begin if there is none.
    Resume,
    /// Begin, whatever is there.
    Force,
}

/// What is to be scanned, and how.
///
/// ```
/// use rolecall::Analyzer;
/// use rolecall_batch::{Control, Scan, scan};
/// use rolecall_formats::Input;
///
/// # let folder = std::env::temp_dir().join(format!("rolecall-scan-doc-{}", std::process::id()));
/// # std::fs::create_dir_all(&folder)?;
/// let input = folder.join("in.jsonl");
/// std::fs::write(&input, "{\"title\": \"Product Manager\", \"body\": \"You own the product roadmap.\"}\n")?;
/// let report = scan(
///     &Scan::new(vec![Input::File(input)], folder.join("out.jsonl")),
///     &Analyzer::english(),
///     &Control::default(),
/// )?;
/// assert_eq!(report.summary.postings, 1);
/// # std::fs::remove_dir_all(&folder)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Scan {
    /// The inputs, in their order.
    pub inputs: Vec<Input>,
    /// Where the analyses go. Rejects and log lie beside it.
    pub output: PathBuf,
    /// How the output is packed.
    pub compression: Compression,
    /// What of each analysis is written.
    pub shape: Shape,
    /// The verdicts whose rows are written; all if there is none.
    pub only: Vec<Verdict>,
    /// Which columns are what, as [`Columns::parse`] reads it; the usual ones if not given.
    pub columns: Option<String>,
    /// The encoding of texts; guessed if not given.
    pub encoding: Option<String>,
    /// Whether rows carry the input's columns.
    pub keep_columns: bool,
    /// Whether repeats are grouped, and how.
    pub grouping: Option<Grouping>,
    /// Threads; 0 is one for each core.
    pub threads: usize,
    /// Rows of input in a chunk.
    pub chunk_rows: u64,
    /// What to do where an earlier scan left something.
    pub mode: Mode,
}

impl Scan {
    /// A scan with the format that the output's name asks for, and else with all defaults.
    #[must_use]
    pub fn new(inputs: Vec<Input>, output: PathBuf) -> Self {
        let (format, compression) = Format::of(&output);
        Scan {
            inputs,
            output,
            compression,
            shape: Shape { format, ..Shape::default() },
            only: Vec::new(),
            columns: None,
            encoding: None,
            keep_columns: false,
            grouping: None,
            threads: 0,
            chunk_rows: crate::CHUNK_ROWS,
            mode: Mode::New,
        }
    }

    /// The options that the bytes of the output depend on.
    fn options(&self) -> BTreeMap<String, String> {
        let list = |words: Vec<&str>| words.join(",");
        let fields = self.shape.fields.as_ref().map_or(Vec::new(), |f| f.names().iter().map(String::as_str).collect());
        let grouping = match self.grouping {
            None => "",
            Some(Grouping::Exact) => "exact",
            Some(Grouping::Near) => "near",
        };
        let options = [
            ("--format", format!("{:?} {:?}", self.shape.format, self.compression).to_lowercase()),
            ("--fields", list(fields)),
            ("--evidence", format!("{:?}", self.shape.evidence).to_lowercase()),
            ("--with-body", self.shape.with_body.to_string()),
            ("--only", list(self.only.iter().map(|verdict| verdict.as_str()).collect())),
            ("--columns", self.columns.clone().unwrap_or_default()),
            ("--encoding", self.encoding.clone().unwrap_or_default()),
            ("--keep-columns", self.keep_columns.to_string()),
            ("--group-duplicates", grouping.to_owned()),
            ("--chunk-rows", self.chunk_rows.to_string()),
        ];
        options.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
    }
}

/// A token that ends a scan at the next batch, from any thread.
#[derive(Clone, Debug, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    /// Asks the scan to end. What it has written down stays, and it can be resumed.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether it was asked to.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// How far a scan is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// Rows that were written or rejected, by this run and those that it went on with.
    pub rows: u64,
    /// Rows that were rejected.
    pub rejects: u64,
    /// Bytes of the inputs, as they lie on the disk, that were read by this run or left out as done.
    pub bytes: u64,
    /// The number of the input that is being read.
    pub input: usize,
}

/// What a scan tells and is told while it runs.
#[derive(Default)]
pub struct Control<'a> {
    /// Ends the scan.
    pub cancel: Cancel,
    /// Called after each batch, from the workers' threads, while others wait: it should be quick.
    pub progress: Option<&'a (dyn Fn(&Progress) + Sync)>,
}

/// An input that could not be read, or not to its end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// The input as the user named it.
    pub input: String,
    /// Why.
    pub reason: String,
}

/// How a scan ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// All is written.
    Finished,
    /// All had been written by an earlier run.
    AlreadyFinished,
    /// It was cancelled; it can be resumed unless it read stdin.
    Interrupted,
}

/// What a scan did.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Report {
    /// How it ended.
    pub outcome: Outcome,
    /// What it found, with what it went on with.
    pub summary: Summary,
    /// Rows that an earlier run had done.
    pub resumed_after: u64,
    /// Where the rejects are, if there are any.
    pub rejects: Option<PathBuf>,
    /// Inputs that could not be read, or not to their end.
    pub failures: Vec<Failure>,
}

/// Scans. Threads are those of a pool of the scan's own, which is gone when it ends.
///
/// # Errors
///
/// [`BatchError`] if options make no sense, something is where the output goes, or a file cannot be written. What was
/// written by then stays and can be resumed, unless stdin is read. Rows and inputs that cannot be read are no errors:
/// see [`Report`].
pub fn scan<A: Analyze>(scan: &Scan, analyze: &A, control: &Control<'_>) -> Result<Report, BatchError> {
    scan.shape.check()?;
    if scan.chunk_rows == 0 {
        return Err(BatchError::Options("a chunk has at least one row"));
    }
    if scan.shape.format == Format::Parquet && scan.compression != Compression::None {
        return Err(BatchError::Options("Parquet is compressed inside; leave .gz and .zst off its name"));
    }
    if scan.inputs.iter().any(|input| is_output(input, &scan.output)) {
        return Err(BatchError::Options("the output is one of the inputs; give it another name"));
    }
    let columns = scan.columns.as_deref().map(Columns::parse).transpose()?.unwrap_or_default();
    let read = ReadOptions {
        columns: Arc::new(columns),
        encoding: scan.encoding.as_deref().map(encoding).transpose()?,
        keep_columns: scan.keep_columns,
        bytes_read: Arc::default(),
    };
    let paths = Paths::new(&scan.output);
    let (sink, leaders) = match begin(scan, analyze, &paths)? {
        Begun::Before(report) => return Ok(*report),
        Begun::Sink(sink, leaders) => (*sink, leaders),
    };
    let result = drive(scan, analyze, control, &read, sink, leaders);
    let whole = result.as_ref().is_ok_and(|report| report.outcome == Outcome::Finished);
    let nothing = matches!(result, Err(BatchError::NothingRead(_)));
    if nothing || (!whole && reads_stdin(scan)) {
        // Nobody can go on with this.
        paths.remove_parts()?;
        let _ = std::fs::remove_file(Log::path_for(&scan.output));
    }
    result
}

enum Begun {
    /// All was done before.
    Before(Box<Report>),
    /// Where rows go, and the first members of groups that an earlier run found.
    Sink(Box<Sink>, Vec<Leader>),
}

fn is_output(input: &Input, output: &Path) -> bool {
    let Input::File(path) = input else { return false };
    path == output || matches!((path.canonicalize(), output.canonicalize()), (Ok(a), Ok(b)) if a == b)
}

fn reads_stdin(scan: &Scan) -> bool {
    scan.inputs.contains(&Input::Stdin)
}

/// Looks at what is there and opens the sink.
fn begin<A: Analyze>(scan: &Scan, analyze: &A, paths: &Paths) -> Result<Begun, BatchError> {
    let output = &scan.output;
    let story = Log::look(output);
    match (scan.mode, &story) {
        (Mode::Resume, _) if reads_stdin(scan) => return Err(BatchError::StdinResume),
        (Mode::New, Some(story)) if !story.finished => return Err(BatchError::Unfinished(output.clone())),
        (Mode::New, _) if output.exists() => return Err(BatchError::Exists(output.clone())),
        (Mode::Resume, None) if output.exists() => return Err(BatchError::NoLog(output.clone())),
        _ => {}
    }
    if reads_stdin(scan) {
        paths.remove_parts()?;
        let _ = std::fs::remove_file(Log::path_for(output));
        let sink = Sink::begin(paths.clone(), &scan.shape, scan.compression, None)?;
        return Ok(Begun::Sink(Box::new(sink), Vec::new()));
    }
    let head = Head::new(env!("CARGO_PKG_VERSION"), analyze.versions(), scan.options(), stamps(&scan.inputs));
    let (mut log, story) = Log::open(output)?;
    match story.filter(|_| scan.mode == Mode::Resume) {
        None => {
            paths.remove_parts()?;
            log.begin(&head)?;
            let sink = Sink::begin(paths.clone(), &scan.shape, scan.compression, Some(log))?;
            Ok(Begun::Sink(Box::new(sink), Vec::new()))
        }
        Some(mut story) => {
            if let Some(what) = story.head.difference(&head) {
                return Err(BatchError::Changed { what });
            }
            if !story.finished {
                let leaders = std::mem::take(&mut story.leaders);
                let sink = Sink::resume(paths.clone(), &scan.shape, scan.compression, log, story)?;
                return Ok(Begun::Sink(Box::new(sink), leaders));
            }
            if !output.exists() {
                let what = "it was finished and is gone".to_owned();
                return Err(BatchError::Lost { path: output.clone(), what });
            }
            Ok(Begun::Before(Box::new(report_of(story, paths))))
        }
    }
}

/// The report of a scan that was finished before.
fn report_of(story: Story, paths: &Paths) -> Report {
    let rejected = story.last.is_some_and(|chunk| chunk.rejects > 0);
    Report {
        outcome: Outcome::AlreadyFinished,
        resumed_after: story.done.rows,
        summary: story.done,
        rejects: rejected.then(|| paths.rejects.clone()),
        failures: story.failures,
    }
}

/// Size and time of the inputs; of one that is not there, none.
fn stamps(inputs: &[Input]) -> Vec<Stamp> {
    let stamp = |input: &Input| {
        let none = Stamp { name: input.name(), size: 0, modified: 0 };
        input.stamp().ok().flatten().unwrap_or(none)
    };
    inputs.iter().map(stamp).collect()
}

/// Runs the workers from where the sink is, and names the files.
fn drive<A: Analyze>(
    scan: &Scan,
    analyze: &A,
    control: &Control<'_>,
    read: &ReadOptions,
    mut sink: Sink,
    leaders: Vec<Leader>,
) -> Result<Report, BatchError> {
    let resumed_after = sink.done().rows;
    if let Some(from) = sink.next() {
        let groups = scan.grouping.map(|grouping| restore(grouping, leaders, &scan.output)).transpose()?;
        let shared = Shared {
            intake: Mutex::new(Intake::new(&scan.inputs, read.clone(), &control.cancel.0, from, scan.chunk_rows)),
            groups: groups.map(Turns::new),
            sink: Turns::new(sink),
        };
        let job = Job {
            analyze,
            inputs: &scan.inputs,
            output: &scan.output,
            shape: Arc::new(scan.shape.clone()),
            near: scan.grouping == Some(Grouping::Near),
            only: &scan.only,
            progress: control.progress.unwrap_or(&|_| {}),
            bytes_read: &read.bytes_read,
        };
        let pool = rayon::ThreadPoolBuilder::new().num_threads(scan.threads).build();
        let pool = pool.map_err(|error| BatchError::Threads(error.to_string()))?;
        pool.broadcast(|_| work(&job, &shared)).into_iter().collect::<Result<(), _>>()?;
        sink = shared.sink.into_inner();
        if control.cancel.is_cancelled() {
            let (summary, failures) = (sink.done().clone(), sink.failures().to_vec());
            return Ok(Report { outcome: Outcome::Interrupted, summary, resumed_after, rejects: None, failures });
        }
        sink.end_chunk(true)?;
    }
    let failures = sink.failures().to_vec();
    if sink.done().rows == 0 && failures.len() == scan.inputs.len() {
        let mut reasons: Vec<_> = failures.into_iter().map(|failure| failure.reason).collect();
        if reasons.len() > 1 {
            reasons.push(format!("none of the {} inputs could be read", reasons.len()));
        }
        return Err(BatchError::NothingRead(reasons.join("\n")));
    }
    let (summary, rejects) = sink.finish(&scan.shape)?;
    Ok(Report { outcome: Outcome::Finished, summary, resumed_after, rejects, failures })
}

/// The groups as they were when the last chunk ended.
fn restore(grouping: Grouping, leaders: Vec<Leader>, output: &Path) -> Result<Groups, BatchError> {
    let mut groups = Groups::new(grouping);
    for leader in leaders {
        if !groups.restore(&leader) {
            let what = format!("its log is damaged (the group {:?})", leader.group);
            return Err(BatchError::Lost { path: output.to_owned(), what });
        }
    }
    Ok(groups)
}
