//! Fitting text into columns, by what a character takes up on screen.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Columns that a text takes.
pub(crate) fn width(text: &str) -> usize {
    text.width()
}

/// The text, cut with `…` to at most `columns`; between words if a word end is near.
pub(crate) fn shorten(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let room = columns.saturating_sub(1);
    let kept = head(text, room);
    let whole_words = match kept.rfind(' ') {
        Some(space) if !text[kept.len()..].starts_with(' ') && width(&kept[..space]) * 2 > room => &kept[..space],
        _ => kept,
    };
    format!("{}…", whole_words.trim_end_matches([' ', ',', ';']))
}

/// The longest beginning that takes at most `columns`.
fn head(text: &str, columns: usize) -> &str {
    let mut used = 0;
    for (at, c) in text.char_indices() {
        used += c.width().unwrap_or(0);
        if used > columns {
            return &text[..at];
        }
    }
    text
}

/// The text in lines of at most `columns`, broken between words, or inside a word that is longer than a line.
pub(crate) fn wrap(text: &str, columns: usize) -> Vec<String> {
    let columns = columns.max(1);
    let mut lines = Vec::new();
    let mut line = String::new();
    for mut word in text.split_whitespace() {
        if !line.is_empty() && width(&line) + 1 + width(word) > columns {
            lines.push(std::mem::take(&mut line));
        }
        while line.is_empty() && width(word) > columns {
            let part = match head(word, columns) {
                // A character that is wider than the column has to stand somewhere.
                "" => &word[..word.chars().next().map_or(0, char::len_utf8)],
                part => part,
            };
            lines.push(part.to_owned());
            word = &word[part.len()..];
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// A quotation in at most `lines` lines, cut with `…` before the closing mark if there is more.
pub(crate) fn wrap_quote(quote: &str, columns: usize, lines: usize) -> Vec<String> {
    let mut wrapped = wrap(&format!("“{quote}”"), columns);
    if wrapped.len() > lines {
        let tail = wrapped.split_off(lines - 1).join(" ");
        wrapped.push(shorten(tail.trim_end_matches('”'), columns.saturating_sub(1)) + "”");
    }
    wrapped
}

/// The text, filled up with spaces to `columns`.
pub(crate) fn pad(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(width(text))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shortens_by_columns_and_words() {
        for (text, columns, expected) in [
            ("short", 10, "short"),
            ("own the project plan", 12, "own the…"),
            ("own the project plan", 16, "own the project…"),
            ("Donaudampfschifffahrt", 8, "Donauda…"),
            ("日本語の文章", 7, "日本語…"),
            ("anything", 1, "…"),
            ("anything", 0, "…"),
            ("", 0, ""),
        ] {
            assert_eq!(shorten(text, columns), expected, "{text:?} in {columns}");
        }
    }

    #[test]
    fn wraps_by_columns() {
        for (text, columns, expected) in [
            ("own the project plan", 9, vec!["own the", "project", "plan"]),
            ("abcdefghij k", 4, vec!["abcd", "efgh", "ij k"]),
            ("日本語", 1, vec!["日", "本", "語"]),
            ("  ", 5, vec![]),
        ] {
            assert_eq!(wrap(text, columns), expected, "{text:?} in {columns}");
        }
        assert_eq!(wrap_quote("one two three four", 6, 2), ["“one", "two…”"]);
        assert_eq!(wrap_quote("one two", 6, 2), ["“one", "two”"]);
        assert_eq!(wrap_quote("one two", 9, 1), ["“one two”"]);
    }

    #[test]
    fn pads_by_columns() {
        assert_eq!(pad("日本", 6), "日本  ");
        assert_eq!(pad("toolong", 3), "toolong");
    }
}
