//! The English lexicon's files, alone or with a user's.

use rolecall_lexicon::Lexicon;
use rolecall_lexicon::source::{Diagnostics, Layer, Loader};

/// Loads the built-in files and adds a user's, as (name, TOML) pairs.
///
/// ```
/// let lexicon = rolecall::lexicons::load(&[])?;
/// assert!(lexicon.terms.len() > 100);
/// # Ok::<(), rolecall_lexicon::source::Diagnostics>(())
/// ```
///
/// # Errors
///
/// All faults of all files, each with its place.
pub fn load(users: &[(String, String)]) -> Result<Lexicon, Diagnostics> {
    loader(users).finish()
}

/// The loader that [`load`] finishes, for callers that want warnings too.
#[must_use]
pub fn loader(users: &[(String, String)]) -> Loader {
    let mut loader = Loader::new();
    #[cfg(feature = "english")]
    for (name, text) in rolecall_lexicon_en::FILES {
        loader.add_text(*name, *text, Layer::BuiltIn);
    }
    for (name, text) in users {
        loader.add_text(name, text, Layer::User);
    }
    loader
}
