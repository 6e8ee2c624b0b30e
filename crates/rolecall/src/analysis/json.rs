//! The analysis as JSON, schema 1: one type for writing and reading, and the source of the JSON Schema.
//!
//! Every field is always present, there are no maps, and all numbers are whole.

use std::borrow::Cow;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{
    Analysis, Cell, Claim, Counterfactual, Decision, DecisionReading, DecisionState, Dimension, Names, Note, Ownership,
    Points, Polarity, RawEvidence, ReadMode, ReadRole, Reading, Reason, Role, SectionKind, Shares, Verdict, Versions,
};

/// The version of the shape. A reader refuses any other.
pub const SCHEMA: u32 = 1;

/// The JSON Schema of an analysis (draft 2020-12), generated from the types of this module. It is also what
/// `rolecall schema` prints, and stands in the project's `docs/analysis.schema.json`.
pub const JSON_SCHEMA: &str = include_str!("analysis.schema.json");

/// An analysis as it stands in JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(title = "rolecall analysis, schema 1"))]
pub struct AnalysisDoc<'a> {
    /// Always 1.
    #[cfg_attr(feature = "schema", schemars(extend("const" = SCHEMA)))]
    pub schema: u32,
    /// The posting's id.
    pub id: Option<Cow<'a, str>>,
    /// The posting's title.
    pub title: Option<Cow<'a, str>>,
    /// The reading held against the claim.
    pub verdict: Verdict,
    /// What the title states.
    pub claim: ClaimDoc<'a>,
    /// What the text says.
    pub reading: ReadingDoc<'a>,
    /// The article's three decisions.
    pub decisions: DecisionsDoc<'a>,
    /// The article's table: 15 cells, row by row.
    #[cfg_attr(feature = "schema", schemars(length(equal = 15)))]
    pub table: Vec<CellDoc<'a>>,
    /// All evidence in the order of the text.
    pub evidence: Vec<EvidenceDoc<'a>>,
    /// The smallest change that would turn the reading.
    pub counterfactual: Option<CounterfactualDoc<'a>>,
    /// What a reader should know about how the analysis was made.
    pub notes: Cow<'a, [Note]>,
    /// What made the analysis.
    pub versions: VersionsDoc<'a>,
}

/// What the title states.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ClaimDoc<'a> {
    /// The roles named; empty when the title names none of the three.
    pub roles: Cow<'a, [Role]>,
    /// Whether the title means one of `roles` and does not say which.
    pub ambiguous: bool,
    /// The level that it names.
    pub seniority: Option<Cow<'a, str>>,
}

/// A whole number for each role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "PerRole_{T}"))]
pub struct PerRole<T> {
    /// For the product manager.
    pub product_manager: T,
    /// For the product owner.
    pub product_owner: T,
    /// For the project manager.
    pub project_manager: T,
    /// For none of the three.
    pub other: T,
}

impl<T: Copy> From<[T; 4]> for PerRole<T> {
    fn from([product_manager, product_owner, project_manager, other]: [T; 4]) -> Self {
        PerRole { product_manager, product_owner, project_manager, other }
    }
}

impl<T: Copy> From<PerRole<T>> for [T; 4] {
    fn from(per: PerRole<T>) -> Self {
        [per.product_manager, per.product_owner, per.project_manager, per.other]
    }
}

/// What the text says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReadingDoc<'a> {
    /// The role that the text describes.
    pub role: ReadRole,
    /// The largest other role with at least 25% of the duties.
    pub secondary: Option<Role>,
    /// The role with the second largest share.
    pub runner_up: Option<Role>,
    /// First share minus second, in percentage points.
    #[cfg_attr(feature = "schema", schemars(range(max = 100)))]
    pub margin: Option<u8>,
    /// The probability in percent that a careful reader names this role.
    #[cfg_attr(feature = "schema", schemars(range(max = 100)))]
    pub confidence: Option<u8>,
    /// How the duties divide, in percent; they sum to 100.
    pub shares: Option<PerRole<u8>>,
    /// Base plus the points of all evidence, in thousandths.
    pub points: PerRole<i64>,
    /// The fitted prior and what bare duties add to `other`, in thousandths.
    pub base: PerRole<i64>,
    /// What success is.
    pub mode: ReadMode,
    /// Whether the work is done in Scrum.
    pub scrum: bool,
    /// Whether a product manager is also to do the Product Owner's work.
    pub pm_as_po: bool,
    /// Why the reading is `unclear`.
    pub reasons: Cow<'a, [Reason]>,
}

/// The article's three decisions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DecisionsDoc<'a> {
    /// What problem are we solving?
    pub problem: DecisionDoc<'a>,
    /// What matters most right now?
    pub priority: DecisionDoc<'a>,
    /// How do we know that this worked?
    pub measure: DecisionDoc<'a>,
}

/// One decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DecisionDoc<'a> {
    /// Owned, shared or absent.
    pub state: DecisionState,
    /// Indexes into `evidence`.
    pub evidence: Cow<'a, [u32]>,
}

/// One cell of the table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CellDoc<'a> {
    /// The row.
    pub dimension: Dimension,
    /// The column.
    pub role: Role,
    /// Indexes into `evidence`.
    pub evidence: Cow<'a, [u32]>,
}

/// Half-open UTF-8 byte offsets into the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SpanDoc {
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

/// A piece of evidence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EvidenceDoc<'a> {
    /// The id of the term.
    pub term: Cow<'a, str>,
    /// The role that the term speaks for.
    pub role: Role,
    /// The row of the article's table.
    pub dimension: Dimension,
    /// Where it stands in the body.
    pub span: SpanDoc,
    /// The posting's own words; null where they were left out on request.
    pub text: Option<Cow<'a, str>>,
    /// The section that it stands in.
    pub section: SectionKind,
    /// Stated, denied, or said of somebody else.
    pub polarity: Polarity,
    /// Owned, shared or only helped with.
    pub ownership: Ownership,
    /// What it adds to each role, in thousandths.
    pub points: PerRole<i64>,
}

/// What would turn the reading.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CounterfactualDoc<'a> {
    /// Indexes into `evidence`.
    pub remove: Cow<'a, [u32]>,
    /// The role without that evidence.
    pub role: Role,
}

/// What made the analysis.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct VersionsDoc<'a> {
    /// The version of the `rolecall` crate.
    pub engine: Cow<'a, str>,
    /// Hash of the lexicon, in hex.
    pub lexicon: Cow<'a, str>,
    /// Hash of the weights, in hex.
    pub weights: Cow<'a, str>,
}

/// Why a JSON text is no analysis.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FromJsonError {
    /// Not JSON, or not of the shape of schema 1.
    #[error("not an analysis of schema {SCHEMA}: {0}")]
    Shape(#[from] serde_json::Error),
    /// Another schema.
    #[error("schema {0} is not known; this version reads schema {SCHEMA}")]
    Schema(u32),
    /// An index that points past the evidence, or decisions or a table of another length.
    #[error("{0}")]
    Inconsistent(&'static str),
}

impl Analysis {
    /// The analysis in the shape of its JSON, borrowed.
    #[must_use]
    pub fn to_doc(&self) -> AnalysisDoc<'_> {
        let decision = |d: Decision| {
            let read = &self.decisions[d as usize];
            DecisionDoc { state: read.state, evidence: Cow::Borrowed(&read.evidence) }
        };
        let versions = &self.names.versions;
        AnalysisDoc {
            schema: SCHEMA,
            id: self.id.as_deref().map(Cow::Borrowed),
            title: self.title.as_deref().map(Cow::Borrowed),
            verdict: self.verdict,
            claim: ClaimDoc {
                roles: Cow::Borrowed(&self.claim.roles),
                ambiguous: self.claim.ambiguous,
                seniority: self.claim.seniority.as_deref().map(Cow::Borrowed),
            },
            reading: ReadingDoc {
                role: self.reading.role,
                secondary: self.reading.secondary,
                runner_up: self.reading.runner_up,
                margin: self.reading.margin,
                confidence: self.reading.confidence,
                shares: self.reading.shares.map(|s| s.0.into()),
                points: self.reading.points.0.into(),
                base: self.reading.base.0.into(),
                mode: self.reading.mode,
                scrum: self.reading.scrum,
                pm_as_po: self.reading.pm_as_po,
                reasons: Cow::Borrowed(&self.reading.reasons),
            },
            decisions: DecisionsDoc {
                problem: decision(Decision::Problem),
                priority: decision(Decision::Priority),
                measure: decision(Decision::Measure),
            },
            table: self
                .table
                .iter()
                .map(|c| CellDoc { dimension: c.dimension, role: c.role, evidence: Cow::Borrowed(&c.evidence) })
                .collect(),
            evidence: self
                .evidence()
                .map(|e| EvidenceDoc {
                    term: Cow::Borrowed(e.term()),
                    role: e.role(),
                    dimension: e.dimension(),
                    span: SpanDoc { start: e.raw.start, end: e.raw.end },
                    text: e.text().map(Cow::Borrowed),
                    section: e.section(),
                    polarity: e.polarity(),
                    ownership: e.ownership(),
                    points: e.points().0.into(),
                })
                .collect(),
            counterfactual: self
                .counterfactual
                .as_ref()
                .map(|c| CounterfactualDoc { remove: Cow::Borrowed(&c.remove), role: c.role }),
            notes: Cow::Borrowed(&self.notes),
            versions: VersionsDoc {
                engine: Cow::Borrowed(&versions.engine),
                lexicon: Cow::Borrowed(&versions.lexicon),
                weights: Cow::Borrowed(&versions.weights),
            },
        }
    }

    /// The analysis as one line of JSON, schema 1.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string(&self.to_doc()).expect("strings, whole numbers and lists always serialize")
    }

    /// Reads what [`Analysis::to_json`] wrote.
    ///
    /// # Errors
    ///
    /// [`FromJsonError`] if the text is not JSON, not of this shape, of another schema, or if an
    /// index points past the evidence.
    pub fn from_json(text: &str) -> Result<Analysis, FromJsonError> {
        Analysis::try_from(serde_json::from_str::<AnalysisDoc<'_>>(text)?)
    }
}

impl TryFrom<AnalysisDoc<'_>> for Analysis {
    type Error = FromJsonError;

    fn try_from(doc: AnalysisDoc<'_>) -> Result<Self, FromJsonError> {
        if doc.schema != SCHEMA {
            return Err(FromJsonError::Schema(doc.schema));
        }
        let count = doc.evidence.len();
        let inside = |list: &[u32]| list.iter().all(|&i| (i as usize) < count);
        let decisions = [doc.decisions.problem, doc.decisions.priority, doc.decisions.measure];
        if !decisions.iter().all(|d| inside(&d.evidence))
            || !doc.table.iter().all(|c| inside(&c.evidence))
            || !doc.counterfactual.iter().all(|c| inside(&c.remove))
        {
            return Err(FromJsonError::Inconsistent("an index points past the evidence"));
        }
        if doc.evidence.iter().any(|e| e.text.is_some() != doc.evidence[0].text.is_some()) {
            return Err(FromJsonError::Inconsistent("some evidence has its text and some has none"));
        }
        let with_text = doc.evidence.first().is_none_or(|e| e.text.is_some());
        let mut terms: Vec<String> = Vec::new();
        let mut quoted = String::new();
        let mut evidence = Vec::with_capacity(count);
        for e in doc.evidence {
            let term = terms.iter().position(|t| *t == e.term).unwrap_or_else(|| {
                terms.push(e.term.clone().into_owned());
                terms.len() - 1
            });
            let from = quoted.len() as u32;
            quoted.push_str(e.text.as_deref().unwrap_or(""));
            evidence.push(RawEvidence {
                term: term as u32,
                role: e.role,
                dimension: e.dimension,
                start: e.span.start,
                end: e.span.end,
                quoted: (from, quoted.len() as u32),
                section: e.section,
                polarity: e.polarity,
                ownership: e.ownership,
                points: Points(e.points.into()),
            });
        }
        let versions = Versions {
            engine: doc.versions.engine.into_owned(),
            lexicon: doc.versions.lexicon.into_owned(),
            weights: doc.versions.weights.into_owned(),
        };
        Ok(Analysis {
            id: doc.id.map(Cow::into_owned),
            title: doc.title.map(Cow::into_owned),
            verdict: doc.verdict,
            claim: Claim {
                roles: doc.claim.roles.into_owned(),
                ambiguous: doc.claim.ambiguous,
                seniority: doc.claim.seniority.map(Cow::into_owned),
            },
            reading: Reading {
                role: doc.reading.role,
                secondary: doc.reading.secondary,
                runner_up: doc.reading.runner_up,
                margin: doc.reading.margin,
                confidence: doc.reading.confidence,
                shares: doc.reading.shares.map(|s| Shares(s.into())),
                points: Points(doc.reading.points.into()),
                base: Points(doc.reading.base.into()),
                mode: doc.reading.mode,
                scrum: doc.reading.scrum,
                pm_as_po: doc.reading.pm_as_po,
                reasons: doc.reading.reasons.into_owned(),
            },
            decisions: decisions.map(|d| DecisionReading { state: d.state, evidence: d.evidence.into_owned() }),
            table: doc
                .table
                .into_iter()
                .map(|c| Cell { dimension: c.dimension, role: c.role, evidence: c.evidence.into_owned() })
                .collect(),
            evidence,
            quoted: with_text.then_some(quoted),
            counterfactual: doc.counterfactual.map(|c| Counterfactual { remove: c.remove.into_owned(), role: c.role }),
            notes: doc.notes.into_owned(),
            names: Arc::new(Names { terms, versions }),
        })
    }
}
