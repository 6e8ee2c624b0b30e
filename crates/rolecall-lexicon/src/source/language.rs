//! The table `[language]`.

use super::diagnostic::{Code, Fault};
use super::entries::read_verbs;
use super::merge::Draft;
use super::table::{Item, Placed, Table, values};
use crate::model::{MAX_FOREIGN, MAX_SCRUM, WordKind};

pub(super) fn read(table: &mut Table<'_, '_, '_>, draft: &mut Draft) {
    let language = &mut draft.lexicon.language;
    language.function_words.extend(word_list(table, "function_words"));
    language.adverbs.extend(word_list(table, "adverbs"));
    language.abbreviations.extend(word_list(table, "abbreviations"));
    language.camel.extend(word_list(table, "camel"));
    language.common.extend(word_list(table, "common"));
    if let Some(item) = table.optional("task_verbs") {
        let items = table.list(item);
        language.task_verbs.extend(read_verbs(table, items));
    }
    language.spellings.extend(pairs(table, "spellings"));
    language.plurals.extend(pairs(table, "plurals"));
    named_lists(table, ["foreign", "[language.foreign]", "languages"], MAX_FOREIGN, &mut language.foreign);
    named_lists(table, ["scrum", "[language.scrum]", "words of Scrum"], MAX_SCRUM, &mut language.scrum);
    word_kinds(table, &mut language.words);
}

/// The table of the words that rules ask for: its keys are the kinds, and nothing else.
fn word_kinds(table: &mut Table<'_, '_, '_>, kinds: &mut Vec<(WordKind, Vec<String>)>) {
    let Some(item) = table.optional("words") else { return };
    let Some(mut named) = table.nested("[language.words]", &item) else { return };
    for kind in WordKind::ALL {
        let words = word_list(&mut named, kind.as_str());
        match kinds.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, known)) => known.extend(words),
            None if words.is_empty() => {}
            None => kinds.push((kind, words)),
        }
    }
    named.finish();
}

/// A table of lists of words whose keys are the author's: its key, how faults call it, and what its lists are.
fn named_lists(
    table: &mut Table<'_, '_, '_>,
    [key, shown, what]: [&'static str; 3],
    most: usize,
    lists: &mut Vec<(String, Vec<String>)>,
) {
    let Some(item) = table.optional(key) else { return };
    let Some(mut named) = table.nested(shown, &item) else { return };
    // No key is unknown, so the table needs no `finish`.
    for (name, item) in named.free_keys() {
        let items = named.list(item);
        let words = words(&mut named, items);
        let full = lists.len() == most;
        match lists.iter_mut().find(|(known, _)| known == name.value) {
            Some((_, known)) => known.extend(words),
            None if full => {
                named.fault(Fault::error(Code::TooMany, name.place, format!("more than {most} {what}")));
            }
            None => lists.push((name.value.to_owned(), words)),
        }
    }
}

fn word_list(table: &mut Table<'_, '_, '_>, key: &'static str) -> Vec<String> {
    let Some(item) = table.optional(key) else { return Vec::new() };
    let items = table.list(item);
    words(table, items)
}

/// Words in lower case; one that is written twice is reported.
fn words<'t>(table: &mut Table<'t, '_, '_>, items: Vec<Item<'t>>) -> Vec<String> {
    let mut words: Vec<Placed<String>> = Vec::new();
    for item in items {
        let Some(word) = word(table, item) else { continue };
        if let Some(first) = words.iter().find(|first| first.value == word.value) {
            let message = format!("the word `{}` is written twice", word.value);
            let fault = Fault::warning(Code::RepeatedWord, word.place.clone(), message);
            table.fault(fault.related(first.place.clone(), "first here").help("drop one of them"));
        }
        words.push(word);
    }
    values(words)
}

fn word<'t>(table: &mut Table<'t, '_, '_>, item: Item<'t>) -> Option<Placed<String>> {
    let word = table.string(item)?;
    let help = match word.value.chars().find(|c| c.is_uppercase() || c.is_whitespace()) {
        None => return Some(word),
        Some(c) if c.is_whitespace() => "one word without spaces",
        Some(_) => "write words in lower case; they match in any case",
    };
    let fault = Fault::error(Code::BadWord, word.place, format!("`{}` can't stand in a list of words", word.value));
    table.fault(fault.help(help));
    None
}

fn pairs(table: &mut Table<'_, '_, '_>, key: &'static str) -> Vec<(String, String)> {
    let Some(item) = table.optional(key) else { return Vec::new() };
    let mut pairs = Vec::new();
    for item in table.list(item) {
        if !item.is_list() {
            table.wrong_type(&item, "a pair of words");
            continue;
        }
        let place = table.place_of(&item);
        let items = table.list(item);
        let written = items.len();
        let words: Vec<_> = items.into_iter().filter_map(|item| word(table, item)).collect();
        match <[_; 2]>::try_from(words) {
            Ok([one, other]) if one.value == other.value => {
                let fault = Fault::error(Code::Contradiction, place, "a pair of twice the same word");
                table.fault(fault.help("drop it"));
            }
            Ok([one, other]) => pairs.push((one.value, other.value)),
            Err(_) if written == 2 => {}
            Err(_) => {
                let message = format!("an item of `{key}` must be two words, not {written}");
                table.fault(Fault::error(Code::WrongType, place, message));
            }
        }
    }
    pairs
}
