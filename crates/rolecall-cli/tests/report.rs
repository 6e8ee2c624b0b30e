//! `rolecall report` from the outside: what it reads, what it says, where it writes.

mod common;

use std::fs;

use common::{Folder, golden_line};

/// What `rolecall report` gives: exit code, stdout and stderr.
fn report(folder: &Folder, arguments: &[&str]) -> (Option<i32>, String, String) {
    report_of(folder, arguments, b"")
}

fn report_of(folder: &Folder, arguments: &[&str], stdin: &[u8]) -> (Option<i32>, String, String) {
    folder.said(&[&["report"], arguments].concat(), stdin)
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
        let (code, stdout, stderr) = report(&folder, &[&["read.jsonl"], arguments].concat());
        assert_eq!((code, stdout.as_str()), (Some(0), ""), "{file}: {stderr}");
        assert_eq!(stderr, format!("1 posting, see {file}\n"));
        assert!(folder.text(file).starts_with(begin), "{file}");
        assert!(!folder.exists(&format!("{file}.part")));
    }
    let (code, stdout, stderr) = report_of(&folder, &["-", "--format", "csv"], golden_line().as_bytes());
    assert_eq!((code, stderr.as_str()), (Some(0), ""));
    assert_eq!(stdout.lines().count(), 2);
}

#[test]
fn several_files_are_one_report_and_most_bounds_the_list() {
    let folder = Folder::new("report-several");
    folder.write("a.jsonl", golden_line());
    folder.write("b.jsonl", golden_line().replace("example-1", "example-2").repeat(2));
    let (_, all, _) = report(&folder, &["a.jsonl", "b.jsonl", "--format", "markdown"]);
    assert!(all.contains("| Product Manager | 3 |") && all.contains("example-1") && all.contains("example-2"), "{all}");
    let (_, one, _) = report(&folder, &["a.jsonl", "b.jsonl", "--format", "markdown", "--most", "1"]);
    assert!(one.contains("The 1 surest of 3 mismatches.") && !one.contains("example-2"), "{one}");
    let (code, _, stderr) = report(&folder, &["a.jsonl", "--most", "10001"]);
    assert!(code == Some(2) && stderr.contains("10001 is not in 0..=10000"), "{stderr}");
}

#[test]
fn lines_that_are_no_analyses_are_named_and_counted() {
    let folder = Folder::new("report-faults");
    let mut lines = golden_line();
    lines.push_str("\n{\"body\": \"Own the roadmap\"}\n");
    lines.push_str(&"nonsense\n".repeat(7));
    folder.write("read.jsonl", &lines);
    let (code, stdout, stderr) = report(&folder, &["read.jsonl", "--format", "markdown"]);
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
    fs::create_dir(folder.path("folder")).expect("the target folder can be written");
    for (arguments, expected) in [
        (
            &["postings.jsonl", "-o", "a.html"][..],
            "no line is an analysis (1 read); the first: postings.jsonl, line 1: a posting",
        ),
        (&["missing.jsonl"], "missing.jsonl: "),
        (&["folder"], "folder is a folder; name the file that `rolecall scan` wrote"),
        (&["read.jsonl.gz"], "read.jsonl.gz: "),
        (&["read.jsonl", "-o", "there.html"], "there.html exists; give another name, or --force to replace it"),
        (&["read.jsonl", "-o", "nowhere/a.html"], "nowhere/a.html: "),
    ] {
        let (code, stdout, stderr) = report(&folder, arguments);
        assert_eq!((code, stdout.as_str()), (Some(2), ""), "{arguments:?}");
        assert!(stderr.contains(expected), "{arguments:?}: {stderr}");
    }
    assert!(!folder.path("a.html").exists());
    assert_eq!(folder.text("there.html"), "mine");
    let (code, ..) = report(&folder, &["read.jsonl", "-o", "there.html", "--force"]);
    assert!(code == Some(0) && folder.text("there.html").starts_with("<!doctype html>"));
}

#[test]
fn nothing_to_report_is_a_report() {
    let folder = Folder::new("report-empty");
    folder.write("empty.jsonl", "");
    let (code, stdout, _) = report(&folder, &["empty.jsonl", "--format", "markdown"]);
    assert!(code == Some(0) && stdout.starts_with("# There is nothing to report\n"), "{stdout}");
    let (code, stdout, _) = report(&folder, &["empty.jsonl"]);
    assert!(code == Some(0) && stdout.contains("\"headline\":\"There is nothing to report\""));
}

/// Everything that a scan writes can be reported on, and the report is the same.
#[test]
fn reads_whatever_a_scan_wrote() {
    let folder = Folder::new("report-of-scans");
    let mut postings = String::new();
    for n in 0..200 {
        let body = match n % 4 {
            0 => "",
            1 => "You care for patients, wash them and write \\\"reports\\\", every day.",
            _ => "You own the project plan, its schedule and its budget.\\nYou report project status to the sponsors.",
        };
        postings += &format!(
            "{{\"id\": \"a,{n}\", \"title\": \"Product Manager | {n}\", \"company\": \"C{}\", \"posted\": \"2024-0{}-01\", \
             \"body\": \"{body}\"}}\n",
            n % 3,
            n % 9 + 1
        );
    }
    folder.write("in.jsonl", postings);
    let names = ["jsonl", "jsonl.gz", "jsonl.zst", "csv", "csv.gz", "parquet"];
    let reports: Vec<_> = names
        .iter()
        .map(|name| {
            let file = format!("read.{name}");
            folder.done(&["scan", "in.jsonl", "-q", "--with-body", "--keep-columns", "-o", &file]);
            let (code, stdout, stderr) = report(&folder, &[&file, "--format", "markdown"]);
            assert_eq!((code, stderr.as_str()), (Some(0), ""), "{name}");
            let piped = report_of(&folder, &["-", "--format", "csv"], &folder.bytes(&file));
            assert_eq!((piped.0, piped.2.as_str()), (Some(0), ""), "{name}");
            (stdout, piped.1)
        })
        .collect();
    assert!(reports[0].1.lines().count() > 1, "{}", reports[0].0);
    for (name, report) in names.iter().zip(&reports) {
        assert_eq!(report, &reports[0], "{name}");
    }
    folder.write("cut.parquet", &folder.bytes("read.parquet")[..1000]);
    let (code, _, stderr) = report(&folder, &["cut.parquet"]);
    assert!(code == Some(2) && stderr.contains("cut.parquet: ") && stderr.contains("get it anew"), "{stderr}");
}
