//! The strict TOML loader: files in, a checked [`Lexicon`] out.
//!
//! Files come in two layers. [`Layer::BuiltIn`] is the lexicon that is shipped: complete, without exceptions to itself.
//! [`Layer::User`] adds to it, and may override, remove and replace its terms. All faults of all files are reported at
//! once, each with file, line, column, what is wrong and what to do.
//!
//! ```
//! use rolecall_lexicon::source::{Layer, Loader};
//!
//! let mut loader = Loader::new();
//! loader.add_text("mine.toml", "[[term]]\nid = \"x\"\nrolle = \"other\"\n", Layer::User);
//! let faults = loader.finish().unwrap_err();
//! assert!(faults.to_string().contains("did you mean `role`?"));
//! ```

mod diagnostic;
mod entries;
mod file;
mod language;
mod merge;
mod suggest;
mod table;

use toml::de::DeTable;

pub use diagnostic::{Code, Diagnostic, Diagnostics, Location, Related, Severity};

use crate::model::Lexicon;
use diagnostic::Fault;
use file::{Place, SourceFile};
use merge::Draft;
use table::{Input, Table};

/// Which lexicon a file belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layer {
    /// The shipped lexicon. Its terms must have examples, counter-examples and a source.
    BuiltIn,
    /// A user's, on top of it.
    User,
}

/// Collects files and makes a lexicon of them.
#[derive(Debug, Default)]
pub struct Loader {
    files: Vec<SourceFile>,
    layers: Vec<Layer>,
}

/// What came of the files.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The lexicon; `None` if there was an error.
    pub lexicon: Option<Lexicon>,
    /// All errors and warnings.
    pub diagnostics: Diagnostics,
}

impl Loader {
    /// A loader without files.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file. `name` is what faults and [`Term::origin`](crate::Term::origin) call it; it is never opened.
    pub fn add_text(&mut self, name: impl Into<String>, toml: impl Into<String>, layer: Layer) -> &mut Self {
        self.files.push(SourceFile::new(name.into(), toml.into()));
        self.layers.push(layer);
        self
    }

    /// Reads all files.
    ///
    /// # Errors
    /// All errors and warnings, if there is an error. Warnings alone are dropped; [`Loader::check`] has them.
    pub fn finish(self) -> Result<Lexicon, Diagnostics> {
        let outcome = self.check();
        outcome.lexicon.ok_or(outcome.diagnostics)
    }

    /// Reads all files, and tells everything that is wrong with them.
    #[must_use]
    pub fn check(self) -> Outcome {
        let mut faults = Vec::new();
        let mut draft = Draft::default();
        let mut all_parsed = true;
        for layer in [Layer::BuiltIn, Layer::User] {
            let files = self.files.iter().enumerate().zip(&self.layers).filter(|(_, of)| **of == layer);
            for ((file, source), _) in files {
                let (root, errors) = DeTable::parse_recoverable(&source.text);
                let parsed = syntax_faults(file, errors, &mut faults);
                all_parsed &= parsed;
                if parsed {
                    let mut input = Input { file, source, layer, faults: &mut faults };
                    let root_table = Table::new("a lexicon file", 0..0, root.get_ref(), &mut input);
                    entries::read_file(root_table, &mut draft);
                }
            }
        }
        // Without one of the files, classes and built-in ids would be reported as missing that are there.
        let lexicon = all_parsed.then(|| draft.merge(&self.files, &mut faults));
        let diagnostics = Diagnostics::resolve(&self.files, faults);
        Outcome { lexicon: lexicon.filter(|_| !diagnostics.has_errors()), diagnostics }
    }
}

/// Reports what isn't TOML, and tells whether the rest of the file can be trusted.
fn syntax_faults(file: usize, errors: Vec<toml::de::Error>, faults: &mut Vec<Fault>) -> bool {
    let mut errors: Vec<_> = errors.into_iter().map(|e| (e.span().unwrap_or(0..0), e.message().to_owned())).collect();
    errors.sort_by_key(|(span, _)| span.start);
    // The parser goes on behind a repeated key as if it weren't there. Behind anything else it is out of step, and what
    // it reports next is mostly the first fault's doing.
    let (repeated, broken): (Vec<_>, Vec<_>) = errors.into_iter().partition(|(_, message)| message == "duplicate key");
    let parsed = broken.is_empty();
    for (span, message) in repeated.into_iter().chain(broken.into_iter().take(1)) {
        faults.push(Fault::error(Code::Syntax, Place { file, span }, message));
    }
    parsed
}
