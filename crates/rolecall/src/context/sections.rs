//! Where do the duties stand? A body is cut into runs of one purpose each.
//!
//! By heading, by the block's own words, by what precedes; a heading belongs to the section it opens.
//!
//! The body is cut into units, about a sentence each ([`units`]). Every unit collects votes for the eight kinds:
//! of the heading that it is or stands under, of its cues, of its shape. To change the section costs votes, fewer
//! where a heading or a block begins. The sections are the way through the units that keeps the most votes
//! ([`path`]), so that one stray word changes nothing and a heading that misleads is overruled by what follows.

mod headings;
mod path;
mod units;

use rolecall_lexicon::SectionKind;
use rolecall_lexicon::compiled::Compiled;

use crate::tag::Hits;
use crate::text::Document;

const SUMMARY: u8 = SectionKind::Summary.index() as u8;

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
    units: Vec<units::Unit>,
    steps: Vec<path::Step>,
}

impl Sections {
    /// Settles the sections of a document; whatever was there before is dropped.
    pub fn settle(&mut self, document: &Document, hits: &Hits, lexicon: &Compiled) {
        self.runs.clear();
        units::cut(document, hits, lexicon, &mut self.units);
        path::walk(&self.units, &mut self.steps);
        self.name_the_work();
        for (unit, step) in self.units.iter().zip(&self.steps) {
            let section = SectionKind::ALL[usize::from(step.section)];
            if self.runs.last().is_none_or(|run| run.section != section) {
                self.runs.push(Run { first: unit.first, section });
            }
        }
        if self.runs.is_empty() {
            self.runs.push(Run { first: 0, section: SectionKind::Summary });
        }
    }

    /// A posting says what it is for: where no unit is summary or duties, those that say most about the role are
    /// summary, even inside a company's praise of itself ("We are hiring a manager who …").
    fn name_the_work(&mut self) {
        let counts = |section: u8| section == SUMMARY || usize::from(section) == SectionKind::Duties.index();
        if self.steps.iter().any(|step| counts(step.section)) {
            return;
        }
        for (unit, step) in self.units.iter().zip(&mut self.steps) {
            if unit.says_the_role {
                step.section = SUMMARY;
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
