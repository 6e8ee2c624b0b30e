//! The analyzer that the arguments ask for, and what it saw on the way to an analysis.

use std::borrow::Cow;
use std::fs;
use std::path::{Path, PathBuf};

use rolecall::context::{self, Findings, Sections};
use rolecall::tag::{self, Hit, Hits};
use rolecall::text::Document;
use rolecall::{Analyzer, BuildError, Builder, Posting, title};
use rolecall_lexicon::compiled::Owner;
use rolecall_lexicon::source::{Diagnostic, Diagnostics, Severity};
use rolecall_lexicon::weights::Weights;

use crate::args::Global;
use crate::error::CliError;

/// Builds the analyzer: the shipped lexicon and weights, with what the user adds.
///
/// # Errors
///
/// [`CliError`] if a file cannot be read or is no lexicon or no weights.
pub fn analyzer(global: &Global) -> Result<Analyzer, CliError> {
    build(global, |_| {})
}

/// As [`analyzer`], with `switch` set on the builder.
///
/// # Errors
///
/// As [`analyzer`].
pub fn build(global: &Global, switch: impl FnOnce(&mut Builder)) -> Result<Analyzer, CliError> {
    let mut builder = Analyzer::builder();
    switch(&mut builder);
    let users = user_lexicons(&global.lexicon)?;
    for (name, text) in &users {
        builder.lexicon_text(name, text);
    }
    if let Some(path) = &global.weights {
        let name = path.display().to_string();
        let text = read(path)?;
        builder.weights(Weights::from_toml(&text, &name).map_err(|error| CliError::Weights(error.to_string()))?);
    }
    builder.build().map_err(|error| match error {
        BuildError::Lexicon(found) => faults(&found, &users),
        other => CliError::Lexicon(format!("error: {other}")),
    })
}

/// What the user has to mend: all errors, and the warnings of the user's own files.
pub(crate) fn faults(found: &Diagnostics, users: &[(String, String)]) -> CliError {
    let is_theirs = |fault: &&Diagnostic| {
        fault.severity == Severity::Error || users.iter().any(|(name, _)| *name == fault.location.file)
    };
    let shown: Vec<String> = found.iter().filter(is_theirs).map(ToString::to_string).collect();
    let count = match found.errors().count() {
        1 => "1 error".to_owned(),
        errors => format!("{errors} errors"),
    };
    CliError::Lexicon(format!("{}\n{count} in the lexicon", shown.join("\n")))
}

/// The user's lexicon files as name and text: files as they are named, of a folder its `*.toml` by name.
///
/// # Errors
///
/// [`CliError`] if a file cannot be read, or a folder holds no lexicon.
pub fn user_lexicons(paths: &[PathBuf]) -> Result<Vec<(String, String)>, CliError> {
    let mut texts = Vec::new();
    for path in paths {
        if !path.is_dir() {
            texts.push((path.display().to_string(), read(path)?));
            continue;
        }
        let failed = |source| CliError::Read { name: path.display().to_string(), source };
        let mut files = Vec::new();
        for entry in fs::read_dir(path).map_err(failed)? {
            let file = entry.map_err(failed)?.path();
            if file.extension().is_some_and(|extension| extension == "toml") && file.is_file() {
                files.push(file);
            }
        }
        if files.is_empty() {
            let folder = path.display();
            return Err(CliError::Usage(format!("{folder} holds no *.toml; name a lexicon file or a folder of them")));
        }
        files.sort();
        for file in files {
            texts.push((file.display().to_string(), read(&file)?));
        }
    }
    Ok(texts)
}

fn read(path: &Path) -> Result<String, CliError> {
    let name = path.display().to_string();
    let bytes = fs::read(path).map_err(|source| CliError::Read { name: name.clone(), source })?;
    crate::input::decode(&bytes, &name)
}

/// What each step made of a body.
pub struct Trace {
    /// The words.
    pub document: Document,
    /// The hits, with those that were dropped.
    pub hits: Hits,
    /// The sections.
    pub sections: Sections,
    /// What was kept, in context.
    pub findings: Findings,
}

impl Trace {
    /// Takes a body through the steps before the score.
    #[must_use]
    pub fn of(analyzer: &Analyzer, body: &str) -> Self {
        let lexicon = analyzer.lexicon();
        let mut trace = Trace {
            document: Document::default(),
            hits: Hits::default(),
            sections: Sections::default(),
            findings: Findings::default(),
        };
        trace.hits.keep_lost = true;
        trace.document.read(body, lexicon);
        tag::body(&trace.document, lexicon, &mut trace.hits);
        context::read(&trace.document, &trace.hits, lexicon, &mut trace.sections, &mut trace.findings);
        trace
    }

    /// Where a hit stands in the body.
    #[must_use]
    pub fn span(&self, hit: &Hit) -> std::ops::Range<usize> {
        let tokens = &self.document.tokens;
        tokens[hit.first as usize].start as usize..tokens[hit.end as usize - 1].end as usize
    }
}

/// A pasted text as a posting: with the title that it holds, whose line is masked, unless the user gave another.
#[must_use]
pub fn pasted<'a>(analyzer: &Analyzer, text: &'a str, title: Option<&'a str>) -> Posting<'a> {
    let mut document = Document::default();
    let mut hits = Hits::default();
    let found = title::from_body(text, |line| {
        document.read(line, analyzer.lexicon());
        tag::title(&document, analyzer.lexicon(), &mut hits);
        hits.titles.iter().any(|hit| matches!(hit.what, Owner::Title(_)))
    });
    let mut posting = match &found {
        Some(line) => Posting::untitled(line.mask(text)),
        None => Posting::untitled(text),
    };
    posting.title = title.or_else(|| found.map(|line| &text[line.title])).map(Cow::Borrowed);
    posting
}
