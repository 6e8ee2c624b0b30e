//! The log beside the output: what was asked for, and after each chunk how far the scan is.
//!
//! One JSON object a line: the head, a line for each chunk, the end. Each line is written and synced when what it speaks
//! of is safely on the disk, so that a line that is there is true. A line that was torn is none.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, BufRead, BufReader, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use rolecall_formats::Stamp;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_128;

use crate::error::BatchError;
use crate::group::Leader;
use crate::scan::Failure;
use crate::summary::Summary;

/// The version of the log.
const VERSION: u32 = 1;

/// What a scan was asked for. Two scans with the same head write the same bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Head {
    /// Marks the file as ours.
    pub(crate) rolecall_scan: u32,
    /// Hash of the rest.
    pub(crate) hash: String,
    pub(crate) engine: String,
    pub(crate) lexicon: String,
    pub(crate) weights: String,
    /// The options that the output depends on, by their names on the command line.
    pub(crate) options: BTreeMap<String, String>,
    pub(crate) inputs: Vec<Stamp>,
}

impl Head {
    pub(crate) fn new(
        engine: &str,
        [lexicon, weights]: [String; 2],
        options: BTreeMap<String, String>,
        inputs: Vec<Stamp>,
    ) -> Self {
        let engine = engine.to_owned();
        let mut head = Head { rolecall_scan: VERSION, hash: String::new(), engine, lexicon, weights, options, inputs };
        let text = serde_json::to_vec(&head).expect("texts and numbers can be written to memory");
        head.hash = format!("{:032x}", xxh3_128(&text));
        head
    }

    /// What is not as it was, or `None`.
    pub(crate) fn difference(&self, now: &Head) -> Option<String> {
        if self == now {
            return None;
        }
        let fields = [
            ("rolecall itself", &self.engine, &now.engine),
            ("the lexicon", &self.lexicon, &now.lexicon),
            ("the weights file", &self.weights, &now.weights),
        ];
        if let Some((what, then, now)) = fields.into_iter().find(|(_, then, now)| then != now) {
            return Some(format!("{what} changed (it was {then}, it is {now})"));
        }
        for (name, value) in &now.options {
            let then = self.options.get(name).map_or("", String::as_str);
            if then != value {
                return Some(format!("{name} was `{then}`, it is `{value}`"));
            }
        }
        for (then, now) in self.inputs.iter().zip(&now.inputs) {
            if then.name != now.name {
                return Some(format!("the input {} is now {}", then.name, now.name));
            }
            if then != now {
                return Some(format!("the input {} changed (size or time)", now.name));
            }
        }
        let (then, now) = (self.inputs.len(), now.inputs.len());
        Some(if then == now {
            "it was begun by another version of rolecall".to_owned()
        } else {
            format!("there were {then} inputs, there are {now}")
        })
    }
}

/// How far a scan is: what a chunk's line says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Chunk {
    /// Number of the input that the next row is of.
    pub(crate) input: usize,
    /// Index of the next row in it.
    pub(crate) row: u64,
    /// Bytes of the output, or of Parquet the number of parts.
    pub(crate) output: u64,
    /// Bytes of the rejects.
    pub(crate) rejects: u64,
    /// Whether all rows are written: only names have to be given.
    pub(crate) last: bool,
    /// The counts of this chunk.
    pub(crate) counts: Summary,
    /// Inputs that could not be read to their end.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) failures: Vec<Failure>,
    /// First members of groups in this chunk. All other rows with a group are repeats of these or of earlier ones.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) leaders: Vec<Leader>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Finished {
    finished: bool,
}

/// What a log says: all its chunks together, so that it may be as long as it likes.
#[derive(Debug)]
pub(crate) struct Story {
    pub(crate) head: Head,
    /// The counts of all chunks.
    pub(crate) done: Summary,
    /// Of all chunks.
    pub(crate) failures: Vec<Failure>,
    /// Of all chunks, as long as the scan is not finished.
    pub(crate) leaders: Vec<Leader>,
    /// The last chunk, without what is gathered above; `None` if there is no chunk.
    pub(crate) last: Option<Chunk>,
    pub(crate) finished: bool,
}

impl Story {
    fn add(&mut self, mut chunk: Chunk) {
        self.done.add(&std::mem::take(&mut chunk.counts));
        self.failures.append(&mut chunk.failures);
        self.leaders.append(&mut chunk.leaders);
        self.last = Some(chunk);
    }

    fn finish(&mut self) {
        self.finished = true;
        self.leaders = Vec::new();
    }
}

/// The log, open for more.
pub(crate) struct Log {
    file: File,
    path: PathBuf,
}

impl Log {
    /// The log's name: that of the output with `.scanlog` after it.
    pub(crate) fn path_for(output: &Path) -> PathBuf {
        let mut name = output.as_os_str().to_owned();
        name.push(".scanlog");
        PathBuf::from(name)
    }

    /// Opens the log of an output, or makes one, and keeps other scans away from it. `None` for the story if there is no
    /// log, or none with a whole head.
    pub(crate) fn open(output: &Path) -> Result<(Log, Option<Story>), BatchError> {
        let path = Self::path_for(output);
        let failed = |source| BatchError::Write { path: path.clone(), source };
        let mut file =
            OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path).map_err(failed)?;
        match file.try_lock() {
            // A file system without locks is no reason not to scan.
            Ok(()) | Err(TryLockError::Error(_)) => {}
            Err(TryLockError::WouldBlock) => return Err(BatchError::Busy(output.to_owned())),
        }
        let (story, whole) = read(BufReader::new(&mut file)).map_err(failed)?;
        file.set_len(whole).map_err(failed)?;
        file.seek(SeekFrom::End(0)).map_err(failed)?;
        Ok((Log { file, path }, story))
    }

    /// What the log of an output says, without touching it.
    pub(crate) fn look(output: &Path) -> Option<Story> {
        read(BufReader::new(File::open(Self::path_for(output)).ok()?)).ok()?.0
    }

    /// Starts the log anew.
    pub(crate) fn begin(&mut self, head: &Head) -> Result<(), BatchError> {
        let restarted = self.file.set_len(0).and_then(|()| self.file.seek(SeekFrom::Start(0)));
        restarted.map_err(|source| BatchError::Write { path: self.path.clone(), source })?;
        self.append(head)
    }

    pub(crate) fn chunk(&mut self, chunk: &Chunk) -> Result<(), BatchError> {
        self.append(chunk)
    }

    pub(crate) fn finish(&mut self) -> Result<(), BatchError> {
        self.append(&Finished { finished: true })
    }

    fn append(&mut self, line: &impl Serialize) -> Result<(), BatchError> {
        let mut bytes = serde_json::to_vec(line).expect("texts and numbers can be written to memory");
        bytes.push(b'\n');
        let written = self.file.write_all(&bytes).and_then(|()| self.file.sync_data());
        written.map_err(|source| BatchError::Write { path: self.path.clone(), source })
    }
}

/// The story, and how many bytes of it are whole.
fn read(mut from: impl BufRead) -> io::Result<(Option<Story>, u64)> {
    let (mut story, mut whole, mut line) = (None::<Story>, 0, Vec::new());
    loop {
        line.clear();
        from.read_until(b'\n', &mut line)?;
        if !line.ends_with(b"\n") {
            break;
        }
        match &mut story {
            None => {
                let Ok(head) = serde_json::from_slice(&line) else { break };
                let (done, failures, leaders) = Default::default();
                story = Some(Story { head, done, failures, leaders, last: None, finished: false });
            }
            Some(story) => {
                if let Ok(chunk) = serde_json::from_slice(&line) {
                    story.add(chunk);
                } else if serde_json::from_slice::<Finished>(&line).is_ok_and(|line| line.finished) {
                    story.finish();
                } else {
                    break;
                }
            }
        }
        whole += line.len() as u64;
    }
    Ok((story, whole))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head() -> Head {
        let stamp = Stamp { name: "in.jsonl".to_owned(), size: 5, modified: 7 };
        let options = BTreeMap::from([("--evidence".to_owned(), "full".to_owned())]);
        Head::new("1.0", ["l".to_owned(), "w".to_owned()], options, vec![stamp])
    }

    #[test]
    fn a_torn_line_is_none() {
        let counts = Summary { rows: 5, ..Summary::default() };
        let chunk = Chunk { row: 5, output: 100, counts: counts.clone(), ..Chunk::default() };
        let mut text = serde_json::to_string(&head()).unwrap() + "\n";
        text += &(serde_json::to_string(&chunk).unwrap() + "\n");
        let whole = text.len() as u64;
        for torn in ["", "{\"input\":0,\"ro", "{\"finished\":true}", "garbage\n"] {
            let (story, length) = read(format!("{text}{torn}").as_bytes()).unwrap();
            let story = story.unwrap();
            let last = Chunk { counts: Summary::default(), ..chunk.clone() };
            assert_eq!((story.last, story.finished, length), (Some(last), false, whole), "{torn}");
            assert_eq!(story.done, counts);
        }
        assert!(read(format!("{text}{{\"finished\":true}}\n").as_bytes()).unwrap().0.unwrap().finished);
        assert!(read(&b"{\"rolecall_scan\":1"[..]).unwrap().0.is_none());
    }

    type Edit<'a> = &'a dyn Fn(&mut Head);

    #[test]
    fn says_what_changed() {
        let change = |change: Edit<'_>| {
            let mut now = head();
            change(&mut now);
            head().difference(&now)
        };
        assert_eq!(change(&|_| {}), None);
        let cases: [(Edit<'_>, &str); 5] = [
            (&|h| h.engine = "2.0".to_owned(), "rolecall itself changed (it was 1.0, it is 2.0)"),
            (&|h| h.lexicon = "x".to_owned(), "the lexicon changed"),
            (
                &|h| drop(h.options.insert("--evidence".to_owned(), "none".to_owned())),
                "--evidence was `full`, it is `none`",
            ),
            (&|h| h.inputs[0].modified = 8, "the input in.jsonl changed (size or time)"),
            (&|h| h.inputs.clear(), "there were 1 inputs, there are 0"),
        ];
        for (edit, expected) in cases {
            let said = change(edit).unwrap();
            assert!(said.contains(expected), "{said}");
        }
    }
}
