//! Is a hit said of somebody else?
//!
//! "Work with the Product Owner, who owns the backlog" says that this person does not. A posting
//! also speaks of its own person by the role's name ("The Product Owner owns the backlog"), so the
//! rules first settle which name, if any, is the posting's own.

use rolecall_lexicon::Role;
use rolecall_lexicon::compiled::flag;
use rolecall_lexicon::model::ContextKind;

use super::clause::within;
use super::{View, tasks};
use crate::tag::{Found, Hit, TermHit};
use crate::text::{Gap, mark};

/// Words that may stand between a cue and the name that it introduces: "as our next senior".
const CUE_REACH: u32 = 4;

/// One task may open a text by chance, or be a heading ("Lead Engineer"); "you plan …" is enough alone.
const TASKS_TOLD: u32 = 3;

/// How far an owner behind a hit may stand: "the backlog is owned by".
const OWNED_REACH: u32 = 3;

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

/// Whether the text says the hit of somebody else than the person sought.
pub(crate) fn is_of_someone_else(view: View<'_>, term: &TermHit, self_name: Option<Role>) -> bool {
    let hit = &term.hit;
    owned_by_other(view, hit)
        || whose_is_told_behind(view, hit, self_name)
        || owned_by_subject(view, hit, self_name)
        || with_owner_of_the_role(view, term)
        || possessed(view, hit)
        || spans_the_role(view, term, self_name)
}

/// "Be the link between product owners and developers": who stands beside the role is not it.
fn spans_the_role(view: View<'_>, term: &TermHit, self_name: Option<Role>) -> bool {
    let role = |term: u32| view.lexicon.terms[term as usize].role;
    within(&view.hits.names, |n| n.hit.first, term.hit.first, term.hit.end).iter().any(|name| {
        role(name.term) == role(term.term) && role(term.term) != Role::Other && !is_own_name(view, name, self_name)
    })
}

/// "The backlog is owned by the Product Owner", "the schedule is kept by our planners".
fn owned_by_other(view: View<'_>, hit: &Hit) -> bool {
    let end = view.clause_end(hit.end - 1);
    let reach = end.min(hit.end + OWNED_REACH + 1);
    let by = |at: u32| view.word(at) == "by" && view.classes(at - 1) != 0;
    // "The decisions on what to build are theirs."
    if (hit.end + 1..reach).any(|at| view.word(at) == "theirs" && matches!(view.word(at - 1), "is" | "are")) {
        return true;
    }
    let spelled = within(&view.hits.context, |c| c.hit.first, hit.end.saturating_sub(1), reach)
        .iter()
        .filter(|c| c.what == ContextKind::OwnedBy)
        .map(|c| c.hit.end);
    let passive = (hit.end..reach).filter(|&at| by(at)).map(|at| at + 1);
    spelled.chain(passive).any(|person| {
        person < end
            && !matches!(view.word(person), "you" | "yourself" | "this")
            && is_person(view, person, end.min(person + 4))
    })
}

/// "The acceptance criteria that our product owners write", "the roadmap our product managers own".
fn whose_is_told_behind(view: View<'_>, hit: &Hit, self_name: Option<Role>) -> bool {
    let end = view.clause_end(hit.end - 1);
    let skip = |at: u32, word: fn(&str) -> bool| if at < end && word(view.word(at)) { at + 1 } else { at };
    let at = skip(hit.end, |word| matches!(word, "that" | "which"));
    let first = skip(at, |word| matches!(word, "the" | "our" | "your" | "their"));
    if first == hit.end {
        return false;
    }
    within(&view.hits.names, |n| n.hit.first, first, first + 1).iter().any(|name| {
        let verb = name.hit.end;
        verb < end
            && (hit.end..=verb).all(|at| view.token(at).gap == Gap::Space)
            && view.classes(verb) != 0
            && !is_own_name(view, name, self_name)
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
    // Every word of the clause is asked for its subject: what the clause holds is looked up once.
    let context = within(&view.hits.context, |c| c.hit.first, start, hit.end + 1);
    // The hit is itself the subject: "our PMO keeps the schedule".
    if matches!(subject_of_verb(view, context, start, hit.end), Some(Subject::Party(_))) {
        return true;
    }
    // The verb stands before the hit, or the hit begins with it.
    (start + 1..=hit.first).rev().any(|at| {
        let Some(subject) = subject_of_verb(view, context, start, at) else { return false };
        // What follows a turn of subject is the person's again: ", and you own the plan". "Who owns the backlog, writes
        // stories and runs planning" goes on about the same one, and "and run planning" does not, unless the list is
        // that of several ("Product Owners who write stories, order the backlog and accept the work") or the clause
        // begins with them ("Our product managers own the roadmap and run discovery").
        let lists = |verb: u32| {
            (is_relative(view, at - 1) || view.word(at) == "whose")
                && (at + 1..verb).any(|at| view.token(at).has(mark::COMMA))
        };
        let first = match &subject {
            Subject::Name(name) => name.hit.first,
            Subject::Party(hit) => hit.first,
        };
        let opens = first == start || first == start + 1 && is_determiner(view, start);
        let goes_on = |verb| match (is_third_person(view, at), is_third_person(view, verb)) {
            (true, third) => third,
            (false, third) => !third && (lists(verb) || opens),
        };
        if at < hit.first && view.turns_unless(at + 1, hit.first + 1, goes_on) {
            return false;
        }
        match subject {
            Subject::Name(name) => !is_own_name(view, &name, self_name),
            Subject::Party(_) => true,
        }
    })
}

fn is_third_person(view: View<'_>, verb: u32) -> bool {
    view.word(verb).ends_with('s')
}

/// Whether a clause about the one just named begins: "who owns".
fn is_relative(view: View<'_>, at: u32) -> bool {
    matches!(view.word(at), "who" | "which" | "that" | "whose")
}

fn is_determiner(view: View<'_>, at: u32) -> bool {
    matches!(view.word(at), "the" | "our" | "your" | "their" | "a" | "an" | "other")
}

/// Whether the posting calls its own person by this name here.
fn is_own_name(view: View<'_>, name: &TermHit, self_name: Option<Role>) -> bool {
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
fn is_plural(view: View<'_>, name: &Hit) -> bool {
    view.word(name.end - 1).ends_with('s')
}

/// Whether the sentence also speaks of "you": then a name in it is somebody else's.
fn speaks_to_reader(view: View<'_>, name: &Hit) -> bool {
    let sentences = &view.document.sentences;
    let number = sentences.partition_point(|s| s.end <= name.first);
    let you = |at: u32| matches!(view.word(at), "you" | "you'll");
    sentences.get(number).is_some_and(|s| (name.end..s.end).any(you))
}

/// Who does what the verb at `at` says, if that is told: a name or a party right before it, with at most "will" or
/// "who" between ("the Product Owner, who owns", "our PMO will keep", "who is responsible for").
fn subject_of_verb(view: View<'_>, context: &[Found<ContextKind>], start: u32, at: u32) -> Option<Subject> {
    let spelled = || context.iter().any(|c| c.hit.first == at && c.what == ContextKind::OwnerVerb);
    if view.classes(at) == 0 && !spelled() || at as usize >= view.document.tokens.len() {
        return None;
    }
    let mut verb = at;
    while verb > start
        && (matches!(view.word(verb - 1), "will" | "who" | "that" | "which" | "to")
            || view.flags(verb - 1) & flag::ADVERB != 0)
    {
        // "work with the Product Owner to define": the person does that. "Teach product owners how to define": they do.
        if view.word(verb - 1) == "to" {
            let taught = verb >= start + 2 && view.word(verb - 2) == "how";
            return taught.then(|| subject(view, context, start, verb - 2)).flatten();
        }
        verb -= 1;
    }
    subject(view, context, start, verb)
}

enum Subject {
    Name(TermHit),
    Party(Hit),
}

/// The name or party that ends right before the word at `verb`. A comma may stand between before "who", not before a
/// verb: "manage vendors, track budgets" are two tasks of one person. A party must look like a subject, for its words
/// also stand before nouns ("sales forecasts", "marketing plans").
fn subject(view: View<'_>, context: &[Found<ContextKind>], start: u32, verb: u32) -> Option<Subject> {
    // "Product owners (they write the stories)".
    let meant = verb > start && view.word(verb - 1) == "they" && view.token(verb - 1).has(mark::BRACKET);
    let verb = if meant { verb - 1 } else { verb };
    let relative = meant || is_relative(view, verb);
    // A bracket begins a clause of its own.
    let start = if meant { start.min(verb.saturating_sub(CUE_REACH)) } else { start };
    if view.token(verb).gap > Gap::Space && !relative {
        return None;
    }
    if let Some(name) = within(&view.hits.names, |n| n.hit.first, start, verb).iter().rfind(|n| n.hit.end == verb) {
        return Some(Subject::Name(*name));
    }
    let looks_like_one = |c: &&Found<ContextKind>| {
        let first = c.hit.first;
        let determined = first > start && is_determiner(view, first - 1);
        c.what == ContextKind::Party && c.hit.end == verb && (relative || first == start || determined)
    };
    context.iter().find(looks_like_one).map(|party| Subject::Party(party.hit))
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

/// Whether a cue introduces the name as the posting's own: "as our Product Owner", "we are looking for a".
fn is_introduced(view: View<'_>, name: &Hit) -> bool {
    let from = name.first.saturating_sub(CUE_REACH + 6);
    within(&view.hits.context, |c| c.hit.first, from, name.first).iter().any(|c| {
        c.what == ContextKind::SelfCue
            && c.hit.end <= name.first
            && name.first - c.hit.end <= CUE_REACH
            && (c.hit.end..=name.first).all(|at| view.token(at).gap <= Gap::Comma)
            // "As the link between product owners and developers" introduces a link.
            && !(c.hit.end..name.first).any(|at| matches!(view.word(at), "between" | "with" | "for" | "to" | "from" | "by"))
            // "You teach product owners": several are never the one who reads.
            && !(is_plural(view, name) && view.word(c.hit.first) == "you")
    })
}

/// Whether the name is the first of its sentence, an article apart.
fn opens_sentence(view: View<'_>, name: &Hit) -> bool {
    let first = name.first;
    view.token(first).gap >= Gap::Sentence
        || first > 0
            && view.token(first - 1).gap >= Gap::Sentence
            && matches!(view.word(first - 1), "the" | "this" | "a")
}
