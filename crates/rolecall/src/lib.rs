//! Which role does a job posting really describe?
pub mod analysis;
pub mod context;
pub mod position;
mod posting;
mod verdict;

pub use analysis::{Analysis, Evidence};
pub use posting::Posting;
pub use rolecall_lexicon::Role;
pub use verdict::verdict;
