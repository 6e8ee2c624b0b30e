//! An evaluation as data: what `--format json` writes and the screen shows.

use rolecall::Role;
use rolecall::analysis::{ReadRole, SectionKind};
use serde::Serialize;

use super::bootstrap::intervals;
use super::calibration::{self, Bin};
use super::errors::Mistake;
use super::measure::{Matrix, Measure};
use super::row::Row;

/// An evaluation.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// How many postings.
    pub postings: usize,
    /// How many of them the reader could not tell.
    pub unclear: usize,
    /// How many were read by weights that did not see them, as `--out-of-fold` gave them.
    pub out_of_fold: usize,
    /// How many the weights saw when they were fitted. If any, no figure says how well postings are read that nobody
    /// tuned to.
    pub in_sample: usize,
    /// Hash of the weights that read the others.
    pub weights: String,
    /// Hash of the lexicon.
    pub lexicon: String,
    /// The figures.
    pub figures: Vec<Figure>,
    /// What believing the title would reach, if asked for.
    pub title: Option<Vec<Figure>>,
    /// Figures by role.
    pub roles: Vec<RoleFigures>,
    /// Counts: a row for the reader's role, a column for ours; in the order of the roles, `unclear` last.
    pub confusion: [[u32; 5]; 5],
    /// Postings by rising confidence.
    pub calibration: Vec<Bin>,
    /// Bytes by section, if sections were given.
    pub sections: Option<Vec<SectionRow>>,
    /// The postings that were read wrong, if asked for.
    pub errors: Option<Vec<Mistake>>,
}

/// One figure, with how far it might be off.
#[derive(Clone, Debug, Serialize)]
pub struct Figure {
    /// Its name.
    pub name: &'static str,
    /// Its name on screen.
    #[serde(skip)]
    pub label: &'static str,
    /// Its value; null where there is nothing to count.
    pub value: Option<f64>,
    /// The lower end of its 95% interval.
    pub low: Option<f64>,
    /// The upper end.
    pub high: Option<f64>,
    /// What is to be reached.
    pub target: Option<f64>,
    /// Whether it is.
    pub reached: Option<bool>,
    /// Whether the weights saw one of the postings.
    pub in_sample: bool,
}

/// Figures of one role.
#[derive(Clone, Debug, Serialize)]
pub struct RoleFigures {
    /// The role.
    pub role: Role,
    /// The part of the readings that are right.
    pub precision: Option<f64>,
    /// The part of the postings that were read so.
    pub recall: Option<f64>,
    /// Both in one.
    pub f1: Option<f64>,
}

/// Where the bytes of one kind of section went.
#[derive(Clone, Debug, Serialize)]
pub struct SectionRow {
    /// The kind, as the reader marked it.
    pub section: SectionKind,
    /// Bytes by the kind that was read.
    pub bytes: [u64; 8],
}

/// The figures that believing the title has too.
const TITLE_FIGURES: [Measure; 4] =
    [Measure::Accuracy, Measure::MacroF1, Measure::Kappa, Measure::F1(Role::ProductOwner)];

impl Report {
    /// Measures rows.
    #[must_use]
    pub fn new(rows: &[Row], in_sample: usize) -> Self {
        let rows: Vec<&Row> = rows.iter().collect();
        let matrix = Matrix::of(&rows, |row| row.read.role);
        let marked = rows.iter().filter_map(|row| row.sections).fold(None, |sum: Option<[[u64; 8]; 8]>, table| {
            let mut sum = sum.unwrap_or_default();
            sum.iter_mut().flatten().zip(table.iter().flatten()).for_each(|(sum, bytes)| *sum += bytes);
            Some(sum)
        });
        Report {
            postings: rows.len(),
            unclear: rows.iter().filter(|row| row.gold.role == ReadRole::Unclear).count(),
            out_of_fold: 0,
            in_sample,
            weights: String::new(),
            lexicon: String::new(),
            figures: figures(&rows, Measure::ALL, in_sample > 0),
            title: None,
            roles: Role::ALL
                .map(|role| RoleFigures {
                    role,
                    precision: matrix.precision(role),
                    recall: matrix.recall(role),
                    f1: matrix.f1(role),
                })
                .into(),
            confusion: matrix.0,
            calibration: calibration::bins(&rows),
            sections: marked.map(|table| {
                SectionKind::ALL.iter().zip(table).map(|(&section, bytes)| SectionRow { section, bytes }).collect()
            }),
            errors: None,
        }
    }

    /// Adds what believing the title would reach on the same rows.
    #[must_use]
    pub fn with_title(mut self, rows: &[Row]) -> Self {
        let believed: Vec<Row> = rows
            .iter()
            .map(|row| {
                let mut row = row.clone();
                row.read.role = row.title;
                row
            })
            .collect();
        self.title = Some(figures(&believed.iter().collect::<Vec<_>>(), TITLE_FIGURES, false));
        self
    }
}

fn figures<const N: usize>(rows: &[&Row], measures: [Measure; N], in_sample: bool) -> Vec<Figure> {
    let bounds = intervals(rows, |drawn| measures.map(|measure| measure.value(drawn)));
    let figure = |(measure, bounds): (Measure, Option<(f64, f64)>)| {
        let (name, label, target) = measure.about();
        let value = measure.value(rows);
        let reached = value.zip(target).map(|(v, t)| if measure.is_error() { v <= t } else { v >= t });
        let (low, high) = bounds.unzip();
        Figure { name, label, value, low, high, target, reached, in_sample }
    };
    measures.into_iter().zip(bounds).map(figure).collect()
}
