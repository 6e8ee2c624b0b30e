//! Which sentences name a task?
//!
//! A task sentence opens with a verb of the language file (also "You lead …"), or has one after "you will",
//! "responsible for" or "to". Those in summary and duties that hold no stated finding are bare:
//! somebody does that work, and it is not evidence for any role of the lexicon.

use rolecall_lexicon::compiled::{Compiled, UNKNOWN, flag};
use rolecall_lexicon::{ContextKind, SectionKind, WordKind};

use super::clause::within;
use super::{Findings, View};
use crate::analysis::Polarity;
use crate::tag::{Hits, TermHit};
use crate::text::{Document, Gap, Sentence, mark, style};

/// A label or "as …" before a task has no more words.
const LEAD_WORDS: u32 = 10;

/// A job's title has no more words.
const TITLE_WORDS: u32 = 6;

/// Where a job's name is at work is told in fewer words.
const PLACE_WORDS: u32 = 6;

/// Brackets behind a job's name hold no more words.
const BRACKET_WORDS: u32 = 5;

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
    let word = |at: u32| word_at(document, lexicon, at, end);
    let says_as_what = word(first) == "as";
    let lead = (first + 1..end.min(first + LEAD_WORDS + 1)).find(|&at| {
        document.tokens[at as usize].has(mark::COLON) || says_as_what && matches!(word(at), "you" | "you'll")
    });
    [Some(first), lead].into_iter().flatten().find_map(|at| {
        let told = behind_you(document, lexicon, at, end);
        let (verb, to_you) = (told.unwrap_or(at), told.is_some());
        verb_stands_at(document, lexicon, verb, end).then_some(Told { verb, to_you })
    })
}

/// Where the verb of a "you" at `at` stands: "you plan", "you'll plan", "you will plan".
fn behind_you(document: &Document, lexicon: &Compiled, at: u32, end: u32) -> Option<u32> {
    let token = document.tokens.get(at as usize).filter(|_| at < end)?;
    // Most words are asked this, and few are "you".
    if lexicon.forms[token.form as usize].flags & flag::YOU == 0 {
        return None;
    }
    let will = lexicon.vocabulary.word(token.form) == "you"
        && matches!(word_at(document, lexicon, at + 1, end), "will" | "would" | "shall" | "also");
    Some(at + 1 + u32::from(will))
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
    let verb_of = |at: u32| match behind_you(document, lexicon, at, end) {
        None if of_whom && word(at) == "who" => Some(at + 1),
        told => told.filter(|_| opens(at)),
    };
    (first + 1..end).filter(|&at| verb_of(at).is_some_and(|verb| verb_stands_at(document, lexicon, verb, end))).count()
}

/// The verbs of work in `first..end` that a comma, a semicolon or "and" joins to others: "plan shifts, order supplies",
/// "to plan shifts, to order supplies".
pub(super) fn further(document: &Document, lexicon: &Compiled, first: u32, end: u32) -> impl Iterator<Item = u32> {
    let token = |at: u32| &document.tokens[at as usize];
    let flags = move |at: u32| lexicon.forms[token(at).form as usize].flags;
    let joined = move |at: u32| token(at).gap >= Gap::Comma || flags(at - 1) & flag::JOINER != 0;
    let verb_of = move |at: u32| lexicon.vocabulary.word(token(at - 1).form) == "to" && joined(at - 1);
    (first + 2..end).filter(move |&at| flags(at) & flag::TASK_VERB != 0 && (joined(at) || verb_of(at)))
}

/// Whether the words open with a role at work, told of as of a third: "The Product Manager (PM) owns …", "The
/// successful candidate calls …", "He or she sets …", "The Night Nurse checks …".
pub(super) fn role_works(document: &Document, hits: &Hits, lexicon: &Compiled, first: u32, end: u32) -> bool {
    let works = |at: u32| verb_stands_at(document, lexicon, at, end);
    let third = |at: u32| works(at) && lexicon.vocabulary.word(document.tokens[at as usize].form).ends_with('s');
    let names = &hits.names;
    let name = names.get(names.partition_point(|n| n.hit.first < first)).filter(|n| n.hit.first <= first + 1);
    // "Our project managers plan …" are colleagues.
    let colleagues = |name: &TermHit| {
        let last = word_at(document, lexicon, name.hit.end - 1, end);
        word_at(document, lexicon, first, end) == "our" && last.ends_with('s')
    };
    let named = name.filter(|name| !colleagues(name)).is_some_and(|name| {
        // Brackets may stand between: "(PM)", "(production)", "(m/f/d)"; or where: "A Product Manager in our shop sells …".
        let after = name.hit.end;
        let near = after..end.min(after + PLACE_WORDS);
        works(after)
            || after < end && works(behind_bracket(document, after, end))
            || near.into_iter().any(third) && further(document, lexicon, after, end).nth(1).is_some()
    });
    named || sought_works(document, hits, lexicon, first, end) || holder_works(document, lexicon, first, end)
}

/// "The receptionist welcomes …": behind what the lexicon knows as said of the person who is sought.
fn sought_works(document: &Document, hits: &Hits, lexicon: &Compiled, first: u32, end: u32) -> bool {
    let from = hits.cues.partition_point(|c| c.hit.first < first);
    let subjects = hits.cues[from..].iter().take_while(|c| c.hit.first == first);
    let works = |at: u32| verb_stands_at(document, lexicon, at, end) && !tells_a_quality(document, lexicon, at, end);
    let third = |at: u32| {
        let word = word_at(document, lexicon, at, end);
        if matches!(word, "will" | "shall" | "also") { works(at + 1) } else { word.ends_with('s') && works(at) }
    };
    subjects.filter(|c| c.what.0 == SectionKind::Summary && c.hit.len() > 1).any(|subject| {
        let after = subject.hit.end;
        third(after) || after < end && third(behind_bracket(document, after, end))
    })
}

fn word_at<'l>(document: &Document, lexicon: &'l Compiled, at: u32, end: u32) -> &'l str {
    match document.tokens.get(at as usize) {
        Some(token) if at < end => lexicon.vocabulary.word(token.form),
        _ => "",
    }
}

/// Whether the word at `at`, before `end`, is of that kind.
fn is(document: &Document, lexicon: &Compiled, at: u32, end: u32, kind: WordKind) -> bool {
    document.tokens.get(at as usize).is_some_and(|token| at < end && lexicon.is(token.form, kind))
}

/// The word behind the bracket that opens before `at`, or the next word where none does.
fn behind_bracket(document: &Document, at: u32, end: u32) -> u32 {
    let token = |at: u32| &document.tokens[at as usize];
    if !token(at).has(mark::BRACKET) {
        return at + 1;
    }
    (at + 1..end.min(at + BRACKET_WORDS)).find(|&at| token(at).has(mark::BRACKET_END)).unwrap_or(end)
}

/// Whether the verb at `at` is one of work that also tells what one must be like: "brings patience".
fn tells_a_quality(document: &Document, lexicon: &Compiled, at: u32, end: u32) -> bool {
    is(document, lexicon, at, end, WordKind::QualityVerb)
}

/// "The successful candidate calls …", "She or he sets …", "The Night Nurse checks …".
fn holder_works(document: &Document, lexicon: &Compiled, first: u32, end: u32) -> bool {
    let word = |at: u32| word_at(document, lexicon, at, end);
    let is = |at: u32, kind: WordKind| is(document, lexicon, at, end, kind);
    let works = |at: u32| verb_stands_at(document, lexicon, at, end) && !is(at, WordKind::QualityVerb);
    let will = |word: &str| matches!(word, "will" | "shall" | "would" | "also" | "then");
    let told = |at: u32| will(word(at)) && works(at + 1);
    let third = |at: u32| {
        let word = word(at);
        word.ends_with('s') && works(at) || will(word) && works(at + 1)
    };
    // "In this post the holder …".
    let first = if matches!(word(first), "in" | "as") && word(first + 3) == "the" { first + 3 } else { first };
    match word(first) {
        "he" | "she" => third((first + 1..end).find(|&at| !matches!(word(at), "or" | "he" | "she")).unwrap_or(end)),
        "they" => told(first + 1),
        // "Whoever takes this job sets …": what they do comes behind.
        "whoever" => further(document, lexicon, first + 2, end).nth(1).is_some(),
        "successful" | "selected" => told(first + 2),
        "the" | "this" => {
            let noun = first + 1 + u32::from(is(first + 1, WordKind::HolderAdjective));
            let held = (is(noun, WordKind::Post) || word(noun) == "office") && word(noun + 1) == "holder";
            let after = noun + 1 + u32::from(held);
            // "The person appointed will teach …".
            let holder = (held || is(noun, WordKind::JobHolder)) && (third(after) || told(after + 1));
            holder
                || titled(document, lexicon, first + 1, end)
                    .is_some_and(|at| third(at) || third(behind_bracket(document, at, end)))
        }
        _ => false,
    }
}

/// The word behind a job's title in capitals that begins at `first` ("Night Nurse", "Head of Sales"); none of an employer.
fn titled(document: &Document, lexicon: &Compiled, first: u32, end: u32) -> Option<u32> {
    let token = |at: u32| &document.tokens[at as usize];
    let part =
        |at: u32| token(at).is(style::CAPITAL) || matches!(lexicon.vocabulary.word(token(at).form), "of" | "and");
    let after = (first..end.min(first + TITLE_WORDS + 1)).find(|&at| !part(at)).filter(|&at| at > first)?;
    let last = token(after - 1);
    // A word that no lexicon knows is an employer's name.
    let is_job = last.form != UNKNOWN && !lexicon.is(last.form, WordKind::NoTitle);
    (is_job && last.is(style::CAPITAL)).then_some(after)
}

/// Whether the sentence tells its reader a task from its first word on.
pub(super) fn tells(view: View<'_>, sentence: &Sentence) -> bool {
    told(view.document, view.lexicon, sentence.first, sentence.end).is_some()
        && !is_not_task(view.hits, sentence.first, sentence.end)
}

/// Whether the words `first..end` open like a task and are nobody's work: how to apply, and labels of the page.
pub(super) fn is_not_task(hits: &Hits, first: u32, end: u32) -> bool {
    let opening = within(&hits.context, |c| c.hit.first, first, first + 1);
    opening.iter().any(|c| c.what == ContextKind::NotTask && c.hit.end <= end)
}

/// Whether the sentence names a task.
pub(crate) fn is_task(view: View<'_>, sentence: &Sentence) -> bool {
    if is_not_task(view.hits, sentence.first, sentence.end) {
        return false;
    }
    let verb_after = |at: u32| verb_after(view, sentence, at);
    tells(view, sentence)
        || role_works(view.document, view.hits, view.lexicon, sentence.first, sentence.end)
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
