//! What the fuzzers run: each takes anything and fails only by a panic.

use std::io::Cursor;

use rolecall_formats::{Analyses, MAX_RECORD, ParseBuffer, RAW_KEPT, ReadOptions, Reader, Rows};

/// A table of cells, with a header before it unless it has one.
pub(crate) fn csv(bytes: &[u8]) {
    read(bytes);
    for header in ["id,title,description\n", "title;description;x\r\n", "'title'\t'description'\n"] {
        read(&[header.as_bytes(), bytes].concat());
    }
}

/// JSON lines, a list, a list in an object; also packed.
pub(crate) fn json(bytes: &[u8]) {
    read(bytes);
    for head in ["{\"body\": \"a\"}\n", "[{\"body\": \"a\"},", "{\"n\": 1, \"jobs\": [{\"body\": \"a\"},"] {
        read(&[head.as_bytes(), bytes].concat());
    }
}

/// A workbook, or whatever a file is that says so.
pub(crate) fn workbook(bytes: &[u8]) {
    read(&[b"PK\x03\x04", bytes.strip_prefix(b"PK\x03\x04").unwrap_or(bytes)].concat());
    read(&[b"\xd0\xcf\x11\xe0", bytes.strip_prefix(b"\xd0\xcf\x11\xe0").unwrap_or(bytes)].concat());
}

/// A Parquet file, or whatever says that it is one.
#[cfg(feature = "parquet")]
pub(crate) fn parquet(bytes: &[u8]) {
    let bytes = [b"PAR1", bytes.strip_prefix(b"PAR1").unwrap_or(bytes)].concat();
    read(&bytes);
    analyses(&bytes);
}

/// What a scan might have written.
pub(crate) fn analyses(bytes: &[u8]) {
    let Ok(mut analyses) = Analyses::of_stream(Box::new(Cursor::new(bytes.to_vec())), "fuzz") else { return };
    let mut rows = Rows::default();
    while analyses.read(&mut rows, 3, 1 << 16).unwrap_or(false) {
        for at in 0..rows.len() {
            assert!(rows.whole(at).is_ok_and(|row| row.len() <= MAX_RECORD) || rows.whole(at).is_err());
        }
    }
}

/// Rows are the same however many are read at a time, and every one is a posting or says why not.
fn read(bytes: &[u8]) {
    let one = all(bytes, 1, false);
    assert_eq!(one, all(bytes, 64, false));
    // Other columns may be damaged where those that are needed are not.
    if let (Ok((one, true)), Ok((kept, true))) = (one, all(bytes, 64, true)) {
        assert_eq!(one.len(), kept.len());
    }
}

/// All rows as texts, and whether that is all, or why there are none.
fn all(bytes: &[u8], limit: usize, keep_columns: bool) -> Result<(Vec<String>, bool), String> {
    let options = ReadOptions { keep_columns, ..ReadOptions::default() };
    let stream = Box::new(Cursor::new(bytes.to_vec()));
    let mut reader = Reader::of_stream(stream, "fuzz", &options).map_err(|error| error.to_string())?;
    let (mut rows, mut buffer) = (Rows::default(), ParseBuffer::default());
    let mut found = Vec::new();
    loop {
        let more = reader.read(&mut rows, limit, 1 << 16);
        for at in 0..rows.len() {
            let row = rows.row(at);
            assert_eq!(row.index, found.len() as u64);
            let content = rows.content(at);
            assert!(content.raw.len() <= RAW_KEPT && content.raw.len() as u64 <= content.length);
            found.push(match rows.parse(at, &mut buffer) {
                Ok(record) => format!("{row:?} {:?}", record.posting),
                Err(error) => format!("{row:?} {error}"),
            });
        }
        match more {
            Ok(true) => {}
            Ok(false) => return Ok((found, true)),
            Err(_) => return Ok((found, false)),
        }
    }
}
