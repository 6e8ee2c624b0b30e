//! Analyzes postings by the million: in parallel, in order, in bounded memory, and no row is lost.
//!
//! ```text
//! inputs ─ intake ─▶ rows ─ worker ─▶ encoded rows ─ turns ─▶ sink: OUT, rejects, log
//! ```
//!
//! [`scan`] runs a [`Scan`] on a pool of its own. Each worker takes the next batch of rows from the one intake, parses,
//! analyzes and encodes them with its own buffers, and waits for its turn at the one sink. So a run holds one batch a
//! worker, whatever the input's size, and its output does not depend on their number. The sink ends a chunk after a fixed
//! number of rows and writes down in a log beside the output how far it is; a run that was killed goes on from there, and
//! its output is the same to the byte.
//!
//! Nothing here prints, exits or reads the clock: [`Control`] has a callback for progress and a token to cancel.

mod error;
mod group;
mod hash;
mod intake;
mod log;
mod month;
mod reject;
mod run;
mod scan;
mod sink;
mod summary;
mod turns;

pub use error::BatchError;
pub use group::Grouping;
pub use hash::{fold, text_hash};
pub use month::month_of;
pub use run::Analyze;
pub use scan::{Cancel, Control, Failure, Mode, Outcome, Progress, Report, Scan, scan};
pub use summary::{Claimed, Summary, Tally};

/// Rows of input in a chunk, unless a scan says otherwise.
pub const CHUNK_ROWS: u64 = 4096;
