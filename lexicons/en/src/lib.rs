//! The English lexicon of rolecall, compiled when the crate is built.
//!
//! The TOML files beside this crate's manifest are the lexicon; `docs/lexicon-format.md` of the
//! repository describes them. This crate holds them as bytes that
//! [`rolecall_lexicon`](https://docs.rs/rolecall-lexicon) reads where they lie, and
//! as text for programs that list, check or extend them.

/// The compiled lexicon, for `rolecall_lexicon::compiled::Compiled::from_bytes`.
pub static LEXICON: &[u8] = &ALIGNED.0;

/// Records are read where they lie, so they must lie where their numbers may.
#[repr(C, align(64))]
struct Aligned<const N: usize>([u8; N]);

static ALIGNED: Aligned<{ include_bytes!(concat!(env!("OUT_DIR"), "/lexicon.bin")).len() }> =
    Aligned(*include_bytes!(concat!(env!("OUT_DIR"), "/lexicon.bin")));

/// The fitted weights, for `rolecall_lexicon::weights::Weights::from_bytes`.
pub static WEIGHTS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/weights.bin"));

/// The lexicon's files: name and text, in the order in which they are loaded.
pub static FILES: &[(&str, &str)] = &include!(concat!(env!("OUT_DIR"), "/files.rs"));
