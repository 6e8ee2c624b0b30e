//! A posting's body, cut at its evidence and made readable: plain text, never markup.

use serde::Serialize;

use super::row::Row;
use crate::render::safe;

/// The most of a body that a page holds, in bytes. Real postings are well below it.
const BODY_SHOWN: usize = 24 << 10;

/// A run of a body: between pieces of evidence, or one of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Piece {
    pub(super) text: String,
    /// Index into the row's evidence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) evidence: Option<usize>,
}

/// The body in pieces, those evidence that `marked` picks apart. What is cut off at the end becomes `[…]`.
pub(super) fn pieces(row: &Row, marked: impl Fn(usize) -> bool) -> Option<Vec<Piece>> {
    let body = row.row.body.as_deref()?;
    let mut pieces = Vec::new();
    let mut at = 0;
    for (index, evidence) in row.evidence.iter().enumerate().filter(|&(index, _)| marked(index)) {
        let span = evidence.span.start as usize..evidence.span.end as usize;
        if span.end > BODY_SHOWN {
            break;
        }
        // A span that overlaps the one before, or that is of another body, cannot be marked.
        let (Some(before), Some(words)) = (body.get(at..span.start), body.get(span.clone())) else { continue };
        push(&mut pieces, before, None);
        push(&mut pieces, words, Some(index));
        at = span.end;
    }
    let mut end = body.len().min(BODY_SHOWN.max(at));
    while !body.is_char_boundary(end) {
        end -= 1;
    }
    push(&mut pieces, body.get(at..end).unwrap_or(""), None);
    if end < body.len() {
        pieces.push(Piece { text: " […]".to_owned(), evidence: None });
    }
    Some(pieces)
}

fn push(pieces: &mut Vec<Piece>, text: &str, evidence: Option<usize>) {
    let text = readable(text);
    if !text.is_empty() {
        pieces.push(Piece { text, evidence });
    }
}

/// Text without tags, comments and entities, with the line breaks that block tags stand for.
fn readable(text: &str) -> String {
    let decoded = entities(text);
    let mut plain = String::with_capacity(decoded.len());
    let mut rest = &*decoded;
    while let Some(open) = rest.find('<') {
        plain.push_str(&rest[..open]);
        let tag = &rest[open + 1..];
        let is_tag = tag.starts_with(|c: char| c == '/' || c == '!' || c.is_ascii_alphabetic());
        match tag.find('>').filter(|_| is_tag) {
            Some(close) => {
                plain.push_str(stands_for(&tag[..close]));
                rest = &tag[close + 1..];
            }
            None => {
                plain.push('<');
                rest = tag;
            }
        }
    }
    plain.push_str(rest);
    // Marks of Markdown are no words either.
    few_blank_lines(&safe::block(&plain.replace("**", "").replace("\\-", "-")))
}

/// What a tag is in plain text.
fn stands_for(tag: &str) -> &'static str {
    let start = usize::from(tag.starts_with('/'));
    let end = tag[start..].find(|c: char| !c.is_ascii_alphanumeric()).map_or(tag.len(), |length| start + length);
    match tag[..end].to_ascii_lowercase().as_str() {
        "li" => "\n• ",
        "br" | "p" | "/p" | "div" | "/div" | "/ul" | "/ol" | "tr" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "/h1"
        | "/h2" | "/h3" | "/h4" | "/h5" | "/h6" => "\n",
        "td" | "th" => " ",
        _ => "",
    }
}

/// The entities that postings are full of; `&amp;` first, as scrapes often escape twice.
fn entities(text: &str) -> String {
    const KNOWN: [(&str, &str); 14] = [
        ("&amp;", "&"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&nbsp;", " "),
        ("&#160;", " "),
        ("&#39;", "'"),
        ("&rsquo;", "’"),
        ("&lsquo;", "‘"),
        ("&quot;", "\""),
        ("&ldquo;", "“"),
        ("&rdquo;", "”"),
        ("&ndash;", "–"),
        ("&mdash;", "—"),
        ("&bull;", "•"),
    ];
    let mut decoded = text.to_owned();
    for (entity, character) in KNOWN {
        if decoded.contains('&') {
            decoded = decoded.replace(entity, character);
        }
    }
    decoded
}

/// At most one blank line on end.
fn few_blank_lines(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut breaks = 0;
    for c in text.chars() {
        breaks = if c == '\n' {
            breaks + 1
        } else if c.is_whitespace() && breaks > 0 {
            breaks
        } else {
            0
        };
        if breaks <= 2 && (breaks == 0 || c == '\n') {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::row;

    #[test]
    fn bodies_are_cut_at_their_evidence() {
        let line = include_str!("../../../../docs/analysis.example.json");
        let mut row = row::parse(line.as_bytes()).unwrap();
        assert_eq!(pieces(&row, |_| true), None);
        row.row.body = Some("<p>Your duties</p> Own the project plan, <b>the schedule".to_owned());
        row.evidence[0].span.start = 19;
        row.evidence[0].span.end = 39;
        let found = pieces(&row, |_| true).unwrap();
        let texts: Vec<_> = found.iter().map(|piece| (piece.text.as_str(), piece.evidence)).collect();
        assert_eq!(texts, [("\nYour duties\n", None), ("Own the project plan", Some(0)), (", the schedule", None)]);
    }

    #[test]
    fn long_bodies_are_cut_between_characters() {
        let line = include_str!("../../../../docs/analysis.example.json");
        let mut row = row::parse(line.as_bytes()).unwrap();
        row.evidence.clear();
        row.row.body = Some(format!("a{}", "é".repeat(BODY_SHOWN)));
        let found = pieces(&row, |_| true).unwrap();
        assert!(found[0].text.len() < BODY_SHOWN + 1 && found[0].text.ends_with('é'));
        assert_eq!(found[1].text, " […]");
    }

    #[test]
    fn markup_becomes_text() {
        for (given, expected) in [
            ("<ul><li>plan</li><li>scope &amp; risk</li></ul>", "\n• plan\n• scope & risk\n"),
            ("a<br/><br/><br/><br/>b", "a\n\nb"),
            ("a\r\n \r\n \t\r\nb", "a\n\nb"),
            ("&lt;script&gt;alert(1)&lt;/script&gt;", "alert(1)"),
            ("under < 5 days, R&amp;amp;D", "under < 5 days, R&amp;D"),
            ("unclosed <b", "unclosed <b"),
            ("**Duties**: day\\-to\\-day", "Duties: day-to-day"),
            ("\u{1b}[31m", "␛[31m"),
        ] {
            assert_eq!(readable(given), expected, "{given:?}");
        }
    }
}
