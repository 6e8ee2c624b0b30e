//! Bytes → rows → postings.
//!
//! A [`Reader`] cuts an input into [`Rows`] and does no more than it must for that: rows are parsed where they are
//! analyzed, so that one reader feeds many workers. It holds one batch of rows and never more than
//! [`MAX_RECORD`](crate::MAX_RECORD) of one row.

mod analyses;
#[cfg(feature = "parquet")]
mod parquet;
mod reader;
mod rows;
mod sniff;
mod split;
mod stream;
mod workbook;

pub use analyses::Analyses;
pub use reader::{ReadOptions, Reader, encoding};
pub use rows::{Content, ParseBuffer, Row, Rows};
