//! Parquet: only the columns that are needed, as texts.

use std::fs::File;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use arrow_array::{Array, RecordBatch, StringArray};
use arrow_cast::cast::{can_cast_types, cast};
use arrow_schema::DataType;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ArrowReaderOptions, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};

use super::rows::Cells;
use super::stream::Peeked;
use crate::FormatError;

/// Rows that are decoded at a time.
const BATCH: usize = 64;

/// A Parquet file that can be read from any place.
pub(super) struct Whole {
    builder: ParquetRecordBatchReaderBuilder<File>,
    progress: Progress,
}

/// How much of the file counts as read, by its rows: its columns are read side by side.
struct Progress {
    count: Arc<AtomicU64>,
    /// Bytes that nobody has counted yet.
    bytes: u64,
    rows: u64,
    rows_done: u64,
}

impl Progress {
    fn add(&mut self, rows: usize) {
        let share = |rows: u64| {
            let part = u128::from(self.bytes) * u128::from(rows) / u128::from(self.rows.max(1));
            u64::try_from(part).unwrap_or(self.bytes)
        };
        let done = self.rows_done.saturating_add(rows as u64).min(self.rows);
        self.count.fetch_add(share(done) - share(self.rows_done), Ordering::Relaxed);
        self.rows_done = done;
    }
}

impl Whole {
    /// The file itself, or what comes out of a stream, in a file without a name that is gone when it is closed.
    pub(super) fn of(
        path: Option<&Path>,
        mut stream: Peeked,
        name: &str,
        count: &Arc<AtomicU64>,
    ) -> Result<Self, FormatError> {
        let failed = |source| FormatError::Read { name: name.to_owned(), source };
        let head = stream.head().len() as u64;
        let (file, bytes) = match path {
            Some(path) => {
                let file = File::open(path).map_err(failed)?;
                let size = file.metadata().map_err(failed)?.len();
                (file, size.saturating_sub(head))
            }
            None => {
                let mut file = tempfile::tempfile().map_err(failed)?;
                io::copy(&mut stream, &mut file).map_err(failed)?;
                (file, 0)
            }
        };
        // The schema of Arrow that writers put into the file says nothing that we need, and its decoder panics if it is damaged.
        let options = ArrowReaderOptions::new().with_skip_arrow_metadata(true);
        let builder = guarded(|| ParquetRecordBatchReaderBuilder::try_new_with_options(file, options))
            .map_err(|error| FormatError::Damaged { name: name.to_owned(), what: error.to_string() })?;
        let rows = u64::try_from(builder.metadata().file_metadata().num_rows()).unwrap_or(0);
        Ok(Whole { builder, progress: Progress { count: Arc::clone(count), bytes, rows, rows_done: 0 } })
    }

    /// The names of its columns.
    pub(super) fn names(&self) -> Vec<String> {
        self.builder.schema().fields().iter().map(|field| field.name().clone()).collect()
    }

    /// The columns with these numbers, in their order.
    pub(super) fn columns(self, name: &str, columns: &[usize]) -> Result<Table, FormatError> {
        let mask = ProjectionMask::roots(self.builder.parquet_schema(), columns.iter().copied());
        let batches = self.builder.with_projection(mask).with_batch_size(BATCH).build();
        let damaged = |error: parquet::errors::ParquetError| FormatError::Damaged {
            name: name.to_owned(),
            what: error.to_string(),
        };
        Ok(Table { batches: batches.map_err(damaged)?, rest: None, progress: self.progress })
    }
}

/// The rows of a Parquet file.
pub(super) struct Table {
    batches: ParquetRecordBatchReader,
    /// What is left of the batch that was decoded last.
    rest: Option<RecordBatch>,
    progress: Progress,
}

impl Table {
    /// The next rows as cells.
    pub(super) fn next(&mut self, limit: usize) -> io::Result<Cells> {
        let Some(batch) = self.batch(limit)? else { return Ok(Cells::None) };
        let columns = batch.columns().iter().map(texts).collect::<Result<_, _>>().map_err(io::Error::other)?;
        Ok(Cells::Arrow { columns, rows: batch.num_rows() })
    }

    /// The next rows; `None` at the end.
    pub(super) fn batch(&mut self, limit: usize) -> io::Result<Option<RecordBatch>> {
        let batch = match self.rest.take() {
            Some(rest) => rest,
            None => match guarded(|| self.batches.next().transpose())? {
                Some(batch) => batch,
                None => return Ok(None),
            },
        };
        let rows = batch.num_rows().min(limit);
        if rows < batch.num_rows() {
            self.rest = Some(batch.slice(rows, batch.num_rows() - rows));
        }
        self.progress.add(rows);
        Ok(Some(batch.slice(0, rows)))
    }
}

/// What a decoder gives: a damaged file must not end the run, however the decoder takes it.
fn guarded<T, E: Into<Box<dyn std::error::Error + Send + Sync>>>(
    decode: impl FnOnce() -> Result<T, E>,
) -> io::Result<T> {
    match catch_unwind(AssertUnwindSafe(decode)) {
        Ok(result) => result.map_err(io::Error::other),
        Err(_) => Err(io::Error::other("it could not be decoded")),
    }
}

/// A column as texts; what has no text form is empty.
fn texts(column: &arrow_array::ArrayRef) -> Result<StringArray, arrow_schema::ArrowError> {
    let kind = column.data_type();
    // Bytes are what old writers call texts.
    let as_text = if can_cast_types(kind, &DataType::Utf8) {
        cast(column, &DataType::Utf8)?
    } else {
        return Ok(StringArray::new_null(column.len()));
    };
    Ok(as_text.as_any().downcast_ref::<StringArray>().cloned().unwrap_or_else(|| StringArray::new_null(column.len())))
}
