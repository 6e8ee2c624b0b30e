//! Whose a hit is by what stands behind it: "the backlog is owned by the Product Owner".

use rolecall_lexicon::compiled::flag;
use rolecall_lexicon::{ContextKind, WordKind};

use super::super::View;
use super::super::clause::within;
use super::own_name::is_own_name;
use super::subject::is_auxiliary;
use super::{SelfName, is_determiner, is_other, is_person};
use crate::tag::{Found, Hit};
use crate::text::Gap;

/// How far an owner behind a hit may stand: "the backlog is owned by".
const OWNED_REACH: u32 = 3;

/// How far one may stand behind the first of several subjects: "timelines, budgets and status reports are kept by".
const SUBJECTS_REACH: u32 = 12;

/// How far one may stand behind a question that is the subject: "what is built first, and for which of our markets, is
/// decided by".
const SUBJECT_CLAUSE_REACH: u32 = 24;

/// How far the name may stand behind "that": "stories that the team's product owner writes".
const NAME_REACH: u32 = 3;

/// Whether the text behind the hit says that it is somebody else's.
pub(super) fn is_owned(view: View<'_>, hit: &Hit, self_name: SelfName) -> bool {
    is_owned_by_other(view, hit) || is_doer(view, hit) || whose_is_told(view, hit, self_name)
}

/// "The backlog is owned by the Product Owner", "timelines, project budgets and reports are kept by our planners",
/// "the decisions on what to build are theirs".
fn is_owned_by_other(view: View<'_>, hit: &Hit) -> bool {
    let end = view.clause_end(hit.end - 1);
    let near = end.min(hit.end + OWNED_REACH + 1);
    let is_clause = opens_subject_clause(view, hit);
    // "You decide what is built by the team": by whom it is built says nothing of who decides.
    let is_object = || {
        let asks = (view.clause_start(hit.first)..hit.end).find(|&at| {
            // "The plans which are kept by" asks nothing.
            view.is_question(at) && !matches!(view.word(at), "which" | "who" | "where" | "when")
        });
        asks.and_then(|at| at.checked_sub(1))
            .is_some_and(|verb| view.token(verb + 1).gap == Gap::Space && view.classes(verb) != 0)
    };
    let far = end.min(hit.end + if is_clause { SUBJECT_CLAUSE_REACH } else { SUBJECTS_REACH });
    let is_copula = |at: u32| matches!(view.word(at), "is" | "are");
    let stands_as_subject = |cue: u32| {
        let predicate = || (hit.end..cue).rfind(|&at| is_copula(at) || view.word(at) == "be");
        cue < near || predicate().is_some_and(|at| is_clause || view.is_joined_subject(hit, at))
    };
    let theirs = |at: u32| {
        let word = view.word(at);
        (word == "theirs" || matches!(word, "his" | "hers") && at + 1 == end) && is_copula(at - 1)
    };
    if (hit.end + 1..far).any(|at| theirs(at) && stands_as_subject(at)) {
        return true;
    }
    // "Split epics that come from the product manager": what is done to it is the person's.
    let is_done = || view.classes(hit.first) != 0;
    let comes_from = |cue: &Hit| {
        let last = cue.end - 1;
        view.word(last) == "from" || view.word(last) == "the" && last > cue.first && view.word(last - 1) == "from"
    };
    // "Projects as assigned by your supervisor" are for the person to do.
    let is_order = |cue: u32| {
        // The cue may begin with any of "as", "assigned" and "by".
        (cue.saturating_sub(2)..=cue).any(|at| view.is(at + 1, WordKind::Ordered) && view.word(at) == "as")
    };
    let spelled = within(&view.hits.context, |c| c.hit.first, hit.end.saturating_sub(1), far)
        .iter()
        .filter(|c| c.what == ContextKind::OwnedBy && !(comes_from(&c.hit) && is_done()))
        .map(|c| (c.hit.first, c.hit.end));
    // "Drawn up by", "worked out by".
    let is_particle = |at: u32| matches!(view.word(at), "up" | "out" | "off" | "down" | "through" | "together");
    let is_done_so = |at: u32| view.classes(at) != 0 || at > 1 && is_particle(at) && is_copula(at - 2);
    let by = |at: u32| view.word(at) == "by" && is_done_so(at - 1);
    let passive = (hit.end..far).filter(|&at| by(at)).map(|at| (at, at + 1));
    let mut by_whom = spelled.chain(passive);
    let is_told = by_whom.any(|(cue, person)| {
        person < end
            && !is_order(cue)
            && stands_as_subject(cue)
            && !matches!(view.word(person), "you" | "yourself" | "this")
            && is_person(view, person, end.min(person + 4))
    });
    is_told && !is_object()
}

/// "Which problems we solve and how we measure success are decided by the director": the clause begins with a question that
/// is its subject. "You decide what is built by the team" is none.
fn opens_subject_clause(view: View<'_>, hit: &Hit) -> bool {
    let start = view.clause_start(hit.first);
    view.is_question(start)
        && !(start..hit.first).any(|at| view.flags(at) & flag::PRONOUN != 0 && view.word(at).starts_with("you"))
}

/// The hit is itself the one by whom it is done: "reporting is taken care of by our PMO".
fn is_doer(view: View<'_>, hit: &Hit) -> bool {
    let from = hit.first.saturating_sub(2);
    let is_party = |c: &Found<ContextKind>| is_other(c.what) && c.hit.first <= hit.first && hit.end <= c.hit.end;
    within(&view.hits.context, |c| c.hit.first, from, hit.first + 1).iter().any(is_party)
        && (from..hit.first).any(|at| view.word(at) == "by")
}

/// "The acceptance criteria that our product owners write", "the roadmap our product managers own".
fn whose_is_told(view: View<'_>, hit: &Hit, self_name: SelfName) -> bool {
    let end = view.clause_end(hit.end - 1);
    // A phrase with a gap may reach over the turn: "stories that the team".
    let inside = (hit.first + 1..hit.end).find(|&at| matches!(view.word(at), "that" | "which"));
    let from = inside.unwrap_or(hit.end);
    let skip = |at: u32, goes: bool| if at < end && goes { at + 1 } else { at };
    let at = skip(from, matches!(view.word(from), "that" | "which"));
    let first = skip(at, is_determiner(view, at));
    if first == from {
        return false;
    }
    within(&view.hits.names, |n| n.hit.first, first, first + NAME_REACH).iter().any(|name| {
        let is_named = name.hit.first == first || view.word(name.hit.first - 1).ends_with("'s");
        let mut verb = name.hit.end;
        while verb < end && (is_auxiliary(view.word(verb)) || view.flags(verb) & flag::ADVERB != 0) {
            verb += 1;
        }
        is_named
            && verb < end
            && (from..=verb).all(|at| view.token(at).gap == Gap::Space)
            && view.classes(verb) != 0
            && !is_own_name(view, name, self_name)
    })
}
