//! Colour where it is wanted and only there, and readers that go away.

use std::io::Write;
use std::process::{Command, Output, Stdio};

const POSTING: &str = "Product Manager\n\nWhat you'll do\n\n- Own the project plan and the project schedule\n";

fn rolecall(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rolecall"));
    command.args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    for variable in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "TERM"] {
        command.env_remove(variable);
    }
    command
}

fn check(mut command: Command) -> Output {
    let mut child = command.spawn().expect("the program starts");
    child.stdin.take().expect("stdin is a pipe").write_all(POSTING.as_bytes()).expect("it reads stdin");
    child.wait_with_output().expect("it ends")
}

#[test]
fn colour_is_where_it_is_wanted() {
    // No stdout here is a terminal.
    /// Arguments, environment, and whether the screen is coloured.
    type Case = (&'static [&'static str], &'static [(&'static str, &'static str)], bool);
    let cases: [Case; 8] = [
        (&[], &[], false),
        (&[], &[("TERM", "xterm-256color")], false),
        (&[], &[("CLICOLOR_FORCE", "1")], true),
        (&[], &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], false),
        (&["--color", "always"], &[], true),
        (&["--color", "always"], &[("NO_COLOR", "1")], true),
        (&["--color", "always"], &[("TERM", "dumb")], true),
        (&["--color", "never"], &[("CLICOLOR_FORCE", "1")], false),
    ];
    for (args, variables, colored) in cases {
        let mut command = rolecall(&[&["check", "--highlight"], args].concat());
        command.envs(variables.iter().copied());
        let output = check(command);
        assert!(output.status.success());
        let screen = String::from_utf8(output.stdout).expect("the screen is UTF-8");
        assert_eq!(screen.contains('\u{1b}'), colored, "{args:?} {variables:?}: {screen}");
    }
}

#[test]
fn data_for_programs_has_no_colour() {
    for format in ["json", "jsonl", "markdown"] {
        let output = check(rolecall(&["check", "--format", format, "--color", "always"]));
        let text = String::from_utf8(output.stdout).expect("it is UTF-8");
        assert!(!text.contains('\u{1b}'), "{format}: {text}");
    }
}

#[test]
fn a_reader_that_went_away_is_no_error() {
    for args in [&["check"][..], &["check", "--format", "json"], &["explain", "-"]] {
        let mut child = rolecall(args).spawn().expect("the program starts");
        // The program waits for stdin, so it writes only after its reader went away.
        drop(child.stdout.take());
        child.stdin.take().expect("stdin is a pipe").write_all(POSTING.as_bytes()).expect("it reads stdin");
        let output = child.wait_with_output().expect("it ends");
        assert_eq!(output.status.code(), Some(0), "{args:?}");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{args:?}");
    }
}
