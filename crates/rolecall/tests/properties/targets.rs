//! What the fuzzers run: each takes anything and fails only by a panic.

use std::sync::LazyLock;

use rolecall::{Analysis, Analyzer, Posting};

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
    match Analyzer::builder().lexicon_text("fuzz.toml", text).build() {
        Ok(analyzer) => {
            let body = "Own the product backlog. You run the project schedule.";
            invariants::analysis(body, &analyzer.analyze(&Posting::untitled(body)));
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}
