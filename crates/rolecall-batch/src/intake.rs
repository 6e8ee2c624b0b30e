//! The one reader: gives batches of rows in the order of the inputs.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};

use rolecall_formats::{Input, ReadOptions, Reader, Rows};

/// Rows a worker takes at a time: enough that the reader is no bottleneck.
const BATCH_ROWS: u64 = 64;
/// Bytes after which a batch is full, whatever its rows.
const BATCH_BYTES: usize = 1 << 20;

/// The inputs and how far they are read.
pub(crate) struct Intake<'a> {
    inputs: &'a [Input],
    options: ReadOptions,
    cancel: &'a AtomicBool,
    /// Number of the input that is read.
    at: usize,
    reader: Option<Reader>,
    /// Rows of the first input that were read by an earlier run.
    skip: u64,
    chunk_rows: u64,
    /// Rows until the chunk ends.
    left: u64,
    /// Number of the next batch.
    number: u64,
}

/// What a batch of rows is.
pub(crate) struct Ticket {
    /// Its number, from 0: whose turn it is.
    pub(crate) number: u64,
    /// The number of its input.
    pub(crate) input: usize,
    /// Why its input could not be read further, and whether it could be opened.
    pub(crate) failure: Option<InputFailure>,
    /// Where the next batch begins: the number of an input and the index of a row.
    pub(crate) next: (usize, u64),
    /// Whether the chunk ends with it.
    pub(crate) ends_chunk: bool,
}

/// Why an input could not be read further.
pub(crate) enum InputFailure {
    /// It could not be opened.
    Open(String),
    /// It broke off before the row with this index.
    Broken { reason: String, row: u64 },
}

impl<'a> Intake<'a> {
    pub(crate) fn new(
        inputs: &'a [Input],
        options: ReadOptions,
        cancel: &'a AtomicBool,
        from: (usize, u64),
        chunk_rows: u64,
    ) -> Self {
        let (at, skip) = from;
        Intake { inputs, options, cancel, at, reader: None, skip, chunk_rows, left: chunk_rows, number: 0 }
    }

    /// Fills `rows` with the next batch; `None` at the end or when cancelled.
    pub(crate) fn take(&mut self, rows: &mut Rows) -> Option<Ticket> {
        loop {
            if self.cancel.load(Ordering::Relaxed) {
                return None;
            }
            let input = self.inputs.get(self.at)?;
            let mut reader = match self.reader.take() {
                Some(reader) => reader,
                None => match Reader::open(input, &self.options) {
                    Ok(reader) => reader,
                    Err(error) => return Some(self.fail(rows, InputFailure::Open(error.to_string()))),
                },
            };
            if let Err(error) = self.skip_read(&mut reader, rows) {
                let failure = InputFailure::Broken { reason: error.to_string(), row: reader.index() };
                return Some(self.fail(rows, failure));
            }
            match reader.read(rows, self.left.min(BATCH_ROWS) as usize, BATCH_BYTES) {
                Ok(true) => {
                    let next = (self.at, reader.index());
                    self.reader = Some(reader);
                    return Some(self.ticket(rows.len() as u64, self.at, next, None));
                }
                Ok(false) => self.at += 1,
                Err(error) => {
                    let failure = InputFailure::Broken { reason: error.to_string(), row: reader.index() };
                    let at = self.at;
                    self.at += 1;
                    return Some(self.ticket(rows.len() as u64, at, (at + 1, 0), Some(failure)));
                }
            }
        }
    }

    /// Leaves out what an earlier run has read.
    fn skip_read(&mut self, reader: &mut Reader, rows: &mut Rows) -> io::Result<()> {
        while self.skip > reader.index() && !self.cancel.load(Ordering::Relaxed) {
            let wanted = (self.skip - reader.index()).min(BATCH_ROWS);
            if !reader.read(rows, wanted as usize, BATCH_BYTES)? {
                break;
            }
        }
        self.skip = 0;
        Ok(())
    }

    fn fail(&mut self, rows: &mut Rows, failure: InputFailure) -> Ticket {
        *rows = Rows::default();
        self.skip = 0;
        let at = self.at;
        self.at += 1;
        self.ticket(0, at, (at + 1, 0), Some(failure))
    }

    fn ticket(&mut self, rows: u64, input: usize, next: (usize, u64), failure: Option<InputFailure>) -> Ticket {
        self.left -= rows;
        let ends_chunk = self.left == 0;
        if ends_chunk {
            self.left = self.chunk_rows;
        }
        let number = self.number;
        self.number += 1;
        Ticket { number, input, failure, next, ends_chunk }
    }
}
