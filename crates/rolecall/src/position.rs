//! Byte offsets as people and other languages count: line and column, code points, UTF-16.
//!
//! Spans of an [`Analysis`](crate::Analysis) are UTF-8 byte offsets into the body. An editor wants a line and a
//! column, Python counts code points, JavaScript, Java and .NET count UTF-16 code units. [`LineIndex`] reads a text
//! once and then answers for any offset, in time that does not depend on the length of the text or of its lines.

use std::fmt;
use std::num::NonZeroUsize;
use std::ops::Range;

/// A number that is counted from one, as lines and columns are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OneIndexed(NonZeroUsize);

impl OneIndexed {
    /// The first line, or the first column.
    pub const FIRST: OneIndexed = OneIndexed(NonZeroUsize::MIN);

    /// The number that stands for a count from zero.
    #[must_use]
    pub const fn from_zero_indexed(index: usize) -> Self {
        OneIndexed(Self::FIRST.0.saturating_add(index))
    }

    /// The number, counted from one.
    #[must_use]
    pub const fn get(self) -> usize {
        self.0.get()
    }

    /// The number, counted from zero.
    #[must_use]
    pub const fn to_zero_indexed(self) -> usize {
        self.0.get() - 1
    }
}

impl fmt::Display for OneIndexed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A place in a text as an editor shows it: `12:5`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Position {
    /// The line. `\n`, `\r\n` and a lone `\r` end one.
    pub line: OneIndexed,
    /// The column, in code points. A byte order mark at the start of the text takes none.
    pub column: OneIndexed,
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// An offset in code points, as Python counts. A byte order mark is one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CodePoints(pub usize);

/// An offset in UTF-16 code units, as JavaScript, Java and .NET count. An emoji is two or more.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Utf16(pub usize);

/// How many bytes lie between two counts that are kept. A lookup reads at most so many.
const STRIDE: usize = 128;

const BOM: char = '\u{feff}';

#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    chars: usize,
    /// Characters outside the Basic Multilingual Plane: one more UTF-16 code unit each.
    wide: usize,
}

impl Counts {
    fn add(mut self, bytes: &[u8]) -> Self {
        for &byte in bytes {
            // Every byte but a continuation (0b10xx_xxxx) opens a character; 0xf0 and above open one of four bytes.
            self.chars += usize::from(byte & 0xc0 != 0x80);
            self.wide += usize::from(byte >= 0xf0);
        }
        self
    }
}

/// A text, indexed for the conversion of byte offsets.
///
/// No offset is an error: one inside a character counts as that character's first byte, one beyond the end as the end.
///
/// ```
/// use rolecall::position::{CodePoints, LineIndex, Utf16};
/// let text = "Own the roadmap 🚀\r\nand the backlog";
/// let index = LineIndex::new(text);
/// let backlog = text.find("backlog").unwrap();
/// assert_eq!(index.position(backlog).to_string(), "2:9");
/// assert_eq!(index.code_points(backlog), CodePoints(27));
/// assert_eq!(index.utf16(backlog), Utf16(28));
/// ```
#[derive(Clone, Debug)]
pub struct LineIndex<'a> {
    text: &'a str,
    /// The first byte of every line.
    lines: Vec<usize>,
    /// The counts before every [`STRIDE`]th byte; empty when the text is ASCII and bytes are all there is to count.
    counts: Vec<Counts>,
}

impl<'a> LineIndex<'a> {
    /// Reads `text` once.
    #[must_use]
    pub fn new(text: &'a str) -> Self {
        let bytes = text.as_bytes();
        let mut lines = vec![0];
        for (at, &byte) in bytes.iter().enumerate() {
            if byte == b'\n' || (byte == b'\r' && bytes.get(at + 1) != Some(&b'\n')) {
                lines.push(at + 1);
            }
        }
        let mut counts = Vec::new();
        if !text.is_ascii() {
            let mut before = Counts::default();
            for chunk in bytes.chunks(STRIDE) {
                counts.push(before);
                before = before.add(chunk);
            }
        }
        LineIndex { text, lines, counts }
    }

    /// How many lines the text has; one if it is empty.
    #[must_use]
    pub fn line_count(&self) -> usize {
        self.lines.len()
    }

    /// Line and column of a byte offset.
    #[must_use]
    pub fn position(&self, offset: usize) -> Position {
        let offset = self.settle(offset);
        let line = self.lines.partition_point(|&start| start <= offset) - 1;
        let start = match line {
            0 if self.text.starts_with(BOM) => BOM.len_utf8().min(offset),
            _ => self.lines[line],
        };
        Position {
            line: OneIndexed::from_zero_indexed(line),
            column: OneIndexed::from_zero_indexed(self.before(offset).chars - self.before(start).chars),
        }
    }

    /// A byte offset in code points.
    #[must_use]
    pub fn code_points(&self, offset: usize) -> CodePoints {
        CodePoints(self.before(self.settle(offset)).chars)
    }

    /// A byte offset in UTF-16 code units.
    #[must_use]
    pub fn utf16(&self, offset: usize) -> Utf16 {
        let counts = self.before(self.settle(offset));
        Utf16(counts.chars + counts.wide)
    }

    /// A span of bytes as a span of code points.
    #[must_use]
    pub fn code_point_span(&self, span: Range<usize>) -> Range<usize> {
        self.code_points(span.start).0..self.code_points(span.end).0
    }

    /// A span of bytes as a span of UTF-16 code units.
    #[must_use]
    pub fn utf16_span(&self, span: Range<usize>) -> Range<usize> {
        self.utf16(span.start).0..self.utf16(span.end).0
    }

    /// The bytes of a line without what ends it, or `None` past the last.
    #[must_use]
    pub fn line_span(&self, line: OneIndexed) -> Option<Range<usize>> {
        let index = line.to_zero_indexed();
        let start = *self.lines.get(index)?;
        let Some(&next) = self.lines.get(index + 1) else { return Some(start..self.text.len()) };
        let line = &self.text[start..next];
        let line = line.strip_suffix('\n').unwrap_or(line);
        Some(start..start + line.strip_suffix('\r').unwrap_or(line).len())
    }

    fn settle(&self, offset: usize) -> usize {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    }

    /// What lies before a byte offset, which must be a character boundary of the text.
    fn before(&self, offset: usize) -> Counts {
        let Some(last) = self.counts.len().checked_sub(1) else { return Counts { chars: offset, wide: 0 } };
        let stride = (offset / STRIDE).min(last);
        self.counts[stride].add(&self.text.as_bytes()[stride * STRIDE..offset])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The same answers, character by character.
    fn naive(text: &str, offset: usize) -> (usize, usize, usize, usize) {
        let (mut line, mut column, mut chars, mut units) = (1, 1, 0, 0);
        let mut rest = text.char_indices().peekable();
        while let Some((at, c)) = rest.next() {
            let end = at + c.len_utf8();
            if end > offset {
                break;
            }
            chars += 1;
            units += c.len_utf16();
            let ends_line = c == '\n' || (c == '\r' && rest.peek().is_none_or(|&(_, next)| next != '\n'));
            if ends_line {
                (line, column) = (line + 1, 1);
            } else if !(at == 0 && c == BOM) {
                column += 1;
            }
        }
        (line, column, chars, units)
    }

    fn indexed(index: &LineIndex<'_>, offset: usize) -> (usize, usize, usize, usize) {
        let Position { line, column } = index.position(offset);
        (line.get(), column.get(), index.code_points(offset).0, index.utf16(offset).0)
    }

    #[test]
    fn places() {
        // Text, offset, then line, column, code points, UTF-16.
        type Case<'a> = (&'a str, usize, (usize, usize, usize, usize));
        let cases: &[Case<'_>] = &[
            ("", 0, (1, 1, 0, 0)),
            ("", 9, (1, 1, 0, 0)),
            ("plan", 4, (1, 5, 4, 4)),
            ("a\nb", 1, (1, 2, 1, 1)),
            ("a\nb", 2, (2, 1, 2, 2)),
            ("a\n", 2, (2, 1, 2, 2)),
            // Both bytes of CRLF belong to the line that they end.
            ("a\r\nb", 2, (1, 3, 2, 2)),
            ("a\r\nb", 3, (2, 1, 3, 3)),
            ("a\rb", 2, (2, 1, 2, 2)),
            ("a\n\rb", 3, (3, 1, 3, 3)),
            // A byte order mark takes no column, but is a character.
            ("\u{feff}a", 0, (1, 1, 0, 0)),
            ("\u{feff}a", 3, (1, 1, 1, 1)),
            ("\u{feff}a", 4, (1, 2, 2, 2)),
            ("a\n\u{feff}b", 5, (2, 2, 3, 3)),
            ("é!", 2, (1, 2, 1, 1)),
            ("🚀!", 4, (1, 2, 1, 2)),
            // Inside a character, and beyond the end.
            ("🚀!", 3, (1, 1, 0, 0)),
            ("🚀!", 99, (1, 3, 2, 3)),
            // A family of three is five code points.
            ("👩\u{200d}👧\u{200d}👦.", 18, (1, 6, 5, 8)),
        ];
        for &(text, offset, expected) in cases {
            assert_eq!(indexed(&LineIndex::new(text), offset), expected, "{text:?} at {offset}");
        }
    }

    #[test]
    fn lines() {
        let index = LineIndex::new("one\r\ntwo\n\rfour");
        let spans: Vec<_> = (0..5).map(|line| index.line_span(OneIndexed::from_zero_indexed(line))).collect();
        assert_eq!(spans, [Some(0..3), Some(5..8), Some(9..9), Some(10..14), None]);
        assert_eq!(index.line_count(), 4);
    }

    #[test]
    fn ends_of_strides() {
        for c in ["a", "é", "漢", "🚀"] {
            for bytes in [STRIDE - 4, STRIDE, STRIDE + 4, 3 * STRIDE] {
                let text = format!("{}🚀", c.repeat(bytes / c.len()));
                let index = LineIndex::new(&text);
                for offset in 0..=text.len() + 1 {
                    assert_eq!(indexed(&index, offset), naive(&text, offset), "{text:?} at {offset}");
                }
            }
        }
    }

    proptest! {
        #[test]
        fn equals_the_naive_count(text in "(\u{feff}|)([a-c\r\n]|\r\n|é|漢|🚀|👩\u{200d}👧| ){0,200}") {
            let index = LineIndex::new(&text);
            for offset in 0..=text.len() + 2 {
                prop_assert_eq!(indexed(&index, offset), naive(&text, offset), "at {}", offset);
            }
        }

        #[test]
        fn spans_cut_the_same_text(text in ".{0,100}", a in 0usize..400, b in 0usize..400) {
            let index = LineIndex::new(&text);
            let (a, b) = (index.settle(a.min(b)), index.settle(a.max(b)));
            let chars: String = text.chars().collect::<Vec<_>>()[index.code_point_span(a..b)].iter().collect();
            let units: Vec<u16> = text.encode_utf16().collect();
            prop_assert_eq!(&chars, &text[a..b]);
            prop_assert_eq!(String::from_utf16(&units[index.utf16_span(a..b)]).unwrap(), &text[a..b]);
        }
    }
}
