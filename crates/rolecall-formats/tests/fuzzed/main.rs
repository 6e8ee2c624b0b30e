//! What the fuzzers in `fuzz/` run, fed with their seeds and with seeds that were cut and bent.

mod targets;

use std::fs;
use std::panic::catch_unwind;
use std::path::PathBuf;

/// Name and bytes of each seed of a target.
fn seeds(target: &str) -> Vec<(String, Vec<u8>)> {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../fuzz/seeds")).join(target);
    let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut seeds: Vec<_> = entries
        .map(|entry| {
            let path = entry.expect("the folder can be read").path();
            (path.display().to_string(), fs::read(&path).expect("a seed can be read"))
        })
        .collect();
    seeds.sort();
    assert!(!seeds.is_empty(), "{target} has no seeds");
    seeds
}

/// Runs a target over its seeds as they are, cut off, and with bytes changed, always the same ones.
fn run(target: &str, check: fn(&[u8])) {
    for (name, seed) in seeds(target) {
        let check = |bytes: &[u8]| {
            assert!(catch_unwind(|| check(bytes)).is_ok(), "{name}, as {}", bytes.escape_ascii());
        };
        check(&seed);
        let mut random = 1u64;
        let mut below = |bound: usize| {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (random >> 33) as usize % bound.max(1)
        };
        for _ in 0..20 {
            check(&seed[..below(seed.len())]);
            let mut bent = seed.clone();
            for _ in 0..1 + below(4) {
                if let Some(byte) = bent.get_mut(below(seed.len())) {
                    *byte = b"\0\"{[,\n\xff'"[below(8)];
                }
            }
            check(&bent);
        }
    }
}

#[test]
fn csv() {
    run("csv", targets::csv);
}

#[test]
fn json_rows() {
    run("json_rows", targets::json);
}

#[test]
fn workbook() {
    run("workbook", targets::workbook);
}

#[cfg(feature = "parquet")]
#[test]
fn parquet() {
    run("parquet", targets::parquet);
}

#[test]
fn analyses() {
    run("analyses", targets::analyses);
}
