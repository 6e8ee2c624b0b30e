//! Is a hit denied in its clause?

use rolecall_lexicon::compiled::flag;
use rolecall_lexicon::{ContextKind, WordKind};

use super::View;
use super::clause::within;
use crate::tag::{Found, Hit};
use crate::text::{Block, Gap, mark};

/// How far a denial reaches when no list carries it on: "not responsible for the day-to-day running of projects".
const REACH: u32 = 8;

/// How far from its denial a role's name may stand: "not a traditional project management role".
const NAME_REACH: u32 = 4;

/// How far behind a hit the denial of it may stand that names further subjects.
const SUBJECTS_REACH: u32 = 10;

/// How far from its denial the word for the job may stand: "not a pure delivery role for".
const JOB_REACH: u32 = 4;

/// A line that denies the list under it has no more words: "What this role is not responsible for".
const HEADING_WORDS: u32 = 8;

/// Between "ensure" and the denial of what may not happen stand no more words: "ensure that at all our sites no".
const PREVENTED_REACH: u32 = 6;

/// Between "if" and a denial in the condition stand no more words.
const CONDITION_REACH: u32 = 6;

/// How many words may stand between a denial and its colon: "what you will not have to do:".
const COLON_REACH: u32 = 4;

/// Whether the text denies the hit: "you will not manage budgets", "outcomes, not backlog",
/// "rather than schedules", "scheduling is not part of this role".
pub(crate) fn is_denied(view: View<'_>, hit: &Hit) -> bool {
    let start = view.clause_start(hit.first);
    before(view, start, hit, REACH)
        || begins_with_not(view, hit)
        || before_colon(view, start)
        || under_denial(view, hit)
        || after(view, hit)
        || behind_colon(view, hit)
        || answered(view, hit)
}

/// "Sprint planning and acceptance criteria: none of these will be yours", "backlog grooming - not your job".
fn behind_colon(view: View<'_>, hit: &Hit) -> bool {
    let end = view.clause_end(hit.end - 1);
    let dash = (hit.end..end).find(|&at| view.token(at).has(mark::DASH));
    let ends = || (end as usize) < view.document.tokens.len() && view.token(end).has(mark::COLON | mark::DASH);
    let Some(at) = dash.or_else(|| (ends() && view.token(end).gap == Gap::Clause).then_some(end)) else { return false };
    let all_of_it =
        |at: u32| view.word(at) == "none" && view.word(at + 1) == "of" && view.word(at + 2).starts_with("th");
    within(&view.hits.context, |c| c.hit.first, at, at + 1).iter().any(|c| {
        c.what == ContextKind::Negator
            && !is_no_denial(view, &c.hit)
            && (all_of_it(at) || denies_its_subject(view, c.hit.end, view.clause_end(at)))
    })
}

/// A question that is answered by a no, or that sends away those who say yes: "Will I manage schedules? No.", "If you
/// want to write user stories, look elsewhere".
fn answered(view: View<'_>, hit: &Hit) -> bool {
    let sentences = &view.document.sentences;
    let number = view.sentence_of(hit.first);
    let Some(sentence) = sentences.get(number) else { return false };
    if matches!(view.word(sentence.first), "if" | "anyone" | "whoever") && sends_away(view, hit.end, sentence.end) {
        return true;
    }
    let Some(next) = sentences.get(number + 1) else { return false };
    let says_no = || {
        let after = next.first + 1;
        matches!(view.word(next.first), "no" | "nope" | "never")
            && (after == next.end
                || view.token(after).has(mark::COMMA | mark::DASH)
                || view.token(after).gap >= Gap::Clause)
    };
    view.token(next.first).has(mark::QUESTION) && (says_no() || sends_away(view, next.first, next.end))
}

/// "You do not write user stories": "do" is a verb of its own to a phrase with a gap, "do … user stories".
fn begins_with_not(view: View<'_>, hit: &Hit) -> bool {
    let next = hit.first + 1;
    matches!(view.word(hit.first), "do" | "does" | "did")
        && within(&view.hits.context, |c| c.hit.first, next, next + 1)
            .iter()
            .any(|c| c.what == ContextKind::Negator && !is_no_denial(view, &c.hit))
}

/// "What you don't do: plan projects, own the backlog": a denial right before a colon holds for what follows it.
fn before_colon(view: View<'_>, start: u32) -> bool {
    let first = view.token(start);
    if start == 0 || !first.has(mark::COLON) || first.gap != Gap::Clause {
        return false;
    }
    let from = view.clause_start(start - 1);
    // "This job is not for you: you write user stories all day" tells what the job is, and so does "No day is like another:
    // you order the backlog". "What you will not do: you plan projects" does not.
    let tells = || matches!(view.word(start), "you" | "you'll") && view.word(from) != "what";
    if tells() || sends_away(view, from, start) {
        return false;
    }
    within(&view.hits.context, |c| c.hit.first, from, start)
        .iter()
        .any(|c| c.what == ContextKind::Negator && start - c.hit.end <= COLON_REACH && !is_no_denial(view, &c.hit))
}

/// Whether the hit stands in running text under a heading that denies it: "Not yours", and then "The roadmap and the
/// budget". What it tells "you" is told; what it says of somebody else is for [`super::counterpart`].
pub(crate) fn is_under_denial(view: View<'_>, hit: &Hit) -> bool {
    let Some(heading) = view.heading_over(hit.first).filter(|heading| denies(view, heading)) else { return false };
    // "Not your usual job" and "This is no desk" praise what follows.
    let says_whose = || {
        view.word(heading.first) == "what"
            || within(&view.hits.context, |c| c.hit.first, heading.first, heading.end)
                .iter()
                .any(|c| c.what == ContextKind::Negator && denies_its_subject(view, c.hit.end, heading.end))
    };
    let sentence = view.document.sentences.get(view.sentence_of(hit.first));
    says_whose() && sentence.is_some_and(|s| !(s.first..s.end).any(|at| view.word(at).starts_with("you")))
}

/// "What you won't do", a line of its own, denies the list items under it.
fn under_denial(view: View<'_>, hit: &Hit) -> bool {
    view.over_list(hit.first).is_some_and(|(line, _)| denies(view, line))
}

/// Whether a line says that what stands under it is not the person's: "What you won't do", "Not yours", "You will not:".
fn denies(view: View<'_>, heading: &Block) -> bool {
    if heading.end - heading.first > HEADING_WORDS {
        return false;
    }
    // "Don't meet every requirement?" denies nothing: the line must say what follows is not. "You will not" must end it.
    let opens_with = view.word(heading.first);
    let says_what = matches!(opens_with, "what" | "this" | "not" | "things" | "out");
    let to_you = opens_with == "you";
    // "Outside your remit", "What others do".
    let elsewhere = match opens_with {
        "outside" => view.is(heading.end - 1, WordKind::Remit),
        "what" => matches!(view.word(heading.first + 1), "others" | "colleagues") && heading.end - heading.first == 3,
        _ => false,
    };
    elsewhere
        || within(&view.hits.context, |c| c.hit.first, heading.first, heading.end).iter().any(|c| {
            c.what == ContextKind::Negator
                && (says_what || to_you && heading.end - c.hit.end <= 1)
                && !is_no_denial(view, &c.hit)
        })
}

fn sends_away(view: View<'_>, from: u32, to: u32) -> bool {
    within(&view.hits.context, |c| c.hit.first, from, to).iter().any(|c| c.what == ContextKind::SendsAway)
}

/// As [`is_denied`], for a role's name: the denial must be of the name itself, not of a sentence that mentions it.
pub(crate) fn is_denied_name(view: View<'_>, hit: &Hit) -> bool {
    let start = view.clause_start(hit.first).max(hit.first.saturating_sub(NAME_REACH + 2));
    let context = within(&view.hits.context, |c| c.hit.first, start, hit.first);
    before(view, start, hit, NAME_REACH) && !context.iter().any(|c| c.what == ContextKind::WithCounterpart)
}

/// A negator or contrast before the hit whose reach holds it.
fn before(view: View<'_>, start: u32, hit: &Hit, reach: u32) -> bool {
    let context = within(&view.hits.context, |c| c.hit.first, start, hit.first + 1);
    context.iter().filter(|c| c.hit.end <= hit.first + 1).any(|denial| {
        let contrast = match denial.what {
            ContextKind::Negator => false,
            ContextKind::Contrast => true,
            _ => return false,
        };
        // "no" inside the hit's own words denies it too ("no backlog"), a hit that begins with it says so itself.
        if denial.hit.first >= hit.first || is_no_denial(view, &denial.hit) || is_undone(view, start, &denial.hit, hit)
        {
            return false;
        }
        if !contrast && denies_the_job(view, &denial.hit, hit) {
            return true;
        }
        let between = hit.first.saturating_sub(denial.hit.end);
        // "Instead of chasing deadlines and updating charts": of verbs in -ing the denial holds for all.
        let is_gerund = |at: u32| view.word(at).ends_with("ing");
        let goes_on = |verb: u32| is_gerund(verb) && is_gerund(denial.hit.end);
        !(view.turns_unless(denial.hit.end, hit.first + 1, goes_on)
            || contrast && task_after_comma(view, denial.hit.end, hit.first))
            && (between <= reach || carried(view, denial.hit.end, hit.first, reach))
    })
}

/// "Leave no risk out of the register", "let no contractor start without a plan": denied twice is stated.
fn is_undone(view: View<'_>, start: u32, denial: &Hit, hit: &Hit) -> bool {
    let word = view.word(denial.first);
    let leaves = word == "no" && denial.first.checked_sub(1).is_some_and(|at| view.is(at, WordKind::LetVerb));
    let twice = || {
        // "Without a team and without projects" denies both.
        let denies = |c: &Found<ContextKind>| c.what == ContextKind::Negator && view.word(c.hit.first) != "without";
        within(&view.hits.context, |c| c.hit.first, start, denial.first).iter().any(denies)
            || (start..denial.first).any(|at| view.word(at) == "nothing")
    };
    // "Nobody else plans the projects", "no one but you decides": the person does.
    let but_you = || {
        let behind = if word == "no" { denial.first + 2 } else { denial.end };
        matches!(word, "no" | "nobody")
            && (view.word(behind) == "else"
                || matches!(view.word(behind), "but" | "except") && view.word(behind + 1) == "you")
    };
    leaves
        || but_you()
        || word == "without" && twice()
        || is_undone_behind(view, denial, hit)
        || is_prevented(view, start, denial)
        || is_condition(view, start, denial)
}

/// "No release goes live without your sign-off", "no sprint starts until you have accepted the stories".
fn is_undone_behind(view: View<'_>, denial: &Hit, hit: &Hit) -> bool {
    // "You will not manage projects without …" speaks of the projects: only what nobody does at all is undone for both.
    let reach = match view.word(denial.first) {
        "no" | "nobody" | "none" | "never" => view.clause_end(hit.end - 1),
        _ => hit.first,
    };
    // "No user stories until year two": what waits is denied, and what stands behind "until" is not.
    let undoes = |at: u32| match view.word(at) {
        "without" | "unless" => true,
        "until" | "till" => at < hit.first,
        _ => false,
    };
    view.word(denial.first) != "without" && (denial.end..reach).any(undoes)
}

/// "Ensures that no milestone slips": what may not happen is what the person sees to.
fn is_prevented(view: View<'_>, start: u32, denial: &Hit) -> bool {
    let from = denial.first.saturating_sub(PREVENTED_REACH).max(start);
    let sees_to_it = |at: u32| match view.word(at) {
        "sure" | "certain" => at > from && view.word(at - 1).starts_with("mak"),
        "see" | "sees" => matches!(view.word(at + 1), "to" | "that"),
        _ => view.is(at, WordKind::EnsureVerb),
    };
    let sees = (from..denial.first).rfind(|&at| sees_to_it(at));
    sees.is_some_and(|at| !(at..denial.first).any(|at| matches!(view.word(at), "you" | "you'll")))
}

/// "If it does not move, you answer to the board", "processes where none exist": a condition denies no task; one of the
/// reader does ("if you do not want to").
fn is_condition(view: View<'_>, start: u32, denial: &Hit) -> bool {
    let from = denial.first.saturating_sub(CONDITION_REACH).max(start);
    let opens = |at: u32| match view.word(at) {
        "if" | "when" | "whenever" | "once" => true,
        "where" => view.word(at + 1) == "none",
        _ => false,
    };
    let turns = |at: u32| view.token(at).has(mark::COMMA) || matches!(view.word(at), "you" | "you'll" | "you're");
    let opener = (from..denial.first).rfind(|&at| opens(at));
    opener.is_some_and(|opener| !(opener + 1..=denial.first).any(turns))
}

/// "This isn't a job for someone who writes tickets and runs planning": the job itself is denied, so all that the
/// clause says of it is, up to a new subject.
fn denies_the_job(view: View<'_>, denial: &Hit, hit: &Hit) -> bool {
    let names_the_job = |at: u32| {
        view.is(at, WordKind::Post) && matches!(view.word(at + 1), "for" | "in" | "where" | "that" | "to" | "of")
    };
    let subject = |at: u32| {
        view.flags(at) & flag::PRONOUN != 0
            && (view.token(at).has(mark::COMMA | mark::DASH) || view.flags(at - 1) & flag::JOINER != 0)
    };
    (denial.end..hit.first.min(denial.end + JOB_REACH)).any(names_the_job) && !(denial.end..=hit.first).any(subject)
}

/// Whether a list carries a denial on from word to word: "no people, vendors, schedules or budgets".
fn carried(view: View<'_>, from: u32, to: u32, reach: u32) -> bool {
    let mut last = from;
    for at in from..to {
        let joins = view.token(at).has(mark::COMMA) || matches!(view.word(at), "or" | "nor");
        if joins {
            if at - last > reach {
                return false;
            }
            last = at;
        }
    }
    last > from && to - last <= reach
}

/// "Rather than shipping features, own outcomes": behind the comma the sentence proper begins.
fn task_after_comma(view: View<'_>, from: u32, to: u32) -> bool {
    (from..=to).any(|at| view.token(at).has(mark::COMMA) && view.flags(at) & flag::TASK_VERB != 0)
}

/// A look-alike: "not only", "no later than", "not just".
fn is_no_denial(view: View<'_>, denial: &Hit) -> bool {
    if nobody_will(view, denial) {
        return false;
    }
    let from = denial.first.saturating_sub(6);
    within(&view.hits.context, |c| c.hit.first, from, denial.end)
        .iter()
        .any(|c| c.what == ContextKind::NotNegator && c.hit.overlaps(denial))
}

/// "No one will hand you a list of features". "No one knows better" denies nothing.
fn nobody_will(view: View<'_>, denial: &Hit) -> bool {
    let next = denial.first + 2;
    view.word(denial.first) == "no"
        && view.word(denial.first + 1) == "one"
        && denial.first == view.clause_start(denial.first)
        && (matches!(view.word(next), "will" | "would" | "is" | "here" | "has") || view.word(next + 1) == "you")
}

/// The hit is the subject of a denial, or one of several: "budgets are not your concern", "planning and user stories
/// are not part of it".
fn after(view: View<'_>, hit: &Hit) -> bool {
    let end = view.clause_end(hit.end - 1);
    let context = within(&view.hits.context, |c| c.hit.first, hit.end, end.min(hit.end + SUBJECTS_REACH));
    // "What gets built first isn't your decision": a question is the subject to its end.
    let asks = |predicate: u32| {
        view.is_question(hit.first)
            && view.clause_start(hit.first) == hit.first
            && (hit.end..predicate).all(|at| view.token(at).gap == Gap::Space && view.flags(at) & flag::PRONOUN == 0)
    };
    context.iter().any(|c| {
        let is_copula = |at: u32| matches!(view.word(at), "is" | "are" | "was" | "will" | "does" | "do");
        let mut subject_end = c.hit.first;
        while subject_end > hit.end && is_copula(subject_end - 1) {
            subject_end -= 1;
        }
        c.what == ContextKind::Negator
            && !is_no_denial(view, &c.hit)
            && (subject_end..=c.hit.first).all(|at| view.token(at).gap == Gap::Space)
            && (subject_end == hit.end || view.is_joined_subject(hit, subject_end) || asks(subject_end))
            && denies_its_subject(view, c.hit.end, end)
    })
}

/// What follows says that the subject is no part of the job, and not that something else is untrue of it.
fn denies_its_subject(view: View<'_>, at: u32, end: u32) -> bool {
    let mut at = at;
    while at < end && matches!(view.word(at), "be" | "a" | "an" | "the" | "your" | "our" | "this") {
        at += 1;
    }
    at < end && (view.is(at, WordKind::Asked) || matches!(view.word(at), "yours" | "in" | "must"))
}
