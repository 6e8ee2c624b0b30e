//! Why a scan cannot be done, and what to do about it.

use std::io;
use std::path::PathBuf;

use rolecall_formats::FormatError;

/// Why a scan cannot be done. Rows that cannot be read are no such error: they are in the rejects.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BatchError {
    /// An input or an option of reading or writing.
    #[error(transparent)]
    Format(#[from] FormatError),
    /// A file could not be written.
    #[error("{path}: {source}; check the path, the rights and the free space", path = path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The output is there already.
    #[error("{path} exists; give another name, or --force to replace it", path = .0.display())]
    Exists(PathBuf),
    /// The output of a scan to go on with is there, and not how far it was.
    #[error(
        "{path} exists, and its log {path}.scanlog does not, so the scan cannot go on; give another name, or --force to \
         replace it",
        path = .0.display()
    )]
    NoLog(PathBuf),
    /// An unfinished scan is there.
    #[error("{path}: an unfinished scan is there; go on with --resume, or start over with --force", path = .0.display())]
    Unfinished(PathBuf),
    /// What a scan left behind does not fit together.
    #[error("{path}: {what}, so the scan cannot go on; start over with --force", path = path.display())]
    Lost {
        /// The output.
        path: PathBuf,
        /// What is wrong.
        what: String,
    },
    /// The scan to go on with was another one.
    #[error("the scan cannot go on, because {what}; undo that, or start over with --force")]
    Changed {
        /// What is not as it was.
        what: String,
    },
    /// stdin cannot be read twice.
    #[error("stdin cannot be read again, so a scan of it cannot be resumed; put the postings into a file")]
    StdinResume,
    /// Another run is at it.
    #[error("{path}: another scan is writing it; wait for it, or give another name", path = .0.display())]
    Busy(PathBuf),
    /// No worker could be started.
    #[error("{0}; ask for fewer threads with -j")]
    Threads(String),
    /// Options that do not go together.
    #[error("{0}")]
    Options(&'static str),
    /// None of the inputs could be read; why, a line each.
    #[error("{0}")]
    NothingRead(String),
}
