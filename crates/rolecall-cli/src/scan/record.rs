//! One line of the input → a posting.

use std::borrow::Cow;
use std::fmt;

use rolecall::Posting;
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::Value;

/// The longest line that is read, in bytes: 16 MiB.
pub const MAX_RECORD: usize = 16 << 20;

/// A posting as it stands in a line of JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record(Posting<'static>);

impl Record {
    /// The posting.
    #[must_use]
    pub fn posting(&self) -> &Posting<'static> {
        &self.0
    }
}

/// Why a line is no posting.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RecordError {
    /// Not UTF-8.
    #[error("not valid UTF-8 at byte {0} of the line")]
    NotUtf8(usize),
    /// Not JSON, or JSON of another shape.
    #[error("{0}")]
    NotJson(#[from] serde_json::Error),
    /// Too long to be read.
    #[error("the line has {0} bytes; a record may have {MAX_RECORD}")]
    TooLong(u64),
    /// The analysis failed, which is a bug.
    #[error("the analysis failed; please report this posting as a bug")]
    Failed,
}

/// Reads one line.
///
/// # Errors
///
/// [`RecordError`] if the line is no JSON object with a text in `body` or `description`.
pub fn parse(line: &[u8]) -> Result<Record, RecordError> {
    let text = std::str::from_utf8(line).map_err(|error| RecordError::NotUtf8(error.valid_up_to()))?;
    let text = text.trim_start_matches('\u{feff}');
    Ok(serde_json::from_str(text)?)
}

impl<'de> Deserialize<'de> for Record {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(RecordVisitor)
    }
}

struct RecordVisitor;

impl<'de> Visitor<'de> for RecordVisitor {
    type Value = Record;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with `body` or `description`")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Record, M::Error> {
        let mut posting = Posting::default();
        let mut body: Option<String> = None;
        let mut description: Option<String> = None;
        while let Some(key) = map.next_key::<Cow<'de, str>>()? {
            match &*key {
                "body" => body = Some(text(&key, map.next_value()?)?),
                "description" => description = Some(text(&key, map.next_value()?)?),
                "title" => posting.title = optional_text(&key, map.next_value()?)?.map(Cow::Owned),
                "id" => posting.id = plain(&key, map.next_value()?)?.map(Cow::Owned),
                "company" => posting.company = plain(&key, map.next_value()?)?.map(Cow::Owned),
                "location" => posting.location = plain(&key, map.next_value()?)?.map(Cow::Owned),
                "url" => posting.url = plain(&key, map.next_value()?)?.map(Cow::Owned),
                "posted" => posting.posted = plain(&key, map.next_value()?)?.map(Cow::Owned),
                _ => {
                    map.next_value::<serde::de::IgnoredAny>()?;
                }
            }
        }
        let Some(body) = body.or(description) else {
            return Err(serde::de::Error::custom("no field `body` or `description`"));
        };
        posting.body = Cow::Owned(body);
        Ok(Record(posting))
    }
}

/// A field that has to be a text.
fn text<E: serde::de::Error>(field: &str, value: Value) -> Result<String, E> {
    optional_text(field, value)?.ok_or_else(|| E::custom(format_args!("`{field}` is null, not a text")))
}

/// A field that has to be a text or null.
fn optional_text<E: serde::de::Error>(field: &str, value: Value) -> Result<Option<String>, E> {
    match value {
        Value::String(text) => Ok(Some(text)),
        Value::Null => Ok(None),
        other => Err(E::custom(format_args!("`{field}` is {}, not a text", kind(&other)))),
    }
}

/// A field that is carried along: a text, or a number as its decimal text.
fn plain<E: serde::de::Error>(field: &str, value: Value) -> Result<Option<String>, E> {
    match value {
        Value::Number(number) => Ok(Some(number.to_string())),
        Value::Bool(_) | Value::Array(_) | Value::Object(_) => {
            Err(E::custom(format_args!("`{field}` is {}, not a text or a number", kind(&value))))
        }
        other => optional_text(field, other),
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_scrapers_write() {
        let body = |line: &str| parse(line.as_bytes()).map(|r| r.posting().body.to_string()).unwrap();
        assert_eq!(body(r#"{"body": "a\r\nb"}"#), "a\r\nb");
        assert_eq!(body(r#"{"description": "d", "extra": {"deep": [1, 2]}}"#), "d");
        assert_eq!(body(r#"{"description": "d", "body": "b"}"#), "b");
        assert_eq!(body("\u{feff}{\"body\": \"\"}"), "");
        let record = parse(br#"{"id": 12345678901234567890, "body": "b", "title": null, "company": "C", "url": "u"}"#);
        let record = record.unwrap();
        let posting = record.posting();
        assert_eq!(posting.id.as_deref(), Some("12345678901234567890"));
        assert_eq!((posting.title.as_deref(), posting.company.as_deref()), (None, Some("C")));
    }

    #[test]
    fn says_why_a_line_is_no_posting() {
        let cases: [(&[u8], &str); 12] = [
            (b"[1]", "an object with `body` or `description`"),
            (b"\"text\"", "an object with `body` or `description`"),
            (b"{\"title\": \"x\"}", "no field `body` or `description`"),
            (b"{\"body\": 5}", "`body` is a number, not a text"),
            (b"{\"body\": null}", "`body` is null, not a text"),
            (b"{\"description\": [\"a\"]}", "`description` is a list, not a text"),
            (b"{\"body\": \"b\", \"title\": {}}", "`title` is an object, not a text"),
            (b"{\"body\": \"b\", \"id\": true}", "`id` is true or false, not a text or a number"),
            (b"{\"body\": \"b\"", "EOF while parsing"),
            (b"{\"body\": \"\\ud800\"}", "hex escape"),
            (b"{\"body\": \"b\"} x", "trailing characters"),
            (b"{\"body\": \"\xff\"}", "not valid UTF-8 at byte 10 of the line"),
        ];
        for (line, expected) in cases {
            let message = parse(line).unwrap_err().to_string();
            assert!(message.contains(expected), "{}: {message}", String::from_utf8_lossy(line));
        }
    }
}
