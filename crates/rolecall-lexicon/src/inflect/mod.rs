//! The forms of a word: plurals, possessives, spellings, and the forms of verbs.
//!
//! All is done by rule and by the lists of [`Language`]; there is no dictionary. A rule that makes a form nobody writes
//! does no harm beyond a longer vocabulary, a missing form does: in doubt a form is made.

use crate::model::{Language, Verb};

mod verb;

pub use verb::{VerbError, VerbErrorKind, verb_forms};

/// Every form that a plain word of a phrase matches: the word, its plural, the possessive of both, and the other
/// spellings of these. The word itself comes first, no form comes twice.
///
/// Function words, words with an apostrophe or a digit, words of one or two letters and words that end in -s (but not
/// -ss), -ly, -ed (but not -eed) or -ing have no plural by rule; `language.plurals` gives one to any word.
///
/// ```
/// use rolecall_lexicon::{Language, inflect::word_forms};
///
/// let language = Language::default();
/// assert_eq!(word_forms("story", &language), ["story", "stories", "story's"]);
/// assert_eq!(word_forms("planning", &language), ["planning", "planning's"]);
/// ```
#[must_use]
pub fn word_forms(word: &str, language: &Language) -> Vec<String> {
    let mut forms = Forms::default();
    forms.add(word.to_owned());
    let is_function_word = language.function_words.iter().any(|w| w == word);
    if !is_function_word && word.chars().all(char::is_alphabetic) {
        let plurals: Vec<String> = match irregular_plurals(word, language) {
            listed if listed.is_empty() => regular_plural(word).into_iter().collect(),
            listed => listed,
        };
        for plural in &plurals {
            forms.add(plural.clone());
        }
        for noun in std::iter::once(word).chain(plurals.iter().map(String::as_str)) {
            if noun.chars().nth(1).is_some() && (!noun.ends_with('s') || noun.ends_with("ss")) {
                forms.add(format!("{noun}'s"));
            }
        }
    }
    for form in forms.0.clone() {
        for variant in spelling_variants(&form, language) {
            forms.add(variant);
        }
    }
    forms.0
}

/// The other spellings of a word, by `language.spellings`; without the word itself.
///
/// Each pair is a stem or a whole word: the longer one that the word starts with is replaced by the other, and the rest
/// of the word stays.
///
/// ```
/// use rolecall_lexicon::{Language, inflect::spelling_variants};
///
/// let language = Language { spellings: vec![("prioritis".into(), "prioritiz".into())], ..Language::default() };
/// assert_eq!(spelling_variants("prioritising", &language), ["prioritizing"]);
/// ```
#[must_use]
pub fn spelling_variants(word: &str, language: &Language) -> Vec<String> {
    let mut variants = Forms::default();
    for (one, other) in &language.spellings {
        // "programme" starts with "program", not the other way round, so the longer one is tried first.
        let (long, short) = if one.len() >= other.len() { (one, other) } else { (other, one) };
        let swapped = (word.strip_prefix(long.as_str()).map(|rest| format!("{short}{rest}")))
            .or_else(|| word.strip_prefix(short.as_str()).map(|rest| format!("{long}{rest}")));
        if let Some(variant) = swapped.filter(|variant| variant != word) {
            variants.add(variant);
        }
    }
    variants.0
}

/// Adds to a verb's forms those with another spelling of one of their words.
pub fn add_verb_spellings(verb: &mut Verb, language: &Language) {
    for form in verb.forms.clone() {
        for (i, word) in form.iter().enumerate() {
            for variant in spelling_variants(word, language) {
                let mut other = form.clone();
                other[i] = variant;
                if !verb.forms.contains(&other) {
                    verb.forms.push(other);
                }
            }
        }
    }
}

/// Strings in the order they came, none twice.
#[derive(Default)]
struct Forms(Vec<String>);

impl Forms {
    fn add(&mut self, form: String) {
        if !self.0.contains(&form) {
            self.0.push(form);
        }
    }
}

fn irregular_plurals(word: &str, language: &Language) -> Vec<String> {
    language.plurals.iter().filter(|(one, _)| one == word).map(|(_, many)| many.clone()).collect()
}

fn regular_plural(word: &str) -> Option<String> {
    let is_noun = word.chars().nth(2).is_some()
        && !word.ends_with("ing")
        && !word.ends_with("ly")
        && (!word.ends_with("ed") || word.ends_with("eed"))
        && (!word.ends_with('s') || word.ends_with("ss"));
    // "readiness" and "paperless" have none; "business" is listed in `plurals` like any other exception.
    let is_quality = word.ends_with("ness") || word.ends_with("less");
    (is_noun && !is_quality).then(|| with_s(word))
}

/// The word with -s, -es or -ies: the plural of a noun, the third person of a verb.
fn with_s(word: &str) -> String {
    let hissing = ["s", "x", "z", "ch", "sh"].iter().any(|end| word.ends_with(end));
    if let Some(stem) = consonant_y(word) {
        format!("{stem}ies")
    } else if hissing {
        format!("{word}es")
    } else {
        format!("{word}s")
    }
}

/// The stem of a word that ends in a consonant and y.
fn consonant_y(word: &str) -> Option<&str> {
    word.strip_suffix('y').filter(|stem| stem.chars().next_back().is_some_and(|c| !is_vowel(c)))
}

const fn is_vowel(c: char) -> bool {
    matches!(c, 'a' | 'e' | 'i' | 'o' | 'u')
}
