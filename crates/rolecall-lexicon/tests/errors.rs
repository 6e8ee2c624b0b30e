//! What the loader says about broken files, byte for byte: `errors/NAME.toml` is loaded, `errors/NAME.txt` is the report.
//!
//! A case is one built-in file called `NAME.toml`, or several files parted by lines `#@ FILE built-in` and `#@ FILE user`.
//! `ROLECALL_BLESS=1 cargo test -p rolecall-lexicon` writes the reports anew; read the diff before you commit it.

use std::fs;
use std::path::{Path, PathBuf};

use rolecall_lexicon::source::{Diagnostics, Layer, Loader, Severity};

fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/errors");
    let mut cases: Vec<PathBuf> = fs::read_dir(folder)
        .expect("the folder of cases")
        .map(|entry| entry.expect("an entry of the folder").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
        .collect();
    cases.sort();
    assert!(cases.len() > 10, "only {} cases were found", cases.len());
    cases
}

fn check(path: &Path) -> Diagnostics {
    let text = fs::read_to_string(path).expect("a readable case");
    let mut files: Vec<(String, Layer, String)> = Vec::new();
    for line in text.split_inclusive('\n') {
        if let Some(header) = line.strip_prefix("#@ ") {
            let (name, layer) = header.trim_end().split_once(' ').expect("`#@ FILE LAYER`");
            let layer = match layer {
                "built-in" => Layer::BuiltIn,
                "user" => Layer::User,
                other => panic!("{}: no layer is called {other}", path.display()),
            };
            files.push((name.to_owned(), layer, String::new()));
            continue;
        }
        if files.is_empty() {
            let name = path.file_name().expect("a file name").to_string_lossy().into_owned();
            files.push((name, Layer::BuiltIn, String::new()));
        }
        files.last_mut().expect("a file was pushed").2.push_str(line);
    }
    let mut loader = Loader::new();
    for (name, layer, text) in files {
        loader.add_text(name, text, layer);
    }
    loader.check().diagnostics
}

#[test]
fn reports_are_as_blessed() {
    let bless = std::env::var_os("ROLECALL_BLESS").is_some();
    let mut wrong = Vec::new();
    for path in cases() {
        let report = format!("{}\n", check(&path));
        let golden = path.with_extension("txt");
        if bless {
            fs::write(&golden, report).expect("a writable report");
        } else if fs::read_to_string(&golden).unwrap_or_default() != report {
            wrong.push(format!("{}\n{report}", golden.display()));
        }
    }
    assert!(
        wrong.is_empty(),
        "reports differ from the blessed ones (ROLECALL_BLESS=1 rewrites them):\n{}",
        wrong.join("\n")
    );
}

#[test]
fn marks_stand_below_what_they_mean() {
    for path in cases() {
        for diagnostic in &check(&path) {
            let at = &diagnostic.location;
            let marked: String = at.text.chars().skip(at.column - 1).take(at.length).collect();
            assert_eq!(marked.chars().count().max(1), at.length, "{}: {diagnostic}", path.display());
        }
    }
}

#[test]
fn json_has_the_place_and_no_source_text() {
    let mut loader = Loader::new();
    loader.add_text("mine.toml", "[[term]]\nid = \"X\"\nremove = true\n", Layer::User);
    let diagnostics = loader.finish().expect_err("an id with a capital letter");
    let first = diagnostics.iter().next().expect("a fault");
    assert_eq!(first.severity, Severity::Error);
    let expected = serde_json::json!([{
        "severity": "error",
        "code": "bad-id",
        "message": "`X` can't be an id",
        "file": "mine.toml",
        "line": 2,
        "column": 6,
        "length": 3,
        "related": [],
        "help": "an id has 3 to 64 characters: lower-case letters, digits and hyphens",
    }]);
    assert_eq!(serde_json::to_value(&diagnostics).expect("plain data"), expected);
}
