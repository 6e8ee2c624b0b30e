//! What holds for every text: properties of the text stage and of whole analyses.
//!
//! [`invariants`] says what; [`strategies`] makes the texts; [`targets`] is what the fuzzers in `fuzz/` run, fed here
//! with their seeds.
#![cfg(feature = "english")]

mod invariants;
mod seeds;
mod strategies;
mod targets;

use std::sync::LazyLock;

use proptest::prelude::*;
use rolecall::analysis::Note;
use rolecall::text::BODY_LIMIT;
use rolecall::{Analysis, Analyzer, Posting};

static ANALYZER: LazyLock<Analyzer> = LazyLock::new(Analyzer::english);

/// One whose evidence carries no words.
static SPANS: LazyLock<Analyzer> =
    LazyLock::new(|| Analyzer::builder().evidence_text(false).build().expect("the shipped lexicon builds"));

fn check(body: &str) -> Analysis {
    invariants::document(body, ANALYZER.lexicon());
    let analysis = ANALYZER.analyze(&Posting::untitled(body));
    invariants::analysis(body, &analysis);
    analysis
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config(256))]

    #[test]
    fn any_string(body in any::<String>()) {
        check(&body);
    }

    #[test]
    fn any_title_and_id(title in any::<String>(), id in any::<String>(), body in strategies::noise()) {
        let analysis = ANALYZER.analyze(&Posting::new(&*title, &*body).with_id(&*id));
        invariants::analysis(&body, &analysis);
        prop_assert_eq!(analysis.title(), Some(&*title));
        prop_assert_eq!(analysis.id(), Some(&*id));
    }

    #[test]
    fn text_full_of_markup(body in strategies::noise()) {
        check(&body);
    }

    #[test]
    fn postings(body in strategies::posting(&ANALYZER)) {
        check(&body);
    }

    /// What a text says does not depend on what was read before it, nor on how often.
    #[test]
    fn a_used_scratch_is_as_good_as_a_new_one(
        bodies in prop::collection::vec(prop_oneof![strategies::posting(&ANALYZER), strategies::noise()], 1..5),
    ) {
        let mut scratch = ANALYZER.scratch();
        for body in bodies.iter().chain(bodies.iter().rev()) {
            let posting = Posting::new("Product Manager", &**body);
            let used = ANALYZER.analyze_with(&posting, &mut scratch);
            prop_assert_eq!(used.to_json(), ANALYZER.analyze(&posting).to_json());
        }
    }

    /// Read together, postings say what each says alone; those of more than 32 make three groups.
    #[test]
    fn together_is_as_good_as_one_by_one(
        bodies in prop::collection::vec(prop_oneof![strategies::posting(&ANALYZER), strategies::noise()], 0..40),
    ) {
        let postings: Vec<_> = bodies.iter().map(|body| Posting::new("Product Owner", &**body)).collect();
        let together = ANALYZER.analyze_all(&postings, &mut ANALYZER.scratch());
        prop_assert_eq!(together.len(), postings.len());
        for (posting, analysis) in postings.iter().zip(&together) {
            prop_assert_eq!(analysis.to_json(), ANALYZER.analyze(posting).to_json());
        }
    }

    /// The title makes the claim and nothing else.
    #[test]
    fn the_title_is_no_part_of_the_reading(title in strategies::title(), body in strategies::posting(&ANALYZER)) {
        let titled = ANALYZER.analyze(&Posting::new(title, &*body));
        let untitled = ANALYZER.analyze(&Posting::untitled(&*body));
        prop_assert_eq!(titled.reading(), untitled.reading());
        prop_assert_eq!(titled.evidence().count(), untitled.evidence().count());
    }

    /// Evidence without its words is the same evidence.
    #[test]
    fn spans_alone_tell_the_same(body in strategies::posting(&ANALYZER)) {
        let spans = SPANS.analyze(&Posting::untitled(&*body));
        let full = ANALYZER.analyze(&Posting::untitled(&*body));
        invariants::analysis(&body, &spans);
        prop_assert_eq!(spans.reading(), full.reading());
        let places = |a: &Analysis| a.evidence().map(|e| (e.span(), e.term().to_owned(), e.points())).collect::<Vec<_>>();
        prop_assert_eq!(places(&spans), places(&full));
        prop_assert!(spans.evidence().all(|e| e.text().is_none()));
    }

    /// Bytes that are nearly an analysis are refused or read, never a panic; what is read is written the same.
    #[test]
    fn broken_json(body in strategies::posting(&ANALYZER), at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<bool>()) {
        let mut json = ANALYZER.analyze(&Posting::untitled(&*body)).to_json().into_bytes();
        let at = at.index(json.len());
        if cut { json.truncate(at) } else { json[at] = byte }
        targets::json(&json);
    }
}

/// Texts that are large in one way each.
#[test]
fn large_texts() {
    let phrase = "own the product backlog and the project schedule ";
    let cases = [
        ("one word", "a".repeat(BODY_LIMIT)),
        ("one line", phrase.repeat(BODY_LIMIT / phrase.len())),
        ("one line over the limit", phrase.repeat(BODY_LIMIT / phrase.len() + 100)),
        ("one line of another script", "ж".repeat(BODY_LIMIT / 2 + 7)),
        ("open angles", "<".repeat(BODY_LIMIT)),
        ("open tags", "<a ".repeat(BODY_LIMIT / 3)),
        ("open quotes", "<a b=\"".repeat(BODY_LIMIT / 6)),
        ("open quotes that hold ends", "<a b=\"> ".repeat(BODY_LIMIT / 8)),
        ("open comments", "<!--".repeat(BODY_LIMIT / 4)),
        ("open scripts", "<script>".repeat(BODY_LIMIT / 8)),
        ("closed tags alone", "</li>".repeat(BODY_LIMIT / 5)),
        ("ampersands", "&".repeat(BODY_LIMIT)),
        ("escaped ampersands", "&amp;".repeat(BODY_LIMIT / 5)),
        ("escaped angles", "&lt;".repeat(BODY_LIMIT / 4)),
        ("stars", "*".repeat(BODY_LIMIT)),
        ("stars and spaces", "* ".repeat(BODY_LIMIT / 2)),
        ("quotes", "\"'".repeat(BODY_LIMIT / 2)),
        ("apostrophes in a word", "a'".repeat(BODY_LIMIT / 2)),
        ("at signs", "a@".repeat(BODY_LIMIT / 2)),
        ("link ends", "](".repeat(BODY_LIMIT / 2)),
        ("addresses", "https://".repeat(BODY_LIMIT / 8)),
        ("camels", "aaBbb".repeat(BODY_LIMIT / 5)),
        ("soft hyphens", "a\u{ad}".repeat(BODY_LIMIT / 3)),
        ("nesting", format!("{}own the roadmap{}", "<div>".repeat(100_000), "</div>".repeat(80_000))),
        ("bold nesting", "<b>own ".repeat(BODY_LIMIT / 7)),
        ("line ends", "\r\n".repeat(BODY_LIMIT / 2)),
        ("bullets", "• own ".repeat(BODY_LIMIT / 8)),
        ("numbers", "1.".repeat(BODY_LIMIT / 2)),
        ("short lines behind another script", format!("ж\n{}", "a\n".repeat(BODY_LIMIT / 2 - 2))),
    ];
    for (name, body) in cases {
        let analysis = check(&body);
        assert_eq!(analysis.notes().contains(&Note::BodyCut), body.len() > BODY_LIMIT, "{name}");
    }
}

/// Up to [`BODY_LIMIT`] a body is read whole; beyond it the last block that fits is the last one read.
#[test]
fn a_long_body_is_read_up_to_its_last_block_before_the_limit() {
    let line = "Own the product backlog and order it by value for our customers.\n";
    let lines = BODY_LIMIT / line.len();
    let whole = line.repeat(lines);
    let cut = ANALYZER.analyze(&Posting::untitled(line.repeat(lines + 1000)));
    invariants::analysis(&line.repeat(lines + 1000), &cut);
    assert!(cut.notes().contains(&Note::EvidenceCut) && cut.notes().contains(&Note::BodyCut));
    let uncut = ANALYZER.analyze(&Posting::untitled(&*whole));
    assert!(uncut.notes().contains(&Note::EvidenceCut) && !uncut.notes().contains(&Note::BodyCut));
    assert_eq!(cut.evidence().count(), uncut.evidence().count());
}

#[test]
fn an_analyzer_is_shared_by_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<Analyzer>();
    shared::<Analysis>();
    fn sent<T: Send>() {}
    sent::<rolecall::Scratch>();
}

/// The same bytes from one thread and from several that share an analyzer and take postings in another order.
#[test]
fn threads_give_the_same_bytes() {
    let bodies: Vec<String> =
        seeds::texts("analysis").into_iter().chain(seeds::postings()).map(|(_, text)| text).collect();
    let json = |body: &String| ANALYZER.analyze(&Posting::new("Product Owner", &**body)).to_json();
    let alone: Vec<String> = bodies.iter().map(json).collect();
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..4)
            .map(|n| {
                let (bodies, alone) = (&bodies, &alone);
                scope.spawn(move || {
                    let mut scratch = ANALYZER.scratch();
                    for step in 0..bodies.len() {
                        let at = (step * 7 + n * 3) % bodies.len();
                        let analysis =
                            ANALYZER.analyze_with(&Posting::new("Product Owner", &*bodies[at]), &mut scratch);
                        assert_eq!(analysis.to_json(), alone[at], "thread {n}, text {at}");
                    }
                })
            })
            .collect();
        for worker in workers {
            worker.join().expect("a worker's bytes are the same");
        }
    });
}
