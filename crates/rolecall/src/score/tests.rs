//! Rules as tables of cases, and the properties that make the score explainable.

use proptest::prelude::*;
use rolecall_lexicon::weights::{Amounts, ShareCurve, TermInfo, Weights};
use rolecall_lexicon::{Decision, Dimension, Mode, Ownership, Role, SectionKind, Strength};

use super::*;
use crate::analysis::{DecisionState, ReadMode, ReadRole, Reason};

const PM: u32 = 0;
const PO: u32 = 1;
const PJ: u32 = 2;
const OTHER: u32 = 3;
const NAME: u32 = 4;

/// One term for each role, and the Project Manager's name.
fn terms() -> Vec<TermInfo<'static>> {
    let term = |id, role| TermInfo {
        id,
        role,
        dimension: Dimension::Focus,
        decision: None,
        mode: None,
        strength: Strength::Normal,
        is_name: false,
    };
    vec![
        TermInfo { decision: Some(Decision::Problem), ..term("own-roadmap", Role::ProductManager) },
        TermInfo { decision: Some(Decision::Priority), ..term("own-backlog", Role::ProductOwner) },
        TermInfo { mode: Some(Mode::Project), ..term("own-schedule", Role::ProjectManager) },
        TermInfo { mode: Some(Mode::Product), ..term("write-code", Role::Other) },
        TermInfo { is_name: true, ..term("name-project-manager", Role::ProjectManager) },
    ]
}

fn scorer(change: impl FnOnce(&mut Weights)) -> Scorer {
    let mut weights = Weights::neutral();
    change(&mut weights);
    Scorer::new(weights, terms())
}

fn hit(term: u32, sentence: u32) -> Finding {
    Finding {
        term,
        start: sentence * 10,
        end: sentence * 10 + 5,
        sentence,
        section: SectionKind::Duties,
        polarity: Polarity::Stated,
        ownership: Ownership::Owns,
        scrum: term == PO,
    }
}

fn text(list: Vec<Finding>) -> Findings {
    Findings { list, tasks: 5, task_sentences: 5, bare_tasks: 0, words: 100, words_with_foreign: 100, scrum_words: 0 }
}

fn own_points(scored: &Scored, role: Role) -> Vec<i64> {
    scored.points.iter().map(|points| points.of(role)).collect()
}

#[test]
fn points_fade_with_place_ownership_polarity_and_repetition() {
    let cases: Vec<(&str, Vec<Finding>, Vec<i64>)> = vec![
        ("stated and owned", vec![hit(PJ, 0)], vec![1_000]),
        ("supports", vec![Finding { ownership: Ownership::Supports, ..hit(PJ, 0) }], vec![500]),
        ("requirements", vec![Finding { section: SectionKind::Requirements, ..hit(PJ, 0) }], vec![500]),
        ("company text", vec![Finding { section: SectionKind::Company, ..hit(PJ, 0) }], vec![0]),
        ("denied", vec![Finding { polarity: Polarity::Negated, ..hit(PJ, 0) }], vec![-1_000]),
        ("somebody else's", vec![Finding { polarity: Polarity::SomeoneElse, ..hit(PJ, 0) }], vec![-250]),
        ("a name", vec![hit(NAME, 0)], vec![0]),
        ("a denied name", vec![Finding { polarity: Polarity::Negated, ..hit(NAME, 0) }], vec![-1_000]),
        ("a colleague's name", vec![Finding { polarity: Polarity::SomeoneElse, ..hit(NAME, 0) }], vec![0]),
        ("twice in a sentence", vec![hit(PJ, 0), hit(PJ, 0)], vec![1_000, 0]),
        ("four sentences", (0..4).map(|s| hit(PJ, s)).collect(), vec![1_000, 500, 250, 0]),
        ("two sections", vec![hit(PJ, 0), Finding { section: SectionKind::Summary, ..hit(PJ, 1) }], vec![1_000, 1_000]),
        (
            "a hit without points takes no turn",
            vec![Finding { section: SectionKind::Legal, ..hit(PJ, 0) }, hit(PJ, 0)],
            vec![0, 1_000],
        ),
        ("an unknown term", vec![hit(99, 0)], vec![0]),
    ];
    let scorer = scorer(|weights| weights.someone_else = 250);
    for (name, list, expected) in cases {
        let scored = scorer.score(&text(list), &mut Scratch::default());
        assert_eq!(own_points(&scored, Role::ProjectManager), expected, "{name}");
    }
}

#[test]
fn each_piece_counts_less_the_more_there_are() {
    let scorer = scorer(|weights| weights.dilution.values = vec![2_000, 1_000, 500]);
    let half = Finding { section: SectionKind::Requirements, ..hit(PM, 0) };
    let cases = [
        (vec![hit(PM, 0)], vec![1_000]),
        (vec![half], vec![750]),
        (vec![hit(PM, 0), hit(PO, 1)], vec![500, 0]),
        (vec![hit(PM, 0), hit(PO, 1), hit(PJ, 2)], vec![500, 0, 0]),
        (vec![hit(PM, 0), Finding { polarity: Polarity::Negated, ..hit(PO, 1) }], vec![1_000, 0]),
        (vec![hit(PO, 0), Finding { polarity: Polarity::Negated, ..hit(PM, 1) }], vec![0, -1_000]),
    ];
    for (list, expected) in cases {
        let scored = scorer.score(&text(list.clone()), &mut Scratch::default());
        assert_eq!(own_points(&scored, Role::ProductManager), expected, "{list:?}");
    }
}

#[test]
fn bare_tasks_count_for_other_up_to_twenty() {
    let scorer = scorer(|weights| weights.bare_task = 10);
    for (bare_tasks, expected) in [(0, 100), (3, 130), (20, 300), (21, 300), (u32::MAX, 300)] {
        let scored = scorer.score(&Findings { bare_tasks, ..text(vec![]) }, &mut Scratch::default());
        assert_eq!(scored.reading.base.0, [0, 0, 0, expected]);
        assert_eq!(scored.reading.points, scored.reading.base);
    }
}

#[test]
fn the_first_reason_that_holds_makes_a_text_unclear() {
    let base = Findings {
        list: vec![],
        tasks: 0,
        task_sentences: 0,
        bare_tasks: 0,
        words: 0,
        words_with_foreign: 0,
        scrum_words: 0,
    };
    let wordy = Findings { words: 50, words_with_foreign: 50, ..base.clone() };
    let with = |finding| Findings { list: vec![finding], ..wordy.clone() };
    let cases = [
        (base.clone(), Some(Reason::Empty)),
        (Findings { words_with_foreign: 40, ..base.clone() }, Some(Reason::NotEnglish)),
        (Findings { words: 7, words_with_foreign: 7, ..base.clone() }, Some(Reason::TooShort)),
        (Findings { words: 8, words_with_foreign: 8, ..base }, Some(Reason::NoDuties)),
        (Findings { tasks: 2, ..wordy.clone() }, None),
        (with(hit(PM, 0)), None),
        (with(Finding { section: SectionKind::Requirements, ..hit(PM, 0) }), None),
        (with(Finding { section: SectionKind::NiceToHave, ..hit(PM, 0) }), Some(Reason::NoDuties)),
        (with(Finding { polarity: Polarity::Negated, ..hit(PM, 0) }), Some(Reason::NoDuties)),
    ];
    let two_pieces = scorer(|weights| weights.bounds.pieces = 2);
    for (list, words, expected) in
        [(vec![hit(PM, 0)], 39, false), (vec![hit(PM, 0)], 40, true), (vec![hit(PM, 0), hit(PO, 0)], 400, false)]
    {
        let findings = Findings { list, words, words_with_foreign: words, ..wordy.clone() };
        let scored = two_pieces.score(&findings, &mut Scratch::default());
        assert_eq!(scored.reading.role() == ReadRole::Unclear, expected, "{findings:?}");
    }
    for (findings, expected) in cases {
        let scored = scorer(|_| {}).score(&findings, &mut Scratch::default());
        let reading = scored.reading;
        assert_eq!(reading.reasons().first().copied(), expected, "{findings:?}");
        assert_eq!(reading.role() == ReadRole::Unclear, expected.is_some());
        assert_eq!(reading.shares().is_none(), expected.is_some());
        assert_eq!(reading.confidence().is_none(), expected.is_some());
        if expected.is_some() {
            assert_eq!(reading.mode(), ReadMode::Neither);
            assert_eq!(scored.counterfactual, None);
        }
    }
}

#[test]
fn ties_go_by_the_order_of_roles() {
    for (list, expected) in [
        (vec![hit(PJ, 0), hit(PO, 1)], Role::ProductOwner),
        (vec![hit(PO, 0), hit(PM, 1)], Role::ProductManager),
        (vec![hit(OTHER, 0), hit(PJ, 1)], Role::ProjectManager),
    ] {
        let scored = scorer(|weights| weights.prior = [0; 4]).score(&text(list), &mut Scratch::default());
        assert_eq!(scored.reading.role(), ReadRole::from(expected));
        assert_eq!(scored.reading.margin(), Some(0));
    }
}

#[test]
fn mode_follows_the_role_and_for_other_the_marked_terms() {
    let cases = [
        (vec![hit(PM, 0)], ReadMode::Product),
        (vec![hit(PO, 0)], ReadMode::Product),
        (vec![hit(PJ, 0)], ReadMode::Project),
        (vec![], ReadMode::Neither),
        (vec![hit(OTHER, 0)], ReadMode::Product),
        (vec![hit(OTHER, 0), hit(PJ, 1), hit(OTHER, 2)], ReadMode::Product),
    ];
    for (list, expected) in cases {
        let scored = scorer(|_| {}).score(&text(list.clone()), &mut Scratch::default());
        assert_eq!(scored.reading.mode(), expected, "{list:?}");
    }
    let half = text(vec![hit(OTHER, 0), hit(PJ, 1)]);
    for (bound, expected) in [(500, ReadMode::Product), (501, ReadMode::Neither)] {
        let scored = scorer(|weights| weights.bounds.mode = bound).score(&half, &mut Scratch::default());
        assert_eq!(scored.reading.mode(), expected, "{bound}");
    }
}

#[test]
fn scrum_is_told_where_duties_stand_also_of_somebody_else() {
    let cases = [
        (hit(PO, 0), true),
        (Finding { polarity: Polarity::SomeoneElse, ..hit(PO, 0) }, true),
        (Finding { polarity: Polarity::Negated, ..hit(PO, 0) }, false),
        (Finding { section: SectionKind::Requirements, ..hit(PO, 0) }, false),
        (hit(PM, 0), false),
    ];
    for (finding, expected) in cases {
        let scored = scorer(|_| {}).score(&text(vec![finding]), &mut Scratch::default());
        assert_eq!(scored.reading.scrum(), expected, "{finding:?}");
    }
}

#[test]
fn decisions_are_owned_shared_or_absent() {
    let supports = Finding { ownership: Ownership::Supports, ..hit(PM, 1) };
    let cases = [
        (vec![], DecisionState::Absent, vec![]),
        (vec![supports], DecisionState::Shared, vec![0]),
        (vec![supports, hit(PM, 2)], DecisionState::Owned, vec![0, 1]),
        (vec![Finding { section: SectionKind::Requirements, ..hit(PM, 0) }], DecisionState::Absent, vec![]),
        (vec![Finding { polarity: Polarity::SomeoneElse, ..hit(PM, 0) }], DecisionState::Absent, vec![]),
    ];
    for (list, state, evidence) in cases {
        let scored = scorer(|_| {}).score(&text(list), &mut Scratch::default());
        assert_eq!(scored.decisions[Decision::Problem.index()], DecisionReading { state, evidence });
        assert_eq!(scored.decisions[Decision::Measure.index()].state, DecisionState::Absent);
    }
}

#[test]
fn the_table_holds_stated_evidence_with_points() {
    let list = vec![hit(PM, 0), hit(PM, 0), hit(OTHER, 1), Finding { polarity: Polarity::Negated, ..hit(PO, 2) }];
    let scored = scorer(|_| {}).score(&text(list), &mut Scratch::default());
    assert_eq!(scored.table.len(), 15);
    for cell in &scored.table {
        let expected: &[u32] =
            if (cell.dimension, cell.role) == (Dimension::Focus, Role::ProductManager) { &[0] } else { &[] };
        assert_eq!(cell.evidence, expected, "{} {}", cell.dimension, cell.role);
    }
}

#[test]
fn pm_as_po_needs_the_fitted_sum_and_one_of_the_two_roles() {
    let rule = |weights: &mut Weights| {
        weights.bounds.pm_as_po =
            rolecall_lexicon::weights::PmAsPo { product_manager: 0, product_owner: 0, owned: 10, bound: 20 };
    };
    let many_projects = |n: u32| (0..n).map(|sentence| Finding { section: SectionKind::Summary, ..hit(PJ, sentence) });
    let cases = [
        (vec![hit(PM, 0), hit(PO, 1)], false),
        (vec![hit(PM, 0), hit(PO, 1), hit(PO, 2)], true),
        (vec![hit(PO, 1), hit(PO, 2)], true),
        (vec![hit(PO, 1), Finding { ownership: Ownership::Supports, ..hit(PO, 2) }], false),
        (many_projects(3).chain([hit(PJ, 3), hit(PO, 4), hit(PO, 5)]).collect(), false),
    ];
    for (list, expected) in cases {
        let scored = scorer(rule).score(&text(list.clone()), &mut Scratch::default());
        assert_eq!(scored.reading.pm_as_po(), expected, "{list:?}");
    }
}

#[test]
fn evidence_is_cut_before_points_are_given() {
    let list: Vec<Finding> = (0..600).map(|sentence| hit(PM, sentence)).collect();
    let scored = scorer(|_| {}).score(&text(list), &mut Scratch::default());
    assert_eq!(scored.points.len(), EVIDENCE_CAP);
    assert!(scored.cut);
    assert!(!scorer(|_| {}).score(&text(vec![hit(PM, 0)]), &mut Scratch::default()).cut);
}

#[test]
fn rounding_is_symmetric_and_never_overflows() {
    assert_eq!(scale(3, 500_000), 2);
    assert_eq!(scale(-3, 500_000), -2);
    assert!(scale(i32::MAX, i64::MAX) > 0);
    for (number, expected) in [(0, 0), (4, 0), (5, 1), (14, 1), (15, 2), (-4, 0), (-5, -1), (-14, -1), (-15, -2)] {
        assert_eq!(divide(number, 10), expected, "{number}");
    }
}

fn any_finding() -> impl Strategy<Value = Finding> {
    (
        0..6_u32,
        0..12_u32,
        prop::sample::select(&SectionKind::ALL[..]),
        prop::sample::select(Polarity::ALL),
        prop::sample::select(&Ownership::ALL[..]),
    )
        .prop_map(|(term, sentence, section, polarity, ownership)| Finding {
            section,
            polarity,
            ownership,
            ..hit(term, sentence)
        })
}

fn any_text(most: usize) -> impl Strategy<Value = Findings> {
    (prop::collection::vec(any_finding(), 0..most), 0..30_u32, 0..30_u32).prop_map(|(mut list, tasks, bare)| {
        list.sort_by_key(|finding| finding.sentence);
        Findings { tasks, task_sentences: tasks, bare_tasks: bare.min(tasks), ..text(list) }
    })
}

/// Weights with all kinds of signs, so that evidence for one role also speaks for and against others.
fn any_weights() -> impl Strategy<Value = Weights> {
    (
        prop::collection::vec(prop::array::uniform4(-3_000..3_000_i32), 5),
        prop::array::uniform4(-2_000..2_000_i32),
        0..3_000_u32,
        0..800_u32,
    )
        .prop_map(|(rows, prior, flat, spread)| {
            let mut weights = Weights::neutral();
            weights.terms = terms().iter().map(|term| term.id.to_owned()).zip(rows).collect();
            weights.terms.sort();
            weights.prior = prior;
            weights.someone_else = 300;
            let amounts = Amounts { from: vec![0, 1, 3], roles: vec![200, 900, 1_500], other: vec![1, 700, 3_000] };
            weights.shares = ShareCurve { flat: flat + 1, spread, amounts, ..weights.shares };
            weights
        })
}

/// The smallest set by trying all sets, for few pieces of evidence.
fn brute_force(points: &[Points], totals: Points, winner: Role) -> Option<usize> {
    (1_u32..1 << points.len())
        .filter(|set| {
            let mut without = totals;
            for (at, piece) in points.iter().enumerate() {
                if set & (1 << at) != 0 {
                    without.0.iter_mut().zip(piece.0).for_each(|(total, piece)| *total -= piece);
                }
            }
            reading::ranking(without)[0] != winner
        })
        .map(|set| set.count_ones() as usize)
        .min()
}

proptest! {
    #[test]
    fn points_add_up(weights in any_weights(), findings in any_text(40)) {
        let scored = Scorer::new(weights, terms()).score(&findings, &mut Scratch::default());
        let mut sum = scored.reading.base();
        for &points in &scored.points {
            sum += points;
        }
        prop_assert_eq!(sum, scored.reading.points());
        prop_assert_eq!(scored.points.len(), findings.list.len());
    }

    #[test]
    fn shares_sum_to_100_and_keep_the_order(
        weights in any_weights(),
        totals in prop::array::uniform4(-9_000..9_000_i64),
        terms in prop::array::uniform4(0..9_u32),
    ) {
        let shares = reading::shares(&weights, Points(totals), terms);
        prop_assert_eq!(shares.0.iter().map(|&share| u32::from(share)).sum::<u32>(), 100);
        for (a, b) in (0..4).flat_map(|a| (0..4).map(move |b| (a, b))) {
            if totals[a] > totals[b] || (totals[a] == totals[b] && a < b) {
                prop_assert!(shares.0[a] >= shares.0[b], "{:?} {:?}", totals, shares);
            }
        }
    }

    #[test]
    fn shares_of_extreme_totals_sum_to_100(weights in any_weights(), totals in prop::array::uniform4(any::<i32>())) {
        let shares = reading::shares(&weights, Points(totals.map(|total| i64::from(total) * 1_000_000)), [0, 1, 2, 99]);
        prop_assert_eq!(shares.0.iter().map(|&share| u32::from(share)).sum::<u32>(), 100);
    }

    #[test]
    fn the_counterfactual_is_exact(weights in any_weights(), findings in any_text(11)) {
        let scored = Scorer::new(weights, terms()).score(&findings, &mut Scratch::default());
        if let Some(winner) = scored.reading.role().role() {
            let totals = scored.reading.points();
            let smallest = brute_force(&scored.points, totals, winner).filter(|&size| size <= 8);
            prop_assert_eq!(scored.counterfactual.as_ref().map(|found| found.remove.len()), smallest);
            if let Some(Counterfactual { remove, role }) = scored.counterfactual {
                let mut without = totals;
                for at in remove {
                    without.0.iter_mut().zip(scored.points[at as usize].0).for_each(|(total, piece)| *total -= piece);
                }
                prop_assert_eq!(reading::ranking(without)[0], role);
                prop_assert_ne!(role, winner);
            }
        }
    }

    #[test]
    fn denied_evidence_never_helps_its_role(weights in any_weights(), findings in any_text(20)) {
        let scored = Scorer::new(weights, terms()).score(&findings, &mut Scratch::default());
        for (finding, points) in findings.list.iter().zip(&scored.points) {
            if finding.polarity != Polarity::Stated {
                let Some(term) = terms().get(finding.term as usize).copied() else { continue };
                prop_assert!(points.of(term.role) <= 0);
                prop_assert!(Role::ALL.into_iter().all(|role| role == term.role || points.of(role) == 0));
            }
        }
    }

    #[test]
    fn a_used_scratch_changes_nothing(first in any_text(30), second in any_text(30)) {
        let scorer = scorer(|_| {});
        let mut scratch = Scratch::default();
        let _ = scorer.score(&first, &mut scratch);
        prop_assert_eq!(scorer.score(&second, &mut scratch), scorer.score(&second, &mut Scratch::default()));
    }
}
