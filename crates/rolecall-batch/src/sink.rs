//! The one writer: output, rejects and log, chunk by chunk.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

#[cfg(feature = "parquet")]
use rolecall_formats::out::TableWriter;
use rolecall_formats::out::{Compression, Encoded, Encoder, Format, Packer, Shape};

use crate::error::BatchError;
use crate::log::{Chunk, Log, Story};
use crate::scan::Failure;
use crate::summary::Summary;

/// The files of a scan by the name of its output.
#[derive(Clone, Debug)]
pub(crate) struct Paths {
    pub(crate) output: PathBuf,
    output_part: PathBuf,
    pub(crate) rejects: PathBuf,
    rejects_part: PathBuf,
    /// The folder of the parts of a Parquet file.
    parts: PathBuf,
    /// That folder when its parts are joined: it may go piece by piece without being taken for one that lacks some.
    joined: PathBuf,
}

impl Paths {
    pub(crate) fn new(output: &Path) -> Self {
        let beside = |path: &Path, suffix: &str| {
            let mut name = path.file_name().unwrap_or(path.as_os_str()).to_owned();
            name.push(suffix);
            path.with_file_name(name)
        };
        let name = output.file_name().unwrap_or(output.as_os_str()).to_string_lossy().into_owned();
        // `read.jsonl` and `read.parquet` must not share them.
        let stem = name.strip_suffix(".jsonl").unwrap_or(&name);
        let rejects = output.with_file_name(format!("{stem}.rejects.jsonl"));
        Paths {
            output: output.to_owned(),
            output_part: beside(output, ".part"),
            rejects_part: beside(&rejects, ".part"),
            rejects,
            parts: beside(output, ".parts"),
            joined: beside(output, ".joined"),
        }
    }

    /// Removes what a scan leaves unfinished.
    pub(crate) fn remove_parts(&self) -> Result<(), BatchError> {
        for path in [&self.output_part, &self.rejects_part] {
            match fs::remove_file(path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(failed(path, error)),
                _ => {}
            }
        }
        remove_folder(&self.parts)?;
        remove_folder(&self.joined)
    }
}

/// Removes a folder with all that is in it, if it is there.
fn remove_folder(folder: &Path) -> Result<(), BatchError> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(failed(folder, error)),
        _ => Ok(()),
    }
}

fn failed(path: &Path, source: io::Error) -> BatchError {
    BatchError::Write { path: path.to_owned(), source }
}

/// Output, rejects and log while they are written.
pub(crate) struct Sink {
    paths: Paths,
    target: Target,
    rejects: Option<BufWriter<File>>,
    log: Option<Log>,
    /// The chunk that is being written.
    chunk: Chunk,
    /// The counts of all chunks before.
    done: Summary,
    failures: Vec<Failure>,
}

enum Target {
    Text(Packer<BufWriter<File>>),
    #[cfg(feature = "parquet")]
    Parquet {
        shape: Shape,
        part: Option<TableWriter<BufWriter<File>>>,
        parts: u64,
    },
    /// All rows were written by an earlier run.
    Written,
}

impl Sink {
    /// A sink that begins anew.
    pub(crate) fn begin(
        paths: Paths,
        shape: &Shape,
        compression: Compression,
        log: Option<Log>,
    ) -> Result<Self, BatchError> {
        let target = match shape.format {
            Format::Jsonl | Format::Csv => {
                let part = &paths.output_part;
                let file = File::create(part).map_err(|error| failed(part, error))?;
                let mut packer = Packer::new(BufWriter::with_capacity(1 << 16, file), compression);
                let head = Encoder::head(shape);
                if !head.is_empty() {
                    packer.write(&head).map_err(|error| failed(part, error))?;
                }
                Target::Text(packer)
            }
            Format::Parquet => parquet_target(&paths, shape, 0)?,
        };
        Ok(Sink {
            paths,
            target,
            rejects: None,
            log,
            chunk: Chunk::default(),
            done: Summary::default(),
            failures: Vec::new(),
        })
    }

    /// A sink that goes on with the story of an earlier run.
    pub(crate) fn resume(
        paths: Paths,
        shape: &Shape,
        compression: Compression,
        log: Log,
        story: Story,
    ) -> Result<Self, BatchError> {
        let Story { done, failures, last: Some(last), .. } = story else {
            paths.remove_parts()?;
            return Self::begin(paths, shape, compression, Some(log));
        };
        let written = last.last;
        let target = match shape.format {
            _ if written => Target::Written,
            Format::Jsonl | Format::Csv => {
                let file = cut(&paths.output_part, last.output, &paths.output)?;
                Target::Text(Packer::new(BufWriter::with_capacity(1 << 16, file), compression))
            }
            Format::Parquet => parquet_target(&paths, shape, last.output)?,
        };
        let rejects = match last.rejects {
            _ if written => None,
            0 => {
                // Rejects of the chunk that was torn.
                let _ = fs::remove_file(&paths.rejects_part);
                None
            }
            length => Some(BufWriter::new(cut(&paths.rejects_part, length, &paths.output)?)),
        };
        Ok(Sink { paths, target, rejects, log: Some(log), chunk: last, done, failures })
    }

    /// Appends the rows and the rejects of a batch.
    pub(crate) fn write(&mut self, rows: &Encoded, rejects: &[u8]) -> Result<(), BatchError> {
        match &mut self.target {
            Target::Text(packer) => {
                if !rows.bytes.is_empty() {
                    packer.write(&rows.bytes).map_err(|error| failed(&self.paths.output_part, error))?;
                }
            }
            #[cfg(feature = "parquet")]
            Target::Parquet { shape, part, parts } => {
                if let Some(batch) = &rows.batch {
                    let path = part_path(&self.paths.parts, *parts);
                    let writer = match part {
                        Some(writer) => writer,
                        none => {
                            let file = File::create(&path).map_err(|error| failed(&path, error))?;
                            let writer = TableWriter::new(BufWriter::new(file), shape.fields.as_ref());
                            none.insert(writer.map_err(|error| failed(&path, error))?)
                        }
                    };
                    writer.write(batch).map_err(|error| failed(&path, error))?;
                }
            }
            Target::Written => {}
        }
        if rejects.is_empty() {
            return Ok(());
        }
        let path = &self.paths.rejects_part;
        let file = match &mut self.rejects {
            Some(file) => file,
            none => none.insert(BufWriter::new(File::create(path).map_err(|error| failed(path, error))?)),
        };
        file.write_all(rejects).map_err(|error| failed(path, error))
    }

    /// The chunk that is being written, for its counts.
    pub(crate) fn chunk(&mut self) -> &mut Chunk {
        &mut self.chunk
    }

    /// Where the next row is: the number of an input and its index in it; `None` if all rows are written.
    pub(crate) fn next(&self) -> Option<(usize, u64)> {
        (!self.chunk.last).then_some((self.chunk.input, self.chunk.row))
    }

    /// The counts of the chunks that are on the disk.
    pub(crate) fn done(&self) -> &Summary {
        &self.done
    }

    /// The inputs of those chunks that could not be read to their end.
    pub(crate) fn failures(&self) -> &[Failure] {
        &self.failures
    }

    /// Brings the chunk to the disk, and then says so in the log.
    pub(crate) fn end_chunk(&mut self, last: bool) -> Result<(), BatchError> {
        match &mut self.target {
            Target::Text(packer) => {
                let path = &self.paths.output_part;
                let file = packer.end_piece().map_err(|error| failed(path, error))?.get_ref();
                self.chunk.output = synced(file).map_err(|error| failed(path, error))?;
            }
            #[cfg(feature = "parquet")]
            Target::Parquet { part, parts, .. } => {
                if let Some(writer) = part.take() {
                    let path = part_path(&self.paths.parts, *parts);
                    let written = writer.finish().and_then(|file| synced(&file.into_inner()?));
                    written.map_err(|error| failed(&path, error))?;
                    *parts += 1;
                }
                self.chunk.output = *parts;
            }
            Target::Written => {}
        }
        if let Some(file) = &mut self.rejects {
            let length = file.flush().and_then(|()| synced(file.get_ref()));
            self.chunk.rejects = length.map_err(|error| failed(&self.paths.rejects_part, error))?;
        }
        self.chunk.last = last;
        if let Some(log) = &mut self.log {
            log.chunk(&self.chunk)?;
        }
        self.done.add(&self.chunk.counts);
        self.chunk.counts = Summary::default();
        self.failures.append(&mut self.chunk.failures);
        self.chunk.leaders.clear();
        Ok(())
    }

    /// Gives the files their names, rejects first, and says where the rejects are, if there are any. What was named
    /// already by a run that was killed is left as it is.
    pub(crate) fn finish(mut self, shape: &Shape) -> Result<(Summary, Option<PathBuf>), BatchError> {
        let Paths { output, output_part, rejects, rejects_part, parts, joined } = &self.paths;
        self.rejects = None;
        if self.chunk.rejects > 0 {
            name(rejects_part, rejects)?;
        } else {
            // Rejects of an earlier run of the same name would be taken for this one's.
            match fs::remove_file(rejects) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(failed(rejects, error)),
                _ => {}
            }
        }
        self.target = Target::Written;
        if shape.format == Format::Parquet && parts.exists() {
            join_parts(parts, self.chunk.output, shape, output_part)?;
        }
        name(output_part, output)?;
        if shape.format == Format::Parquet {
            // A run that is killed while it removes them leaves no folder that looks whole.
            remove_folder(joined)?;
            match fs::rename(parts, joined) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(failed(parts, error)),
                _ => remove_folder(joined)?,
            }
        }
        if let Some(log) = &mut self.log {
            log.finish()?;
        }
        let rejects = (self.chunk.rejects > 0).then(|| rejects.clone());
        Ok((self.done, rejects))
    }
}

/// Opens a file that an earlier run wrote and cuts it off where the log says that it is whole.
fn cut(path: &Path, length: u64, output: &Path) -> Result<File, BatchError> {
    let lost = |what: String| BatchError::Lost { path: output.to_owned(), what };
    let mut file = OpenOptions::new().write(true).open(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => lost(format!("{} is gone", path.display())),
        _ => failed(path, error),
    })?;
    let there = file.metadata().map_err(|error| failed(path, error))?.len();
    if there < length {
        return Err(lost(format!("{} has {there} bytes of the {length} that were written", path.display())));
    }
    let ready = file.set_len(length).and_then(|()| file.seek(SeekFrom::End(0)));
    ready.map_err(|error| failed(path, error))?;
    Ok(file)
}

/// The length of a file whose bytes are on the disk.
fn synced(file: &File) -> io::Result<u64> {
    file.sync_data()?;
    Ok(file.metadata()?.len())
}

/// Gives a whole file its name; one that has it already has it.
fn name(part: &Path, path: &Path) -> Result<(), BatchError> {
    match fs::rename(part, path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound && path.exists() => Ok(()),
        Err(error) => Err(failed(path, error)),
        Ok(()) => {
            // The name is on the disk when its folder is; where folders cannot be synced, the system sees to it.
            let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
            if let Ok(folder) = File::open(folder) {
                let _ = folder.sync_all();
            }
            Ok(())
        }
    }
}

#[cfg(feature = "parquet")]
fn part_path(folder: &Path, number: u64) -> PathBuf {
    folder.join(format!("{number:08}.parquet"))
}

#[cfg(feature = "parquet")]
fn parquet_target(paths: &Paths, shape: &Shape, parts: u64) -> Result<Target, BatchError> {
    let folder = &paths.parts;
    fs::create_dir_all(folder).map_err(|error| failed(folder, error))?;
    for number in 0..parts {
        let path = part_path(folder, number);
        if !path.exists() {
            let what = format!("{} is gone", path.display());
            return Err(BatchError::Lost { path: paths.output.clone(), what });
        }
    }
    Ok(Target::Parquet { shape: shape.clone(), part: None, parts })
}

#[cfg(feature = "parquet")]
fn join_parts(folder: &Path, parts: u64, shape: &Shape, to: &Path) -> Result<(), BatchError> {
    let parts: Vec<PathBuf> = (0..parts).map(|number| part_path(folder, number)).collect();
    let joined = File::create(to)
        .and_then(|file| rolecall_formats::out::join(&parts, shape.fields.as_ref(), BufWriter::new(file)))
        .and_then(|file| synced(&file.into_inner()?));
    joined.map(drop).map_err(|error| failed(to, error))
}

#[cfg(not(feature = "parquet"))]
fn parquet_target(_: &Paths, shape: &Shape, _: u64) -> Result<Target, BatchError> {
    shape.check()?;
    Ok(Target::Written)
}

#[cfg(not(feature = "parquet"))]
fn join_parts(_: &Path, _: u64, shape: &Shape, _: &Path) -> Result<(), BatchError> {
    Ok(shape.check()?)
}
