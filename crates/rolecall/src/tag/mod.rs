//! The second step: one pass over the words finds every phrase of the lexicon.
//!
//! A phrase is found by its anchor, its rarest required word, and checked on both sides in bounded
//! steps ([`verify`]). Then hits are settled ([`settle`]): a hit inside a false friend is dropped,
//! and of role hits that overlap the one stays that names most words. Word-level meaning is the specification; the
//! naive matcher in the tests is its oracle.

mod plain;
mod settle;
mod verbs;
mod verify;

use rolecall_lexicon::SectionKind;
use rolecall_lexicon::compiled::{Anchor, Anchors, Compiled, FAR, Form, Guard, Owner, head, verb};
use rolecall_lexicon::model::ContextKind;

use crate::text::{Block, Document, Gap, Token, style};
use verbs::Words;

pub use settle::{Loss, said};

/// A block of no more words than this may be a heading as a whole.
pub const HEADING_WORDS: u32 = 12;

/// Whether a heading phrase that begins with this word of the block may be one: the block is short, or the word has a
/// capital. Nowhere else are they looked for; three of four stood elsewhere.
#[must_use]
#[inline]
pub fn may_open_heading(block: &Block, word: &Token) -> bool {
    block.end - block.first <= HEADING_WORDS || word.is(style::CAPITAL)
}

/// A phrase found in a document, by word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Number of the pattern.
    pub pattern: u32,
    /// Index of its first word.
    pub first: u32,
    /// Index after its last.
    pub end: u32,
    /// How many of its words a gap skipped.
    pub gap_words: u8,
}

impl Hit {
    /// How many words it spans.
    #[must_use]
    pub fn len(&self) -> u32 {
        self.end - self.first
    }

    /// Never: a hit holds at least its anchor.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.end == self.first
    }

    /// Whether it shares a word with another.
    #[must_use]
    pub fn overlaps(&self, other: &Hit) -> bool {
        self.first < other.end && other.first < self.end
    }

    /// Whether it holds all words of another.
    #[must_use]
    pub fn covers(&self, other: &Hit) -> bool {
        self.first <= other.first && other.end <= self.end
    }
}

/// A hit of a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TermHit {
    /// Index into [`Compiled::terms`].
    pub term: u32,
    /// Where.
    pub hit: Hit,
}

/// A hit of something else: what it means and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found<T> {
    /// What it means.
    pub what: T,
    /// Where.
    pub hit: Hit,
}

/// All that was found in a document. Reused between postings.
#[derive(Clone, Debug, Default)]
pub struct Hits {
    /// Hits of terms, settled: no two share a word; in the order of the text.
    pub terms: Vec<TermHit>,
    /// Role names, the fullest where they overlap; in the order of the text.
    pub names: Vec<TermHit>,
    /// Context phrases in the order of the text.
    pub context: Vec<Found<ContextKind>>,
    /// Headings, where one may stand, in the order of the text.
    pub headings: Vec<Found<SectionKind>>,
    /// Section cues with their votes, in the order of the text; those of one word are no hits, see
    /// [`Compiled::word_cues`].
    pub cues: Vec<Found<(SectionKind, u8)>>,
    /// False friends in the order of the text.
    pub false_friends: Vec<Found<u32>>,
    /// Titles and levels, only of [`title`].
    pub titles: Vec<Found<Owner>>,
    /// Term hits that were dropped, and to what they lost; only filled on request.
    pub lost: Vec<(TermHit, Loss)>,
    /// Whether to keep [`Hits::lost`].
    pub keep_lost: bool,
    scratch: verify::Scratch,
    raw: Vec<Hit>,
    others: Vec<Hit>,
    long_verbs: Vec<verbs::LongVerb>,
    starts: Vec<plain::Start>,
    taken: Vec<bool>,
}

impl Hits {
    /// Every hit of every phrase that is looked for, before any was dropped, in the order of the text.
    #[must_use]
    pub fn raw(&self) -> &[Hit] {
        &self.raw
    }

    fn clear(&mut self) {
        self.terms.clear();
        self.names.clear();
        self.context.clear();
        self.headings.clear();
        self.cues.clear();
        self.false_friends.clear();
        self.titles.clear();
        self.lost.clear();
        self.raw.clear();
        self.others.clear();
    }
}

/// Finds all phrases of a body.
pub fn body(document: &Document, lexicon: &Compiled, hits: &mut Hits) {
    hits.clear();
    let Hits { raw, others, scratch, long_verbs, starts, .. } = hits;
    let words = Words::new(lexicon, &document.tokens, long_verbs);
    plain::find(words, &document.blocks, starts, raw, others);
    by_anchors(words, &lexicon.body_anchors, scratch, others);
    merge(raw, others);
    sort_out(lexicon, hits);
    settle::settle(document, lexicon, hits);
}

/// Finds titles and levels in a title that was read as a document.
pub fn title(document: &Document, lexicon: &Compiled, hits: &mut Hits) {
    hits.clear();
    let Hits { raw, others, scratch, long_verbs, .. } = hits;
    by_anchors(Words::new(lexicon, &document.tokens, long_verbs), &lexicon.title_anchors, scratch, others);
    merge(raw, others);
    sort_out(lexicon, hits);
}

/// Finds the patterns of all anchors. Most words stop at the bits of their heads and pairs.
fn by_anchors(words: Words<'_>, anchors: &Anchors, scratch: &mut verify::Scratch, hits: &mut Vec<Hit>) {
    let Words { lexicon, tokens, .. } = words;
    // Of the last word that was asked for the verbs before it: a word that phrases with gaps end with is asked for each.
    let (mut asked, mut verbs) = (usize::MAX, 0);
    // Of the last word that was asked for what stands ahead of it, the bits of that.
    let (mut asked_ahead, mut ahead) = (usize::MAX, 0);
    let holds =
        |bits: u64, list: u32, word: &Token| bits & Anchors::bit(word.form) != 0 && anchors.in_list(list, word.form);
    let mut check = |anchor: &Anchor, at: usize| {
        let is_near = match anchor.guard() {
            Guard::None => true,
            Guard::Before(list) => {
                if asked_ahead != at {
                    (asked_ahead, ahead) = (at, words.ahead(at).fold(0, |bits, word| bits | Anchors::bit(word.form)));
                }
                anchor.guarded & ahead != 0 && words.ahead(at).any(|word| holds(anchor.guarded, list, word))
            }
            Guard::After(list) => words.behind(at).any(|word| holds(anchor.guarded, list, word)),
            Guard::VerbBefore(class) => {
                if asked != at {
                    (asked, verbs) = (at, words.classes_ahead(at));
                }
                verbs & 1 << class != 0
            }
        };
        if is_near {
            verify::verify(words, *anchor, at as u32, scratch, hits);
        }
    };
    let is_verb = |form: Form, bits: u8| lexicon.verbs[form as usize] & bits != 0;
    let mut partners: Vec<Form> = Vec::with_capacity(FAR);
    let far = |list: &[Anchor], partners: &[Form], check: &mut dyn FnMut(&Anchor)| {
        let near = partners.iter().fold(0, |bits, &form| bits | Anchors::bit(form));
        if near != 0 {
            let may_be = list.iter().filter(|a| a.near & near != 0);
            may_be.filter(|a| partners.iter().any(|&form| anchors.in_list(a.list, form))).for_each(check);
        }
    };
    for (at, token) in tokens.iter().enumerate() {
        let heads = anchors.heads[token.form as usize];
        if heads == 0 {
            continue;
        }
        let form = token.form as usize;
        if heads & head::OPEN != 0 {
            anchors.open.of(form).iter().for_each(|anchor| check(anchor, at));
        }
        if heads & (head::VERB_BEFORE | head::WORD_BEFORE) != 0 && at > 0 && token.gap <= Gap::Comma {
            let before = tokens[at - 1].form;
            if heads & head::VERB_BEFORE != 0 && is_verb(before, verb::ENDS) {
                anchors.verb_before.of(form).iter().for_each(|anchor| check(anchor, at));
            }
            if heads & head::WORD_BEFORE != 0 && anchors.may_pair(before, token.form) {
                let bit = Anchors::bit(before);
                let may_be = anchors.word_before.of(form).iter().filter(|a| a.near & bit != 0);
                may_be.filter(|a| anchors.in_list(a.list, before)).for_each(|anchor| check(anchor, at));
            }
        }
        if heads & (head::VERB_AFTER | head::WORD_AFTER) != 0
            && let Some(next) = tokens.get(at + 1).filter(|next| next.gap <= Gap::Comma)
        {
            if heads & head::VERB_AFTER != 0 && is_verb(next.form, verb::BEGINS) {
                anchors.verb_after.of(form).iter().for_each(|anchor| check(anchor, at));
            }
            if heads & head::WORD_AFTER != 0 && anchors.may_pair(token.form, next.form) {
                let bit = Anchors::bit(next.form);
                let may_be = anchors.word_after.of(form).iter().filter(|a| a.near & bit != 0);
                may_be.filter(|a| anchors.in_list(a.list, next.form)).for_each(|anchor| check(anchor, at));
            }
        }
        if heads & head::FAR_AFTER != 0 {
            partners.clear();
            let may_be = anchors.may_be_far_after(token.form);
            let behind = words.behind(at).map(|next| next.form);
            partners.extend(behind.filter(|&next| may_be(next)));
            far(anchors.far_after.of(form), &partners, &mut |anchor| check(anchor, at));
        }
        if heads & head::FAR_BEFORE != 0 {
            partners.clear();
            let may_be = anchors.may_be_far_before(token.form);
            let ahead = words.ahead(at).map(|before| before.form);
            partners.extend(ahead.filter(|&before| may_be(before)));
            far(anchors.far_before.of(form), &partners, &mut |anchor| check(anchor, at));
        }
    }
}

/// Merges `others` into the hits, which are in order, and leaves one order for every way of finding: by place, then
/// pattern; of one span the fewest gap words.
fn merge(hits: &mut Vec<Hit>, others: &mut Vec<Hit>) {
    let key = |h: &Hit| (h.first, h.end, h.pattern, h.gap_words);
    others.sort_unstable_by_key(key);
    let mut left = hits.len();
    let mut end = left + others.len();
    hits.extend_from_slice(others);
    // From behind, so that nothing is moved twice.
    while let Some(other) = others.pop() {
        while left > 0 && key(&hits[left - 1]) > key(&other) {
            left -= 1;
            end -= 1;
            hits[end] = hits[left];
        }
        end -= 1;
        hits[end] = other;
    }
    hits.dedup_by_key(|h| (h.first, h.end, h.pattern));
}

/// Sends every raw hit to the list of its owner.
fn sort_out(lexicon: &Compiled, hits: &mut Hits) {
    let raw = std::mem::take(&mut hits.raw);
    for &hit in &raw {
        match lexicon.owner(hit.pattern) {
            Owner::Term(term) if lexicon.terms[term as usize].is_name => hits.names.push(TermHit { term, hit }),
            Owner::Term(term) => hits.terms.push(TermHit { term, hit }),
            Owner::FalseFriend(what) => hits.false_friends.push(Found { what, hit }),
            Owner::Context(what) => hits.context.push(Found { what, hit }),
            Owner::Heading(what) => hits.headings.push(Found { what, hit }),
            Owner::Cue(section, votes) => hits.cues.push(Found { what: (section, votes), hit }),
            what @ (Owner::Title(_) | Owner::Seniority(_)) => hits.titles.push(Found { what, hit }),
        }
    }
    hits.raw = raw;
}
