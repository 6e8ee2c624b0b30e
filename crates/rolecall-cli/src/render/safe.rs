//! Text of strangers, made fit for a terminal.
//!
//! A posting may hold anything, also escape sequences that would move the cursor, retitle the window or
//! turn text around. Nothing of a posting is printed that did not pass through here.

/// A control character as a picture of itself, a direction override as the replacement character.
fn harmless(c: char) -> char {
    match c {
        '\0'..='\u{1f}' => char::from_u32(0x2400 + c as u32).unwrap_or('\u{fffd}'),
        '\u{7f}' => '\u{2421}',
        '\u{80}'..='\u{9f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
        _ => c,
    }
}

/// A text of several lines: line breaks (any kind) and tabs (as a space) stay, other controls are made visible.
///
/// ```
/// use rolecall_cli::render::safe;
/// assert_eq!(safe::block("a\r\nb\tc\u{1b}[31m"), "a\nb c␛[31m");
/// ```
#[must_use]
pub fn block(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' => {
                if chars.peek() != Some(&'\n') {
                    out.push('\n');
                }
            }
            '\n' | '\u{2028}' | '\u{2029}' => out.push('\n'),
            '\t' => out.push(' '),
            // Byte order mark and the marks of direction: nothing to see, nothing to lose.
            '\u{feff}' | '\u{200e}' | '\u{200f}' | '\u{61c}' => {}
            c => out.push(harmless(c)),
        }
    }
    out
}

/// A text as one line: white space of any kind is one space, controls are made visible.
#[must_use]
pub fn line(text: &str) -> String {
    block(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A short quotation of a posting: as [`line()`], without the tags and Markdown marks that may lie inside a span.
///
/// ```
/// use rolecall_cli::render::safe;
/// assert_eq!(safe::quote("own the <b>product</b>\n  **roadmap** &amp; pricing"), "own the product roadmap & pricing");
/// ```
#[must_use]
pub fn quote(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find('<') {
        plain.push_str(&rest[..open]);
        let is_tag = rest[open + 1..].starts_with(|c: char| c == '/' || c == '!' || c.is_ascii_alphabetic());
        match rest[open..].find('>').filter(|_| is_tag) {
            Some(close) => rest = &rest[open + close + 1..],
            None => {
                plain.push('<');
                rest = &rest[open + 1..];
            }
        }
    }
    plain.push_str(rest);
    let mut plain = plain.replace("**", "").replace("__", "").replace('`', "");
    for (entity, character) in ENTITIES {
        if plain.contains('&') {
            plain = plain.replace(entity, character);
        }
    }
    line(&plain)
}

/// The entities that stand inside phrases of real postings; `&amp;` last, so that nothing is read twice.
const ENTITIES: [(&str, &str); 8] = [
    ("&nbsp;", " "),
    ("&#160;", " "),
    ("&#39;", "'"),
    ("&rsquo;", "’"),
    ("&quot;", "\""),
    ("&lt;", "<"),
    ("&gt;", ">"),
    ("&amp;", "&"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_steers_a_terminal_gets_through() {
        for (given, expected) in [
            ("\u{1b}[2J\u{1b}]0;owned\u{7}", "␛[2J␛]0;owned␇"),
            ("a\u{9b}31mb", "a\u{fffd}31mb"),
            ("abc\u{202e}def", "abc\u{fffd}def"),
            ("\u{8}\u{7f}\0", "␈␡␀"),
            ("one\rtwo\r\nthree", "one\ntwo\nthree"),
            ("naïve 👩‍💻 日本", "naïve 👩‍💻 日本"),
        ] {
            assert_eq!(block(given), expected, "{given:?}");
        }
    }

    #[test]
    fn quotes_are_one_plain_line() {
        for (given, expected) in [
            ("own\n   the   plan", "own the plan"),
            ("<p class=\"a\">scope</p> < 5 days", "scope < 5 days"),
            ("a <b", "a <b"),
            ("**time**, `scope`", "time, scope"),
            ("R&amp;D &amp;lt; P&amp;L", "R&D &lt; P&L"),
            ("", ""),
        ] {
            assert_eq!(quote(given), expected, "{given:?}");
        }
    }
}
