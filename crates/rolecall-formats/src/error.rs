//! Why an input cannot be read, and what to do about it.

use std::io;

/// Why an input, or what was asked of it, makes no sense. Rows that cannot be read are no such error: see
/// [`RowError`](crate::RowError).
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FormatError {
    /// A file or folder could not be opened or read.
    #[error("{name}: {source}; check the path and that you may read it")]
    Read {
        /// The input as the user named it.
        name: String,
        /// What the system says.
        source: io::Error,
    },
    /// A pattern or a folder that names no file.
    #[error("{name}: no file of postings there ({known})", known = crate::input::KNOWN)]
    Nothing {
        /// The pattern or folder as the user named it.
        name: String,
    },
    /// A pattern that is none.
    #[error("{pattern}: {reason}")]
    Pattern {
        /// The pattern as the user named it.
        pattern: String,
        /// What is wrong with it.
        reason: String,
    },
    /// Something that holds no table of postings.
    #[error("{name} is {kind}; {help}")]
    Unsupported {
        /// The input as the user named it.
        name: String,
        /// What it looks like.
        kind: String,
        /// What to do instead.
        help: String,
    },
    /// A file that promises a format and breaks the promise.
    #[error("{name}: {what}; it may be cut off or damaged, get it anew")]
    Damaged {
        /// The input as the user named it.
        name: String,
        /// What the decoder says.
        what: String,
    },
    /// A table without a column for the posting's text.
    #[error(
        "{name}: no column holds the posting's text; its columns are {columns}; say which with \
         `--columns description=NAME,title=NAME`"
    )]
    NoBody {
        /// The input as the user named it.
        name: String,
        /// The columns that it has.
        columns: String,
    },
    /// A column that the user named and a table does not have.
    #[error("{name}: there is no column `{column}`; its columns are {columns}; name another with --columns")]
    NoColumn {
        /// The input as the user named it.
        name: String,
        /// The column as the user named it.
        column: String,
        /// The columns that it has.
        columns: String,
    },
    /// A `--columns` that cannot be understood.
    #[error("--columns: {0}; write it as `title=NAME,description=NAME+NAME`")]
    Columns(String),
    /// An encoding that nobody knows.
    #[error(
        "--encoding {0}: not known; use a name of the WHATWG list, as `utf-8`, `windows-1252`, `utf-16le`, `gb18030`"
    )]
    Encoding(String),
    /// Fields that do not exist.
    #[error(
        "--fields: `{0}` is no field of an analysis; see `rolecall schema`, and name nested ones as `reading.role`"
    )]
    Field(String),
    /// Something that this build cannot do.
    #[error("{0}")]
    NotBuilt(&'static str),
}
