//! What the files say together: layers, ids, classes, repeated phrases.

use std::collections::HashMap;

use super::Layer;
use super::diagnostic::{Code, Fault};
use super::file::{Place, SourceFile};
use super::suggest::closest;
use super::table::{Placed, listed, values};
use crate::inflect::add_verb_spellings;
use crate::model::{ContextKind, Lexicon, MAX_CLASSES, Phrase, Role, RoleName, Slot, Term, VerbClass};

/// Within what a phrase must not be repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Group {
    Name,
    FalseFriend,
    Heading,
    Cue,
    Title,
    Seniority,
    Context(ContextKind),
}

impl Group {
    const fn label(self) -> &'static str {
        match self {
            Self::Name => "[[name]]",
            Self::FalseFriend => "[[false_friend]]",
            Self::Heading => "[[heading]]",
            Self::Cue => "[[cue]]",
            Self::Title => "[[title]]",
            Self::Seniority => "[[seniority]]",
            Self::Context(_) => "[[context]] of one kind",
        }
    }
}

/// A term before layers are merged. Its phrases are kept apart, with their places.
#[derive(Debug)]
pub(super) struct DraftTerm {
    pub(super) term: Term,
    /// Its role, if that could be read.
    pub(super) role: Option<Role>,
    pub(super) phrases: Vec<Placed<Phrase>>,
    pub(super) layer: Layer,
    pub(super) overrides: bool,
    /// Where its id stands.
    pub(super) place: Place,
}

/// All that the files hold: built-in files first, then a user's.
#[derive(Debug, Default)]
pub(super) struct Draft {
    pub(super) terms: Vec<DraftTerm>,
    /// The ids that a user removes.
    pub(super) removed: Vec<Placed<String>>,
    /// The roles whose built-in terms a user replaces.
    pub(super) replaced: Vec<Role>,
    pub(super) classes: Vec<Placed<VerbClass>>,
    pub(super) names: Vec<Placed<RoleName>>,
    /// The entries that later files only add to.
    pub(super) lexicon: Lexicon,
    /// Every phrase that isn't a term's.
    phrases: Vec<(Option<Group>, Placed<Phrase>)>,
}

impl Draft {
    /// Takes the places off phrases, and keeps them for the checks across files. Phrases without a group may repeat.
    pub(super) fn note(
        &mut self,
        group: impl Into<Option<Group>>,
        phrases: impl IntoIterator<Item = Placed<Phrase>>,
    ) -> Vec<Phrase> {
        let group = group.into();
        let phrases: Vec<_> = phrases.into_iter().collect();
        self.phrases.extend(phrases.iter().cloned().map(|phrase| (group, phrase)));
        values(phrases)
    }

    /// Merges the layers and checks what concerns several entries.
    pub(super) fn merge(mut self, files: &[SourceFile], faults: &mut Vec<Fault>) -> Lexicon {
        let terms = merge_terms(self.terms, &self.removed, &self.replaced, faults);
        check_ids(&terms, &self.names, faults);
        check_classes(&self.classes, faults);
        let class_names: Vec<&str> = self.classes.iter().map(|class| class.value.name.as_str()).collect();
        let of_terms = terms.iter().flat_map(|term| term.phrases.iter());
        for phrase in of_terms.chain(self.phrases.iter().map(|(_, phrase)| phrase)) {
            check_class_names(&phrase.value.slots, &phrase.place, &class_names, files, faults);
        }
        check_repeats_of_terms(&terms, faults);
        check_repeats(&self.phrases, faults);

        let lexicon = &mut self.lexicon;
        lexicon.terms = terms.into_iter().map(|t| Term { phrases: values(t.phrases), ..t.term }).collect();
        lexicon.classes = values(self.classes);
        lexicon.names = values(self.names);
        let language = lexicon.language.clone();
        let of_classes = lexicon.classes.iter_mut().flat_map(|class| class.verbs.iter_mut());
        for verb in of_classes.chain(lexicon.language.task_verbs.iter_mut()) {
            add_verb_spellings(verb, &language);
        }
        self.lexicon
    }
}

/// Applies `replace`, `remove` and `override`; terms keep the order of files, an overriding term takes the place of the
/// built-in one.
fn merge_terms(
    terms: Vec<DraftTerm>,
    removed: &[Placed<String>],
    replaced: &[Role],
    faults: &mut Vec<Fault>,
) -> Vec<DraftTerm> {
    let (built_in, users): (Vec<_>, Vec<_>) = terms.into_iter().partition(|term| term.layer == Layer::BuiltIn);
    let ids: Vec<String> = built_in.iter().map(|term| term.term.id.clone()).collect();
    let mut merged: Vec<DraftTerm> = built_in.into_iter().filter(|term| !replaced.contains(&term.term.role)).collect();
    for id in removed {
        faults.extend(not_built_in(&id.value, &id.place, "remove", &ids));
        merged.retain(|term| term.term.id != id.value);
    }
    for user in users {
        if let Some(removal) = removed.iter().find(|id| id.value == user.term.id) {
            let message = format!("`{}` is removed and defined again", removal.value);
            let fault = Fault::error(Code::RepeatedId, user.place.clone(), message);
            let fault = fault.related(removal.place.clone(), "removed here");
            faults.push(fault.help("drop the removal, and replace the built-in term with `override = true`"));
        }
        if user.overrides {
            faults.extend(not_built_in(&user.term.id, &user.place, "override", &ids));
            let same = |term: &DraftTerm| term.layer == Layer::BuiltIn && term.term.id == user.term.id;
            if let Some(at) = merged.iter().position(same) {
                merged[at] = user;
                continue;
            }
        }
        merged.push(user);
    }
    merged
}

fn not_built_in(id: &str, place: &Place, key: &str, built_in: &[String]) -> Option<Fault> {
    if built_in.iter().any(|known| known == id) {
        return None;
    }
    let message = format!("`{key}` of `{id}`, which is not a built-in term");
    let help = match closest(id, built_in.iter().map(String::as_str)) {
        Some(near) => format!("did you mean `{near}`?"),
        None if key == "override" => "drop `override`: a new term needs none".to_owned(),
        None => "drop the entry".to_owned(),
    };
    Some(Fault::error(Code::NotBuiltIn, place.clone(), message).help(help))
}

fn check_ids(terms: &[DraftTerm], names: &[Placed<RoleName>], faults: &mut Vec<Fault>) {
    let mut first: HashMap<&str, (&Place, Layer)> = HashMap::new();
    let of_terms = terms.iter().map(|term| (term.term.id.as_str(), &term.place, term.layer));
    let of_names = names.iter().map(|name| (name.value.id.as_str(), &name.place, Layer::BuiltIn));
    for (id, place, layer) in of_terms.chain(of_names) {
        let Some(&(earlier, of_layer)) = first.get(id) else {
            first.insert(id, (place, layer));
            continue;
        };
        let help = if layer == Layer::User && of_layer == Layer::BuiltIn {
            "add `override = true` to replace the built-in term, or choose another id"
        } else {
            "choose another id, or put the phrases into one entry"
        };
        faults.push(
            Fault::error(Code::RepeatedId, place.clone(), format!("two entries have the id `{id}`"))
                .related(earlier.clone(), "first here")
                .help(help),
        );
    }
}

fn check_classes(classes: &[Placed<VerbClass>], faults: &mut Vec<Fault>) {
    for (i, class) in classes.iter().enumerate() {
        if let Some(first) = classes[..i].iter().find(|first| first.value.name == class.value.name) {
            let message = format!("two classes have the name `{}`", class.value.name);
            faults.push(
                Fault::error(Code::RepeatedId, class.place.clone(), message)
                    .related(first.place.clone(), "first here")
                    .help("choose another name, or put the verbs into one class"),
            );
        }
    }
    if let Some(class) = classes.get(MAX_CLASSES) {
        let message = format!("{} classes; at most {MAX_CLASSES} fit", classes.len());
        faults.push(
            Fault::error(Code::TooMany, class.place.clone(), message).help("put verbs of one use into one class"),
        );
    }
}

/// Reports the classes of a phrase that aren't defined.
fn check_class_names(slots: &[Slot], place: &Place, known: &[&str], files: &[SourceFile], faults: &mut Vec<Fault>) {
    for slot in slots {
        match slot {
            Slot::Choice { options, .. } => {
                for option in options {
                    check_class_names(option, place, known, files, faults);
                }
            }
            Slot::Class(name) if !known.contains(&name.as_str()) => {
                let help = match closest(name, known.iter().copied()) {
                    Some(near) => format!("did you mean `[{near}]`?"),
                    None if known.is_empty() => "define it with [[class]]; no class is defined yet".to_owned(),
                    None => format!("define it with [[class]], or use one of {}", listed(known.iter().copied())),
                };
                let message = format!("the class `[{name}]` is not defined");
                let place = files[place.file].find(place, &slot.to_string());
                faults.push(Fault::error(Code::UnknownClass, place, message).help(help));
            }
            _ => {}
        }
    }
}

fn check_repeats_of_terms(terms: &[DraftTerm], faults: &mut Vec<Fault>) {
    let mut first: HashMap<String, (&DraftTerm, &Place)> = HashMap::new();
    for term in terms {
        for phrase in &term.phrases {
            let canonical = phrase.value.to_string();
            let Some(&(other, place)) = first.get(&canonical) else {
                first.insert(canonical, (term, &phrase.place));
                continue;
            };
            let message = match (other.role, term.role) {
                (Some(one), Some(two)) if one != two => {
                    format!("the phrase `{canonical}` stands for two roles, {one} and {two}")
                }
                _ => format!("the phrase `{canonical}` is written twice in [[term]]"),
            };
            let help = if other.term.id == term.term.id {
                "drop one of them".to_owned()
            } else {
                // Of hits that are alike in all else, the one with the smaller id is kept.
                format!("drop one of them: only `{}` will be found", (&other.term.id).min(&term.term.id))
            };
            let fault = Fault::warning(Code::RepeatedPhrase, phrase.place.clone(), message);
            faults.push(fault.related(place.clone(), "first here").help(help));
        }
    }
}

fn check_repeats(phrases: &[(Option<Group>, Placed<Phrase>)], faults: &mut Vec<Fault>) {
    let mut first: HashMap<(Group, String), &Place> = HashMap::new();
    for (group, phrase) in phrases {
        let Some(group) = group else { continue };
        let canonical = phrase.value.to_string();
        let message = format!("the phrase `{canonical}` is written twice in {}", group.label());
        match first.entry((*group, canonical)) {
            std::collections::hash_map::Entry::Vacant(entry) => {
                entry.insert(&phrase.place);
            }
            std::collections::hash_map::Entry::Occupied(entry) => {
                let fault = Fault::warning(Code::RepeatedPhrase, phrase.place.clone(), message);
                faults.push(fault.related((*entry.get()).clone(), "first here").help("drop one of them"));
            }
        }
    }
}
