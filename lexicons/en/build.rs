//! Compiles the TOML files of this folder, so that a program that starts parses none.
#![expect(clippy::print_stderr, clippy::exit, reason = "a build script reports faults on stderr and fails the build")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use rolecall_lexicon::compile::compile;
use rolecall_lexicon::source::{Layer, Loader};
use rolecall_lexicon::weights::Weights;

fn main() {
    let here = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={}", here.display());

    // The tables are read as they are written here.
    let target = env::var("CARGO_CFG_TARGET_ENDIAN").expect("cargo sets it");
    if (target == "little") != cfg!(target_endian = "little") {
        fail("the lexicon can only be compiled on a machine of the target's byte order; build there");
    }

    let mut loader = Loader::new();
    let mut listing = String::from("[\n");
    for file in files(&here) {
        let name = file.strip_prefix(&here).expect("found below").to_string_lossy().replace('\\', "/");
        println!("cargo::rerun-if-changed={}", file.display());
        let text = fs::read_to_string(&file).unwrap_or_else(|e| fail(&format!("{name}: {e}")));
        loader.add_text(format!("lexicons/en/{name}"), text, Layer::BuiltIn);
        writeln!(listing, "    ({name:?}, include_str!({:?})),", file.display().to_string()).expect("to a string");
    }
    listing.push(']');

    let lexicon = loader.finish().unwrap_or_else(|faults| fail(&faults.to_string()));
    let compiled = compile(&lexicon).unwrap_or_else(|e| fail(&e.to_string()));
    fs::write(out.join("lexicon.bin"), compiled.to_bytes()).expect("OUT_DIR can be written");
    fs::write(out.join("files.rs"), listing).expect("OUT_DIR can be written");

    let weights = here.join("weights.toml");
    println!("cargo::rerun-if-changed={}", weights.display());
    let text = fs::read_to_string(&weights).unwrap_or_else(|e| fail(&format!("weights.toml: {e}")));
    let weights = Weights::from_toml(&text, "lexicons/en/weights.toml").unwrap_or_else(|e| fail(&e.to_string()));
    fs::write(out.join("weights.bin"), weights.to_bytes()).expect("OUT_DIR can be written");
}

/// The lexicon's files, sorted; weights are no part of the lexicon.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let entries = fs::read_dir(folder).unwrap_or_else(|e| fail(&format!("{}: {e}", folder.display())));
    for entry in entries.flatten() {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        if path.is_dir() && name != "src" {
            found.extend(files(&path));
        } else if name.ends_with(".toml") && !name.starts_with("weights") && name != "Cargo.toml" {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn fail(message: &str) -> ! {
    eprintln!("{message}");
    std::process::exit(1)
}
