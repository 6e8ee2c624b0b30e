//! What the fuzzers run: the functions that the tests of `rolecall` run over the seeds.

#[path = "../../crates/rolecall/tests/properties/invariants.rs"]
mod invariants;
#[path = "../../crates/rolecall/tests/properties/targets.rs"]
mod targets;

/// Any text is read as words, sentences and blocks.
pub fn text(text: &str) {
    targets::text(text);
}

/// Any text is analyzed: its first line as a title, the rest as a body.
pub fn analysis(text: &str) {
    targets::analysis(text);
}

/// Any bytes are an analysis or an error.
pub fn json(bytes: &[u8]) {
    targets::json(bytes);
}

/// Any text is a lexicon or a list of faults; any line is a phrase or an error.
pub fn lexicon(text: &str) {
    targets::lexicon(text);
}
