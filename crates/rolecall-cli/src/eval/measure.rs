//! What is measured, over any set of rows, so that the same code serves all postings and each resample of them.

use rolecall::analysis::{ReadRole, Role, SectionKind};

use super::calibration;
use super::row::{Answer, Row};

/// Counts by the reader's role, then by the one that was read; `unclear` is the fifth of both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Matrix(pub [[u32; 5]; 5]);

impl Matrix {
    /// The matrix of rows, with the answer that `pick` takes.
    #[must_use]
    pub fn of(rows: &[&Row], pick: impl Fn(&Row) -> ReadRole) -> Self {
        let mut matrix = Matrix::default();
        for row in rows {
            matrix.0[place(row.gold.role)][place(pick(row))] += 1;
        }
        matrix
    }

    fn gold(&self, role: usize) -> f64 {
        self.0[role].iter().map(|&n| f64::from(n)).sum()
    }

    /// How often a role was read, of the postings whose role the reader could tell.
    fn read(&self, role: usize) -> f64 {
        self.0[..4].iter().map(|row| f64::from(row[role])).sum()
    }

    /// Postings whose role the reader could tell.
    fn all(&self) -> f64 {
        (0..4).map(|role| self.gold(role)).sum()
    }

    fn right(&self) -> f64 {
        (0..4).map(|role| f64::from(self.0[role][role])).sum()
    }

    /// The part of the postings that were read right; a reading `unclear` is wrong.
    #[must_use]
    pub fn accuracy(&self) -> Option<f64> {
        part(self.right(), self.all())
    }

    /// Cohen's kappa: agreement beyond chance.
    #[must_use]
    pub fn kappa(&self) -> Option<f64> {
        let all = self.all();
        let chance: f64 = (0..4).map(|role| self.gold(role) * self.read(role)).sum::<f64>() / (all * all);
        part(self.accuracy()? - chance, 1.0 - chance)
    }

    /// The part of the readings of a role that are right.
    #[must_use]
    pub fn precision(&self, role: Role) -> Option<f64> {
        part(f64::from(self.0[role.index()][role.index()]), self.read(role.index()))
    }

    /// The part of a role's postings that were read so.
    #[must_use]
    pub fn recall(&self, role: Role) -> Option<f64> {
        part(f64::from(self.0[role.index()][role.index()]), self.gold(role.index()))
    }

    /// The harmonic mean of precision and recall; `None` if nobody named the role.
    #[must_use]
    pub fn f1(&self, role: Role) -> Option<f64> {
        let at = role.index();
        part(2.0 * f64::from(self.0[at][at]), self.gold(at) + self.read(at))
    }

    /// The mean of the roles' F1, over the roles that anybody named.
    #[must_use]
    pub fn macro_f1(&self) -> Option<f64> {
        let named: Vec<f64> = Role::ALL.iter().filter_map(|&role| self.f1(role)).collect();
        part(named.iter().sum(), named.len() as f64)
    }
}

/// Where a role stands in a [`Matrix`].
#[must_use]
pub fn place(role: ReadRole) -> usize {
    role.role().map_or(4, Role::index)
}

/// One figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Postings read right.
    Accuracy,
    /// Mean F1 of the four roles.
    MacroF1,
    /// Agreement beyond chance.
    Kappa,
    /// F1 of one role.
    F1(Role),
    /// Mean absolute error of the four shares, in points.
    ShareError,
    /// Same mode.
    Mode,
    /// Same answer on Scrum.
    Scrum,
    /// F1 of "a product manager who does the Product Owner's work".
    PmAsPo,
    /// Expected calibration error.
    Calibration,
    /// Postings that the reader calls unclear, and that were.
    UnclearCaught,
    /// Postings that the reader could tell, and that were read as unclear.
    UnclearFalse,
    /// Quotes of the three roles that overlap stated evidence of that role.
    QuoteRecall,
    /// Stated evidence of the three roles where the reader gave the role at least 10%.
    EvidencePrecision,
    /// "Product Manager" postings read as something else, that are.
    MismatchPrecision,
    /// "Product Manager" postings that are something else, and were read so.
    MismatchRecall,
    /// Bytes whose section was read right.
    SectionBytes,
    /// Bytes read as duties that are.
    DutiesPrecision,
    /// Bytes of duties that were read so.
    DutiesRecall,
}

use Measure as M;

impl Measure {
    /// All, in the order of the report.
    pub const ALL: [Measure; 21] = [
        M::Accuracy,
        M::MacroF1,
        M::Kappa,
        M::F1(Role::ProductManager),
        M::F1(Role::ProductOwner),
        M::F1(Role::ProjectManager),
        M::F1(Role::Other),
        M::ShareError,
        M::Mode,
        M::Scrum,
        M::PmAsPo,
        M::Calibration,
        M::UnclearCaught,
        M::UnclearFalse,
        M::QuoteRecall,
        M::EvidencePrecision,
        M::MismatchPrecision,
        M::MismatchRecall,
        M::SectionBytes,
        M::DutiesPrecision,
        M::DutiesRecall,
    ];

    /// The name in JSON, the name on screen, and the bound to reach.
    #[must_use]
    pub const fn about(self) -> (&'static str, &'static str, Option<f64>) {
        match self {
            M::Accuracy => ("accuracy", "accuracy, four roles", Some(0.92)),
            M::MacroF1 => ("macro_f1", "macro-F1", Some(0.89)),
            M::Kappa => ("kappa", "Cohen's kappa", Some(0.88)),
            M::F1(Role::ProductManager) => ("f1_product_manager", "F1 of product_manager", None),
            M::F1(Role::ProductOwner) => ("f1_product_owner", "F1 of product_owner", Some(0.80)),
            M::F1(Role::ProjectManager) => ("f1_project_manager", "F1 of project_manager", None),
            M::F1(Role::Other) => ("f1_other", "F1 of other", None),
            M::ShareError => ("share_error", "mean error of shares, points", Some(9.5)),
            M::Mode => ("mode", "mode, agreement", Some(0.92)),
            M::Scrum => ("scrum", "Scrum, agreement", Some(0.94)),
            M::PmAsPo => ("pm_as_po_f1", "F1 of pm_as_po", Some(0.65)),
            M::Calibration => ("calibration_error", "calibration error, 10 bins", Some(0.05)),
            M::UnclearCaught => ("unclear_caught", "unclear, caught", Some(0.69)),
            M::UnclearFalse => ("unclear_false", "unclear, false alarms", Some(0.02)),
            M::QuoteRecall => ("quote_recall", "quotes with stated evidence", Some(0.75)),
            M::EvidencePrecision => ("evidence_precision", "evidence where the role is", Some(0.90)),
            M::MismatchPrecision => ("mismatch_precision", "no product manager, precision", Some(0.85)),
            M::MismatchRecall => ("mismatch_recall", "no product manager, recall", Some(0.75)),
            M::SectionBytes => ("section_accuracy", "sections, by bytes", Some(0.90)),
            M::DutiesPrecision => ("duties_precision", "duties, precision by bytes", Some(0.92)),
            M::DutiesRecall => ("duties_recall", "duties, recall by bytes", Some(0.92)),
        }
    }

    /// Whether less is better.
    #[must_use]
    pub const fn is_error(self) -> bool {
        matches!(self, M::ShareError | M::Calibration | M::UnclearFalse)
    }

    /// The figure, or `None` where there is nothing to count.
    #[must_use]
    pub fn value(self, rows: &[&Row]) -> Option<f64> {
        let matrix = || Matrix::of(rows, |row| row.read.role);
        match self {
            M::Accuracy => matrix().accuracy(),
            M::MacroF1 => matrix().macro_f1(),
            M::Kappa => matrix().kappa(),
            M::F1(role) => matrix().f1(role),
            M::ShareError => share_error(rows),
            M::Mode => agreement(rows, |gold, read| gold.mode == read.mode),
            M::Scrum => agreement(rows, |gold, read| gold.scrum == read.scrum),
            M::PmAsPo => {
                let (right, gold, read) = flags(clear(rows), |row| row.gold.pm_as_po, |row| row.read.pm_as_po);
                part(2.0 * right, gold + read)
            }
            M::Calibration => calibration::error(&calibration::bins(rows)),
            M::UnclearCaught => {
                let (right, gold, _) = flags(rows.iter().copied(), |row| unclear(&row.gold), |row| unclear(&row.read));
                part(right, gold)
            }
            M::UnclearFalse => {
                let (right, gold, read) =
                    flags(rows.iter().copied(), |row| unclear(&row.gold), |row| unclear(&row.read));
                part(read - right, rows.len() as f64 - gold)
            }
            M::QuoteRecall => ratio(rows, |row| row.quotes_found, |row| row.quotes),
            M::EvidencePrecision => ratio(rows, |row| row.stated_present, |row| row.stated),
            M::MismatchPrecision => {
                let (right, _, read) = mismatches(rows);
                part(right, read)
            }
            M::MismatchRecall => {
                let (right, gold, _) = mismatches(rows);
                part(right, gold)
            }
            M::SectionBytes => {
                let right = |at: usize| sections(rows, |gold, read| gold == at && read == at);
                part((0..8).map(right).sum(), sections(rows, |_, _| true))
            }
            M::DutiesPrecision => duties(rows, |_, read| read),
            M::DutiesRecall => duties(rows, |gold, _| gold),
        }
    }
}

/// A part of a whole; `None` if the whole is nothing.
fn part(of: f64, whole: f64) -> Option<f64> {
    (whole > 0.0).then(|| of / whole)
}

fn unclear(answer: &Answer) -> bool {
    answer.role == ReadRole::Unclear
}

/// The rows whose role the reader could tell.
fn clear<'r>(rows: &'r [&'r Row]) -> impl Iterator<Item = &'r Row> {
    rows.iter().copied().filter(|row| !unclear(&row.gold))
}

fn agreement(rows: &[&Row], agree: impl Fn(&Answer, &Answer) -> bool) -> Option<f64> {
    let right = clear(rows).filter(|row| agree(&row.gold, &row.read)).count();
    part(right as f64, clear(rows).count() as f64)
}

/// How often both say yes, the reader does, and we do.
fn flags<'r>(
    rows: impl Iterator<Item = &'r Row>,
    gold: impl Fn(&Row) -> bool,
    read: impl Fn(&Row) -> bool,
) -> (f64, f64, f64) {
    rows.fold((0.0, 0.0, 0.0), |(both, golds, reads), row| {
        let (g, r) = (f64::from(u8::from(gold(row))), f64::from(u8::from(read(row))));
        (both + g * r, golds + g, reads + r)
    })
}

fn mismatches(rows: &[&Row]) -> (f64, f64, f64) {
    let other = |answer: &Answer| !matches!(answer.role, ReadRole::ProductManager | ReadRole::Unclear);
    flags(clear(rows).filter(|row| row.family_pm), |row| other(&row.gold), |row| other(&row.read))
}

fn share_error(rows: &[&Row]) -> Option<f64> {
    let errors = rows.iter().filter_map(|row| {
        let (gold, read) = (row.gold.shares?, row.read.shares?);
        Some(gold.iter().zip(read).map(|(&g, r)| f64::from(g.abs_diff(r))).sum::<f64>() / 4.0)
    });
    let (sum, count) = errors.fold((0.0, 0.0), |(sum, count), error| (sum + error, count + 1.0));
    part(sum, count)
}

fn ratio(rows: &[&Row], of: impl Fn(&Row) -> u32, whole: impl Fn(&Row) -> u32) -> Option<f64> {
    let sum = |count: &dyn Fn(&Row) -> u32| rows.iter().map(|row| f64::from(count(row))).sum();
    part(sum(&of), sum(&whole))
}

/// Bytes of marked postings whose pair of sections is asked for.
fn sections(rows: &[&Row], pair: impl Fn(usize, usize) -> bool) -> f64 {
    let tables = rows.iter().filter_map(|row| row.sections.as_ref());
    let cells = tables.flat_map(|table| {
        table.iter().enumerate().flat_map(|(g, row)| row.iter().enumerate().map(move |(r, &n)| (g, r, n)))
    });
    cells.filter(|&(gold, read, _)| pair(gold, read)).map(|(.., bytes)| bytes as f64).sum()
}

fn duties(rows: &[&Row], side: impl Fn(usize, usize) -> usize) -> Option<f64> {
    let duties = SectionKind::Duties.index();
    let right = sections(rows, |gold, read| gold == duties && read == duties);
    part(right, sections(rows, |gold, read| side(gold, read) == duties))
}

#[cfg(test)]
#[path = "measure_tests.rs"]
mod tests;
