//! Which role's name, if any, the posting calls its own person by.

use rolecall_lexicon::Role;
use rolecall_lexicon::compiled::flag;
use rolecall_lexicon::model::ContextKind;

use super::super::clause::within;
use super::super::{View, tasks};
use super::CUE_REACH;
use super::subject::is_auxiliary;
use crate::tag::{Hit, TermHit};
use crate::text::Gap;

/// One task may open a text by chance, or be a heading ("Lead Engineer"); "you plan …" is enough alone.
const TASKS_TOLD: u32 = 3;

/// The role by whose name the posting calls its own person, if it does.
pub(crate) fn self_name(view: View<'_>) -> Option<Role> {
    let role = |name: &TermHit| view.lexicon.terms[name.term as usize].role;
    view.hits
        .names
        .iter()
        .find(|n| is_introduced(view, &n.hit))
        .or_else(|| {
            // Without a cue, the first name that opens a sentence: "The Project Manager plans …". A text that has told
            // its reader what to do speaks of somebody else by then.
            let told = told_by(view);
            view.hits.names.iter().find(|n| opens_sentence(view, &n.hit) && n.hit.first < told)
        })
        .map(role)
}

/// The word from which on the text has told its reader [`TASKS_TOLD`] tasks.
fn told_by(view: View<'_>) -> u32 {
    let mut told = 0;
    for sentence in &view.document.sentences {
        if let Some(task) = tasks::told(view.document, view.lexicon, sentence.first, sentence.end) {
            told += if task.to_you { TASKS_TOLD } else { 1 };
        }
        if told >= TASKS_TOLD {
            return sentence.end;
        }
    }
    u32::MAX
}

/// Whether the posting calls its own person by this name here.
pub(super) fn is_own_name(view: View<'_>, name: &TermHit, self_name: Option<Role>) -> bool {
    if is_introduced(view, &name.hit) {
        return true;
    }
    let role = view.lexicon.terms[name.term as usize].role;
    self_name == Some(role)
        && opens_sentence(view, &name.hit)
        && !is_plural(view, &name.hit)
        && !speaks_to_reader(view, &name.hit)
}

/// "Our project managers": the person sought is one.
pub(super) fn is_plural(view: View<'_>, name: &Hit) -> bool {
    view.word(name.end - 1).ends_with('s')
}

/// Whether the sentence also speaks of "you": then a name in it is somebody else's.
fn speaks_to_reader(view: View<'_>, name: &Hit) -> bool {
    let you = |at: u32| matches!(view.word(at), "you" | "you'll");
    view.document.sentences.get(view.sentence_of(name.first)).is_some_and(|s| (name.end..s.end).any(you))
}

/// Whether a cue introduces the name as the posting's own: "as our Product Owner", "we are looking for a".
pub(super) fn is_introduced(view: View<'_>, name: &Hit) -> bool {
    let from = name.first.saturating_sub(CUE_REACH + 6);
    within(&view.hits.context, |c| c.hit.first, from, name.first).iter().any(|c| {
        c.what == ContextKind::SelfCue
            && c.hit.end <= name.first
            && name.first - c.hit.end <= CUE_REACH
            && (c.hit.end..=name.first).all(|at| view.token(at).gap <= Gap::Comma)
            && !(c.hit.end..name.first).any(|at| leads_to_another(view.word(at)))
            && !does_something_to(view, &c.hit, name)
            && !tells_the_past(view, c.hit.first)
            // "You teach product owners": several are never the one who reads.
            && !(is_plural(view, name) && view.word(c.hit.first) == "you")
    })
}

/// Whether the name is the first of its sentence, an article apart.
pub(super) fn opens_sentence(view: View<'_>, name: &Hit) -> bool {
    let first = name.first;
    view.token(first).gap >= Gap::Sentence
        || first > 0
            && view.token(first - 1).gap >= Gap::Sentence
            && matches!(view.word(first - 1), "the" | "this" | "a")
}

/// "You will support our product owner": a verb introduces whom it is done to.
fn does_something_to(view: View<'_>, cue: &Hit, name: &Hit) -> bool {
    let mut verb = cue.end;
    while verb < name.first && (is_auxiliary(view.word(verb)) || view.flags(verb) & flag::ADVERB != 0) {
        verb += 1;
    }
    view.word(cue.first).starts_with("you") && verb < name.first && view.classes(verb) != 0
}

/// "Experience as a product owner", "who have worked as a": what the person has been.
fn tells_the_past(view: View<'_>, cue: u32) -> bool {
    view.word(cue) == "as"
        && (cue.saturating_sub(2)..cue).any(|at| {
            matches!(view.word(at), "experience" | "experienced" | "background" | "career" | "history" | "worked")
        })
}

/// "As the link between product owners and developers" introduces a link, "you sit beside the Product Owner" nobody.
fn leads_to_another(word: &str) -> bool {
    matches!(
        word,
        "between"
            | "with"
            | "for"
            | "to"
            | "from"
            | "by"
            | "beside"
            | "alongside"
            | "under"
            | "near"
            | "behind"
            | "against"
    )
}
