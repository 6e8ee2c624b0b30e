//! The two files of a run: written beside their names, renamed when whole.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::error::CliError;

/// OUT and OUT.rejects.jsonl while they are being written.
pub(super) struct Sink {
    output: Partial,
    rejects: Option<Partial>,
    rejects_path: PathBuf,
}

impl Sink {
    /// Opens OUT beside its name; the rejects only once there is one.
    pub(super) fn create(path: &Path) -> Result<Self, CliError> {
        let stem = path.file_stem().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        let rejects_path = path.with_file_name(format!("{stem}.rejects.jsonl"));
        Ok(Sink { output: Partial::create(path)?, rejects: None, rejects_path })
    }

    /// Appends the output and the rejects of a chunk.
    pub(super) fn write(&mut self, output: &[u8], rejects: &[u8]) -> Result<(), CliError> {
        self.output.write(output)?;
        if rejects.is_empty() {
            return Ok(());
        }
        let partial = match &mut self.rejects {
            Some(partial) => partial,
            none => none.insert(Partial::create(&self.rejects_path)?),
        };
        partial.write(rejects)
    }

    /// Gives both files their names, rejects first, and says where the rejects are, if there are any.
    pub(super) fn finish(mut self) -> Result<Option<PathBuf>, CliError> {
        let rejects = match self.rejects.take() {
            Some(partial) => {
                partial.finish()?;
                Some(self.rejects_path.clone())
            }
            None => {
                // Rejects of an earlier run of the same name would be taken for this one's.
                match fs::remove_file(&self.rejects_path) {
                    Err(error) if error.kind() != io::ErrorKind::NotFound => {
                        return Err(CliError::Write { path: self.rejects_path, source: error });
                    }
                    _ => None,
                }
            }
        };
        self.output.finish()?;
        Ok(rejects)
    }
}

/// A file that has not got its name yet. Dropped before it has, it is removed.
struct Partial {
    beside: PathBuf,
    path: PathBuf,
    file: Option<BufWriter<File>>,
}

impl Partial {
    fn create(path: &Path) -> Result<Self, CliError> {
        let mut name = path.file_name().unwrap_or(path.as_os_str()).to_owned();
        name.push(".part");
        let beside = path.with_file_name(name);
        let file = File::create(&beside).map_err(|source| CliError::Write { path: beside.clone(), source })?;
        Ok(Partial { beside, path: path.to_owned(), file: Some(BufWriter::with_capacity(1 << 16, file)) })
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), CliError> {
        let result = self.file.as_mut().map_or(Ok(()), |file| file.write_all(bytes));
        result.map_err(|source| CliError::Write { path: self.beside.clone(), source })
    }

    fn finish(mut self) -> Result<(), CliError> {
        let Some(file) = self.file.take() else { return Ok(()) };
        let whole = file.into_inner().map_err(io::IntoInnerError::into_error).and_then(|file| file.sync_all());
        let named = whole.and_then(|()| fs::rename(&self.beside, &self.path));
        if let Err(source) = named {
            let _ = fs::remove_file(&self.beside);
            return Err(CliError::Write { path: self.path.clone(), source });
        }
        Ok(())
    }
}

impl Drop for Partial {
    fn drop(&mut self) {
        if self.file.take().is_some() {
            let _ = fs::remove_file(&self.beside);
        }
    }
}
