//! Who does what the verb of a hit says: "our PMO keeps the schedule", "the Product Owner, who owns the backlog".

use rolecall_lexicon::compiled::flag;
use rolecall_lexicon::{ContextKind, Role, WordKind};

use super::super::View;
use super::super::clause::within;
use super::own_name::{JOB_WORDS, determiner_before, is_own_job, is_own_name, is_plural, leads_clause, opens_sentence};
use super::{CUE_REACH, SelfName, is_determiner, is_other};
use crate::tag::{Found, Hit, TermHit};
use crate::text::{Gap, mark, style};

/// How many words may stand between a name and the "who" that speaks of it: "the Product Owner in our London office, who".
const RELATIVE_REACH: u32 = 5;

/// What stands between a subject and its verb has no more words: "the planner, based in our Oslo office, keeps".
const INSERTED_WORDS: u32 = 8;

/// A list of those who learn something has no more words.
const LEARNER_WORDS: u32 = 10;

#[derive(Clone, Copy)]
enum Subject {
    Name(TermHit),
    Job(Hit),
    Party(Hit),
}

impl Subject {
    const fn hit(&self) -> &Hit {
        match self {
            Subject::Name(name) => &name.hit,
            Subject::Job(hit) | Subject::Party(hit) => hit,
        }
    }

    fn is_someone_else(&self, view: View<'_>, self_name: SelfName) -> bool {
        match self {
            Subject::Name(name) => !is_own_name(view, name, self_name),
            Subject::Job(hit) => !is_own_job(view, hit, self_name),
            Subject::Party(_) => true,
        }
    }
}

/// "… the Product Owner, who owns the backlog", "The PMO handles schedules and budgets".
pub(super) fn owns(view: View<'_>, term: &TermHit, self_name: SelfName) -> bool {
    let hit = &term.hit;
    let start = view.clause_start(hit.first);
    if is_done_by_you(view, start, hit.first) {
        return false;
    }
    // Every word of the clause is asked for its subject: what the clause holds is looked up once.
    let context = within(&view.hits.context, |c| c.hit.first, start, hit.end + 1);
    // The hit is itself the subject: "our PMO keeps the schedule".
    let done_by = of_verb(view, context, start, hit.end);
    if done_by.is_some_and(|by| !matches!(by, Subject::Name(_)) && by.is_someone_else(view, self_name)) {
        return true;
    }
    let is_gerund = |at: u32| at > start && view.word(at).ends_with("ing");
    // "The Customer Onboarding Project Manager" has no verb in its title.
    let in_title = |at: u32| view.token(at).is(style::CAPITAL) && is_gerund(at);
    // Nor has "the customer onboarding project".
    let is_noun = |at: u32, subject: &Subject| {
        matches!(subject, Subject::Party(_)) && is_gerund(at) && !is_determiner(view, at + 1)
    };
    // The verb stands before the hit, or the hit begins with it.
    (start..=hit.first).rev().filter(|&at| !in_title(at)).any(|at| {
        // "The council seeks a planner to keep the schedule" tells of the person sought.
        let seeks = |c: &Found<ContextKind>| c.what == ContextKind::SelfCue && c.hit.first <= at && at < c.hit.end;
        let Some(subject) =
            of_verb(view, context, start, at).filter(|by| !is_noun(at, by) && !context.iter().any(seeks))
        else {
            return false;
        };
        let goes_on =
            |verb: u32| goes_on(view, start, at, &subject, verb) || is_theirs(view, context, at, &subject, verb, term);
        if at < hit.first && view.turns_unless(at + 1, hit.first + 1, goes_on) {
            return false;
        }
        subject.is_someone_else(view, self_name)
    })
}

/// "Planners call you, because you maintain the schedule": "you" right before the verb are its subject.
fn is_done_by_you(view: View<'_>, start: u32, verb: u32) -> bool {
    let mut at = verb;
    while at > start && (is_auxiliary(view.word(at - 1)) || view.flags(at - 1) & flag::ADVERB != 0) {
        at -= 1;
    }
    view.classes(verb) != 0
        && at > start
        && view.token(at).gap == Gap::Space
        && matches!(view.word(at - 1), "you" | "you'll" | "you'd")
}

fn is_work(view: View<'_>, at: u32) -> bool {
    view.classes(at) != 0 || view.flags(at) & flag::TASK_VERB != 0
}

/// Whether a further verb of the same form as the one at `at` is the same one's by what it says: "planners who plan the
/// project and keep its budget", "product owners who write stories and order the backlog", "helps teams to plan
/// sprints and keep their backlogs".
fn is_theirs(
    view: View<'_>,
    context: &[Found<ContextKind>],
    at: u32,
    subject: &Subject,
    verb: u32,
    term: &TermHit,
) -> bool {
    let role = |term: &TermHit| view.lexicon.terms[term.term as usize].role;
    let first = subject.hit().first;
    let is_their_role =
        || matches!(subject, Subject::Name(name) if role(name) == role(term) && role(term) != Role::Other);
    let speaks_of_them = || (verb + 1..term.hit.end).any(|at| matches!(view.word(at), "its" | "their"));
    let is_taught = || {
        context.iter().any(|c| {
            c.what == ContextKind::Teaches
                && is_third_person(view, c.hit.end - 1)
                && c.hit.end <= first
                && first - c.hit.end <= CUE_REACH
        })
    };
    let relative = at > 0 && is_relative(view, at - 1);
    is_work(view, at)
        && !is_third_person(view, at)
        && !is_third_person(view, verb)
        && (is_taught() || is_their_role() || relative && speaks_of_them())
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
    let relative = at > 0 && is_relative(view, at - 1);
    // The comma that ends what is told of those named ("the sellers, who know the market, and define") lists nothing.
    let told_more = relative && view.token(at - 1).has(mark::COMMA);
    let lists = || relative && (at + 1..verb - u32::from(told_more)).any(|at| view.token(at).has(mark::COMMA));
    // "Our editors, who own the feed and decide what comes first": behind a comma the clause tells more of those named, to
    // its end.
    let tells_more = || told_more && !view.token(verb - 1).has(mark::COMMA);
    let mut pronoun = at;
    while pronoun > start && (is_auxiliary(view.word(pronoun - 1)) || view.flags(pronoun - 1) & flag::ADVERB != 0) {
        pronoun -= 1;
    }
    let they = || pronoun > 0 && view.word(pronoun - 1) == "they";
    lists()
        || tells_more()
        || they()
        || opens_clause(view, start, subject.hit())
        || where_at(view, start, subject.hit())
}

/// "Where the crews": a clause that says who does what at a place tells it of nobody else.
fn where_at(view: View<'_>, start: u32, subject: &Hit) -> bool {
    let first =
        if subject.first > start && is_determiner(view, subject.first - 1) { subject.first - 1 } else { subject.first };
    first > 0 && is_place(view, first - 1)
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
    // "Who talk to": verbs of several words are of no class by their first.
    let told = || at > start && is_work(view, at) && is_relative(view, at - 1);
    if at as usize >= view.document.tokens.len() || view.classes(at) == 0 && !spelled() && !told() {
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
    subject(view, context, start, verb).filter(|subject| matches!(subject, Subject::Name(_)) || is_verb(view, at))
}

/// Whether the word in -s at `at` is a verb and not the noun that it may be, too: "our customer interviews, the vision". A
/// verb has its object behind it, or goes on with another.
fn is_verb(view: View<'_>, at: u32) -> bool {
    let next = at + 1;
    let joins = view.flags(next) & flag::JOINER != 0;
    let ends = || view.document.tokens.get(next as usize).is_none_or(|token| token.gap >= Gap::Comma);
    let goes_on = |at: u32| is_third_person(view, at) && view.classes(at) != 0 || view.flags(at) & flag::ADVERB != 0;
    !is_third_person(view, at) || !(joins || ends()) || goes_on(if joins { next + 1 } else { next })
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
    let end = if how { to - 1 } else { to };
    // "Trains product owners, testers and managers to write": the list is of those who learn.
    let listed = || {
        let cue = context.iter().rfind(|c| c.what == ContextKind::Teaches && c.hit.end < end)?.hit.end;
        let plain = |at: u32| view.token(at).gap <= Gap::Comma && view.flags(at) & flag::PRONOUN == 0;
        let name = within(&view.hits.names, |n| n.hit.first, cue, end).first()?;
        (end - cue <= LEARNER_WORDS && is_plural(view, &name.hit) && (cue..end).all(plain))
            .then_some(Subject::Name(*name))
    };
    let learner = subject(view, context, start, end).or_else(listed)?;
    let first = learner.hit().first;
    // "Supports planners, buyers and executives to negotiate contracts": done for so many it is the person's work.
    let serves = |cue: &Hit| {
        ["support", "assist"].iter().any(|stem| view.word(cue.first).starts_with(stem))
            && (cue.end..to).any(|at| view.token(at).has(mark::COMMA))
    };
    let teaches = |c: &&Found<ContextKind>| {
        c.what == ContextKind::Teaches && c.hit.end <= first && first - c.hit.end <= CUE_REACH && !serves(&c.hit)
    };
    (how || context.iter().any(|c| teaches(&c))).then_some(learner)
}

/// The name or party that ends right before the word at `verb`. A comma may stand between before "who", not before a
/// verb: "manage vendors, track budgets" are two tasks of one person. A party must look like a subject, for its words
/// also stand before nouns ("sales forecasts", "marketing plans").
fn subject(view: View<'_>, context: &[Found<ContextKind>], start: u32, verb: u32) -> Option<Subject> {
    // "Product owners (they write the stories)", "the Product Owner (who orders the backlog)".
    let in_bracket = |at: u32| view.token(at).has(mark::BRACKET);
    let is_pronoun = verb > 0 && matches!(view.word(verb - 1), "he" | "she" | "they");
    let meant = is_pronoun && verb > start && in_bracket(verb - 1);
    if is_pronoun && !meant {
        return antecedent(view, verb - 1);
    }
    let verb = if meant { verb - 1 } else { verb };
    let relative = meant || is_relative(view, verb);
    // A bracket begins a clause of its own.
    let start = if meant || relative && in_bracket(verb) { start.min(verb.saturating_sub(CUE_REACH)) } else { start };
    if view.token(verb).gap > Gap::Space && !relative {
        return interrupted(view, context, start, verb).or_else(|| listed_on(view, start, verb));
    }
    if let Some(subject) = ends_at(view, context, start, verb, relative) {
        return Some(subject);
    }
    if view.word(verb) == "who" {
        return spoken_of(view, start, verb);
    }
    if meant {
        return antecedent(view, verb);
    }
    if relative { None } else { at_place(view, start, verb).or_else(|| interrupted(view, context, start, verb)) }
}

/// The name or party that ends right before the word at `end`.
fn ends_at(view: View<'_>, context: &[Found<ContextKind>], start: u32, end: u32, relative: bool) -> Option<Subject> {
    let names = within(&view.hits.names, |n| n.hit.first, start, end);
    if let Some(name) = names.iter().rfind(|n| n.hit.end == end) {
        return Some(Subject::Name(*name));
    }
    let others = || context.iter().filter(|c| is_other(c.what) && c.hit.end == end);
    let job = others().find(|c| c.what == ContextKind::Job);
    let determined = |first: u32| first > start && is_determiner(view, first - 1);
    if let Some(job) = job {
        let hit = job.hit;
        // "Engineer" alone is a subject only with its article: "vendor reviews" are reviews.
        let stands = relative || determined(hit.first) || hit.first == start && are_several(view, &hit);
        if stands || is_led_noun(view, start, &hit) {
            return Some(Subject::Job(hit));
        }
    }
    others()
        .find(|c| c.what == ContextKind::Party && (relative || c.hit.first == start || determined(c.hit.first)))
        .map(|party| Subject::Party(party.hit))
        .or_else(|| {
            let first = end.checked_sub(1).filter(|&first| first >= start && is_body(view, first))?;
            // Only its place is asked for.
            let hit = Hit { pattern: 0, first, end, gap_words: 0 };
            is_led_noun(view, start, &hit).then_some(Subject::Party(hit))
        })
}

/// "Where", "in which".
fn is_place(view: View<'_>, at: u32) -> bool {
    match view.word(at) {
        "where" => true,
        "which" => at > 0 && matches!(view.word(at - 1), "in" | "at"),
        _ => false,
    }
}

/// "In Graz, where the field teams own": whoever does something at a place, job or not.
fn at_place(view: View<'_>, start: u32, verb: u32) -> Option<Subject> {
    let from = verb.saturating_sub(JOB_WORDS + 2).max(start);
    let noun = verb.checked_sub(1).filter(|&noun| view.word(noun).ends_with('s') && !is_third_person(view, verb))?;
    let place = (from..noun).rfind(|&at| is_place(view, at))?;
    let plain = |at: u32| {
        view.token(at).gap == Gap::Space
            && (is_determiner(view, at) || view.flags(at) & flag::PRONOUN == 0)
            && (at == noun || view.classes(at) == 0)
    };
    // Only its place is asked for.
    let hit = || Hit { pattern: 0, first: place + 1, end: verb, gap_words: 0 };
    (place + 1..=noun).all(plain).then(|| Subject::Party(hit()))
}

/// Those who decide together: "the investment committee", "our planning department". Of "the team" a posting tells to which
/// its person belongs.
fn is_body(view: View<'_>, at: u32) -> bool {
    let is_others = |first: u32| matches!(view.word(first), "our" | "their" | "other");
    view.is(at, WordKind::Body) || view.is(at, WordKind::Group) && determiner_before(view, at).is_some_and(is_others)
}

/// "The main contractor manages", "regional managers set": words stand before the noun, and what does not begin the
/// clause is an object ("check the main contractor reports").
fn is_led_noun(view: View<'_>, start: u32, noun: &Hit) -> bool {
    let plain = flag::TASK_VERB | flag::PRONOUN | flag::JOINER | flag::FUNCTION;
    let agrees = || {
        are_several(view, noun) && !is_third_person(view, noun.end)
            || !is_plural(view, noun) && is_third_person(view, noun.end)
            || is_auxiliary(view.word(noun.end))
            || view.flags(noun.end) & flag::ADVERB != 0
    };
    match determiner_before(view, noun.first).filter(|&first| first >= start) {
        Some(first) => leads_clause(view, start, first) && agrees(),
        None => {
            are_several(view, noun)
                && noun.first - start < JOB_WORDS
                && (start..noun.first).all(|at| view.flags(at) & plain == 0 && view.classes(at) == 0)
        }
    }
}

/// "Regional planners": a plural that is not also a verb, as "leads" and "chairs" are.
fn are_several(view: View<'_>, job: &Hit) -> bool {
    is_plural(view, job) && view.classes(job.end - 1) == 0
}

/// Whom "who" speaks of that does not stand right behind them: "the Product Owner in our London office, who", "product
/// managers: people who".
fn spoken_of(view: View<'_>, start: u32, who: u32) -> Option<Subject> {
    let names = within(&view.hits.names, |n| n.hit.first, start, who);
    let spoken_of = names
        .last()
        .filter(|name| who - name.hit.end <= RELATIVE_REACH && (name.hit.end..who).all(|at| view.classes(at) == 0));
    let explained = || {
        let noun = who.checked_sub(1)?;
        let explains = (view.is(noun, WordKind::People) || matches!(view.word(noun), "those" | "ones"))
            && (Gap::Comma..=Gap::Clause).contains(&view.token(noun).gap);
        let names = within(&view.hits.names, |n| n.hit.first, noun.saturating_sub(RELATIVE_REACH), noun);
        names.iter().rfind(|name| explains && name.hit.end == noun && is_plural(view, &name.hit))
    };
    spoken_of.or_else(explained).map(|name| Subject::Name(*name))
}

/// A subject at the start of the clause that other words part from its verb: "a planner, based in Oslo, keeps", "the
/// project manager assigned to the order is accountable for".
fn interrupted(view: View<'_>, context: &[Found<ContextKind>], start: u32, verb: u32) -> Option<Subject> {
    let several = !is_third_person(view, verb);
    // "Planners at the yards set the dates": of several the verb has no ending, and so looks like a noun behind all but a noun.
    let is_function =
        |at: u32| view.flags(at) & (flag::FUNCTION | flag::PRONOUN) != 0 && !view.token(at).is(style::ALL_CAPS);
    if several && (!is_base(view, verb) || is_function(verb.saturating_sub(1))) {
        return None;
    }
    let marks = mark::COMMA | mark::BRACKET | mark::BRACKET_END | mark::DASH;
    let parted = view.token(verb).has(marks);
    let inserts = |at: u32| {
        view.token(at).has(marks) && parted
            || !parted
                && view.token(at).gap == Gap::Space
                && (view.is(at, WordKind::Stationed) || is_of_place(view.word(at)))
    };
    let from = verb.saturating_sub(INSERTED_WORDS).max(start + 1);
    let first = (from..verb).find(|&at| {
        inserts(at)
            && view.flags(at) & (flag::JOINER | flag::PRONOUN) == 0
            && !(view.classes(at) != 0 && is_third_person(view, at))
    })?;
    let does_more = |at: u32| {
        view.flags(at) & flag::TASK_VERB != 0 && is_third_person(view, at)
            // "In Oslo and Bergen" and "in R&D" join no verbs.
            || view.flags(at) & flag::JOINER != 0 && !(several && at + 1 < verb && !is_work(view, at + 1))
            // "In IT" names a place.
            || view.flags(at) & flag::PRONOUN != 0 && !is_determiner(view, at) && !view.token(at).is(style::ALL_CAPS)
            || is_relative(view, at)
    };
    if (first..verb).any(does_more) {
        return None;
    }
    ends_at(view, context, start, first, true).filter(|subject| {
        let noun = subject.hit().first;
        let counted = || {
            matches!(
                view.word(start),
                "two" | "three" | "four" | "five" | "six" | "several" | "many" | "all" | "some" | "both"
            )
        };
        let counts = noun == start + 1 && several && (counted() || view.token(start).is(style::NUMBER));
        let named = matches!(subject, Subject::Name(_)) && (noun == start || counts);
        let does = |at: u32| is_third_person(view, at) && view.classes(at) != 0;
        // "The editor supports planners, who" tells of what the editor does.
        let opens = named || determiner_before(view, noun).is_some_and(|at| at == start && !(start..noun).any(does));
        opens && is_plural(view, subject.hit()) == several
    })
}

/// What tells where those just named are: "the planner at our Oslo office".
fn is_of_place(word: &str) -> bool {
    matches!(
        word,
        "in" | "on" | "of" | "for" | "from" | "at" | "within" | "inside" | "across" | "under" | "with" | "near"
    )
}

/// Whether the verb at `at` has no ending.
fn is_base(view: View<'_>, at: u32) -> bool {
    let word = view.word(at);
    !["s", "ed", "ing"].iter().any(|ending| word.ends_with(ending))
}

/// "The project manager asks you for figures, keeps the plan and …": who opens the clause with a verb that the lexicon need
/// not know does what the next verbs of that form say.
fn listed_on(view: View<'_>, start: u32, verb: u32) -> Option<Subject> {
    if !is_third_person(view, verb) || view.classes(verb) == 0 || !view.token(verb).has(mark::COMMA) {
        return None;
    }
    let first = if is_determiner(view, start) { start + 1 } else { start };
    let name = within(&view.hits.names, |n| n.hit.first, first, first + 1).first()?;
    let end = name.hit.end;
    let new_subject = |at: u32| {
        view.flags(at) & flag::PRONOUN != 0
            && (view.token(at).has(mark::COMMA) || view.flags(at - 1) & flag::JOINER != 0)
    };
    let opens = end < verb
        && !is_plural(view, &name.hit)
        && view.token(end).gap == Gap::Space
        && is_third_person(view, end)
        && view.flags(end) & flag::FUNCTION == 0;
    (opens && !(end + 1..verb).any(new_subject)).then_some(Subject::Name(*name))
}

/// Whom "he", "she" or "they" means: at the start of a sentence the one that the sentence before speaks of, else the last
/// one named in it; in a clause that hangs on another the last one named ("owners where they order"). "He or she" and "he/she" mean the person sought.
fn antecedent(view: View<'_>, pronoun: u32) -> Option<Subject> {
    let sentences = &view.document.sentences;
    let number = view.sentence_of(pronoun);
    let several = view.word(pronoun) == "they";
    let hangs =
        |at: u32| matches!(view.word(at), "where" | "when" | "how" | "what" | "which" | "because" | "so" | "that");
    if pronoun > 0 && hangs(pronoun - 1) && view.token(pronoun).gap == Gap::Space {
        let names = within(&view.hits.names, |n| n.hit.first, view.clause_start(pronoun), pronoun);
        return names.iter().rfind(|name| is_plural(view, &name.hit) == several).map(|name| Subject::Name(*name));
    }
    let own = sentences.get(number)?;
    // "Our planners tell you the dates: they keep the schedule".
    let marks = if several { mark::DASH | mark::BRACKET | mark::COMMA } else { mark::DASH | mark::BRACKET };
    let joined = || several && view.flags(pronoun - 1) & flag::JOINER != 0;
    let goes_on =
        own.first < pronoun && (view.token(pronoun).gap == Gap::Clause || view.token(pronoun).has(marks) || joined());
    let from = if goes_on {
        own.first
    } else if own.first == pronoun && view.token(pronoun).gap <= Gap::Sentence {
        sentences.get(number.checked_sub(1)?)?.first
    } else {
        return None;
    };
    let names = within(&view.hits.names, |n| n.hit.first, from, pronoun);
    let named = || names.iter().filter(|name| is_plural(view, &name.hit) == several);
    // "Our product teams are trusted: they decide", "our squads are free: they": others who are no role.
    let others = || {
        let first = from + u32::from(is_determiner(view, from));
        let known = within(&view.hits.context, |c| c.hit.first, from, first + 1).iter();
        let known =
            known.filter(|c| is_other(c.what) && is_plural(view, &c.hit)).map(|c| c.hit).max_by_key(|hit| hit.end);
        let body = || {
            let nouns = first..pronoun.min(first + JOB_WORDS + 1);
            let at = nouns.into_iter().find(|&at| view.word(at).ends_with('s') && is_body(view, at))?;
            Some(Hit { pattern: 0, first: at, end: at + 1, gap_words: 0 })
        };
        known.or_else(body).filter(|_| several)
    };
    named()
        .find(|name| opens_sentence(view, &name.hit))
        .or_else(|| named().next_back())
        .map(|name| Subject::Name(*name))
        .or_else(|| others().map(Subject::Party))
}
