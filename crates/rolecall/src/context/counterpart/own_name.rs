//! Which role's name or job, if any, the posting calls its own person by.

use rolecall_lexicon::compiled::{Form, UNKNOWN, flag};
use rolecall_lexicon::{ContextKind, Role, SectionKind, WordKind};

use super::super::clause::within;
use super::super::{View, tasks};
use super::CUE_REACH;
use super::subject::{is_auxiliary, is_third_person};
use crate::tag::{Hit, TermHit};
use crate::text::{Gap, mark, style};

/// One task may open a text by chance, or be a heading ("Lead Engineer"); "you plan …" is enough alone.
const TASKS_TOLD: u32 = 3;

/// Between a determiner and the noun of a job stand no more words: "the local site engineer".
pub(super) const JOB_WORDS: u32 = 3;

/// "After launch the", "In his first two years the": what leads to a subject has no more words.
const LEAD_WORDS: u32 = 5;

/// A colon within so many words of a line's first ends its label.
const LABEL_WORDS: u32 = 4;

/// The title that a posting calls its person by has no more words before the name of the role: "The Customer Onboarding".
const TITLE_WORDS: u32 = 3;

/// How far behind its cue an introduced name may stand: "we are seeking a hands-on remote customer".
const INTRODUCED_REACH: u32 = 6;

/// How far before a section's text its heading may begin: "What you will be responsible for".
const HEADING_REACH: u32 = 8;

/// So many different jobs are held against each other; a text that opens sentences with more is no posting.
const JOBS: usize = 8;

/// Whom the posting calls its own person.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SelfName {
    /// The role by whose name it calls them.
    role: Option<Role>,
    /// The noun of another job: "the analyst".
    job: Option<Form>,
    /// Where it names the role first, with the words before it: "Senior Director of Product".
    title: Option<(u32, u32)>,
}

/// By which name the posting calls its own person, if it does.
pub(crate) fn self_name(view: View<'_>) -> SelfName {
    let name = self_role(view);
    let role = name.map(|name| view.lexicon.terms[name.term as usize].role);
    let title = name.map(|name| {
        let mut first = name.hit.first;
        while first > 0
            && name.hit.first - first < JOB_WORDS
            && view.token(first).gap == Gap::Space
            && view.flags(first - 1) & (flag::FUNCTION | flag::PRONOUN) == 0
        {
            first -= 1;
        }
        (first, name.hit.end)
    });
    SelfName { role, title, job: if matches!(role, None | Some(Role::Other)) { self_job(view) } else { None } }
}

fn self_role(view: View<'_>) -> Option<&'_ TermHit> {
    let names = &view.hits.names;
    let introduced = names.iter().find(|n| introduction(view, &n.hit).is_some_and(|cue| !is_in_passing(view, cue)));
    introduced
        .or_else(|| {
            // Without a cue, the first name that opens a sentence: "The Project Manager plans …". A text that has told
            // its reader what to do speaks of somebody else by then.
            let told = told_by(view);
            // "Lead product managers" is a task.
            let opens = |n: &&TermHit| {
                opens_sentence(view, &n.hit) && !is_plural(view, &n.hit) && !stands_beside_you(view, &n.hit)
            };
            names.iter().find(|n| (n.hit.first < told || heads_section(view, &n.hit)) && opens(n))
        })
        .or_else(|| names.iter().find(|n| is_introduced(view, &n.hit)))
}

/// "Your job: the Product Manager is responsible for …": whom a summary or the duties begin with is the person, wherever
/// they stand.
fn heads_section(view: View<'_>, name: &Hit) -> bool {
    let first = if name.first > 0 && super::is_determiner(view, name.first - 1) { name.first - 1 } else { name.first };
    view.token(first).gap == Gap::Block
        && within(&view.hits.headings, |h| h.hit.first, first.saturating_sub(HEADING_REACH), first)
            .iter()
            .any(|h| h.hit.end == first && matches!(h.what, SectionKind::Summary | SectionKind::Duties))
}

/// "Acting as a product owner now and then": what one also is.
fn is_in_passing(view: View<'_>, cue: &Hit) -> bool {
    let verb = if view.word(cue.first) == "as" { cue.first.saturating_sub(1) } else { cue.first };
    view.is(verb, WordKind::ActVerb)
}

/// "The product director sets the vision. You turn it into …": who does something in one sentence is not the reader to whom
/// the next one speaks. What somebody "will" do tells of a job to fill.
fn stands_beside_you(view: View<'_>, name: &Hit) -> bool {
    let number = view.sentence_of(name.first);
    let Some([own, next]) = view.document.sentences.get(number..number + 2) else { return false };
    let sought = |at: u32| matches!(view.word(at), "will" | "shall");
    let does_something =
        (name.end..own.end).any(|at| is_third_person(view, at) && (view.classes(at) != 0 || view.word(at) == "is"));
    view.word(own.first) == "the"
        && does_something
        && !(name.end..own.end).any(sought)
        && (tasks::told(view.document, view.lexicon, next.first, next.end).is_some_and(|task| task.to_you)
            || view.word(next.first) == "as" && (next.first..next.end).any(|at| view.word(at) == "you"))
}

/// The job that a text in the third person is about: the one that opens most sentences ("The resident engineer checks …"),
/// in capitals sooner than not. The first of equals; none in a text that speaks to "you", whose others are others.
fn self_job(view: View<'_>) -> Option<Form> {
    let (document, lexicon) = (view.document, view.lexicon);
    if document.sentences.iter().any(|s| tasks::told(document, lexicon, s.first, s.end).is_some_and(|t| t.to_you)) {
        return None;
    }
    let told = told_by(view);
    // What stands right behind a subject and ends in -s is taken for its verb; a noun now and then does not win the count.
    let may_do = |at: u32| {
        let token = view.document.tokens.get(at as usize);
        token.is_some_and(|t| t.gap == Gap::Space) && (is_auxiliary(view.word(at)) || view.word(at).ends_with('s'))
    };
    let mut jobs = [(UNKNOWN, 0_u32); JOBS];
    for job in view.hits.context.iter().filter(|c| c.what == ContextKind::Job && c.hit.first < told) {
        let hit = &job.hit;
        let opens = || {
            let first = determiner_before(view, hit.first);
            first.is_some_and(|first| !is_plural(view, hit) && leads_clause(view, view.clause_start(first), first))
        };
        let form = view.document.tokens.get(hit.end as usize - 1).map_or(UNKNOWN, |t| t.form);
        let place = jobs.iter().position(|&(job, _)| job == form || job == UNKNOWN);
        if let Some(job) = place.and_then(|place| jobs.get_mut(place))
            && may_do(hit.end)
            && opens()
        {
            // "The Resident Engineer" in capitals is the job to fill sooner than "the contractor".
            let titled = view.document.tokens.get(hit.first as usize).is_some_and(|t| t.is(style::CAPITAL));
            *job = (form, job.1 + 2 + u32::from(titled));
        }
    }
    // Of equals the first: the fold keeps what it has.
    let (form, points) = jobs.into_iter().fold((UNKNOWN, 0), |best, job| if job.1 > best.1 { job } else { best });
    (points > 0).then_some(form)
}

/// Whether the word at `at` says what the one before it does: "plans", "will plan".
fn does(view: View<'_>, at: u32) -> bool {
    let token = view.document.tokens.get(at as usize);
    token.is_some_and(|token| token.gap == Gap::Space)
        && (is_auxiliary(view.word(at))
            || is_third_person(view, at) && (view.classes(at) != 0 || view.flags(at) & flag::TASK_VERB != 0))
}

/// The determiner of the noun at `noun`, words between or not: "the site engineer".
pub(super) fn determiner_before(view: View<'_>, noun: u32) -> Option<u32> {
    let from = noun.saturating_sub(JOB_WORDS + 1);
    let first = (from..noun).rfind(|&at| super::is_determiner(view, at))?;
    // "The planners at headquarters": the determiner is that of the noun before.
    let plain = |at: u32| {
        !matches!(view.word(at), "at" | "in" | "on" | "of" | "from" | "for" | "with" | "within" | "to" | "by")
    };
    (first + 1..=noun).all(|at| view.token(at).gap == Gap::Space && plain(at)).then_some(first)
}

/// Whether a subject may begin at `first`: the clause begins there, behind a comma, or behind a few words that say when
/// or where ("After launch the", "In this team the").
pub(super) fn leads_clause(view: View<'_>, start: u32, first: u32) -> bool {
    first == start
        || view.token(first).has(mark::COMMA)
        || first - start <= LEAD_WORDS
            && (matches!(
                view.word(start),
                "after"
                    | "before"
                    | "during"
                    | "in"
                    | "at"
                    | "on"
                    | "each"
                    | "every"
                    | "once"
                    | "until"
                    | "within"
                    | "from"
                    | "throughout"
                    | "when"
                    | "here"
            ))
}

/// Whether the posting calls its own person by the noun of this job.
pub(super) fn is_own_job(view: View<'_>, job: &Hit, self_name: SelfName) -> bool {
    let form = view.document.tokens.get(job.end as usize - 1).map(|token| token.form);
    // Two roles are called so.
    let short =
        || view.word(job.first) == "pm" && matches!(self_name.role, Some(Role::ProductManager | Role::ProjectManager));
    // "We seek a Senior Director of Product. The Senior Director …": of the title a posting repeats what it likes.
    let in_title = || {
        let (from, to) = self_name.title?;
        let first = determiner_before(view, job.first).filter(|&first| matches!(view.word(first), "the" | "this"))?;
        let form = |at: u32| view.token(at).form;
        let told = |at: u32| form(at) != UNKNOWN && (from..to).any(|word| form(word) == form(at));
        let is_own = !is_plural(view, job)
            && !super::subject::is_relative(view, job.end)
            && leads_clause(view, view.clause_start(first), first)
            && (first + 1..job.end).all(told);
        is_own.then_some(())
    };
    is_introduced(view, job)
        || is_described(view, job)
        || in_title().is_some()
        || self_name.job.is_some() && self_name.job == form
        || short()
}

/// "A builder who has shipped …", "Excellent leader who develops …": what opens a sentence and is nobody's is who is sought.
fn is_described(view: View<'_>, job: &Hit) -> bool {
    let from = job.first.saturating_sub(JOB_WORDS);
    let opens = (from..=job.first).rfind(|&at| view.token(at).gap >= Gap::Sentence);
    opens.is_some_and(|first| {
        let others = |at: u32| super::is_determiner(view, at) && !matches!(view.word(at), "a" | "an");
        view.word(job.end) == "who"
            && !is_plural(view, job)
            && view.flags(first) & flag::TASK_VERB == 0
            && !(first..job.first).any(others)
    })
}

/// The word from which on the text has told its reader [`TASKS_TOLD`] tasks.
fn told_by(view: View<'_>) -> u32 {
    let mut told = 0;
    for sentence in &view.document.sentences {
        let task = tasks::told(view.document, view.lexicon, sentence.first, sentence.end);
        // "Base location: Reno", "Reports to: …" are labels of the page.
        let is_label = |verb: u32| {
            (verb + 1..sentence.end.min(verb + LABEL_WORDS)).any(|at| view.token(at).has(mark::COLON))
                || tasks::is_not_task(view.hits, sentence.first, sentence.end)
        };
        if let Some(task) = task.filter(|task| task.to_you || !is_label(task.verb)) {
            told += if task.to_you { TASKS_TOLD } else { 1 };
        }
        if told >= TASKS_TOLD {
            return sentence.end;
        }
    }
    u32::MAX
}

/// Whether the posting calls its own person by this name here.
pub(super) fn is_own_name(view: View<'_>, name: &TermHit, self_name: SelfName) -> bool {
    if is_introduced(view, &name.hit) {
        return true;
    }
    let role = view.lexicon.terms[name.term as usize].role;
    self_name.role == Some(role)
        && (opens_sentence(view, &name.hit) || is_led_to(view, &name.hit))
        && !is_plural(view, &name.hit)
        && !speaks_to_reader(view, &name.hit)
}

/// "After launch the Product Manager follows …": the subject behind words that say when or where.
fn is_led_to(view: View<'_>, name: &Hit) -> bool {
    let start = view.clause_start(name.first);
    let to_reader = |at: u32| matches!(view.word(at), "you" | "you'll" | "your");
    let led = |the: u32| matches!(view.word(the), "the" | "this") && leads_clause(view, start, the);
    name.first > start && led(name.first - 1) && does(view, name.end) && !(start..name.first).any(to_reader)
}

/// "Our project managers": the person sought is one.
pub(super) fn is_plural(view: View<'_>, name: &Hit) -> bool {
    let last = view.word(name.end - 1);
    last.ends_with('s') && !matches!(last, "business" | "headquarters")
}

/// Whether the sentence also speaks of "you": then a name in it is somebody else's.
fn speaks_to_reader(view: View<'_>, name: &Hit) -> bool {
    let you = |at: u32| matches!(view.word(at), "you" | "you'll");
    view.document.sentences.get(view.sentence_of(name.first)).is_some_and(|s| (name.end..s.end).any(you))
}

/// Whether a cue introduces the name as the posting's own: "as our Product Owner", "we are looking for a".
pub(super) fn is_introduced(view: View<'_>, name: &Hit) -> bool {
    introduction(view, name).is_some()
}

/// The cue that does.
fn introduction<'a>(view: View<'a>, name: &Hit) -> Option<&'a Hit> {
    let from = name.first.saturating_sub(INTRODUCED_REACH + 6);
    // "As a member of our team of product owners" is none.
    let reaches = |cue: u32| {
        name.first - cue <= CUE_REACH
            || name.first - cue <= INTRODUCED_REACH && !(cue..name.first).any(|at| view.word(at) == "of")
    };
    let cues = within(&view.hits.context, |c| c.hit.first, from, name.first).iter();
    cues.filter(|c| c.what == ContextKind::SelfCue).map(|c| &c.hit).find(|cue| {
        cue.end <= name.first
            && reaches(cue.end)
            && (cue.end..=name.first).all(|at| view.token(at).gap <= Gap::Comma)
            && !(cue.end..name.first).any(|at| leads_to_another(view.word(at)))
            && !does_something_to(view, cue, name)
            && !tells_the_past(view, cue.first)
            // "You teach product owners": several are never the one who reads.
            && !(is_plural(view, name) && view.word(cue.first) == "you")
    })
}

/// Whether the name is the first of its sentence, an article apart and the rest of a title: "The Salesforce Product Manager".
pub(super) fn opens_sentence(view: View<'_>, name: &Hit) -> bool {
    let opens = |at: u32| view.token(at).gap >= Gap::Sentence;
    // In a capital amid a line it stands behind a heading that lost its line end: "Overview The Project Manager will …".
    let article = |at: u32| match view.word(at) {
        "the" | "this" => opens(at) || view.token(at).is(style::CAPITAL) && !view.token(at).is(style::ALL_CAPS),
        "a" => opens(at),
        _ => false,
    };
    let in_title = |at: u32| {
        let token = view.token(at);
        token.gap == Gap::Space && token.is(style::CAPITAL) && view.flags(at) & flag::FUNCTION == 0
    };
    let mut first = name.first;
    while name.first - first < TITLE_WORDS && first > 0 && in_title(first) && in_title(first - 1) {
        first -= 1;
    }
    opens(name.first) || first > 0 && article(first - 1) && (first == name.first || view.word(first - 1) != "a")
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
    view.word(cue) == "as" && (cue.saturating_sub(2)..cue).any(|at| view.is(at, WordKind::Past))
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
