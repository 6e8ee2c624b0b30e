//! What the fuzzers run: each takes anything and fails only by a panic.

use std::sync::LazyLock;

use rolecall::{Analysis, Analyzer, Posting};
#[cfg(feature = "toml")]
use rolecall_lexicon::source::{Layer, Loader};
#[cfg(feature = "toml")]
use rolecall_lexicon::weights::Weights;

use crate::invariants;

static ANALYZER: LazyLock<Analyzer> = LazyLock::new(Analyzer::english);

/// Any text is read as words, sentences and blocks.
pub(crate) fn text(text: &str) {
    invariants::document(text, ANALYZER.lexicon());
}

/// Any text is analyzed, as a title and as a body.
pub(crate) fn analysis(text: &str) {
    let (title, body) = text.split_once('\n').unwrap_or(("", text));
    let analysis = ANALYZER.analyze(&Posting::new(title, body));
    invariants::analysis(body, &analysis);
}

/// Any bytes are an analysis or an error; an analysis is written as it was read.
pub(crate) fn json(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    match Analysis::from_json(text) {
        Ok(read) => {
            let written = read.to_json();
            let again = Analysis::from_json(&written).unwrap_or_else(|error| panic!("{error}: {written}"));
            assert_eq!(again, read);
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

/// What a user's file is laid over: over the whole English lexicon one input took minutes under a sanitizer.
#[cfg(feature = "toml")]
const BASE: &str = r#"
[[class]]
name = "own"
ownership = "owns"
verbs = ["own", "be responsible for"]

[[class]]
name = "manage"
ownership = "owns"
verbs = ["manage", "run/ran/run/running"]

[[term]]
id = "own-product-backlog"
role = "product_owner"
dimension = "responsibility"
phrases = ["[own] … {product|sprint} backlog"]
examples = ["Own the product backlog."]

[[term]]
id = "project-schedule"
role = "project_manager"
dimension = "focus"
phrases = ["project schedule"]
examples = ["You run the project schedule."]
"#;

/// Any text is a user's lexicon that can be used, or a list of faults with their places; any line is a phrase or an
/// error.
#[cfg(feature = "toml")]
pub(crate) fn lexicon(text: &str) {
    for line in text.lines().take(100) {
        if let Ok(phrase) = rolecall_lexicon::Phrase::parse(line) {
            let again = rolecall_lexicon::Phrase::parse(&phrase.to_string());
            assert_eq!(again.as_ref().map(|p| &p.slots), Ok(&phrase.slots), "{line:?}");
        }
    }
    let mut loader = Loader::new();
    loader.add_text("base.toml", BASE, Layer::BuiltIn).add_text("fuzz.toml", text, Layer::User);
    let lexicon = match loader.finish() {
        Ok(lexicon) => lexicon,
        Err(faults) => return assert!(!faults.to_string().is_empty()),
    };
    match rolecall_lexicon::compile::compile(&lexicon) {
        Ok(compiled) => {
            let analyzer = Analyzer::builder().compiled(compiled).weights(Weights::neutral()).build();
            let analyzer = analyzer.unwrap_or_else(|error| panic!("{error}"));
            let body = "Own the product backlog. You run the project schedule.";
            invariants::analysis(body, &analyzer.analyze(&Posting::untitled(body)));
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}
