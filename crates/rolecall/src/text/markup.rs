//! Tags, comments and links, raw or escaped.

use super::chars::read;

/// A tag without an end is text after this many bytes.
const MAX_TAG: usize = 4096;

/// What a run of markup is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Ends a block: `<p>`, `<div>`, `<br>` …
    Block,
    /// Opens a list item.
    Item,
    /// Opens a heading.
    HeadingOpen,
    /// Closes a heading.
    HeadingClose,
    /// Opens bold.
    BoldOpen,
    /// Closes bold.
    BoldClose,
    /// Opens a script, style sheet or the like: masked with all that it holds.
    Raw,
    /// Anything else: transparent.
    Inline,
}

/// A run of markup.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tag {
    pub(super) kind: Kind,
    /// The byte after it.
    pub(super) end: usize,
}

/// Finds tags; remembers where it has already looked in vain, so that a text full of `<` stays linear.
#[derive(Debug, Default)]
pub(super) struct Tags {
    /// No tag that starts before this byte ends.
    open_until: usize,
}

impl Tags {
    /// The tag at `at`, where a `<` stands (raw or as an entity); `next` is the byte after that.
    pub(super) fn tag(&mut self, text: &str, at: usize, next: usize) -> Option<Tag> {
        if at < self.open_until || next >= text.len() {
            return None;
        }
        let first = read(text, next);
        match first.ch {
            '!' if text[first.next..].starts_with("--") => return Some(comment(text, first.next)),
            'a'..='z' | 'A'..='Z' | '/' | '!' | '?' => {}
            _ => return None,
        }
        let (closing, name_at) = if first.ch == '/' { (true, first.next) } else { (false, next) };
        let (name, name_len) = name(text, name_at);
        let Some(end) = end_of_tag(text, name_at) else {
            self.open_until = (at + MAX_TAG).min(text.len());
            return None;
        };
        let kind = kind(&name[..name_len], closing);
        if kind == Kind::Raw {
            return Some(Tag { kind, end: end_of_raw(text, end, &name[..name_len]) });
        }
        Some(Tag { kind, end })
    }
}

/// The tag's name in lower case, cut at ten letters: none that matters is longer.
fn name(text: &str, mut at: usize) -> ([u8; 10], usize) {
    let bytes = text.as_bytes();
    let mut name = [0; 10];
    let mut len = 0;
    while at < bytes.len() && len < name.len() && bytes[at].is_ascii_alphanumeric() {
        name[len] = bytes[at].to_ascii_lowercase();
        len += 1;
        at += 1;
    }
    (name, len)
}

/// The byte after the `>` that ends the tag, quotes respected.
///
/// A quote that holds a `>` and then a `<` was never closed: the tag ended at that `>`.
fn end_of_tag(text: &str, mut at: usize) -> Option<usize> {
    let limit = text.len().min(at + MAX_TAG);
    let mut quote = None;
    let mut first_end = None;
    let mut before = '=';
    while at < limit {
        let c = read(text, at);
        at = c.next;
        match (c.ch, quote) {
            ('>', None) => return Some(at),
            ('>', Some(_)) => first_end = first_end.or(Some(at)),
            ('<', Some(_)) if first_end.is_some() => break,
            // An apostrophe inside an unquoted tag is text, not a quote.
            ('"' | '\'', None) if before == '=' => quote = Some(c.ch),
            (ch, Some(open)) if ch == open => quote = None,
            _ => {}
        }
        if !c.ch.is_whitespace() {
            before = c.ch;
        }
    }
    first_end
}

fn comment(text: &str, from: usize) -> Tag {
    let end = text[from..].find("-->").map_or(text.len(), |n| from + n + 3);
    Tag { kind: Kind::Inline, end }
}

/// The end of a script or style sheet: after its closing tag, or the end of the text.
fn end_of_raw(text: &str, from: usize, name: &[u8]) -> usize {
    let mut at = from;
    while let Some(n) = text[at..].find("</").or_else(|| text[at..].find("&lt;/")) {
        let slash = at + n + if text.as_bytes()[at + n] == b'<' { 2 } else { 5 };
        let rest = &text.as_bytes()[slash..];
        if rest.len() >= name.len() && rest[..name.len()].eq_ignore_ascii_case(name) {
            return end_of_tag(text, slash).unwrap_or(text.len());
        }
        at = slash;
    }
    text.len()
}

fn kind(name: &[u8], closing: bool) -> Kind {
    match name {
        b"li" if !closing => Kind::Item,
        b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" if closing => Kind::HeadingClose,
        b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" => Kind::HeadingOpen,
        b"b" | b"strong" if closing => Kind::BoldClose,
        b"b" | b"strong" => Kind::BoldOpen,
        b"script" | b"style" | b"noscript" | b"template" | b"svg" | b"head" if !closing => Kind::Raw,
        b"p" | b"div" | b"br" | b"ul" | b"ol" | b"li" | b"tr" | b"td" | b"th" | b"table" | b"tbody" | b"thead"
        | b"section" | b"article" | b"header" | b"footer" | b"hr" | b"blockquote" | b"dd" | b"dt" | b"dl" | b"pre"
        | b"main" | b"nav" | b"aside" | b"form" | b"option" | b"select" | b"title" | b"body" | b"html" | b"figure"
        | b"address" | b"fieldset" | b"legend" | b"label" | b"button" | b"center" | b"summary" | b"details" => {
            Kind::Block
        }
        _ => Kind::Inline,
    }
}

/// The end of a URL that starts at `at`: the next white space, bracket or quote.
pub(super) fn end_of_url(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    let stop = |b: &u8| b.is_ascii_whitespace() || matches!(b, b'<' | b'>' | b'"' | b')' | b']' | b'`' | b'|');
    let end = bytes[at..].iter().position(stop).map_or(bytes.len(), |n| at + n);
    // An escaped tag or quote ends it too; its own ampersands do not.
    let escaped = ["&lt;", "&quot;", "&gt;", "&nbsp;"];
    let end = escaped.iter().filter_map(|e| text[at..end].find(e)).map(|n| at + n).min().unwrap_or(end);
    // Punctuation at its end is of the sentence around it.
    let mut end = end;
    while end > at && matches!(bytes[end - 1], b'.' | b',' | b';' | b':' | b'!' | b'?' | b'*' | b'_') {
        end -= 1;
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_end_where_a_browser_ends_them() {
        for (text, kind, end) in [
            ("<p>x", Kind::Block, 3),
            ("</p>x", Kind::Block, 4),
            ("<li class=\"a>b\">x", Kind::Item, 16),
            ("<b>x", Kind::BoldOpen, 3),
            ("<script>a<b</script>x", Kind::Raw, 20),
            ("<!-- a > b -->x", Kind::Inline, 14),
            ("<h2 a='>'>x", Kind::HeadingOpen, 10),
            ("<a href=\"x>y<b>", Kind::Inline, 11),
            ("<p it's>x", Kind::Block, 8),
        ] {
            assert_eq!(Tags::default().tag(text, 0, 1), Some(Tag { kind, end }), "{text}");
        }
        for text in ["< 5", "<5", "<b", "<", "<3 us"] {
            assert_eq!(Tags::default().tag(text, 0, 1), None, "{text}");
        }
        assert_eq!(Tags::default().tag("&lt;p&gt;x", 0, 4), Some(Tag { kind: Kind::Block, end: 9 }));
    }

    #[test]
    fn urls_end_before_the_sentence_goes_on() {
        for (text, end) in [("https://a.b/c?d=e, and", 17), ("www.a.b).", 7), ("http://a&lt;br&gt;", 8)] {
            assert_eq!(end_of_url(text, 0), end, "{text}");
        }
    }
}
