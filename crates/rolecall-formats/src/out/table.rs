//! Parquet: rows with the types and the nesting of the JSON.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_json::ReaderBuilder;
use arrow_json::reader::Decoder;
use arrow_schema::{DataType, Field, FieldRef, Schema, SchemaRef};
use parquet::arrow::{ArrowSchemaConverter, ArrowWriter, add_encoded_arrow_schema_to_metadata};
use parquet::basic::{Compression, ZstdLevel};
use parquet::column::writer::ColumnCloseResult;
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::reader::FileReader;
use parquet::file::serialized_reader::SerializedFileReader;
use parquet::file::writer::SerializedFileWriter;

use super::fields::Fields;

/// More rows than any batch has.
const MANY: usize = 1 << 20;

/// Rows of JSON on their way into a batch.
pub(super) struct Rows(Decoder);

impl Rows {
    pub(super) fn new(fields: Option<&Fields>) -> io::Result<Self> {
        let decoder = ReaderBuilder::new(schema(fields)).with_batch_size(MANY).build_decoder();
        Ok(Rows(decoder.map_err(io::Error::other)?))
    }

    pub(super) fn push(&mut self, row: &[u8]) -> io::Result<()> {
        let used = self.0.decode(row).map_err(io::Error::other)?;
        if used == row.len() { Ok(()) } else { Err(io::Error::other("a batch has too many rows")) }
    }

    pub(super) fn finish(&mut self) -> io::Result<Option<RecordBatch>> {
        self.0.flush().map_err(io::Error::other)
    }
}

fn texts(name: &str) -> Field {
    list(name, Field::new("item", DataType::Utf8, false))
}

fn text(name: &str) -> Field {
    Field::new(name, DataType::Utf8, true)
}

fn list(name: &str, item: Field) -> Field {
    Field::new(name, DataType::List(Arc::new(item)), false)
}

fn indexes(name: &str) -> Field {
    list(name, Field::new("item", DataType::UInt32, false))
}

fn group(name: &str, fields: Vec<Field>) -> Field {
    Field::new(name, DataType::Struct(fields.into()), false)
}

fn per_role(name: &str, kind: DataType, nullable: bool) -> Field {
    let roles = ["product_manager", "product_owner", "project_manager", "other"];
    let fields: Vec<_> = roles.iter().map(|role| Field::new(*role, kind.clone(), false)).collect();
    Field::new(name, DataType::Struct(fields.into()), nullable)
}

fn decision(name: &str) -> Field {
    group(name, vec![Field::new("state", DataType::Utf8, false), indexes("evidence")])
}

/// The schema of a row, or of what is asked for of it.
fn schema(fields: Option<&Fields>) -> SchemaRef {
    let required = |name: &str| Field::new(name, DataType::Utf8, false);
    let flag = |name: &str| Field::new(name, DataType::Boolean, false);
    let percent = |name: &str| Field::new(name, DataType::UInt8, true);
    let number = |name: &str, nullable| Field::new(name, DataType::UInt64, nullable);
    let span = ["start", "end"].map(|name| Field::new(name, DataType::UInt32, false));
    let cell = vec![required("dimension"), required("role"), indexes("evidence")];
    let evidence = vec![
        required("term"),
        required("role"),
        required("dimension"),
        group("span", span.to_vec()),
        text("text"),
        required("section"),
        required("polarity"),
        required("ownership"),
        per_role("points", DataType::Int64, false),
    ];
    let counterfactual = vec![indexes("remove"), required("role")];
    let all = vec![
        Field::new("schema", DataType::UInt32, false),
        text("id"),
        text("title"),
        required("verdict"),
        group("claim", vec![texts("roles"), flag("ambiguous"), text("seniority")]),
        group(
            "reading",
            vec![
                required("role"),
                text("secondary"),
                text("runner_up"),
                percent("margin"),
                percent("confidence"),
                per_role("shares", DataType::UInt8, true),
                per_role("points", DataType::Int64, false),
                per_role("base", DataType::Int64, false),
                required("mode"),
                flag("scrum"),
                flag("pm_as_po"),
                texts("reasons"),
            ],
        ),
        group("decisions", ["problem", "priority", "measure"].map(decision).to_vec()),
        list("table", group("item", cell)),
        list("evidence", group("item", evidence)),
        Field::new("counterfactual", DataType::Struct(counterfactual.into()), true),
        texts("notes"),
        group("versions", ["engine", "lexicon", "weights"].map(required).to_vec()),
        group(
            "row",
            vec![
                text("file"),
                number("index", false),
                number("offset", true),
                required("text_hash"),
                text("group"),
                text("company"),
                text("location"),
                text("url"),
                text("posted"),
                text("body"),
                list("columns", group("item", vec![required("name"), text("value")])),
            ],
        ),
    ];
    let kept: Vec<FieldRef> = all.into_iter().filter_map(|field| keep(&Arc::new(field), "", fields)).collect();
    Arc::new(Schema::new(kept))
}

/// What is asked for of a field.
fn keep(field: &FieldRef, way: &str, fields: Option<&Fields>) -> Option<FieldRef> {
    let way = if way.is_empty() { field.name().clone() } else { format!("{way}.{}", field.name()) };
    if fields.is_none_or(|fields| fields.covers(&way)) {
        return Some(Arc::clone(field));
    }
    match field.data_type() {
        DataType::Struct(inner) if fields.is_some_and(|fields| fields.enters(&way)) => {
            let inner: Vec<_> = inner.iter().filter_map(|field| keep(field, &way, fields)).collect();
            Some(Arc::new(field.as_ref().clone().with_data_type(DataType::Struct(inner.into()))))
        }
        _ => None,
    }
}

fn properties() -> WriterProperties {
    WriterProperties::builder().set_compression(Compression::ZSTD(ZstdLevel::default())).build()
}

/// Writes one part of a table.
pub struct TableWriter<W: Write + Send>(ArrowWriter<W>);

impl<W: Write + Send> TableWriter<W> {
    /// Begins a part.
    ///
    /// # Errors
    ///
    /// If the writer fails.
    pub fn new(to: W, fields: Option<&Fields>) -> io::Result<Self> {
        Ok(TableWriter(ArrowWriter::try_new(to, schema(fields), Some(properties())).map_err(failed)?))
    }

    /// Adds rows.
    ///
    /// # Errors
    ///
    /// If the writer fails.
    pub fn write(&mut self, batch: &RecordBatch) -> io::Result<()> {
        self.0.write(batch).map_err(failed)
    }

    /// Ends the part and gives the writer back.
    ///
    /// # Errors
    ///
    /// If the writer fails.
    pub fn finish(self) -> io::Result<W> {
        self.0.into_inner().map_err(failed)
    }
}

/// An error of the writer below as it was, so that a full disk can be told from a bug.
fn failed(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(inner) => match inner.downcast::<io::Error>() {
            Ok(inner) => *inner,
            Err(inner) => io::Error::other(inner),
        },
        other => io::Error::other(other),
    }
}

/// Joins the parts of a table, row group by row group, without decoding them. No part is a table without rows.
///
/// # Errors
///
/// If a part cannot be read, or the writer fails.
pub fn join<W: Write + Send>(parts: &[impl AsRef<Path>], fields: Option<&Fields>, to: W) -> io::Result<W> {
    let schema = schema(fields);
    let columns = ArrowSchemaConverter::new().convert(&schema).map_err(failed)?;
    let mut properties = properties();
    add_encoded_arrow_schema_to_metadata(&schema, &mut properties);
    let mut writer = SerializedFileWriter::new(to, columns.root_schema_ptr(), Arc::new(properties)).map_err(failed)?;
    for part in parts {
        let file = File::open(part)?;
        let reader = SerializedFileReader::new(file.try_clone()?).map_err(failed)?;
        for row_group in reader.metadata().row_groups() {
            let mut next = writer.next_row_group().map_err(failed)?;
            for column in row_group.columns() {
                let closed = ColumnCloseResult {
                    bytes_written: u64::try_from(column.compressed_size()).unwrap_or(0),
                    rows_written: u64::try_from(row_group.num_rows()).unwrap_or(0),
                    metadata: column.clone(),
                    bloom_filter: None,
                    column_index: None,
                    offset_index: None,
                };
                next.append_column(&file, closed).map_err(failed)?;
            }
            next.close().map_err(failed)?;
        }
    }
    writer.into_inner().map_err(failed)
}
