//! The postings that are measured on.

use std::borrow::Cow;
use std::fs;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

/// A posting as a line of JSON has it; what the loops of both sides parse.
#[derive(Debug, Deserialize, Serialize)]
pub struct Line<'a> {
    /// Its id.
    #[serde(borrow, default)]
    pub id: Option<Cow<'a, str>>,
    /// Its title.
    #[serde(borrow, default)]
    pub title: Option<Cow<'a, str>>,
    /// Its text.
    #[serde(borrow, alias = "description")]
    pub body: Cow<'a, str>,
}

/// Postings, as lines of JSON and as their texts.
#[derive(Debug)]
pub struct Corpus {
    /// Where they come from.
    pub name: String,
    /// One JSON object each.
    pub lines: Vec<String>,
    /// Their texts, in the same order.
    pub bodies: Vec<String>,
}

impl Corpus {
    /// The file that `ROLECALL_BENCH` names, else the fixtures.
    ///
    /// # Errors
    ///
    /// If a file cannot be read, or a line is no posting.
    pub fn load() -> io::Result<Corpus> {
        match std::env::var_os("ROLECALL_BENCH") {
            Some(path) => Corpus::of_lines(Path::new(&path)),
            None => Corpus::of_fixtures(),
        }
    }

    fn of_lines(path: &Path) -> io::Result<Corpus> {
        let text = fs::read_to_string(path)?;
        let lines: Vec<String> = text.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect();
        let bodies = lines.iter().map(|line| Ok(serde_json::from_str::<Line<'_>>(line)?.body.into_owned()));
        let bodies = bodies.collect::<io::Result<Vec<String>>>()?;
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Ok(Corpus { name, lines, bodies })
    }

    fn of_fixtures() -> io::Result<Corpus> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/postings");
        let mut files: Vec<_> = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>()?;
        files
            .retain(|path| path.extension().is_some_and(|end| ["txt", "md", "html"].iter().any(|known| end == *known)));
        files.sort();
        let bodies = files.iter().map(fs::read_to_string).collect::<io::Result<Vec<String>>>()?;
        let line = |body: &String| {
            Ok(serde_json::to_string(&Line { id: None, title: Some("Product Manager".into()), body: body.into() })?)
        };
        let lines = bodies.iter().map(line).collect::<io::Result<_>>()?;
        Ok(Corpus { name: "fixtures/postings".to_owned(), lines, bodies })
    }

    /// How many bytes the texts have together.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.bodies.iter().map(|body| body.len() as u64).sum()
    }

    /// The texts on one line of `bytes` bytes, repeated as often as it takes.
    #[must_use]
    pub fn one_line(&self, bytes: usize) -> String {
        let plain = self.bodies.iter().filter(|body| body.is_ascii() && !body.contains('<'));
        let words: String = plain.flat_map(|body| body.split_whitespace()).flat_map(|word| [word, " "]).collect();
        words.chars().cycle().take(bytes).collect()
    }
}
