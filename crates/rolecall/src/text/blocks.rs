//! Words are gathered into sentences and sentences into blocks.

use super::{Document, Gap, mark, style};

/// A run of words up to a full stop, or up to the end of its block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Index of its first word.
    pub first: u32,
    /// Index after its last.
    pub end: u32,
    /// Index of its block.
    pub block: u32,
}

/// A run of sentences without a line end, bullet or block tag between them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// Index of its first word.
    pub first: u32,
    /// Index after its last.
    pub end: u32,
    /// Index of its first sentence.
    pub first_sentence: u32,
    /// Index after its last sentence.
    pub end_sentence: u32,
    /// Whether it is a list item.
    pub bullet: bool,
    /// Of a list item, the index of the block that the list stands under; none if nothing is before it.
    pub over: Option<u32>,
    /// Whether it stands in a heading tag, a Markdown heading, or wholly in bold.
    pub marked_heading: bool,
    /// Whether a colon stands right after its last word.
    pub colon: bool,
    /// Whether a blank line, block tag or bullet stands before it, not only a line end.
    pub apart: bool,
}

/// Fills `sentences` and `blocks` from the gaps of `tokens`.
pub(super) fn split(document: &mut Document) {
    let Document { tokens, sentences, blocks, .. } = document;
    sentences.clear();
    blocks.clear();
    let (mut start, mut line) = (0, None);
    while start < tokens.len() {
        let end = tokens[start + 1..].iter().position(|t| t.gap >= Gap::Line).map_or(tokens.len(), |n| start + 1 + n);
        let first_sentence = sentences.len() as u32;
        let mut from = start;
        let breaks = (start + 1..end).filter(|&at| tokens[at].gap >= Gap::Sentence).chain([end]);
        for at in breaks {
            sentences.push(Sentence { first: from as u32, end: at as u32, block: blocks.len() as u32 });
            from = at;
        }
        let run = &tokens[start..end];
        let tagged = run[0].is(style::HEADING) || run[0].has(mark::HEADING);
        let bullet = run[0].has(mark::BULLET);
        if !bullet {
            line = Some(blocks.len() as u32);
        }
        blocks.push(Block {
            first: start as u32,
            end: end as u32,
            first_sentence,
            end_sentence: sentences.len() as u32,
            bullet,
            over: line.filter(|_| bullet),
            marked_heading: tagged || run.iter().all(|t| t.is(style::BOLD)),
            colon: tokens.get(end).is_some_and(|next| next.has(mark::COLON)),
            apart: run[0].gap == Gap::Block,
        });
        start = end;
    }
}
