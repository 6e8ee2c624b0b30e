//! One row of an input → a posting.

use std::borrow::Cow;
use std::fmt;

use rolecall::Posting;
use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use crate::MAX_RECORD;
use crate::columns::{Columns, Field, Slot};

/// A posting as it stands in a row, and the row's other columns if they are kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Record<'a> {
    /// The posting.
    pub posting: Posting<'a>,
    /// The input's columns but those of the body, in their order; empty unless they are to be kept.
    pub columns: Vec<(Cow<'a, str>, Option<Cow<'a, str>>)>,
}

/// Why a row is no posting.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RowError {
    /// A row of a table with nothing in it. It is no loss.
    #[error("the row is empty")]
    Blank,
    /// Not UTF-8.
    #[error("not valid UTF-8 at byte {0} of the row")]
    NotUtf8(usize),
    /// Not UTF-8 in a table, whose encoding was guessed.
    #[error("not valid UTF-8 at byte {0} of the row; if the file has another encoding, name it with --encoding")]
    Encoding(usize),
    /// Not JSON, or JSON of another shape.
    #[error("{0}")]
    NotJson(#[from] serde_json::Error),
    /// More or fewer cells than the table has columns.
    #[error("the row has {cells} cells, the table {columns} columns")]
    Ragged {
        /// Cells in the row.
        cells: usize,
        /// Columns of the table.
        columns: usize,
    },
    /// No value where the posting's text should be.
    #[error("`{0}` is null, not a text")]
    NoBody(String),
    /// Too long to be read.
    #[error("the row has {0} bytes; a record may have {MAX_RECORD}")]
    TooLong(u64),
    /// The rest of a file that cannot be read further.
    #[error("the file cannot be read further: {0}")]
    Unreadable(String),
}

/// Reads a row of JSON.
///
/// A field with several columns takes the first that is not blank, in the order of its usual names. Of repeated keys the
/// last counts. `keep` keeps the other columns too.
///
/// # Errors
///
/// [`RowError`] if the row is no JSON object with a text for the body, or id or title are of a wrong type.
pub fn parse_json<'a>(row: &'a [u8], columns: &Columns, keep: bool) -> Result<Record<'a>, RowError> {
    let text = std::str::from_utf8(row).map_err(|error| RowError::NotUtf8(error.valid_up_to()))?;
    let mut deserializer = serde_json::Deserializer::from_str(text.trim_start_matches('\u{feff}'));
    let record = RecordSeed { columns, keep }.deserialize(&mut deserializer)?;
    deserializer.end()?;
    Ok(record)
}

struct RecordSeed<'c> {
    columns: &'c Columns,
    keep: bool,
}

impl<'de> DeserializeSeed<'de> for RecordSeed<'_> {
    type Value = Record<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Record<'de>, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for RecordSeed<'_> {
    type Value = Record<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with `body` or `description`")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Record<'de>, M::Error> {
        let mut record = Record::default();
        let mut fields = Fields::default();
        while let Some(Text(key)) = map.next_key()? {
            let slot = self.columns.slot(&key);
            let paths = self.columns.paths(&key);
            if slot.is_none() && paths.is_none() && !self.keep {
                map.next_value::<IgnoredAny>()?;
            } else if paths.is_none() && !self.keep {
                if let Some(slot) = slot {
                    fields.put(slot, key, map.next_value()?);
                }
            } else {
                let raw: &'de RawValue = map.next_value()?;
                if let Some(slot) = slot {
                    fields.put(slot, key.clone(), read(raw)?);
                }
                for (slot, steps) in paths.unwrap_or(&[]) {
                    fields.put(*slot, Cow::Owned(format!("{key}.{}", steps.join("."))), follow(raw, steps)?);
                }
                if self.keep && slot.is_none_or(|slot| slot.field != Field::Body) {
                    record.columns.push((key, column(raw)?));
                }
            }
        }
        fields.fill(self.columns, &mut record.posting).map_err(M::Error::custom)?;
        Ok(record)
    }
}

fn read<'de, T: serde::Deserialize<'de>, E: serde::de::Error>(raw: &'de RawValue) -> Result<T, E> {
    serde_json::from_str(raw.get()).map_err(E::custom)
}

/// A value as the text of a column: a text as it is, all else as JSON.
fn column<'de, E: serde::de::Error>(raw: &'de RawValue) -> Result<Option<Cow<'de, str>>, E> {
    match raw.get() {
        "null" => Ok(None),
        text if text.starts_with('"') => read::<Text<'de>, E>(raw).map(|text| Some(text.0)),
        other => Ok(Some(Cow::Borrowed(other))),
    }
}

/// The value that a way leads to.
fn follow<'de, E: serde::de::Error>(raw: &'de RawValue, steps: &[String]) -> Result<Value<'de>, E> {
    let [step, rest @ ..] = steps else { return read(raw) };
    if !raw.get().starts_with('{') {
        return Ok(Value::Null);
    }
    let inner: std::collections::BTreeMap<String, &'de RawValue> = read(raw)?;
    inner.get(step).map_or(Ok(Value::Null), |raw| follow(raw, rest))
}

/// A text, borrowed from the input where it has no escapes.
struct Text<'a>(Cow<'a, str>);

impl<'de> serde::Deserialize<'de> for Text<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TextVisitor;
        impl<'de> Visitor<'de> for TextVisitor {
            type Value = Text<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text")
            }
            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Borrowed(text)))
            }
            fn visit_str<E>(self, text: &str) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Owned(text.to_owned())))
            }
            fn visit_string<E>(self, text: String) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Owned(text)))
            }
        }
        deserializer.deserialize_str(TextVisitor)
    }
}

/// What a field's value can be.
enum Value<'a> {
    Text(Cow<'a, str>),
    Number(String),
    Null,
    /// An object that holds a text under one of [`INNER`], or a list of texts, joined.
    Inner(String, &'static str),
    Wrong(&'static str),
}

/// Members of an object that stand for all of it, best first: `{"text": …}`, `{"name": …}` and the like.
const INNER: [&str; 6] = ["text", "plain", "html", "name", "display_name", "label"];

impl<'de> serde::Deserialize<'de> for Value<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }
    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Value<'de>, E> {
        Ok(Value::Text(Cow::Borrowed(text)))
    }
    fn visit_str<E>(self, text: &str) -> Result<Value<'de>, E> {
        Ok(Value::Text(Cow::Owned(text.to_owned())))
    }
    fn visit_string<E>(self, text: String) -> Result<Value<'de>, E> {
        Ok(Value::Text(Cow::Owned(text)))
    }
    fn visit_unit<E>(self) -> Result<Value<'de>, E> {
        Ok(Value::Null)
    }
    fn visit_bool<E>(self, _: bool) -> Result<Value<'de>, E> {
        Ok(Value::Wrong("true or false"))
    }
    fn visit_u64<E>(self, number: u64) -> Result<Value<'de>, E> {
        Ok(Value::Number(number.to_string()))
    }
    fn visit_i64<E>(self, number: i64) -> Result<Value<'de>, E> {
        Ok(Value::Number(number.to_string()))
    }
    fn visit_f64<E>(self, number: f64) -> Result<Value<'de>, E> {
        Ok(Value::Number(number.to_string()))
    }
    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Value<'de>, M::Error> {
        let mut best: Option<(usize, String)> = None;
        while let Some(Text(key)) = map.next_key()? {
            let rank = INNER.iter().position(|name| *name == key);
            match rank.filter(|rank| best.as_ref().is_none_or(|(other, _)| rank <= other)) {
                Some(rank) => {
                    if let Value::Text(text) = map.next_value()? {
                        best = Some((rank, text.into_owned()));
                    }
                }
                None => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(best.map_or(Value::Wrong("an object"), |(_, text)| Value::Inner(text, "an object")))
    }
    fn visit_seq<S: SeqAccess<'de>>(self, mut list: S) -> Result<Value<'de>, S::Error> {
        let mut texts: Vec<String> = Vec::new();
        while let Some(value) = list.next_element::<Value<'de>>()? {
            match value {
                Value::Text(text) => texts.push(text.into_owned()),
                Value::Inner(text, _) | Value::Number(text) => texts.push(text),
                Value::Null | Value::Wrong(_) => {}
            }
        }
        match texts.is_empty() {
            true => Ok(Value::Wrong("a list")),
            false => Ok(Value::Inner(texts.join(", "), "a list")),
        }
    }
}

/// The values found for fields, in the order of the row.
#[derive(Default)]
struct Fields<'a>(Vec<(Slot, Cow<'a, str>, Value<'a>)>);

impl<'a> Fields<'a> {
    fn put(&mut self, slot: Slot, key: Cow<'a, str>, value: Value<'a>) {
        match self.0.iter_mut().find(|(other, known, _)| *other == slot && *known == key) {
            Some((_, _, old)) => *old = value,
            None => self.0.push((slot, key, value)),
        }
    }

    fn fill(self, columns: &Columns, posting: &mut Posting<'a>) -> Result<(), String> {
        let mut wrong = None;
        let mut texts = Texts::default();
        for (slot, key, value) in self.0 {
            let text = match (slot.field, value) {
                (_, Value::Text(text)) => Some(text),
                (Field::Title | Field::Body, Value::Number(_)) => {
                    wrong = wrong.or(Some((slot.field, format!("`{key}` is a number, not a text"))));
                    None
                }
                (Field::Title | Field::Id, Value::Inner(_, kind) | Value::Wrong(kind)) => {
                    let wanted = if slot.field == Field::Id { "a text or a number" } else { "a text" };
                    wrong = wrong.or(Some((slot.field, format!("`{key}` is {kind}, not {wanted}"))));
                    None
                }
                (Field::Body, Value::Inner(_, "a list")) => {
                    wrong = wrong.or(Some((slot.field, format!("`{key}` is a list, not a text"))));
                    None
                }
                (_, Value::Number(text) | Value::Inner(text, _)) => Some(Cow::Owned(text)),
                (Field::Body, Value::Wrong(kind)) => {
                    wrong = wrong.or(Some((slot.field, format!("`{key}` is {kind}, not a text"))));
                    None
                }
                (Field::Body, Value::Null) => {
                    wrong = wrong.or(Some((slot.field, format!("`{key}` is null, not a text"))));
                    None
                }
                (_, Value::Null | Value::Wrong(_)) => None,
            };
            if let Some(text) = text {
                texts.0.push((slot, text));
            }
        }
        let has = |texts: &Texts<'_>, field| texts.0.iter().any(|(slot, _)| slot.field == field);
        // A wrong type does not matter where another column of the same field has a text.
        if let Some((field, message)) = wrong
            && !has(&texts, field)
        {
            return Err(message);
        }
        if !has(&texts, Field::Body) {
            return Err("no field `body` or `description`".to_owned());
        }
        texts.fill(columns, posting);
        Ok(())
    }
}

/// Texts found for fields.
#[derive(Default)]
pub(crate) struct Texts<'a>(pub(crate) Vec<(Slot, Cow<'a, str>)>);

impl<'a> Texts<'a> {
    /// Gives every field its text: the first that is not blank in the order of names, or all of them joined.
    pub(crate) fn fill(mut self, columns: &Columns, posting: &mut Posting<'a>) {
        self.0.sort_by_key(|(slot, _)| (slot.field as u8, slot.rank));
        let mut found: [Option<Cow<'a, str>>; crate::columns::FIELDS] = Default::default();
        for (slot, text) in self.0 {
            let place = &mut found[slot.field as usize];
            let blank = text.trim_ascii().is_empty();
            match place {
                None => *place = Some(text),
                Some(old) if old.trim_ascii().is_empty() => *place = Some(if blank { old.clone() } else { text }),
                Some(old) if columns.joins(slot.field) && !blank => {
                    let between = if slot.field == Field::Body { "\n\n" } else { ", " };
                    *place = Some(Cow::Owned(format!("{old}{between}{text}")));
                }
                Some(_) => {}
            }
        }
        let [id, title, body, company, location, url, posted] = found;
        posting.id = id;
        posting.title = title;
        posting.body = body.unwrap_or_default();
        posting.company = company;
        posting.location = location;
        posting.url = url;
        posting.posted = posted;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(row: &[u8]) -> Result<Record<'_>, RowError> {
        parse_json(row, &Columns::default(), false)
    }

    #[test]
    fn reads_what_scrapers_write() {
        let body = |line: &str| parse(line.as_bytes()).map(|r| r.posting.body.to_string()).unwrap();
        let cases = [
            (r#"{"body": "a\r\nb"}"#, "a\r\nb"),
            (r#"{"description": "d", "extra": {"deep": [1, 2]}}"#, "d"),
            (r#"{"description": "d", "body": "b"}"#, "b"),
            (r#"{"description": "d", "body": " "}"#, "d"),
            (r#"{"description": "d", "body": null}"#, "d"),
            ("\u{feff}{\"body\": \"\"}", ""),
            (r#"{"body": "first", "body": "last"}"#, "last"),
            (r#"{"description": {"text": "inside", "html": "<p>"}}"#, "inside"),
            (r#"{"Job Description": "spaced"}"#, "spaced"),
            (
                r#"{"extra": "\ud800", "body": "lone surrogates elsewhere do not matter"}"#,
                "lone surrogates elsewhere do not matter",
            ),
        ];
        for (line, expected) in cases {
            assert_eq!(body(line), expected, "{line}");
        }
        let record = parse(
            br#"{"id": 12345678901234567890, "body": "b", "title": null, "company": {"name": "C"},
                "url": "u", "location": ["X", {"name": "Y"}], "date_posted": true}"#,
        );
        let posting = record.unwrap().posting;
        assert_eq!(posting.id.as_deref(), Some("12345678901234567890"));
        assert_eq!((posting.title.as_deref(), posting.company.as_deref()), (None, Some("C")));
        assert_eq!((posting.location.as_deref(), posting.posted.as_deref()), (Some("X, Y"), None));
    }

    #[test]
    fn says_why_a_row_is_no_posting() {
        let cases: [(&[u8], &str); 13] = [
            (b"[1]", "an object with `body` or `description`"),
            (b"\"text\"", "an object with `body` or `description`"),
            (b"{\"title\": \"x\"}", "no field `body` or `description`"),
            (b"{\"body\": 5}", "`body` is a number, not a text"),
            (b"{\"body\": null}", "`body` is null, not a text"),
            (b"{\"description\": [\"a\"]}", "`description` is a list, not a text"),
            (b"{\"body\": {\"x\": 1}}", "`body` is an object, not a text"),
            (b"{\"body\": \"b\", \"title\": {}}", "`title` is an object, not a text"),
            (b"{\"body\": \"b\", \"id\": true}", "`id` is true or false, not a text or a number"),
            (b"{\"body\": \"b\"", "EOF while parsing"),
            (b"{\"body\": \"\\ud800\"}", "hex escape"),
            (b"{\"body\": \"b\"} x", "trailing characters"),
            (b"{\"body\": \"\xff\"}", "not valid UTF-8 at byte 10 of the row"),
        ];
        for (line, expected) in cases {
            let message = parse(line).unwrap_err().to_string();
            assert!(message.contains(expected), "{}: {message}", String::from_utf8_lossy(line));
        }
    }

    #[test]
    fn columns_are_joined_kept_and_followed() {
        let row =
            br#"{"duties": "Do.", "needs": "Have.", "salary": {"min": 1}, "empty": null, "ad": {"head": {"t": "T"}}}"#;
        let columns = Columns::parse("description=duties+needs,title=ad.head.t").unwrap();
        let record = parse_json(row, &columns, true).unwrap();
        assert_eq!(record.posting.body, "Do.\n\nHave.");
        assert_eq!(record.posting.title.as_deref(), Some("T"));
        let kept: Vec<_> = record.columns.iter().map(|(name, value)| (&**name, value.as_deref())).collect();
        let expected = [("salary", Some(r#"{"min": 1}"#)), ("empty", None), ("ad", Some(r#"{"head": {"t": "T"}}"#))];
        assert_eq!(kept, expected);
    }

    #[test]
    fn texts_without_escapes_are_not_copied() {
        let record = parse(br#"{"title": "T", "body": "plain"}"#).unwrap();
        assert!(
            matches!(record.posting.body, Cow::Borrowed(_)) && matches!(record.posting.title, Some(Cow::Borrowed(_)))
        );
    }
}
