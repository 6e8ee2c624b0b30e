//! The hash that names a lexicon in `versions.lexicon` of an analysis.

use crate::model::{Lexicon, Origin};

/// The xxh3-128 hash of what the lexicon says, in 32 hex digits.
///
/// Two lexicons with the same entries in the same order have the same hash, on every machine. Where the entries were
/// written ([`Term::origin`](crate::Term::origin)) doesn't count: moving a file or adding a comment changes nothing.
///
/// ```
/// use rolecall_lexicon::{Lexicon, hash::content_hash};
///
/// assert_eq!(content_hash(&Lexicon::default()).len(), 32);
/// ```
#[must_use]
pub fn content_hash(lexicon: &Lexicon) -> String {
    let mut content = lexicon.clone();
    for term in &mut content.terms {
        term.origin = Origin::default();
    }
    let bytes = postcard::to_allocvec(&content).expect("postcard writes strings, lists and enums without fail");
    format!("{:032x}", xxhash_rust::xxh3::xxh3_128(&bytes))
}
