//! Which sentences name a task?
//!
//! A task sentence opens with a verb of the language file (also "You lead …"), or has one after "you will",
//! "responsible for" or "to". Those in summary and duties that hold no stated finding are bare:
//! somebody does that work, and it is not evidence for any role of the lexicon.

use rolecall_lexicon::SectionKind;
use rolecall_lexicon::compiled::{Compiled, flag};

use super::{Findings, View};
use crate::analysis::Polarity;
use crate::text::{Document, Sentence};

/// Counts task sentences of summary and duties, and those without a stated finding.
pub(crate) fn count(view: View<'_>, findings: &mut Findings) {
    findings.task_sentences = 0;
    findings.bare_tasks = 0;
    let mut stated = findings.list.iter().filter(|f| f.polarity == Polarity::Stated).map(|f| f.sentence).peekable();
    for (number, sentence) in view.document.sentences.iter().enumerate() {
        let mut holds = false;
        while stated.next_if(|&s| s as usize <= number).is_some_and(|s| {
            holds |= s as usize == number;
            true
        }) {}
        let section = view.sections.of(sentence.first);
        if matches!(section, SectionKind::Summary | SectionKind::Duties) && is_task(view, sentence) {
            findings.task_sentences += 1;
            findings.bare_tasks += u32::from(!holds);
        }
    }
}

/// Whether a task verb stands at `at`, an adverb before it or not, both before `end`.
pub(super) fn verb_stands_at(document: &Document, lexicon: &Compiled, at: u32, end: u32) -> bool {
    let flags = |at: u32| match document.tokens.get(at as usize) {
        Some(token) if at < end => lexicon.forms[token.form as usize].flags,
        _ => 0,
    };
    flags(at) & flag::TASK_VERB != 0 || flags(at) & flag::ADVERB != 0 && flags(at + 1) & flag::TASK_VERB != 0
}

fn verb_after(view: View<'_>, sentence: &Sentence, at: u32) -> bool {
    verb_stands_at(view.document, view.lexicon, at, sentence.end)
}

/// Whether the sentence tells its reader a task from its first word on: "Manage the …", "You lead …".
pub(super) fn tells(view: View<'_>, sentence: &Sentence) -> bool {
    let first = sentence.first;
    verb_after(view, sentence, first) && !asks_to_apply(view, first)
        || first < sentence.end && view.word(first) == "you" && verb_after(view, sentence, first + 1)
}

/// "Apply now", "Apply with your CV": the one task of a posting that is nobody's work.
fn asks_to_apply(view: View<'_>, first: u32) -> bool {
    let how = |word: &str| {
        matches!(
            word,
            "now" | "today" | "here" | "online" | "directly" | "by" | "via" | "at" | "on" | "with" | "through"
        )
    };
    view.word(first) == "apply" && how(view.word(first + 1))
}

/// Whether the sentence names a task.
pub(crate) fn is_task(view: View<'_>, sentence: &Sentence) -> bool {
    let verb_after = |at: u32| verb_after(view, sentence, at);
    tells(view, sentence)
        || (sentence.first..sentence.end).any(|at| {
            view.flags(at) & flag::TASK_LEAD != 0
                && match view.word(at) {
                    "will" => at > sentence.first && view.word(at - 1) == "you" && verb_after(at + 1),
                    "for" => at > sentence.first && view.word(at - 1) == "responsible" && verb_after(at + 1),
                    "to" | "you'll" => verb_after(at + 1),
                    _ => false,
                }
        })
}
