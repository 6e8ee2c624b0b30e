//! `rolecall lexicon list`, `phrases` and `explain`.

use std::fmt::Write as _;

use rolecall::{Analyzer, Role};
use rolecall_lexicon::weights::TermInfo;
use rolecall_lexicon::{Lexicon, Phrase, Slot, Term, VerbClass};

use crate::error::CliError;

/// One line a term: id, role, dimension, first phrase.
pub(super) fn list(lexicon: &Lexicon, role: Option<Role>) -> String {
    let terms: Vec<&Term> = lexicon.terms.iter().filter(|term| role.is_none_or(|role| term.role == role)).collect();
    let id = terms.iter().map(|term| term.id.len()).max().unwrap_or(0);
    let mut text = String::new();
    for term in terms {
        let phrase = term.phrases.first().map_or("", |phrase| &*phrase.text);
        let _ = writeln!(text, "{:id$}  {:15}  {:14}  {phrase}", term.id, term.role, term.dimension);
    }
    text
}

/// One line a phrase of terms and false friends, in its plainest form.
pub(super) fn phrases(lexicon: &Lexicon) -> String {
    lexicon.plain_phrases().iter().fold(String::new(), |text, line| text + line + "\n")
}

/// All that is known of a term.
pub(super) fn explain(lexicon: &Lexicon, analyzer: &Analyzer, id: &str) -> Result<String, CliError> {
    let Some(term) = lexicon.terms.iter().find(|term| term.id == id) else {
        return Err(CliError::Usage(unknown(lexicon, id)));
    };
    let mut text = format!("{}\n  role       {}\n  dimension  {}\n", term.id, term.role, term.dimension);
    if let Some(decision) = term.decision {
        let _ = writeln!(text, "  decision   {decision}");
    }
    if let Some(mode) = term.mode {
        let _ = writeln!(text, "  mode       {mode}");
    }
    if term.scrum {
        text.push_str("  scrum      yes\n");
    }
    if !term.source.is_empty() {
        let _ = writeln!(text, "  source     {}", term.source);
    }
    let _ = writeln!(text, "  defined    {}:{}", term.origin.file, term.origin.line);
    let weights = analyzer.weights().of(&TermInfo {
        id: &term.id,
        role: term.role,
        dimension: term.dimension,
        decision: term.decision,
        mode: term.mode,
        strength: term.strength,
        is_name: false,
    });
    let points: Vec<String> =
        Role::ALL.iter().zip(weights).map(|(role, weight)| format!("{role} {weight:+}")).collect();
    let _ = writeln!(text, "  weight     {} (thousandths, owned in the duties)", points.join(", "));
    section(&mut text, "phrases", term.phrases.iter().map(|phrase| &*phrase.text));
    let classes: Vec<String> = classes_of(&term.phrases, lexicon).iter().map(|class| verbs(class)).collect();
    section(&mut text, "verbs", classes.iter().map(String::as_str));
    section(&mut text, "examples", term.examples.iter().map(String::as_str));
    section(&mut text, "counter-examples", term.counter.iter().map(String::as_str));
    Ok(text)
}

fn section<'a>(text: &mut String, name: &str, lines: impl Iterator<Item = &'a str>) {
    let mut lines = lines.peekable();
    if lines.peek().is_some() {
        let _ = writeln!(text, "\n  {name}");
        for line in lines {
            let _ = writeln!(text, "    {line}");
        }
    }
}

fn verbs(class: &VerbClass) -> String {
    let verbs: Vec<&str> = class.verbs.iter().map(|verb| &*verb.base).collect();
    format!("[{}]: {}", class.name, verbs.join(", "))
}

/// The verb classes that phrases name, each once, in the lexicon's order.
fn classes_of<'l>(phrases: &[Phrase], lexicon: &'l Lexicon) -> Vec<&'l VerbClass> {
    fn names<'p>(slots: &'p [Slot], found: &mut Vec<&'p str>) {
        for slot in slots {
            match slot {
                Slot::Class(name) => found.push(name),
                Slot::Choice { options, .. } => options.iter().for_each(|option| names(option, found)),
                _ => {}
            }
        }
    }
    let mut named = Vec::new();
    phrases.iter().for_each(|phrase| names(&phrase.slots, &mut named));
    lexicon.classes.iter().filter(|class| named.contains(&&*class.name)).collect()
}

/// Says that there is no such term, and which ids share most of its words.
fn unknown(lexicon: &Lexicon, id: &str) -> String {
    let words: Vec<&str> = id.split(['-', ' ', '_']).filter(|word| word.len() > 2).collect();
    let shared = |other: &str| words.iter().filter(|word| other.split('-').any(|w| w == **word)).count();
    let mut near: Vec<&str> = lexicon.terms.iter().map(|term| &*term.id).filter(|other| shared(other) > 0).collect();
    near.sort_by_key(|other| std::cmp::Reverse(shared(other)));
    near.truncate(5);
    match near.as_slice() {
        [] => format!("there is no term `{id}`; `rolecall lexicon list` lists them"),
        near => format!("there is no term `{id}`; did you mean {}?", near.join(", ")),
    }
}
