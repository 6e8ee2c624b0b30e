//! What the benchmarks share: postings to read, and the peer to be held against.
//!
//! `cargo bench -p rolecall-benches` measures each stage in bytes per second; `cargo run --release -p rolecall-benches
//! --bin ratios` prints the ratios of `docs/design.md`. Both read our own postings of `fixtures/postings`, or, with
//! `ROLECALL_BENCH=FILE.jsonl`, the postings of that file.

pub mod corpus;
pub mod peer;
