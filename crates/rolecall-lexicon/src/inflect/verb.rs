//! The forms of a verb from one entry of a class.

use super::{Forms, consonant_y, is_vowel, with_s};
use crate::model::Verb;

/// Why a verb can't be read, and where in its entry.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{kind}")]
pub struct VerbError {
    /// Byte offset of the fault in the entry.
    pub offset: usize,
    /// Length of the fault in bytes.
    pub len: usize,
    /// What is wrong.
    pub kind: VerbErrorKind,
}

/// What is wrong with a verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum VerbErrorKind {
    /// No word.
    #[error("the verb is empty")]
    Empty,
    /// A character that is no lower-case letter, apostrophe, space, hyphen or (in the first word) slash.
    #[error("`{0}` can't stand in a verb")]
    BadCharacter(char),
    /// Neither one form nor four.
    #[error("a verb with {0} forms")]
    FormCount(usize),
    /// Four complete forms with different numbers of words, or that differ in no word.
    #[error("four forms that don't fit each other")]
    UnlikeForms,
}

impl VerbErrorKind {
    /// What the author can do about it.
    #[must_use]
    pub const fn help(self) -> &'static str {
        match self {
            Self::Empty => "write the verb's base form, as in `own`",
            Self::BadCharacter(_) => "a verb is lower-case words: `own`, `be accountable for`, `lead/led/led/leading`",
            Self::FormCount(_) => {
                "an irregular verb has four forms, base/past/participle/-ing, as in `lead/led/led/leading`; a regular one has one"
            }
            Self::UnlikeForms => "write four forms of the word that changes: `jointly lead/led/led/leading the team`",
        }
    }
}

/// Parts before a hyphen that are not inflected: "co-own".
const PREFIXES: [&str; 3] = ["co", "pre", "re"];

/// Reads one entry of a verb list and makes all its forms: base, -s, past, participle, -ing; base first, no form twice.
///
/// One word is inflected, the others stay: the first one by rule (the second one of "co-own"), or the one that is written
/// as `base/past/participle/-ing`. All four may also be written out: `co lead/co led/co led/co leading`. Four times the
/// same word has that one form: `ownership/ownership/ownership/ownership of`.
///
/// "be" is known; a verb that starts with it also has the form without it, so that "be accountable for" matches
/// "Accountable for the roadmap".
///
/// # Errors
/// If the entry has no word, a character that words don't have, or two, three or more than four forms.
///
/// ```
/// use rolecall_lexicon::inflect::verb_forms;
///
/// let verb = verb_forms("take/took/taken/taking ownership of")?;
/// assert_eq!(verb.base, "take ownership of");
/// assert_eq!(verb.forms[2], ["took", "ownership", "of"]);
/// # Ok::<(), rolecall_lexicon::inflect::VerbError>(())
/// ```
pub fn verb_forms(entry: &str) -> Result<Verb, VerbError> {
    let words = words(entry)?;
    let fault = |kind| Err(VerbError { offset: 0, len: entry.len(), kind });
    let slashes = words.iter().filter(|word| word.contains('/')).count();
    let mut forms = match slashes {
        0 => {
            let head = usize::from(words.len() > 1 && PREFIXES.contains(&words[0].as_str()));
            regular(&words[head]).0.into_iter().map(|form| replaced(&words, head, form)).collect()
        }
        1 => {
            let head = words.iter().position(|word| word.contains('/')).unwrap_or_default();
            let written: Vec<&str> = words[head].split('/').filter(|form| !form.is_empty()).collect();
            let Ok(written) = <[&str; 4]>::try_from(written.as_slice()) else {
                return fault(VerbErrorKind::FormCount(written.len()));
            };
            irregular(written).0.into_iter().map(|form| replaced(&words, head, form)).collect()
        }
        _ => match whole_forms(&words) {
            Ok(forms) => forms,
            Err(kind) => return fault(kind),
        },
    };
    if let [first, rest @ ..] = forms[0].as_slice()
        && first == "be"
        && !rest.is_empty()
    {
        forms.push(rest.to_vec());
    }
    Ok(Verb { base: forms[0].join(" "), forms })
}

/// The words of an entry, slashes left in.
fn words(entry: &str) -> Result<Vec<String>, VerbError> {
    let mut words: Vec<(usize, String)> = Vec::new();
    let mut in_word = false;
    for (offset, c) in entry.char_indices() {
        let c = match c {
            _ if c.is_whitespace() || c == '-' => {
                in_word = false;
                continue;
            }
            '\u{2019}' => '\'',
            '/' | '\'' => c,
            _ if c.is_alphabetic() && !c.is_uppercase() => c,
            _ => return Err(VerbError { offset, len: c.len_utf8(), kind: VerbErrorKind::BadCharacter(c) }),
        };
        match words.last_mut() {
            Some((_, word)) if in_word => word.push(c),
            _ => words.push((offset, c.to_string())),
        }
        in_word = true;
    }
    if let Some((offset, _)) = words.iter().find(|(_, word)| word.starts_with('\'') || word.ends_with('\'')) {
        return Err(VerbError { offset: *offset, len: 1, kind: VerbErrorKind::BadCharacter('\'') });
    }
    if words.is_empty() {
        return Err(VerbError { offset: 0, len: entry.len(), kind: VerbErrorKind::Empty });
    }
    Ok(words.into_iter().map(|(_, word)| word).collect())
}

/// The words, with another one at `head`.
fn replaced(words: &[String], head: usize, form: String) -> Vec<String> {
    let mut words = words.to_vec();
    words[head] = form;
    words
}

/// The forms of `co lead/co led/co led/co leading`.
fn whole_forms(words: &[String]) -> Result<Vec<Vec<String>>, VerbErrorKind> {
    let joined = words.join(" ");
    let written: Vec<Vec<String>> =
        joined.split('/').map(|form| form.split_whitespace().map(str::to_owned).collect()).collect();
    let Ok([base, past, participle, ing]) = <[Vec<String>; 4]>::try_from(written) else {
        return Err(VerbErrorKind::FormCount(joined.split('/').count()));
    };
    let same_length = [&past, &participle, &ing].iter().all(|form| form.len() == base.len());
    let head = (0..base.len().min(ing.len())).find(|&i| base[i] != ing[i]);
    let (true, Some(head)) = (same_length, head) else { return Err(VerbErrorKind::UnlikeForms) };
    let third = replaced(&base, head, third_person(&base[head]));
    let mut forms: Vec<Vec<String>> = Vec::new();
    for form in [base, third, past, participle, ing] {
        if !forms.contains(&form) {
            forms.push(form);
        }
    }
    Ok(forms)
}

fn irregular([base, past, participle, ing]: [&str; 4]) -> Forms {
    let mut forms = Forms::default();
    forms.add(base.to_owned());
    if [past, participle, ing] != [base; 3] {
        forms.add(third_person(base));
    }
    for form in [past, participle, ing] {
        forms.add(form.to_owned());
    }
    forms
}

fn regular(base: &str) -> Forms {
    let mut forms = Forms::default();
    if base == "be" {
        for form in ["be", "am", "is", "are", "was", "were", "been", "being"] {
            forms.add(form.to_owned());
        }
        return forms;
    }
    forms.add(base.to_owned());
    forms.add(third_person(base));
    if let Some(stem) = base.strip_suffix('e') {
        forms.add(format!("{base}d"));
        // "see", "agree", "shoe" and "eye" keep their e; "tie" becomes "tying".
        let ing = match (stem.strip_suffix('i'), stem.chars().next_back()) {
            (Some(stem), _) => format!("{stem}ying"),
            (None, Some('e' | 'o' | 'y')) => format!("{base}ing"),
            _ => format!("{stem}ing"),
        };
        forms.add(ing);
        return forms;
    }
    if let Some(stem) = consonant_y(base) {
        forms.add(format!("{stem}ied"));
        forms.add(format!("{base}ing"));
        return forms;
    }
    let doubling = doubling(base);
    let last = base.chars().next_back().unwrap_or_default();
    if doubling != Doubling::Always {
        forms.add(format!("{base}ed"));
        forms.add(format!("{base}ing"));
    }
    if doubling != Doubling::Never {
        forms.add(format!("{base}{last}ed"));
        forms.add(format!("{base}{last}ing"));
    }
    forms
}

fn third_person(base: &str) -> String {
    match base {
        "have" => "has".to_owned(),
        // "goes", "does", "vetoes"; but "shampoos".
        _ if base.ends_with('o') && !base.ends_with("oo") => format!("{base}es"),
        _ => with_s(base),
    }
}

/// Whether the last consonant is doubled before -ed and -ing.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Doubling {
    /// "deliver", "own".
    Never,
    /// "plan", "commit".
    Always,
    /// "model": "modeled" in the US, "modelled" in the UK.
    Both,
}

fn doubling(base: &str) -> Doubling {
    // Verbs of several syllables double only when the last one is stressed, which the spelling doesn't tell.
    const STRESSED: [&str; 17] = [
        "mit", "fer", "cur", "trol", "pel", "fil", "stil", "quip", "gin", "map", "log", "bug", "plan", "lap", "set",
        "gram", "cap",
    ];
    let letters: Vec<char> = base.chars().collect();
    let [.., before, vowel, last] = letters[..] else { return Doubling::Never };
    let single_vowel = is_vowel(vowel) && (!is_vowel(before) || is_qu(&letters[..letters.len() - 1]));
    if !single_vowel || is_vowel(last) || matches!(last, 'w' | 'x' | 'y' | 'c' | 'h') {
        return Doubling::Never;
    }
    if syllables(&letters) == 1 || STRESSED.iter().any(|end| base.ends_with(end)) {
        Doubling::Always
    } else if last == 'l' && matches!(vowel, 'e' | 'a') {
        Doubling::Both
    } else {
        Doubling::Never
    }
}

/// Whether the letters end in "qu" and a vowel: the u is no vowel there.
fn is_qu(letters: &[char]) -> bool {
    matches!(letters, [.., 'q', 'u', _])
}

/// The number of runs of vowels, without a silent e at the end; the u of "qu" is none.
fn syllables(letters: &[char]) -> usize {
    let vowel = |i: usize| match letters[i] {
        'u' => i == 0 || letters[i - 1] != 'q',
        'y' => i > 0,
        c => is_vowel(c),
    };
    (0..letters.len()).filter(|&i| vowel(i) && (i == 0 || !vowel(i - 1))).count()
}
