//! What a line end means, from a look at the whole text.

/// How long a full line of wrapped text is, in bytes: mail and terminals wrap at 60 to 100 columns, and a
/// paragraph in one line is longer.
const WRAPPED: std::ops::Range<usize> = 60..101;

/// How the body breaks its lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lines {
    /// A line end ends a block.
    Blocks,
    /// Lines are wrapped at a width: a line end in running text is a space.
    Wrapped,
    /// HTML: a line end is a space.
    Html,
    /// There are none.
    None,
}

/// Tags that say that line ends are white space; raw, and escaped.
const HTML: [&str; 4] = ["</p>", "</li>", "<br", "</div>"];
const ESCAPED_HTML: [&str; 4] = ["&lt;/p&gt;", "&lt;/li&gt;", "&lt;br", "&lt;/div&gt;"];

/// How the lines of a text are to be read, from a look at all of it.
pub(super) fn lines(text: &str) -> Lines {
    let bytes = text.as_bytes();
    let is_html = |at: usize| match bytes[at] {
        b'<' => HTML.iter().any(|tag| bytes[at..].starts_with(tag.as_bytes())),
        _ => ESCAPED_HTML.iter().any(|tag| bytes[at..].starts_with(tag.as_bytes())),
    };
    if memchr::memchr2_iter(b'<', b'&', bytes).any(is_html) {
        return Lines::Html;
    }
    let (mut full, mut longer, mut any, mut from) = (0u32, 0u32, false, 0);
    for end in memchr::memchr_iter(b'\n', bytes) {
        any = true;
        match end - from {
            n if WRAPPED.contains(&n) => full += 1,
            n if n >= WRAPPED.end => longer += 1,
            _ => {}
        }
        from = end + 1;
    }
    if !any {
        Lines::None
    } else if full >= 5 && longer == 0 {
        Lines::Wrapped
    } else {
        Lines::Blocks
    }
}
