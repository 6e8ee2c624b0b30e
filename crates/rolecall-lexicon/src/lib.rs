//! The lexicon of rolecall.
pub mod model;
pub use model::*;
