//! Is a hit owned, shared, or only helped with? The verb that governs it says so.

use rolecall_lexicon::compiled::{Form, LongVerbs, flag};
use rolecall_lexicon::{ContextKind, Ownership, SectionKind, WordKind};

use super::View;
use super::clause::within;
use crate::tag::{Found, Hit};
use crate::text::{Gap, mark};

/// How far before a hit its verb may stand: "support the regional sales and delivery teams with project plans".
const REACH: u32 = 10;

/// How far behind a hit "jointly" and "together with" may stand.
const JOINT_REACH: u32 = 4;

/// Between a helping verb and what it helps somebody do stand no more words: "help the regional sales teams decide".
const HELPED_WORDS: u32 = 4;

/// "Gives occasional input to": so far before the noun may the verb stand.
const GIVES_WORDS: u32 = 3;

/// How far behind a thing that is passed on its receiver may stand: "requests on, with a note, to the product team".
const PASSED_WORDS: u32 = 6;

/// Whose work the hit is.
pub(crate) fn of(view: View<'_>, hit: &Hit, section: SectionKind) -> Ownership {
    let start = view.clause_start(hit.first).max(hit.first.saturating_sub(REACH));
    // "By preparing interviews": a noun that looks like a verb says nothing of whose it is.
    let is_noun = hit.first > start
        && view.word(hit.first).ends_with('s')
        && (view.word(hit.first - 1).ends_with("ing") && view.classes(hit.first - 1) != 0
            || is_plural_noun(view, hit.first, start) && is_helping_task(view, start));
    let inside = if is_noun { None } else { verb_at(view, hit.first) };
    let governing = match inside {
        Some(ownership) if ownership != Ownership::Owns || !is_subordinate(view, hit.first, start) => Some(ownership),
        Some(_) => before(view, hit.first, start).or_else(|| {
            let done_before = is_experience(view, hit.first);
            Some(if done_before { Ownership::Shares } else { Ownership::Owns })
        }),
        None => before(view, hit.first, start),
    };
    let ownership = governing.unwrap_or(match section {
        SectionKind::Summary | SectionKind::Duties => Ownership::Owns,
        _ => Ownership::Shares,
    });
    // "Which the board decides, and you may contribute ideas": what the reader does is told by the verb behind "you".
    let told_of_you = || {
        let you = (hit.first + 1..hit.end).find(|&at| view.word(at) == "you" && is_joined(view, at))?;
        let given = || (you + 1..hit.end).any(|at| gives_help(view, at, you)).then_some(Ownership::Supports);
        given().or_else(|| (you + 1..hit.end).find_map(|at| verb_at(view, at)))
    };
    let ownership = told_of_you().unwrap_or(ownership);
    match ownership {
        Ownership::Owns if is_under_help(view, hit) || is_help(view, hit) || is_passed_on(view, hit, start) => {
            Ownership::Supports
        }
        Ownership::Owns if is_joint(view, hit, start) => Ownership::Shares,
        _ => ownership,
    }
}

/// "Jointly you agree on the metrics", "set the roadmap together with the founders".
fn is_joint(view: View<'_>, hit: &Hit, start: u32) -> bool {
    let end = view.clause_end(hit.end - 1).min(hit.end + JOINT_REACH);
    (start..hit.first).chain(hit.end..end).any(|at| match view.word(at) {
        "jointly" | "collectively" => true,
        "together" => at == view.clause_start(at) || at > hit.first && view.word(at + 1) == "with",
        _ => false,
    })
}

/// "Provides technical input to the roadmap" as one hit, or one that is done by those who are helped.
fn is_help(view: View<'_>, hit: &Hit) -> bool {
    let start = view.clause_start(hit.first);
    // Help that is the hit's last word is the work itself: "provides technical support to".
    (hit.first + 1..hit.end).any(|at| gives_help(view, at - 1, start))
        || view.classes(hit.first) != 0
            && (is_helped_with_others(view, hit.first) || is_theirs_with_others(view, hit, start))
}

/// "You pass feature requests on to the product team", "forward user feedback to the Product Owner": who hands a thing on
/// to somebody does not own it. `start` is where the clause begins.
fn is_passed_on(view: View<'_>, hit: &Hit, start: u32) -> bool {
    let end = view.clause_end(hit.end - 1).min(hit.end + PASSED_WORDS);
    let verbs = within(&view.hits.context, |c| c.hit.first, start, hit.end);
    // What is handed over is delivered: only what is handed on is passed.
    let passes = |c: &&Found<ContextKind>| {
        let is_on = |at: u32| matches!(view.word(at), "on" | "up");
        // "Refer to the plan" passes nothing.
        let has_object = view.word(c.hit.end) != "to";
        c.what == ContextKind::PassesOn
            && has_object
            && (!view.word(c.hit.first).starts_with("hand") || (c.hit.end..end).any(is_on))
    };
    let Some(verb) = verbs.iter().rfind(passes).map(|c| c.hit.first) else { return false };
    // Another verb between them has the hit for its object: "log requests and pass them on".
    let between = (verb + 1..hit.first).any(|at| {
        view.classes(at) != 0 && view.flags(at - 1) & flag::JOINER != 0 && is_base(view, at) && is_base(view, verb)
    });
    !between
        && (hit.first + 1..end).any(|at| {
            view.word(at) == "to" && at > verb && super::counterpart::is_person(view, at + 1, end.min(at + 4))
        })
}

/// "Support meal reviews by collecting menus": the clause begins with the verb that helps, so a word in -s is no verb.
fn is_helping_task(view: View<'_>, start: u32) -> bool {
    is_base(view, start)
        && view.flags(start) & flag::TASK_VERB != 0
        && verb_at(view, start) == Some(Ownership::Supports)
}

/// "You help trainees to find a trade, define their goals and measure their progress": whose goals they are tells who
/// defines them.
fn is_theirs_with_others(view: View<'_>, hit: &Hit, start: u32) -> bool {
    let their = |at: u32| view.word(at) == "their";
    is_base(view, hit.first)
        && hit.first > start
        && is_joined(view, hit.first)
        && (hit.first + 1..hit.end).any(their)
        && (start..hit.first).rfind(|&at| view.word(at).starts_with("help")).is_some_and(|help| {
            let to_them = (help + 2..hit.first.min(help + HELPED_WORDS + 2)).find(|&at| view.word(at) == "to");
            to_them.is_some_and(|to| view.word(to - 1).ends_with('s'))
                && (help..hit.first).all(|at| view.flags(at) & flag::PRONOUN == 0 || their(at))
        })
}

/// "You will help the product manager with:" says of the list under it that it is help.
fn is_under_help(view: View<'_>, hit: &Hit) -> bool {
    let Some((line, first)) = view.over_list(hit.first) else { return false };
    if !view.token(first.first).has(mark::COLON) {
        return false;
    }
    let helps = |at: u32| {
        verb_at(view, at) == Some(Ownership::Supports) && matches!(view.word(at - 1), "you" | "will" | "to" | "you'll")
    };
    let owns = |at: u32| verb_at(view, at) == Some(Ownership::Owns);
    let last = view.clause_start(line.end - 1).max(line.first);
    (last + 1..line.end).rfind(|&at| helps(at)).is_some_and(|at| !(at + 1..line.end).any(owns))
}

/// What the nearest verb before `at` says. A verb that only serves another ("assist in defining",
/// "help to define") hands the question on to that one.
fn before(view: View<'_>, at: u32, start: u32) -> Option<Ownership> {
    // The hit may begin with such a noun.
    let is_owned_item = verb_at(view, at) == Some(Ownership::Owns);
    let is_item = |at: u32| is_listed_noun(view, at) || is_subordinate_with_others(view, at, start);
    let (mut best, mut listed) = (None, is_owned_item && is_item(at));
    let mut at = at;
    while at > start {
        at -= 1;
        if gives_help(view, at, start) {
            return Some(Ownership::Supports);
        }
        let Some(ownership) = verb_at(view, at).or_else(|| long_verb_ending_at(view, at)) else { continue };
        if ownership != Ownership::Supports && is_plural_noun(view, at, start) {
            continue;
        }
        // To share a list of nouns ("drive planning, scheduling and budgets") is to do each, and so is to take part in it;
        // to help with it, or to be shown it, is not.
        if listed && (ownership == Ownership::Shares || ownership == Ownership::Supports && takes_part(view, at)) {
            return best;
        }
        if ownership != Ownership::Owns {
            return Some(ownership);
        }
        if is_helped_with_others(view, at) {
            return Some(Ownership::Supports);
        }
        best = Some(Ownership::Owns);
        listed |= is_item(at);
        if !is_subordinate(view, at, start) {
            break;
        }
    }
    best
}

/// Whether the word at `at` looks like a verb and is a noun: "support customer interviews and discovery". A verb in -s
/// has its subject before it ("who owns"), or stands first, or goes on in a list.
fn is_plural_noun(view: View<'_>, at: u32, start: u32) -> bool {
    at > start
        && view.word(at).ends_with('s')
        && view.token(at).gap == Gap::Space
        && !matches!(view.word(at - 1), "who" | "that" | "which" | "and" | "or" | "role" | "position")
        && view.flags(at - 1) & (flag::PRONOUN | flag::ADVERB) == 0
}

/// Whether the word in -ing at `at` is one item of a list and nothing is done to what follows: "exposure to budgets,
/// scheduling and risk registers".
fn is_listed_noun(view: View<'_>, at: u32) -> bool {
    let goes_on = |at: u32| view.word(at).ends_with("ing") || view.flags(at) & flag::ADVERB != 0;
    let next = at + 1;
    let joins = view.flags(next) & flag::JOINER != 0;
    let listed = joins || view.document.tokens.get(next as usize).is_some_and(|token| token.has(mark::COMMA));
    view.word(at).ends_with("ing") && listed && !goes_on(if joins { next + 1 } else { next })
}

/// Whether the verb of one or more words that ends at `at` is to be there with others: "participate in", "take
/// part in", "attend".
fn takes_part(view: View<'_>, at: u32) -> bool {
    (at.saturating_sub(1)..=at).any(|at| view.is(at, WordKind::AttendVerb) || view.word(at) == "part")
}

/// "Gives occasional input to", "offer technical advice on": the noun is at `at`.
fn gives_help(view: View<'_>, at: u32, start: u32) -> bool {
    view.is(at, WordKind::HelpNoun)
        && matches!(view.word(at + 1), "to" | "into" | "on" | "for" | "with" | "in")
        && (at.saturating_sub(GIVES_WORDS).max(start)..at).any(|at| view.is(at, WordKind::GiveVerb))
}

/// "Experience in leading small projects": what was done before is not yet what is to be done.
fn is_experience(view: View<'_>, at: u32) -> bool {
    at > 1
        && matches!(view.word(at - 1), "in" | "of" | "with")
        && matches!(view.word(at - 2), "experience" | "experienced")
}

/// Whether the verb at `at` hangs on one before it: "in defining", "to define", "help define", "help them define",
/// "with planning", or as a noun, "the prioritization of".
fn is_subordinate(view: View<'_>, at: u32, start: u32) -> bool {
    at > start
        && (matches!(view.word(at - 1), "in" | "to" | "with" | "by" | "of" | "for" | "the" | "a" | "our" | "their")
            || view.token(at).gap == Gap::Space && verb_at(view, at - 1) == Some(Ownership::Supports)
            || is_listed_noun(view, at)
            || is_helped(view, at, start)
            || is_subordinate_with_others(view, at, start))
}

/// "Help them decide", "helps teams plan": whoever is helped stands between.
fn is_helped(view: View<'_>, at: u32, start: u32) -> bool {
    let from = at.saturating_sub(HELPED_WORDS + 1).max(start);
    is_base(view, at)
        && (from..at - 1).rfind(|&verb| view.word(verb).starts_with("help")).is_some_and(|verb| {
            (verb + 1..=at).all(|at| view.token(at).gap == Gap::Space)
                && (verb + 1..at).all(|at| {
                    let noun = verb_at(view, at).is_none() || view.word(at).ends_with('s');
                    view.flags(at) & flag::JOINER == 0 && noun
                })
        })
}

/// "In defining, ranking and refining": what holds of the first holds of those that it is joined to.
fn is_subordinate_with_others(view: View<'_>, at: u32, start: u32) -> bool {
    let is_gerund = |at: u32| view.word(at).ends_with("ing") && view.classes(at) != 0;
    is_gerund(at)
        && is_joined(view, at)
        && (start..at).rfind(|&at| is_gerund(at)).is_some_and(|first| {
            let others = (first + 1..at).all(|at| view.flags(at) & flag::PRONOUN == 0);
            others && !is_listed_noun(view, first) && is_subordinate(view, first, start)
        })
}

/// "Helps owners to refine their backlogs, write stories and order items": what somebody who helps does is in -s, so
/// what has no ending is done by those who are helped.
fn is_helped_with_others(view: View<'_>, at: u32) -> bool {
    let start = view.clause_start(at);
    let finite = |at: u32| view.word(at).ends_with('s') && view.classes(at) != 0;
    let stands = |verb: u32| verb == start || view.token(verb).gap != Gap::Space || view.classes(verb - 1) == 0;
    is_base(view, at)
        && at > start
        && is_joined(view, at)
        && (start..at)
            .rfind(|&verb| {
                finite(verb) && stands(verb) && (verb == start || is_joined(view, verb) || helps(view, verb))
            })
            .is_some_and(|verb| helps(view, verb))
}

fn helps(view: View<'_>, verb: u32) -> bool {
    view.word(verb).ends_with('s') && verb_at(view, verb) == Some(Ownership::Supports)
}

fn is_joined(view: View<'_>, at: u32) -> bool {
    at > 0 && (view.token(at).has(mark::COMMA) || view.flags(at - 1) & flag::JOINER != 0)
}

/// Whether the verb at `at` has no ending; "assess", "need" and "bring" have none.
fn is_base(view: View<'_>, at: u32) -> bool {
    let word = view.word(at);
    let ends = |ending: &str| word.ends_with(ending);
    ends("ss") || ends("eed") || word == "bring" || !["s", "ed", "ing"].iter().any(|&ending| ends(ending))
}

/// What a verb form of one or more words that begins at `at` says; the first class that says anything decides.
fn verb_at(view: View<'_>, at: u32) -> Option<Ownership> {
    let lexicon = view.lexicon;
    let token = view.token(at);
    let info = &lexicon.forms[token.form as usize];
    let tokens = &view.document.tokens[at as usize..];
    if info.flags & flag::VERB_START != 0
        && let [_, second, ..] = tokens
    {
        let verbs = &lexicon.long_verbs;
        let stands = |forms: &[Form]| {
            forms.len() <= tokens.len() && forms.iter().zip(tokens).all(|(&form, token)| form == token.form)
        };
        let numbers = with_next(verbs, verbs.by_first.of(token.form as usize), second.form, |forms| forms[1]);
        let longest = numbers.filter(|&n| stands(verbs.forms.of(n))).max_by_key(|&n| verbs.forms.of(n).len());
        if let Some(verb) = longest {
            return stated(view, verbs.classes[verb]);
        }
    }
    stated(view, info.classes)
}

/// As [`verb_at`], for a form of several words that ends at `at`.
fn long_verb_ending_at(view: View<'_>, at: u32) -> Option<Ownership> {
    let lexicon = view.lexicon;
    let token = view.token(at);
    if lexicon.forms[token.form as usize].flags & flag::VERB_END == 0 {
        return None;
    }
    let tokens = &view.document.tokens[..=at as usize];
    let [.., next_to_last, _] = tokens else { return None };
    let verbs = &lexicon.long_verbs;
    let stands = |forms: &[Form]| {
        let mut back = forms.iter().rev().zip(tokens.iter().rev());
        forms.len() <= tokens.len() && back.all(|(&form, token)| form == token.form)
    };
    let before = |forms: &[Form]| forms[forms.len() - 2];
    let numbers = with_next(verbs, verbs.by_last.of(token.form as usize), next_to_last.form, before);
    let longest = numbers.filter(|&n| stands(verbs.forms.of(n))).max_by_key(|&n| verbs.forms.of(n).len())?;
    stated(view, verbs.classes[longest])
}

/// Of verbs in the order of what `next` says of their words, those with `form` there. Hundreds end with "of" or "for".
fn with_next(
    verbs: &LongVerbs,
    numbers: &[u32],
    form: Form,
    next: impl Fn(&[Form]) -> Form,
) -> impl Iterator<Item = usize> {
    let of = move |number: u32| next(verbs.forms.of(number as usize));
    let from = numbers.partition_point(|&number| of(number) < form);
    numbers[from..].iter().take_while(move |&&number| of(number) == form).map(|&number| number as usize)
}

fn stated(view: View<'_>, classes: u64) -> Option<Ownership> {
    let mut left = classes;
    while left != 0 {
        let class = left.trailing_zeros() as usize;
        if let Some(ownership) = view.lexicon.class_ownership[class] {
            return Some(ownership);
        }
        left &= left - 1;
    }
    None
}
