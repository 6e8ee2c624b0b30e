//! What an input is, by its first bytes; its name decides only where they do not.

use super::rows::ParseBuffer;
use crate::columns::Columns;

/// Files that people have and that hold no table that can be read as a stream, by their first bytes.
pub(super) const MAGIC: [(&[u8], &str, &str); 8] = [
    (b"%PDF-", "a PDF", "save the postings as text, or export them as CSV or JSON"),
    (b"{\\rtf", "a Rich Text file", "save it as plain text and read it with `rolecall check`"),
    (b"\x89PNG", "a picture", "paste the posting's text into `rolecall check`"),
    (b"\xff\xd8\xff", "a picture", "paste the posting's text into `rolecall check`"),
    (b"7z\xbc\xaf", "a 7-Zip archive", "unpack it first"),
    (b"BZh", "a bzip2 file", "unpack it, or pack it with gzip or zstd"),
    (b"\xfd7zXZ", "an xz file", "unpack it, or pack it with gzip or zstd"),
    (b"Rar!", "a RAR archive", "unpack it first"),
];

/// What rows a text holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Layout {
    /// JSON, one value a line.
    Lines,
    /// JSON, values one after the other or in lists.
    Stream,
    /// JSON, the values of a list inside of an object, after so many bytes.
    Member(usize),
    /// Cells between separators.
    Delimited { separator: u8, quote: u8 },
    /// XML or HTML.
    Markup,
    /// A table with the marks of a merge that was not finished.
    Conflict,
}

/// Members of an object whose value is its list of postings.
const LISTS: [&str; 14] = [
    "jobs",
    "postings",
    "jobpostings",
    "results",
    "hits",
    "data",
    "items",
    "offers",
    "content",
    "rows",
    "records",
    "listings",
    "vacancies",
    "positions",
];

/// Lines that are looked at to see whether they are JSON.
const LINES: usize = 50;

pub(super) fn layout(head: &str, extension: Option<&str>, columns: &Columns) -> Layout {
    let text = head.trim_start_matches('\u{feff}').trim_ascii_start();
    let by_lines = matches!(extension, Some("jsonl" | "ndjson"));
    let by_cells = matches!(extension, Some("csv" | "tsv"));
    let lines = text.lines().map(str::trim_ascii).filter(|line| !line.is_empty());
    let first = lines.clone().next().unwrap_or("");
    let is_json = |line: &str| serde_json::from_str::<serde::de::IgnoredAny>(line).is_ok();
    let is_object = |line: &str| line.trim_ascii_start().starts_with('{') && is_json(line);
    let json = match text.as_bytes().first() {
        Some(b'[') => !by_lines && (!by_cells || is_json(first)),
        Some(b'{') => !by_cells || is_object(first),
        Some(b'<') if text.starts_with("<<<<<<< ") => return Layout::Conflict,
        Some(b'<') if !by_lines && !by_cells => return Layout::Markup,
        _ => false,
    };
    if json && text.starts_with('{') && !by_lines {
        let mut objects = lines.filter(|line| is_object(line)).take(2);
        if is_object(first) && objects.nth(1).is_some() {
            return Layout::Lines;
        }
        if let Some(at) = member(head, columns) {
            return Layout::Member(at);
        }
        // A second line that is whole by itself: the first is damaged, and no reason to take the lines for one value.
        let whole = text.lines().skip(1).filter(|line| is_object(line) && line.starts_with('{')).count();
        return if whole > 0 && !is_object(first) { Layout::Lines } else { Layout::Stream };
    }
    if json && !by_lines {
        return Layout::Stream;
    }
    if by_lines || json || (!by_cells && text.lines().take(LINES).any(is_object)) {
        return Layout::Lines;
    }
    delimited(head.trim_start_matches('\u{feff}'), extension, columns)
}

/// Where in an object the list of postings begins, if it has one before any text of its own.
fn member(head: &str, columns: &Columns) -> Option<usize> {
    let bytes = head.as_bytes();
    let mut at = head.find('{')? + 1;
    let (mut depth, mut key, mut is_value) = (0usize, None, false);
    while at < bytes.len() {
        match bytes[at] {
            b'"' => {
                let start = at + 1;
                at = start;
                while bytes.get(at).is_some_and(|b| *b != b'"') {
                    at += if bytes[at] == b'\\' { 2 } else { 1 };
                }
                if depth == 0 && !is_value {
                    key = head.get(start..at);
                    let body = key.and_then(|key| columns.slot(key));
                    if body.is_some_and(|slot| slot.field == crate::columns::Field::Body)
                        && !key.is_some_and(|key| LISTS.contains(&crate::columns::normal(key).as_str()))
                    {
                        return None;
                    }
                }
            }
            b':' if depth == 0 => is_value = true,
            b',' if depth == 0 => is_value = false,
            b'[' | b'{' => {
                let known = key.is_some_and(|key| LISTS.contains(&crate::columns::normal(key).as_str()));
                let opens = bytes[at] == b'['
                    && head.get(at + 1..).is_some_and(|rest| rest.trim_ascii_start().starts_with('{'));
                if depth == 0 && is_value && known && opens {
                    return Some(at + 1);
                }
                depth += 1;
            }
            b'}' | b']' => depth = depth.checked_sub(1)?,
            _ => {}
        }
        at += 1;
    }
    None
}

/// Records that are looked at to see what separates cells.
const RECORDS: usize = 40;

fn delimited(head: &str, extension: Option<&str>, columns: &Columns) -> Layout {
    let mut best =
        (0, Layout::Delimited { separator: if extension == Some("tsv") { b'\t' } else { b',' }, quote: b'"' });
    for separator in [b',', b';', b'\t', b'|'] {
        let quote = quote(head, separator);
        let counts = cell_counts(head, separator, quote);
        let Some((names, rest)) = counts.split_first() else { continue };
        if names.len() < 2 {
            continue;
        }
        // Names of columns tell most, then rows as long as the first.
        let named = names.iter().filter(|name| columns.slot(name).is_some()).count().min(9);
        let body = columns.bind(names.iter().map(String::as_str)).is_some();
        let even = rest.iter().filter(|row| row.len() == names.len()).count();
        let score = usize::from(body) * 10_000 + named * 1_000 + even * 900 / rest.len().max(1) + names.len().min(99);
        if score > best.0 {
            best = (score, Layout::Delimited { separator, quote });
        }
    }
    best.1
}

/// The quote: the double one, unless cells stand between single ones.
fn quote(head: &str, separator: u8) -> u8 {
    let count = |quote: char| {
        let separator = char::from(separator);
        let opens = head.matches(&format!("{separator}{quote}")[..]).count();
        opens.min(head.matches(&format!("{quote}{separator}")[..]).count())
    };
    let (single, double) = (count('\''), count('"'));
    if single > 4 * double && head.trim_start().starts_with('\'') { b'\'' } else { b'"' }
}

fn cell_counts(head: &str, separator: u8, quote: u8) -> Vec<Vec<String>> {
    let mut buffer = ParseBuffer::default();
    let mut rows = Vec::new();
    let (mut start, mut quoted) = (0, false);
    for (at, byte) in head.bytes().enumerate() {
        quoted ^= byte == quote;
        if byte == b'\n' && !quoted {
            let record = head[start..at].trim_end_matches('\r');
            if !record.is_empty() {
                buffer.split(record.as_bytes(), separator, quote);
                rows.push(buffer.cells().map(std::borrow::Cow::into_owned).collect());
            }
            start = at + 1;
            if rows.len() == RECORDS {
                return rows;
            }
        }
    }
    if rows.is_empty() {
        buffer.split(head.as_bytes(), separator, quote);
        rows.push(buffer.cells().map(std::borrow::Cow::into_owned).collect());
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_decides_and_the_name_helps() {
        let comma = Layout::Delimited { separator: b',', quote: b'"' };
        let cases: [(&str, Option<&str>, Layout); 22] = [
            ("{\"body\": 1}\n{\"body\": 2}\n", None, Layout::Lines),
            ("{\"body\": 1}\n{\"body\": 2}\n", Some("csv"), Layout::Lines),
            ("{\"body\": 1}\n{\"body\": 2}\n", Some("json"), Layout::Lines),
            ("{\"body\": 1", Some("jsonl"), Layout::Lines),
            ("not json\n{\"body\": 1}\n", Some("jsonl"), Layout::Lines),
            ("not json\n{\"body\": 1}\n", None, Layout::Lines),
            ("{\"bo\n{\"body\": 1}\n", None, Layout::Lines),
            ("[{\"body\": 1}]", Some("json"), Layout::Stream),
            ("  [\n {\"body\": 1}]", None, Layout::Stream),
            ("{\n \"title\": 1,\n \"body\": 2}\n", None, Layout::Stream),
            ("{\"body\": \"one\"}", None, Layout::Stream),
            ("{\"n\": {\"jobs\": [{}]}, \"jobs\": [{\"body\": 1}]}", None, Layout::Member(31)),
            ("{\n \"total\": 5, \"hits\": [\n {}]}", None, Layout::Member(24)),
            ("{\"body\": \"own\", \"jobs\": [{}]}", None, Layout::Stream),
            ("title,description\na,b\n", Some("csv"), comma),
            ("title;description\na, b;\"c\nd\"\n", Some("csv"), Layout::Delimited { separator: b';', quote: b'"' }),
            ("title\tdescription\n", None, Layout::Delimited { separator: b'\t', quote: b'"' }),
            ("title|description\na|b,c,d\n", None, Layout::Delimited { separator: b'|', quote: b'"' }),
            ("'title','description'\n'a','b, c'\n", None, Layout::Delimited { separator: b',', quote: b'\'' }),
            ("<?xml version='1.0'?>", None, Layout::Markup),
            ("<<<<<<< HEAD\ntitle,description\n", Some("csv"), Layout::Conflict),
            ("", Some("csv"), comma),
        ];
        for (head, extension, expected) in cases {
            assert_eq!(layout(head, extension, &Columns::default()), expected, "{head} {extension:?}");
        }
    }
}
