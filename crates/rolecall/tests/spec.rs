//! The tables of `fixtures/spec`: what the shipped lexicon and the stages must make of single sentences and titles.
//!
//! The cases were written from the design and the codebook. One that fails is a fault of the engine or the lexicon.
#![cfg(feature = "english")]

use std::path::Path;

use rolecall::{Analyzer, Role};
use serde::Deserialize;
use serde::de::DeserializeOwned;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table<T> {
    case: Vec<T>,
}

/// The cases of a table; none outside the workspace, where there are no fixtures.
fn cases<T: DeserializeOwned>(name: &str) -> Vec<T> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/spec").join(name);
    let Ok(text) = std::fs::read_to_string(&path) else { return Vec::new() };
    let table: Table<T> = toml::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
    assert!(!table.case.is_empty(), "{name} has no cases");
    table.case
}

/// Fails with all faults at once.
fn report(name: &str, faults: &[String]) {
    assert!(faults.is_empty(), "{name}: {} faults\n{}", faults.len(), faults.join("\n"));
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TitleCase {
    title: String,
    roles: Vec<Role>,
    #[serde(default)]
    ambiguous: bool,
    seniority: Option<String>,
}

#[test]
fn titles() {
    let analyzer = Analyzer::english();
    let mut faults = Vec::new();
    for case in cases::<TitleCase>("titles.toml") {
        let claim = analyzer.claim(&case.title);
        if (&claim.roles, claim.ambiguous, &claim.seniority) != (&case.roles, case.ambiguous, &case.seniority) {
            faults.push(format!("{:?} claims {claim:?}", case.title));
        }
    }
    report("titles.toml", &faults);
}
