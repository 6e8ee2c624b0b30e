//! Which files are meant: names, folders, patterns, stdin.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use crate::FormatError;

/// What is looked for in a folder.
pub(crate) const KNOWN: &str = "*.jsonl, *.ndjson, *.json, *.csv, *.tsv, *.parquet, *.xlsx, also with .gz or .zst";

const EXTENSIONS: [&str; 10] = ["jsonl", "ndjson", "json", "csv", "tsv", "parquet", "xlsx", "xlsm", "xls", "ods"];

/// One source of postings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// stdin, to its end.
    Stdin,
    /// A file.
    File(PathBuf),
}

/// What is known of a file without reading it: whether it changed shows in this.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Stamp {
    /// The file as the user named it.
    pub name: String,
    /// Its bytes.
    pub size: u64,
    /// When it was last changed, in nanoseconds since 1970; 0 where the system does not say.
    pub modified: u64,
}

impl Input {
    /// What messages call it.
    #[must_use]
    pub fn name(&self) -> String {
        self.file_name().unwrap_or_else(|| "stdin".to_owned())
    }

    /// The file's name as the user gave it; `None` for stdin.
    #[must_use]
    pub fn file_name(&self) -> Option<String> {
        match self {
            Input::Stdin => None,
            Input::File(path) => Some(path.display().to_string()),
        }
    }

    /// Size and time of a file; `None` for stdin.
    ///
    /// # Errors
    ///
    /// [`FormatError::Read`] if the file is not there.
    pub fn stamp(&self) -> Result<Option<Stamp>, FormatError> {
        let Input::File(path) = self else { return Ok(None) };
        let name = path.display().to_string();
        let data = fs::metadata(path).map_err(|source| FormatError::Read { name: name.clone(), source })?;
        let since = data.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        let modified = since.map_or(0, |time| u64::try_from(time.as_nanos()).unwrap_or(u64::MAX));
        Ok(Some(Stamp { name, size: data.len(), modified }))
    }
}

/// The inputs that command-line words name: `-` is stdin, a folder its files of postings (also in folders below it, by
/// name), a word with `*`, `?` or `[` that names no file a pattern. `skip` holds files that are never inputs of a folder
/// or a pattern: the output of the run itself. What a scan writes beside its output is never an input either.
///
/// # Errors
///
/// [`FormatError`] if a folder cannot be read, or a folder or a pattern names no file.
pub fn expand(words: &[PathBuf], skip: &[PathBuf]) -> Result<Vec<Input>, FormatError> {
    let mut inputs = Vec::new();
    for word in words {
        let name = word.display().to_string();
        if name == "-" {
            inputs.push(Input::Stdin);
        } else if word.is_dir() {
            let mut files = Vec::new();
            walk(word, skip, &mut files)?;
            if files.is_empty() {
                return Err(FormatError::Nothing { name });
            }
            inputs.extend(files.into_iter().map(Input::File));
        } else if !word.exists() && name.contains(['*', '?', '[']) {
            let found = glob::glob(&name)
                .map_err(|error| FormatError::Pattern { pattern: name.clone(), reason: error.to_string() })?;
            let before = inputs.len();
            for path in found {
                let path = path.map_err(|error| FormatError::Read {
                    name: error.path().display().to_string(),
                    source: error.into(),
                })?;
                if path.is_file() && !ours(&path, skip) {
                    inputs.push(Input::File(path));
                }
            }
            if inputs.len() == before {
                return Err(FormatError::Nothing { name });
            }
        } else {
            inputs.push(Input::File(word.clone()));
        }
    }
    Ok(inputs)
}

fn walk(folder: &Path, skip: &[PathBuf], files: &mut Vec<PathBuf>) -> Result<(), FormatError> {
    let failed = |source| FormatError::Read { name: folder.display().to_string(), source };
    let mut entries = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        // A link to a folder is not followed: it may lead in a circle.
        entries.push((entry.path(), entry.file_type().map_err(failed)?.is_dir()));
    }
    entries.sort();
    for (path, is_folder) in entries {
        let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        if hidden {
            continue;
        }
        if is_folder {
            walk(&path, skip, files)?;
        } else if path.is_file() && extension(&path).is_some() && !ours(&path, skip) {
            files.push(path);
        }
    }
    Ok(())
}

/// The extension that says a format, compression aside, in lower case; `None` for one that is not known.
pub(crate) fn extension(path: &Path) -> Option<&'static str> {
    let name = path.file_name()?.to_string_lossy().to_ascii_lowercase();
    let plain = name.strip_suffix(".gz").or_else(|| name.strip_suffix(".zst")).unwrap_or(&name);
    let (_, extension) = plain.rsplit_once('.')?;
    EXTENSIONS.iter().copied().find(|known| *known == extension)
}

/// Whether a file is one that a scan writes.
fn ours(path: &Path, skip: &[PathBuf]) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let same = |other: &PathBuf| match (path.canonicalize(), other.canonicalize()) {
        (Ok(a), Ok(b)) => a == b,
        _ => path == other,
    };
    name.ends_with(".rejects.jsonl") || skip.iter().any(same)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extensions_are_seen_through_compression() {
        let cases = [
            ("a.jsonl", Some("jsonl")),
            ("a.b.CSV.GZ", Some("csv")),
            ("a.json.zst", Some("json")),
            ("a.txt", None),
            ("a", None),
            ("a.gz", None),
        ];
        for (name, expected) in cases {
            assert_eq!(extension(Path::new(name)), expected, "{name}");
        }
    }

    #[test]
    fn what_a_scan_writes_is_no_input_of_it() {
        let out = PathBuf::from("folder/out.jsonl");
        assert!(ours(&out, std::slice::from_ref(&out)));
        assert!(ours(Path::new("folder/out.rejects.jsonl"), &[]));
        assert!(!ours(Path::new("folder/in.jsonl"), &[out]));
    }
}
