//! Streams under the rows: counted, decompressed, looked into, brought to UTF-8.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use encoding_rs::{CoderResult, Decoder, DecoderResult, Encoding, UTF_8};

pub(super) type Bytes = Box<dyn Read + Send>;

/// Counts what is read of a file, for whoever wants to know how far a run is.
pub(super) struct Counted<R> {
    pub(super) from: R,
    pub(super) count: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let read = self.from.read(to)?;
        self.count.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

/// A stream whose head was looked at.
pub(super) struct Peeked {
    head: Vec<u8>,
    at: usize,
    rest: Bytes,
    /// What came after the head instead of more: what is there is read first.
    error: Option<io::Error>,
}

impl Peeked {
    /// Reads up to `size` bytes ahead.
    pub(super) fn new(mut rest: Bytes, size: usize) -> io::Result<Self> {
        let mut head = Vec::new();
        match rest.by_ref().take(size as u64).read_to_end(&mut head) {
            Err(error) if head.is_empty() => Err(error),
            read => Ok(Peeked { head, at: 0, rest, error: read.err() }),
        }
    }

    /// What was read ahead.
    pub(super) fn head(&self) -> &[u8] {
        &self.head
    }

    /// Whether there is nothing after the head.
    pub(super) fn is_whole(&self, size: usize) -> bool {
        self.head.len() < size && self.error.is_none()
    }

    /// Leaves out the first bytes.
    pub(super) fn skip(&mut self, bytes: usize) {
        self.at = bytes.min(self.head.len());
    }
}

impl Read for Peeked {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        if self.at == self.head.len() {
            return self.error.take().map_or_else(|| self.rest.read(to), Err);
        }
        let count = (&self.head[self.at..]).read(to)?;
        self.at += count;
        if self.at == self.head.len() {
            self.head = Vec::new();
            self.at = 0;
        }
        Ok(count)
    }
}

/// Undoes gzip and zstd, whatever the name says; a stream may consist of several members or frames.
pub(super) fn decompressed(peeked: Peeked, size: usize) -> io::Result<(Peeked, bool)> {
    let stream: Bytes = match peeked.head() {
        [0x1f, 0x8b, ..] => Box::new(flate2::read::MultiGzDecoder::new(peeked)),
        [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => {
            Box::new(zstd::stream::read::Decoder::new(peeked)?)
        }
        _ => return Ok((peeked, false)),
    };
    Ok((Peeked::new(stream, size)?, true))
}

/// Brings a stream to UTF-8.
pub(super) struct Transcoded {
    from: Peeked,
    decoder: Decoder,
    input: Vec<u8>,
    at: usize,
    ended: bool,
    /// What stands for a byte that the encoding does not know: in JSON one that makes the row a reject, in tables U+FFFD.
    bad: &'static [u8],
    pending: &'static [u8],
    output: Vec<u8>,
    output_at: usize,
}

impl Transcoded {
    pub(super) fn new(from: Peeked, encoding: &'static Encoding, strict: bool) -> Self {
        Transcoded {
            from,
            decoder: encoding.new_decoder_with_bom_removal(),
            input: Vec::new(),
            at: 0,
            ended: false,
            bad: if strict { b"\xff" } else { "\u{fffd}".as_bytes() },
            pending: b"",
            output: Vec::new(),
            output_at: 0,
        }
    }

    fn fill(&mut self) -> io::Result<()> {
        const STEP: usize = 1 << 16;
        self.output.resize(STEP, 0);
        self.output_at = 0;
        let mut written = 0;
        while written == 0 {
            if !self.pending.is_empty() {
                self.output[..self.pending.len()].copy_from_slice(self.pending);
                written = self.pending.len();
                self.pending = b"";
                break;
            }
            if self.at == self.input.len() && !self.ended {
                self.input.resize(STEP, 0);
                let count = self.from.read(&mut self.input)?;
                self.input.truncate(count);
                self.at = 0;
                self.ended = count == 0;
            }
            let (result, read, count) =
                self.decoder.decode_to_utf8_without_replacement(&self.input[self.at..], &mut self.output, self.ended);
            self.at += read;
            written = count;
            match result {
                DecoderResult::Malformed(..) => self.pending = self.bad,
                DecoderResult::InputEmpty if self.ended => break,
                DecoderResult::InputEmpty | DecoderResult::OutputFull => {}
            }
        }
        self.output.truncate(written);
        Ok(())
    }
}

impl Read for Transcoded {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        if self.output_at == self.output.len() {
            if self.ended && self.at == self.input.len() && self.pending.is_empty() {
                return Ok(0);
            }
            self.fill()?;
        }
        let count = (&self.output[self.output_at..]).read(to)?;
        self.output_at += count;
        Ok(count)
    }
}

/// The encoding that a byte order mark promises.
pub(super) fn marked(head: &[u8]) -> Option<&'static Encoding> {
    Encoding::for_bom(head).map(|(encoding, _)| encoding)
}

/// The encoding of a table, guessed from its head once a file: UTF-8 if it can be, else what is likeliest.
pub(super) fn guessed(head: &[u8], whole: bool) -> &'static Encoding {
    let cut_inside = |error: std::str::Utf8Error| error.error_len().is_none() && !whole;
    if std::str::from_utf8(head).map_or_else(cut_inside, |_| true) {
        return UTF_8;
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(head, whole);
    detector.guess(None, chardetng::Utf8Detection::Deny)
}

/// The head of a stream in UTF-8, for looking at.
pub(super) fn head_text(head: &[u8], encoding: &'static Encoding) -> String {
    let mut decoder = encoding.new_decoder_with_bom_removal();
    let mut text = String::with_capacity(decoder.max_utf8_buffer_length(head.len()).unwrap_or(head.len()));
    let (result, _, _) = decoder.decode_to_string(head, &mut text, false);
    debug_assert_eq!(result, CoderResult::InputEmpty);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn through(bytes: &'static [u8], encoding: &'static Encoding, strict: bool) -> Vec<u8> {
        let peeked = Peeked::new(Box::new(bytes), 3).unwrap();
        let mut text = Vec::new();
        Transcoded::new(peeked, encoding, strict).read_to_end(&mut text).unwrap();
        text
    }

    #[test]
    fn streams_come_out_as_utf8() {
        let cases: [(&[u8], &str, bool, &[u8]); 7] = [
            (b"caf\xe9 \x93x\x94", "windows-1252", false, "café \u{201c}x\u{201d}".as_bytes()),
            (b"\xff\xfea\0\xe9\0\r\0\n\0", "utf-16le", true, "aé\r\n".as_bytes()),
            (b"\xfe\xff\0a\xd8\x3d\xdc\x4d", "utf-16be", true, "a👍".as_bytes()),
            (b"\xff\xfea\0\x00\xd8b\0", "utf-16le", true, b"a\xffb"),
            (b"\xff\xfea\0\x00\xd8b\0", "utf-16le", false, "a\u{fffd}b".as_bytes()),
            (b"\xff\xfea\0b", "utf-16le", true, b"a\xff"),
            (b"", "windows-1252", false, b""),
        ];
        for (bytes, label, strict, expected) in cases {
            let encoding = Encoding::for_label(label.as_bytes()).unwrap();
            assert_eq!(through(bytes, encoding, strict), expected, "{label} {bytes:?}");
        }
    }

    #[test]
    fn encodings_are_guessed() {
        assert_eq!(guessed("naïve – 👍".as_bytes(), true), UTF_8);
        assert_eq!(guessed(&"naïve".as_bytes()[..3], false), UTF_8);
        assert_eq!(
            guessed(b"It\x92s the team\x92s \x93caf\xe9\x94 \x96 r\xe9sum\xe9s welcome", true).name(),
            "windows-1252"
        );
    }
}
