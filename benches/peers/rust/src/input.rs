//! What is searched for, and in what.

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

/// A line of a table of postings; other fields are passed over.
#[derive(Deserialize)]
struct Line {
    #[serde(alias = "description")]
    body: String,
}

/// The phrases of a file, one a line, in ASCII lower case, each once.
///
/// # Errors
///
/// If the file cannot be read or has no phrase.
pub(crate) fn phrases(path: &Path) -> Result<Vec<String>> {
    let mut seen = HashSet::new();
    let lines = read(path)?;
    let phrases: Vec<String> = lines
        .lines()
        .map(str::to_ascii_lowercase)
        .filter(|phrase| !phrase.is_empty() && seen.insert(phrase.clone()))
        .collect();
    ensure!(!phrases.is_empty(), "{} has no phrases", path.display());
    Ok(phrases)
}

/// The texts of postings, one JSON object a line.
///
/// # Errors
///
/// If the file cannot be read, or a line is no object with a `body` or `description`.
pub(crate) fn texts(path: &Path) -> Result<Vec<String>> {
    let lines = read(path)?;
    let text = |(at, line)| -> Result<String> {
        let line: Line = serde_json::from_str(line).with_context(|| format!("{}, line {}", path.display(), at + 1))?;
        Ok(line.body)
    };
    lines.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()).map(text).collect()
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| path.display().to_string())
}
