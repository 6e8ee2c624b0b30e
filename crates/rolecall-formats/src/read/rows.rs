//! Rows as they are cut from an input, and how they are parsed.

use std::borrow::Cow;
use std::sync::Arc;

use rolecall::Posting;
use xxhash_rust::xxh3::xxh3_128;

use crate::columns::{Columns, Field, Slot};
use crate::record::{Record, RowError, Texts, parse_json};
use crate::{MAX_RECORD, RAW_KEPT};

/// Where rows come from and how they are to be read.
pub(crate) struct Origin {
    pub(crate) columns: Arc<Columns>,
    pub(crate) keep: bool,
    pub(crate) shape: Shape,
}

/// What a row is.
pub(crate) enum Shape {
    Json,
    Delimited { separator: u8, quote: u8, table: TableColumns },
    Cells(TableColumns),
}

/// The columns of a table.
pub(crate) struct TableColumns {
    pub(crate) names: Vec<String>,
    pub(crate) slots: Vec<Option<Slot>>,
}

/// One row in the bytes of its batch.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mark {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) offset: u64,
    pub(crate) line: Option<u64>,
    pub(crate) length: u64,
    /// The hash of a row that is too long to be held.
    pub(crate) too_long: Option<u128>,
}

/// Rows whose cells come apart from the file.
#[derive(Default)]
pub(crate) enum Cells {
    #[default]
    None,
    /// Column by column.
    #[cfg(feature = "parquet")]
    Arrow { columns: Vec<arrow_array::StringArray>, rows: usize },
    /// Row by row.
    Texts(Vec<Vec<Option<String>>>),
}

impl Cells {
    fn len(&self) -> usize {
        match self {
            Cells::None => 0,
            #[cfg(feature = "parquet")]
            Cells::Arrow { rows, .. } => *rows,
            Cells::Texts(rows) => rows.len(),
        }
    }

    /// Whether no value is something else than an empty text.
    fn tell_null(&self) -> bool {
        match self {
            Cells::None | Cells::Texts(_) => false,
            #[cfg(feature = "parquet")]
            Cells::Arrow { .. } => true,
        }
    }

    fn get(&self, row: usize, column: usize) -> Option<&str> {
        match self {
            Cells::None => None,
            #[cfg(feature = "parquet")]
            Cells::Arrow { columns, .. } => {
                use arrow_array::Array;
                let column = columns.get(column)?;
                (!column.is_null(row)).then(|| column.value(row))
            }
            Cells::Texts(rows) => rows.get(row)?.get(column)?.as_deref(),
        }
    }
}

/// A batch of rows of one input. It is filled by [`Reader::read`](super::Reader::read) and can be filled again.
#[derive(Default)]
pub struct Rows {
    pub(crate) origin: Option<Arc<Origin>>,
    pub(crate) first: u64,
    pub(crate) bytes: Vec<u8>,
    pub(crate) marks: Vec<Mark>,
    pub(crate) cells: Cells,
}

/// What a row is made of, as far as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Content<'a> {
    /// Its first bytes, at most [`RAW_KEPT`]; of a row without bytes of its own (Parquet, workbooks) its cells as JSON.
    pub raw: Cow<'a, [u8]>,
    /// How many bytes it has in all.
    pub length: u64,
    /// XXH3 (128 bits) of all of them.
    pub hash: u128,
}

/// A row's place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its number among the rows of its input, from 0. Blank lines are no rows, the header of a table is none.
    pub index: u64,
    /// Its line, from 1, where rows are lines.
    pub line: Option<u64>,
    /// Offset of its first byte in the input, decompressed and in UTF-8; `None` for Parquet and workbooks.
    pub offset: Option<u64>,
}

/// Memory for the cells of a row, one a worker.
#[derive(Default)]
pub struct ParseBuffer {
    bytes: Vec<u8>,
    ends: Vec<usize>,
    /// What splits records, and for which separator and quote.
    splitter: Option<(u8, u8, csv_core::Reader)>,
}

impl Rows {
    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.marks.len().max(self.cells.len())
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The place of a row of this batch.
    #[must_use]
    pub fn row(&self, at: usize) -> Row {
        let index = self.first + at as u64;
        let mark = self.marks.get(at);
        Row { index, line: mark.and_then(|mark| mark.line), offset: mark.map(|mark| mark.offset) }
    }

    /// All bytes of a row of this batch; of one that is too long, how many it has. Rows of Parquet and workbooks have none.
    ///
    /// # Errors
    ///
    /// The length of a row over [`MAX_RECORD`](crate::MAX_RECORD).
    pub fn whole(&self, at: usize) -> Result<&[u8], u64> {
        match self.marks.get(at) {
            Some(mark) if mark.too_long.is_some() => Err(mark.length),
            Some(mark) => Ok(&self.bytes[mark.start..mark.end]),
            None => Ok(b""),
        }
    }

    /// The bytes of a row of this batch, as far as they are kept.
    #[must_use]
    pub fn content(&self, at: usize) -> Content<'_> {
        let raw = match self.marks.get(at) {
            Some(mark) => {
                let bytes = &self.bytes[mark.start..mark.end];
                let hash = mark.too_long.unwrap_or_else(|| xxh3_128(bytes));
                let raw = Cow::Borrowed(&bytes[..bytes.len().min(RAW_KEPT)]);
                return Content { raw, length: mark.length, hash };
            }
            None => self.cells_as_json(at),
        };
        let (length, hash) = (raw.len() as u64, xxh3_128(&raw));
        let mut raw = raw;
        raw.truncate(RAW_KEPT);
        Content { raw: Cow::Owned(raw), length, hash }
    }

    fn cells_as_json(&self, at: usize) -> Vec<u8> {
        let mut object = serde_json::Map::new();
        if let Some(Shape::Cells(table)) = self.origin.as_deref().map(|origin| &origin.shape) {
            for (column, name) in table.names.iter().enumerate() {
                object.insert(name.clone(), self.cells.get(at, column).into());
            }
        }
        serde_json::Value::Object(object).to_string().into_bytes()
    }

    /// Takes all rows out, to be filled with rows of JSON.
    pub(super) fn restart(&mut self, first: u64) {
        self.first = first;
        self.marks.clear();
        self.bytes.clear();
        self.cells = Cells::None;
    }

    /// The cells of a row of a delimited table.
    pub(super) fn cells_of<'a>(
        &self,
        at: usize,
        buffer: &'a mut ParseBuffer,
    ) -> Result<impl Iterator<Item = &'a str>, RowError> {
        let bytes = self.whole(at).map_err(RowError::TooLong)?;
        if let Some(Shape::Delimited { separator, quote, table }) = self.origin.as_deref().map(|origin| &origin.shape) {
            buffer.split(bytes, *separator, *quote);
            let (cells, columns) = (buffer.ends.len(), table.names.len());
            if cells != columns {
                return Err(RowError::Ragged { cells, columns });
            }
        }
        // The row is valid if it is as a whole: separators and quotes are ASCII.
        if let Err(error) = std::str::from_utf8(bytes) {
            return Err(RowError::NotUtf8(error.valid_up_to()));
        }
        let starts = std::iter::once(0).chain(buffer.ends.iter().copied());
        Ok(starts.zip(&buffer.ends).map(|(from, &to)| std::str::from_utf8(&buffer.bytes[from..to]).unwrap_or("")))
    }

    /// Reads a row of this batch.
    ///
    /// # Errors
    ///
    /// [`RowError`] if it is no posting.
    pub fn parse<'a>(&'a self, at: usize, buffer: &'a mut ParseBuffer) -> Result<Record<'a>, RowError> {
        let Some(origin) = self.origin.as_deref() else { return Err(RowError::Blank) };
        let mark = self.marks.get(at);
        if let Some(mark) = mark.filter(|mark| mark.too_long.is_some()) {
            return Err(RowError::TooLong(mark.length));
        }
        let bytes = mark.map_or(&[][..], |mark| &self.bytes[mark.start..mark.end]);
        match &origin.shape {
            Shape::Json => parse_json(bytes, &origin.columns, origin.keep),
            Shape::Delimited { separator, quote, table } => {
                buffer.split(bytes, *separator, *quote);
                // The row is valid if it is as a whole: separators and quotes are ASCII.
                if let Err(error) = std::str::from_utf8(bytes) {
                    return Err(RowError::Encoding(error.valid_up_to()));
                }
                let cells = buffer.ends.len();
                let cell = |column: usize| {
                    let start = if column == 0 { 0 } else { buffer.ends[column - 1] };
                    buffer.ends.get(column).and_then(|&end| std::str::from_utf8(&buffer.bytes[start..end]).ok())
                };
                if (0..cells).all(|column| cell(column).is_none_or(|text| text.trim_ascii().is_empty())) {
                    return Err(RowError::Blank);
                }
                let columns = table.names.len();
                let more_is_empty = (columns..cells).all(|column| cell(column) == Some(""));
                if cells < columns || !more_is_empty {
                    return Err(RowError::Ragged { cells, columns });
                }
                Ok(origin.record(table, cell))
            }
            Shape::Cells(table) => {
                let cell = |column: usize| self.cells.get(at, column);
                let length: usize = (0..table.names.len()).filter_map(cell).map(str::len).sum();
                if length > MAX_RECORD {
                    return Err(RowError::TooLong(length as u64));
                }
                if (0..table.names.len()).all(|column| cell(column).is_none_or(|text| text.trim_ascii().is_empty())) {
                    return Err(RowError::Blank);
                }
                let bodies =
                    || (0..table.slots.len()).filter(|n| table.slots[*n].is_some_and(|s| s.field == Field::Body));
                if self.cells.tell_null() && bodies().all(|column| cell(column).is_none()) {
                    let name = bodies().next().map_or_else(String::new, |column| table.names[column].clone());
                    return Err(RowError::NoBody(name));
                }
                Ok(origin.record(table, cell))
            }
        }
    }
}

impl Origin {
    /// A row of a table. An empty cell is no value, but for the body: that is an empty text.
    fn record<'a>(&self, table: &'a TableColumns, cell: impl Fn(usize) -> Option<&'a str>) -> Record<'a> {
        let mut texts = Texts::default();
        let mut record = Record { posting: Posting::untitled(""), columns: Vec::new() };
        for (column, (name, slot)) in table.names.iter().zip(&table.slots).enumerate() {
            let text = cell(column).filter(|text| !text.is_empty());
            if let (Some(slot), Some(text)) = (slot, text) {
                texts.0.push((*slot, Cow::Borrowed(text)));
            }
            if self.keep && slot.is_none_or(|slot| slot.field != Field::Body) {
                record.columns.push((Cow::Borrowed(name), text.map(Cow::Borrowed)));
            }
        }
        texts.fill(&self.columns, &mut record.posting);
        record
    }
}

impl ParseBuffer {
    /// Cuts a record into cells: their bytes one after the other, and where each ends.
    pub(crate) fn split(&mut self, record: &[u8], separator: u8, quote: u8) {
        if self.splitter.as_ref().is_none_or(|(s, q, _)| (*s, *q) != (separator, quote)) {
            // The line break at the record's end is off, and a lone CR is part of a cell.
            let terminator = csv_core::Terminator::Any(b'\n');
            let mut builder = csv_core::ReaderBuilder::new();
            let reader = builder.delimiter(separator).quote(quote).terminator(terminator).build();
            self.splitter = Some((separator, quote, reader));
        }
        let Some((_, _, reader)) = &mut self.splitter else { return };
        reader.reset();
        self.bytes.resize(record.len().max(1), 0);
        self.ends.resize(64, 0);
        let (mut input, mut written, mut cells) = (record, 0, 0);
        loop {
            let (result, read, bytes, ends) =
                reader.read_record(input, &mut self.bytes[written..], &mut self.ends[cells..]);
            input = &input[read..];
            written += bytes;
            cells += ends;
            match result {
                // The end of the record has to be told by an empty input.
                csv_core::ReadRecordResult::InputEmpty => {}
                csv_core::ReadRecordResult::OutputFull => self.bytes.resize(self.bytes.len() * 2, 0),
                csv_core::ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
                csv_core::ReadRecordResult::Record | csv_core::ReadRecordResult::End => break,
            }
        }
        self.ends.truncate(cells);
    }

    /// The cells of the record that was split last.
    pub(crate) fn cells(&self) -> impl Iterator<Item = Cow<'_, str>> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, &end)| String::from_utf8_lossy(&self.bytes[start..end]))
    }
}
