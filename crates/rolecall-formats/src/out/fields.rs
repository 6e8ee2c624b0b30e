//! Fields by their way in the JSON: what is left of a row with `--fields`, and the columns of a table.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::FormatError;

/// The leaves of a row: what a table has a column for. Lists are one leaf each. In the order of the JSON.
pub(crate) const LEAVES: [&str; 60] = [
    "schema",
    "id",
    "title",
    "verdict",
    "claim.roles",
    "claim.ambiguous",
    "claim.seniority",
    "reading.role",
    "reading.secondary",
    "reading.runner_up",
    "reading.margin",
    "reading.confidence",
    "reading.shares.product_manager",
    "reading.shares.product_owner",
    "reading.shares.project_manager",
    "reading.shares.other",
    "reading.points.product_manager",
    "reading.points.product_owner",
    "reading.points.project_manager",
    "reading.points.other",
    "reading.base.product_manager",
    "reading.base.product_owner",
    "reading.base.project_manager",
    "reading.base.other",
    "reading.mode",
    "reading.scrum",
    "reading.pm_as_po",
    "reading.reasons",
    "decisions.problem.state",
    "decisions.problem.evidence",
    "decisions.priority.state",
    "decisions.priority.evidence",
    "decisions.measure.state",
    "decisions.measure.evidence",
    "table",
    "evidence",
    "counterfactual.remove",
    "counterfactual.role",
    "notes",
    "versions.engine",
    "versions.lexicon",
    "versions.weights",
    "row.file",
    "row.index",
    "row.offset",
    "row.text_hash",
    "row.group",
    "row.company",
    "row.location",
    "row.url",
    "row.posted",
    "row.body",
    "row.columns",
    // Not leaves of the JSON, but names that may be asked for: all below them.
    "claim",
    "reading",
    "reading.shares",
    "reading.points",
    "reading.base",
    "decisions",
    "row",
];

/// How many of [`LEAVES`] are leaves.
pub(crate) const LEAF_COUNT: usize = 53;

/// What a leaf is in a cell of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Leaf {
    /// A text as it is.
    Text,
    /// Texts with `|` between.
    Texts,
    /// A list, as JSON.
    List,
    /// A number or a truth value, as JSON.
    Plain,
}

/// The leaf of that way, if there is one, and what it is.
pub(crate) fn leaf(way: &str) -> Option<(&'static str, Leaf)> {
    let leaf = LEAVES[..LEAF_COUNT].iter().find(|leaf| **leaf == way)?;
    let kind = match *leaf {
        "claim.roles" | "reading.reasons" | "notes" => Leaf::Texts,
        "table" | "evidence" | "counterfactual.remove" | "row.columns" => Leaf::List,
        way if way.ends_with(".evidence") => Leaf::List,
        "schema" | "claim.ambiguous" | "reading.margin" | "reading.confidence" | "reading.scrum"
        | "reading.pm_as_po" | "row.index" | "row.offset" => Leaf::Plain,
        way if ["reading.shares.", "reading.points.", "reading.base."].iter().any(|all| way.starts_with(all)) => {
            Leaf::Plain
        }
        _ => Leaf::Text,
    };
    Some((leaf, kind))
}

/// Branches that have no place in [`LEAVES`]' second part because they are short.
const BRANCHES: [&str; 5] =
    ["decisions.problem", "decisions.priority", "decisions.measure", "counterfactual", "versions"];

/// Fields that are to be written, each by its way: `verdict`, `reading.role`, `row`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fields(Vec<String>);

impl Fields {
    /// The fields of these names.
    ///
    /// # Errors
    ///
    /// [`FormatError::Field`] for one that an analysis does not have.
    pub fn new<S: AsRef<str>>(names: impl IntoIterator<Item = S>) -> Result<Self, FormatError> {
        let mut fields = Vec::new();
        for name in names {
            let name = name.as_ref().trim();
            if !LEAVES.contains(&name) && !BRANCHES.contains(&name) {
                return Err(FormatError::Field(name.to_owned()));
            }
            fields.push(name.to_owned());
        }
        Ok(Fields(fields))
    }

    /// Their names.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.0
    }

    /// Whether a field is asked for, itself or with all that holds it.
    #[must_use]
    pub fn covers(&self, way: &str) -> bool {
        self.0.iter().any(|field| way == field || way.strip_prefix(&**field).is_some_and(|rest| rest.starts_with('.')))
    }

    /// Whether a field holds one that is asked for.
    pub(crate) fn enters(&self, way: &str) -> bool {
        self.0.iter().any(|field| field.strip_prefix(way).is_some_and(|rest| rest.starts_with('.')))
    }

    /// The leaves that are asked for.
    pub(crate) fn leaves(this: Option<&Self>) -> Vec<&'static str> {
        let asked = |leaf: &&str| this.is_none_or(|fields| fields.covers(leaf));
        LEAVES[..LEAF_COUNT].iter().copied().filter(asked).collect()
    }

    /// Appends to `to` what is left of an object.
    pub(crate) fn project(&self, object: &str, way: &str, to: &mut Vec<u8>) -> Result<(), serde_json::Error> {
        let members: Members<'_> = serde_json::from_str(object)?;
        to.push(b'{');
        let start = to.len();
        for (name, value) in &members.0 {
            let inner = if way.is_empty() { (*name).clone() } else { Cow::Owned(format!("{way}.{name}")) };
            let whole = self.covers(&inner);
            // What is null has nothing inside.
            if !whole && !self.enters(&inner) {
                continue;
            }
            if to.len() > start {
                to.push(b',');
            }
            serde_json::to_writer(&mut *to, name)?;
            to.push(b':');
            if whole || !value.get().starts_with('{') {
                to.extend_from_slice(value.get().as_bytes());
            } else {
                self.project(value.get(), &inner, to)?;
            }
        }
        to.push(b'}');
        Ok(())
    }
}

/// The members of an object, in their order.
pub(crate) struct Members<'a>(pub(crate) Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct MembersVisitor;
        impl<'de> Visitor<'de> for MembersVisitor {
            type Value = Members<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Members<'de>, M::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry::<String, &'de RawValue>()? {
                    members.push((Cow::Owned(member.0), member.1));
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(MembersVisitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn projects_in_the_order_of_the_object() {
        let object =
            r#"{"a":{"x":1,"y":{"z":null}},"verdict":"match","reading":{"role":"other","mode":"project"},"row":null}"#;
        let cases: [(&[&str], &str); 4] = [
            (&["verdict"], r#"{"verdict":"match"}"#),
            (&["reading.mode", "verdict"], r#"{"verdict":"match","reading":{"mode":"project"}}"#),
            (&["reading"], r#"{"reading":{"role":"other","mode":"project"}}"#),
            (&["row.file"], r#"{"row":null}"#),
        ];
        for (names, expected) in cases {
            let mut to = Vec::new();
            Fields::new(names).unwrap().project(object, "", &mut to).unwrap();
            assert_eq!(String::from_utf8(to).unwrap(), expected);
        }
        assert!(Fields::new(["reading.rolle"]).unwrap_err().to_string().contains("`reading.rolle` is no field"));
    }
}
