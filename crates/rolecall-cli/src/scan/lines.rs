//! Lines of a stream, with their numbers and offsets, none held longer than a record may be.

use std::io::{self, BufRead};

use xxhash_rust::xxh3::Xxh3;

use super::record::MAX_RECORD;
use super::reject::RAW_KEPT;

/// One line of the input, without its line break.
#[derive(Debug)]
pub(crate) struct Line {
    /// Counted from 1, blank lines included.
    pub(crate) number: u64,
    /// Offset of its first byte.
    pub(crate) offset: u64,
    /// What it holds.
    pub(crate) content: Content,
}

/// A line that fits, or what is kept of one that does not.
#[derive(Debug)]
pub(crate) enum Content {
    /// The whole line.
    Whole(Vec<u8>),
    /// Longer than a record may be.
    TooLong {
        /// Its first bytes.
        head: Vec<u8>,
        /// How many bytes it has.
        length: u64,
        /// XXH3 (128 bits) of all of them.
        hash: u128,
    },
}

/// Reads lines.
pub(crate) struct Lines<R> {
    from: R,
    number: u64,
    offset: u64,
}

impl<R: BufRead> Lines<R> {
    pub(crate) fn new(from: R) -> Self {
        Lines { from, number: 0, offset: 0 }
    }

    /// The next line that is not blank, or `None` at the end.
    pub(crate) fn next(&mut self) -> io::Result<Option<Line>> {
        loop {
            match self.read_line()? {
                Some(Line { content: Content::Whole(bytes), .. }) if bytes.trim_ascii().is_empty() => {}
                line => return Ok(line),
            }
        }
    }

    fn read_line(&mut self) -> io::Result<Option<Line>> {
        let offset = self.offset;
        let mut bytes = Vec::new();
        let mut length = 0u64;
        let mut excess: Option<Box<Xxh3>> = None;
        let ended = loop {
            let buffer = match self.from.fill_buf() {
                Ok(buffer) => buffer,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if buffer.is_empty() {
                break false;
            }
            let line_end = memchr::memchr(b'\n', buffer);
            let part = &buffer[..line_end.unwrap_or(buffer.len())];
            length += part.len() as u64;
            match &mut excess {
                Some(hash) => hash.update(part),
                None => {
                    bytes.extend_from_slice(part);
                    if bytes.len() > MAX_RECORD {
                        let mut hash = Box::new(Xxh3::new());
                        hash.update(&bytes);
                        excess = Some(hash);
                        bytes.truncate(RAW_KEPT);
                        bytes.shrink_to_fit();
                    }
                }
            }
            let used = part.len() + usize::from(line_end.is_some());
            self.from.consume(used);
            self.offset += used as u64;
            if line_end.is_some() {
                break true;
            }
        };
        if !ended && length == 0 {
            return Ok(None);
        }
        self.number += 1;
        let content = match excess {
            Some(hash) => Content::TooLong { head: bytes, length, hash: hash.digest128() },
            None => {
                if bytes.last() == Some(&b'\r') {
                    bytes.pop();
                }
                Content::Whole(bytes)
            }
        };
        Ok(Some(Line { number: self.number, offset, content }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(input: &[u8]) -> Vec<(u64, u64, Vec<u8>)> {
        // A buffer of three bytes, so that lines cross its end.
        let mut lines = Lines::new(io::BufReader::with_capacity(3, input));
        let mut found = Vec::new();
        while let Some(line) = lines.next().expect("memory can be read") {
            match line.content {
                Content::Whole(bytes) => found.push((line.number, line.offset, bytes)),
                Content::TooLong { .. } => panic!("nothing is too long here"),
            }
        }
        found
    }

    #[test]
    fn numbers_and_offsets_count_blank_lines() {
        assert_eq!(all(b""), []);
        assert_eq!(all(b"\n\n"), []);
        assert_eq!(all(b"abcde"), [(1, 0, b"abcde".to_vec())]);
        assert_eq!(all(b"ab\r\n\n  \ncdefg\n"), [(1, 0, b"ab".to_vec()), (4, 8, b"cdefg".to_vec())]);
    }

    #[test]
    fn a_line_without_end_is_hashed_and_not_held() {
        let mut input = vec![b'x'; MAX_RECORD + 5];
        input.extend_from_slice(b"\nshort\n");
        let mut lines = Lines::new(io::BufReader::new(&input[..]));
        match lines.next().unwrap().unwrap().content {
            Content::TooLong { head, length, hash } => {
                assert_eq!((head.len(), length), (RAW_KEPT, MAX_RECORD as u64 + 5));
                assert_eq!(hash, xxhash_rust::xxh3::xxh3_128(&input[..MAX_RECORD + 5]));
            }
            Content::Whole(_) => panic!("it is too long"),
        }
        let next = lines.next().unwrap().unwrap();
        assert_eq!((next.number, next.offset), (2, MAX_RECORD as u64 + 6));
        assert!(matches!(next.content, Content::Whole(bytes) if bytes == b"short"));
    }
}
