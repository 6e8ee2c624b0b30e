//! What can go wrong, and what to do about it.

use std::io;
use std::path::PathBuf;

/// Why a command could not do all that it was asked for. Every one ends with exit code 2, but for a broken pipe.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CliError {
    /// A file could not be opened or read.
    #[error("{name}: {source}; check the path and that you may read it")]
    Read {
        /// The file as the user named it.
        name: String,
        /// What the system says.
        source: io::Error,
    },
    /// A folder where a file is needed.
    #[error("{name} is a folder; name the files in it, as in `{name}/*.txt`")]
    Folder {
        /// The folder as the user named it.
        name: String,
    },
    /// A file that is no text.
    #[error("{name} is {kind}, not text; open it, copy the posting's text and paste it, or save it as plain text")]
    Binary {
        /// The file as the user named it.
        name: String,
        /// What it looks like.
        kind: String,
    },
    /// A byte that is no UTF-8.
    #[error(
        "{name}: byte {offset} is not valid UTF-8; save the file as UTF-8, or convert it: `iconv -f WINDOWS-1252 -t UTF-8`"
    )]
    NotUtf8 {
        /// The file as the user named it.
        name: String,
        /// Offset of the first bad byte.
        offset: usize,
    },
    /// A broken pair in a UTF-16 file.
    #[error("{name}: byte {offset} is not valid UTF-16, which its byte order mark promises; save the file as UTF-8")]
    NotUtf16 {
        /// The file as the user named it.
        name: String,
        /// Offset of the first bad unit.
        offset: usize,
    },
    /// More than one posting may have.
    #[error("{name} is over {limit} MiB; a posting is a few pages (for a file of many postings, use `rolecall scan`)")]
    TooLarge {
        /// The file as the user named it.
        name: String,
        /// The bound in MiB.
        limit: u64,
    },
    /// Arguments that do not go together.
    #[error("{0}")]
    Usage(String),
    /// The user's lexicons have faults; the text shows each as a compiler would.
    #[error("{0}")]
    Lexicon(String),
    /// The user's weights are none.
    #[error("{0}")]
    Weights(String),
    /// An evaluation could not be made.
    #[error(transparent)]
    Eval(#[from] crate::eval::gold::EvalError),
    /// A file could not be written.
    #[error("{path}: {source}; check the path, the rights and the free space", path = path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// stdout could not be written.
    #[error("could not write to stdout: {0}")]
    Output(io::Error),
    /// The reader of stdout went away: nothing to say, nothing to do.
    #[error("the reader of stdout went away")]
    BrokenPipe,
    /// More rejected rows than `--max-errors` allows.
    #[error("rejected rows: {rejects}, more than --max-errors {allowed}; see {file}", file = file.display())]
    TooManyRejects {
        /// How many.
        rejects: u64,
        /// How many were allowed.
        allowed: u64,
        /// Where they are.
        file: PathBuf,
    },
    /// A scan could not be done.
    #[error(transparent)]
    Scan(#[from] rolecall_batch::BatchError),
    /// A file that a scan wrote, and that cannot be read again.
    #[error(transparent)]
    Format(#[from] rolecall_formats::FormatError),
    /// Something was reported already; only the exit code is left to give.
    #[error("{0}")]
    Failed(String),
}

impl CliError {
    /// An error of stdout, which may only mean that nobody reads any more.
    #[must_use]
    pub fn output(source: io::Error) -> Self {
        if source.kind() == io::ErrorKind::BrokenPipe { CliError::BrokenPipe } else { CliError::Output(source) }
    }
}

/// How a command ended that did what it was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Exit code 0.
    Done,
    /// `--fail-on` was met: exit code 1.
    Found,
    /// The user ended it: exit code 130.
    Interrupted,
}
