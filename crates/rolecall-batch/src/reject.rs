//! What is kept of a row that is no posting.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rolecall_formats::{Content, Row};
use serde::Serialize;

/// One line of the rejects: exactly one of `text` and `base64` is not null.
#[derive(Serialize)]
struct Reject<'a> {
    file: Option<&'a str>,
    index: u64,
    line: Option<u64>,
    offset: Option<u64>,
    length: u64,
    hash: String,
    reason: &'a str,
    text: Option<&'a str>,
    base64: Option<String>,
}

/// Appends a rejected row, as a line of JSON.
pub(crate) fn write(to: &mut Vec<u8>, file: Option<&str>, row: Row, content: &Content<'_>, reason: &str) {
    let text = as_text(content);
    let reject = Reject {
        file,
        index: row.index,
        line: row.line,
        offset: row.offset,
        length: content.length,
        hash: format!("{:032x}", content.hash),
        reason,
        text,
        base64: text.is_none().then(|| STANDARD.encode(&content.raw)),
    };
    serde_json::to_writer(&mut *to, &reject).expect("texts and numbers can be written to memory");
    to.push(b'\n');
}

/// The kept bytes as text; a character that the cut went through is left out.
fn as_text<'a>(content: &'a Content<'_>) -> Option<&'a str> {
    match std::str::from_utf8(&content.raw) {
        Ok(text) => Some(text),
        Err(error) if error.error_len().is_none() && content.length > content.raw.len() as u64 => {
            std::str::from_utf8(&content.raw[..error.valid_up_to()]).ok()
        }
        Err(_) => None,
    }
}
