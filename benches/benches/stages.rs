//! Each stage, whole analyses, their JSON, and the peer, in bytes of posting text per second.
#![allow(missing_docs, reason = "criterion's macros write a function without one")]

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use rolecall::context::{self, Findings, Sections};
use rolecall::tag::{self, Hits};
use rolecall::text::Document;
use rolecall::{Analysis, Analyzer, Posting};
use rolecall_benches::corpus::Corpus;
use rolecall_benches::peer::Peer;

fn corpus() -> Corpus {
    Corpus::load().expect("the postings can be read")
}

fn stages(criterion: &mut Criterion) {
    let corpus = corpus();
    let analyzer = Analyzer::english();
    let lexicon = analyzer.lexicon();
    let mut group = criterion.benchmark_group("stages");
    group.throughput(Throughput::Bytes(corpus.bytes()));

    group.bench_function("text", |bencher| {
        let mut document = Document::default();
        bencher.iter(|| {
            for body in &corpus.bodies {
                document.read(body, lexicon);
                black_box(&document);
            }
        });
    });

    let read = |body: &String| {
        let mut document = Document::default();
        document.read(body, lexicon);
        document
    };
    let documents: Vec<Document> = corpus.bodies.iter().map(read).collect();
    group.bench_function("tag", |bencher| {
        let mut hits = Hits::default();
        bencher.iter(|| {
            for document in &documents {
                tag::body(document, lexicon, &mut hits);
                black_box(&hits);
            }
        });
    });

    let tagged: Vec<(&Document, Hits)> = documents
        .iter()
        .map(|document| {
            let mut hits = Hits::default();
            tag::body(document, lexicon, &mut hits);
            (document, hits)
        })
        .collect();
    group.bench_function("context", |bencher| {
        let (mut sections, mut findings) = (Sections::default(), Findings::default());
        bencher.iter(|| {
            for (document, hits) in &tagged {
                context::read(document, hits, lexicon, &mut sections, &mut findings);
                black_box(&findings);
            }
        });
    });

    group.bench_function("analysis", |bencher| {
        let mut scratch = analyzer.scratch();
        bencher.iter(|| {
            for body in &corpus.bodies {
                black_box(analyzer.analyze_with(&Posting::new("Product Manager", &**body), &mut scratch));
            }
        });
    });

    let analyses: Vec<Analysis> =
        corpus.bodies.iter().map(|body| analyzer.analyze(&Posting::new("Product Manager", &**body))).collect();
    group.bench_function("json", |bencher| {
        let mut out = Vec::new();
        bencher.iter(|| {
            for analysis in &analyses {
                out.clear();
                serde_json::to_writer(&mut out, &analysis.to_doc()).expect("an analysis can be written to memory");
                black_box(&out);
            }
        });
    });

    group.bench_function("peer", |bencher| {
        let lexicon = rolecall::lexicons::load(&[]).expect("the shipped lexicon holds");
        let mut peer = Peer::new(lexicon.plain_phrases()).expect("the automaton can be built");
        peer.check(&corpus.bodies);
        let mut hits = Vec::new();
        bencher.iter(|| {
            for body in &corpus.bodies {
                peer.find(body, &mut hits);
                black_box(&hits);
            }
        });
    });
    group.finish();
}

/// Time per byte is to be flat, however long the line.
fn one_unbroken_line(criterion: &mut Criterion) {
    let corpus = corpus();
    let analyzer = Analyzer::english();
    let mut group = criterion.benchmark_group("one unbroken line");
    group.sample_size(20);
    for kib in [1, 4, 16, 64, 256, 1024] {
        let line = corpus.one_line(kib << 10);
        group.throughput(Throughput::Bytes(line.len() as u64));
        group.bench_with_input(BenchmarkId::from_parameter(format!("{kib} KiB")), &line, |bencher, line| {
            let mut scratch = analyzer.scratch();
            bencher.iter(|| analyzer.analyze_with(&Posting::untitled(&**line), &mut scratch));
        });
    }
    group.finish();
}

criterion_group!(benches, stages, one_unbroken_line);
criterion_main!(benches);
