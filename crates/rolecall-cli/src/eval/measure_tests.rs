use rolecall::analysis::ReadMode;
use rolecall::analysis::ReadRole::{self, Other, ProductManager, ProductOwner, ProjectManager, Unclear};

use super::super::calibration::{Bin, bins, error};
use super::super::tests::row;
use super::*;

fn value(measure: Measure, rows: &[Row]) -> Option<f64> {
    measure.value(&rows.iter().collect::<Vec<_>>())
}

#[track_caller]
fn check(measure: Measure, rows: &[Row], expected: Option<f64>) {
    let found = value(measure, rows);
    let near = match (found, expected) {
        (Some(found), Some(expected)) => (found - expected).abs() < 1e-9,
        (found, expected) => found == expected,
    };
    assert!(near, "{measure:?}: {found:?}, expected {expected:?}");
}

fn repeat(table: &[(ReadRole, ReadRole, usize)]) -> Vec<Row> {
    table.iter().flat_map(|&(gold, read, count)| vec![row(gold, read); count]).collect()
}

#[test]
fn the_four_roles() {
    // Ten postings that the reader could tell, one that the reader could not.
    let rows = repeat(&[
        (ProductManager, ProductManager, 4),
        (ProductManager, Other, 1),
        (ProductOwner, ProductOwner, 1),
        (ProductOwner, ProductManager, 1),
        (ProjectManager, ProjectManager, 1),
        (ProjectManager, Unclear, 1),
        (Other, Other, 1),
        (Unclear, ProductOwner, 1),
    ]);
    check(M::Accuracy, &rows, Some(0.7));
    // Precision 4/5, recall 4/5.
    check(M::F1(Role::ProductManager), &rows, Some(0.8));
    // The posting that the reader could not tell takes no part: precision 1/1, recall 1/2.
    check(M::F1(Role::ProductOwner), &rows, Some(2.0 / 3.0));
    check(M::F1(Role::ProjectManager), &rows, Some(2.0 / 3.0));
    check(M::F1(Role::Other), &rows, Some(2.0 / 3.0));
    check(M::MacroF1, &rows, Some((0.8 + 2.0) / 4.0));
    // By chance: (5·5 + 2·1 + 2·1 + 1·2) / 100.
    check(M::Kappa, &rows, Some((0.7 - 0.31) / (1.0 - 0.31)));
    check(M::UnclearCaught, &rows, Some(0.0));
    check(M::UnclearFalse, &rows, Some(0.1));
}

#[test]
fn perfect_and_empty() {
    let perfect = repeat(&[(ProductManager, ProductManager, 2), (Other, Other, 2), (Unclear, Unclear, 1)]);
    for measure in [M::Accuracy, M::MacroF1, M::Kappa, M::UnclearCaught] {
        check(measure, &perfect, Some(1.0));
    }
    check(M::UnclearFalse, &perfect, Some(0.0));
    // Nobody named it: there is no F1, and it does not count in the mean.
    check(M::F1(Role::ProductOwner), &perfect, None);
    for measure in Measure::ALL {
        check(measure, &[], None);
    }
}

#[test]
fn shares() {
    let mut near = row(ProductManager, ProductManager);
    near.gold.shares = Some([80, 0, 0, 20]);
    near.read.shares = Some([70, 10, 0, 20]);
    let mut far = row(Other, ProductManager);
    far.gold.shares = Some([0, 0, 0, 100]);
    far.read.shares = Some([100, 0, 0, 0]);
    let mut one_sided = row(ProductManager, Unclear);
    one_sided.gold.shares = Some([100, 0, 0, 0]);
    // (10 + 10) / 4 = 5 and 200 / 4 = 50.
    check(M::ShareError, &[near, far, one_sided], Some(27.5));
}

#[test]
fn agreement_and_flags() {
    let mut rows = repeat(&[(ProductManager, ProductManager, 4), (Unclear, Other, 1)]);
    rows[0].gold.mode = ReadMode::Product;
    rows[0].read.mode = ReadMode::Product;
    rows[1].gold.mode = ReadMode::Project;
    rows[1].read.scrum = true;
    // What the reader could not tell takes no part.
    rows[4].gold.scrum = true;
    rows[4].gold.pm_as_po = true;
    check(M::Mode, &rows, Some(0.75));
    check(M::Scrum, &rows, Some(0.75));
    check(M::PmAsPo, &rows, None);
    // One of two found, and one said too much.
    rows[0].gold.pm_as_po = true;
    rows[0].read.pm_as_po = true;
    rows[1].gold.pm_as_po = true;
    rows[2].read.pm_as_po = true;
    check(M::PmAsPo, &rows, Some(0.5));
}

#[test]
fn evidence() {
    let counted = |(quotes, quotes_found, stated, stated_present)| {
        let row = row(ProductManager, ProductManager);
        Row { quotes, quotes_found, stated, stated_present, ..row }
    };
    // Summed over postings, not averaged by posting.
    let rows = [(4, 3, 10, 9), (0, 0, 10, 5)].map(counted);
    check(M::QuoteRecall, &rows, Some(0.75));
    check(M::EvidencePrecision, &rows, Some(0.7));
}

#[test]
fn mismatches_of_product_manager_titles() {
    let mut rows = repeat(&[
        (ProductManager, ProductManager, 5),
        (ProductManager, ProductOwner, 1),
        (ProductOwner, ProductOwner, 2),
        (Other, ProjectManager, 1), // a mismatch found, if with the wrong role
        (Other, ProductManager, 1),
        (Other, Unclear, 1), // not found: "unclear" accuses nobody
        (Unclear, Other, 1), // the reader could not tell
    ]);
    rows.iter_mut().for_each(|row| row.family_pm = true);
    rows.extend(repeat(&[(Other, ProductOwner, 3), (ProductManager, Other, 3)])); // other titles
    check(M::MismatchPrecision, &rows, Some(0.75));
    check(M::MismatchRecall, &rows, Some(0.6));
}

#[test]
fn sections_by_bytes() {
    let at = |kind: SectionKind| kind.index();
    let mut table = [[0; 8]; 8];
    table[at(SectionKind::Duties)][at(SectionKind::Duties)] = 60;
    table[at(SectionKind::Duties)][at(SectionKind::Summary)] = 20;
    table[at(SectionKind::Company)][at(SectionKind::Duties)] = 15;
    table[at(SectionKind::Legal)][at(SectionKind::Legal)] = 5;
    let marked = Row { sections: Some(table), ..row(Other, Other) };
    let rows = [marked, row(Other, Other)];
    check(M::SectionBytes, &rows, Some(0.65));
    check(M::DutiesPrecision, &rows, Some(0.8));
    check(M::DutiesRecall, &rows, Some(0.75));
    check(M::SectionBytes, &rows[1..], None);
}

#[test]
fn calibration_in_bins_of_equal_count() {
    let said = |confidence, right| {
        let read = if right { Other } else { ProductOwner };
        Row { confidence: Some(confidence), ..row(Other, read) }
    };
    // Twenty postings, two a bin; the order of the files does not matter between confidences.
    let mut rows: Vec<Row> =
        (0..10).rev().flat_map(|bin| [said(50 + 5 * bin, true), said(50 + 5 * bin, false)]).collect();
    rows.push(Row { confidence: Some(99), ..row(Unclear, Other) });
    rows.push(row(Other, Unclear));
    let bins = bins(&rows.iter().collect::<Vec<_>>());
    assert_eq!(bins.len(), 10);
    assert_eq!(bins[0], Bin { count: 2, confidence: 0.5, accuracy: 0.5 });
    assert!((bins[9].confidence - 0.95).abs() < 1e-9);
    // |0.5 − 0.5|, |0.55 − 0.5| … |0.95 − 0.5|: 0.225 on average.
    assert!((error(&bins).expect("there are bins") - 0.225).abs() < 1e-9);
    check(M::Calibration, &rows, Some(0.225));
}

#[test]
fn every_measure_has_a_name_of_its_own() {
    let mut names: Vec<&str> = Measure::ALL.iter().map(|measure| measure.about().0).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), Measure::ALL.len());
}
