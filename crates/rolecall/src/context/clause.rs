//! Clauses: the runs of words that a denial, an owner or a verb reaches over.

use rolecall_lexicon::WordKind;
use rolecall_lexicon::compiled::flag;

use super::View;
use crate::tag::Hit;
use crate::text::{Block, Gap, Token, mark};

/// No rule looks further back than this many words: a clause of more is a list without its marks.
const MAX_WORDS: u32 = 40;

impl<'a> View<'a> {
    /// The first word of the clause that the word at `at` stands in.
    pub(super) fn clause_start(self, at: u32) -> u32 {
        let mut first = at;
        while first > 0 && at - first < MAX_WORDS && self.document.tokens[first as usize].gap < Gap::Clause {
            first -= 1;
        }
        first
    }

    /// The index after the last word of the clause that the word at `at` stands in.
    pub(super) fn clause_end(self, at: u32) -> u32 {
        let tokens = &self.document.tokens;
        let mut end = at + 1;
        while (end as usize) < tokens.len() && end - at < MAX_WORDS && tokens[end as usize].gap < Gap::Clause {
            end += 1;
        }
        end
    }

    pub(super) fn token(self, at: u32) -> &'a Token {
        &self.document.tokens[at as usize]
    }

    pub(super) fn flags(self, at: u32) -> u32 {
        self.document.tokens.get(at as usize).map_or(0, |t| self.lexicon.forms[t.form as usize].flags)
    }

    pub(super) fn classes(self, at: u32) -> u64 {
        self.document.tokens.get(at as usize).map_or(0, |t| self.lexicon.forms[t.form as usize].classes)
    }

    /// The word at `at` in lower case, if the lexicon knows it.
    pub(super) fn word(self, at: u32) -> &'a str {
        self.document.tokens.get(at as usize).map_or("", |t| self.lexicon.vocabulary.word(t.form))
    }

    /// Whether the word at `at` is of that kind.
    pub(super) fn is(self, at: u32, kind: WordKind) -> bool {
        self.document.tokens.get(at as usize).is_some_and(|t| self.lexicon.is(t.form, kind))
    }

    /// Whether the word at `at` opens a question, or a clause that one could be: "what gets built first".
    pub(super) fn is_question(self, at: u32) -> bool {
        matches!(self.word(at), "what" | "which" | "how" | "when" | "whether" | "who" | "where" | "why")
    }

    /// The number of the sentence that the word at `at` stands in.
    pub(super) fn sentence_of(self, at: u32) -> usize {
        self.document.sentences.partition_point(|sentence| sentence.end <= at)
    }

    /// The line that a list item stands under, and the item behind that line; `None` outside of lists.
    pub(super) fn over_list(self, at: u32) -> Option<(&'a Block, &'a Block)> {
        let blocks = &self.document.blocks;
        let item = blocks.partition_point(|block| block.end <= at);
        let line = blocks.get(item)?.over? as usize;
        Some((&blocks[line], &blocks[line + 1]))
    }

    /// The heading right over the running text that the word at `at` stands in; `None` in lists.
    pub(super) fn heading_over(self, at: u32) -> Option<&'a Block> {
        let blocks = &self.document.blocks;
        let block = blocks.partition_point(|block| block.end <= at);
        let heading = blocks.get(block.checked_sub(1)?)?;
        (!blocks.get(block)?.bullet && (heading.marked_heading || heading.colon)).then_some(heading)
    }

    /// Whether the hit is one of several subjects of the predicate at `predicate`: the clause begins with a noun, and what
    /// stands between joins further ones to the hit.
    pub(super) fn is_joined_subject(self, hit: &Hit, predicate: u32) -> bool {
        let start = self.clause_start(hit.first);
        let joins = |at: u32| self.flags(at) & flag::JOINER != 0 || self.token(at).has(mark::COMMA);
        (self.flags(start) & flag::TASK_VERB == 0 || self.classes(start) == 0)
            && joins(hit.end)
            && (start..predicate).all(|at| self.flags(at) & flag::PRONOUN == 0)
    }

    /// Whether a new subject or predicate begins somewhere in `from..to`, so that what was said
    /// before does not reach over it: ", you …", "and you …", "and manage …". A predicate whose verb `goes_on` accepts
    /// belongs to what was said before.
    pub(super) fn turns_unless(self, from: u32, to: u32, goes_on: impl Fn(u32) -> bool) -> bool {
        (from..to).any(|at| {
            let token = self.token(at);
            let flags = self.flags(at);
            let after_comma = token.has(mark::COMMA | mark::DASH) && token.gap >= Gap::Comma;
            let after_joiner = at > from && self.flags(at - 1) & flag::JOINER != 0 && self.word(at - 1) == "and";
            (after_comma || after_joiner) && flags & flag::PRONOUN != 0
                || after_joiner && flags & flag::TASK_VERB != 0 && self.classes(at) != 0 && !goes_on(at)
        })
    }
}

/// The part of a list, sorted by place, whose hits begin in `from..to`.
pub(super) fn within<T>(list: &[T], first: impl Fn(&T) -> u32, from: u32, to: u32) -> &[T] {
    let start = list.partition_point(|item| first(item) < from);
    let end = list.partition_point(|item| first(item) < to);
    &list[start..end.max(start)]
}
