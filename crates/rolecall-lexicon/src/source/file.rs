//! Files and places in them.

use std::ops::Range;

use super::diagnostic::Location;

/// Bytes of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// Index into the loader's files.
    pub(super) file: usize,
    pub(super) span: Range<usize>,
}

/// A file that was given to the loader.
#[derive(Debug)]
pub(super) struct SourceFile {
    pub(super) name: String,
    pub(super) text: String,
    /// The byte offset of each line.
    lines: Vec<usize>,
}

impl SourceFile {
    pub(super) fn new(name: String, text: String) -> Self {
        let lines = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { name, text, lines }
    }

    /// The line that holds the byte, counted from 1.
    pub(super) fn line_of(&self, offset: usize) -> usize {
        self.lines.partition_point(|&start| start <= offset)
    }

    /// The place of `text` within a place of this file, or all of it if it isn't written there as such.
    pub(super) fn find(&self, within: &Place, text: &str) -> Place {
        match self.text[within.span.clone()].find(text) {
            Some(at) => {
                let start = within.span.start + at;
                Place { file: within.file, span: start..start + text.len() }
            }
            None => within.clone(),
        }
    }

    pub(super) fn locate(&self, span: &Range<usize>) -> Location {
        let line = self.line_of(span.start);
        let start = self.lines[line - 1];
        let end = self.lines.get(line).map_or(self.text.len(), |&next| next - 1);
        let text = self.text[start..end].trim_end_matches('\r');
        // A span that starts behind the visible text, at the line's end, still has a column.
        let from = floor_boundary(text, span.start - start);
        let to = floor_boundary(text, span.end.saturating_sub(start)).max(from);
        Location {
            file: self.name.clone(),
            line,
            column: text[..from].chars().count() + 1,
            length: text[from..to].chars().count().max(1),
            text: text.to_owned(),
        }
    }
}

/// The nearest place at or before `at` where the text can be cut.
fn floor_boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}
