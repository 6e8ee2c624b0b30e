//! What must hold for every text, as assertions. The fuzz targets use this file too.

use std::collections::HashSet;

use rolecall::analysis::{Analysis, Decision, DecisionState, Note, Points, ReadMode, ReadRole, Role, Verdict};
use rolecall::text::Document;
use rolecall_lexicon::compiled::Compiled;

/// The design's bound on pieces of evidence.
const MOST_EVIDENCE: usize = 500;

/// The text stage: words lie in order on character boundaries, none starts in a masked run, and sentences and blocks
/// cover all of them.
pub(crate) fn document(body: &str, lexicon: &Compiled) {
    let mut document = Document::default();
    document.read(body, lexicon);
    let mut before = 0;
    for token in &document.tokens {
        let (start, end) = (token.start as usize, token.end as usize);
        assert!(before <= start && start < end && end <= body.len(), "word {start}..{end} after {before}");
        assert!(body.is_char_boundary(start) && body.is_char_boundary(end), "word {start}..{end} cuts a character");
        before = end;
    }
    let mut before = 0;
    for &(start, end) in &document.masks {
        assert!(before <= start && start < end && end as usize <= body.len(), "mask {start}..{end} after {before}");
        before = start;
        let next = document.tokens.partition_point(|token| token.start < start);
        if let Some(token) = document.tokens.get(next) {
            assert!(token.start >= end, "a word at {} starts in the mask {start}..{end}", token.start);
        }
    }
    let count = document.tokens.len() as u32;
    covers(document.blocks.iter().map(|b| (b.first, b.end)), count, "blocks");
    covers(document.sentences.iter().map(|s| (s.first, s.end)), count, "sentences");
    for (number, block) in document.blocks.iter().enumerate() {
        for sentence in &document.sentences[block.first_sentence as usize..block.end_sentence as usize] {
            assert_eq!(sentence.block as usize, number);
            assert!(block.first <= sentence.first && sentence.end <= block.end, "a sentence leaves its block");
        }
    }
    assert!(document.words <= count);
}

/// Runs follow each other without holes from the first word to the last.
fn covers(runs: impl Iterator<Item = (u32, u32)>, count: u32, name: &str) {
    let mut before = 0;
    for (first, end) in runs {
        assert!(first == before && end > first, "{name}: {first}..{end} after {before}");
        before = end;
    }
    assert_eq!(before, count, "{name} end before the last word");
}

/// A whole analysis of `body`.
pub(crate) fn analysis(body: &str, analysis: &Analysis) {
    evidence(body, analysis);
    reading(analysis);
    counterfactual(analysis);
    table_and_decisions(analysis);
    json(analysis);
}

fn evidence(body: &str, analysis: &Analysis) {
    let mut before = 0;
    for evidence in analysis.evidence() {
        let span = evidence.span();
        assert!(span.start < span.end, "{evidence:?} is empty");
        assert!(before <= span.start, "{evidence:?} comes before the piece before it");
        before = span.start;
        let words =
            body.get(span.clone()).unwrap_or_else(|| panic!("{evidence:?} cuts a character or ends past the body"));
        assert!(evidence.text().is_none_or(|text| text == words), "{evidence:?} is not {words:?}");
    }
    let count = analysis.evidence().len();
    assert!(count <= MOST_EVIDENCE, "{count} pieces");
    assert!(!analysis.notes().contains(&Note::EvidenceCut) || count == MOST_EVIDENCE, "cut at {count} pieces");
}

/// The role with the most points, ties by the order of roles.
fn first(points: Points) -> Role {
    let most = points.0.into_iter().max().unwrap_or_default();
    Role::ALL.into_iter().find(|&role| points.of(role) == most).expect("one of four is the largest")
}

fn reading(analysis: &Analysis) {
    let reading = analysis.reading();
    let mut sum = reading.base();
    for evidence in analysis.evidence() {
        sum += evidence.points();
    }
    assert_eq!(sum, reading.points(), "base and evidence do not add up");

    assert_eq!(reading.role() == ReadRole::Unclear, analysis.verdict() == Verdict::Unclear);
    assert_eq!(reading.role() == ReadRole::Unclear, !reading.reasons().is_empty());
    let Some(role) = reading.role().role() else {
        assert_eq!(reading.shares(), None);
        assert_eq!((reading.confidence(), reading.margin()), (None, None));
        assert_eq!((reading.secondary(), reading.runner_up()), (None, None));
        assert_eq!(reading.mode(), ReadMode::Neither);
        assert!(!reading.pm_as_po());
        return;
    };
    assert_eq!(role, first(reading.points()), "the role has not the most points");
    let shares = reading.shares().expect("a role has shares");
    assert_eq!(shares.0.iter().map(|&share| u32::from(share)).sum::<u32>(), 100, "{shares:?}");
    for a in Role::ALL {
        for b in Role::ALL {
            if reading.points().of(a) > reading.points().of(b) {
                assert!(shares.of(a) >= shares.of(b), "{shares:?} turn the order of {:?}", reading.points());
            }
        }
    }
    let runner_up = reading.runner_up().expect("a role has a runner-up");
    let others = Role::ALL.into_iter().filter(|&other| other != role);
    let largest = others.map(|other| shares.of(other)).max().expect("three other roles");
    assert_ne!(runner_up, role);
    assert_eq!(shares.of(runner_up), largest);
    assert_eq!(reading.margin(), Some(shares.of(role) - largest));
    assert_eq!(reading.secondary(), (largest >= 25).then_some(runner_up));
    assert!(reading.confidence().is_some_and(|percent| percent <= 100));
    assert!(!reading.pm_as_po() || matches!(role, Role::ProductManager | Role::ProductOwner));
}

/// Without the evidence that the counterfactual names the role is the one that it names.
fn counterfactual(analysis: &Analysis) {
    let Some(counterfactual) = analysis.counterfactual() else { return };
    let role = analysis.reading().role().role().expect("no counterfactual of an unclear reading");
    assert_ne!(counterfactual.role, role);
    assert!((1..=8).contains(&counterfactual.remove.len()), "{counterfactual:?}");
    let without = |removed: &[u32]| {
        let mut points = analysis.reading().points();
        for &index in removed {
            let given = analysis.evidence_at(index).expect("the index is of a piece").points();
            points += Points(given.0.map(|n| -n));
        }
        first(points)
    };
    let distinct: HashSet<u32> = counterfactual.remove.iter().copied().collect();
    assert_eq!(distinct.len(), counterfactual.remove.len(), "a piece is removed twice");
    assert_eq!(without(&counterfactual.remove), counterfactual.role, "{counterfactual:?} does not flip");
    for left in 0..counterfactual.remove.len() {
        let mut fewer = counterfactual.remove.clone();
        fewer.remove(left);
        assert_eq!(without(&fewer), role, "{fewer:?} of {counterfactual:?} is enough");
    }
}

fn table_and_decisions(analysis: &Analysis) {
    assert_eq!(analysis.table().len(), 15);
    let mut seen = HashSet::new();
    for cell in analysis.table() {
        assert!(cell.evidence.is_sorted(), "{cell:?}");
        for &index in &cell.evidence {
            let evidence = analysis.evidence_at(index).expect("the index is of a piece");
            assert_eq!((evidence.dimension(), evidence.role()), (cell.dimension, cell.role), "{evidence:?}");
            assert!(seen.insert(index), "{evidence:?} stands in two cells");
        }
    }
    for decision in [Decision::Problem, Decision::Priority, Decision::Measure] {
        let read = analysis.decision(decision);
        assert_eq!(read.state == DecisionState::Absent, read.evidence.is_empty(), "{decision:?}: {read:?}");
        assert!(read.evidence.iter().all(|&index| analysis.evidence_at(index).is_some()), "{decision:?}: {read:?}");
    }
}

fn json(analysis: &Analysis) {
    let json = analysis.to_json();
    let back = Analysis::from_json(&json).unwrap_or_else(|error| panic!("{error}: {json}"));
    assert_eq!(&back, analysis);
    assert_eq!(back.to_json(), json);
}
