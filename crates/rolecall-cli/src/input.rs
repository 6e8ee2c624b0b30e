//! Bytes of a file or of stdin → the text of a posting.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::error::CliError;

/// More than this is no posting. The same bound as for a record of a scan.
const LIMIT_MIB: u64 = 16;

/// Where a posting comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// stdin, to its end.
    Stdin,
    /// A file.
    File(PathBuf),
    /// The text itself.
    Text(String),
}

impl Source {
    /// The source that a command-line word names: `-` is stdin.
    #[must_use]
    pub fn from_argument(argument: &Path) -> Self {
        if argument.as_os_str() == "-" { Source::Stdin } else { Source::File(argument.to_owned()) }
    }

    /// What messages call it.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Source::Stdin => "stdin".to_owned(),
            Source::File(path) => path.display().to_string(),
            Source::Text(_) => "--text".to_owned(),
        }
    }

    /// Reads it and decodes it.
    ///
    /// # Errors
    ///
    /// [`CliError`] if it cannot be read, is a folder, is no text or too large.
    pub fn read(&self) -> Result<String, CliError> {
        let name = self.name();
        let failed = |source| CliError::Read { name: name.clone(), source };
        let bytes = match self {
            Source::Text(text) => return Ok(text.clone()),
            Source::Stdin => read_bounded(io::stdin().lock()).map_err(failed)?,
            Source::File(path) => {
                if path.is_dir() {
                    return Err(CliError::Folder { name });
                }
                read_bounded(File::open(path).map_err(failed)?).map_err(failed)?
            }
        };
        if bytes.len() as u64 > LIMIT_MIB << 20 {
            return Err(CliError::TooLarge { name, limit: LIMIT_MIB });
        }
        decode(&bytes, &name)
    }
}

/// At most one byte more than the bound, so that the caller sees that there was more.
fn read_bounded(from: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take((LIMIT_MIB << 20) + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// UTF-8 with or without a byte order mark, or UTF-16 with one, as text without the mark.
///
/// # Errors
///
/// [`CliError::NotUtf8`] and [`CliError::NotUtf16`] with the offset of the first bad byte, and
/// [`CliError::Binary`] for what is no text at all. `name` is what the message calls the bytes.
pub fn decode(bytes: &[u8], name: &str) -> Result<String, CliError> {
    if let Some(rest) = bytes.strip_prefix(b"\xff\xfe") {
        return decode_utf16(rest, u16::from_le_bytes, name);
    }
    if let Some(rest) = bytes.strip_prefix(b"\xfe\xff") {
        return decode_utf16(rest, u16::from_be_bytes, name);
    }
    for (magic, kind) in MAGIC {
        if bytes.starts_with(magic) {
            return Err(CliError::Binary { name: name.to_owned(), kind: kind.to_owned() });
        }
    }
    if let Some(offset) = memchr::memchr(0, bytes) {
        let kind = format!("a binary file (a NUL at byte {offset})");
        return Err(CliError::Binary { name: name.to_owned(), kind });
    }
    let without_mark = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match std::str::from_utf8(without_mark) {
        Ok(text) => Ok(text.to_owned()),
        Err(error) => {
            let offset = bytes.len() - without_mark.len() + error.valid_up_to();
            Err(CliError::NotUtf8 { name: name.to_owned(), offset })
        }
    }
}

/// Files that people have postings in and that are no text, by their first bytes.
const MAGIC: [(&[u8], &str); 6] = [
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or a Word, Excel or OpenDocument file"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file"),
    (b"{\\rtf", "a Rich Text file"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x89PNG", "a picture"),
];

fn decode_utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16, name: &str) -> Result<String, CliError> {
    let mut text = String::with_capacity(bytes.len() / 2);
    let (pairs, odd) = bytes.as_chunks::<2>();
    let mut offset = 2;
    for decoded in char::decode_utf16(pairs.iter().map(|&pair| unit(pair))) {
        match decoded {
            Ok(c) => {
                text.push(c);
                offset += 2 * c.len_utf16();
            }
            Err(_) => {
                return Err(CliError::NotUtf16 { name: name.to_owned(), offset });
            }
        }
    }
    if !odd.is_empty() {
        return Err(CliError::NotUtf16 { name: name.to_owned(), offset });
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decodes_what_people_have() {
        let cases: [(&[u8], &str); 7] = [
            (b"plain", "plain"),
            (b"", ""),
            (b"\xef\xbb\xbfmarked", "marked"),
            ("naïve – 👍".as_bytes(), "naïve – 👍"),
            (b"\xff\xfea\0\xe9\0", "aé"),
            (b"\xfe\xff\0a\xd8\x3d\xdc\x4d", "a👍"),
            (b"a\r\nb", "a\r\nb"),
        ];
        for (bytes, expected) in cases {
            assert_eq!(decode(bytes, "f").unwrap(), expected, "{bytes:?}");
        }
    }

    #[test]
    fn says_what_is_wrong_and_where() {
        let cases: [(&[u8], &str); 7] = [
            (b"caf\xe9 owner", "f: byte 3 is not valid UTF-8"),
            (b"\xef\xbb\xbfcaf\xe9", "f: byte 6 is not valid UTF-8"),
            (b"a\0b", "f is a binary file (a NUL at byte 1), not text"),
            (b"%PDF-1.7", "f is a PDF, not text"),
            (b"PK\x03\x04....", "f is a ZIP archive or a Word, Excel or OpenDocument file, not text"),
            (b"\xff\xfea\0\x00\xd8b\0", "f: byte 4 is not valid UTF-16"),
            (b"\xff\xfea\0b", "f: byte 4 is not valid UTF-16"),
        ];
        for (bytes, expected) in cases {
            let message = decode(bytes, "f").unwrap_err().to_string();
            assert!(message.starts_with(expected), "{message}");
        }
    }
}
