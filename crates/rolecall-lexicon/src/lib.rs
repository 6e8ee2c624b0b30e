//! The lexicon of rolecall.
pub mod model;
pub mod weights;
pub use model::*;
