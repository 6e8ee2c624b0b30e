//! The tables of a lexicon file, each read into the model.

use super::diagnostic::{Code, Fault};
use super::file::Place;
use super::merge::{Draft, DraftTerm, Group};
use super::table::{Input, Item, Placed, Table, values};
use crate::inflect::verb_forms;
use crate::model::{
    ContextRule, Cue, Dimension, FalseFriend, Heading, Origin, Role, RoleName, Seniority, Strength, Term, Title, Verb,
    VerbClass,
};

/// Reads a file's tables into the draft.
pub(super) fn read_file(mut file: Table<'_, '_, '_>, draft: &mut Draft) {
    if let Some(item) = file.user_only("replace") {
        for item in file.filled_list(item) {
            draft.replaced.extend(file.word::<Role>(item));
        }
    }
    each(&mut file, "term", "[[term]]", |table| read_term(table, draft));
    each(&mut file, "class", "[[class]]", |table| read_class(table, draft));
    each(&mut file, "context", "[[context]]", |table| {
        let kind = table.required("kind").and_then(|item| table.word(item));
        let phrases = table.phrases();
        let phrases = draft.note(kind.map(Group::Context), phrases);
        if let Some(kind) = kind {
            draft.lexicon.context.push(ContextRule { kind, phrases });
        }
    });
    each(&mut file, "name", "[[name]]", |table| read_name(table, draft));
    each(&mut file, "false_friend", "[[false_friend]]", |table| {
        let phrase = table.required("phrase").and_then(|item| table.phrase(item));
        let example = table.required_if_built_in("example").and_then(|item| table.string(item));
        if let Some(phrase) = draft.note(Group::FalseFriend, phrase).pop() {
            let example = example.map(|e| e.value).unwrap_or_default();
            draft.lexicon.false_friends.push(FalseFriend { phrase, example });
        }
    });
    each(&mut file, "heading", "[[heading]]", |table| {
        let section = table.required("section").and_then(|item| table.word(item));
        let phrases = table.phrases();
        let phrases = draft.note(Group::Heading, phrases);
        if let Some(section) = section {
            draft.lexicon.headings.push(Heading { section, phrases });
        }
    });
    each(&mut file, "cue", "[[cue]]", |table| {
        let section = table.required("section").and_then(|item| table.word(item));
        let votes = table.required("votes").and_then(|item| table.integer(item, 1..=5));
        let phrases = table.phrases();
        let phrases = draft.note(Group::Cue, phrases);
        if let (Some(section), Some(votes)) = (section, votes) {
            draft.lexicon.cues.push(Cue { section, votes, phrases });
        }
    });
    each(&mut file, "title", "[[title]]", |table| read_title(table, draft));
    each(&mut file, "seniority", "[[seniority]]", |table| {
        let level = table.required("level").and_then(|item| table.string(item));
        let phrases = table.phrases();
        let phrases = draft.note(Group::Seniority, phrases);
        if let Some(level) = level {
            draft.lexicon.seniority.push(Seniority { level: level.value, phrases });
        }
    });
    if let Some(item) = file.optional("language")
        && let Some(mut table) = file.nested("[language]", &item)
    {
        super::language::read(&mut table, draft);
        table.finish();
    }
    file.finish();
}

fn each<'t, 'i>(
    file: &mut Table<'t, '_, 'i>,
    key: &'static str,
    label: &'static str,
    mut read: impl FnMut(&mut Table<'t, '_, 'i>),
) {
    for item in file.tables(key) {
        if let Some(mut table) = file.nested(label, &item) {
            read(&mut table);
            table.finish();
        }
    }
}

fn read_term(table: &mut Table<'_, '_, '_>, draft: &mut Draft) {
    let overrides = table.user_only("override").and_then(|item| table.bool(item)).unwrap_or(false);
    let removes = table.user_only("remove").and_then(|item| table.bool(item)).unwrap_or(false);
    if removes {
        read_removal(table, overrides, draft);
        return;
    }
    let id = table.required("id").and_then(|item| read_id(table, item));
    let role = table.required("role").and_then(|item| table.word(item));
    let dimension = table.required("dimension").and_then(|item| table.word(item));
    let phrases = table.phrases();
    let decision = table.optional("decision").and_then(|item| table.word(item));
    let mode = table.optional("mode").and_then(|item| table.word(item));
    let scrum = table.optional("scrum").and_then(|item| table.bool(item)).unwrap_or(false);
    let examples = read_examples(table, "examples");
    let counter = read_examples(table, "counter");
    let source = table.required_if_built_in("source").and_then(|item| table.string(item));
    let strength = table.user_only("strength").and_then(|item| table.word(item)).unwrap_or(Strength::Normal);
    let Some(id) = id else {
        draft.note(None, phrases);
        return;
    };
    // What is missing was reported, so the stand-ins never leave the loader; the entry takes part in the checks across
    // entries all the same.
    let term = Term {
        id: id.value,
        role: role.unwrap_or(Role::Other),
        dimension: dimension.unwrap_or(Dimension::Responsibility),
        phrases: Vec::new(),
        decision,
        mode,
        scrum,
        examples,
        counter,
        source: source.map(|s| s.value).unwrap_or_default(),
        strength,
        origin: origin(table.input, &table.place()),
    };
    draft.terms.push(DraftTerm { term, role, phrases, layer: table.input.layer, overrides, place: id.place });
}

/// `remove = true`: the other keys may stay, so that an entry can be switched off by one line.
fn read_removal(table: &mut Table<'_, '_, '_>, overrides: bool, draft: &mut Draft) {
    let id = table.required("id").and_then(|item| read_id(table, item));
    let rest =
        ["role", "dimension", "phrases", "decision", "mode", "scrum", "examples", "counter", "source", "strength"];
    for key in rest {
        table.optional(key);
    }
    if overrides {
        let fault = Fault::error(Code::Contradiction, table.place(), "a term with both `override` and `remove`");
        table.fault(
            fault.help("`override` puts this entry in the place of the built-in term, `remove` puts nothing there"),
        );
    }
    draft.removed.extend(id);
}

fn origin(input: &Input<'_>, place: &Place) -> Origin {
    let line = input.source.line_of(place.span.start);
    Origin { file: input.source.name.clone(), line: u32::try_from(line).unwrap_or(u32::MAX) }
}

fn read_examples(table: &mut Table<'_, '_, '_>, key: &'static str) -> Vec<String> {
    let Some(item) = table.required_if_built_in(key) else { return Vec::new() };
    let items = if table.is_user() { table.list(item) } else { table.filled_list(item) };
    values(table.strings(items))
}

fn read_id<'t>(table: &mut Table<'t, '_, '_>, item: Item<'t>) -> Option<Placed<String>> {
    let id = table.string(item)?;
    let fits = (3..=64).contains(&id.value.len())
        && id.value.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if fits {
        return Some(id);
    }
    let fault = Fault::error(Code::BadId, id.place, format!("`{}` can't be an id", id.value));
    table.fault(fault.help("an id has 3 to 64 characters: lower-case letters, digits and hyphens"));
    None
}

fn read_class(table: &mut Table<'_, '_, '_>, draft: &mut Draft) {
    let name = table.required("name").and_then(|item| table.string(item));
    let ownership = table.optional("ownership").and_then(|item| table.word(item));
    let verbs = match table.required("verbs") {
        Some(item) => {
            let items = table.filled_list(item);
            read_verbs(table, items)
        }
        None => Vec::new(),
    };
    let Some(name) = name else { return };
    if !name.value.bytes().all(|b| b.is_ascii_lowercase() || b == b'_') {
        let fault = Fault::error(Code::BadId, name.place, format!("`{}` can't be the name of a class", name.value));
        table.fault(fault.help("lower-case letters and underscores only"));
        return;
    }
    draft.classes.push(Placed::new(VerbClass { name: name.value, ownership, verbs }, name.place));
}

/// Verbs with their forms; one that is written twice is reported.
pub(super) fn read_verbs<'t>(table: &mut Table<'t, '_, '_>, items: Vec<Item<'t>>) -> Vec<Verb> {
    let mut verbs: Vec<Placed<Verb>> = Vec::new();
    for entry in table.strings(items) {
        match verb_forms(&entry.value) {
            Ok(verb) => {
                if let Some(first) = verbs.iter().find(|first| first.value.base == verb.base) {
                    let message = format!("the verb `{}` is written twice", verb.base);
                    let fault = Fault::warning(Code::RepeatedWord, entry.place.clone(), message);
                    table.fault(fault.related(first.place.clone(), "first here").help("drop one of them"));
                }
                verbs.push(Placed::new(verb, entry.place));
            }
            Err(error) => {
                let place = table.within(&entry, error.offset, error.len);
                table.fault(Fault::error(Code::BadVerb, place, error.to_string()).help(error.kind.help()));
            }
        }
    }
    values(verbs)
}

fn read_name(table: &mut Table<'_, '_, '_>, draft: &mut Draft) {
    let id = table.required("id").and_then(|item| read_id(table, item));
    let role = table.required("role").and_then(|item| table.word(item));
    let phrases = table.phrases();
    let phrases = draft.note(Group::Name, phrases);
    if let Some(id) = id {
        draft.names.push(Placed::new(RoleName { id: id.value, role: role.unwrap_or(Role::Other), phrases }, id.place));
    }
}

fn read_title(table: &mut Table<'_, '_, '_>, draft: &mut Draft) {
    let ambiguous = table.optional("ambiguous").and_then(|item| table.bool(item)).unwrap_or(false);
    let roles = table.required("roles");
    let phrases = table.phrases();
    let phrases = draft.note(Group::Title, phrases);
    let Some(item) = roles else { return };
    let items = table.list(item);
    let written = items.len();
    let roles: Vec<Role> = items.into_iter().filter_map(|item| table.word(item)).collect();
    if roles.len() < written {
        return;
    }
    let fault = |message, help| Some((message, help));
    let wrong = if roles.contains(&Role::Other) {
        fault("a title that claims the role `other`", "write `roles = []` for the title of another job")
    } else if (1..roles.len()).any(|i| roles[..i].contains(&roles[i])) {
        fault("a title that claims the same role twice", "drop one of them")
    } else if ambiguous && roles.len() < 2 {
        fault("an ambiguous title with fewer than two roles", "name the roles that it may mean, or drop `ambiguous`")
    } else if !ambiguous && roles.len() > 1 {
        fault("a title that claims several roles", "add `ambiguous = true` if it means one of them")
    } else {
        None
    };
    if let Some((message, help)) = wrong {
        let fault = Fault::error(Code::Contradiction, table.place(), message);
        table.fault(fault.help(help));
        return;
    }
    draft.lexicon.titles.push(Title { roles, ambiguous, phrases });
}
