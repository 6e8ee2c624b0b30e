//! Weights as TOML: written the same way every time, one line for each thing that can change; read strictly.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Deserialize;

use super::{Bounds, ConfidenceRow, ConfidenceTable, Curve, PmAsPo, Provenance, RoleWeights, ShareCurve, Weights};
use crate::model::{Dimension, Role, SectionKind};

/// The number that a weights file must state as its `format`.
const FORMAT: u32 = 1;

/// Why a weights file was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}{}: {message}; run `cargo xtask fit` to write it anew", line.map(|n| format!(":{n}")).unwrap_or_default())]
pub struct WeightsError {
    /// The file's name as it was given.
    pub file: String,
    /// Line, counted from 1, where it is known.
    pub line: Option<usize>,
    /// What is wrong, with the field's name.
    pub message: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Doc {
    format: u32,
    lexicon: String,
    prior: RoleWeights,
    bare_task: i32,
    negated: i32,
    someone_else: i32,
    repetition: [i32; 3],
    dilution: Curve,
    places: Places,
    bounds: BoundsDoc,
    shares: ShareCurve,
    confidence: Vec<ConfidenceRow>,
    groups: Groups,
    terms: BTreeMap<String, RoleWeights>,
    provenance: ProvenanceDoc,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Places {
    summary: [i32; 3],
    duties: [i32; 3],
    requirements: [i32; 3],
    nice_to_have: [i32; 3],
    company: [i32; 3],
    benefits: [i32; 3],
    legal: [i32; 3],
    other: [i32; 3],
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Groups {
    product_manager: Rows,
    product_owner: Rows,
    project_manager: Rows,
    other: Rows,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rows {
    responsibility: RoleWeights,
    focus: RoleWeights,
    question: RoleWeights,
    timeframe: RoleWeights,
    metric: RoleWeights,
}

impl Rows {
    fn table(self) -> [RoleWeights; 5] {
        [self.responsibility, self.focus, self.question, self.timeframe, self.metric]
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BoundsDoc {
    tasks: u32,
    pieces: u32,
    mode: i32,
    pm_as_po: PmAsPoDoc,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PmAsPoDoc {
    product_manager: i32,
    product_owner: i32,
    owned: i32,
    bound: i32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProvenanceDoc {
    settings: Vec<[String; 2]>,
    figures: Vec<[String; 2]>,
    postings: Vec<String>,
}

fn pairs(list: Vec<[String; 2]>) -> Vec<(String, String)> {
    list.into_iter().map(|[name, value]| (name, value)).collect()
}

impl Doc {
    fn weights(self) -> Result<Weights, String> {
        if self.format != FORMAT {
            return Err(format!("format: this version reads {FORMAT}, the file has {}", self.format));
        }
        let hex = |text: &String| {
            u64::from_str_radix(text, 16)
                .ok()
                .filter(|_| text.len() == 16)
                .ok_or_else(|| format!("provenance.postings: `{text}` is not 16 hex digits"))
        };
        let (places, groups, bounds) = (self.places, self.groups, self.bounds);
        let weights = Weights {
            lexicon: self.lexicon,
            prior: self.prior,
            bare_task: self.bare_task,
            groups: [
                groups.product_manager.table(),
                groups.product_owner.table(),
                groups.project_manager.table(),
                groups.other.table(),
            ],
            terms: self.terms.into_iter().collect(),
            places: [
                places.summary,
                places.duties,
                places.requirements,
                places.nice_to_have,
                places.company,
                places.benefits,
                places.legal,
                places.other,
            ],
            negated: self.negated,
            someone_else: self.someone_else,
            repetition: self.repetition,
            dilution: self.dilution,
            shares: self.shares,
            confidence: ConfidenceTable { rows: self.confidence },
            bounds: Bounds {
                tasks: bounds.tasks,
                pieces: bounds.pieces,
                mode: bounds.mode,
                pm_as_po: PmAsPo {
                    product_manager: bounds.pm_as_po.product_manager,
                    product_owner: bounds.pm_as_po.product_owner,
                    owned: bounds.pm_as_po.owned,
                    bound: bounds.pm_as_po.bound,
                },
            },
            provenance: Provenance {
                settings: pairs(self.provenance.settings),
                figures: pairs(self.provenance.figures),
                postings: self.provenance.postings.iter().map(hex).collect::<Result<_, _>>()?,
            },
        };
        weights.check()?;
        Ok(weights)
    }
}

/// A list on one line: `[1, 2, 3]`.
fn list<T: std::fmt::Display>(values: &[T]) -> String {
    let words: Vec<String> = values.iter().map(ToString::to_string).collect();
    format!("[{}]", words.join(", "))
}

/// A TOML string. The names and values that the fit writes hold no control characters.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

fn curve(curve: &Curve) -> String {
    format!("{{ step = {}, values = {} }}", curve.step, list(&curve.values))
}

impl Weights {
    /// Reads a weights file. `file` is its name, for errors.
    ///
    /// # Errors
    /// [`WeightsError`] for an unknown, missing or repeated key, a wrong type, or a number out of its bounds.
    pub fn from_toml(text: &str, file: &str) -> Result<Self, WeightsError> {
        let error = |line, message| WeightsError { file: file.to_owned(), line, message };
        let doc: Doc = toml::from_str(text).map_err(|fault| {
            let line = fault.span().map(|span| 1 + text[..span.start.min(text.len())].matches('\n').count());
            error(line, fault.message().trim().replace('\n', ", "))
        })?;
        doc.weights().map_err(|message| error(None, message))
    }

    /// The weights as the text of a file. The same weights give the same bytes.
    ///
    /// ```
    /// use rolecall_lexicon::weights::Weights;
    /// let weights = Weights::neutral();
    /// assert_eq!(Weights::from_toml(&weights.to_toml(), "weights.toml"), Ok(weights));
    /// ```
    #[must_use]
    pub fn to_toml(&self) -> String {
        let mut out = String::from(
            "# Written by `cargo xtask fit`; not by hand. Thousandths, for product_manager, product_owner,\n\
             # project_manager and other in this order. What each number means: docs of rolecall-lexicon, `weights`.\n",
        );
        self.write(&mut out).unwrap_or_default();
        out
    }

    /// Writing to a string never fails; the result only lets `?` stand.
    fn write(&self, out: &mut String) -> std::fmt::Result {
        writeln!(out, "format = {FORMAT}\nlexicon = {}\n", quoted(&self.lexicon))?;
        writeln!(out, "prior = {}\nbare_task = {}", list(&self.prior), self.bare_task)?;
        writeln!(out, "negated = {}\nsomeone_else = {}", self.negated, self.someone_else)?;
        writeln!(out, "repetition = {}", list(&self.repetition))?;
        writeln!(out, "dilution = {}", curve(&self.dilution))?;

        writeln!(out, "\n# How much a stated hit counts there when the person owns, shares, supports.\n[places]")?;
        for section in SectionKind::ALL {
            writeln!(out, "{section} = {}", list(&self.places[section.index()]))?;
        }

        let rule = &self.bounds.pm_as_po;
        writeln!(out, "\n[bounds]\ntasks = {}", self.bounds.tasks)?;
        writeln!(out, "pieces = {}\nmode = {}", self.bounds.pieces, self.bounds.mode)?;
        writeln!(
            out,
            "pm_as_po = {{ product_manager = {}, product_owner = {}, owned = {}, bound = {} }}",
            rule.product_manager, rule.product_owner, rule.owned, rule.bound
        )?;

        writeln!(out, "\n[shares]\nflat = {}\nspread = {}", self.shares.flat, self.shares.spread)?;
        writeln!(out, "curve = {}", curve(&self.shares.curve))?;
        let amounts = &self.shares.amounts;
        writeln!(out, "\n# What a share is multiplied by, by how many terms speak for the role.\n[shares.amounts]")?;
        writeln!(
            out,
            "from = {}\nroles = {}\nother = {}",
            list(&amounts.from),
            list(&amounts.roles),
            list(&amounts.other)
        )?;
        for row in &self.confidence.rows {
            writeln!(out, "\n[[confidence]]\nfrom = {}\npercent = {}", row.from, curve(&row.percent))?;
        }

        writeln!(out, "\n# For terms without a fitted weight.")?;
        for role in Role::ALL {
            writeln!(out, "[groups.{role}]")?;
            for dimension in Dimension::ALL {
                writeln!(out, "{dimension} = {}", list(&self.groups[role.index()][dimension.index()]))?;
            }
        }

        writeln!(out, "\n[terms]")?;
        for (id, weights) in &self.terms {
            writeln!(out, "{id} = {}", list(weights))?;
        }

        writeln!(out, "\n[provenance]")?;
        for (name, list) in [("settings", &self.provenance.settings), ("figures", &self.provenance.figures)] {
            writeln!(out, "{name} = [")?;
            for (name, value) in list {
                writeln!(out, "  [{}, {}],", quoted(name), quoted(value))?;
            }
            writeln!(out, "]")?;
        }
        writeln!(out, "postings = [")?;
        for line in self.provenance.postings.chunks(5) {
            let words: Vec<String> = line.iter().map(|hash| format!("\"{hash:016x}\"")).collect();
            writeln!(out, "  {},", words.join(", "))?;
        }
        writeln!(out, "]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Weights {
        let mut weights = Weights::neutral();
        weights.terms = vec![("a-term".into(), [1, -2, 3, -4]), ("b-term".into(), [0, 0, 0, 9])];
        weights.provenance = Provenance {
            settings: vec![("seed".into(), "7".into()), ("note".into(), "a \"quoted\" \\ one".into())],
            figures: vec![("accuracy".into(), "0.912".into())],
            postings: vec![1, 2, 3, 4, 5, u64::MAX],
        };
        weights
    }

    #[test]
    fn what_is_written_is_read_again() {
        let text = sample().to_toml();
        assert_eq!(Weights::from_toml(&text, "w.toml"), Ok(sample()));
        assert_eq!(Weights::from_toml(&text, "w.toml").map(|w| w.to_toml()), Ok(text));
    }

    #[test]
    fn faults_name_file_line_and_field() {
        let text = sample().to_toml();
        let cases = [
            ("bare_task = 100", "bare_tusk = 100", "w.toml:7: unknown field `bare_tusk`"),
            ("bare_task = 100", "bare_task = 0.1", "w.toml:7: invalid type: floating point"),
            ("a-term = [1, -2, 3, -4]", "a-term = [1, -2, 3]", "w.toml"),
            ("a-term = [1", "a-term = [1000001", "w.toml: the number 1000001 is larger than"),
            ("format = 1", "format = 2", "w.toml: format: this version reads 1"),
            ("\"0000000000000001\"", "\"1\"", "w.toml: provenance.postings: `1` is not"),
            ("negated = 1000", "", "missing field `negated`"),
        ];
        for (from, to, expected) in cases {
            assert!(text.contains(from), "{from}");
            let error = Weights::from_toml(&text.replacen(from, to, 1), "w.toml").expect_err(to).to_string();
            assert!(error.contains(expected), "{error}");
            assert!(error.contains("cargo xtask fit"), "{error}");
        }
    }
}
