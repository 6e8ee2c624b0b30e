//! Is a hit said of somebody else?
//!
//! "Work with the Product Owner, who owns the backlog" says that this person does not. A posting
//! also speaks of its own person by the role's name ("The Product Owner owns the backlog"), so the
//! rules first settle which name, if any, is the posting's own ([`own_name`]). Then: who does what the
//! verbs before a hit say ([`subject`]), and whose does the text behind it say it is ([`behind`])?

mod behind;
mod own_name;
mod subject;

use rolecall_lexicon::model::ContextKind;
use rolecall_lexicon::{Role, SectionKind};

use super::View;
use super::clause::within;
use crate::tag::{Hit, TermHit};

pub(crate) use own_name::{SelfName, self_name};
use own_name::{is_introduced, is_own_name, is_plural};
use subject::{is_relative, is_third_person};

/// Words that may stand between a cue and the name that it introduces: "as our next senior".
const CUE_REACH: u32 = 4;

/// Whether the text says the hit of somebody else than the person sought.
pub(crate) fn is_of_someone_else(view: View<'_>, term: &TermHit, self_name: SelfName) -> bool {
    let hit = &term.hit;
    behind::is_owned(view, hit, self_name)
        || subject::owns(view, term, self_name)
        || with_owner_of_the_role(view, term)
        || possessed(view, hit)
        || theirs(view, term, self_name)
        || spans_the_role(view, term, self_name)
        || is_of_the_company(view, hit)
}

/// "We deliver projects for banks": what the company's text says that "we" do, without a word to the reader.
fn is_of_the_company(view: View<'_>, hit: &Hit) -> bool {
    let speaks_to_reader =
        |at: u32| matches!(view.word(at), "you" | "you'll" | "you're" | "your" | "role" | "candidate");
    let seeks = |from: u32, to: u32| {
        within(&view.hits.context, |c| c.hit.first, from, to).iter().any(|c| c.what == ContextKind::SelfCue)
    };
    view.sections.of(hit.first) == SectionKind::Company && {
        view.document.sentences.get(view.sentence_of(hit.first)).is_some_and(|s| {
            (s.first..hit.first).any(|at| view.word(at) == "we")
                && !(s.first..s.end).any(speaks_to_reader)
                && !seeks(s.first, hit.first)
        })
    }
}

/// "Be the link between product owners and developers": who stands beside the role is not it.
fn spans_the_role(view: View<'_>, term: &TermHit, self_name: SelfName) -> bool {
    let role = |term: u32| view.lexicon.terms[term as usize].role;
    within(&view.hits.names, |n| n.hit.first, term.hit.first, term.hit.end).iter().any(|name| {
        role(name.term) == role(term.term) && role(term.term) != Role::Other && !is_own_name(view, name, self_name)
    })
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
            && !view.turns_unless(name.hit.end, hit.first + 1, |verb| {
                is_relative(view, name.hit.end) && is_third_person(view, verb)
            })
    })
}

/// Whether a working relation leads to the name: "work closely with the", "support our".
fn is_with(view: View<'_>, start: u32, name: &Hit) -> bool {
    within(&view.hits.context, |c| c.hit.first, start, name.first).iter().any(|c| {
        c.what == ContextKind::WithCounterpart && c.hit.end <= name.first && name.first - c.hit.end <= 2 * CUE_REACH
    })
}

/// "The Product Owner's backlog".
fn possessed(view: View<'_>, hit: &Hit) -> bool {
    within(&view.hits.names, |n| n.hit.first, hit.first.saturating_sub(4), hit.first).iter().any(|name| {
        name.hit.end == hit.first && view.word(name.hit.end - 1).ends_with("'s") && !is_introduced(view, &name.hit)
    })
}

/// "Teach product owners to order their backlogs": their work is not this person's.
fn theirs(view: View<'_>, term: &TermHit, self_name: SelfName) -> bool {
    let hit = &term.hit;
    let role = |term: u32| view.lexicon.terms[term as usize].role;
    let start = view.clause_start(hit.first);
    (hit.first.saturating_sub(1).max(start)..hit.end).any(|at| view.word(at) == "their")
        && within(&view.hits.names, |n| n.hit.first, start, hit.first).iter().any(|name| {
            role(name.term) == role(term.term) && is_plural(view, &name.hit) && !is_own_name(view, name, self_name)
        })
}

fn is_determiner(view: View<'_>, at: u32) -> bool {
    matches!(view.word(at), "the" | "our" | "your" | "their" | "a" | "an" | "other")
}

/// Whether a role's name or another party begins in `from..to`.
pub(super) fn is_person(view: View<'_>, from: u32, to: u32) -> bool {
    !within(&view.hits.names, |n| n.hit.first, from, to).is_empty()
        || within(&view.hits.context, |c| c.hit.first, from, to).iter().any(|c| is_other(c.what))
}

/// Whether it names somebody.
fn is_other(kind: ContextKind) -> bool {
    matches!(kind, ContextKind::Party | ContextKind::Job)
}
