//! The README's screen is what its first command shows. (Its Rust code is a doctest of the library.)
//!
//! Set `UPDATE_GOLDEN=1` to write the screen anew.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

const COMMAND: &str = "$ cargo run --release -- ";
const FENCE: &str = "```text\n";

#[test]
fn the_readme_shows_the_real_screen() {
    let path = root().join("README.md");
    let readme = fs::read_to_string(&path).expect("there is a README");
    let command = readme.lines().find_map(|line| line.strip_prefix(COMMAND)).expect("it has a first command");
    let output = Command::new(env!("CARGO_BIN_EXE_rolecall"))
        .args(command.split_whitespace())
        .current_dir(root())
        .env("NO_COLOR", "1")
        .output()
        .expect("the program runs");
    let screen = String::from_utf8(output.stdout).expect("the screen is UTF-8");
    assert!(screen.starts_with("MISMATCH: This “Product Manager” posting describes a Project Manager."), "{screen}");
    let start = readme.find(FENCE).expect("the README shows the screen") + FENCE.len();
    let end = start + readme[start..].find("```").expect("the screen ends");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, format!("{}{screen}{}", &readme[..start], &readme[end..])).expect("it can be written");
        return;
    }
    assert_eq!(&readme[start..end], screen, "UPDATE_GOLDEN=1 writes it anew");
}
