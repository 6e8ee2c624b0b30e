//! Which sentences name a task?
//!
//! A task sentence opens with a verb of the language file (also "You lead …"), or has one after "you will",
//! "responsible for" or "to". Those in summary and duties that hold no stated finding are bare:
//! somebody does that work, and it is not evidence for any role of the lexicon.

use rolecall_lexicon::SectionKind;
use rolecall_lexicon::compiled::{Compiled, flag};

use super::{Findings, View};
use crate::analysis::Polarity;
use crate::text::{Document, Gap, Sentence, mark};

/// A label or "as …" before a task has no more words.
const LEAD_WORDS: u32 = 10;

/// A sentence that lists tasks tells no more than so many beside its first: a list of twenty verbs is no job.
const MOST_FURTHER: usize = 5;

/// Counts task sentences of summary and duties, and those without a stated finding.
pub(crate) fn count(view: View<'_>, findings: &mut Findings) {
    (findings.tasks, findings.task_sentences) = (0, 0);
    findings.bare_tasks = 0;
    let mut stated = findings.list.iter().filter(|f| f.polarity == Polarity::Stated).map(|f| f.sentence).peekable();
    for (number, sentence) in view.document.sentences.iter().enumerate() {
        let mut holds = false;
        while stated.next_if(|&s| s as usize <= number).is_some_and(|s| {
            holds |= s as usize == number;
            true
        }) {}
        let section = view.sections.of(sentence.first);
        if matches!(section, SectionKind::Summary | SectionKind::Duties) && is_task(view, sentence) {
            findings.task_sentences += 1;
            let further = further(view.document, view.lexicon, sentence.first, sentence.end);
            findings.tasks += 1 + further.take(MOST_FURTHER).count() as u32;
            findings.bare_tasks += u32::from(!holds);
        }
    }
}

/// Whether a task verb stands at `at`, an adverb before it or not, both before `end`.
pub(super) fn verb_stands_at(document: &Document, lexicon: &Compiled, at: u32, end: u32) -> bool {
    let flags = |at: u32| match document.tokens.get(at as usize) {
        Some(token) if at < end => lexicon.forms[token.form as usize].flags,
        _ => 0,
    };
    flags(at) & flag::TASK_VERB != 0 || flags(at) & flag::ADVERB != 0 && flags(at + 1) & flag::TASK_VERB != 0
}

fn verb_after(view: View<'_>, sentence: &Sentence, at: u32) -> bool {
    verb_stands_at(view.document, view.lexicon, at, sentence.end)
}

/// Where the words from `first` to `end` tell a task from their start on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Told {
    /// The verb, or the adverb before it.
    pub(super) verb: u32,
    /// Whether they speak to "you".
    pub(super) to_you: bool,
}

/// The task that the words `first..end` open with: "Manage the …", "You lead …", "You will plan …", behind a label
/// ("Nurse: you care for …") or a part that says as what ("As head of sales you hire …").
pub(super) fn told(document: &Document, lexicon: &Compiled, first: u32, end: u32) -> Option<Told> {
    let word = |at: u32| match document.tokens.get(at as usize) {
        Some(token) if at < end => lexicon.vocabulary.word(token.form),
        _ => "",
    };
    let says_as_what = word(first) == "as";
    let lead = (first + 1..end.min(first + LEAD_WORDS + 1)).find(|&at| {
        document.tokens[at as usize].has(mark::COLON) || says_as_what && matches!(word(at), "you" | "you'll")
    });
    [Some(first), lead].into_iter().flatten().find_map(|at| {
        let (verb, to_you) = match (word(at), word(at + 1)) {
            ("you", "will" | "would" | "shall" | "also") => (at + 2, true),
            ("you" | "you'll" | "you'd", _) => (at + 1, true),
            _ => (at, false),
        };
        verb_stands_at(document, lexicon, verb, end).then_some(Told { verb, to_you })
    })
}

/// How many tasks the words `first..end` tell "you" behind their start: "…, and you test each story", "During each sprint
/// you work with …", and "who" with `of_whom`: "a receptionist who welcomes visitors".
pub(super) fn told_later(document: &Document, lexicon: &Compiled, first: u32, end: u32, of_whom: bool) -> usize {
    let token = |at: u32| &document.tokens[at as usize];
    let word = |at: u32| lexicon.vocabulary.word(token(at).form);
    let led = matches!(word(first), "during" | "in" | "on" | "at" | "each" | "every" | "with" | "after" | "together");
    let opens = |at: u32| {
        let joins = token(at).gap >= Gap::Comma || lexicon.forms[token(at - 1).form as usize].flags & flag::JOINER != 0;
        joins || led && at <= first + LEAD_WORDS
    };
    let tells = |at: u32| match word(at) {
        "you" => opens(at),
        "who" => of_whom,
        _ => false,
    };
    (first + 1..end).filter(|&at| tells(at) && verb_stands_at(document, lexicon, at + 1, end)).count()
}

/// The verbs of work in `first..end` that a comma, a semicolon or "and" joins to others: "plan shifts, order supplies".
pub(super) fn further(document: &Document, lexicon: &Compiled, first: u32, end: u32) -> impl Iterator<Item = u32> {
    let token = |at: u32| &document.tokens[at as usize];
    let flags = move |at: u32| lexicon.forms[token(at).form as usize].flags;
    let joined = move |at: u32| token(at).gap >= Gap::Comma || flags(at - 1) & flag::JOINER != 0;
    (first + 2..end).filter(move |&at| joined(at) && flags(at) & flag::TASK_VERB != 0)
}

/// Whether the sentence tells its reader a task from its first word on.
pub(super) fn tells(view: View<'_>, sentence: &Sentence) -> bool {
    told(view.document, view.lexicon, sentence.first, sentence.end).is_some() && !asks_to_apply(view, sentence.first)
}

/// "Apply now", "Apply with your CV": the one task of a posting that is nobody's work.
fn asks_to_apply(view: View<'_>, first: u32) -> bool {
    let how = |word: &str| {
        matches!(
            word,
            "now" | "today" | "here" | "online" | "directly" | "by" | "via" | "at" | "on" | "with" | "through"
        )
    };
    view.word(first) == "apply" && how(view.word(first + 1))
}

/// Whether the sentence names a task.
pub(crate) fn is_task(view: View<'_>, sentence: &Sentence) -> bool {
    let verb_after = |at: u32| verb_after(view, sentence, at);
    tells(view, sentence)
        || (sentence.first..sentence.end).any(|at| {
            view.flags(at) & flag::TASK_LEAD != 0
                && match view.word(at) {
                    "will" => at > sentence.first && view.word(at - 1) == "you" && verb_after(at + 1),
                    "for" => at > sentence.first && view.word(at - 1) == "responsible" && verb_after(at + 1),
                    "to" | "you'll" => verb_after(at + 1),
                    _ => false,
                }
        })
}
