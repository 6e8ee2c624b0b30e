//! `rolecall scan` as a process: killed, interrupted, and out of room.
#![cfg(unix)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).expect("the target folder can be written");
        Folder(path)
    }

    fn scan(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rolecall"));
        command.current_dir(&self.0).arg("scan").args(arguments).stdin(Stdio::null());
        command
    }

    fn done(&self, arguments: &[&str]) -> Output {
        let output = self.scan(arguments).output().expect("the program runs");
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        output
    }

    fn bytes(&self, name: &str) -> Vec<u8> {
        fs::read(self.0.join(name)).unwrap_or_default()
    }

    /// So many postings, every ninth row none.
    fn postings(&self, count: u64) {
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
        fs::write(self.0.join("in.jsonl"), text).expect("the target folder can be written");
    }
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
    folder.postings(1500);
    let mut random = Random(20);
    for (output, more) in [
        ("out.jsonl", &["--evidence", "spans"][..]),
        ("out.jsonl.zst", &["--group-duplicates", "near"]),
        ("out.csv.gz", &["--group-duplicates", "exact"]),
        ("out.parquet", &[]),
    ] {
        let whole = format!("whole-{output}");
        let arguments = [&["in.jsonl", "-q", "-j", "2", "--chunk-rows", "64"], more].concat();
        let start = Instant::now();
        let expected = folder.done(&[&arguments[..], &["--summary", "json", "-o", &whole]].concat());
        let time = start.elapsed();
        let remove = || {
            for name in [output, "out.rejects.jsonl", &format!("{output}.scanlog")] {
                let _ = fs::remove_file(folder.0.join(name));
            }
        };
        let mut kills = 0;
        while kills < 5 {
            let mut child = folder.scan(&[&arguments[..], &["-o", output, "--resume"]].concat()).spawn().unwrap();
            std::thread::sleep(Duration::from_micros(random.below(time.as_micros() as u64 / 2)));
            if child.try_wait().unwrap().is_none() {
                kills += 1;
                child.kill().unwrap();
            }
            child.wait().unwrap();
            if kills < 5 && folder.0.join(output).exists() {
                // It was done before it could be killed: again from the start.
                remove();
            }
        }
        let resumed = folder.done(&[&arguments[..], &["--summary", "json", "-o", output, "--resume"]].concat());
        assert!(folder.bytes(output) == folder.bytes(&whole), "{output}");
        assert_eq!(resumed.stdout, expected.stdout, "{output}");
        let rejects = folder.bytes("out.rejects.jsonl");
        assert!(!rejects.is_empty() && rejects == folder.bytes("whole-out.rejects.jsonl"), "{output}");
        remove();
    }
}

#[test]
fn interrupted_says_how_to_go_on() {
    let folder = Folder::new("scan-interrupted");
    folder.postings(20_000);
    let mut child = folder
        .scan(&["in.jsonl", "-o", "out.jsonl", "-j", "1", "--chunk-rows", "50"])
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let start = Instant::now();
    // A chunk is written: the scan is in the midst of it.
    while fs::metadata(folder.0.join("out.jsonl.part")).map_or(0, |data| data.len()) == 0 {
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
    assert!(!folder.0.join("out.jsonl").exists());
}

/// A disk that is full is an error that says so, and once there is room the scan goes on.
#[test]
fn out_of_room_and_resumed() {
    let folder = Folder::new("scan-full");
    folder.postings(600);
    folder.done(&["in.jsonl", "-q", "-o", "whole.jsonl"]);
    // A small file system where one may be mounted; else a limit on the size of files, which fails in the same place.
    let small = folder.0.join("small");
    fs::create_dir_all(&small).unwrap();
    let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", "size=512k", "tmpfs"]).arg(&small).output();
    let mounted = mounted.is_ok_and(|output| output.status.success());
    let program = env!("CARGO_BIN_EXE_rolecall");
    let limit = if mounted { "unlimited" } else { "600" };
    let script = format!(
        "trap '' XFSZ; ulimit -f {limit}; exec '{program}' scan in.jsonl -q --chunk-rows 50 -o small/out.jsonl"
    );
    let full = Command::new("sh").current_dir(&folder.0).args(["-c", &script]).output().unwrap();
    let said = String::from_utf8_lossy(&full.stderr).into_owned();
    // The room that there was not.
    let room =
        !mounted || Command::new("mount").args(["-o", "remount,size=64m"]).arg(&small).status().unwrap().success();
    let resumed = folder.scan(&["in.jsonl", "-q", "--chunk-rows", "50", "-o", "small/out.jsonl", "--resume"]).output();
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
