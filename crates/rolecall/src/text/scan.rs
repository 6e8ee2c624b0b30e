//! The scanner: one pass over the bytes of a body.

use rolecall_lexicon::compiled::{Compiled, Form, flag};

use super::chars::{is_invisible, is_word, read};
use super::lines::{Lines, lines};
use super::markup::{Kind, Tags, end_of_url};
use super::word::{Plain, Word};
use super::{Document, Gap, Token, mark, style};

/// Buffers that outlive a posting.
#[derive(Clone, Debug, Default)]
pub(super) struct Scratch {
    word: Word,
}

/// A line shorter than this, in bytes, was not wrapped: it is a heading or an item.
const SHORT_LINE: usize = 25;

/// What stood since the last word.
#[derive(Clone, Copy, Debug, Default)]
struct Between {
    gap: Gap,
    marks: u16,
    newlines: u32,
    spaces: u32,
    /// Two spaces stood side by side.
    wide: bool,
    stops: u32,
    spaced_after_stop: bool,
}

pub(super) struct Scanner<'d, 't> {
    document: &'d mut Document,
    lexicon: &'t Compiled,
    text: &'t str,
    tags: Tags,
    word: Word,
    /// The form of "and".
    and: Form,
    lines: Lines,
    line_start: usize,
    /// Length in bytes of the line before this one.
    last_line: usize,
    between: Between,
    bold_tags: u32,
    bold_marks: bool,
    heading: bool,
    previous_small: bool,
}

impl<'d, 't> Scanner<'d, 't> {
    pub(super) fn new(document: &'d mut Document, body: &'t str, lexicon: &'t Compiled) -> Self {
        let mut end = body.len();
        if document.cut {
            end = super::BODY_LIMIT;
            while !body.is_char_boundary(end) {
                end -= 1;
            }
        }
        let text = &body[..end];
        let word = std::mem::take(&mut document.scratch.word);
        Scanner {
            document,
            lexicon,
            text,
            tags: Tags::default(),
            word,
            and: lexicon.vocabulary.form(b"and"),
            lines: lines(text),
            line_start: 0,
            last_line: 0,
            between: Between::default(),
            bold_tags: 0,
            bold_marks: false,
            heading: false,
            previous_small: false,
        }
    }

    pub(super) fn run(mut self) {
        let bytes = self.text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            at = match bytes[at] {
                b' ' => {
                    self.between.spaces += 1;
                    self.between.wide |= at > 0 && bytes[at - 1] == b' ';
                    at + 1
                }
                b'o' | b'q' | b'v' if self.is_letter_bullet(at + 1) => {
                    self.raise(Gap::Block, mark::BULLET);
                    at + 1
                }
                byte if byte.is_ascii_alphanumeric() => self.read_word(at),
                b'\n' => {
                    self.newline();
                    self.last_line = at - self.line_start;
                    self.line_start = at + 1;
                    at + 1
                }
                _ => self.other(at),
            };
        }
        self.document.scratch.word = self.word;
    }

    fn newline(&mut self) {
        self.between.newlines += 1;
        self.between.spaces += 1;
        self.bold_marks = false;
    }

    fn raise(&mut self, gap: Gap, marks: u16) {
        self.between.gap = self.between.gap.max(gap);
        self.between.marks |= marks;
    }

    /// Whether the character before `next` stands alone at the start of a line: word processors draw their bullets with
    /// a symbol font, and what is copied from them is the letter behind the symbol ("o Own the plan").
    fn is_letter_bullet(&self, next: usize) -> bool {
        self.at_line_start() && next < self.text.len() && read(self.text, next).ch.is_whitespace()
    }

    fn at_line_start(&self) -> bool {
        self.between.newlines > 0 || self.between.gap >= Gap::Line || self.document.tokens.is_empty()
    }

    /// Anything but an ASCII letter, digit, space or line feed.
    fn other(&mut self, at: usize) -> usize {
        let c = read(self.text, at);
        if matches!(c.ch, 'Ø' | 'ü' | '§') && self.is_letter_bullet(c.next) {
            self.raise(Gap::Block, mark::BULLET);
            return c.next;
        }
        if is_word(c.ch) {
            return self.read_word(at);
        }
        match c.ch {
            '\n' => self.newline(),
            ch if ch.is_whitespace() || is_invisible(ch) => self.between.spaces += u32::from(ch.is_whitespace()),
            '<' => return self.markup(at, c.next),
            '.' => {
                self.between.stops += 1;
                self.between.spaces = 0;
            }
            '…' => self.between.stops += 3,
            '!' => self.raise(Gap::Sentence, mark::BANG),
            '?' => self.raise(Gap::Sentence, mark::QUESTION),
            ':' => self.raise(Gap::Clause, mark::COLON),
            ';' | '|' => self.raise(Gap::Clause, 0),
            ',' => self.raise(Gap::Comma, mark::COMMA),
            '/' => self.raise(Gap::Comma, mark::SLASH),
            '(' | '{' => self.raise(Gap::Comma, mark::BRACKET),
            '[' => self.raise(Gap::Space, 0),
            ')' | '}' => self.raise(Gap::Comma, mark::BRACKET_END),
            ']' => return self.link(at, c.next),
            '&' => return self.ampersand(at, c.next),
            '@' => return self.at_sign(at, c.next),
            '-' | '–' | '—' | '−' | '‒' | '―' => self.dash(c.ch, c.next),
            '*' => return self.stars(c.next),
            // Mail programs and wikis mark the items of a list so. Without a space behind it is a rule or an arrow.
            '>' | '»' | '›' | '+' | '~' if self.is_letter_bullet(c.next) && !self.text[c.next..].starts_with('\n') =>
            {
                self.raise(Gap::Block, mark::BULLET);
            }
            '#' if self.at_line_start() => self.between.marks |= mark::HEADING,
            '"' | '\'' | '“' | '”' | '„' | '‘' | '’' | '«' | '»' | '`' | '~' | '_' | '\\' | '^' | '#' | '‐' | '‑' =>
                {}
            '+' | '%' | '$' | '€' | '£' | '™' | '®' | '©' | '°' => {}
            ch if is_bullet(ch) => self.raise(Gap::Block, mark::BULLET),
            ch if ch as u32 >= 0x2190 && self.at_line_start() => self.raise(Gap::Block, mark::BULLET),
            _ => self.raise(Gap::Comma, 0),
        }
        if self.between.stops > 0 && c.ch.is_whitespace() {
            self.between.spaced_after_stop = true;
        }
        c.next
    }

    fn markup(&mut self, at: usize, next: usize) -> usize {
        let Some(tag) = self.tags.tag(self.text, at, next) else {
            self.raise(Gap::Comma, 0);
            return next;
        };
        self.document.masks.push((at as u32, tag.end as u32));
        match tag.kind {
            Kind::Block => self.raise(Gap::Block, 0),
            Kind::Item => self.raise(Gap::Block, mark::BULLET),
            Kind::HeadingOpen => {
                self.raise(Gap::Block, mark::HEADING);
                self.heading = true;
            }
            Kind::HeadingClose => {
                self.raise(Gap::Block, 0);
                self.heading = false;
            }
            Kind::BoldOpen => self.bold_tags += 1,
            Kind::BoldClose => self.bold_tags = self.bold_tags.saturating_sub(1),
            Kind::Raw => self.raise(Gap::Block, 0),
            Kind::Inline => {}
        }
        if matches!(tag.kind, Kind::Block | Kind::Item | Kind::HeadingOpen | Kind::HeadingClose | Kind::Raw) {
            self.bold_tags = if tag.kind == Kind::Block { self.bold_tags } else { 0 };
            self.between.spaced_after_stop = true;
        }
        tag.end
    }

    /// `]`: with a `(` behind it the end of a Markdown link's text; its target is masked.
    fn link(&mut self, at: usize, next: usize) -> usize {
        let rest = &self.text.as_bytes()[next..];
        if rest.first() == Some(&b'(') {
            let window = &rest[..rest.len().min(2048)];
            if let Some(end) = window.iter().position(|&b| b == b')' || b == b'\n').filter(|&n| window[n] == b')') {
                self.document.masks.push((at as u32, (next + end + 1) as u32));
                return next + end + 1;
            }
        }
        next
    }

    /// `&` is the word "and".
    fn ampersand(&mut self, at: usize, next: usize) -> usize {
        self.word.seams.clear();
        (self.word.start, self.word.end) = (at, next);
        (self.word.capital, self.word.second_small, self.word.all_caps) = (false, false, false);
        (self.word.number, self.word.other_script, self.word.ends_small) = (false, false, false);
        self.word.bold = None;
        self.push_word(self.and, self.lexicon.forms[self.and as usize].flags);
        next
    }

    /// `@`: an address is masked from its first letter to its last.
    fn at_sign(&mut self, at: usize, next: usize) -> usize {
        let bytes = self.text.as_bytes();
        let local = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'%' | b'+' | b'-');
        let glued = self.document.tokens.last().is_some_and(|t| t.end as usize == at);
        if !glued || !bytes.get(next).is_some_and(u8::is_ascii_alphanumeric) {
            self.raise(Gap::Comma, 0);
            return next;
        }
        let mut start = at;
        while start > 0 && at - start < 64 && local(bytes[start - 1]) {
            start -= 1;
        }
        let mut gap = Gap::Comma;
        while let Some(last) = self.document.tokens.pop_if(|t| t.start as usize >= start) {
            gap = last.gap;
        }
        let mut end = next;
        while end < bytes.len() && local(bytes[end]) {
            end += 1;
        }
        while end > next && bytes[end - 1] == b'.' {
            end -= 1;
        }
        self.document.masks.push((start as u32, end as u32));
        self.between = Between::default();
        self.raise(gap.max(Gap::Comma), 0);
        end
    }

    fn dash(&mut self, ch: char, next: usize) {
        let after = (next < self.text.len()).then(|| read(self.text, next).ch);
        if self.at_line_start() {
            // A bullet has something behind it; a rule of dashes has not.
            let rule = ch == '-' && self.text.as_bytes()[..next].ends_with(b"---");
            if !rule && after.is_some_and(|c| c.is_whitespace() || c.is_alphanumeric() || c == '*') {
                self.raise(Gap::Block, mark::BULLET);
            }
            return;
        }
        let spaced_after = after.is_none_or(char::is_whitespace);
        let spaced_before = self.between.spaces > 0;
        let hyphen = matches!(ch, '-' | '−' | '‒');
        match (spaced_before, spaced_after) {
            (true, true) if ch != '—' => {
                let capital = self.capital_follows(next);
                // In a posting on one line " - Own the plan" is a bullet that lost its line.
                self.raise(if capital { Gap::Sentence } else { Gap::Comma }, mark::DASH);
            }
            (true, false) if hyphen && after.is_some_and(char::is_uppercase) => self.raise(Gap::Sentence, mark::DASH),
            (false, false) if hyphen => {}
            _ => self.raise(Gap::Comma, mark::DASH),
        }
    }

    /// Whether the first character from `at` that is no white space is a capital. Looks at few: a run of dashes and
    /// spaces stays linear.
    fn capital_follows(&self, mut at: usize) -> bool {
        for _ in 0..8 {
            if at >= self.text.len() {
                return false;
            }
            let c = read(self.text, at);
            if !c.ch.is_whitespace() {
                return c.ch.is_uppercase();
            }
            at = c.next;
        }
        false
    }

    /// `*`: a bullet, or Markdown's bold or emphasis.
    fn stars(&mut self, next: usize) -> usize {
        let bytes = self.text.as_bytes();
        let run = bytes[next..].iter().take_while(|&&b| b == b'*').count();
        let end = next + run;
        let spaced = end >= bytes.len() || read(self.text, end).ch.is_whitespace();
        if run > 0 {
            self.bold_marks = !self.bold_marks;
        } else if spaced && (self.at_line_start() || self.between.spaces > 0) {
            self.raise(Gap::Block, mark::BULLET);
        }
        end
    }

    fn read_word(&mut self, at: usize) -> usize {
        if let Some((plain, end)) = Plain::read(self.text.as_bytes(), at) {
            let (form, flags) = self.lexicon.vocabulary.short_form(plain.key);
            let simple = flags & (flag::URL | flag::CLAUSE_END | flag::THAN) == 0;
            if simple && self.is_spaced(plain.capital) {
                self.push_spaced(&plain, form, at, end);
                return end;
            }
            let word = &mut self.word;
            (word.start, word.end) = (at, end);
            (word.capital, word.second_small, word.ends_small) = (plain.capital, plain.second_small, plain.ends_small);
            (word.number, word.all_caps, word.other_script) = (plain.number, false, false);
            word.seams.clear();
            return self.known_word(form, flags, at, end);
        }
        let mut word = std::mem::take(&mut self.word);
        let end = word.read(self.text, at, &mut self.tags);
        self.word = word;
        let form = self.lexicon.vocabulary.form(&self.word.lower);
        let end = self.known_word(form, self.lexicon.forms[form as usize].flags, at, end);
        if let Some(bold) = self.word.bold {
            self.bold_tags = u32::from(bold);
        }
        end
    }

    /// A word whose form is known: the start of a URL, or a token.
    #[inline]
    fn known_word(&mut self, form: Form, flags: u32, at: usize, end: usize) -> usize {
        if flags & flag::URL != 0 {
            let rest = &self.text.as_bytes()[end..];
            if rest.starts_with(b"://") || rest.starts_with(b".") && end - at == 3 {
                let end = end_of_url(self.text, at).max(end);
                self.document.masks.push((at as u32, end as u32));
                self.raise(Gap::Comma, 0);
                return end;
            }
        }
        self.push_word(form, flags);
        end
    }

    /// Whether nothing but white space stands between the last word and one with a first capital or without.
    #[inline]
    fn is_spaced(&self, capital: bool) -> bool {
        let between = &self.between;
        let plain = between.gap == Gap::Space && between.marks == 0 && between.newlines == 0 && between.stops == 0;
        plain && !(between.wide && capital) && !self.document.tokens.is_empty()
    }

    /// A plain word behind white space becomes a token: seven words of ten.
    #[inline]
    fn push_spaced(&mut self, word: &Plain, form: Form, start: usize, end: usize) {
        let when = |is: bool, bits: u8| if is { bits } else { 0 };
        let look = when(word.capital, style::CAPITAL)
            | when(word.number, style::NUMBER)
            | when(self.bold_tags > 0 || self.bold_marks, style::BOLD)
            | when(self.heading, style::HEADING);
        let (start, end) = (start as u32, end as u32);
        self.document.tokens.push(Token { start, end, form, gap: Gap::Space, style: look, marks: 0 });
        self.previous_small = word.ends_small;
        self.between = Between::default();
    }

    /// The word that was read becomes a token, or several where words were glued.
    #[inline]
    fn push_word(&mut self, form: Form, flags: u32) {
        let gap = if self.is_spaced(self.word.capital) { Gap::Space } else { self.settle_gap(flags) };
        let (mut form, mut flags) = (form, flags);
        let word = &self.word;
        let mut look = 0;
        if word.capital {
            look |= style::CAPITAL;
        }
        if word.all_caps {
            look |= style::ALL_CAPS;
        }
        if word.number {
            look |= style::NUMBER;
        }
        if word.other_script {
            look |= style::OTHER_SCRIPT;
        }
        if self.bold_tags > 0 || self.bold_marks {
            look |= style::BOLD;
        }
        if self.heading || self.between.marks & mark::HEADING != 0 {
            look |= style::HEADING;
        }
        let glued = !word.seams.is_empty() && flags & flag::CAMEL == 0;
        let mut token =
            Token { start: word.start as u32, end: word.end as u32, form, gap, style: look, marks: self.between.marks };
        if glued {
            let (mut low, mut source) = (0, word.start);
            for &(next_low, next_source) in &word.seams {
                token.start = source as u32;
                token.end = next_source as u32;
                token.form = self.lexicon.vocabulary.form(&word.lower[low..next_low]);
                self.document.tokens.push(token);
                (low, source) = (next_low, next_source);
                token.gap = Gap::Line;
                token.marks = mark::GLUED;
                token.style |= style::CAPITAL;
            }
            form = self.lexicon.vocabulary.form(&word.lower[low..]);
            token.start = source as u32;
            token.end = word.end as u32;
            token.form = form;
            flags = self.lexicon.forms[form as usize].flags;
        }
        if flags & (flag::CLAUSE_END | flag::THAN) != 0 {
            self.end_clause(&mut token, flags);
        }
        self.document.tokens.push(token);
        self.previous_small = self.word.ends_small;
        self.between = Between::default();
    }

    /// "but" and "while" begin a clause; so does "rather" before "than".
    fn end_clause(&mut self, token: &mut Token, flags: u32) {
        if flags & flag::CLAUSE_END != 0 {
            token.gap = token.gap.max(Gap::Clause);
        } else if let Some(rather) = self.document.tokens.last_mut()
            && self.lexicon.forms[rather.form as usize].flags & flag::RATHER != 0
        {
            rather.gap = rather.gap.max(Gap::Clause);
        }
    }

    /// What stands between the word that was just read and the one before it.
    fn settle_gap(&mut self, flags: u32) -> Gap {
        let between = self.between;
        let mut gap = between.gap;
        if self.document.tokens.is_empty() {
            return Gap::Block;
        }
        if between.stops > 0 {
            gap = gap.max(self.stop_gap());
        }
        match (between.newlines, self.lines) {
            (0, _) => {
                // Two or more spaces before a capital are a line end that a scraper flattened.
                let wide = between.wide && self.word.capital && self.lines == Lines::None;
                if wide && gap < Gap::Sentence {
                    self.between.marks |= mark::WIDE;
                    gap = Gap::Line;
                }
            }
            (1, Lines::Html) => {}
            (1, Lines::Wrapped) if self.goes_on(gap) => {}
            (1, Lines::Blocks) if self.last_line >= SHORT_LINE && self.goes_on(gap) && !self.opens_item(flags) => {}
            (1, _) => gap = gap.max(Gap::Line),
            (_, _) => gap = Gap::Block,
        }
        self.lift_number(&mut gap);
        gap
    }

    /// In wrapped text a line goes on in the next one unless a sentence ended.
    fn goes_on(&self, gap: Gap) -> bool {
        gap < Gap::Clause && !self.word.capital && !self.numbers_an_item()
    }

    /// Whether the word is a number or letter with "." or ")" and white space behind it: a list item's.
    fn numbers_an_item(&self) -> bool {
        let bytes = self.text.as_bytes();
        let length = self.word.end - self.word.start;
        (self.word.number && length <= 2 || length == 1)
            && matches!(bytes.get(self.word.end), Some(b'.' | b')'))
            && bytes.get(self.word.end + 1).is_some_and(u8::is_ascii_whitespace)
    }

    /// A line that begins with a small letter may still be an item of a list without bullets ("manage the budget"),
    /// unless the line before plainly waits for more ("you will", "the", a comma).
    fn opens_item(&self, flags: u32) -> bool {
        let waits = self.between.gap == Gap::Comma
            || self
                .document
                .tokens
                .last()
                .is_some_and(|t| self.lexicon.forms[t.form as usize].flags & flag::FUNCTION != 0);
        flags & flag::TASK_VERB != 0 && !waits
    }

    fn stop_gap(&mut self) -> Gap {
        let between = self.between;
        if between.stops >= 2 {
            self.between.marks |= mark::ELLIPSIS;
            return Gap::Clause;
        }
        self.between.marks |= mark::STOP;
        let previous = self.document.tokens.last();
        let spaced = between.spaces > 0 || between.spaced_after_stop || between.gap >= Gap::Line;
        if !spaced {
            // "fit.In": the space was lost. "node.js", "U.S", "ASP.NET": it never was there.
            let lost = self.word.capital && self.word.second_small && self.previous_small;
            if lost {
                self.between.marks |= mark::GLUED;
            }
            return if lost { Gap::Sentence } else { Gap::Comma };
        }
        let short = previous.is_some_and(|t| {
            t.end - t.start == 1 && !t.is(style::NUMBER)
                || self.lexicon.forms[t.form as usize].flags & flag::ABBREVIATION != 0
        });
        if short { Gap::Comma } else { Gap::Sentence }
    }

    /// "1." or "a)" at the start of a line is a bullet, not a word.
    fn lift_number(&mut self, gap: &mut Gap) {
        if self.between.stops != 1 && self.between.marks & mark::BRACKET_END == 0 {
            return;
        }
        let Some(last) = self.document.tokens.last() else { return };
        let length = last.end - last.start;
        let numbered = last.is(style::NUMBER) && length <= 2 || length == 1;
        if numbered && last.gap >= Gap::Line && self.between.spaces > 0 && self.between.newlines == 0 {
            self.document.tokens.pop();
            *gap = Gap::Block;
            self.between.marks = mark::BULLET;
        }
    }
}

fn is_bullet(ch: char) -> bool {
    matches!(
        ch,
        '•' | '·'
            | '▪'
            | '●'
            | '◦'
            | '‣'
            | '○'
            | '■'
            | '□'
            | '▫'
            | '➢'
            | '➤'
            | '►'
            | '▶'
            | '✓'
            | '✔'
            | '❖'
            | '◆'
            | '◊'
            | '⁃'
            | '∙'
            | '⦿'
            | '➔'
            | '✅'
            | '☑'
            | '\u{f0b7}'
            | '\u{f0a7}'
            | '\u{f0d8}'
            | '¨'
            | '¤'
    )
}
