//! `rolecall scan` as a process: killed, interrupted, and out of room.
#![cfg(unix)]

mod common;

use std::fs;
use std::io::{self, Write};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use common::Folder;

/// So many postings as `in.jsonl`, every ninth row none.
fn postings(folder: &Folder, count: u64) {
    let mut text = String::new();
    for n in 0..count {
        let body = match n % 9 {
            4 => "null".to_owned(),
            _ => format!(
                "\"You own the product vision of team {}.\\n{}\"",
                n / 2,
                "You plan the project, its schedule and its budget, and report status to sponsors.\\n".repeat(20)
            ),
        };
        text.push_str(&format!("{{\"id\": {n}, \"title\": \"Product Manager\", \"description\": {body}}}\n"));
    }
    folder.write("in.jsonl", text);
}

/// Numbers that look random and are the same every time.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound.max(1)
    }
}

#[test]
fn killed_at_twenty_random_points_and_resumed() {
    let folder = Folder::new("scan-killed");
    postings(&folder, 1500);
    let mut random = Random(20);
    for (output, more) in [
        ("out.jsonl", &["--evidence", "spans"][..]),
        ("out.jsonl.zst", &["--group-duplicates", "near"]),
        ("out.csv.gz", &["--group-duplicates", "exact"]),
        ("out.parquet", &[]),
    ] {
        let whole = format!("whole-{output}");
        let arguments = [&["scan", "in.jsonl", "-q", "-j", "2", "--chunk-rows", "64"], more].concat();
        let start = Instant::now();
        let expected = folder.done(&[&arguments[..], &["--summary", "json", "-o", &whole]].concat());
        let time = start.elapsed();
        let rejects = |output: &str| format!("{}.rejects.jsonl", output.strip_suffix(".jsonl").unwrap_or(output));
        let remove = || {
            for name in [output, &rejects(output), &format!("{output}.scanlog")] {
                let _ = fs::remove_file(folder.path(name));
            }
        };
        let (mut kills, mut chunks) = (0, 0);
        while kills < 5 {
            let mut child = folder.rolecall(&[&arguments[..], &["-o", output, "--resume"]].concat()).spawn().unwrap();
            std::thread::sleep(Duration::from_micros(random.below(time.as_micros() as u64 / 2)));
            if child.try_wait().unwrap().is_none() {
                kills += 1;
                child.kill().unwrap();
            }
            child.wait().unwrap();
            chunks += folder.text(&format!("{output}.scanlog")).matches("\"counts\"").count();
            if kills < 5 && folder.path(output).exists() {
                // It was done before it could be killed: again from the start.
                remove();
            }
        }
        assert!(chunks > 0, "{output}: every run was killed before it had done anything");
        let resumed = folder.done(&[&arguments[..], &["--summary", "json", "-o", output, "--resume"]].concat());
        assert!(folder.bytes(output) == folder.bytes(&whole), "{output}");
        assert_eq!(resumed.stdout, expected.stdout, "{output}");
        let rejected = folder.bytes(&rejects(output));
        assert!(!rejected.is_empty() && rejected == folder.bytes(&rejects(&whole)), "{output}");
        remove();
    }
}

/// Killed while it removed the joined parts of a Parquet file: the output has its name, and all is there.
#[test]
fn killed_while_its_parts_are_removed() {
    let folder = Folder::new("scan-joined");
    postings(&folder, 200);
    let arguments = ["scan", "in.jsonl", "-q", "--chunk-rows", "64", "-o", "out.parquet", "--resume"];
    folder.done(&arguments);
    let (whole, log) = (folder.bytes("out.parquet"), folder.text("out.parquet.scanlog"));
    let unfinished: String = log.lines().filter(|line| !line.contains("finished")).map(|l| format!("{l}\n")).collect();
    assert!(unfinished.len() < log.len(), "{log}");
    fs::write(folder.path("out.parquet.scanlog"), unfinished).unwrap();
    fs::create_dir(folder.path("out.parquet.joined")).unwrap();
    fs::write(folder.path("out.parquet.joined/00000002.parquet"), "the last to go").unwrap();
    folder.done(&arguments);
    assert!(folder.bytes("out.parquet") == whole);
    assert!(!folder.path("out.parquet.joined").exists());
}

#[test]
fn interrupted_says_how_to_go_on() {
    let folder = Folder::new("scan-interrupted");
    postings(&folder, 20_000);
    let mut child = folder
        .rolecall(&["scan", "in.jsonl", "-o", "out.jsonl", "-j", "1", "--chunk-rows", "50"])
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let start = Instant::now();
    // A chunk is written: the scan is in the midst of it.
    while fs::metadata(folder.path("out.jsonl.part")).map_or(0, |data| data.len()) == 0 {
        assert!(start.elapsed() < Duration::from_secs(60), "nothing is written");
        std::thread::sleep(Duration::from_millis(5));
    }
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
    let status = child.wait().unwrap();
    let mut said = String::new();
    std::io::Read::read_to_string(&mut child.stderr.take().unwrap(), &mut said).unwrap();
    assert_eq!(status.code(), Some(130), "{said}");
    assert!(said.contains("rows are safe, go on with the same command and --resume"), "{said}");
    assert!(!folder.path("out.jsonl").exists());
}

/// Nobody writes to stdin, and nobody closes it.
#[test]
fn interrupted_while_it_waits_for_stdin() {
    let folder = Folder::new("scan-stdin");
    let mut command = folder.rolecall(&["scan", "-", "-o", "out.jsonl"]);
    let mut child = command.stdin(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let open = child.stdin.take();
    let start = Instant::now();
    while !folder.exists("out.jsonl.part") {
        assert!(start.elapsed() < Duration::from_secs(60), "the scan does not begin");
        std::thread::sleep(Duration::from_millis(5));
    }
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    let (start, mut status) = (Instant::now(), None);
    while status.is_none() && start.elapsed() < Duration::from_secs(20) {
        std::thread::sleep(Duration::from_millis(20));
        status = child.try_wait().unwrap();
    }
    drop(open);
    let said = child.wait_with_output().unwrap().stderr;
    let said = String::from_utf8_lossy(&said);
    assert_eq!(status.and_then(|status| status.code()), Some(130), "{said}");
    assert!(said.contains("a scan of stdin cannot be resumed"), "{said}");
    assert!(!folder.exists("out.jsonl"));
}

/// A disk that is full is an error that says so, and once there is room the scan goes on.
#[test]
fn out_of_room_and_resumed() {
    let folder = Folder::new("scan-full");
    postings(&folder, 600);
    folder.done(&["scan", "in.jsonl", "-q", "-o", "whole.jsonl"]);
    // A small file system where one may be mounted; else a limit on the size of files, which fails in the same place.
    let small = folder.path("small");
    fs::create_dir_all(&small).unwrap();
    let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", "size=512k", "tmpfs"]).arg(&small).output();
    let mounted = mounted.is_ok_and(|output| output.status.success());
    if !mounted {
        // Not by `eprintln!`: the test's harness would keep it to itself.
        let _ = writeln!(io::stderr(), "NOTE: nothing can be mounted here; a limit on the size of files stands in");
    }
    let program = env!("CARGO_BIN_EXE_rolecall");
    let limit = if mounted { "unlimited" } else { "600" };
    let script = format!(
        "trap '' XFSZ; ulimit -f {limit}; exec '{program}' scan in.jsonl -q --chunk-rows 50 -o small/out.jsonl"
    );
    let full = Command::new("sh").current_dir(folder.root()).args(["-c", &script]).output().unwrap();
    let said = String::from_utf8_lossy(&full.stderr).into_owned();
    // The room that there was not.
    let room =
        !mounted || Command::new("mount").args(["-o", "remount,size=64m"]).arg(&small).status().unwrap().success();
    let resumed = folder
        .rolecall(&["scan", "in.jsonl", "-q", "--chunk-rows", "50", "-o", "small/out.jsonl", "--resume"])
        .output();
    let bytes = folder.bytes("small/out.jsonl");
    if mounted {
        Command::new("umount").arg(&small).status().unwrap();
    }
    assert_eq!(full.status.code(), Some(2), "{said}");
    assert!(said.contains("check the path, the rights and the free space"), "{said}");
    let resumed = resumed.unwrap();
    assert!(room && resumed.status.success(), "{}", String::from_utf8_lossy(&resumed.stderr));
    assert!(bytes == folder.bytes("whole.jsonl"), "the bytes differ from those of a run with room");
}
