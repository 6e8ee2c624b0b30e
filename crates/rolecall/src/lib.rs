//! Which role does a job posting really describe?
pub mod analysis;
pub mod context;
mod posting;
mod verdict;

pub use analysis::{Analysis, Evidence};
pub use posting::Posting;
pub use rolecall_lexicon::Role;
pub use verdict::verdict;
