//! The ratios of `docs/design.md` in one run: medians of interleaved rounds, in CPU time of the thread.
//!
//! ```text
//! ROLECALL_BENCH=postings.jsonl cargo run --release -p rolecall-benches --bin ratios
//! ```
#![allow(clippy::print_stdout, reason = "it prints its results")]

use std::error::Error;
use std::hint::black_box;
use std::time::Duration;

use cpu_time::ThreadTime;
use rolecall::tag::{self, Hits};
use rolecall::text::Document;
use rolecall::{Analyzer, Posting, Scratch};
use rolecall_benches::corpus::{Corpus, Line};
use rolecall_benches::peer::{Hit, Peer};
use serde::Serialize;

/// Each round runs every candidate once, so that a slow spell of the machine meets all of them.
const ROUNDS: usize = 15;

/// Small corpora are read so often in a round that it takes at least this many bytes.
const BYTES_A_ROUND: u64 = 4 << 20;

fn main() -> Result<(), Box<dyn Error>> {
    let corpus = Corpus::load()?;
    let lexicon = rolecall::lexicons::load(&[])?;
    let mut peer = Peer::new(lexicon.plain_phrases())?;
    peer.check(&corpus.bodies);
    let analyzer = Analyzer::builder().evidence_text(false).build()?;
    let repeats = BYTES_A_ROUND.div_ceil(corpus.bytes().max(1));
    let megabytes = (corpus.bytes() * repeats) as f64 / 1e6;

    let mut rounds: [Vec<Duration>; 5] = Default::default();
    let mut work = Work { corpus: &corpus, analyzer: &analyzer, peer: &mut peer, out: Vec::new(), hits: Vec::new() };
    let documents = work.documents();
    for _ in 0..ROUNDS {
        rounds[0].push(timed(repeats, || work.peer_tags()));
        rounds[1].push(timed(repeats, || work.text_and_tag()));
        rounds[2].push(timed(repeats, || work.tag(&documents)));
        rounds[3].push(timed(repeats, || work.peer_loop()));
        rounds[4].push(timed(repeats, || work.scan_loop()));
    }
    let [peer_tags, text_and_tag, tag, peer_loop, scan_loop] = rounds.map(median);

    println!("{}: {} postings, {:.1} MB of text", corpus.name, corpus.bodies.len(), corpus.bytes() as f64 / 1e6);
    println!("peer: {} phrases; medians of {ROUNDS} interleaved rounds, thread CPU time\n", work.peer.phrases());
    for (name, time, peer) in [
        ("peer: lower-cased copy, DFA, boundaries", peer_tags, peer_tags),
        ("text + tag, from bytes to hits", text_and_tag, peer_tags),
        ("tag, from words to hits", tag, peer_tags),
        ("peer's loop: parse, tag, write hits", peer_loop, peer_loop),
        ("scan's loop: parse, analyze, write JSON", scan_loop, peer_loop),
    ] {
        let speed = megabytes / time.as_secs_f64();
        println!("{name:<42} {speed:>8.1} MB/s   {:>5.2} x the peer", peer.as_secs_f64() / time.as_secs_f64());
    }
    Ok(())
}

fn timed(repeats: u64, mut run: impl FnMut()) -> Duration {
    let start = ThreadTime::now();
    (0..repeats).for_each(|_| run());
    start.elapsed()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

/// What is run, over all postings.
struct Work<'a> {
    corpus: &'a Corpus,
    analyzer: &'a Analyzer,
    peer: &'a mut Peer,
    out: Vec<u8>,
    hits: Vec<Hit>,
}

/// What the peer's loop writes of a posting.
#[derive(Serialize)]
struct PeerRow<'a> {
    id: Option<&'a str>,
    hits: &'a [Hit],
}

impl Work<'_> {
    fn documents(&self) -> Vec<Document> {
        let read = |body: &String| {
            let mut document = Document::default();
            document.read(body, self.analyzer.lexicon());
            document
        };
        self.corpus.bodies.iter().map(read).collect()
    }

    fn peer_tags(&mut self) {
        for body in &self.corpus.bodies {
            self.peer.find(body, &mut self.hits);
            black_box(&self.hits);
        }
    }

    fn text_and_tag(&self) {
        let (mut document, mut hits) = (Document::default(), Hits::default());
        for body in &self.corpus.bodies {
            document.read(body, self.analyzer.lexicon());
            tag::body(&document, self.analyzer.lexicon(), &mut hits);
            black_box(&hits);
        }
    }

    fn tag(&self, documents: &[Document]) {
        let mut hits = Hits::default();
        for document in documents {
            tag::body(document, self.analyzer.lexicon(), &mut hits);
            black_box(&hits);
        }
    }

    fn peer_loop(&mut self) {
        self.out.clear();
        for line in &self.corpus.lines {
            let posting: Line<'_> = serde_json::from_str(line).expect("the corpus was read before");
            self.peer.find(&posting.body, &mut self.hits);
            let row = PeerRow { id: posting.id.as_deref(), hits: &self.hits };
            serde_json::to_writer(&mut self.out, &row).expect("numbers can be written to memory");
            self.out.push(b'\n');
        }
        black_box(&self.out);
    }

    fn scan_loop(&mut self) {
        self.out.clear();
        let mut scratch: Scratch = self.analyzer.scratch();
        // As many at once as a worker of `scan` takes.
        for lines in self.corpus.lines.chunks(rolecall::GROUP) {
            let postings: Vec<Posting<'_>> = lines.iter().map(|line| posting(line)).collect();
            for analysis in self.analyzer.analyze_all(&postings, &mut scratch) {
                analysis.to_doc().write(&mut self.out).expect("an analysis can be written to memory");
                self.out.push(b'\n');
            }
        }
        black_box(&self.out);
    }
}

/// A line of the corpus, as `scan` reads it.
fn posting(line: &str) -> Posting<'_> {
    let Line { id, title, body } = serde_json::from_str(line).expect("the corpus was read before");
    let mut posting = Posting::untitled(body);
    (posting.id, posting.title) = (id, title);
    posting
}
