//! The tables of `fixtures/spec`: what the shipped lexicon and the stages must make of single sentences and titles.
//!
//! The cases were written from the design and the codebook. One that fails is a fault of the engine or the lexicon.
#![cfg(feature = "english")]

use std::path::Path;

use rolecall::analysis::{Decision, DecisionState, Evidence, Ownership, Polarity, Role, SectionKind};
use rolecall::{Analyzer, Posting};
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

/// What evidence must be like, or must not; what is left out may be anything.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    role: Option<Role>,
    polarity: Option<Polarity>,
    ownership: Option<Ownership>,
    /// Words of the text that the evidence must overlap.
    on: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EvidenceCase {
    text: String,
    #[serde(default)]
    expect: Vec<Wanted>,
    #[serde(default)]
    absent: Vec<Wanted>,
}

impl Wanted {
    fn fits(&self, text: &str, evidence: &Evidence<'_>) -> bool {
        let overlaps = |words: &String| {
            let start = text.find(words.as_str()).unwrap_or_else(|| panic!("{text:?} does not hold {words:?}"));
            let span = evidence.span();
            span.start < start + words.len() && start < span.end
        };
        self.role.is_none_or(|role| role == evidence.role())
            && self.polarity.is_none_or(|polarity| polarity == evidence.polarity())
            && self.ownership.is_none_or(|ownership| ownership == evidence.ownership())
            && self.on.as_ref().is_none_or(overlaps)
    }
}

fn evidence_cases(name: &str) {
    let analyzer = Analyzer::english();
    let mut faults = Vec::new();
    for EvidenceCase { text, expect, absent } in cases::<EvidenceCase>(name) {
        assert!(!expect.is_empty() || !absent.is_empty(), "{name}: {text:?} asks for nothing");
        let analysis = analyzer.analyze(&Posting::untitled(text.as_str()));
        let found = |wanted: &Wanted| analysis.evidence().any(|evidence| wanted.fits(&text, &evidence));
        let missing = expect.iter().filter(|wanted| !found(wanted)).map(|wanted| format!("no {wanted:?}"));
        let unwanted = absent.iter().filter(|wanted| found(wanted)).map(|wanted| format!("but {wanted:?}"));
        let wrong: Vec<String> = missing.chain(unwanted).collect();
        if !wrong.is_empty() {
            let evidence = analysis.evidence().map(|e| {
                format!(
                    "\n    {} {:?} {} {} {}",
                    e.term(),
                    e.text().unwrap_or(""),
                    e.role(),
                    e.polarity(),
                    e.ownership()
                )
            });
            faults.push(format!("{text:?}\n  {}{}", wrong.join("\n  "), evidence.collect::<String>()));
        }
    }
    report(name, &faults);
}

#[test]
fn boundaries() {
    evidence_cases("boundaries.toml");
}

#[test]
fn negation() {
    evidence_cases("negation.toml");
}

#[test]
fn counterparts() {
    evidence_cases("counterparts.toml");
}

#[test]
fn subjects() {
    evidence_cases("subjects.toml");
}

#[test]
fn ownership() {
    evidence_cases("ownership.toml");
}

#[test]
fn false_friends() {
    evidence_cases("false_friends.toml");
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SectionCase {
    text: String,
    expect: Vec<Placed>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Placed {
    on: String,
    section: SectionKind,
}

#[test]
fn sections() {
    let analyzer = Analyzer::english();
    let mut faults = Vec::new();
    for SectionCase { text, expect } in cases::<SectionCase>("sections.toml") {
        let sections = analyzer.sections(&text);
        for Placed { on, section } in expect {
            let at = text.find(&on).unwrap_or_else(|| panic!("{text:?} does not hold {on:?}"));
            let found = sections.iter().find(|(_, span)| span.contains(&at)).map(|&(kind, _)| kind);
            if found != Some(section) {
                faults.push(format!("{on:?} stands in {found:?}, not {section}: {text:?}"));
            }
        }
    }
    report("sections.toml", &faults);
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DecisionCase {
    text: String,
    problem: Option<DecisionState>,
    priority: Option<DecisionState>,
    measure: Option<DecisionState>,
}

#[test]
fn decisions() {
    let analyzer = Analyzer::english();
    let mut faults = Vec::new();
    for case in cases::<DecisionCase>("decisions.toml") {
        let analysis = analyzer.analyze(&Posting::untitled(case.text.as_str()));
        for (decision, state) in Decision::ALL.into_iter().zip([case.problem, case.priority, case.measure]) {
            let (found, expected) = (analysis.decision(decision).state, state.unwrap_or(DecisionState::Absent));
            if found != expected {
                faults.push(format!("{decision} is {found}, not {expected}: {:?}", case.text));
            }
        }
    }
    report("decisions.toml", &faults);
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ScrumCase {
    text: String,
    scrum: bool,
}

#[test]
fn scrum() {
    let analyzer = Analyzer::english();
    let faults: Vec<String> = cases::<ScrumCase>("scrum.toml")
        .iter()
        .filter(|case| analyzer.analyze(&Posting::untitled(case.text.as_str())).reading().scrum() != case.scrum)
        .map(|case| format!("{:?} should be {}", case.text, case.scrum))
        .collect();
    report("scrum.toml", &faults);
}
