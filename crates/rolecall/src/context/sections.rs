//! Where do the duties stand? A body is cut into runs of one purpose each.
//!
//! By heading, by the block's own words, by what precedes; a heading belongs to the section it opens.

use rolecall_lexicon::SectionKind;
use rolecall_lexicon::compiled::Compiled;

use crate::tag::Hits;
use crate::text::Document;

/// A run of words of one purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// Index of its first word.
    pub first: u32,
    /// What it is for.
    pub section: SectionKind,
}

/// The sections of a document, over its words. Reused between postings.
#[derive(Clone, Debug, Default)]
pub struct Sections {
    /// In the order of the text; the first begins at word 0, each ends where the next begins.
    pub runs: Vec<Run>,
}

impl Sections {
    /// Settles the sections of a document; whatever was there before is dropped.
    pub fn settle(&mut self, document: &Document, hits: &Hits, lexicon: &Compiled) {
        let _ = lexicon;
        self.runs.clear();
        self.runs.push(Run { first: 0, section: SectionKind::Summary });
        let mut headings = hits.headings.iter().peekable();
        for block in &document.blocks {
            while headings.next_if(|h| h.hit.first < block.first).is_some() {}
            let Some(heading) = headings.peek().filter(|h| h.hit.first < block.end) else { continue };
            let length = block.end - block.first;
            if heading.hit.first == block.first && (heading.hit.end == block.end || block.colon && length <= 8) {
                self.runs.push(Run { first: block.first, section: heading.what });
            }
        }
    }

    /// The section that the word at `at` stands in.
    #[must_use]
    pub fn of(&self, at: u32) -> SectionKind {
        let after = self.runs.partition_point(|run| run.first <= at);
        self.runs[..after].last().map_or(SectionKind::Other, |run| run.section)
    }
}
