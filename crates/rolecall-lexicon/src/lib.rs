//! The lexicon of rolecall: which phrases speak for which role, and the language they are written in.
//!
//! A lexicon is written as TOML files (`docs/lexicon-format.md`). Three steps make it usable:
//!
//! 1. [`source`] reads the files strictly and merges a user's files into the built-in ones. Every fault is reported at
//!    once, with its place in the file.
//! 2. The result is a [`Lexicon`]: the plain types of [`model`], checked.
//! 3. [`compile`] turns it into the compact form that the tagger of the `rolecall` crate reads.
//!
//! [`phrase`] has the syntax of phrases and [`inflect`] the forms of words; both know nothing of files.
//!
//! ```
//! # #[cfg(feature = "toml")] {
//! use rolecall_lexicon::source::{Layer, Loader};
//!
//! let mut loader = Loader::new();
//! loader.add_text(
//!     "mine.toml",
//!     r#"
//!         [[term]]
//!         id = "own-the-garden"
//!         role = "product_owner"
//!         dimension = "responsibility"
//!         phrases = ["(product) backlog garden"]
//!     "#,
//!     Layer::User,
//! );
//! let lexicon = loader.finish()?;
//! assert_eq!(lexicon.terms[0].phrases[0].to_string(), "(product) backlog garden");
//! # }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod compile;
pub mod compiled;
pub mod hash;
pub mod inflect;
pub mod model;
pub mod phrase;
mod plain;
#[cfg(feature = "toml")]
pub mod source;

pub mod weights;

pub use model::*;
pub use phrase::{PhraseError, PhraseErrorKind};
