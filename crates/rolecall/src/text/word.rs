//! One word: its letters in lower case, how it is written, and where it may be glued.

use rolecall_lexicon::compiled::Key;

use super::chars::{is_invisible, is_other_script, is_word, read};
use super::markup::{Kind, Tags};

/// An ASCII word of at most sixteen letters or digits, small or with a first capital: nine words of ten.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plain {
    pub(super) key: Key,
    pub(super) capital: bool,
    pub(super) second_small: bool,
    pub(super) number: bool,
    pub(super) ends_small: bool,
}

/// What eight bytes are, one flag in the top bit of each.
struct Eight {
    lower: u64,
    letters: u64,
    capitals: u64,
    /// How many bytes from the first are letters or digits.
    run: u32,
}

const TOP: u64 = 0x8080_8080_8080_8080;

/// Looks at eight bytes at once, in plain arithmetic: a compare of all bytes is an addition that
/// carries into their top bits.
#[inline]
fn eight(bytes: [u8; 8]) -> Eight {
    const ONES: u64 = 0x0101_0101_0101_0101;
    let raw = u64::from_le_bytes(bytes);
    let at_least = |x: u64, low: u8| (x & !TOP) + ONES * u64::from(0x80 - low);
    let lower = raw | (ONES * 0x20);
    let ascii = !raw & TOP;
    let letters = at_least(lower, b'a') & !at_least(lower, b'z' + 1) & ascii;
    let digits = at_least(raw, b'0') & !at_least(raw, b'9' + 1) & ascii;
    let capitals = (!raw << 2) & letters;
    let run = (!(letters | digits) & TOP).trailing_zeros() / 8;
    Eight { lower, letters, capitals, run }
}

impl Plain {
    /// The plain word at `at`, or `None` if the word there is not plain or may go on in a way that
    /// only [`Word::read`] understands.
    #[inline]
    pub(super) fn read(bytes: &[u8], at: usize) -> Option<(Plain, usize)> {
        let first = eight(*bytes.get(at..at + 8)?.first_chunk()?);
        let keep = |run: u32| if run == 8 { !0 } else { (1u64 << (8 * run)) - 1 };
        let mut key = Key { low: first.lower & keep(first.run), high: 0 };
        let mut len = first.run;
        let mut letters = first.letters & keep(first.run);
        let mut capitals = first.capitals & keep(first.run);
        if capitals & !0x80 != 0 {
            return None;
        }
        let capital = capitals != 0;
        let second_small = letters & 0x8000 != 0;
        let mut last_letter = letters.leading_zeros() / 8 == 8 - first.run;
        if first.run == 8 {
            let second = eight(*bytes.get(at + 8..at + 16)?.first_chunk()?);
            if second.run == 8 {
                return None;
            }
            capitals = second.capitals & keep(second.run);
            if capitals != 0 {
                return None;
            }
            key.high = second.lower & keep(second.run);
            len += second.run;
            if second.run > 0 {
                last_letter = (second.letters & keep(second.run)).leading_zeros() / 8 == 8 - second.run;
            }
            letters |= second.letters & keep(second.run);
        }
        let end = at + len as usize;
        let number = letters == 0;
        match bytes.get(end) {
            Some(b'\'' | b'_' | b'&' | b'<' | 0x80..) => return None,
            Some(b'.' | b',') if number => return None,
            _ => {}
        }
        let ends_small = number || last_letter && !(capital && len == 1);
        Some((Plain { key, capital, second_small, number, ends_small }, end))
    }
}

/// A word that is being read. Reused; [`Word::read`] clears it.
#[derive(Clone, Debug, Default)]
pub(super) struct Word {
    /// The letters in lower case, smart apostrophes as plain ones.
    pub(super) lower: Vec<u8>,
    /// First source byte.
    pub(super) start: usize,
    /// The byte after the last.
    pub(super) end: usize,
    /// The first letter is a capital.
    pub(super) capital: bool,
    /// The second character is a small letter.
    pub(super) second_small: bool,
    /// No small letter, and more than one capital.
    pub(super) all_caps: bool,
    /// Only digits, with `.` and `,` between.
    pub(super) number: bool,
    /// The first letter is not Latin.
    pub(super) other_script: bool,
    /// The last letter is a small one.
    pub(super) ends_small: bool,
    /// Places where a small letter is followed by a capital one: in `lower` and in the source.
    pub(super) seams: Vec<(usize, usize)>,
    /// What bold tags inside the word did: the last one seen.
    pub(super) bold: Option<bool>,
}

impl Word {
    /// Reads the word at `at`, where a letter or digit stands (maybe as an entity). Returns the byte after it.
    pub(super) fn read(&mut self, text: &str, at: usize, tags: &mut Tags) -> usize {
        self.lower.clear();
        self.seams.clear();
        self.start = at;
        self.bold = None;
        self.number = true;
        self.other_script = false;
        let bytes = text.as_bytes();
        let (mut capitals, mut smalls, mut letters, mut length) = (0u32, 0u32, 0u32, 0u32);
        let mut run_small = 0u32;
        let mut at = at;
        self.capital = false;
        self.second_small = false;
        self.end = at;
        while at < bytes.len() {
            let byte = bytes[at];
            let small = byte.is_ascii_lowercase();
            if small || byte.is_ascii_uppercase() {
                if letters == 0 {
                    self.capital = !small;
                }
                if length == 1 {
                    self.second_small = small;
                }
                length += 1;
                if small {
                    smalls += 1;
                    run_small += 1;
                } else {
                    capitals += 1;
                    // Two small letters before it ("DevOps" has them too: the list of such words decides).
                    if run_small >= 2 {
                        self.seams.push((self.lower.len(), at));
                    }
                    run_small = 0;
                }
                letters += 1;
                self.number = false;
                self.lower.push(byte | 0x20);
                at += 1;
                self.end = at;
                continue;
            }
            if byte.is_ascii_digit() {
                self.lower.push(byte);
                run_small = 0;
                length += 1;
                at += 1;
                self.end = at;
                continue;
            }
            match byte {
                b'\'' if !self.number && bytes.get(at + 1).is_some_and(u8::is_ascii_alphabetic) => {
                    self.lower.push(b'\'');
                    run_small = 0;
                    at += 1;
                }
                b'.' | b',' if self.number && bytes.get(at + 1).is_some_and(u8::is_ascii_digit) => {
                    self.lower.push(byte);
                    at += 1;
                }
                b'_' if bytes.get(at + 1).is_some_and(u8::is_ascii_alphanumeric) && letters > 0 => {
                    self.lower.push(b'_');
                    run_small = 0;
                    at += 1;
                }
                0..0x80 if byte != b'&' && byte != b'<' => break,
                _ => {
                    let c = read(text, at);
                    if is_word(c.ch) {
                        if letters == 0 {
                            self.capital = c.ch.is_uppercase();
                            self.other_script = is_other_script(c.ch);
                        }
                        if length == 1 {
                            self.second_small = c.ch.is_lowercase();
                        }
                        length += 1;
                        letters += u32::from(!c.ch.is_numeric());
                        capitals += u32::from(c.ch.is_uppercase());
                        smalls += u32::from(c.ch.is_lowercase());
                        run_small = if c.ch.is_lowercase() { run_small + 1 } else { 0 };
                        self.number &= c.ch.is_numeric();
                        for low in c.ch.to_lowercase() {
                            self.lower.extend_from_slice(low.encode_utf8(&mut [0; 4]).as_bytes());
                        }
                        at = c.next;
                        self.end = at;
                    } else if is_invisible(c.ch) {
                        at = c.next;
                    } else if matches!(c.ch, '\'' | '’' | '‘' | 'ʼ') && letters > 0 && letter_at(text, c.next) {
                        self.lower.push(b'\'');
                        run_small = 0;
                        at = c.next;
                    } else if c.ch == '<' {
                        let Some(tag) = tags.tag(text, at, c.next) else { break };
                        let bold = match tag.kind {
                            Kind::BoldOpen => Some(true),
                            Kind::BoldClose => Some(false),
                            Kind::Inline => None,
                            _ => break,
                        };
                        if !word_at(text, tag.end) {
                            break;
                        }
                        self.bold = bold.or(self.bold);
                        at = tag.end;
                    } else {
                        break;
                    }
                }
            }
        }
        self.number &= letters == 0;
        self.all_caps = smalls == 0 && capitals > 1;
        self.ends_small = run_small > 0 || (self.number && !self.lower.is_empty());
        // A capital that ends the word is no seam ("PoCs" is none either: one letter follows).
        while self.seams.last().is_some_and(|&(low, _)| self.lower.len() - low < 2) {
            self.seams.pop();
        }
        self.end
    }
}

fn letter_at(text: &str, at: usize) -> bool {
    at < text.len() && read(text, at).ch.is_alphabetic()
}

fn word_at(text: &str, at: usize) -> bool {
    at < text.len() && is_word(read(text, at).ch)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Both ways to read the word at the start of `text` must say the same, wherever the quick one says anything.
    fn agree(text: &str) {
        let Some((plain, end)) = Plain::read(text.as_bytes(), 0) else { return };
        let mut word = Word::default();
        let slow_end = word.read(text, 0, &mut Tags::default());
        assert_eq!(end, slow_end, "{text:?}");
        let mut bytes = [0; 16];
        bytes[..8].copy_from_slice(&plain.key.low.to_le_bytes());
        bytes[8..].copy_from_slice(&plain.key.high.to_le_bytes());
        assert_eq!(&bytes[..end], &*word.lower, "{text:?}");
        assert!(bytes[end..].iter().all(|&b| b == 0), "{text:?}");
        assert_eq!(
            (plain.capital, plain.second_small, plain.number, plain.ends_small),
            (word.capital, word.second_small, word.number, word.ends_small),
            "{text:?}"
        );
        assert!(!word.all_caps && !word.other_script && word.seams.is_empty() && word.bold.is_none(), "{text:?}");
        assert_eq!((word.start, word.end), (0, end), "{text:?}");
    }

    #[test]
    fn nine_words_of_ten_are_plain() {
        for word in ["a", "I", "product", "Backlog", "12", "3d", "A1b", "1st", "0", "roadmaps", "fifteen15letter"] {
            let text = format!("{word} and more to come");
            assert!(Plain::read(text.as_bytes(), 0).is_some(), "{word}");
            agree(&text);
        }
        for word in
            ["iOS", "DevOps", "don't", "3.5", "snake_case", "P&L", "own<b>er</b>", "é", "a\u{301}", "sixteencharacter"]
        {
            let text = format!("{word} and more to come");
            assert!(Plain::read(text.as_bytes(), 0).is_none(), "{word}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn the_quick_way_equals_the_slow_one(text in "[A-Za-z0-9]{1,17}[ -~]{0,20}") {
            agree(&text);
        }

        #[test]
        fn the_quick_way_equals_the_slow_one_on_likely_words(text in "[A-Z]?[a-z]{0,15}[0-9]{0,2}([ .,;'_&<-]|é)[ -~]{16}") {
            if text.as_bytes()[0].is_ascii_alphanumeric() {
                agree(&text);
            }
        }
    }
}
