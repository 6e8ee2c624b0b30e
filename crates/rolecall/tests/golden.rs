//! The postings of `fixtures/postings`: each must get the answer that `index.toml` has for it, and the very analysis
//! that stands in `fixtures/postings/golden`.
//!
//! `ROLECALL_BLESS=1 cargo test -p rolecall --test golden` rewrites the analyses. The answers of the index are a
//! reader's and are not rewritten.
#![cfg(feature = "english")]

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use rolecall::analysis::{ReadRole, Reason, Verdict};
use rolecall::{Analysis, Analyzer, Posting};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Index {
    posting: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    file: String,
    title: Option<String>,
    verdict: Verdict,
    role: ReadRole,
    reasons: Option<Vec<Reason>>,
    scrum: Option<bool>,
    pm_as_po: Option<bool>,
    /// Why the engine is known to answer otherwise. The day it is right, the test says so and the line goes.
    known_fault: Option<String>,
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/postings")
}

/// The postings with their analyses; none outside the workspace, where there are no fixtures.
fn analyses() -> Vec<(Entry, String, Analysis)> {
    let Ok(index) = fs::read_to_string(folder().join("index.toml")) else { return Vec::new() };
    let index: Index = toml::from_str(&index).expect("index.toml is an index");
    let analyzer = Analyzer::english();
    let analyze = |entry: Entry| {
        let text = fs::read_to_string(folder().join(&entry.file)).unwrap_or_else(|e| panic!("{}: {e}", entry.file));
        // What every source does with a file: a byte order mark is no part of the body.
        let body = text.strip_prefix('\u{feff}').unwrap_or(&text);
        let posting = match entry.title.as_deref() {
            Some(title) => Posting::new(title, body),
            None => Posting::untitled(body),
        };
        let analysis = analyzer.analyze(&posting.with_id(entry.file.clone()));
        (entry, body.to_owned(), analysis)
    };
    index.posting.into_iter().map(analyze).collect()
}

#[test]
fn answers() {
    let mut faults = Vec::new();
    for (entry, _, analysis) in analyses() {
        let reading = analysis.reading();
        let right = (analysis.verdict(), reading.role()) == (entry.verdict, entry.role)
            && entry.reasons.as_deref().is_none_or(|reasons| reasons == reading.reasons())
            && entry.scrum.is_none_or(|scrum| scrum == reading.scrum())
            && entry.pm_as_po.is_none_or(|pm_as_po| pm_as_po == reading.pm_as_po());
        if let (true, Some(why)) = (right, &entry.known_fault) {
            faults.push(format!("{}: is right now; take out its known_fault ({why})", entry.file));
        }
        if !right && entry.known_fault.is_none() {
            faults.push(format!(
                "{}: {} as {}, expected {} as {}; secondary {:?}, shares {:?}, scrum {}, pm_as_po {}, reasons {:?}",
                entry.file,
                analysis.verdict(),
                reading.role(),
                entry.verdict,
                entry.role,
                reading.secondary(),
                reading.shares().map(|shares| shares.0),
                reading.scrum(),
                reading.pm_as_po(),
                reading.reasons(),
            ));
        }
    }
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn analyses_are_the_golden_ones() {
    let bless = std::env::var_os("ROLECALL_BLESS").is_some();
    let golden = folder().join("golden");
    let mut stale = Vec::new();
    let mut expected = BTreeSet::new();
    for (entry, body, analysis) in analyses() {
        for evidence in analysis.evidence() {
            assert_eq!(Some(&body[evidence.span()]), evidence.text(), "{}", entry.file);
        }
        let json = analysis.to_json();
        assert_eq!(Analysis::from_json(&json).expect("an analysis reads itself back"), analysis, "{}", entry.file);
        let name = format!("{}.json", entry.file);
        let path = golden.join(&name);
        let pretty = serde_json::to_string_pretty(&without_versions(&analysis)).expect("an analysis is JSON") + "\n";
        if bless {
            fs::create_dir_all(&golden).expect("the folder can be made");
            fs::write(&path, pretty).expect("the analysis can be written");
        } else if fs::read_to_string(&path).unwrap_or_default() != pretty {
            stale.push(entry.file);
        }
        expected.insert(name);
    }
    for found in fs::read_dir(&golden).into_iter().flatten().flatten() {
        let name = found.file_name().to_string_lossy().into_owned();
        assert!(expected.contains(&name), "golden/{name} belongs to no posting of the index");
    }
    assert!(stale.is_empty(), "other analyses than the golden ones (ROLECALL_BLESS=1 rewrites them): {stale:?}");
}

/// The analysis as JSON. The versions are left out: they change with every word of the lexicon, and would hide in the
/// diff what that word changed.
fn without_versions(analysis: &Analysis) -> serde_json::Value {
    let mut bytes = Vec::new();
    analysis.to_doc().write(&mut bytes).expect("an analysis is JSON");
    assert!(bytes == analysis.to_json().into_bytes(), "the quick way writes other bytes than serde");
    let mut value = serde_json::to_value(analysis.to_doc()).expect("an analysis is JSON");
    value.as_object_mut().expect("an analysis is an object").remove("versions");
    value
}
