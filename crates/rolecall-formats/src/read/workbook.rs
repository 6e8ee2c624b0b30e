//! Workbooks: Excel and OpenDocument. A sheet is held in memory; no more than a sheet can hold.

use std::io::{Cursor, Read};
use std::sync::Arc;

use calamine::{Data, Range, Reader as _, open_workbook_auto_from_rs};

use super::rows::Cells;
use super::stream::Peeked;
use crate::FormatError;
use crate::columns::Columns;

/// The rows of one sheet.
pub(super) struct Workbook {
    sheet: Range<Data>,
    /// The next row.
    at: usize,
}

impl Workbook {
    /// Opens the first sheet with a column for the posting's text, or the first with anything in it; gives the names of
    /// its columns.
    pub(super) fn open(mut from: Peeked, name: &str, columns: &Columns) -> Result<(Self, Vec<String>), FormatError> {
        let failed = |source| FormatError::Read { name: name.to_owned(), source };
        let damaged = |what: String| FormatError::Damaged { name: name.to_owned(), what };
        let mut bytes = Vec::new();
        from.read_to_end(&mut bytes).map_err(failed)?;
        let bytes: Arc<[u8]> = bytes.into();
        // A damaged workbook must not end the run, however its decoder takes it.
        let sheets = std::panic::catch_unwind(|| {
            let mut book = open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(|error| error.to_string())?;
            let mut sheets = Vec::new();
            for index in 0..book.sheet_names().len() {
                if let Some(sheet) = book.worksheet_range_at(index) {
                    sheets.push(sheet.map_err(|error| error.to_string())?);
                }
            }
            Ok(sheets)
        });
        let sheets = sheets.unwrap_or_else(|_| Err("the workbook could not be decoded".to_owned())).map_err(damaged)?;
        let mut first = None;
        for sheet in sheets {
            let Some((row, names)) = header(&sheet) else { continue };
            let fits = columns.bind(names.iter().map(String::as_str)).is_some();
            let found = (Workbook { sheet, at: row + 1 }, names);
            if fits {
                return Ok(found);
            }
            first.get_or_insert(found);
        }
        first.ok_or_else(|| FormatError::Unsupported {
            name: name.to_owned(),
            kind: "a workbook without a filled cell".to_owned(),
            help: "there is nothing to scan in it".to_owned(),
        })
    }

    /// The next rows.
    pub(super) fn next(&mut self, limit: usize) -> Cells {
        let rows = self.sheet.rows().skip(self.at).take(limit);
        let texts: Vec<Vec<_>> = rows.map(|row| row.iter().map(text).collect()).collect();
        self.at += texts.len();
        Cells::Texts(texts)
    }
}

/// The first row with anything in it.
fn header(sheet: &Range<Data>) -> Option<(usize, Vec<String>)> {
    let (at, row) = sheet.rows().enumerate().find(|(_, row)| row.iter().any(|cell| *cell != Data::Empty))?;
    Some((at, row.iter().map(|cell| text(cell).unwrap_or_default().trim().to_owned()).collect()))
}

fn text(cell: &Data) -> Option<String> {
    match cell {
        Data::Empty => None,
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => Some(text.clone()),
        Data::DateTime(time) if time.is_datetime() => {
            let (year, month, day, hour, minute, second, _) = time.to_ymd_hms_milli();
            Some(format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}"))
        }
        other => Some(other.to_string()),
    }
}
