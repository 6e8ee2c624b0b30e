//! The third step: hits become findings — what a hit says, of whom, and in which section.
//!
//! Sections come first ([`sections`]). Then of each hit: is it denied ([`polarity`]), is it said of
//! somebody else ([`counterpart`]), and is it owned or only helped with ([`ownership`])? Last, the
//! sentences that name a task are counted ([`tasks`]).

mod clause;
pub mod counterpart;
pub mod ownership;
pub mod polarity;
mod scrum;
pub mod sections;
pub mod tasks;

use rolecall_lexicon::compiled::{Compiled, flag};
use rolecall_lexicon::{Ownership, SectionKind};

use crate::analysis::Polarity;
use crate::tag::{Hit, Hits, TermHit};
use crate::text::{Document, mark};

pub use sections::Sections;

/// A hit that was kept, with its context. The score stage gives it points and makes it evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Index of the term in the compiled lexicon.
    pub term: u32,
    /// First source byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
    /// Number of the sentence in the document; findings come in the order of the text.
    pub sentence: u32,
    /// The section that it stands in.
    pub section: SectionKind,
    /// Stated, denied, or said of somebody else.
    pub polarity: Polarity,
    /// Owned, shared or only helped with.
    pub ownership: Ownership,
    /// Whether it tells of work in Scrum, if nobody denies it.
    pub scrum: bool,
}

/// What the context stage hands on to the score.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    /// The findings in the order of the text.
    pub list: Vec<Finding>,
    /// Tasks that summary and duties tell: a sentence that lists several tells as many.
    pub tasks: u32,
    /// Task sentences of summary or duties, all of them.
    pub task_sentences: u32,
    /// Those of them that hold no stated finding: what counts for `other`.
    pub bare_tasks: u32,
    /// Words that were left unmasked.
    pub words: u32,
    /// Words of the body before text in other languages was masked.
    pub words_with_foreign: u32,
    /// Different words of Scrum ("sprint", "backlog") outside company, benefits and legal text that nobody denies.
    pub scrum_words: u32,
}

/// What the context rules look at: the document, all hits, and where its sections are.
#[derive(Clone, Copy, Debug)]
pub(crate) struct View<'a> {
    pub(crate) document: &'a Document,
    pub(crate) hits: &'a Hits,
    pub(crate) lexicon: &'a Compiled,
    pub(crate) sections: &'a Sections,
}

/// Reads the context of all hits. `findings` and `sections` are overwritten.
pub fn read(document: &Document, hits: &Hits, lexicon: &Compiled, sections: &mut Sections, findings: &mut Findings) {
    sections.settle(document, hits, lexicon);
    let view = View { document, hits, lexicon, sections };
    findings.list.clear();
    findings.words = document.words;
    findings.words_with_foreign = document.tokens.len() as u32;
    findings.scrum_words = scrum::words(view);

    let self_name = counterpart::self_name(view);
    let mut sentence = 0;
    let mut names = hits.names.iter().peekable();
    for term in &hits.terms {
        while let Some(name) = names.next_if(|n| n.hit.first < term.hit.first) {
            findings.list.extend(denied_name(view, name, &mut sentence));
        }
        if is_torn(view, &term.hit) || reaches_over_by(view, &term.hit) {
            continue;
        }
        let polarity = if polarity::is_denied(view, &term.hit) {
            Polarity::Negated
        } else if counterpart::is_of_someone_else(view, term, self_name) {
            Polarity::SomeoneElse
        } else if polarity::is_under_denial(view, &term.hit) {
            Polarity::Negated
        } else {
            Polarity::Stated
        };
        findings.list.push(Finding {
            scrum: scrum::is_told(view, term, findings.scrum_words),
            ..finding(view, term, polarity, &mut sentence)
        });
    }
    for name in names {
        findings.list.extend(denied_name(view, name, &mut sentence));
    }
    tasks::count(view, findings);
}

/// "Dates are kept by our program office": who does it is not what it is done to.
fn reaches_over_by(view: View<'_>, hit: &Hit) -> bool {
    let next = hit.first + 1;
    hit.gap_words > 0 && next < hit.end && view.classes(hit.first) != 0 && view.word(next) == "by"
}

/// "Prepare wage runs, and answer suppliers": what two verbs of different form do not both do was never one phrase, for the
/// first is a noun.
fn is_torn(view: View<'_>, hit: &Hit) -> bool {
    let is_base = |at: u32| {
        let word = view.word(at);
        !["s", "ed", "ing"].iter().any(|ending| word.ends_with(ending))
    };
    let turns = |at: u32| {
        view.token(at - 1).has(mark::COMMA)
            && view.flags(at - 1) & flag::JOINER != 0
            && view.flags(at) & flag::TASK_VERB != 0
            && view.classes(at) != 0
            && is_base(at)
    };
    view.word(hit.first).ends_with('s') && view.classes(hit.first) != 0 && (hit.first + 2..hit.end).any(turns)
}

/// A role's name is evidence only when it is denied: "this is not a project management role".
fn denied_name(view: View<'_>, name: &TermHit, sentence: &mut usize) -> Option<Finding> {
    polarity::is_denied_name(view, &name.hit).then(|| finding(view, name, Polarity::Negated, sentence))
}

fn finding(view: View<'_>, term: &TermHit, polarity: Polarity, sentence: &mut usize) -> Finding {
    let document = view.document;
    while document.sentences[*sentence].end <= term.hit.first {
        *sentence += 1;
    }
    let section = view.sections.of(term.hit.first);
    Finding {
        term: term.term,
        start: document.tokens[term.hit.first as usize].start,
        end: document.tokens[term.hit.end as usize - 1].end,
        sentence: *sentence as u32,
        section,
        polarity,
        ownership: ownership::of(view, &term.hit, section),
        scrum: false,
    }
}
