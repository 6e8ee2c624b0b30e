//! What the tests of the runner share.

#![allow(dead_code, reason = "each test file uses what it needs")]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use rolecall::{Analysis, Analyzer, Posting, Scratch};
use rolecall_batch::{Analyze, BatchError, Control, Report, Scan, scan};
use rolecall_formats::Input;
use serde_json::Value;
use tempfile::TempDir;

/// The shipped analyzer, but for one posting that it fails on.
pub(crate) struct Fragile;

fn english() -> &'static Analyzer {
    static ENGLISH: OnceLock<Analyzer> = OnceLock::new();
    ENGLISH.get_or_init(Analyzer::english)
}

impl Analyze for Fragile {
    fn analyze(&self, posting: &Posting<'_>, scratch: &mut Scratch) -> Analysis {
        if posting.body == "panic" {
            // Quietly: the message of the hook is no part of the test.
            std::panic::resume_unwind(Box::new("made to fail"));
        }
        english().analyze_with(posting, scratch)
    }

    fn versions(&self) -> [String; 2] {
        english().versions()
    }
}

/// A folder that is gone after the test.
pub(crate) struct Folder(TempDir);

impl Folder {
    pub(crate) fn new() -> Self {
        Folder(tempfile::tempdir().expect("there is room for temporary files"))
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::write(&path, bytes).expect("temporary files can be written");
        path
    }

    pub(crate) fn bytes(&self, name: &str) -> Option<Vec<u8>> {
        fs::read(self.path(name)).ok()
    }

    pub(crate) fn text(&self, name: &str) -> String {
        String::from_utf8(self.bytes(name).unwrap_or_default()).expect("the file is UTF-8")
    }

    pub(crate) fn rows(&self, name: &str) -> Vec<Value> {
        self.text(name).lines().map(|line| serde_json::from_str(line).expect("every line is JSON")).collect()
    }

    pub(crate) fn exists(&self, name: &str) -> bool {
        self.path(name).exists()
    }

    /// A scan of `in.jsonl` (or another) to `out.jsonl` (or another).
    pub(crate) fn plan(&self, input: &str, output: &str) -> Scan {
        let mut plan = Scan::new(vec![Input::File(self.path(input))], self.path(output));
        plan.threads = 2;
        plan
    }

    /// Scans bytes to `out.jsonl`, whatever is there.
    pub(crate) fn scan(&self, input: &[u8], change: impl FnOnce(&mut Scan)) -> Result<Report, BatchError> {
        self.write("in.jsonl", input);
        let mut plan = self.plan("in.jsonl", "out.jsonl");
        plan.mode = rolecall_batch::Mode::Force;
        change(&mut plan);
        scan(&plan, &Fragile, &Control::default())
    }
}

pub(crate) fn run(plan: &Scan) -> Result<Report, BatchError> {
    scan(plan, &Fragile, &Control::default())
}

/// Postings as JSON lines, every seventh row none, every eleventh a repeat.
pub(crate) fn postings(count: u64) -> Vec<u8> {
    let mut input = Vec::new();
    for i in 0..count {
        let n = if i % 11 == 5 { i - 5 } else { i };
        let line = match i % 7 {
            3 => format!("{{\"id\": {i}, \"body\": {i}}}\n"),
            _ => format!(
                "{{\"id\": {i}, \"title\": \"Product Manager\", \"company\": \"C{}\", \"posted\": \"2024-0{}-01\", \
                 \"body\": \"You own the product roadmap and order the backlog of team {n}.\\nYou plan project {n}, its \
                 schedule and its budget, and report status.\"}}\n",
                i % 5,
                i % 9 + 1
            ),
        };
        input.extend_from_slice(line.as_bytes());
    }
    input
}

pub(crate) fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .expect("the folder can be read")
        .map(|entry| entry.expect("the folder can be read").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}
