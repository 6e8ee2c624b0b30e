//! What a scan wrote, read again: rows of JSON, whatever it was written as.

use std::io;

use serde_json::{Map, Value};

use super::reader::{Opened, ReadOptions, Reader};
use super::rows::{Mark, ParseBuffer, Rows};
use crate::input::Input;
use crate::out::{Leaf, leaf};
use crate::{FormatError, RowError};

/// Reads the analyses of a file that a scan wrote: JSON lines, CSV or Parquet, the first two also as .gz or .zst.
///
/// Every row comes as the JSON of one analysis, to be had by [`Rows::whole`]; what is null may be left out of it. A row
/// that is no analysis comes as it stands, so that whoever reads it can say why.
pub struct Analyses {
    source: Source,
    /// Index of the next row.
    index: u64,
}

enum Source {
    Lines(Reader),
    Csv {
        reader: Reader,
        raw: Box<Rows>,
        buffer: Box<ParseBuffer>,
        columns: Vec<Option<(&'static str, Leaf)>>,
    },
    #[cfg(feature = "parquet")]
    Parquet(super::parquet::Table),
}

impl Analyses {
    /// Opens a file and sees what it is.
    ///
    /// # Errors
    ///
    /// [`FormatError`] if it cannot be opened, or is of no format that a scan writes.
    pub fn open(input: &Input) -> Result<Self, FormatError> {
        let (name, options) = (input.name(), ReadOptions::default());
        Self::of(Opened::open(input, &name, &options)?, &name, &options)
    }

    /// Reads what a stream gives: `name` is what messages call it.
    ///
    /// # Errors
    ///
    /// As [`Analyses::open`].
    pub fn of_stream(stream: Box<dyn io::Read + Send>, name: &str) -> Result<Self, FormatError> {
        let options = ReadOptions::default();
        Self::of(Opened::new(stream, None, name, &options)?, name, &options)
    }

    fn of(opened: Opened<'_>, name: &str, options: &ReadOptions) -> Result<Self, FormatError> {
        let source = match opened.plain.head() {
            [b'P', b'A', b'R', b'1', ..] => parquet(opened, name, options)?,
            head if is_table(head) => {
                let (reader, names) = Reader::cells(opened.plain, name)?;
                let columns = names.iter().map(|name| leaf(name)).collect();
                Source::Csv { reader, raw: Box::default(), buffer: Box::default(), columns }
            }
            _ => Source::Lines(Reader::lines(opened.plain)),
        };
        Ok(Analyses { source, index: 0 })
    }

    /// Fills `rows` with the next rows: at most `limit` of them, and no more once they have `bytes` bytes. `false` at the
    /// end.
    ///
    /// # Errors
    ///
    /// If the file cannot be read further; the rows that were read before are in `rows`.
    pub fn read(&mut self, rows: &mut Rows, limit: usize, bytes: usize) -> io::Result<bool> {
        match &mut self.source {
            Source::Lines(reader) => return reader.read(rows, limit, bytes),
            Source::Csv { reader, raw, buffer, columns } => {
                let result = reader.read(raw, limit, bytes);
                rows.restart(self.index);
                for at in 0..raw.len() {
                    let start = rows.bytes.len();
                    match raw.cells_of(at, buffer).and_then(|cells| object(columns, cells)) {
                        Ok(object) => serde_json::to_writer(&mut rows.bytes, &object)?,
                        Err(_) => rows.bytes.extend_from_slice(raw.whole(at).unwrap_or_default()),
                    }
                    let (end, Mark { offset, line, .. }) = (rows.bytes.len(), raw.marks[at]);
                    rows.marks.push(Mark { start, end, offset, line, length: (end - start) as u64, too_long: None });
                }
                result?;
            }
            #[cfg(feature = "parquet")]
            Source::Parquet(table) => {
                rows.restart(self.index);
                if let Some(batch) = table.batch(limit)? {
                    let mut writer = arrow_json::LineDelimitedWriter::new(&mut rows.bytes);
                    writer.write(&batch).and_then(|()| writer.finish()).map_err(io::Error::other)?;
                }
                let mut start = 0;
                for end in memchr::memchr_iter(b'\n', &rows.bytes) {
                    let length = (end - start) as u64;
                    rows.marks.push(Mark { start, end, offset: 0, line: None, length, too_long: None });
                    start = end + 1;
                }
            }
        }
        self.index += rows.len() as u64;
        Ok(!rows.is_empty())
    }
}

#[cfg(feature = "parquet")]
fn parquet(opened: Opened<'_>, name: &str, options: &ReadOptions) -> Result<Source, FormatError> {
    let path = opened.path.filter(|_| !opened.unpacked);
    let file = super::parquet::Whole::of(path, opened.plain, name, &options.bytes_read)?;
    let all: Vec<usize> = (0..file.names().len()).collect();
    Ok(Source::Parquet(file.columns(name, &all)?))
}

#[cfg(not(feature = "parquet"))]
fn parquet(_: Opened<'_>, _: &str, _: &ReadOptions) -> Result<Source, FormatError> {
    Err(FormatError::NotBuilt("this build has no Parquet; report on CSV or JSON, or build with the feature `parquet`"))
}

/// Whether it begins as the tables that a scan writes do.
fn is_table(head: &[u8]) -> bool {
    let line = head.split(|b| *b == b'\n').next().unwrap_or_default();
    let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
    line.split(|b| *b == b',').any(|name| name.trim_ascii() == b"verdict")
}

/// The analysis that a row of a table was made of. A cell of no known column is left out.
fn object<'a>(
    columns: &[Option<(&'static str, Leaf)>],
    cells: impl Iterator<Item = &'a str>,
) -> Result<Map<String, Value>, RowError> {
    let mut object = Map::new();
    for (column, cell) in columns.iter().zip(cells) {
        let Some((way, kind)) = column else { continue };
        let value = match (kind, cell) {
            (Leaf::Texts | Leaf::List, "") => Value::Array(Vec::new()),
            (_, "") => Value::Null,
            (Leaf::Text, text) => Value::from(text),
            (Leaf::Texts, texts) => texts.split('|').collect(),
            (Leaf::List | Leaf::Plain, json) => serde_json::from_str(json)?,
        };
        put(&mut object, way, value);
    }
    // Nothing in all of its leaves: it was null as a whole.
    if let Some(Value::Object(reading)) = object.get_mut("reading")
        && let Some(shares) = reading.get_mut("shares").filter(|shares| is_empty(shares))
    {
        *shares = Value::Null;
    }
    if let Some(counterfactual) = object.get_mut("counterfactual").filter(|all| all["role"].is_null()) {
        *counterfactual = Value::Null;
    }
    Ok(object)
}

fn is_empty(value: &Value) -> bool {
    value.as_object().is_some_and(|members| members.values().all(Value::is_null))
}

fn put(object: &mut Map<String, Value>, way: &str, value: Value) {
    match way.split_once('.') {
        None => drop(object.insert(way.to_owned(), value)),
        Some((first, rest)) => {
            if let Value::Object(inner) = object.entry(first).or_insert_with(|| Value::Object(Map::new())) {
                put(inner, rest, value);
            }
        }
    }
}
