//! Rows in, rows out: order, threads, rejects, files.

mod support;

use std::fmt::Write;

use rolecall::analysis::Verdict;
use rolecall::{Analyzer, Posting};
use rolecall_batch::{BatchError, Grouping, Mode, Outcome, text_hash};
use rolecall_formats::Input;
use rolecall_formats::out::{EvidenceDetail, Fields};
use support::{Folder, postings, run};

#[test]
fn output_is_the_same_for_any_number_of_threads() {
    let folder = Folder::new();
    let input = postings(1000);
    for grouping in [None, Some(Grouping::Exact), Some(Grouping::Near)] {
        let mut seen = Vec::new();
        for threads in [1, 2, 5] {
            let report = folder.scan(&input, |plan| (plan.threads, plan.grouping) = (threads, grouping)).unwrap();
            assert_eq!(report.outcome, Outcome::Finished);
            seen.push((folder.text("out.jsonl"), folder.text("out.rejects.jsonl"), report.summary));
        }
        assert!(seen[0] == seen[1] && seen[0] == seen[2], "{grouping:?}");
    }
    let ids: Vec<_> = folder.rows("out.jsonl").iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect();
    let expected: Vec<_> = (0..1000).filter(|i| i % 7 != 3).map(|i| i.to_string()).collect();
    assert_eq!(ids, expected);
    assert!(!folder.exists("out.jsonl.part"));
}

#[test]
fn a_row_says_where_it_came_from() {
    let folder = Folder::new();
    let input = b"\n{\"body\": \"A  b\", \"company\": \"C\", \"location\": \"L\", \"url\": \"U\", \"posted\": 2024, \"x\": 1}\n{\"body\": \"\"}";
    folder.scan(input, |_| {}).unwrap();
    let rows = folder.rows("out.jsonl");
    let row = &rows[0]["row"];
    assert_eq!(row["file"].as_str().unwrap(), folder.path("in.jsonl").display().to_string());
    assert_eq!((row["index"].as_u64(), row["offset"].as_u64()), (Some(0), Some(1)));
    assert_eq!((row["company"].as_str(), row["posted"].as_str()), (Some("C"), Some("2024")));
    assert_eq!(row["text_hash"].as_str().unwrap(), format!("{:032x}", text_hash("a B")));
    assert!(row["group"].is_null() && row["body"].is_null() && row["columns"].as_array().unwrap().is_empty());
    assert_eq!(rows[1]["row"]["index"].as_u64(), Some(1));
    assert_eq!(rows[1]["reading"]["reasons"][0].as_str(), Some("empty"));
    // What is left without `row` is an analysis, byte for byte.
    let line = folder.text("out.jsonl");
    let (analysis, _) = line.lines().next().unwrap().split_once(",\"row\":").unwrap();
    assert_eq!(format!("{analysis}}}"), Analyzer::english().analyze(&Posting::untitled("A  b")).to_json());

    folder.scan(input, |plan| (plan.shape.with_body, plan.keep_columns) = (true, true)).unwrap();
    let row = &folder.rows("out.jsonl")[0]["row"];
    assert_eq!(row["body"].as_str(), Some("A  b"));
    assert_eq!(row["columns"][4], serde_json::json!({"name": "x", "value": "1"}));
}

#[test]
fn output_is_as_full_as_asked_for() {
    let folder = Folder::new();
    let input = postings(3);
    folder.scan(&input, |plan| plan.shape.evidence = EvidenceDetail::Spans).unwrap();
    let spans = &folder.rows("out.jsonl")[0];
    assert!(spans["evidence"][0]["text"].is_null() && spans["evidence"][0]["span"]["end"].is_u64());
    folder.scan(&input, |plan| plan.shape.evidence = EvidenceDetail::None).unwrap();
    let none = &folder.rows("out.jsonl")[0];
    assert_eq!(none["evidence"].as_array().unwrap().len(), 0);
    assert!(none["table"].as_array().unwrap().iter().all(|cell| cell["evidence"].as_array().unwrap().is_empty()));
    assert_eq!(none["reading"], spans["reading"]);
    let fields = Fields::new(["id", "reading.role", "row.company"]).unwrap();
    folder.scan(&input, |plan| plan.shape.fields = Some(fields)).unwrap();
    let role = spans["reading"]["role"].as_str().unwrap();
    let first = format!("{{\"id\":\"0\",\"reading\":{{\"role\":\"{role}\"}},\"row\":{{\"company\":\"C0\"}}}}");
    assert_eq!(folder.text("out.jsonl").lines().next(), Some(&*first));
}

#[test]
fn only_some_verdicts_are_written_and_all_are_counted() {
    let folder = Folder::new();
    let input = b"{\"title\": \"Nurse\", \"body\": \"\"}\n{\"title\": \"Nurse\", \"body\": \"You plan the project and its schedule and report on its budget to sponsors.\"}\n";
    let report = folder.scan(input, |plan| plan.only = vec![Verdict::Unclear]).unwrap();
    assert_eq!((report.summary.postings, report.summary.written), (2, 1));
    assert_eq!(folder.rows("out.jsonl").len(), 1);
    assert_eq!(report.summary.verdicts.iter().sum::<u64>(), 2);
}

#[test]
fn nothing_is_lost_and_nothing_stops_the_run() {
    let folder = Folder::new();
    let mut input = b"not json\n{\"body\": \"fine\"}\n{\"body\": \"panic\"}\n{\"body\": \"\xff\xfe\"}\n".to_vec();
    input.extend_from_slice("{\"title\": \"é\"}\n".as_bytes());
    let report = folder.scan(&input, |_| {}).unwrap();
    assert_eq!((report.summary.rows, report.summary.postings, report.summary.rejects), (5, 1, 4));
    assert_eq!(folder.rows("out.jsonl").len(), 1);
    let rejects = folder.rows("out.rejects.jsonl");
    let lines: Vec<_> = rejects.iter().map(|r| (r["line"].as_u64().unwrap(), r["index"].as_u64().unwrap())).collect();
    assert_eq!(lines, [(1, 0), (3, 2), (4, 3), (5, 4)]);
    assert_eq!(rejects[0]["text"].as_str(), Some("not json"));
    assert!(rejects[1]["reason"].as_str().unwrap().contains("report this posting"));
    assert!(rejects[2]["text"].is_null());
    assert_eq!(rejects[2]["base64"].as_str(), Some("eyJib2R5IjogIv/+In0="));
    assert_eq!(rejects[3]["offset"].as_u64(), Some(59));
    // A later run without rejects leaves none of the earlier ones.
    folder.scan(b"{\"body\": \"fine\"}", |_| {}).unwrap();
    assert!(!folder.exists("out.rejects.jsonl"));
}

/// Ten thousand rows of every kind of wrong, and among them some that are right.
#[test]
fn hostile_rows_are_all_accounted_for() {
    let deep = |depth: usize| format!("{}1{}", "[".repeat(depth), "]".repeat(depth));
    let kinds: [(&str, Vec<u8>); 14] = [
        ("fine", b"{\"body\": \"You own the roadmap.\"}".to_vec()),
        ("truncated", b"{\"body\": \"You own the".to_vec()),
        ("NUL in a text", b"{\"body\": \"a\0b\"}".to_vec()),
        ("escaped NUL, fine", b"{\"body\": \"a\\u0000b\"}".to_vec()),
        ("NULs", vec![0; 40]),
        ("lone surrogate", b"{\"body\": \"\\ud800 x\"}".to_vec()),
        ("wrong type", b"{\"body\": {\"a\": [1, 2]}}".to_vec()),
        ("no object", b"[1, 2, 3]".to_vec()),
        ("repeated keys, fine", b"{\"body\": \"a\", \"body\": \"b\", \"id\": 1, \"id\": 2}".to_vec()),
        ("deep and ignored, fine", format!("{{\"x\": {}, \"body\": \"b\"}}", deep(50)).into_bytes()),
        ("deep where a text should be", format!("{{\"body\": {}}}", deep(50)).into_bytes()),
        ("deeper than a parser goes", format!("{{\"body\": {}}}", deep(5000)).into_bytes()),
        ("not UTF-8", b"{\"body\": \"\xc3\x28\"}".to_vec()),
        ("a number too large", b"{\"body\": 1e999999}".to_vec()),
    ];
    let mut input = Vec::new();
    let mut fine = 0;
    for n in 0..10_000 {
        let (kind, row) = &kinds[n % kinds.len()];
        fine += u64::from(kind.ends_with("fine"));
        input.extend_from_slice(row);
        input.push(b'\n');
    }
    // One line far over the bound, and one after it that is fine.
    let long = 100_000_000;
    input.extend_from_slice(b"{\"body\": \"");
    input.resize(input.len() + long, b'x');
    input.extend_from_slice(b"\"}\n{\"body\": \"after\"}\n");
    let folder = Folder::new();
    let report = folder.scan(&input, |_| {}).unwrap();
    assert_eq!((report.summary.rows, report.summary.postings), (10_002, fine + 1));
    assert_eq!(report.summary.rejects, 10_001 - fine);
    assert_eq!(folder.text("out.jsonl").lines().count() as u64, fine + 1);
    let rejects = folder.rows("out.rejects.jsonl");
    assert_eq!(rejects.len() as u64, 10_001 - fine);
    let last = rejects.last().unwrap();
    assert_eq!(last["length"].as_u64(), Some(long as u64 + 12));
    assert_eq!(last["text"].as_str().unwrap().len(), rolecall_formats::RAW_KEPT);
    assert!(last["reason"].as_str().unwrap().contains("a record may have 16777216"));
}

#[test]
fn inputs_that_cannot_be_read_do_not_stop_the_others() {
    let folder = Folder::new();
    folder.write("a.csv", "title;description\nNurse;\"You care,\nfor patients.\"\nshort\n;\n");
    folder.write("b.csv", "name,salary\nx,1\n");
    folder.write("c.pdf", "%PDF-1.7");
    folder.write("d.json", "{\"jobs\": [{\"title\": \"PO\", \"description\": \"You order the backlog.\"}]}");
    let mut plan = folder.plan("a.csv", "out.jsonl");
    plan.inputs =
        ["a.csv", "b.csv", "c.pdf", "none.jsonl", "d.json"].map(|name| Input::File(folder.path(name))).to_vec();
    let report = run(&plan).unwrap();
    assert_eq!((report.summary.postings, report.summary.rejects, report.summary.empty_rows), (2, 1, 1));
    let reasons: Vec<_> = report.failures.iter().map(|failure| failure.reason.clone()).collect();
    assert!(reasons[0].contains("its columns are `name`, `salary`") && reasons[0].contains("--columns"), "{reasons:?}");
    assert!(reasons[1].contains("is a PDF") && reasons[2].contains("none.jsonl: "), "{reasons:?}");
    assert_eq!(report.failures.len(), 3);
    assert_eq!(folder.rows("out.rejects.jsonl")[0]["text"].as_str(), Some("short"));

    plan.inputs = vec![Input::File(folder.path("b.csv")), Input::File(folder.path("c.pdf"))];
    plan.output = folder.path("nothing.jsonl");
    let error = run(&plan).unwrap_err();
    assert!(matches!(&error, BatchError::NothingRead(reasons) if reasons.lines().count() == 3), "{error}");
    assert!(!folder.exists("nothing.jsonl") && !folder.exists("nothing.jsonl.scanlog"));
}

#[test]
fn a_file_that_breaks_off_is_read_as_far_as_it_goes() {
    let folder = Folder::new();
    let mut packer = rolecall_formats::out::Packer::new(Vec::new(), rolecall_formats::out::Compression::Gzip);
    packer.write(&postings(2000)).unwrap();
    let packed = packer.end_piece().unwrap().clone();
    folder.write("in.jsonl.gz", &packed[..packed.len() / 2]);
    folder.write("more.jsonl", postings(10));
    let mut plan = folder.plan("in.jsonl.gz", "out.jsonl");
    plan.inputs.push(Input::File(folder.path("more.jsonl")));
    let report = run(&plan).unwrap();
    assert!(report.summary.postings > 100);
    assert_eq!(report.failures.len(), 1);
    assert!(report.failures[0].reason.contains("cannot be read after row"), "{:?}", report.failures);
    let rejects = folder.rows("out.rejects.jsonl");
    assert!(rejects.iter().any(|reject| reject["reason"].as_str().unwrap().contains("cannot be read further")));
    assert_eq!(folder.rows("out.jsonl").last().unwrap()["id"].as_str(), Some("9"));
}

#[test]
fn what_is_there_is_not_written_over() {
    let folder = Folder::new();
    let input = b"{\"body\": \"a\"}";
    folder.scan(input, |_| {}).unwrap();
    let message = folder.scan(input, |plan| plan.mode = Mode::New).unwrap_err().to_string();
    assert!(message.ends_with("exists; give another name, or --force to replace it"), "{message}");
    let message = folder.scan(input, |plan| plan.output = folder.path("no/where.jsonl")).unwrap_err().to_string();
    assert!(message.contains("where.jsonl"), "{message}");
}

#[test]
fn the_summary_counts_what_there_is() {
    let folder = Folder::new();
    let report = folder.scan(&postings(700), |plan| plan.grouping = Some(Grouping::Exact)).unwrap();
    let summary = report.summary;
    assert_eq!((summary.rows, summary.postings, summary.rejects, summary.written), (700, 600, 100, 600));
    assert_eq!(summary.claims.iter().flatten().sum::<u64>(), 600);
    let months: Vec<_> = summary.months.by_name().map(|(name, _)| name.to_owned()).collect();
    assert_eq!((months.len(), &*months[0]), (9, "2024-01"));
    assert_eq!(summary.companies.largest().len(), 5);
    let rows = folder.rows("out.jsonl");
    let groups: std::collections::HashSet<_> = rows.iter().map(|row| row["row"]["group"].to_string()).collect();
    assert_eq!(summary.groups, Some(groups.len() as u64));
    assert!(groups.len() < 600);
    let json = summary.to_json();
    assert_eq!(json["claims"][0]["claim"].as_str(), Some("product_manager"));
    let mut total = String::new();
    write!(total, "{}", json["postings"]).unwrap();
    assert_eq!(total, "600");
}

/// Postings are read sixteen at a time; those that fail, first and last of a group and between, cost no other.
#[test]
fn a_posting_that_fails_costs_no_other_of_its_group() {
    let folder = Folder::new();
    let fails = |row: usize| matches!(row, 0 | 7 | 15 | 31 | 39);
    let body = |row| if fails(row) { "panic".to_owned() } else { format!("You own the roadmap of product {row}.") };
    let input: String = (0..40).map(|row| format!("{{\"id\": {row}, \"body\": {:?}}}\n", body(row))).collect();
    let report = folder.scan(input.as_bytes(), |plan| plan.threads = 1).unwrap();
    assert_eq!((report.summary.rows, report.summary.rejects, report.summary.written), (40, 5, 35));
    let read: Vec<_> = folder.rows("out.jsonl").iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect();
    let wanted: Vec<_> = (0..40).filter(|&row| !fails(row)).map(|row| row.to_string()).collect();
    assert_eq!(read, wanted);
    assert_eq!(folder.rows("out.rejects.jsonl").len(), 5);
}
