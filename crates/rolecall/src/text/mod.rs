//! The first step: the body becomes words, sentences and blocks, all by their place in the original.
//!
//! Nothing is stripped or copied. Tags, comments, Markdown marks and URLs are *masked*: no word
//! starts in them, and inline ones do not come between two words. Entities are *read* as the
//! character they stand for. What stood between two words is kept as one small level
//! ([`Gap`]) and a few marks, so that later steps never look at the bytes again.

mod blocks;
mod chars;
mod foreign;
mod items;
mod lines;
mod markup;
mod names;
mod scan;
#[cfg(all(test, feature = "english"))]
mod tests;
mod word;

use rolecall_lexicon::compiled::{Compiled, Form};

pub use blocks::{Block, Sentence};

/// What stands between a word and the one before it; a larger one includes what the smaller allow.
///
/// The order is what matters: a phrase's neighbours allow [`Gap::Space`], its gaps [`Gap::Comma`],
/// nothing crosses [`Gap::Clause`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
#[repr(u8)]
pub enum Gap {
    /// White space, hyphens, quotes, inline marks, or nothing.
    #[default]
    Space,
    /// A comma, slash, bracket or dash.
    Comma,
    /// A semicolon or colon, or a word that ends a clause.
    Clause,
    /// A full stop, question mark or exclamation mark.
    Sentence,
    /// The end of a line that ends a block.
    Line,
    /// A blank line, a block tag or a bullet.
    Block,
}

/// Marks that stood right before a word, as bits of [`Token::marks`].
pub mod mark {
    /// A colon.
    pub const COLON: u16 = 1 << 0;
    /// A bullet or list item.
    pub const BULLET: u16 = 1 << 1;
    /// A heading opened: a heading tag or Markdown `#`.
    pub const HEADING: u16 = 1 << 2;
    /// A question mark.
    pub const QUESTION: u16 = 1 << 3;
    /// A comma.
    pub const COMMA: u16 = 1 << 4;
    /// An opening bracket.
    pub const BRACKET: u16 = 1 << 5;
    /// The words were glued together ("dutiesOwn").
    pub const GLUED: u16 = 1 << 6;
    /// Two spaces or more.
    pub const WIDE: u16 = 1 << 7;
    /// A slash.
    pub const SLASH: u16 = 1 << 8;
    /// A closing bracket.
    pub const BRACKET_END: u16 = 1 << 9;
    /// A full stop.
    pub const STOP: u16 = 1 << 10;
    /// An exclamation mark.
    pub const BANG: u16 = 1 << 11;
    /// A dash that is not a hyphen.
    pub const DASH: u16 = 1 << 12;
    /// An ellipsis.
    pub const ELLIPSIS: u16 = 1 << 13;
}

/// How a word is written, as bits of [`Token::style`].
pub mod style {
    /// Its first letter is a capital.
    pub const CAPITAL: u8 = 1 << 0;
    /// All its letters are capitals.
    pub const ALL_CAPS: u8 = 1 << 1;
    /// It is a number.
    pub const NUMBER: u8 = 1 << 2;
    /// It stands in bold.
    pub const BOLD: u8 = 1 << 3;
    /// It stands in a heading tag.
    pub const HEADING: u8 = 1 << 4;
    /// Its first letter is not Latin.
    pub const OTHER_SCRIPT: u8 = 1 << 5;
    /// It is masked as another language: never tagged, not counted.
    pub const FOREIGN: u8 = 1 << 6;
}

/// A word of the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its first source byte.
    pub start: u32,
    /// The byte after its last.
    pub end: u32,
    /// Its number in the lexicon's vocabulary; zero when the lexicon does not know it.
    pub form: Form,
    /// What stands between it and the word before.
    pub gap: Gap,
    /// How it is written: bits of [`style`].
    pub style: u8,
    /// What stood right before it: bits of [`mark`].
    pub marks: u16,
}

impl Token {
    /// Whether all bits of `bits` are set in its style.
    #[must_use]
    #[inline]
    pub fn is(&self, bits: u8) -> bool {
        self.style & bits == bits
    }

    /// Whether one of `bits` is set in its marks.
    #[must_use]
    #[inline]
    pub fn has(&self, bits: u16) -> bool {
        self.marks & bits != 0
    }
}

/// A body as words, sentences and blocks. Reused between postings: [`Document::read`] clears it.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// All words in the order of the text, masked ones included.
    pub tokens: Vec<Token>,
    /// Sentences, over [`Document::tokens`].
    pub sentences: Vec<Sentence>,
    /// Blocks, over both.
    pub blocks: Vec<Block>,
    /// Masked runs of bytes (tags, URLs, scripts), in order. Marks of one character are not listed.
    pub masks: Vec<(u32, u32)>,
    /// How many words are left after other languages were masked.
    pub words: u32,
    /// Whether the body was cut at [`BODY_LIMIT`].
    pub cut: bool,
    /// Whether the body is one line without block marks: headings may stand inside it.
    pub one_line: bool,
    scratch: scan::Scratch,
}

/// Bodies are read up to the last block before this many bytes.
pub const BODY_LIMIT: usize = 1 << 20;

impl Document {
    /// Reads a body; whatever the document held before is dropped.
    pub fn read(&mut self, body: &str, lexicon: &Compiled) {
        self.read_title(body, lexicon);
        foreign::mask(self, lexicon);
    }

    /// Reads a title: as a body, but a title in another language is read too, for it may name a role in English
    /// ("Chef de produit (Product Manager)").
    pub fn read_title(&mut self, body: &str, lexicon: &Compiled) {
        self.tokens.clear();
        self.masks.clear();
        self.cut = body.len() > BODY_LIMIT;
        scan::Scanner::new(self, body, lexicon).run();
        if self.cut {
            let last = self.tokens.iter().rposition(|t| t.gap >= Gap::Line).unwrap_or(0);
            if last > 0 {
                self.tokens.truncate(last);
            }
        }
        names::join(self, body);
        items::split(self, lexicon);
        blocks::split(self);
        self.one_line = !self.tokens.iter().skip(1).any(|t| t.gap >= Gap::Line && !t.has(mark::GLUED | mark::WIDE));
        self.words = self.tokens.len() as u32;
    }

    /// The words of a sentence.
    #[must_use]
    pub fn sentence_tokens(&self, sentence: &Sentence) -> &[Token] {
        &self.tokens[sentence.first as usize..sentence.end as usize]
    }

    /// The words of a block.
    #[must_use]
    pub fn block_tokens(&self, block: &Block) -> &[Token] {
        &self.tokens[block.first as usize..block.end as usize]
    }
}
