//! Is a hit owned, shared, or only helped with? The verb that governs it says so.

use rolecall_lexicon::compiled::{Form, LongVerbs, flag};
use rolecall_lexicon::{Ownership, SectionKind};

use super::View;
use crate::tag::Hit;
use crate::text::{Gap, mark};

/// How far before a hit its verb may stand: "support the regional sales and delivery teams with project plans".
const REACH: u32 = 10;

/// How far behind a hit "jointly" and "together with" may stand.
const JOINT_REACH: u32 = 4;

/// Whose work the hit is.
pub(crate) fn of(view: View<'_>, hit: &Hit, section: SectionKind) -> Ownership {
    let start = view.clause_start(hit.first).max(hit.first.saturating_sub(REACH));
    let inside = verb_at(view, hit.first);
    let governing = match inside {
        Some(ownership) if ownership != Ownership::Owns || !is_subordinate(view, hit.first, start) => Some(ownership),
        Some(_) => before(view, hit.first, start).or(Some(Ownership::Owns)),
        None => before(view, hit.first, start),
    };
    let ownership = governing.unwrap_or(match section {
        SectionKind::Summary | SectionKind::Duties => Ownership::Owns,
        _ => Ownership::Shares,
    });
    match ownership {
        Ownership::Owns if is_under_help(view, hit) => Ownership::Supports,
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
    let mut best = None;
    let mut at = at;
    while at > start {
        at -= 1;
        let Some(ownership) = verb_at(view, at).or_else(|| long_verb_ending_at(view, at)) else { continue };
        if ownership != Ownership::Supports && is_plural_noun(view, at, start) {
            continue;
        }
        if ownership != Ownership::Owns {
            return Some(ownership);
        }
        best = Some(Ownership::Owns);
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

/// Whether the verb at `at` hangs on one before it: "in defining", "to define", "help define", "with planning", or as a
/// noun, "the prioritization of".
fn is_subordinate(view: View<'_>, at: u32, start: u32) -> bool {
    at > start
        && (matches!(view.word(at - 1), "in" | "to" | "with" | "by" | "of" | "for" | "the" | "a" | "our" | "their")
            || view.token(at).gap == Gap::Space && verb_at(view, at - 1) == Some(Ownership::Supports))
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
