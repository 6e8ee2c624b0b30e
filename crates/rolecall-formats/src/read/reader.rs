//! An input, opened.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use encoding_rs::{Encoding, UTF_8};

use super::rows::{Cells, Origin, ParseBuffer, Rows, Shape, TableColumns};
use super::sniff::{self, Layout};
use super::split::{Cursor, Elements, Splitter};
use super::stream::{self, Bytes, Counted, Peeked, Transcoded};
use super::workbook::Workbook;
use crate::columns::Columns;
use crate::input::{Input, extension};
use crate::{FormatError, MAX_RECORD};

/// How much of an input is looked at before it is read.
const HEAD: usize = 1 << 20;

/// How inputs are read.
#[derive(Clone, Debug, Default)]
pub struct ReadOptions {
    /// Which column is what.
    pub columns: Arc<Columns>,
    /// The encoding of texts that carry no byte order mark; guessed for tables and UTF-8 for JSON if not given.
    pub encoding: Option<&'static Encoding>,
    /// Whether records carry the input's other columns.
    pub keep_columns: bool,
    /// Bytes of files (as they lie on the disk) that were read so far, of all readers with these options.
    pub bytes_read: Arc<AtomicU64>,
}

/// The encoding of that name.
///
/// # Errors
///
/// [`FormatError::Encoding`] if there is none.
pub fn encoding(name: &str) -> Result<&'static Encoding, FormatError> {
    Encoding::for_label(name.trim().as_bytes()).ok_or_else(|| FormatError::Encoding(name.to_owned()))
}

/// Reads the rows of one input.
///
/// ```
/// use rolecall_formats::{Input, ParseBuffer, ReadOptions, Reader, Rows};
///
/// # let folder = std::env::temp_dir().join(format!("rolecall-doc-{}", std::process::id()));
/// # std::fs::create_dir_all(&folder)?;
/// let path = folder.join("postings.csv");
/// std::fs::write(&path, "Job Title;Description\nProduct Owner;You order the backlog.\n")?;
/// let mut reader = Reader::open(&Input::File(path), &ReadOptions::default())?;
/// let (mut rows, mut buffer) = (Rows::default(), ParseBuffer::default());
/// assert!(reader.read(&mut rows, 100, 1 << 20)?);
/// let record = rows.parse(0, &mut buffer)?;
/// assert_eq!(record.posting.title.as_deref(), Some("Product Owner"));
/// # std::fs::remove_dir_all(&folder)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Reader {
    origin: Arc<Origin>,
    source: Source,
    /// Index of the next row.
    index: u64,
}

enum Source {
    Text {
        cursor: Cursor,
        splitter: Splitter,
    },
    Workbook(Workbook),
    #[cfg(feature = "parquet")]
    Parquet(super::parquet::Table),
}

impl Reader {
    /// Opens an input and sees what it is.
    ///
    /// # Errors
    ///
    /// [`FormatError`] if it cannot be opened, is of no format that can be read, or is a table without a column for the
    /// posting's text.
    pub fn open(input: &Input, options: &ReadOptions) -> Result<Self, FormatError> {
        let name = input.name();
        Self::of(Opened::open(input, &name, options)?, &name, options)
    }

    /// Reads what a stream gives: `name` is what messages call it.
    ///
    /// # Errors
    ///
    /// As [`Reader::open`].
    pub fn of_stream(stream: Box<dyn Read + Send>, name: &str, options: &ReadOptions) -> Result<Self, FormatError> {
        Self::of(Opened::new(stream, None, name, options)?, name, options)
    }

    fn of(opened: Opened<'_>, name: &str, options: &ReadOptions) -> Result<Self, FormatError> {
        let Opened { plain, path, unpacked } = opened;
        match plain.head() {
            [b'P', b'A', b'R', b'1', ..] => parquet(path.filter(|_| !unpacked), plain, name, options),
            [b'P', b'K', 3, 4, ..] | [0xd0, 0xcf, 0x11, 0xe0, ..] => workbook(plain, name, options),
            head => {
                if let Some((_, kind, help)) = sniff::MAGIC.iter().find(|(magic, ..)| head.starts_with(magic)) {
                    return Err(unsupported(name, kind, help));
                }
                Self::text(plain, name, path.and_then(extension), options)
            }
        }
    }

    fn text(
        mut plain: Peeked,
        name: &str,
        extension: Option<&'static str>,
        options: &ReadOptions,
    ) -> Result<Self, FormatError> {
        let head = plain.head();
        let whole = plain.is_whole(HEAD);
        let marked = stream::marked(head);
        let given = marked.or(options.encoding);
        let likely = given.unwrap_or_else(|| stream::guessed(head, whole));
        let layout = sniff::layout(&stream::head_text(head, likely), extension, &options.columns);
        let is_table = matches!(layout, Layout::Delimited { .. });
        if is_table && likely == UTF_8 && memchr::memchr(0, &head[..head.len().min(1 << 12)]).is_some() {
            return Err(unsupported(name, "a binary file", "see `rolecall scan --help` for what can be read"));
        }
        // JSON is UTF-8; what is not makes its row a reject.
        let encoding = if is_table { likely } else { given.unwrap_or(UTF_8) };
        let shape = |splitter| (Shape::Json, splitter);
        let (shape, splitter) = match layout {
            Layout::Lines => shape(Splitter::Lines),
            Layout::Stream => shape(Splitter::Elements(Elements::stream())),
            Layout::Member(_) => shape(Splitter::Elements(Elements::list())),
            Layout::Delimited { separator, quote } => {
                let table = TableColumns { names: Vec::new(), slots: Vec::new() };
                (Shape::Delimited { separator, quote, table }, Splitter::Records { separator, quote })
            }
            Layout::Markup => {
                let help = "read one page with `rolecall check`, and export feeds as JSON or CSV";
                return Err(unsupported(name, "XML or HTML, not a table of postings", help));
            }
            Layout::Conflict => {
                let help = "finish the merge (remove the lines `<<<<<<<`, `=======` and `>>>>>>>`) and scan it again";
                return Err(unsupported(name, "a table with the marks of a Git conflict in it", help));
            }
        };
        let mut offset = 0;
        let stream: Bytes = if encoding == UTF_8 {
            offset = if marked.is_some() { 3 } else { 0 };
            if let Layout::Member(at) = layout {
                offset = at + if marked.is_some() { 3 } else { 0 };
            }
            plain.skip(offset);
            Box::new(plain)
        } else {
            let decoded = Transcoded::new(plain, encoding, !is_table);
            match layout {
                Layout::Member(at) => {
                    let failed = |source| FormatError::Read { name: name.to_owned(), source };
                    let mut peeked = Peeked::new(Box::new(decoded), at).map_err(failed)?;
                    peeked.skip(at);
                    offset = at;
                    Box::new(peeked)
                }
                _ => Box::new(decoded),
            }
        };
        let mut source = (Cursor::new(stream, offset as u64), splitter);
        let shape = match shape {
            Shape::Delimited { separator, quote, .. } => {
                let names = header(&mut source, separator, quote, name)?;
                let table = bind(names, name, options)?;
                Shape::Delimited { separator, quote, table }
            }
            other => other,
        };
        let (cursor, splitter) = source;
        Ok(Reader::new(shape, Source::Text { cursor, splitter }, options))
    }

    /// Reads lines of JSON from a stream, whatever they hold: a blank line is no row.
    pub(super) fn lines(from: Peeked) -> Self {
        let source = Source::Text { cursor: Cursor::new(Box::new(from), 0), splitter: Splitter::Lines };
        Reader::new(Shape::Json, source, &ReadOptions::default())
    }

    /// Reads the rows of a table with commas, whatever its columns hold; gives their names.
    pub(super) fn cells(from: Peeked, name: &str) -> Result<(Self, Vec<String>), FormatError> {
        let (separator, quote) = (b',', b'"');
        let mut source = (Cursor::new(Box::new(from), 0), Splitter::Records { separator, quote });
        let names = header(&mut source, separator, quote, name)?;
        let table = TableColumns { slots: vec![None; names.len()], names: names.clone() };
        let (cursor, splitter) = source;
        let shape = Shape::Delimited { separator, quote, table };
        Ok((Reader::new(shape, Source::Text { cursor, splitter }, &ReadOptions::default()), names))
    }

    fn new(shape: Shape, source: Source, options: &ReadOptions) -> Self {
        let columns = Arc::clone(&options.columns);
        Reader { origin: Arc::new(Origin { columns, keep: options.keep_columns, shape }), source, index: 0 }
    }

    /// Fills `rows` with the next rows: at most `limit` of them, and no more once they have `bytes` bytes. `false` at the
    /// end.
    ///
    /// # Errors
    ///
    /// If the input cannot be read further; the rows that were read before are in `rows`.
    pub fn read(&mut self, rows: &mut Rows, limit: usize, bytes: usize) -> io::Result<bool> {
        rows.origin = Some(Arc::clone(&self.origin));
        rows.first = self.index;
        rows.marks.clear();
        rows.bytes.clear();
        if rows.bytes.capacity() > MAX_RECORD / 2 {
            // One huge row must not be paid for to the end.
            rows.bytes = Vec::new();
        }
        rows.cells = Cells::None;
        let result = match &mut self.source {
            Source::Text { cursor, splitter } => loop {
                if rows.marks.len() == limit || rows.bytes.len() >= bytes {
                    break Ok(());
                }
                match splitter.next(cursor, &mut rows.bytes) {
                    Ok(Some(mark)) => rows.marks.push(mark),
                    Ok(None) => break Ok(()),
                    Err(error) => break Err(error),
                }
            },
            Source::Workbook(workbook) => {
                rows.cells = workbook.next(limit);
                Ok(())
            }
            #[cfg(feature = "parquet")]
            Source::Parquet(table) => table.next(limit).map(|cells| rows.cells = cells),
        };
        self.index += rows.len() as u64;
        result.map(|()| !rows.is_empty())
    }

    /// Index of the next row: how many were read.
    #[must_use]
    pub fn index(&self) -> u64 {
        self.index
    }
}

/// The first record of a table.
fn header(source: &mut (Cursor, Splitter), separator: u8, quote: u8, name: &str) -> Result<Vec<String>, FormatError> {
    let failed = |source| FormatError::Read { name: name.to_owned(), source };
    let (cursor, splitter) = source;
    let mut bytes = Vec::new();
    let Some(mark) = splitter.next(cursor, &mut bytes).map_err(failed)? else {
        return Err(unsupported(name, "empty", "there is nothing to scan in it"));
    };
    let mut buffer = ParseBuffer::default();
    buffer.split(&bytes[mark.start..mark.end], separator, quote);
    Ok(buffer.cells().map(|cell| cell.trim_start_matches('\u{feff}').trim().to_owned()).collect())
}

/// Finds the columns of a table.
fn bind(names: Vec<String>, name: &str, options: &ReadOptions) -> Result<TableColumns, FormatError> {
    let columns = &options.columns;
    let error = match (columns.bind(names.iter().map(String::as_str)), columns.missing(&names)) {
        (Some(slots), None) => return Ok(TableColumns { names, slots }),
        (_, column) => column.map(str::to_owned),
    };
    // A message that can be read, whatever was taken for a header.
    let shown: Vec<String> = names
        .iter()
        .take(30)
        .map(|name| format!("`{}`", name.chars().take(40).collect::<String>().escape_debug()))
        .collect();
    let more = if names.len() > shown.len() { ", …" } else { "" };
    let (name, columns) = (name.to_owned(), format!("{}{more}", shown.join(", ")));
    Err(match error {
        Some(column) => FormatError::NoColumn { name, column, columns },
        None => FormatError::NoBody { name, columns },
    })
}

fn unsupported(name: &str, kind: &str, help: &str) -> FormatError {
    FormatError::Unsupported { name: name.to_owned(), kind: kind.to_owned(), help: help.to_owned() }
}

/// An input whose first bytes were looked at, without its compression.
pub(super) struct Opened<'a> {
    pub(super) plain: Peeked,
    /// `None` for stdin.
    pub(super) path: Option<&'a Path>,
    /// Whether it was compressed: then its path does not lead to what was looked at.
    pub(super) unpacked: bool,
}

impl<'a> Opened<'a> {
    pub(super) fn open(input: &'a Input, name: &str, options: &ReadOptions) -> Result<Self, FormatError> {
        let failed = |source| FormatError::Read { name: name.to_owned(), source };
        match input {
            Input::Stdin => Self::new(Box::new(io::stdin()), None, name, options),
            Input::File(path) => {
                let file = File::open(path).map_err(failed)?;
                if file.metadata().map_err(failed)?.is_dir() {
                    return Err(failed(io::Error::from(io::ErrorKind::IsADirectory)));
                }
                Self::new(Box::new(file), Some(path), name, options)
            }
        }
    }

    /// What a stream gives; `path` is the file that it reads.
    pub(super) fn new(
        stream: Bytes,
        path: Option<&'a Path>,
        name: &str,
        options: &ReadOptions,
    ) -> Result<Self, FormatError> {
        let failed = |source| FormatError::Read { name: name.to_owned(), source };
        let counted = Counted { from: stream, count: Arc::clone(&options.bytes_read) };
        let packed = Peeked::new(Box::new(counted), HEAD).map_err(failed)?;
        let damaged = |error: io::Error| FormatError::Damaged { name: name.to_owned(), what: error.to_string() };
        let (plain, unpacked) = stream::decompressed(packed, HEAD).map_err(damaged)?;
        Ok(Opened { plain, path, unpacked })
    }
}

fn workbook(plain: Peeked, name: &str, options: &ReadOptions) -> Result<Reader, FormatError> {
    let (workbook, names) = Workbook::open(plain, name, &options.columns)?;
    let table = bind(names, name, options)?;
    Ok(Reader::new(Shape::Cells(table), Source::Workbook(workbook), options))
}

/// `path` is the file, if it is one as it lies on the disk.
#[cfg(feature = "parquet")]
fn parquet(path: Option<&Path>, plain: Peeked, name: &str, options: &ReadOptions) -> Result<Reader, FormatError> {
    let file = super::parquet::Whole::of(path, plain, name, &options.bytes_read)?;
    let mut table = bind(file.names(), name, options)?;
    let needed: Vec<usize> =
        (0..table.names.len()).filter(|&n| options.keep_columns || table.slots[n].is_some()).collect();
    table.names = needed.iter().map(|&n| table.names[n].clone()).collect();
    table.slots = needed.iter().map(|&n| table.slots[n]).collect();
    let rows = file.columns(name, &needed)?;
    Ok(Reader::new(Shape::Cells(table), Source::Parquet(rows), options))
}

#[cfg(not(feature = "parquet"))]
fn parquet(_: Option<&Path>, _: Peeked, name: &str, _: &ReadOptions) -> Result<Reader, FormatError> {
    let help = "this build has no Parquet; convert it to CSV or JSON, or build with the feature `parquet`";
    Err(unsupported(name, "a Parquet file", help))
}

impl std::fmt::Debug for Reader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reader").field("index", &self.index).finish_non_exhaustive()
    }
}
