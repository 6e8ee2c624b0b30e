//! Is a hit said of somebody else?
//!
//! "Work with the Product Owner, who owns the backlog" says that this person does not. A posting
//! also speaks of its own person by the role's name ("The Product Owner owns the backlog"), so the
//! rules first settle which name, if any, is the posting's own.

use rolecall_lexicon::Role;
use rolecall_lexicon::model::ContextKind;

use super::View;
use super::clause::within;
use crate::tag::{Hit, TermHit};
use crate::text::Gap;

/// Words that may stand between a cue and the name that it introduces: "as our next senior".
const CUE_REACH: u32 = 4;

/// How far an owner behind a hit may stand: "the backlog is owned by".
const OWNED_REACH: u32 = 3;

/// The role by whose name the posting calls its own person, if it does.
pub(crate) fn self_name(view: View<'_>) -> Option<Role> {
    let role = |name: &TermHit| view.lexicon.terms[name.term as usize].role;
    view.hits.names.iter().find(|n| is_introduced(view, &n.hit)).or_else(|| {
        // Without a cue, the first name that opens a sentence: "The Project Manager plans …".
        view.hits.names.iter().find(|n| opens_sentence(view, &n.hit))
    }).map(role)
}

/// Whether the text says the hit of somebody else than the person sought.
pub(crate) fn is_of_someone_else(view: View<'_>, term: &TermHit, self_name: Option<Role>) -> bool {
    let hit = &term.hit;
    owned_by_other(view, hit) || owned_by_subject(view, hit, self_name) || with_owner_of_the_role(view, term) || possessed(view, hit)
}

/// "The backlog is owned by the Product Owner."
fn owned_by_other(view: View<'_>, hit: &Hit) -> bool {
    let end = view.clause_end(hit.end - 1);
    let from = hit.end.saturating_sub(1);
    within(&view.hits.context, |c| c.hit.first, from, end.min(hit.end + OWNED_REACH + 1)).iter().any(|c| {
        c.what == ContextKind::OwnedBy
            && c.hit.end < end
            && !matches!(view.word(c.hit.end), "you" | "yourself" | "this")
            && is_person(view, c.hit.end, end.min(c.hit.end + 4))
    })
}

/// Whether a role's name or another party begins in `from..to`.
fn is_person(view: View<'_>, from: u32, to: u32) -> bool {
    !within(&view.hits.names, |n| n.hit.first, from, to).is_empty()
        || within(&view.hits.context, |c| c.hit.first, from, to).iter().any(|c| c.what == ContextKind::Party)
}

/// "… the Product Owner, who owns the backlog", "The PMO handles schedules and budgets".
fn owned_by_subject(view: View<'_>, hit: &Hit, self_name: Option<Role>) -> bool {
    let start = view.clause_start(hit.first);
    let verbs = within(&view.hits.context, |c| c.hit.first, start, hit.end);
    verbs.iter().any(|verb| {
        if verb.what != ContextKind::OwnerVerb || verb.hit.first == start {
            return false;
        }
        // What follows a turn of subject is the person's again: ", and you own the plan".
        if verb.hit.end < hit.first && view.turns(verb.hit.end, hit.first + 1) {
            return false;
        }
        match subject(view, start, &verb.hit) {
            Some(Subject::Name(name)) => {
                let role = view.lexicon.terms[name.term as usize].role;
                let own = is_introduced(view, &name.hit) || (self_name == Some(role) && opens_sentence(view, &name.hit));
                !own
            }
            Some(Subject::Party) => true,
            None => false,
        }
    })
}

enum Subject {
    Name(TermHit),
    Party,
}

/// Who stands right before a verb: a name or a party, with nothing but a comma between.
fn subject(view: View<'_>, start: u32, verb: &Hit) -> Option<Subject> {
    let near = |end: u32| end <= verb.first && verb.first - end <= 1;
    if let Some(name) = within(&view.hits.names, |n| n.hit.first, start, verb.first).iter().rfind(|n| near(n.hit.end)) {
        return Some(Subject::Name(*name));
    }
    within(&view.hits.context, |c| c.hit.first, start, verb.first)
        .iter()
        .any(|c| c.what == ContextKind::Party && near(c.hit.end))
        .then_some(Subject::Party)
}

/// "Work with the Product Owner on the backlog": the backlog is the Product Owner's. The same said
/// of another role's work ("work with the Product Owner to keep the schedule") stays the person's.
fn with_owner_of_the_role(view: View<'_>, term: &TermHit) -> bool {
    let hit = &term.hit;
    let role = view.lexicon.terms[term.term as usize].role;
    if role == Role::Other {
        return false;
    }
    let start = view.clause_start(hit.first);
    let names = within(&view.hits.names, |n| n.hit.first, start, hit.first);
    names.iter().any(|name| {
        view.lexicon.terms[name.term as usize].role == role
            && name.hit.end <= hit.first
            && is_with(view, start, &name.hit)
            && !view.turns(name.hit.end, hit.first + 1)
    })
}

/// Whether a working relation leads to the name: "work closely with the", "support our".
fn is_with(view: View<'_>, start: u32, name: &Hit) -> bool {
    within(&view.hits.context, |c| c.hit.first, start, name.first)
        .iter()
        .any(|c| c.what == ContextKind::WithCounterpart && c.hit.end <= name.first && name.first - c.hit.end <= 2 * CUE_REACH)
}

/// "The Product Owner's backlog".
fn possessed(view: View<'_>, hit: &Hit) -> bool {
    within(&view.hits.names, |n| n.hit.first, hit.first.saturating_sub(4), hit.first).iter().any(|name| {
        name.hit.end == hit.first && view.word(name.hit.end - 1).ends_with("'s") && !is_introduced(view, &name.hit)
    })
}

/// Whether a cue introduces the name as the posting's own: "as our Product Owner", "we are looking for a".
fn is_introduced(view: View<'_>, name: &Hit) -> bool {
    let from = name.first.saturating_sub(CUE_REACH + 6);
    within(&view.hits.context, |c| c.hit.first, from, name.first).iter().any(|c| {
        c.what == ContextKind::SelfCue
            && c.hit.end <= name.first
            && name.first - c.hit.end <= CUE_REACH
            && (c.hit.end..=name.first).all(|at| view.token(at).gap <= Gap::Comma)
    })
}

/// Whether the name is the first of its sentence, an article apart.
fn opens_sentence(view: View<'_>, name: &Hit) -> bool {
    let first = name.first;
    view.token(first).gap >= Gap::Sentence
        || first > 0 && view.token(first - 1).gap >= Gap::Sentence && matches!(view.word(first - 1), "the" | "our" | "this" | "a")
}
