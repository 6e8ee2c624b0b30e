//! What is kept of a line that is no posting.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use xxhash_rust::xxh3::xxh3_128;

use super::lines::{Content, Line};
use super::record::RecordError;

/// How much of a rejected line is kept, in bytes: 64 KiB.
pub(super) const RAW_KEPT: usize = 64 << 10;

/// One line of the rejects: exactly one of `text` and `base64` is not null.
#[derive(Serialize)]
struct Reject<'a> {
    file: Option<&'a str>,
    line: u64,
    offset: u64,
    length: u64,
    hash: String,
    reason: String,
    text: Option<&'a str>,
    base64: Option<String>,
}

/// Appends a rejected line, as a line of JSON.
pub(super) fn write(to: &mut Vec<u8>, file: Option<&str>, line: &Line, error: &RecordError) {
    let (kept, length, hash) = match &line.content {
        Content::Whole(bytes) => (&bytes[..bytes.len().min(RAW_KEPT)], bytes.len() as u64, xxh3_128(bytes)),
        Content::TooLong { head, length, hash } => (&head[..], *length, *hash),
    };
    let text = as_text(kept, length);
    let reject = Reject {
        file,
        line: line.number,
        offset: line.offset,
        length,
        hash: format!("{hash:032x}"),
        reason: error.to_string(),
        text,
        base64: text.is_none().then(|| STANDARD.encode(kept)),
    };
    serde_json::to_writer(&mut *to, &reject).expect("texts and numbers can be written to memory");
    to.push(b'\n');
}

/// The kept bytes as text; a character that the cut went through is left out.
fn as_text(kept: &[u8], length: u64) -> Option<&str> {
    match std::str::from_utf8(kept) {
        Ok(text) => Some(text),
        Err(error) if error.error_len().is_none() && length > kept.len() as u64 => {
            std::str::from_utf8(&kept[..error.valid_up_to()]).ok()
        }
        Err(_) => None,
    }
}
