//! Compression of what is written, in pieces that can each be read and cut off alone.

use std::io::{self, Write};

/// How what is written is packed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Compression {
    /// Not at all.
    #[default]
    None,
    /// gzip, a member for each piece.
    Gzip,
    /// zstd, a frame for each piece.
    Zstd,
}

/// The zstd level: its own default.
const ZSTD_LEVEL: i32 = 3;

/// Packs what is written, piece by piece. Between two pieces the bytes below are whole: they can end there, and another
/// packer can go on.
pub struct Packer<W: Write> {
    compression: Compression,
    state: State<W>,
}

enum State<W: Write> {
    /// Between two pieces, or not packed.
    Plain(W),
    Gzip(flate2::write::GzEncoder<W>),
    Zstd(zstd::stream::write::Encoder<'static, W>),
    /// After an error: nothing more can be written.
    Broken,
}

impl<W: Write> Packer<W> {
    /// Packs into `to`.
    pub fn new(to: W, compression: Compression) -> Self {
        Packer { compression, state: State::Plain(to) }
    }

    /// Writes into the current piece; the first write begins one.
    ///
    /// # Errors
    ///
    /// If the writer below fails.
    pub fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        if matches!(self.state, State::Plain(_)) && self.compression != Compression::None {
            self.state = match std::mem::replace(&mut self.state, State::Broken) {
                State::Plain(to) if self.compression == Compression::Gzip => {
                    // No time and no name in the head: the same rows are the same bytes.
                    State::Gzip(flate2::GzBuilder::new().write(to, flate2::Compression::default()))
                }
                State::Plain(to) => State::Zstd(zstd::stream::write::Encoder::new(to, ZSTD_LEVEL)?),
                other => other,
            };
        }
        match &mut self.state {
            State::Plain(to) => to.write_all(bytes),
            State::Gzip(to) => to.write_all(bytes),
            State::Zstd(to) => to.write_all(bytes),
            State::Broken => Err(broken()),
        }
    }

    /// Ends the current piece, if one was begun, and gives the writer below, flushed.
    ///
    /// # Errors
    ///
    /// If the writer below fails.
    pub fn end_piece(&mut self) -> io::Result<&mut W> {
        let mut to = match std::mem::replace(&mut self.state, State::Broken) {
            State::Plain(to) => to,
            State::Gzip(encoder) => encoder.finish()?,
            State::Zstd(encoder) => encoder.finish()?,
            State::Broken => return Err(broken()),
        };
        to.flush()?;
        self.state = State::Plain(to);
        match &mut self.state {
            State::Plain(to) => Ok(to),
            _ => Err(broken()),
        }
    }
}

fn broken() -> io::Error {
    io::Error::other("an earlier write failed")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn pieces_are_read_as_one() {
        for compression in [Compression::None, Compression::Gzip, Compression::Zstd] {
            let mut packer = Packer::new(Vec::new(), compression);
            packer.write(b"one ").unwrap();
            packer.write(b"two ").unwrap();
            let first = packer.end_piece().unwrap().len();
            assert_eq!(packer.end_piece().unwrap().len(), first, "no empty piece");
            packer.write(b"three").unwrap();
            let bytes = packer.end_piece().unwrap().clone();
            let mut text = String::new();
            match compression {
                Compression::None => text = String::from_utf8(bytes).unwrap(),
                Compression::Gzip => {
                    flate2::read::MultiGzDecoder::new(&bytes[..]).read_to_string(&mut text).map(drop).unwrap();
                }
                Compression::Zstd => {
                    zstd::stream::read::Decoder::new(&bytes[..]).unwrap().read_to_string(&mut text).map(drop).unwrap();
                }
            }
            assert_eq!(text, "one two three");
        }
    }
}
