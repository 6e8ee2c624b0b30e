//! The workers: each takes a batch of rows, analyzes and encodes it, and waits for its turn to write it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use rolecall::analysis::Verdict;
use rolecall::{Analysis, Analyzer, GROUP, Posting, Scratch};
use rolecall_formats::out::{ColumnDoc, Encoded, Encoder, RowDoc, Shape};
use rolecall_formats::{Content, Input, ParseBuffer, Row, RowError, Rows};
use xxhash_rust::xxh3::xxh3_128;

use crate::error::BatchError;
use crate::group::{Groups, Leader, Sketch};
use crate::hash::{fold, hex};
use crate::intake::{InputFailure, Intake, Ticket};
use crate::reject;
use crate::scan::{Failure, Progress};
use crate::sink::Sink;
use crate::summary::Summary;
use crate::turns::Turns;

/// What analyzes a posting. [`Analyzer`] does; tests have others.
pub trait Analyze: Sync {
    /// Reads a posting, with buffers that a worker keeps.
    fn analyze(&self, posting: &Posting<'_>, scratch: &mut Scratch) -> Analysis;

    /// Reads several postings, in their order; where it pays, together.
    fn analyze_all(&self, postings: &[&Posting<'_>], scratch: &mut Scratch) -> Vec<Analysis> {
        postings.iter().map(|posting| self.analyze(posting, scratch)).collect()
    }

    /// The hashes of lexicon and weights: a scan that was begun with others cannot go on.
    fn versions(&self) -> [String; 2];
}

impl Analyze for Analyzer {
    fn analyze(&self, posting: &Posting<'_>, scratch: &mut Scratch) -> Analysis {
        self.analyze_with(posting, scratch)
    }

    fn analyze_all(&self, postings: &[&Posting<'_>], scratch: &mut Scratch) -> Vec<Analysis> {
        Analyzer::analyze_all(self, postings, scratch)
    }

    fn versions(&self) -> [String; 2] {
        [self.lexicon().hash.clone(), self.weights().hash()]
    }
}

/// Why a posting that an analysis failed on is rejected.
const FAILED: &str = "the analysis failed; please report this posting as a bug";

/// A body of more bytes than this is worth giving its buffer back.
const LONG_BODY: usize = 1 << 17;

/// Reads the postings together, and one by one where that fails: one that hits a bug must not cost the others. That one
/// gets no analysis.
fn analyze_group<A: Analyze>(analyze: &A, postings: &[&Posting<'_>], scratch: &mut Scratch) -> Vec<Option<Analysis>> {
    if let Ok(analyses) = catch_unwind(AssertUnwindSafe(|| analyze.analyze_all(postings, scratch))) {
        return analyses.into_iter().map(Some).collect();
    }
    // What a panic left in the buffers is nobody's business.
    *scratch = Scratch::default();
    let one = |posting: &&Posting<'_>| {
        let read = catch_unwind(AssertUnwindSafe(|| analyze.analyze(posting, scratch))).ok();
        if read.is_none() {
            *scratch = Scratch::default();
        }
        read
    };
    postings.iter().map(one).collect()
}

/// What every worker must know.
pub(crate) struct Job<'a, A> {
    pub(crate) analyze: &'a A,
    pub(crate) inputs: &'a [Input],
    pub(crate) output: &'a Path,
    pub(crate) shape: Arc<Shape>,
    /// Whether near repeats are grouped: then rows need a sketch.
    pub(crate) near: bool,
    /// The verdicts whose rows are written; all if there is none.
    pub(crate) only: &'a [Verdict],
    pub(crate) progress: &'a (dyn Fn(&Progress) + Sync),
    pub(crate) bytes_read: &'a AtomicU64,
}

/// What workers share.
pub(crate) struct Shared<'a> {
    pub(crate) intake: Mutex<Intake<'a>>,
    pub(crate) groups: Option<Turns<Groups>>,
    pub(crate) sink: Turns<Sink>,
}

impl Shared<'_> {
    fn stop(&self) {
        self.sink.stop();
        if let Some(groups) = &self.groups {
            groups.stop();
        }
    }
}

/// Stops the others if a worker leaves before the rows do: they would wait for its turn for ever.
struct Leaving<'a, 'b>(&'a Shared<'b>, bool);

impl Drop for Leaving<'_, '_> {
    fn drop(&mut self) {
        if !self.1 {
            self.0.stop();
        }
    }
}

/// One worker, from its first batch to its last.
pub(crate) fn work<A: Analyze>(job: &Job<'_, A>, shared: &Shared<'_>) -> Result<(), BatchError> {
    let mut leaving = Leaving(shared, false);
    let failed = |source| BatchError::Write { path: job.output.to_owned(), source };
    let mut worker = Worker {
        job,
        encoder: Encoder::new(Arc::clone(&job.shape)).map_err(failed)?,
        rows: Rows::default(),
        buffers: Default::default(),
        scratch: Scratch::default(),
        folded: Vec::new(),
        encoded: Encoded::default(),
        rejects: Vec::new(),
    };
    loop {
        let ticket = shared.intake.lock().unwrap_or_else(PoisonError::into_inner).take(&mut worker.rows);
        let Some(ticket) = ticket else { break };
        let (groups, leaders) = match &shared.groups {
            None => (Vec::new(), Vec::new()),
            Some(groups) => match worker.place(&ticket, groups) {
                Some(placed) => placed,
                None => break,
            },
        };
        let mut counts = worker.analyze(&ticket, &groups).map_err(failed)?;
        counts.groups = shared.groups.is_some().then_some(leaders.len() as u64);
        let written = shared.sink.take(ticket.number, |sink| worker.write(sink, ticket, &counts, leaders));
        match written {
            None => break,
            Some(result) => result?,
        }
    }
    leaving.1 = true;
    Ok(())
}

struct Worker<'a, A> {
    job: &'a Job<'a, A>,
    encoder: Encoder,
    rows: Rows,
    /// One for each row of a group.
    buffers: [ParseBuffer; GROUP],
    scratch: Scratch,
    folded: Vec<u8>,
    encoded: Encoded,
    rejects: Vec<u8>,
}

impl<A: Analyze> Worker<'_, A> {
    /// The groups of the batch's rows, by their texts; `None` if the run was stopped.
    fn place(&mut self, ticket: &Ticket, groups: &Turns<Groups>) -> Option<(Vec<u128>, Vec<Leader>)> {
        let mut texts = Vec::with_capacity(self.rows.len());
        for at in 0..self.rows.len() {
            texts.push(self.rows.parse(at, &mut self.buffers[0]).ok().map(|record| {
                fold(&record.posting.body, &mut self.folded);
                (xxh3_128(&self.folded), self.job.near.then(|| Sketch::of(&self.folded)))
            }));
        }
        groups.take(ticket.number, |groups| {
            let mut leaders = Vec::new();
            let mut placed = Vec::with_capacity(texts.len());
            for text in texts {
                // A row that cannot be read has no group, and no one asks for it.
                let (group, leader) = text.map_or((0, None), |(hash, sketch)| groups.place(hash, sketch));
                placed.push(group);
                leaders.extend(leader);
            }
            (placed, leaders)
        })
    }

    /// Analyzes and encodes the batch.
    fn analyze(&mut self, ticket: &Ticket, groups: &[u128]) -> std::io::Result<Summary> {
        let job = self.job;
        self.encoded.clear();
        self.rejects.clear();
        let mut counts = Summary::default();
        let file = job.inputs.get(ticket.input).and_then(Input::file_name);
        let (mut text_hash, mut group_name) = ([0; 32], [0; 32]);
        for first in (0..self.rows.len()).step_by(GROUP) {
            let (rows, end) = (&self.rows, self.rows.len().min(first + GROUP));
            let records: Vec<_> =
                (first..end).zip(&mut self.buffers).map(|(at, buffer)| rows.parse(at, buffer)).collect();
            let postings: Vec<_> = records.iter().filter_map(|record| Some(&record.as_ref().ok()?.posting)).collect();
            let mut analyses = analyze_group(job.analyze, &postings, &mut self.scratch).into_iter();
            let long = postings.iter().any(|posting| posting.body.len() > LONG_BODY);
            for (at, record) in (first..end).zip(records) {
                counts.rows += 1;
                let row = rows.row(at);
                let read = match record {
                    Ok(record) => analyses.next().flatten().map(|analysis| (record, analysis)).ok_or(FAILED.to_owned()),
                    Err(RowError::Blank) => {
                        counts.empty_rows += 1;
                        continue;
                    }
                    Err(error) => Err(error.to_string()),
                };
                let (record, analysis) = match read {
                    Ok(read) => read,
                    Err(reason) => {
                        counts.rejects += 1;
                        reject::write(&mut self.rejects, file.as_deref(), row, &rows.content(at), &reason);
                        continue;
                    }
                };
                let posting = &record.posting;
                counts.count(&analysis, posting.company.as_deref(), posting.posted.as_deref());
                if !job.only.is_empty() && !job.only.contains(&analysis.verdict()) {
                    continue;
                }
                counts.written += 1;
                fold(&posting.body, &mut self.folded);
                let columns: Vec<ColumnDoc<'_>> =
                    record.columns.iter().map(|(name, value)| ColumnDoc { name, value: value.as_deref() }).collect();
                let doc = RowDoc {
                    file: file.as_deref(),
                    index: row.index,
                    offset: row.offset,
                    text_hash: hex(xxh3_128(&self.folded), &mut text_hash),
                    group: groups.get(at).map(|group| hex(*group, &mut group_name)),
                    company: posting.company.as_deref(),
                    location: posting.location.as_deref(),
                    url: posting.url.as_deref(),
                    posted: posting.posted.as_deref(),
                    body: job.shape.with_body.then_some(&*posting.body),
                    columns: &columns,
                };
                self.encoder.push(&analysis, &doc, &mut self.encoded)?;
            }
            if long {
                self.buffers = Default::default();
            }
        }
        self.encoder.finish(&mut self.encoded)?;
        if let Some(InputFailure::Broken { reason, row }) = &ticket.failure {
            counts.rows += 1;
            counts.rejects += 1;
            let row = Row { index: *row, line: None, offset: None };
            let content = Content { raw: (&b""[..]).into(), length: 0, hash: xxh3_128(b"") };
            let reason = RowError::Unreadable(reason.clone()).to_string();
            reject::write(&mut self.rejects, file.as_deref(), row, &content, &reason);
        }
        Ok(counts)
    }

    /// Writes the batch, when it is its turn.
    fn write(&self, sink: &mut Sink, ticket: Ticket, counts: &Summary, leaders: Vec<Leader>) -> Result<(), BatchError> {
        sink.write(&self.encoded, &self.rejects)?;
        let chunk = sink.chunk();
        chunk.counts.add(counts);
        chunk.leaders.extend(leaders);
        (chunk.input, chunk.row) = ticket.next;
        if let Some(failure) = ticket.failure {
            let name = self.job.inputs.get(ticket.input).map_or_else(String::new, Input::name);
            let reason = match failure {
                InputFailure::Open(reason) => reason,
                InputFailure::Broken { reason, row } => {
                    format!("{name}: cannot be read after row {row}: {reason}; it may be cut off or damaged")
                }
            };
            chunk.failures.push(Failure { input: name, reason });
        }
        let (rows, rejects) = (chunk.counts.rows, chunk.counts.rejects);
        let done = sink.done();
        let progress = Progress {
            rows: done.rows + rows,
            rejects: done.rejects + rejects,
            bytes: self.job.bytes_read.load(Ordering::Relaxed),
            input: ticket.input,
        };
        (self.job.progress)(&progress);
        if ticket.ends_chunk { sink.end_chunk(false) } else { Ok(()) }
    }
}
