//! The runner of `scan`, with an analysis that is made up: order, rejects, threads, files.

use std::fs;
use std::path::{Path, PathBuf};

use rolecall::{Analysis, Posting, Scratch};
use rolecall_cli::args::{EvidenceDetail, ScanArgs};
use rolecall_cli::error::{CliError, Outcome};
use rolecall_cli::out::{Color, Out};
use rolecall_cli::scan;

const SAMPLE: &str = include_str!("render/mismatch.json");

/// An analysis that carries the posting's id.
fn analyze(posting: &Posting<'_>, _: &mut Scratch) -> Analysis {
    if posting.body == "panic" {
        // Quietly: the message of the hook is no part of the test.
        std::panic::resume_unwind(Box::new("made to fail"));
    }
    let id = format!("\"id\": {:?}", posting.id.as_deref().unwrap_or(""));
    Analysis::from_json(&SAMPLE.replace("\"id\": null", &id)).expect("the sample is an analysis")
}

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).expect("the target folder can be written");
        Folder(path)
    }

    fn scan(&self, input: &[u8], change: impl Fn(&mut ScanArgs)) -> Result<Outcome, CliError> {
        fs::write(self.0.join("in.jsonl"), input).expect("the target folder can be written");
        let mut args = ScanArgs {
            input: self.0.join("in.jsonl"),
            output: self.0.join("out.jsonl"),
            threads: 1,
            evidence: EvidenceDetail::Full,
            max_errors: None,
            force: true,
        };
        change(&mut args);
        scan::run(&args, &mut Out::new(Color::Never, true), analyze)
    }

    fn read(&self, name: &str) -> Option<String> {
        fs::read_to_string(self.0.join(name)).ok()
    }

    fn rows(&self, name: &str) -> Vec<serde_json::Value> {
        let text = self.read(name).unwrap_or_default();
        text.lines().map(|line| serde_json::from_str(line).expect("every line is JSON")).collect()
    }
}

/// A thousand lines, every seventh of them no posting.
fn thousand() -> Vec<u8> {
    let mut input = Vec::new();
    for i in 0..1000 {
        match i % 7 {
            3 => input.extend_from_slice(format!("{{\"id\": {i}, \"body\": {i}}}\n").as_bytes()),
            _ => input.extend_from_slice(format!("{{\"id\": {i}, \"body\": \"text {i}\"}}\n").as_bytes()),
        }
    }
    input
}

#[test]
fn output_is_the_same_for_any_number_of_threads() {
    let folder = Folder::new("scan-threads");
    let input = thousand();
    let mut seen = Vec::new();
    for threads in [1, 2, 5] {
        assert_eq!(folder.scan(&input, |args| args.threads = threads).unwrap(), Outcome::Done);
        seen.push((folder.read("out.jsonl").unwrap(), folder.read("out.rejects.jsonl").unwrap()));
    }
    assert!(seen[0] == seen[1] && seen[0] == seen[2]);
    let ids: Vec<_> = folder.rows("out.jsonl").iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect();
    let expected: Vec<_> = (0..1000).filter(|i| i % 7 != 3).map(|i| i.to_string()).collect();
    assert_eq!(ids, expected);
    assert!(!folder.0.join("out.jsonl.part").exists());
}

#[test]
fn a_row_says_where_it_came_from() {
    let folder = Folder::new("scan-row");
    let input = b"\n{\"body\": \"a\", \"company\": \"C\", \"location\": \"L\", \"url\": \"U\", \"posted\": 2024}\n{\"body\": \"\"}";
    folder.scan(input, |_| {}).unwrap();
    let rows = folder.rows("out.jsonl");
    let row = &rows[0]["row"];
    assert_eq!(row["file"].as_str().unwrap(), folder.0.join("in.jsonl").display().to_string());
    assert_eq!((row["index"].as_u64(), row["offset"].as_u64()), (Some(0), Some(1)));
    assert_eq!((row["company"].as_str(), row["posted"].as_str()), (Some("C"), Some("2024")));
    assert_eq!(row["text_hash"].as_str().unwrap(), format!("{:032x}", xxhash_rust::xxh3::xxh3_128(b"a")));
    assert!(row["group"].is_null() && row["body"].is_null() && row["columns"].as_array().unwrap().is_empty());
    assert_eq!(rows[1]["row"]["index"].as_u64(), Some(1));
    // What is left without `row` is an analysis, byte for byte.
    let line = folder.read("out.jsonl").unwrap();
    let (analysis, _) = line.lines().next().unwrap().split_once(",\"row\":").unwrap();
    assert_eq!(format!("{analysis}}}"), analyze(&Posting::untitled("a"), &mut Scratch::default()).to_json());
}

#[test]
fn evidence_is_as_full_as_asked_for() {
    let folder = Folder::new("scan-evidence");
    folder.scan(b"{\"body\": \"a\"}", |args| args.evidence = EvidenceDetail::Spans).unwrap();
    let spans = &folder.rows("out.jsonl")[0];
    assert!(spans["evidence"][0]["text"].is_null() && spans["evidence"][0]["span"]["end"].is_u64());
    folder.scan(b"{\"body\": \"a\"}", |args| args.evidence = EvidenceDetail::None).unwrap();
    let none = &folder.rows("out.jsonl")[0];
    assert_eq!(none["evidence"].as_array().unwrap().len(), 0);
    assert!(none["table"].as_array().unwrap().iter().all(|cell| cell["evidence"].as_array().unwrap().is_empty()));
    assert_eq!(none["reading"], spans["reading"]);
}

#[test]
fn nothing_is_lost_and_nothing_stops_the_run() {
    let folder = Folder::new("scan-rejects");
    let mut input = b"not json\n{\"body\": \"fine\"}\n{\"body\": \"panic\"}\n{\"body\": \"\xff\xfe\"}\n".to_vec();
    input.extend_from_slice("{\"title\": \"é\"}\n".as_bytes());
    assert_eq!(folder.scan(&input, |_| {}).unwrap(), Outcome::Done);
    assert_eq!(folder.rows("out.jsonl").len(), 1);
    let rejects = folder.rows("out.rejects.jsonl");
    let lines: Vec<_> = rejects.iter().map(|r| r["line"].as_u64().unwrap()).collect();
    assert_eq!(lines, [1, 3, 4, 5]);
    assert_eq!(rejects[0]["text"].as_str(), Some("not json"));
    assert!(rejects[1]["reason"].as_str().unwrap().contains("report this posting"));
    assert!(rejects[2]["text"].is_null());
    assert_eq!(rejects[2]["base64"].as_str(), Some("eyJib2R5IjogIv/+In0="));
    assert_eq!(rejects[3]["offset"].as_u64(), Some(59));
    // A later run without rejects leaves none of the earlier ones.
    folder.scan(b"{\"body\": \"fine\"}", |_| {}).unwrap();
    assert_eq!(folder.read("out.rejects.jsonl"), None);
}

#[test]
fn a_run_that_fails_says_so_and_leaves_no_half_file() {
    let folder = Folder::new("scan-fails");
    let two = b"x\ny\n{\"body\": \"a\"}\n";
    assert!(folder.scan(two, |args| args.max_errors = Some(2)).is_ok());
    let message = folder.scan(two, |args| args.max_errors = Some(1)).unwrap_err().to_string();
    assert!(message.starts_with("2 rows were rejected, more than --max-errors 1; see "), "{message}");
    assert_eq!(folder.rows("out.jsonl").len(), 1, "it is all written nevertheless");
    let message = folder.scan(two, |args| args.force = false).unwrap_err().to_string();
    assert!(message.ends_with("exists; give another name, or --force to replace it"), "{message}");
    let message = folder.scan(two, |args| args.input = folder.0.clone()).unwrap_err().to_string();
    assert!(message.contains("is a folder"), "{message}");
    let message = folder.scan(two, |args| args.output = folder.0.join("no/where.jsonl")).unwrap_err().to_string();
    assert!(message.contains("where.jsonl.part: "), "{message}");
    let message = folder.scan(two, |args| args.input = folder.0.join("missing.jsonl")).unwrap_err().to_string();
    assert!(message.contains("missing.jsonl: "), "{message}");
}
