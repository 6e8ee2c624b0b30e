//! Where a pasted text has its title.

use std::ops::Range;

/// A line without a label is a title only if it has at most so many words.
const MAX_WORDS: usize = 12;

/// A line `Title: …` may be longer, but not a whole posting.
const MAX_LABELLED_WORDS: usize = 30;

/// How many lines with text are searched for a label: what stands before a posting is its head, not its body.
const HEAD_LINES: usize = 20;

/// Labels that a title follows.
const LABELS: [&str; 6] = ["title", "job title", "position title", "role title", "posting title", "working title"];

/// Labels that something else may follow too, so that the line must look like a title besides.
const WEAK_LABELS: [&str; 4] = ["position", "role", "job", "vacancy"];

/// Words that stand in sentences about the reader and not in titles.
const SENTENCE_WORDS: [&str; 5] = ["you", "you'll", "you’ll", "your", "you're"];

/// The line of a text that is its title.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TitleLine {
    /// The bytes of the line, without what ends it.
    pub line: Range<usize>,
    /// The bytes of the title in it: without label, marks and tags.
    pub title: Range<usize>,
}

impl TitleLine {
    /// The body with the title's line as spaces: every other byte keeps its place, and the title is no part of
    /// what is read.
    #[must_use]
    pub fn mask(&self, body: &str) -> String {
        [&body[..self.line.start], &" ".repeat(self.line.len()), &body[self.line.end..]].concat()
    }
}

/// Finds the title of a text that came without one: a line `Title: …` near its top, or else a first line of at most
/// twelve words in which `has_title_word` sees a title.
///
/// A first line with nothing below it, or one that is plainly a sentence, is the posting itself and not its title.
///
/// ```
/// use rolecall::title::from_body;
/// let text = "# Senior Product Manager\n\nYou own the roadmap.\n";
/// let found = from_body(text, |line| line.contains("Product Manager")).unwrap();
/// assert_eq!(&text[found.title], "Senior Product Manager");
/// assert_eq!(&text[found.line], "# Senior Product Manager");
/// ```
pub fn from_body(text: &str, mut has_title_word: impl FnMut(&str) -> bool) -> Option<TitleLine> {
    let lines = || lines(text).filter(|line| !bare(text, line.clone()).is_empty());
    for line in lines().take(HEAD_LINES) {
        let Some((label, title)) = labelled(text, bare(text, line.clone())) else { continue };
        let words = text[title.clone()].split_whitespace().count();
        let holds = match label {
            Label::Sure => (1..=MAX_LABELLED_WORDS).contains(&words),
            Label::Weak => (1..=MAX_WORDS).contains(&words) && has_title_word(&text[title.clone()]),
        };
        if holds {
            return Some(TitleLine { line, title });
        }
    }
    let mut lines = lines();
    let line = lines.next()?;
    let title = bare(text, line.clone());
    let words = &text[title.clone()];
    let holds = lines.next().is_some()
        && words.split_whitespace().count() <= MAX_WORDS
        && !is_sentence(words)
        && has_title_word(words);
    holds.then_some(TitleLine { line, title })
}

/// The lines of a text, by their bytes. `\n`, `\r\n` and a lone `\r` end one.
fn lines(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut next = Some(0);
    std::iter::from_fn(move || {
        let start = next?;
        let rest = &text[start..];
        let len = rest.find(['\n', '\r']).unwrap_or(rest.len());
        next = match &rest.as_bytes()[len..] {
            [] => None,
            [b'\r', b'\n', ..] => Some(start + len + 2),
            _ => Some(start + len + 1),
        };
        Some(start..start + len)
    })
}

/// A line without white space, Markdown marks and tags at its ends.
fn bare(text: &str, line: Range<usize>) -> Range<usize> {
    let Range { mut start, mut end } = line;
    loop {
        let part = &text[start..end];
        let front = part.trim_start_matches(is_mark);
        let front = match front.strip_prefix('<').and_then(|rest| rest.split_once('>')) {
            Some((tag, rest)) if !tag.contains('<') => rest,
            _ => front,
        };
        start = end - front.len();
        let back = front.trim_end_matches(is_mark);
        let back = match back.strip_suffix('>').and_then(|rest| rest.rsplit_once('<')) {
            Some((rest, tag)) if !tag.contains('>') => rest,
            _ => back,
        };
        end = start + back.len();
        if end - start == part.len() {
            return start..end;
        }
    }
}

fn is_mark(c: char) -> bool {
    c.is_whitespace() || matches!(c, '#' | '*' | '_' | '=' | '~' | '|' | '•' | '·' | '\u{feff}')
}

enum Label {
    Sure,
    Weak,
}

/// The title behind a label: "**Job title:** Product Owner".
fn labelled(text: &str, line: Range<usize>) -> Option<(Label, Range<usize>)> {
    let colon = line.start + text[line.clone()].find([':', '：'])?;
    let label = text[bare(text, line.start..colon)].to_lowercase();
    let kind = if LABELS.contains(&label.as_str()) {
        Label::Sure
    } else if WEAK_LABELS.contains(&label.as_str()) {
        Label::Weak
    } else {
        return None;
    };
    let after = colon + text[colon..].chars().next().map_or(0, char::len_utf8);
    Some((kind, bare(text, after..line.end)))
}

/// Whether a line is part of the text rather than its title.
fn is_sentence(line: &str) -> bool {
    let last = line.split_whitespace().next_back().unwrap_or("");
    // "Acme Inc." and "Product Manager (Sr.)" end in a stop and are no sentences.
    let abbreviation = last.chars().count() <= 5 && last.starts_with(|c: char| c.is_uppercase() || c == '(');
    let stops = line.ends_with(['?', ';', ',']) || (line.ends_with('.') && !abbreviation);
    let bullet = line.starts_with(['-', '–', '+']);
    stops || bullet || line.split_whitespace().any(|word| SENTENCE_WORDS.contains(&word.to_lowercase().as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn has_title_word(line: &str) -> bool {
        let line = line.to_lowercase();
        ["product manager", "product owner", "project manager"].iter().any(|title| line.contains(title))
    }

    #[test]
    fn titles() {
        let cases = [
            ("Product Manager\n\nYou own it.", Some("Product Manager")),
            ("\u{feff}\r\n  Product Manager \r\nYou own it.", Some("Product Manager")),
            ("Product Manager\rYou own it.", Some("Product Manager")),
            ("# **Senior Product Manager**\ntext", Some("Senior Product Manager")),
            ("<h1 class=\"t\"><b>Product Owner</b></h1>\n<p>text</p>", Some("Product Owner")),
            ("Product Owner, Acme Inc.\ntext", Some("Product Owner, Acme Inc.")),
            ("We are hiring a Product Manager!\ntext", Some("We are hiring a Product Manager!")),
            // A label, also below other lines and for a title that is no title word.
            ("Title: Chief Gardener\ntext", Some("Chief Gardener")),
            ("Acme Ltd\nLocation: Ulm\n**Job Title:** Product Owner (f/m/d)\ntext", Some("Product Owner (f/m/d)")),
            ("<p><strong>Job title:</strong> Gardener</p>\n<p>text</p>", Some("Gardener")),
            ("TITLE: Product Manager: Payments", Some("Product Manager: Payments")),
            ("Position: Project Manager\ntext", Some("Project Manager")),
            // A first line that is a title word, and a label below it: the label says it.
            ("About our Product Manager team\nTitle: Product Owner\ntext", Some("Product Owner")),
            // A label for something else.
            ("Position: full-time\nRole: see below\ntext", None),
            ("Title:\ntext", None),
            ("Entitled: Product Manager\ntext", Some("Entitled: Product Manager")),
            // No title word, too long, or not at the top.
            ("Gardener\ntext", None),
            ("Welcome\nProduct Manager\ntext", None),
            ("one two three four five six seven eight nine ten eleven Product Manager\ntext", None),
            (
                "one two three four five six seven eight nine ten Product Manager\ntext",
                Some("one two three four five six seven eight nine ten Product Manager"),
            ),
            // The posting itself.
            ("This is not a project manager role", None),
            ("Work with the Product Owner.\nWrite code.", None),
            ("As a Product Manager you will:\n- own the roadmap", None),
            ("- Support the Product Owner\n- Write code", None),
            ("", None),
            (" \n\t\n", None),
        ];
        for (text, expected) in cases {
            let found = from_body(text, has_title_word);
            assert_eq!(found.as_ref().map(|found| &text[found.title.clone()]), expected, "{text:?}");
            if let Some(found) = found {
                assert!(!text[found.line.clone()].contains(['\n', '\r']), "{text:?}");
                let masked = found.mask(text);
                assert_eq!(masked.len(), text.len());
                assert!(!masked.contains(&text[found.title]), "{masked:?}");
            }
        }
    }

    proptest! {
        #[test]
        fn any_text(text in "(\u{feff}|[<>*#:\r\n -]|[Tt]itle:|Product Manager|é|you){0,30}") {
            if let Some(TitleLine { line, title }) = from_body(&text, has_title_word) {
                prop_assert!(line.start <= title.start && title.end <= line.end);
                prop_assert!(!text[line].contains(['\n', '\r']));
                prop_assert!(!text[title].is_empty());
            }
        }
    }
}
