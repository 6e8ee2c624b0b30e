//! Strict reading of one TOML table: every key is asked for, typed and checked, or reported.

use std::ops::{Range, RangeInclusive};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::Layer;
use super::diagnostic::{Code, Fault};
use super::file::{Place, SourceFile};
use super::suggest::closest;
use crate::model::{ContextKind, Decision, Dimension, Mode, Ownership, Phrase, Role, SectionKind, Strength};
use crate::phrase::PhraseErrorKind;

/// A value and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Placed<T> {
    pub(super) value: T,
    pub(super) place: Place,
}

impl<T> Placed<T> {
    pub(super) fn new(value: T, place: Place) -> Self {
        Self { value, place }
    }
}

/// The values, without their places.
pub(super) fn values<T>(placed: impl IntoIterator<Item = Placed<T>>) -> Vec<T> {
    placed.into_iter().map(|p| p.value).collect()
}

/// A closed set of words that a key may have.
pub(super) trait Word: Copy + 'static {
    /// What the words are: "role".
    const KIND: &'static str;
    const ALL: &'static [Self];
    fn as_str(self) -> &'static str;
}

macro_rules! words {
    ($($name:ident = $kind:literal),+ $(,)?) => { $(
        impl Word for $name {
            const KIND: &'static str = $kind;
            const ALL: &'static [Self] = &$name::ALL;
            fn as_str(self) -> &'static str { $name::as_str(self) }
        }
    )+ };
}
words! {
    ContextKind = "kind of context",
    Decision = "decision",
    Dimension = "dimension",
    Mode = "mode",
    Ownership = "ownership",
    Role = "role",
    SectionKind = "section",
    Strength = "strength",
}

/// The file that is being read, and what was found wrong.
pub(super) struct Input<'s> {
    pub(super) file: usize,
    pub(super) source: &'s SourceFile,
    pub(super) layer: Layer,
    pub(super) faults: &'s mut Vec<Fault>,
}

impl Input<'_> {
    pub(super) fn place(&self, span: Range<usize>) -> Place {
        Place { file: self.file, span }
    }
}

/// The value of a key, or an item of a list that is one.
#[derive(Clone)]
pub(super) struct Item<'t> {
    key: &'t str,
    in_list: bool,
    value: &'t DeValue<'t>,
    span: Range<usize>,
}

impl<'t> Item<'t> {
    fn new(key: &'t str, value: &'t Spanned<DeValue<'t>>) -> Self {
        Self { key, in_list: false, value: value.get_ref(), span: value.span() }
    }

    pub(super) fn is_list(&self) -> bool {
        self.value.is_array()
    }

    /// What the value is, in the words of the format's description.
    fn kind(&self) -> &'static str {
        match self.value {
            DeValue::String(_) => "a text",
            DeValue::Integer(_) => "a number",
            DeValue::Float(_) => "a fraction",
            DeValue::Boolean(_) => "true or false",
            DeValue::Datetime(_) => "a date",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        }
    }
}

/// A table that is being read. Call [`Table::finish`] when all keys were asked for.
pub(super) struct Table<'t, 's, 'i> {
    /// As the author writes it: `[[term]]`.
    label: &'static str,
    span: Range<usize>,
    map: &'t DeTable<'t>,
    asked: Vec<&'static str>,
    pub(super) input: &'s mut Input<'i>,
}

impl<'t, 's, 'i> Table<'t, 's, 'i> {
    pub(super) fn new(label: &'static str, span: Range<usize>, map: &'t DeTable<'t>, input: &'s mut Input<'i>) -> Self {
        Self { label, span, map, asked: Vec::new(), input }
    }

    /// Where the table's header stands.
    pub(super) fn place(&self) -> Place {
        self.input.place(self.span.clone())
    }

    pub(super) fn place_of(&self, item: &Item<'_>) -> Place {
        self.input.place(item.span.clone())
    }

    pub(super) fn is_user(&self) -> bool {
        self.input.layer == Layer::User
    }

    pub(super) fn fault(&mut self, fault: Fault) {
        self.input.faults.push(fault);
    }

    /// The value of a key that may be left out.
    pub(super) fn optional(&mut self, key: &'static str) -> Option<Item<'t>> {
        self.asked.push(key);
        self.map.get(key).map(|value| Item::new(key, value))
    }

    /// The value of a key that must be there.
    pub(super) fn required(&mut self, key: &'static str) -> Option<Item<'t>> {
        let found = self.optional(key);
        if found.is_none() {
            let fault = Fault::error(Code::MissingKey, self.place(), format!("{} has no `{key}`", self.label));
            self.fault(fault.help(format!("add `{}`", sample(key))));
        }
        found
    }

    /// The value of a key that a built-in entry must have and a user's may leave out.
    pub(super) fn required_if_built_in(&mut self, key: &'static str) -> Option<Item<'t>> {
        if self.is_user() { self.optional(key) } else { self.required(key) }
    }

    /// The value of a key that only a user's file may have.
    pub(super) fn user_only(&mut self, key: &'static str) -> Option<Item<'t>> {
        if self.is_user() {
            return self.optional(key);
        }
        let (written, _) = self.map.get_key_value(key)?;
        let place = self.input.place(written.span());
        self.asked.push(key);
        self.fault(
            Fault::error(Code::UserOnlyKey, place, format!("`{key}` in a built-in lexicon"))
                .help("only a user's file may have it: change the entry itself"),
        );
        None
    }

    /// Reports the keys that nobody asked for.
    pub(super) fn finish(self) {
        for written in self.map.keys() {
            let key = written.get_ref().as_ref();
            if self.asked.contains(&key) {
                continue;
            }
            let help = match closest(key, self.asked.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("{} may have {}", self.label, listed(self.asked.iter().copied())),
            };
            let place = self.input.place(written.span());
            let fault = Fault::error(Code::UnknownKey, place, format!("unknown key `{key}` in {}", self.label));
            self.input.faults.push(fault.help(help));
        }
    }

    pub(super) fn wrong_type(&mut self, item: &Item<'_>, expected: &str) {
        let which = if item.in_list { "an item of " } else { "" };
        let message = format!("{which}`{}` must be {expected}, not {}", item.key, item.kind());
        self.fault(
            Fault::error(Code::WrongType, self.place_of(item), message).help(format!("as in `{}`", sample(item.key))),
        );
    }

    /// A text that isn't blank.
    pub(super) fn string(&mut self, item: Item<'t>) -> Option<Placed<String>> {
        let DeValue::String(text) = item.value else {
            self.wrong_type(&item, "a text in quotes");
            return None;
        };
        let place = self.place_of(&item);
        if text.trim().is_empty() {
            let fault = Fault::error(Code::Empty, place, format!("an empty text in `{}`", item.key));
            self.fault(fault.help("write something, or drop it"));
            return None;
        }
        Some(Placed::new(text.as_ref().to_owned(), place))
    }

    pub(super) fn bool(&mut self, item: Item<'t>) -> Option<bool> {
        let value = item.value.as_bool();
        if value.is_none() {
            self.wrong_type(&item, "true or false");
        }
        value
    }

    pub(super) fn integer(&mut self, item: Item<'t>, range: RangeInclusive<u8>) -> Option<u8> {
        let Some(number) = item.value.as_integer() else {
            self.wrong_type(&item, "a whole number");
            return None;
        };
        let value = u8::from_str_radix(number.as_str(), number.radix()).ok().filter(|n| range.contains(n));
        if value.is_none() {
            let message = format!("`{}` must be from {} to {}", item.key, range.start(), range.end());
            let place = self.place_of(&item);
            self.fault(Fault::error(Code::OutOfRange, place, message).help(format!("as in `{}`", sample(item.key))));
        }
        value
    }

    /// One of a closed set of words.
    pub(super) fn word<W: Word>(&mut self, item: Item<'t>) -> Option<W> {
        let text = self.string(item)?;
        let found = W::ALL.iter().copied().find(|word| word.as_str() == text.value);
        if found.is_none() {
            let all = || W::ALL.iter().map(|word| word.as_str());
            let mut help = format!("one of {}", listed(all()));
            if let Some(near) = closest(&text.value, all()) {
                help = format!("did you mean `{near}`? It is {help}");
            }
            let fault = Fault::error(Code::UnknownWord, text.place, format!("`{}` is no {}", text.value, W::KIND));
            self.fault(fault.help(help));
        }
        found
    }

    /// The items of a list.
    pub(super) fn list(&mut self, item: Item<'t>) -> Vec<Item<'t>> {
        match item.value {
            DeValue::Array(array) => {
                array.iter().map(|value| Item { in_list: true, ..Item::new(item.key, value) }).collect()
            }
            _ => {
                self.wrong_type(&item, "a list");
                Vec::new()
            }
        }
    }

    /// The items of a list that must hold something.
    pub(super) fn filled_list(&mut self, item: Item<'t>) -> Vec<Item<'t>> {
        if item.value.as_array().is_some_and(|array| array.is_empty()) {
            let place = self.place_of(&item);
            self.fault(
                Fault::error(Code::Empty, place, format!("`{}` is empty", item.key))
                    .help(format!("as in `{}`", sample(item.key))),
            );
        }
        self.list(item)
    }

    /// A list of texts, none blank.
    pub(super) fn strings(&mut self, items: Vec<Item<'t>>) -> Vec<Placed<String>> {
        items.into_iter().filter_map(|item| self.string(item)).collect()
    }

    /// A list of phrases, at least one.
    pub(super) fn phrases(&mut self) -> Vec<Placed<Phrase>> {
        let Some(item) = self.required("phrases") else { return Vec::new() };
        let items = self.filled_list(item);
        items.into_iter().filter_map(|item| self.phrase(item)).collect()
    }

    pub(super) fn phrase(&mut self, item: Item<'t>) -> Option<Placed<Phrase>> {
        let text = self.string(item)?;
        match Phrase::parse(&text.value) {
            Ok(phrase) => {
                if let Some(words) = phrase.clause_break() {
                    let place = self.input.source.find(&text.place, words);
                    let message = format!("`{words}` begins a new clause, and no match crosses into one");
                    let fault = Fault::warning(Code::PhraseMatchesNothing, place, message);
                    self.fault(fault.help("write what stands on one side of it, or drop it"));
                }
                Some(Placed::new(phrase, text.place))
            }
            Err(error) => {
                let place = self.within(&text, error.offset, error.len);
                let code = match error.kind {
                    PhraseErrorKind::NoAnchor => Code::PhraseMatchesEverything,
                    _ => Code::BadPhrase,
                };
                self.fault(Fault::error(code, place, error.to_string()).help(error.kind.help()));
                None
            }
        }
    }

    /// The place of some bytes of a text, or of all of it if it is written with escapes.
    pub(super) fn within(&self, text: &Placed<String>, offset: usize, len: usize) -> Place {
        let whole = self.input.source.find(&text.place, &text.value);
        if whole == text.place {
            return whole;
        }
        let start = whole.span.start + offset;
        self.input.place(start..start + len)
    }

    /// The tables of `[[label]]`, as items for [`Table::nested`].
    pub(super) fn tables(&mut self, key: &'static str) -> Vec<Item<'t>> {
        let Some(item) = self.optional(key) else { return Vec::new() };
        match item.value {
            DeValue::Array(array) if array.iter().all(|v| v.get_ref().is_table()) => self.list(item),
            _ => {
                let fault = Fault::error(
                    Code::WrongType,
                    self.input.place(item.span),
                    format!("`{key}` must be written as `[[{key}]]`"),
                );
                self.fault(fault.help("two brackets on each side: there may be many of them"));
                Vec::new()
            }
        }
    }

    /// The table that an item is.
    pub(super) fn nested<'n>(&'n mut self, label: &'static str, item: &Item<'t>) -> Option<Table<'t, 'n, 'i>> {
        match item.value {
            DeValue::Table(map) => Some(Table::new(label, item.span.clone(), map, self.input)),
            _ => {
                let place = self.place_of(item);
                self.fault(Fault::error(Code::WrongType, place, format!("`{}` must be a table", item.key)));
                None
            }
        }
    }

    /// The keys of this table that the author names himself, with their values, in the order of the file.
    pub(super) fn free_keys(&self) -> Vec<(Placed<&'t str>, Item<'t>)> {
        let mut all: Vec<_> = (self.map.iter())
            .map(|(name, value)| {
                let key: &'t str = name.get_ref();
                (Placed::new(key, self.input.place(name.span())), Item::new(key, value))
            })
            .collect();
        all.sort_by_key(|(name, _)| name.place.span.start);
        all
    }
}

/// Words in backquotes, separated by commas.
pub(super) fn listed<'w>(words: impl Iterator<Item = &'w str>) -> String {
    words.map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

/// What a key may look like.
fn sample(key: &str) -> String {
    let fixed = match key {
        "id" => r#"id = "own-product-backlog""#,
        "role" => r#"role = "product_owner""#,
        "roles" => r#"roles = ["product_owner"]"#,
        "replace" => r#"replace = ["product_owner"]"#,
        "dimension" => r#"dimension = "responsibility""#,
        "phrase" => r#"phrase = "{work|flexible} schedule""#,
        "phrases" => r#"phrases = ["[own] the {product|team} backlog"]"#,
        "decision" => r#"decision = "priority""#,
        "mode" => r#"mode = "product""#,
        "scrum" => "scrum = true",
        "example" => r#"example = "We offer a flexible schedule.""#,
        "examples" => r#"examples = ["You own the product backlog."]"#,
        "counter" => r#"counter = ["Work with the Product Owner on the backlog."]"#,
        "source" => r#"source = "Scrum Guide 2020""#,
        "strength" => r#"strength = "strong""#,
        "override" => "override = true",
        "remove" => "remove = true",
        "name" => r#"name = "own""#,
        "ownership" => r#"ownership = "owns""#,
        "verbs" => r#"verbs = ["own", "be accountable for", "lead/led/led/leading"]"#,
        "kind" => r#"kind = "negator""#,
        "section" => r#"section = "duties""#,
        "votes" => "votes = 3",
        "ambiguous" => "ambiguous = true",
        "level" => r#"level = "senior""#,
        "spellings" => r#"spellings = [["prioritise", "prioritize"]]"#,
        "plurals" => r#"plurals = [["criterion", "criteria"]]"#,
        "task_verbs" => r#"task_verbs = ["own", "lead/led/led/leading"]"#,
        _ => return format!(r#"{key} = ["word", "word"]"#),
    };
    fixed.to_owned()
}
