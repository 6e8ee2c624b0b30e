//! Runs that were interrupted go on as if they had not been.

mod support;

use std::fs;

use rolecall_batch::{BatchError, Cancel, Control, Grouping, Mode, Outcome, Scan, scan};
use rolecall_formats::Input;
use rolecall_formats::out::{Compression, Format};
use support::{Folder, Fragile, names, postings, run};

/// Runs until about so many rows are done, then cancels.
fn run_until(plan: &Scan, rows: u64) -> Outcome {
    let cancel = Cancel::default();
    let control = Control {
        cancel: cancel.clone(),
        progress: Some(&|progress| {
            if progress.rows >= rows {
                cancel.cancel();
            }
        }),
    };
    scan(plan, &Fragile, &control).expect("the scan can be interrupted").outcome
}

fn plans(folder: &Folder) -> Vec<(String, Scan)> {
    let mut plans = Vec::new();
    for (name, grouping) in [
        ("out.jsonl", None),
        ("out.jsonl.zst", Some(Grouping::Near)),
        ("out.csv.gz", Some(Grouping::Exact)),
        #[cfg(feature = "parquet")]
        ("out.parquet", Some(Grouping::Near)),
    ] {
        let mut plan = folder.plan("a.jsonl", name);
        plan.inputs.push(Input::File(folder.path("none.jsonl")));
        plan.inputs.push(Input::File(folder.path("b.jsonl")));
        plan.grouping = grouping;
        plan.chunk_rows = 100;
        plans.push((name.to_owned(), plan));
    }
    plans
}

#[test]
fn the_final_bytes_are_those_of_a_run_without_interruption() {
    let folder = Folder::new();
    let input = postings(900);
    let half = 450 + input[450..].iter().position(|b| *b == b'\n').unwrap() + 1;
    folder.write("a.jsonl", &input[..half]);
    folder.write("b.jsonl", &input[half..]);
    for (name, plan) in plans(&folder) {
        let mut whole = plan.clone();
        whole.output = folder.path(&format!("whole.{name}"));
        let expected = run(&whole).unwrap();
        assert_eq!(expected.failures.len(), 1);
        for stops in [vec![1], vec![99, 300, 301], vec![250, 250, 800, 899], vec![900]] {
            let mut plan = plan.clone();
            for stop in &stops {
                let outcome = run_until(&plan, *stop);
                assert_eq!(outcome, Outcome::Interrupted, "{name} {stops:?}");
                plan.mode = Mode::Resume;
                plan.threads = 1 + plan.threads % 3;
            }
            assert!(!folder.exists(&name), "the output has no name before it is whole");
            let report = run(&plan).unwrap();
            assert_eq!(report.outcome, Outcome::Finished);
            assert_eq!(report.summary, expected.summary, "{name} {stops:?}");
            assert_eq!(report.failures, expected.failures);
            assert!(folder.bytes(&name) == folder.bytes(&format!("whole.{name}")), "{name} {stops:?}");
            let rejects = format!("{}.rejects.jsonl", name.strip_suffix(".jsonl").unwrap_or(&name));
            assert!(folder.exists(&rejects));
            let again = run(&plan).unwrap();
            assert_eq!((again.outcome, again.summary), (Outcome::AlreadyFinished, expected.summary.clone()));
            for file in [&name, &format!("{name}.scanlog"), &rejects] {
                fs::remove_file(folder.path(file)).unwrap();
            }
        }
        assert!(!names(folder.path("").as_path()).iter().any(|name| name.contains(".part")));
    }
}

#[test]
fn torn_ends_are_cut_off() {
    let folder = Folder::new();
    folder.write("in.jsonl", postings(500));
    let mut plan = folder.plan("in.jsonl", "out.jsonl");
    plan.chunk_rows = 100;
    run(&plan).unwrap();
    let expected = (folder.bytes("out.jsonl"), folder.bytes("out.rejects.jsonl"));
    plan.mode = Mode::Force;
    run_until(&plan, 250);
    for name in ["out.jsonl.part", "out.rejects.jsonl.part", "out.jsonl.scanlog"] {
        let mut bytes = folder.bytes(name).unwrap();
        bytes.extend_from_slice(b"{\"torn");
        folder.write(name, bytes);
    }
    plan.mode = Mode::Resume;
    // The other worker may have had its turn before the scan ended.
    assert!([200, 300].contains(&run(&plan).unwrap().resumed_after));
    assert!((folder.bytes("out.jsonl"), folder.bytes("out.rejects.jsonl")) == expected);
}

/// Killed between the last chunk and the end: only names are missing.
#[test]
fn names_are_given_by_whoever_comes_next() {
    for (rejects_named, output_named) in [(false, false), (true, false), (true, true)] {
        let folder = Folder::new();
        folder.write("in.jsonl", postings(50));
        let mut plan = folder.plan("in.jsonl", "out.jsonl");
        run(&plan).unwrap();
        let expected = (folder.bytes("out.jsonl"), folder.bytes("out.rejects.jsonl"));
        let log = folder.text("out.jsonl.scanlog");
        folder.write("out.jsonl.scanlog", log.strip_suffix("{\"finished\":true}\n").unwrap());
        if !rejects_named {
            fs::rename(folder.path("out.rejects.jsonl"), folder.path("out.rejects.jsonl.part")).unwrap();
        }
        if !output_named {
            fs::rename(folder.path("out.jsonl"), folder.path("out.jsonl.part")).unwrap();
        }
        assert!(matches!(run(&plan).unwrap_err(), BatchError::Unfinished(_)));
        plan.mode = Mode::Resume;
        assert_eq!(run(&plan).unwrap().outcome, Outcome::Finished);
        assert!((folder.bytes("out.jsonl"), folder.bytes("out.rejects.jsonl")) == expected);
        assert_eq!(folder.text("out.jsonl.scanlog"), log);
    }
}

#[test]
fn what_does_not_fit_together_is_an_error_that_says_so() {
    let folder = Folder::new();
    folder.write("in.jsonl", postings(300));
    let mut plan = folder.plan("in.jsonl", "out.jsonl");
    plan.chunk_rows = 100;
    let fails = |plan: &Scan| run(plan).unwrap_err().to_string();

    // Neither log nor output: it begins.
    plan.mode = Mode::Resume;
    assert_eq!(run_until(&plan, 150), Outcome::Interrupted);
    plan.mode = Mode::New;
    assert!(fails(&plan).contains("an unfinished scan is there; go on with --resume, or start over with --force"));

    plan.mode = Mode::Resume;
    let mut other = plan.clone();
    other.keep_columns = true;
    assert!(fails(&other).contains("--keep-columns was `false`, it is `true`"));
    other = plan.clone();
    other.inputs.push(Input::File(folder.path("more.jsonl")));
    assert!(fails(&other).contains("there were 1 inputs, there are 2"));
    folder.write("in.jsonl", postings(301));
    assert!(fails(&plan).contains("in.jsonl changed (size or time)"));

    plan.mode = Mode::Force;
    assert_eq!(run_until(&plan, 150), Outcome::Interrupted);
    plan.mode = Mode::Resume;
    fs::remove_file(folder.path("out.jsonl.part")).unwrap();
    assert!(fails(&plan).contains("out.jsonl.part is gone"));

    plan.mode = Mode::Force;
    run(&plan).unwrap();
    plan.mode = Mode::Resume;
    fs::remove_file(folder.path("out.jsonl.scanlog")).unwrap();
    assert!(fails(&plan).ends_with("does not, so the scan cannot go on; give another name, or --force to replace it"));

    plan.inputs = vec![Input::Stdin];
    assert!(matches!(run(&plan).unwrap_err(), BatchError::StdinResume));
}

#[test]
fn one_scan_at_a_time() {
    let folder = Folder::new();
    folder.write("in.jsonl", postings(300));
    let mut plan = folder.plan("in.jsonl", "out.jsonl");
    plan.mode = Mode::Force;
    let second = plan.clone();
    let busy = std::sync::Mutex::new(None);
    let control = Control {
        cancel: Cancel::default(),
        progress: Some(&|_| {
            busy.lock().unwrap().get_or_insert_with(|| run(&second).unwrap_err().to_string());
        }),
    };
    scan(&plan, &Fragile, &control).unwrap();
    assert!(busy.into_inner().unwrap().unwrap().contains("another scan is writing it"));
}

#[test]
fn parquet_is_not_packed_twice() {
    let folder = Folder::new();
    folder.write("in.jsonl", postings(3));
    let mut plan = folder.plan("in.jsonl", "out.parquet.gz");
    assert_eq!((plan.shape.format, plan.compression), (Format::Parquet, Compression::Gzip));
    assert!(run(&plan).is_err());
    plan.shape.format = Format::Jsonl;
    run(&plan).unwrap();
}
