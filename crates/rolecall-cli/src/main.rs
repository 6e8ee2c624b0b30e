//! The binary `rolecall`: see the library of this crate.

use std::process::ExitCode;

fn main() -> ExitCode {
    rolecall_cli::run(std::env::args_os())
}
