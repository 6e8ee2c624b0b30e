//! What the fuzzers run: the functions that the tests of `rolecall` and `rolecall-formats` run over the seeds.

#[path = "../../crates/rolecall-formats/tests/fuzzed/targets.rs"]
mod formats;
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

/// Any bytes are the rows of a table with separators, or an error.
pub fn csv(bytes: &[u8]) {
    formats::csv(bytes);
}

/// Any bytes are rows of JSON, or an error.
pub fn json_rows(bytes: &[u8]) {
    formats::json(bytes);
}

/// Any bytes are a workbook, or an error.
pub fn workbook(bytes: &[u8]) {
    formats::workbook(bytes);
}

/// Any bytes are a Parquet file, or an error.
pub fn parquet(bytes: &[u8]) {
    formats::parquet(bytes);
}

/// Any bytes are what a scan wrote, or an error.
pub fn analyses(bytes: &[u8]) {
    formats::analyses(bytes);
}
