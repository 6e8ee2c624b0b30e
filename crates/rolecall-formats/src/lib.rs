//! Bytes → postings, and analyses → tables.
//!
//! [`expand`] says which files are meant, [`Reader`] cuts each into [`Rows`] (JSON lines, JSON lists, CSV, Parquet,
//! workbooks; also compressed; known by content), and [`Rows::parse`] makes a posting of a row, with columns found by
//! their usual names or by [`Columns`]. On the way out, [`out`] has the shapes of a row: JSON, CSV and Parquet.
//!
//! Nothing here prints, and nothing reads the clock. Only a Parquet file that comes as a stream needs a place on the disk: a
//! file without a name where the system keeps temporary ones.

mod columns;
mod error;
mod input;
pub mod out;
mod read;
mod record;

pub use columns::Columns;
pub use encoding_rs::Encoding;
pub use error::FormatError;
pub use input::{Input, Stamp, expand};
pub use read::{Analyses, Content, ParseBuffer, ReadOptions, Reader, Row, Rows, encoding};
pub use record::{Record, RowError, parse_json};

/// The longest record that is read, in bytes: 16 MiB.
pub const MAX_RECORD: usize = 16 << 20;

/// How much of a record that cannot be read is kept, in bytes: 64 KiB.
pub const RAW_KEPT: usize = 64 << 10;
