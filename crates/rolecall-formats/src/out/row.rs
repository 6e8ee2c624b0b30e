//! The field that a scan adds to an analysis, and how much of the evidence it leaves.

use rolecall::analysis::json::AnalysisDoc;
use serde::{Deserialize, Serialize};

/// How much of the evidence is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EvidenceDetail {
    /// No evidence: only what it amounts to.
    None,
    /// Terms and places, without the posting's words.
    Spans,
    /// All of it.
    #[default]
    Full,
}

/// Where a posting came from, and what its source knew besides: the field `row` of schema 1.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RowDoc<'a> {
    /// The input's name as the user gave it; `None` for stdin.
    pub file: Option<&'a str>,
    /// The row's number in its input, from 0.
    pub index: u64,
    /// Offset of its first byte.
    pub offset: Option<u64>,
    /// Hash of the folded text, in hex.
    pub text_hash: &'a str,
    /// The group of duplicates, in hex.
    pub group: Option<&'a str>,
    /// The employer.
    pub company: Option<&'a str>,
    /// Where the work is.
    pub location: Option<&'a str>,
    /// Where the posting stood.
    pub url: Option<&'a str>,
    /// When it was posted.
    pub posted: Option<&'a str>,
    /// The posting's text.
    pub body: Option<&'a str>,
    /// The input's other columns.
    pub columns: &'a [ColumnDoc<'a>],
}

/// A column of the input.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct ColumnDoc<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its value in this row.
    pub value: Option<&'a str>,
}

impl EvidenceDetail {
    /// Leaves of an analysis what is asked for.
    pub(crate) fn cut(self, doc: &mut AnalysisDoc<'_>) {
        match self {
            EvidenceDetail::Full => {}
            EvidenceDetail::Spans => doc.evidence.iter_mut().for_each(|e| e.text = None),
            EvidenceDetail::None => {
                doc.evidence.clear();
                doc.counterfactual = None;
                let decisions = &mut doc.decisions;
                for decision in [&mut decisions.problem, &mut decisions.priority, &mut decisions.measure] {
                    decision.evidence = Vec::new().into();
                }
                doc.table.iter_mut().for_each(|cell| cell.evidence = Vec::new().into());
            }
        }
    }
}
