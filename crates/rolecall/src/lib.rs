//! Which role does a job posting really describe?
//!
//! # Overview
//!
//! - [`Analyzer`] reads postings. It is built once and shared by all threads.
//! - [`Posting`] is what goes in: a title and a body.
//! - [`Analysis`] is what comes out: the verdict, the reading with its shares, and the [`Evidence`] at its place.
//!
//! ```
//! use rolecall::{Analyzer, Posting};
//!
//! let analyzer = Analyzer::english();
//! let posting = Posting::new("Product Manager", "Your duties:\n- Own the project schedule and the project budget.\n- Report project status.");
//! let analysis = analyzer.analyze(&posting);
//! for evidence in analysis.evidence() {
//!     assert_eq!(&posting.body[evidence.span()], evidence.text().unwrap());
//! }
//! ```
//!
//! # The way of a posting
//!
//! Each step is a module, and nothing runs back up:
//! [`text`] (words, sentences, blocks) → [`tag`] (phrases) → [`context`] (sections, denials, counterparts, ownership)
//! → [`score`] (points) → [`verdict`](mod@verdict) (held against the [`title`]) → [`analysis`].
//!
//! The crate reads no files, starts no threads, and looks at neither clock nor environment. Its arithmetic is whole
//! numbers, so that the same posting gives the same bytes of JSON on every machine.

pub mod analysis;
mod analyzer;
pub mod context;
#[cfg(feature = "toml")]
pub mod lexicons;
pub mod position;
mod posting;
pub mod score;
pub mod tag;
pub mod text;
pub mod title;
pub mod verdict;

pub use analysis::{Analysis, Evidence};
pub use analyzer::{Analyzer, BuildError, Builder, GROUP, Scratch};
pub use posting::Posting;
pub use rolecall_lexicon::Role;
