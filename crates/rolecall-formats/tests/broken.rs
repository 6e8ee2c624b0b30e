//! Files as people have them: `fixtures/broken`, and what must come of each.

use std::io::Cursor;
use std::path::PathBuf;
use std::sync::Arc;

use rolecall_formats::{Columns, FormatError, Input, ParseBuffer, ReadOptions, Reader, RowError, Rows};

fn fixture(name: &str) -> Input {
    Input::File(PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/broken")).join(name))
}

/// What a reading amounts to: postings as `title: body`, rejects as `! reason`, and how it ended if not well.
fn read(name: &str) -> Result<Vec<String>, FormatError> {
    Ok(all(Reader::open(&fixture(name), &ReadOptions::default())?))
}

fn all(mut reader: Reader) -> Vec<String> {
    let (mut rows, mut buffer) = (Rows::default(), ParseBuffer::default());
    let mut found = Vec::new();
    loop {
        let more = reader.read(&mut rows, 3, 1 << 20);
        for at in 0..rows.len() {
            match rows.parse(at, &mut buffer) {
                Ok(record) => {
                    let title = record.posting.title.as_deref().unwrap_or("-");
                    found.push(format!("{title}: {}", record.posting.body));
                }
                Err(RowError::Blank) => {}
                Err(error) => found.push(format!("! {error}")),
            }
        }
        match more {
            Ok(true) => {}
            Ok(false) => return found,
            Err(error) => {
                found.push(format!("!! {error}"));
                return found;
            }
        }
    }
}

#[test]
fn files_that_can_be_read() {
    let cases: [(&str, &[&str]); 13] = [
        (
            "windows-1252.csv",
            &[
                "Product Manager: You don\u{2019}t only write \u{201c}stories\u{201d} – you own the roadmap.\r\nRésumés by mail.",
            ],
        ),
        ("utf-16le.csv", &["Product Owner: You order the backlog – daily"]),
        ("utf-16le.jsonl", &["Chef de projet – naïf: You plan the project.", "! not valid UTF-8 at byte 1 of the row"]),
        ("bom.csv", &["Nurse: You care for patients."]),
        ("semicolon-multiline.csv", &["Clerk: You file \"papers\",\r\nletters; and mail"]),
        ("only-commas.csv", &["Cook: You cook."]),
        (
            "shifted.csv",
            &[
                "Clerk: You file papers.",
                "! the row has 3 cells, the table 4 columns",
                "! the row has 2 cells, the table 4 columns",
                "Guard: You watch.",
                "! the row has 5 cells, the table 4 columns",
            ],
        ),
        ("open-quote.csv", &["Cook: You cook.\nGuard,You watch.\n"]),
        ("tabs.txt", &["Cook: You cook, and clean."]),
        ("wrapped.json", &["Kock: You cook.", "Vakt: You watch."]),
        (
            "list.json",
            &[
                "Cook: You cook.",
                "! no field `body` or `description` at line 1 column 18",
                "! invalid type: string \"stray\", expected an object with `body` or `description` at line 1 column 7",
                "! EOF while parsing an object at line 1 column 45",
            ],
        ),
        ("pretty.json", &["Cook: You cook.", "Guard: You watch."]),
        ("nuls.csv", &["! binary"]),
    ];
    for (name, expected) in cases {
        if expected == ["! binary"] {
            assert!(read(name).unwrap_err().to_string().contains("is a binary file"), "{name}");
        } else {
            assert_eq!(read(name).unwrap(), expected, "{name}");
        }
    }
}

#[test]
fn files_that_cannot_say_why() {
    let cases = [
        ("conflict.csv", "is a table with the marks of a Git conflict in it; finish the merge"),
        ("no-text.csv", "its columns are `title`, `company`, `salary`; say which with `--columns description=NAME"),
        ("page.html", "is XML or HTML, not a table of postings; read one page with `rolecall check`"),
        ("feed.xml", "is XML or HTML"),
        ("half-a-workbook.xlsx", "it may be cut off or damaged, get it anew"),
        #[cfg(feature = "parquet")]
        ("half-a-table.parquet", "it may be cut off or damaged, get it anew"),
        ("empty.csv", "is empty; there is nothing to scan in it"),
        ("none.csv", "check the path and that you may read it"),
    ];
    for (name, expected) in cases {
        let message = read(name).unwrap_err().to_string();
        assert!(message.contains(expected), "{name}: {message}");
    }
}

#[test]
fn a_stream_that_breaks_off_gives_what_it_has() {
    let found = read("half-a-gzip.jsonl.gz").unwrap();
    assert!(found.len() > 3 && found[0].starts_with("-: You cook dish"), "{found:?}");
    assert!(found.last().is_some_and(|last| last.starts_with("!!")), "{found:?}");
}

/// What a column is named by mistake must not be read as if nothing were there.
#[test]
fn a_column_that_is_named_must_be_there() {
    let table = b"Role,Duties,Needs\nCook,You cook.,Salt\n";
    let read = |columns: &str| {
        let options = ReadOptions { columns: Arc::new(Columns::parse(columns).unwrap()), ..ReadOptions::default() };
        Reader::of_stream(Box::new(Cursor::new(table)), "jobs", &options).map(all)
    };
    assert_eq!(read("title=role,description=Duties+needs").unwrap(), ["Cook: You cook.\n\nSalt"]);
    for (columns, missing) in [("title=Rolle,description=Duties", "Rolle"), ("description=Duties+Wants", "Wants")] {
        let message = read(columns).unwrap_err().to_string();
        let expected = format!("jobs: there is no column `{missing}`; its columns are `Role`, `Duties`, `Needs`; name");
        assert!(message.starts_with(&expected), "{message}");
    }
}

/// A Parquet file, as a file and as a stream; in it a text that is null is none, and one that is empty is.
#[cfg(feature = "parquet")]
#[test]
fn parquet_tells_null_from_empty() {
    let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../fuzz/seeds/parquet/zstd.parquet"));
    let stream = Box::new(std::fs::File::open(&path).unwrap());
    let options = ReadOptions::default();
    let expected = ["Cook: You cook.", "Guard: ", "! `description` is null, not a text"];
    assert_eq!(all(Reader::of_stream(stream, "stream", &options).unwrap()), expected);
    assert_eq!(all(Reader::open(&Input::File(path.clone()), &options).unwrap()), expected);
    let size = std::fs::metadata(path).unwrap().len();
    assert_eq!(options.bytes_read.load(std::sync::atomic::Ordering::Relaxed), 2 * size);
}
