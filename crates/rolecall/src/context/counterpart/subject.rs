//! Who does what the verb of a hit says: "our PMO keeps the schedule", "the Product Owner, who owns the backlog".

use rolecall_lexicon::Role;
use rolecall_lexicon::compiled::flag;
use rolecall_lexicon::model::ContextKind;

use super::super::View;
use super::super::clause::within;
use super::own_name::{is_own_name, is_plural, opens_sentence};
use super::{CUE_REACH, is_determiner};
use crate::tag::{Found, Hit, TermHit};
use crate::text::{Gap, mark, style};

/// How many words may stand between a name and the "who" that speaks of it: "the Product Owner in our London office, who".
const RELATIVE_REACH: u32 = 5;

#[derive(Clone, Copy)]
enum Subject {
    Name(TermHit),
    Party(Hit),
}

impl Subject {
    const fn hit(&self) -> &Hit {
        match self {
            Subject::Name(name) => &name.hit,
            Subject::Party(hit) => hit,
        }
    }
}

/// "… the Product Owner, who owns the backlog", "The PMO handles schedules and budgets".
pub(super) fn owns(view: View<'_>, hit: &Hit, self_name: Option<Role>) -> bool {
    let start = view.clause_start(hit.first);
    // Every word of the clause is asked for its subject: what the clause holds is looked up once.
    let context = within(&view.hits.context, |c| c.hit.first, start, hit.end + 1);
    // The hit is itself the subject: "our PMO keeps the schedule".
    if matches!(of_verb(view, context, start, hit.end), Some(Subject::Party(_))) {
        return true;
    }
    // The verb stands before the hit, or the hit begins with it.
    (start..=hit.first).rev().any(|at| {
        let Some(subject) = of_verb(view, context, start, at) else { return false };
        if at < hit.first && view.turns_unless(at + 1, hit.first + 1, |verb| goes_on(view, start, at, &subject, verb)) {
            return false;
        }
        match subject {
            Subject::Name(name) => !is_own_name(view, &name, self_name),
            Subject::Party(_) => true,
        }
    })
}

/// Whether the subject of the verb at `at` also does what a verb behind it says.
///
/// What follows a turn of subject is the person's again: ", and you own the plan". "Who owns the backlog, writes
/// stories and runs planning" goes on about the same one, and "and run planning" does not, unless the list is that of
/// several ("Product Owners who write stories, order the backlog and accept the work"), or they are the subject of a
/// sentence or clause ("Our product managers own the roadmap and run discovery").
fn goes_on(view: View<'_>, start: u32, at: u32, subject: &Subject, verb: u32) -> bool {
    if is_third_person(view, at) || is_third_person(view, verb) {
        return is_third_person(view, at) && is_third_person(view, verb);
    }
    let relative = at > 0 && (is_relative(view, at - 1) || view.word(at - 1) == "whose");
    let lists = || relative && (at + 1..verb).any(|at| view.token(at).has(mark::COMMA));
    lists() || opens_clause(view, start, subject.hit())
}

/// Whether nothing stands before the subject that it could be the object of, an article or a number apart.
fn opens_clause(view: View<'_>, start: u32, subject: &Hit) -> bool {
    let mut first = subject.first;
    while first > start && (is_determiner(view, first - 1) || view.token(first - 1).is(style::NUMBER)) {
        first -= 1;
    }
    first == start || view.token(first).has(mark::COMMA) && is_plural(view, subject)
}

pub(super) fn is_third_person(view: View<'_>, verb: u32) -> bool {
    view.word(verb).ends_with('s')
}

/// Whether a clause about the one just named begins: "who owns".
pub(super) fn is_relative(view: View<'_>, at: u32) -> bool {
    matches!(view.word(at), "who" | "which" | "that" | "whose")
}

/// Words between a subject and its verb.
pub(super) fn is_auxiliary(word: &str) -> bool {
    matches!(
        word,
        "will"
            | "can"
            | "could"
            | "should"
            | "must"
            | "would"
            | "may"
            | "might"
            | "shall"
            | "do"
            | "does"
            | "has"
            | "have"
    )
}

/// Who does what the verb at `at` says, if that is told: a name or a party right before it, with at most "will" or
/// "who" between ("the Product Owner, who owns", "our PMO will keep", "who is responsible for").
fn of_verb(view: View<'_>, context: &[Found<ContextKind>], start: u32, at: u32) -> Option<Subject> {
    let spelled = || context.iter().any(|c| c.hit.first == at && c.what == ContextKind::OwnerVerb);
    if at as usize >= view.document.tokens.len() || view.classes(at) == 0 && !spelled() {
        return None;
    }
    let mut verb = at;
    while verb > start {
        let word = view.word(verb - 1);
        if word == "to" {
            return taught(view, context, start, verb - 1);
        }
        let joins =
            is_auxiliary(word) || matches!(word, "who" | "that" | "which") || view.flags(verb - 1) & flag::ADVERB != 0;
        if !joins {
            break;
        }
        verb -= 1;
    }
    subject(view, context, start, verb)
}

/// "Teach product owners how to order a backlog and to write stories": those who learn it do it. "Work with the Product
/// Owner to define": the person does that. `to` is the place of the word.
fn taught(view: View<'_>, context: &[Found<ContextKind>], start: u32, to: u32) -> Option<Subject> {
    let before = |at: u32| if at > start { view.word(at - 1) } else { "" };
    if matches!(before(to), "and" | "or") {
        let first = (start..to - 1).rev().find(|&at| view.word(at) == "to")?;
        return taught(view, context, start, first);
    }
    let how = before(to) == "how";
    let learner = subject(view, context, start, if how { to - 1 } else { to })?;
    let first = learner.hit().first;
    let teaches = |c: &&Found<ContextKind>| {
        c.what == ContextKind::Teaches && c.hit.end <= first && first - c.hit.end <= CUE_REACH
    };
    (how || context.iter().any(|c| teaches(&c))).then_some(learner)
}

/// The name or party that ends right before the word at `verb`. A comma may stand between before "who", not before a
/// verb: "manage vendors, track budgets" are two tasks of one person. A party must look like a subject, for its words
/// also stand before nouns ("sales forecasts", "marketing plans").
fn subject(view: View<'_>, context: &[Found<ContextKind>], start: u32, verb: u32) -> Option<Subject> {
    // "Product owners (they write the stories)", "the Product Owner (who orders the backlog)".
    let in_bracket = |at: u32| view.token(at).has(mark::BRACKET);
    let meant = verb > start && view.word(verb - 1) == "they" && in_bracket(verb - 1);
    if !meant && verb > 0 && matches!(view.word(verb - 1), "he" | "she" | "they") {
        return antecedent(view, verb - 1);
    }
    let verb = if meant { verb - 1 } else { verb };
    let relative = meant || is_relative(view, verb);
    // A bracket begins a clause of its own.
    let start = if meant || relative && in_bracket(verb) { start.min(verb.saturating_sub(CUE_REACH)) } else { start };
    if view.token(verb).gap > Gap::Space && !relative {
        return None;
    }
    let names = within(&view.hits.names, |n| n.hit.first, start, verb);
    if let Some(name) = names.iter().rfind(|n| n.hit.end == verb) {
        return Some(Subject::Name(*name));
    }
    let looks_like_one = |c: &&Found<ContextKind>| {
        let first = c.hit.first;
        let determined = first > start && is_determiner(view, first - 1);
        c.what == ContextKind::Party && c.hit.end == verb && (relative || first == start || determined)
    };
    if let Some(party) = context.iter().find(looks_like_one) {
        return Some(Subject::Party(party.hit));
    }
    let spoken_of = names.last().filter(|name| {
        view.word(verb) == "who"
            && verb - name.hit.end <= RELATIVE_REACH
            && (name.hit.end..verb).all(|at| view.classes(at) == 0)
    });
    spoken_of.map(|name| Subject::Name(*name))
}

/// Whom "he", "she" or "they" at the start of a sentence means: the one that the sentence before speaks of, else the last
/// one named in it. "He or she" and "he/she" mean the person sought.
fn antecedent(view: View<'_>, pronoun: u32) -> Option<Subject> {
    let sentences = &view.document.sentences;
    let number = view.sentence_of(pronoun);
    if number == 0 || sentences[number].first != pronoun || view.token(pronoun).gap > Gap::Sentence {
        return None;
    }
    let before = &sentences[number - 1];
    let several = view.word(pronoun) == "they";
    let names = within(&view.hits.names, |n| n.hit.first, before.first, before.end);
    let named = || names.iter().filter(|name| is_plural(view, &name.hit) == several);
    named()
        .find(|name| opens_sentence(view, &name.hit))
        .or_else(|| named().next_back())
        .map(|name| Subject::Name(*name))
}
