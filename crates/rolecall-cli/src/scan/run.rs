//! The workers: each takes a chunk of lines, analyzes it, and waits for its turn to write it.

use std::io::{self, BufReader, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use rolecall::analysis::json::AnalysisDoc;
use rolecall::analysis::{ReadRole, Verdict};
use rolecall::{Analysis, Posting, Scratch};
use serde::Serialize;
use xxhash_rust::xxh3::xxh3_128;

use super::lines::{Content, Line, Lines};
use super::record::{self, RecordError};
use super::reject;
use super::sink::Sink;
use crate::args::EvidenceDetail;
use crate::error::CliError;

/// Lines a worker takes at a time: enough that the reader is no bottleneck.
const CHUNK_LINES: usize = 64;
/// Bytes after which a chunk is full, whatever its lines.
const CHUNK_BYTES: usize = 1 << 20;

/// What every worker must know.
pub(super) struct Job<'a, A> {
    pub(super) file: Option<&'a str>,
    pub(super) evidence: EvidenceDetail,
    pub(super) analyze: &'a A,
}

/// What a run did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Postings analyzed.
    pub postings: u64,
    /// Lines rejected.
    pub rejects: u64,
    /// Postings a verdict, in the order of [`Verdict::ALL`].
    pub verdicts: Vec<u64>,
    /// Postings a reading, in the order of [`ReadRole::ALL`].
    pub readings: Vec<u64>,
}

impl Summary {
    fn new() -> Self {
        Summary { verdicts: vec![0; Verdict::ALL.len()], readings: vec![0; ReadRole::ALL.len()], ..Summary::default() }
    }

    fn count(&mut self, analysis: &Analysis) {
        self.postings += 1;
        for (count, verdict) in self.verdicts.iter_mut().zip(Verdict::ALL) {
            *count += u64::from(*verdict == analysis.verdict());
        }
        for (count, role) in self.readings.iter_mut().zip(ReadRole::ALL) {
            *count += u64::from(*role == analysis.reading().role());
        }
    }

    fn add(&mut self, other: &Summary) {
        self.postings += other.postings;
        self.rejects += other.rejects;
        for (mine, theirs) in self.verdicts.iter_mut().zip(&other.verdicts) {
            *mine += theirs;
        }
        for (mine, theirs) in self.readings.iter_mut().zip(&other.readings) {
            *mine += theirs;
        }
    }

    /// The summary as a run ends with it.
    #[must_use]
    pub fn to_text(&self, seconds: f64, rejects: Option<&Path>) -> String {
        let list = |counts: &[u64], names: Vec<&str>| {
            let parts: Vec<String> = names.iter().zip(counts).map(|(name, count)| format!("{name} {count}")).collect();
            parts.join(", ")
        };
        let rate = self.postings as f64 / seconds.max(0.001);
        let mut text = format!(
            "{} postings in {seconds:.1} s ({rate:.0} a second)\nverdicts: {}\nreadings: {}",
            self.postings,
            list(&self.verdicts, Verdict::ALL.iter().map(|v| v.as_str()).collect()),
            list(&self.readings, ReadRole::ALL.iter().map(|r| r.as_str()).collect()),
        );
        if let Some(path) = rejects {
            text.push_str(&format!("\nrejected: {}, see {}", self.rejects, path.display()));
        }
        text
    }
}

/// The reader, and what the next chunk is called.
struct Intake {
    lines: Lines<BufReader<Box<dyn Read + Send>>>,
    /// Number of the next chunk.
    chunk: u64,
    /// Index of the next line among those that are not blank.
    row: u64,
    ended: bool,
}

struct Chunk {
    number: u64,
    first_row: u64,
    lines: Vec<Line>,
}

/// The writer, and whose turn it is.
struct Outlet {
    sink: Sink,
    turn: u64,
    summary: Summary,
    failure: Option<CliError>,
}

/// Runs a job on a pool of its own and gives the sink back, all written but not yet renamed.
pub(super) fn run<A>(
    job: &Job<'_, A>,
    input: Box<dyn Read + Send>,
    sink: Sink,
    threads: usize,
) -> Result<(Sink, Summary), CliError>
where
    A: Fn(&Posting<'_>, &mut Scratch) -> Analysis + Sync,
{
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .map_err(|error| CliError::Usage(format!("{error}; ask for fewer threads with -j")))?;
    let lines = Lines::new(BufReader::with_capacity(1 << 18, input));
    let intake = Mutex::new(Intake { lines, chunk: 0, row: 0, ended: false });
    let outlet = Mutex::new(Outlet { sink, turn: 0, summary: Summary::new(), failure: None });
    let turned = Condvar::new();
    pool.broadcast(|_| work(job, &intake, &outlet, &turned));
    let outlet = outlet.into_inner().unwrap_or_else(PoisonError::into_inner);
    match outlet.failure {
        Some(failure) => Err(failure),
        None => Ok((outlet.sink, outlet.summary)),
    }
}

/// A lock that a panic elsewhere does not spoil: what it guards is only changed in whole steps.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn work<A>(job: &Job<'_, A>, intake: &Mutex<Intake>, outlet: &Mutex<Outlet>, turned: &Condvar)
where
    A: Fn(&Posting<'_>, &mut Scratch) -> Analysis + Sync,
{
    let (mut output, mut rejects) = (Vec::new(), Vec::new());
    let mut scratch = Scratch::default();
    loop {
        let chunk = match take_chunk(&mut lock(intake)) {
            Ok(Some(chunk)) => chunk,
            Ok(None) => return,
            Err(source) => {
                let name = job.file.unwrap_or("stdin").to_owned();
                fail(outlet, turned, CliError::Read { name, source });
                return;
            }
        };
        output.clear();
        rejects.clear();
        let summary = analyze_chunk(job, &chunk, &mut scratch, &mut output, &mut rejects);
        let mut outlet = lock(outlet);
        while outlet.turn != chunk.number && outlet.failure.is_none() {
            outlet = turned.wait(outlet).unwrap_or_else(PoisonError::into_inner);
        }
        if outlet.failure.is_some() {
            return;
        }
        if let Err(failure) = outlet.sink.write(&output, &rejects) {
            outlet.failure = Some(failure);
        }
        outlet.summary.add(&summary);
        outlet.turn += 1;
        turned.notify_all();
    }
}

fn fail(outlet: &Mutex<Outlet>, turned: &Condvar, failure: CliError) {
    lock(outlet).failure.get_or_insert(failure);
    turned.notify_all();
}

fn take_chunk(intake: &mut Intake) -> io::Result<Option<Chunk>> {
    let mut lines = Vec::with_capacity(CHUNK_LINES);
    let mut bytes = 0;
    while !intake.ended && lines.len() < CHUNK_LINES && bytes < CHUNK_BYTES {
        match intake.lines.next() {
            Ok(Some(line)) => {
                if let Content::Whole(content) = &line.content {
                    bytes += content.len();
                }
                lines.push(line);
            }
            Ok(None) => intake.ended = true,
            Err(error) => {
                intake.ended = true;
                return Err(error);
            }
        }
    }
    if lines.is_empty() {
        return Ok(None);
    }
    let chunk = Chunk { number: intake.chunk, first_row: intake.row, lines };
    intake.chunk += 1;
    intake.row += chunk.lines.len() as u64;
    Ok(Some(chunk))
}

fn analyze_chunk<A>(
    job: &Job<'_, A>,
    chunk: &Chunk,
    scratch: &mut Scratch,
    output: &mut Vec<u8>,
    rejects: &mut Vec<u8>,
) -> Summary
where
    A: Fn(&Posting<'_>, &mut Scratch) -> Analysis + Sync,
{
    let mut summary = Summary::new();
    for (index, line) in (chunk.first_row..).zip(&chunk.lines) {
        let result = match &line.content {
            Content::TooLong { length, .. } => Err(RecordError::TooLong(*length)),
            Content::Whole(bytes) => record::parse(bytes).and_then(|record| {
                // One posting that hits a bug must not cost the others.
                catch_unwind(AssertUnwindSafe(|| (job.analyze)(record.posting(), scratch)))
                    .map(|analysis| (record, analysis))
                    .map_err(|_| {
                        // Whatever state the panic left behind.
                        *scratch = Scratch::default();
                        RecordError::Failed
                    })
            }),
        };
        match result {
            Ok((record, analysis)) => {
                summary.count(&analysis);
                write_row(job, record.posting(), &analysis, index, line.offset, output);
            }
            Err(error) => {
                summary.rejects += 1;
                reject::write(rejects, job.file, line, &error);
            }
        }
    }
    summary
}

/// An analysis with the last field that a scan adds.
#[derive(Serialize)]
struct Row<'a> {
    #[serde(flatten)]
    analysis: AnalysisDoc<'a>,
    row: RowFields<'a>,
}

/// Where a posting came from, and what its source knew besides.
#[derive(Serialize)]
struct RowFields<'a> {
    file: Option<&'a str>,
    index: u64,
    offset: Option<u64>,
    text_hash: String,
    group: Option<&'a str>,
    company: Option<&'a str>,
    location: Option<&'a str>,
    url: Option<&'a str>,
    posted: Option<&'a str>,
    body: Option<&'a str>,
    columns: [(); 0],
}

fn write_row<A>(
    job: &Job<'_, A>,
    posting: &Posting<'_>,
    analysis: &Analysis,
    index: u64,
    offset: u64,
    to: &mut Vec<u8>,
) {
    let mut doc = analysis.to_doc();
    match job.evidence {
        EvidenceDetail::Full => {}
        EvidenceDetail::Spans => doc.evidence.iter_mut().for_each(|e| e.text = None),
        EvidenceDetail::None => {
            doc.evidence.clear();
            doc.counterfactual = None;
            let decisions = &mut doc.decisions;
            for list in [&mut decisions.problem, &mut decisions.priority, &mut decisions.measure] {
                list.evidence = Vec::new().into();
            }
            doc.table.iter_mut().for_each(|cell| cell.evidence = Vec::new().into());
        }
    }
    let row = RowFields {
        file: job.file,
        index,
        offset: Some(offset),
        text_hash: format!("{:032x}", xxh3_128(posting.body.as_bytes())),
        group: None,
        company: posting.company.as_deref(),
        location: posting.location.as_deref(),
        url: posting.url.as_deref(),
        posted: posting.posted.as_deref(),
        body: None,
        columns: [],
    };
    serde_json::to_writer(&mut *to, &Row { analysis: doc, row }).expect("texts and numbers can be written to memory");
    to.push(b'\n');
}
