//! Parquet: only the columns that are needed, as texts.

use std::fs::File;
use std::io;

use arrow_array::{Array, RecordBatch, StringArray};
use arrow_cast::cast::{can_cast_types, cast};
use arrow_schema::DataType;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};

use super::rows::Cells;
use crate::FormatError;

/// Rows that are decoded at a time.
const BATCH: usize = 64;

/// The rows of a Parquet file.
pub(super) struct Table {
    batches: ParquetRecordBatchReader,
    /// What is left of the batch that was decoded last.
    rest: Option<RecordBatch>,
}

/// The names of its columns.
pub(super) fn names(file: &File, name: &str) -> Result<Vec<String>, FormatError> {
    let builder = builder(file.try_clone(), name)?;
    Ok(builder.schema().fields().iter().map(|field| field.name().clone()).collect())
}

fn builder(file: io::Result<File>, name: &str) -> Result<ParquetRecordBatchReaderBuilder<File>, FormatError> {
    let file = file.map_err(|source| FormatError::Read { name: name.to_owned(), source })?;
    ParquetRecordBatchReaderBuilder::try_new(file)
        .map_err(|error| FormatError::Damaged { name: name.to_owned(), what: error.to_string() })
}

impl Table {
    /// Opens the columns with these numbers, in their order.
    pub(super) fn open(file: File, name: &str, columns: &[usize]) -> Result<Self, FormatError> {
        let builder = builder(Ok(file), name)?;
        let mask = ProjectionMask::roots(builder.parquet_schema(), columns.iter().copied());
        let batches = builder.with_projection(mask).with_batch_size(BATCH).build();
        let damaged = |error: parquet::errors::ParquetError| FormatError::Damaged {
            name: name.to_owned(),
            what: error.to_string(),
        };
        Ok(Table { batches: batches.map_err(damaged)?, rest: None })
    }

    /// The next rows.
    pub(super) fn next(&mut self, limit: usize) -> io::Result<Cells> {
        let batch = match self.rest.take() {
            Some(rest) => rest,
            None => match self.batches.next() {
                Some(batch) => batch.map_err(io::Error::other)?,
                None => return Ok(Cells::None),
            },
        };
        let rows = batch.num_rows().min(limit);
        if rows < batch.num_rows() {
            self.rest = Some(batch.slice(rows, batch.num_rows() - rows));
        }
        let batch = batch.slice(0, rows);
        let columns = batch.columns().iter().map(texts).collect::<Result<_, _>>().map_err(io::Error::other)?;
        Ok(Cells::Arrow { columns, rows })
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
