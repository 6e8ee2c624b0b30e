//! Analyses → rows of a table: JSON lines, CSV, Parquet.
//!
//! A worker makes [`Encoded`] rows of its batch with an [`Encoder`]; whoever writes them in order puts them into a file.
//! All three formats have one shape: that of the JSON.

mod encode;
mod fields;
mod pack;
mod row;
#[cfg(feature = "parquet")]
mod table;

pub use encode::{Encoded, Encoder};
pub use fields::Fields;
pub(crate) use fields::{Leaf, leaf};
pub use pack::{Compression, Packer};
pub use row::{ColumnDoc, EvidenceDetail, RowDoc};
#[cfg(feature = "parquet")]
pub use table::{TableWriter, join};

use std::path::Path;

use crate::FormatError;

/// What rows are written as.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// One JSON object a line.
    #[default]
    Jsonl,
    /// Cells between commas, with a header: the leaves of the JSON, named by their way (`reading.role`).
    Csv,
    /// Typed columns, nested as the JSON is.
    Parquet,
}

impl Format {
    /// The format and the compression that a file's name asks for; JSON lines if it asks for none.
    #[must_use]
    pub fn of(path: &Path) -> (Format, Compression) {
        let name = path.to_string_lossy().to_ascii_lowercase();
        let (name, compression) = match (name.strip_suffix(".gz"), name.strip_suffix(".zst")) {
            (Some(name), _) => (name, Compression::Gzip),
            (_, Some(name)) => (name, Compression::Zstd),
            _ => (&*name, Compression::None),
        };
        let format = match name.rsplit_once('.') {
            Some((_, "csv")) => Format::Csv,
            Some((_, "parquet")) => Format::Parquet,
            _ => Format::Jsonl,
        };
        (format, compression)
    }
}

/// What of an analysis is written, and how.
#[derive(Clone, Debug, Default)]
pub struct Shape {
    /// The format.
    pub format: Format,
    /// The fields; all of them if not given.
    pub fields: Option<Fields>,
    /// How much of the evidence.
    pub evidence: EvidenceDetail,
    /// Whether rows carry the posting's text.
    pub with_body: bool,
}

impl Shape {
    /// Whether this build can write it.
    ///
    /// # Errors
    ///
    /// [`FormatError::NotBuilt`] for Parquet without the feature `parquet`.
    pub fn check(&self) -> Result<(), FormatError> {
        if self.format == Format::Parquet && cfg!(not(feature = "parquet")) {
            return Err(FormatError::NotBuilt("this build cannot write Parquet: write CSV or JSON"));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_format_and_compression() {
        let cases = [
            ("a.jsonl", Format::Jsonl, Compression::None),
            ("a", Format::Jsonl, Compression::None),
            ("b/A.CSV.GZ", Format::Csv, Compression::Gzip),
            ("a.json.zst", Format::Jsonl, Compression::Zstd),
            ("a.parquet", Format::Parquet, Compression::None),
        ];
        for (name, format, compression) in cases {
            assert_eq!(Format::of(Path::new(name)), (format, compression), "{name}");
        }
    }
}
