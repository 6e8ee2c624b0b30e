//! A stream of bytes → rows, none held longer than a record may be.

use std::io::{self, BufRead, BufReader};

use xxhash_rust::xxh3::Xxh3;

use super::rows::Mark;
use super::stream::Bytes;
use crate::{MAX_RECORD, RAW_KEPT};

/// A stream and how far it was read.
pub(super) struct Cursor {
    from: BufReader<Bytes>,
    offset: u64,
    line: u64,
}

impl Cursor {
    pub(super) fn new(from: Bytes, offset: u64) -> Self {
        Cursor { from: BufReader::with_capacity(1 << 18, from), offset, line: 1 }
    }

    fn buffer(&mut self) -> io::Result<&[u8]> {
        loop {
            match self.from.fill_buf() {
                Ok(_) => break,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(self.from.buffer())
    }

    fn used(&mut self, count: usize) {
        self.from.consume(count);
        self.offset += count as u64;
    }
}

/// Takes the bytes of one row: all of them, or of a row that is too long its head, its length and its hash.
struct Taken<'a> {
    into: &'a mut Vec<u8>,
    start: usize,
    length: u64,
    excess: Option<Box<Xxh3>>,
}

impl<'a> Taken<'a> {
    fn new(into: &'a mut Vec<u8>) -> Self {
        Taken { start: into.len(), into, length: 0, excess: None }
    }

    fn push(&mut self, part: &[u8]) {
        self.length += part.len() as u64;
        if let Some(hash) = &mut self.excess {
            hash.update(part);
            return;
        }
        self.into.extend_from_slice(part);
        if self.into.len() - self.start > MAX_RECORD {
            let mut hash = Box::new(Xxh3::new());
            hash.update(&self.into[self.start..]);
            self.excess = Some(hash);
            self.into.truncate(self.start + RAW_KEPT);
            self.into.shrink_to(self.start + MAX_RECORD / 8);
        }
    }

    /// Takes a line break off the end.
    fn chomp(&mut self) {
        if self.excess.is_none() && self.into.len() > self.start && self.into.last() == Some(&b'\r') {
            self.into.pop();
            self.length -= 1;
        }
    }

    fn mark(self, offset: u64, line: Option<u64>) -> Mark {
        let too_long = self.excess.map(|hash| hash.digest128());
        Mark { start: self.start, end: self.into.len(), offset, line, length: self.length, too_long }
    }
}

/// How rows are found.
pub(super) enum Splitter {
    /// A line is a row; blank lines are none.
    Lines,
    /// A value of JSON is a row: in the list that the stream is, or one after the other.
    Elements(Elements),
    /// A record of a table is a row; blank lines are none.
    Records { separator: u8, quote: u8 },
}

impl Splitter {
    /// Appends the bytes of the next row to `into`; `None` at the end.
    pub(super) fn next(&mut self, cursor: &mut Cursor, into: &mut Vec<u8>) -> io::Result<Option<Mark>> {
        match self {
            Splitter::Lines => line(cursor, into),
            Splitter::Elements(elements) => elements.next(cursor, into),
            Splitter::Records { separator, quote } => record(cursor, into, *separator, *quote),
        }
    }
}

fn line(cursor: &mut Cursor, into: &mut Vec<u8>) -> io::Result<Option<Mark>> {
    loop {
        let (offset, number) = (cursor.offset, cursor.line);
        let mut taken = Taken::new(into);
        let ended = loop {
            let buffer = cursor.buffer()?;
            if buffer.is_empty() {
                break false;
            }
            let line_end = memchr::memchr(b'\n', buffer);
            let part = line_end.unwrap_or(buffer.len());
            taken.push(&buffer[..part]);
            cursor.used(part + usize::from(line_end.is_some()));
            if line_end.is_some() {
                break true;
            }
        };
        if !ended && taken.length == 0 {
            return Ok(None);
        }
        cursor.line += 1;
        taken.chomp();
        if taken.excess.is_some() || !taken.into[taken.start..].trim_ascii().is_empty() {
            return Ok(Some(taken.mark(offset, Some(number))));
        }
        let start = taken.start;
        into.truncate(start);
    }
}

/// Where a record of a table stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cell {
    Start,
    Bare,
    Quoted,
    /// After a quote inside a quoted cell: the cell's end, or the first of two.
    Quote,
}

fn record(cursor: &mut Cursor, into: &mut Vec<u8>, separator: u8, quote: u8) -> io::Result<Option<Mark>> {
    loop {
        let (offset, number) = (cursor.offset, cursor.line);
        let mut taken = Taken::new(into);
        let mut cell = Cell::Start;
        let mut lines = 0;
        let ended = loop {
            let buffer = cursor.buffer()?;
            if buffer.is_empty() {
                break false;
            }
            let mut at = 0;
            let mut line_end = false;
            while at < buffer.len() && !line_end {
                match cell {
                    Cell::Quoted => match memchr::memchr2(quote, b'\n', &buffer[at..]) {
                        None => at = buffer.len(),
                        Some(found) => {
                            at += found + 1;
                            if buffer[at - 1] == quote {
                                cell = Cell::Quote;
                            } else {
                                lines += 1;
                            }
                        }
                    },
                    Cell::Bare => match memchr::memchr2(separator, b'\n', &buffer[at..]) {
                        None => at = buffer.len(),
                        Some(found) => {
                            at += found + 1;
                            cell = Cell::Start;
                            line_end = buffer[at - 1] == b'\n';
                        }
                    },
                    Cell::Start | Cell::Quote => {
                        let byte = buffer[at];
                        at += 1;
                        line_end = byte == b'\n';
                        cell = match byte {
                            b if b == quote => Cell::Quoted,
                            b if b == separator => Cell::Start,
                            _ => Cell::Bare,
                        };
                    }
                }
            }
            taken.push(&buffer[..at - usize::from(line_end)]);
            cursor.used(at);
            if line_end {
                break true;
            }
        };
        if !ended && taken.length == 0 {
            return Ok(None);
        }
        cursor.line += lines + 1;
        taken.chomp();
        if taken.length > 0 {
            return Ok(Some(taken.mark(offset, Some(number))));
        }
    }
}

/// Values of JSON, by their brackets.
pub(super) struct Elements {
    in_list: bool,
    /// Whether the end of the list is the end of the rows: the list is a member of an object.
    only_list: bool,
    ended: bool,
}

impl Elements {
    /// Values one after the other, or of the lists that stand there.
    pub(super) fn stream() -> Self {
        Elements { in_list: false, only_list: false, ended: false }
    }

    /// Values of one list, whose opening bracket was read already.
    pub(super) fn list() -> Self {
        Elements { in_list: true, only_list: true, ended: false }
    }

    fn next(&mut self, cursor: &mut Cursor, into: &mut Vec<u8>) -> io::Result<Option<Mark>> {
        if !self.find(cursor)? {
            return Ok(None);
        }
        let offset = cursor.offset;
        let mut taken = Taken::new(into);
        let (mut depth, mut in_text, mut escaped, mut first) = (0usize, false, false, true);
        loop {
            let buffer = cursor.buffer()?;
            if buffer.is_empty() {
                break;
            }
            let mut at = 0;
            let mut done = false;
            while at < buffer.len() && !done {
                if escaped {
                    escaped = false;
                    at += 1;
                } else if in_text {
                    match memchr::memchr2(b'"', b'\\', &buffer[at..]) {
                        None => at = buffer.len(),
                        Some(found) => {
                            at += found + 1;
                            escaped = buffer[at - 1] == b'\\';
                            in_text = escaped;
                            done = !in_text && depth == 0;
                        }
                    }
                } else {
                    match buffer[at] {
                        b'"' => in_text = true,
                        b'{' | b'[' => depth += 1,
                        b'}' | b']' if depth > 0 => {
                            depth -= 1;
                            done = depth == 0;
                        }
                        // A bare value ends before what parts it from the next, unless it is the first byte: then it is
                        // a row of its own, and a wrong one.
                        b',' | b']' | b' ' | b'\t' | b'\n' | b'\r' if depth == 0 && !first => break,
                        _ => {}
                    }
                    at += 1;
                    first = false;
                }
            }
            let whole = done || at < buffer.len();
            taken.push(&buffer[..at]);
            cursor.used(at);
            if whole {
                break;
            }
        }
        Ok(Some(taken.mark(offset, None)))
    }

    /// Goes to the first byte of the next value.
    fn find(&mut self, cursor: &mut Cursor) -> io::Result<bool> {
        while !self.ended {
            let buffer = cursor.buffer()?;
            let Some(&byte) = buffer.first() else { break };
            match byte {
                b' ' | b'\t' | b'\n' | b'\r' | b',' => {
                    let between = |b: &u8| !matches!(b, b' ' | b'\t' | b'\n' | b'\r' | b',');
                    let count = buffer.iter().position(between).unwrap_or(buffer.len());
                    cursor.used(count);
                }
                b'[' if !self.in_list => {
                    self.in_list = true;
                    cursor.used(1);
                }
                b']' if self.in_list => {
                    self.in_list = false;
                    self.ended = self.only_list;
                    cursor.used(1);
                }
                _ => return Ok(true),
            }
        }
        Ok(false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Found = (u64, Option<u64>, String);

    fn all(splitter: impl Fn() -> Splitter, input: &'static [u8]) -> Vec<Found> {
        // Buffers of every size, so that rows cross their ends everywhere.
        let mut results: Vec<Vec<Found>> = Vec::new();
        for size in 1..=input.len().max(1) {
            let from: Bytes = Box::new(input);
            let mut cursor = Cursor { from: BufReader::with_capacity(size, from), offset: 0, line: 1 };
            let (mut splitter, mut bytes, mut found) = (splitter(), Vec::new(), Vec::new());
            while let Some(mark) = splitter.next(&mut cursor, &mut bytes).expect("memory can be read") {
                assert_eq!(mark.length, (mark.end - mark.start) as u64);
                let text = String::from_utf8_lossy(&bytes[mark.start..mark.end]).into_owned();
                found.push((mark.offset, mark.line, text));
            }
            results.push(found);
        }
        assert!(results.iter().all(|found| *found == results[0]), "{results:?}");
        results.swap_remove(0)
    }

    fn texts(splitter: impl Fn() -> Splitter, input: &'static [u8]) -> Vec<String> {
        all(splitter, input).into_iter().map(|found| found.2).collect()
    }

    #[test]
    fn numbers_and_offsets_count_blank_lines() {
        let lines = || Splitter::Lines;
        assert_eq!(all(lines, b""), []);
        assert_eq!(all(lines, b"\n\n"), []);
        assert_eq!(all(lines, b"abcde"), [(0, Some(1), "abcde".to_owned())]);
        let expected = [(0, Some(1), "ab".to_owned()), (8, Some(4), "cdefg".to_owned())];
        assert_eq!(all(lines, b"ab\r\n\n  \ncdefg\n"), expected);
    }

    #[test]
    fn records_cross_lines_inside_quotes() {
        let comma = || Splitter::Records { separator: b',', quote: b'"' };
        let cases: [(&[u8], &[&str]); 7] = [
            (b"a,b\n1,2\r\n", &["a,b", "1,2"]),
            (b"\"x\ny\",2\n3,4", &["\"x\ny\",2", "3,4"]),
            (b"\"x \"\"y\"\"\n\",2\n3", &["\"x \"\"y\"\"\n\",2", "3"]),
            (b"5\" pipe,2\n3\n", &["5\" pipe,2", "3"]),
            (b"\n\r\na\n", &["a"]),
            (b"\"open,\n1\n2", &["\"open,\n1\n2"]),
            (b",,\n", &[",,"]),
        ];
        for (input, expected) in cases {
            assert_eq!(texts(comma, input), expected, "{}", String::from_utf8_lossy(input));
        }
        let lines: Vec<_> = all(comma, b"h\n\"x\ny\"\nz\n").iter().map(|found| found.1.unwrap()).collect();
        assert_eq!(lines, [1, 2, 4]);
    }

    #[test]
    fn elements_go_by_brackets() {
        let stream = || Splitter::Elements(Elements::stream());
        let cases: [(&[u8], &[&str]); 9] = [
            (b"[]", &[]),
            (b" [ {\"a\": \"]}\\\"\"} , {\"b\": [1, {}]} ] ", &["{\"a\": \"]}\\\"\"}", "{\"b\": [1, {}]}"]),
            (b"[1, \"x, y\" ,null]", &["1", "\"x, y\"", "null"]),
            (b"{\"a\": 1}\n{\"b\":\n2}{}", &["{\"a\": 1}", "{\"b\":\n2}", "{}"]),
            (b"[{}]\n[{}]", &["{}", "{}"]),
            (b"[{\"a\": {}", &["{\"a\": {}"]),
            (b"[{}} x, {}]", &["{}", "}", "x", "{}"]),
            (b"[{}] tail", &["{}", "tail"]),
            (b"[\"a\\\\\", {}]", &["\"a\\\\\"", "{}"]),
        ];
        for (input, expected) in cases {
            assert_eq!(texts(stream, input), expected, "{}", String::from_utf8_lossy(input));
        }
        assert_eq!(texts(|| Splitter::Elements(Elements::list()), b"{}, {}], \"more\": [{}]}"), ["{}", "{}"]);
    }

    #[test]
    fn a_row_without_end_is_hashed_and_not_held() {
        let mut input = vec![b'x'; MAX_RECORD + 5];
        let hash = xxhash_rust::xxh3::xxh3_128(&input);
        input.extend_from_slice(b"\nshort\n");
        for mut splitter in [Splitter::Lines, Splitter::Records { separator: b',', quote: b'"' }] {
            let mut cursor = Cursor::new(Box::new(io::Cursor::new(input.clone())), 0);
            let mut bytes = Vec::new();
            let mark = splitter.next(&mut cursor, &mut bytes).unwrap().unwrap();
            assert_eq!((mark.end, mark.length, mark.too_long), (RAW_KEPT, MAX_RECORD as u64 + 5, Some(hash)));
            let next = splitter.next(&mut cursor, &mut bytes).unwrap().unwrap();
            assert_eq!((next.line, next.offset), (Some(2), MAX_RECORD as u64 + 6));
            assert_eq!(&bytes[next.start..next.end], b"short");
        }
    }
}
