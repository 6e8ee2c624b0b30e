//! The seeds of the fuzzers, and all fixtures, through the same functions that the fuzzers run.

use std::fs;
use std::path::Path;

use crate::targets;

/// The files below a folder of the workspace in the order of their names; none outside it.
fn files(folder: &str) -> Vec<(String, Vec<u8>)> {
    let Ok(entries) = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(folder)) else {
        return Vec::new();
    };
    let mut files: Vec<_> = entries
        .map(|entry| entry.expect("the folder can be listed").path())
        .filter(|path| path.is_file())
        .map(|path| (path.display().to_string(), fs::read(&path).expect("the file can be read")))
        .collect();
    files.sort();
    files
}

fn as_text(files: Vec<(String, Vec<u8>)>) -> Vec<(String, String)> {
    files.into_iter().map(|(name, bytes)| (name, String::from_utf8_lossy(&bytes).into_owned())).collect()
}

/// The seeds of a target.
pub(crate) fn texts(target: &str) -> Vec<(String, String)> {
    as_text(files(&format!("fuzz/seeds/{target}")))
}

/// The postings of the fixtures.
pub(crate) fn postings() -> Vec<(String, String)> {
    as_text(files("fixtures/postings"))
}

/// Says which file it was when one fails.
fn each<T>(files: Vec<(String, T)>, run: impl Fn(&T) + std::panic::RefUnwindSafe)
where
    T: std::panic::RefUnwindSafe,
{
    for (name, content) in files {
        assert!(std::panic::catch_unwind(|| run(&content)).is_ok(), "{name}");
    }
}

#[test]
fn of_the_text() {
    each(texts("text"), |text| targets::text(text));
    each(texts("analysis"), |text| targets::text(text));
    each(postings(), |text| targets::text(text));
}

#[test]
fn of_the_analysis() {
    each(texts("text"), |text| targets::analysis(text));
    each(texts("analysis"), |text| targets::analysis(text));
    each(postings(), |text| targets::analysis(text));
}

#[test]
fn of_the_json() {
    each(files("fuzz/seeds/json"), |bytes| targets::json(bytes));
    each(files("fixtures/postings/golden"), |bytes| targets::json(bytes));
    each(files("docs"), |bytes| targets::json(bytes));
}

#[cfg(feature = "toml")]
#[test]
fn of_the_lexicon() {
    each(texts("lexicon"), |text| targets::lexicon(text));
    each(as_text(files("lexicons/en")), |text| targets::lexicon(text));
}
