//! `rolecall report` from the outside: what it reads, what it says, where it writes.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

const GOLDEN: &str = include_str!("../../../docs/analysis.example.json");

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).expect("the target folder can be written");
        Folder(path)
    }

    fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        fs::write(self.0.join(name), content).expect("the target folder can be written");
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.0.join(name)).unwrap_or_default()
    }

    fn report(&self, arguments: &[&str]) -> (Option<i32>, String, String) {
        self.report_of(arguments, b"")
    }

    fn report_of(&self, arguments: &[&str], stdin: &[u8]) -> (Option<i32>, String, String) {
        let mut child = Command::new(env!("CARGO_BIN_EXE_rolecall"))
            .arg("report")
            .args(arguments)
            .current_dir(&self.0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program runs");
        // A program that ends before it reads stdin is no failure of the test.
        let _ = child.stdin.take().expect("stdin is piped").write_all(stdin);
        let Output { status, stdout, stderr } = child.wait_with_output().expect("the program ends");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("all output is UTF-8");
        (status.code(), text(stdout), text(stderr))
    }
}

fn golden_line() -> String {
    let value: serde_json::Value = serde_json::from_str(GOLDEN).expect("the golden analysis is JSON");
    format!("{value}\n")
}

#[test]
fn the_format_is_that_of_the_name_or_the_option() {
    let folder = Folder::new("report-formats");
    folder.write("read.jsonl", golden_line());
    for (arguments, file, begin) in [
        (&["-o", "a.html"][..], "a.html", "<!doctype html>"),
        (&["-o", "a.md"], "a.md", "# The one “Product Manager” posting does not describe one\n"),
        (&["-o", "a.csv"], "a.csv", "id,title,company,"),
        (&["-o", "b.txt", "--format", "markdown"], "b.txt", "# The one"),
        (&["-o", "b.csv", "--format", "html"], "b.csv", "<!doctype html>"),
    ] {
        let (code, stdout, stderr) = folder.report(&[&["read.jsonl"], arguments].concat());
        assert_eq!((code, stdout.as_str()), (Some(0), ""), "{file}: {stderr}");
        assert_eq!(stderr, format!("1 postings, see {file}\n"));
        assert!(folder.read(file).starts_with(begin), "{file}");
        assert!(!folder.0.join(format!("{file}.part")).exists());
    }
    let (code, stdout, stderr) = folder.report_of(&["-", "--format", "csv"], golden_line().as_bytes());
    assert_eq!((code, stderr.as_str()), (Some(0), ""));
    assert_eq!(stdout.lines().count(), 2);
}

#[test]
fn several_files_are_one_report_and_most_bounds_the_list() {
    let folder = Folder::new("report-several");
    folder.write("a.jsonl", golden_line());
    folder.write("b.jsonl", golden_line().replace("example-1", "example-2").repeat(2));
    let (_, all, _) = folder.report(&["a.jsonl", "b.jsonl", "--format", "markdown"]);
    assert!(all.contains("| Product Manager | 3 |") && all.contains("example-1") && all.contains("example-2"), "{all}");
    let (_, one, _) = folder.report(&["a.jsonl", "b.jsonl", "--format", "markdown", "--most", "1"]);
    assert!(one.contains("The 1 surest of 3 mismatches.") && !one.contains("example-2"), "{one}");
    let (code, _, stderr) = folder.report(&["a.jsonl", "--most", "10001"]);
    assert!(code == Some(2) && stderr.contains("10001 is not in 0..=10000"), "{stderr}");
}

#[test]
fn lines_that_are_no_analyses_are_named_and_counted() {
    let folder = Folder::new("report-faults");
    let mut lines = golden_line();
    lines.push_str("\n{\"body\": \"Own the roadmap\"}\n");
    lines.push_str(&"nonsense\n".repeat(7));
    folder.write("read.jsonl", &lines);
    let (code, stdout, stderr) = folder.report(&["read.jsonl", "--format", "markdown"]);
    assert_eq!(code, Some(0));
    let said: Vec<_> = stderr.lines().collect();
    assert_eq!(said.len(), 6, "{stderr}");
    assert!(
        said[0].starts_with("not counted: read.jsonl, line 3: a posting, not yet an analysis; run `rolecall scan`")
    );
    assert!(said[4].starts_with("not counted: read.jsonl, line 7: no analysis: expected"), "{stderr}");
    assert_eq!(said[5], "3 more lines are no analyses");
    assert!(stdout.contains("- 8 of the lines could not be read as analyses"), "{stdout}");
}

#[test]
fn what_cannot_be_reported_on_is_an_error_that_says_what_to_do() {
    let folder = Folder::new("report-errors");
    folder.write("read.jsonl", golden_line());
    folder.write("postings.jsonl", "{\"body\": \"Own the roadmap\"}\n");
    folder.write("read.jsonl.gz", b"\x1f\x8b\x08");
    folder.write("there.html", "mine");
    fs::create_dir(folder.0.join("folder")).expect("the target folder can be written");
    for (arguments, expected) in [
        (
            &["postings.jsonl", "-o", "a.html"][..],
            "no line is an analysis (1 read); the first: postings.jsonl, line 1: a posting",
        ),
        (&["missing.jsonl"], "missing.jsonl: "),
        (&["folder"], "folder is a folder; name the file that `rolecall scan` wrote"),
        (&["read.jsonl.gz"], "is a gzip archive; unpack it first: `gzip -dc read.jsonl.gz | rolecall report -"),
        (&["read.jsonl", "-o", "there.html"], "there.html exists; give another name, or --force to replace it"),
        (&["read.jsonl", "-o", "nowhere/a.html"], "nowhere/a.html: "),
    ] {
        let (code, stdout, stderr) = folder.report(arguments);
        assert_eq!((code, stdout.as_str()), (Some(2), ""), "{arguments:?}");
        assert!(stderr.contains(expected), "{arguments:?}: {stderr}");
    }
    assert!(!folder.0.join("a.html").exists());
    assert_eq!(folder.read("there.html"), "mine");
    let (code, ..) = folder.report(&["read.jsonl", "-o", "there.html", "--force"]);
    assert!(code == Some(0) && folder.read("there.html").starts_with("<!doctype html>"));
}

#[test]
fn nothing_to_report_is_a_report() {
    let folder = Folder::new("report-empty");
    folder.write("empty.jsonl", "");
    let (code, stdout, _) = folder.report(&["empty.jsonl", "--format", "markdown"]);
    assert!(code == Some(0) && stdout.starts_with("# There is nothing to report\n"), "{stdout}");
    let (code, stdout, _) = folder.report(&["empty.jsonl"]);
    assert!(code == Some(0) && stdout.contains("\"headline\":\"There is nothing to report\""));
}
