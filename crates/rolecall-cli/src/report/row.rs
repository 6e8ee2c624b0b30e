//! One line of what a scan wrote → as much of the analysis as a report needs.

use rolecall::Role;
use rolecall::analysis::json::{PerRole, SCHEMA, SpanDoc};
use rolecall::analysis::{ReadRole, Verdict};
use serde::Deserialize;

use rolecall_formats::{Columns, parse_json};

/// An analysis with its `row`. Fields that a scan may leave out (`--fields`) or that a later version may add do
/// not matter; `verdict`, `claim` and `reading` must be there.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Row {
    schema: Option<u32>,
    pub(super) id: Option<String>,
    pub(super) title: Option<String>,
    pub(super) verdict: Verdict,
    pub(super) claim: Claim,
    pub(super) reading: Reading,
    #[serde(default)]
    pub(super) evidence: Vec<Evidence>,
    pub(super) counterfactual: Option<Counterfactual>,
    #[serde(default)]
    pub(super) notes: Vec<String>,
    pub(super) versions: Option<Versions>,
    #[serde(default)]
    pub(super) row: Source,
}

/// What the title states.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Claim {
    pub(super) roles: Vec<Role>,
    #[serde(default)]
    pub(super) ambiguous: bool,
}

/// What the text says.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Reading {
    pub(super) role: ReadRole,
    pub(super) margin: Option<u8>,
    pub(super) confidence: Option<u8>,
    pub(super) shares: Option<PerRole<u8>>,
    pub(super) points: Option<PerRole<i64>>,
}

/// A phrase that was kept. Its words of fixed lists are only shown, so that unknown ones do no harm.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Evidence {
    pub(super) term: String,
    pub(super) role: Role,
    pub(super) dimension: String,
    pub(super) span: SpanDoc,
    pub(super) text: Option<String>,
    pub(super) section: String,
    pub(super) polarity: String,
    pub(super) points: PerRole<i64>,
}

/// What would turn the reading.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Counterfactual {
    pub(super) remove: Vec<u32>,
    pub(super) role: Role,
}

/// What made the analysis.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Versions {
    pub(super) engine: String,
    pub(super) lexicon: String,
    pub(super) weights: String,
}

/// Where the posting came from.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Source {
    pub(super) text_hash: Option<String>,
    pub(super) company: Option<String>,
    pub(super) location: Option<String>,
    pub(super) url: Option<String>,
    pub(super) posted: Option<String>,
    pub(super) body: Option<String>,
}

/// Why a line is no analysis, and what to do about it.
#[derive(Debug, thiserror::Error)]
pub(super) enum RowError {
    #[error("not valid UTF-8 at byte {0} of the line; the file is damaged: scan the postings again")]
    NotUtf8(usize),
    #[error("a posting, not yet an analysis; run `rolecall scan` on the file and report on what it writes")]
    Posting,
    #[error("schema {0}, while this version reads schema {SCHEMA}; scan the postings again with this version")]
    Schema(u32),
    #[error("no analysis: {0}; leave the line out, or scan with verdict, claim and reading among its fields")]
    Shape(String),
    #[error("the line has {0} bytes, too many for an analysis; leave it out")]
    TooLong(u64),
}

/// Reads one line.
pub(super) fn parse(line: &[u8]) -> Result<Row, RowError> {
    let text = std::str::from_utf8(line).map_err(|error| RowError::NotUtf8(error.valid_up_to()))?;
    let text = text.trim_start_matches('\u{feff}');
    match serde_json::from_str::<Row>(text) {
        Ok(Row { schema: Some(other), .. }) if other != SCHEMA => Err(RowError::Schema(other)),
        Ok(row) => Ok(row),
        Err(_) if parse_json(line, &Columns::default(), false).is_ok() => Err(RowError::Posting),
        // "line 1" would be the line of the file to whoever reads it.
        Err(error) => Err(RowError::Shape(error.to_string().replace(" at line 1 column ", " at column "))),
    }
}

/// The values in the order of [`Role::ALL`].
pub(super) fn per_role<T: Copy>(values: PerRole<T>) -> [T; 4] {
    values.into()
}

impl Evidence {
    /// How far it puts `role` ahead of the rival that it helps most, in thousandths.
    pub(super) fn lead(&self, role: Role) -> i64 {
        let points = per_role(self.points);
        let rival = Role::ALL.into_iter().filter(|&r| r != role).map(|r| points[r.index()]).max().unwrap_or(0);
        points[role.index()].saturating_sub(rival)
    }

    /// Whether it gave anybody points.
    pub(super) fn counts(&self) -> bool {
        per_role(self.points) != [0; 4]
    }

    /// The posting's own words, from the body where the scan left them out.
    pub(super) fn words<'a>(&'a self, body: Option<&'a str>) -> Option<&'a str> {
        let span = self.span.start as usize..self.span.end as usize;
        self.text.as_deref().or_else(|| body?.get(span))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEAST: &str = r#"{"verdict": "match", "claim": {"roles": []}, "reading": {"role": "other"}}"#;

    #[test]
    fn the_golden_analysis_and_the_least_one_are_rows() {
        let golden = parse(include_bytes!("../../../../docs/analysis.example.json")).unwrap();
        assert_eq!((golden.verdict, golden.evidence.len()), (Verdict::Mismatch, 4));
        let least = parse(LEAST.as_bytes()).unwrap();
        assert_eq!((least.reading.role, least.row.company), (ReadRole::Other, None));
    }

    #[test]
    fn says_why_a_line_is_no_analysis_and_what_to_do() {
        let schema = LEAST.replacen('{', r#"{"schema": 2, "#, 1);
        let cases: [(&[u8], &str); 7] = [
            (b"{\"body\": \"own the roadmap\"}", "a posting, not yet an analysis; run `rolecall scan`"),
            (b"{\"verdict\": \"match\"", "no analysis: EOF while parsing an object at column 19; leave"),
            (b"{\"verdict\": \"match\"}", "no analysis: missing field `claim` at column 20"),
            (b"{\"verdict\": \"perhaps\"}", "no analysis: unknown variant `perhaps`"),
            (b"[]", "no analysis: "),
            (b"\"\xff\"", "not valid UTF-8 at byte 1 of the line"),
            (schema.as_bytes(), "schema 2, while this version reads schema 1"),
        ];
        for (line, expected) in cases {
            let message = parse(line).unwrap_err().to_string();
            assert!(message.starts_with(expected), "{}: {message}", String::from_utf8_lossy(line));
        }
    }
}
