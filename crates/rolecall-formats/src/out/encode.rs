//! Rows as bytes, or as a batch of a table.

use std::io;
use std::sync::Arc;

use rolecall::Analysis;
use serde_json::value::RawValue;

use super::fields::{Fields, LEAF_COUNT, LEAVES, Members};
use super::{Format, RowDoc, Shape};

/// Rows that are ready to be written.
#[derive(Default)]
pub struct Encoded {
    /// Text formats: the rows, each with its line end.
    pub bytes: Vec<u8>,
    /// Parquet: the rows.
    #[cfg(feature = "parquet")]
    pub batch: Option<arrow_array::RecordBatch>,
}

impl Encoded {
    /// Takes all rows out and keeps the memory.
    pub fn clear(&mut self) {
        self.bytes.clear();
        #[cfg(feature = "parquet")]
        {
            self.batch = None;
        }
    }
}

/// Makes rows of analyses. One a worker; it keeps its memory from row to row.
pub struct Encoder {
    shape: Arc<Shape>,
    leaves: Vec<&'static str>,
    row: Vec<u8>,
    #[cfg(feature = "parquet")]
    table: Option<super::table::Rows>,
}

impl Encoder {
    /// An encoder for rows of that shape.
    ///
    /// # Errors
    ///
    /// If this build cannot write the format.
    pub fn new(shape: Arc<Shape>) -> io::Result<Self> {
        shape.check().map_err(io::Error::other)?;
        Ok(Encoder {
            leaves: Fields::leaves(shape.fields.as_ref()),
            #[cfg(feature = "parquet")]
            table: (shape.format == Format::Parquet)
                .then(|| super::table::Rows::new(shape.fields.as_ref()))
                .transpose()?,
            row: Vec::new(),
            shape,
        })
    }

    /// What stands before all rows: the header of CSV, else nothing.
    #[must_use]
    pub fn head(shape: &Shape) -> Vec<u8> {
        match shape.format {
            Format::Csv => format!("{}\n", Fields::leaves(shape.fields.as_ref()).join(",")).into_bytes(),
            Format::Jsonl | Format::Parquet => Vec::new(),
        }
    }

    /// Appends a row.
    ///
    /// # Errors
    ///
    /// If the row has no such shape, which is a bug.
    pub fn push(&mut self, analysis: &Analysis, row: &RowDoc<'_>, to: &mut Encoded) -> io::Result<()> {
        let direct = self.shape.format == Format::Jsonl && self.shape.fields.is_none();
        let json = if direct { &mut to.bytes } else { &mut self.row };
        if !direct {
            json.clear();
        }
        let mut doc = analysis.to_doc();
        self.shape.evidence.cut(&mut doc);
        doc.write(json)?;
        // The row is the last field: in place of the closing brace.
        json.pop();
        json.extend_from_slice(b",\"row\":");
        serde_json::to_writer(&mut *json, row)?;
        json.push(b'}');
        if direct {
            json.push(b'\n');
            return Ok(());
        }
        let text = std::str::from_utf8(&self.row).map_err(io::Error::other)?;
        match self.shape.format {
            Format::Jsonl => {
                if let Some(fields) = &self.shape.fields {
                    fields.project(text, "", &mut to.bytes)?;
                }
                to.bytes.push(b'\n');
            }
            Format::Csv => csv_row(text, &self.leaves, &mut to.bytes)?,
            Format::Parquet =>
            {
                #[cfg(feature = "parquet")]
                if let Some(table) = &mut self.table {
                    table.push(&self.row)?;
                }
            }
        }
        Ok(())
    }

    /// Ends the batch of rows.
    ///
    /// # Errors
    ///
    /// If the rows have no such shape, which is a bug.
    #[cfg_attr(not(feature = "parquet"), expect(unused_variables, clippy::unused_self, reason = "for Parquet only"))]
    pub fn finish(&mut self, to: &mut Encoded) -> io::Result<()> {
        #[cfg(feature = "parquet")]
        if let Some(table) = &mut self.table {
            to.batch = table.finish()?;
        }
        Ok(())
    }
}

fn csv_row(object: &str, leaves: &[&'static str], to: &mut Vec<u8>) -> io::Result<()> {
    let mut cells: [Option<&RawValue>; LEAF_COUNT] = [None; LEAF_COUNT];
    collect(object, "", &mut cells)?;
    for (n, leaf) in leaves.iter().enumerate() {
        if n > 0 {
            to.push(b',');
        }
        let cell = LEAVES.iter().position(|other| other == leaf).and_then(|at| *cells.get(at)?);
        if let Some(value) = cell {
            csv_cell(value.get(), to)?;
        }
    }
    to.push(b'\n');
    Ok(())
}

fn collect<'a>(object: &'a str, way: &str, cells: &mut [Option<&'a RawValue>]) -> io::Result<()> {
    for (name, value) in serde_json::from_str::<Members<'a>>(object)?.0 {
        let inner = if way.is_empty() { name.into_owned() } else { format!("{way}.{name}") };
        if let Some(at) = LEAVES[..LEAF_COUNT].iter().position(|leaf| *leaf == inner) {
            cells[at] = Some(value);
        } else if value.get().starts_with('{') {
            collect(value.get(), &inner, cells)?;
        }
    }
    Ok(())
}

/// A value as a cell: a text as it is, a list of texts with `|` between, null as nothing, all else as JSON.
fn csv_cell(value: &str, to: &mut Vec<u8>) -> io::Result<()> {
    let text = match value.as_bytes() {
        b"null" | b"[]" => return Ok(()),
        [b'"', ..] => serde_json::from_str::<String>(value)?,
        [b'[', b'"', ..] => serde_json::from_str::<Vec<String>>(value)?.join("|"),
        _ => value.to_owned(),
    };
    if text.bytes().any(|b| matches!(b, b',' | b'"' | b'\n' | b'\r')) || text.trim_ascii().len() < text.len() {
        to.push(b'"');
        for (n, part) in text.split('"').enumerate() {
            if n > 0 {
                to.extend_from_slice(b"\"\"");
            }
            to.extend_from_slice(part.as_bytes());
        }
        to.push(b'"');
    } else {
        to.extend_from_slice(text.as_bytes());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_as_cells() {
        let cases = [
            ("null", ""),
            ("[]", ""),
            ("5", "5"),
            ("true", "true"),
            (r#""plain""#, "plain"),
            (r#""a, \"b\"\nc""#, "\"a, \"\"b\"\"\nc\""),
            (r#"["x","y"]"#, "x|y"),
            ("[1,2]", "\"[1,2]\""),
            (r#"" x""#, "\" x\""),
        ];
        for (value, expected) in cases {
            let mut to = Vec::new();
            csv_cell(value, &mut to).unwrap();
            assert_eq!(String::from_utf8(to).unwrap(), expected, "{value}");
        }
    }
}
