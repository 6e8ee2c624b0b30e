//! Characters of the body, with entities read as what they stand for.

/// The longest entity name that is looked for, without `&` and `;`.
const MAX_NAME: usize = 8;

/// A character and where the next one starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Read {
    /// The character.
    pub(super) ch: char,
    /// The byte after it.
    pub(super) next: usize,
}

/// The character at `at`, entities decoded. `at` must be on a character boundary before the end.
#[inline]
pub(super) fn read(text: &str, at: usize) -> Read {
    let byte = text.as_bytes()[at];
    if byte == b'&' {
        return entity(text, at).unwrap_or(Read { ch: '&', next: at + 1 });
    }
    if byte < 0x80 {
        return Read { ch: byte as char, next: at + 1 };
    }
    let mut rest = text[at..].chars();
    let ch = rest.next().unwrap_or('\u{fffd}');
    if matches!(ch, 'â' | 'Â')
        && let Some((ch, length)) = twice_encoded(ch, rest)
    {
        return Read { ch, next: at + length };
    }
    Read { ch, next: at + ch.len_utf8() }
}

/// Punctuation whose UTF-8 somebody read as Latin-1 or Windows-1252 and wrote as UTF-8 again ("weâ€™re"), and how many
/// bytes it takes. One posting in a hundred of the labelled ones has it; read as it stands, no "we're" is a word in it.
fn twice_encoded(first: char, mut rest: std::str::Chars<'_>) -> Option<(char, usize)> {
    let second = rest.next()?;
    if first == 'Â' {
        return matches!(second, '\u{a0}' | '·').then_some((second, first.len_utf8() + second.len_utf8()));
    }
    let third = rest.next()?;
    let ch = match (second, third) {
        ('\u{80}' | '€', '\u{98}' | '˜') => '‘',
        ('\u{80}' | '€', '\u{99}' | '™') => '’',
        ('\u{80}' | '€', '\u{9c}' | 'œ') => '“',
        ('\u{80}' | '€', '\u{9d}') => '”',
        ('\u{80}' | '€', '\u{93}' | '“') => '–',
        ('\u{80}' | '€', '\u{94}' | '”') => '—',
        ('\u{80}' | '€', '¢') => '•',
        ('\u{80}' | '€', '¦') => '…',
        _ => return None,
    };
    Some((ch, first.len_utf8() + second.len_utf8() + third.len_utf8()))
}

/// The entity at `at`, which holds a `&`; up to three times escaped (`&amp;amp;nbsp;`).
fn entity(text: &str, at: usize) -> Option<Read> {
    let bytes = text.as_bytes();
    let mut read = named_or_numeric(bytes, at + 1)?;
    for _ in 0..2 {
        if read.ch != '&' {
            break;
        }
        match named_or_numeric(bytes, read.next) {
            Some(inner) => read = inner,
            None => break,
        }
    }
    Some(read)
}

/// What follows a `&`: `name;`, `#123;` or `#x1F;`.
fn named_or_numeric(bytes: &[u8], from: usize) -> Option<Read> {
    let window = &bytes[from..bytes.len().min(from + MAX_NAME + 2)];
    let length = window.iter().position(|&b| b == b';')?;
    let name = &window[..length];
    let next = from + length + 1;
    let ch = if let Some(number) = name.strip_prefix(b"#") {
        let digits = std::str::from_utf8(number).ok()?;
        let code = match digits.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => digits.parse().ok()?,
        };
        // Numeric references to the C1 range mean Windows-1252, as browsers read them.
        windows_1252(code).or_else(|| char::from_u32(code)).filter(|&c| c != '\0')?
    } else {
        NAMED[NAMED.binary_search_by(|(known, _)| known.as_bytes().cmp(name)).ok()?].1
    };
    Some(Read { ch, next })
}

fn windows_1252(code: u32) -> Option<char> {
    Some(match code {
        0x80 => '€',
        0x85 => '…',
        0x91 => '‘',
        0x92 => '’',
        0x93 => '“',
        0x94 => '”',
        0x95 => '•',
        0x96 => '–',
        0x97 => '—',
        0x99 => '™',
        _ => return None,
    })
}

/// The entities that postings use, sorted: markup, punctuation, and the letters of HTML 4's Latin-1
/// set (<https://www.w3.org/TR/html4/sgml/entities.html>). Others are left as they stand.
static NAMED: [(&str, char); 113] = [
    ("AMP", '&'),
    ("Aacute", 'Á'),
    ("Acirc", 'Â'),
    ("Agrave", 'À'),
    ("Aring", 'Å'),
    ("Atilde", 'Ã'),
    ("Auml", 'Ä'),
    ("Ccedil", 'Ç'),
    ("Eacute", 'É'),
    ("Ecirc", 'Ê'),
    ("Egrave", 'È'),
    ("Euml", 'Ë'),
    ("GT", '>'),
    ("Iacute", 'Í'),
    ("Icirc", 'Î'),
    ("Igrave", 'Ì'),
    ("Iuml", 'Ï'),
    ("LT", '<'),
    ("NewLine", '\n'),
    ("Ntilde", 'Ñ'),
    ("Oacute", 'Ó'),
    ("Ocirc", 'Ô'),
    ("Ograve", 'Ò'),
    ("Oslash", 'Ø'),
    ("Otilde", 'Õ'),
    ("Ouml", 'Ö'),
    ("QUOT", '"'),
    ("Tab", '\t'),
    ("Uacute", 'Ú'),
    ("Ucirc", 'Û'),
    ("Ugrave", 'Ù'),
    ("Uuml", 'Ü'),
    ("Yacute", 'Ý'),
    ("aacute", 'á'),
    ("acirc", 'â'),
    ("aelig", 'æ'),
    ("agrave", 'à'),
    ("amp", '&'),
    ("apos", '\''),
    ("aring", 'å'),
    ("ast", '*'),
    ("atilde", 'ã'),
    ("auml", 'ä'),
    ("bdquo", '„'),
    ("bull", '•'),
    ("bullet", '•'),
    ("ccedil", 'ç'),
    ("cent", '¢'),
    ("colon", ':'),
    ("comma", ','),
    ("copy", '©'),
    ("deg", '°'),
    ("divide", '÷'),
    ("eacute", 'é'),
    ("ecirc", 'ê'),
    ("egrave", 'è'),
    ("emsp", '\u{2003}'),
    ("ensp", '\u{2002}'),
    ("euml", 'ë'),
    ("euro", '€'),
    ("excl", '!'),
    ("frac12", '½'),
    ("gt", '>'),
    ("hellip", '…'),
    ("hyphen", '‐'),
    ("iacute", 'í'),
    ("icirc", 'î'),
    ("igrave", 'ì'),
    ("iuml", 'ï'),
    ("laquo", '«'),
    ("ldquo", '“'),
    ("lpar", '('),
    ("lsquo", '‘'),
    ("lt", '<'),
    ("mdash", '—'),
    ("middot", '·'),
    ("minus", '−'),
    ("nbsp", '\u{a0}'),
    ("ndash", '–'),
    ("ntilde", 'ñ'),
    ("num", '#'),
    ("oacute", 'ó'),
    ("ocirc", 'ô'),
    ("ograve", 'ò'),
    ("oslash", 'ø'),
    ("otilde", 'õ'),
    ("ouml", 'ö'),
    ("period", '.'),
    ("plus", '+'),
    ("plusmn", '±'),
    ("pound", '£'),
    ("quest", '?'),
    ("quot", '"'),
    ("raquo", '»'),
    ("rdquo", '”'),
    ("reg", '®'),
    ("rpar", ')'),
    ("rsquo", '’'),
    ("sbquo", '‚'),
    ("sect", '§'),
    ("semi", ';'),
    ("shy", '\u{ad}'),
    ("sol", '/'),
    ("szlig", 'ß'),
    ("thinsp", '\u{2009}'),
    ("times", '×'),
    ("trade", '™'),
    ("uacute", 'ú'),
    ("ucirc", 'û'),
    ("ugrave", 'ù'),
    ("uuml", 'ü'),
    ("yacute", 'ý'),
    ("zwnj", '\u{200c}'),
];

/// Characters that stand inside words without being of them: soft hyphens, joiners, marks of order.
pub(super) fn is_invisible(ch: char) -> bool {
    matches!(ch, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

/// Whether the character is of a word: a letter, a digit, or a mark over one.
pub(super) fn is_word(ch: char) -> bool {
    ch.is_alphanumeric() || matches!(ch, '\u{300}'..='\u{36f}')
}

/// Whether a letter is of a script that English is not written in.
pub(super) fn is_other_script(ch: char) -> bool {
    ch.is_alphabetic()
        && ch >= '\u{370}'
        && !matches!(ch, '\u{1d00}'..='\u{1eff}' | '\u{2100}'..='\u{214f}' | '\u{fb00}'..='\u{fb06}' | '\u{ff21}'..='\u{ff5a}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted() {
        assert!(NAMED.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }

    #[test]
    fn entities_and_mojibake_are_read_as_characters() {
        for (text, ch, next) in [
            ("&amp;L", '&', 5),
            ("&amp;amp;L", '&', 9),
            ("&amp;nbsp;x", '\u{a0}', 10),
            ("&#39;s", '\'', 5),
            ("&#x2019;s", '’', 8),
            ("&#146;s", '’', 6),
            ("&lt;p", '<', 4),
            ("&", '&', 1),
            ("& x", '&', 1),
            ("&nope;", '&', 1),
            ("&#0;", '&', 1),
            ("&#xD800;", '&', 1),
            ("é", 'é', 2),
            ("â", 'â', 2),
            ("âge", 'â', 2),
            ("â€™re", '’', 8),
            ("â\u{80}\u{99}re", '’', 6),
            ("â€¢ one", '•', 7),
            ("Â\u{a0}x", '\u{a0}', 4),
            ("Âge", 'Â', 2),
        ] {
            assert_eq!(read(text, 0), Read { ch, next }, "{text}");
        }
    }
}
