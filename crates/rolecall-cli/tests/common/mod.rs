//! What the tests of the program share.

#![allow(dead_code, reason = "each test file uses what it needs")]

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// The analysis that all documentation shows.
pub(crate) const GOLDEN: &str = include_str!("../../../../docs/analysis.example.json");

/// The golden analysis as a scan writes it.
pub(crate) fn golden_line() -> String {
    let value: serde_json::Value = serde_json::from_str(GOLDEN).expect("the golden analysis is JSON");
    format!("{value}\n")
}

/// An empty folder of a test's own, below `target`; it is left there to be looked at.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new(name: &str) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).expect("the target folder can be written");
        Folder(path)
    }

    pub(crate) fn root(&self) -> &Path {
        &self.0
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    pub(crate) fn exists(&self, name: &str) -> bool {
        self.path(name).exists()
    }

    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::write(&path, content).expect("the target folder can be written");
        path
    }

    /// A file's bytes; none if there is no such file.
    pub(crate) fn bytes(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).unwrap_or_default()
    }

    pub(crate) fn text(&self, name: &str) -> String {
        String::from_utf8(self.bytes(name)).expect("the file is UTF-8")
    }

    /// The program, in this folder, with nothing on stdin.
    pub(crate) fn rolecall(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rolecall"));
        command.current_dir(&self.0).args(arguments).stdin(Stdio::null());
        command
    }

    /// Runs a command that must succeed.
    pub(crate) fn done(&self, arguments: &[&str]) -> Output {
        let output = self.rolecall(arguments).output().expect("the program runs");
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        output
    }

    /// Exit code, stdout and stderr of a command.
    pub(crate) fn said(&self, arguments: &[&str], stdin: &[u8]) -> (Option<i32>, String, String) {
        let mut child = self
            .rolecall(arguments)
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
