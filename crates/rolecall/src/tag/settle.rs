//! Which of the hits stay.

use std::cmp::Reverse;

use rolecall_lexicon::Role;
use rolecall_lexicon::compiled::{Compiled, flag};

use super::{Found, Hit, Hits, TermHit};
use crate::text::{Document, Token};

/// Why a hit was dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Loss {
    /// One of its required words is part of a false friend: the hit of that phrase.
    FalseFriend(Hit),
    /// One of its required words is part of the name of one of the three roles: that name.
    Name(Hit),
    /// It shares words with a hit that goes before: of more words that the phrase names, then earlier, then with
    /// fewer gap words, then of the smaller term id.
    Overlap(TermHit),
}

/// Drops hits inside false friends and role names, then of those that overlap all but the first in rank.
pub(super) fn settle(document: &Document, lexicon: &Compiled, hits: &mut Hits) {
    let Hits { terms, names, false_friends, lost, keep_lost, taken, .. } = hits;
    taken.clear();
    taken.resize(document.tokens.len(), false);
    fullest_stay(names, document, lexicon, taken, |_, _| {});

    let shares = |hit: &Hit, other: &Hit| shares_required(&document.tokens, lexicon, hit, other);
    let longest_friend = longest(false_friends);
    let longest_name = longest(names);
    terms.retain(|term| {
        let hit = &term.hit;
        let friend = overlapping(false_friends, longest_friend, hit)
            .find(|friend| !names_all_of(&document.tokens, lexicon, hit, &friend.hit) && shares(hit, &friend.hit))
            .map(|friend| Loss::FalseFriend(friend.hit));
        let loss = friend.or_else(|| {
            overlapping(names, longest_name, hit)
                .find(|name| lexicon.terms[name.term as usize].role != Role::Other && shares(hit, &name.hit))
                .map(|name| Loss::Name(name.hit))
        });
        if let Some(loss) = loss
            && *keep_lost
        {
            lost.push((*term, loss));
        }
        loss.is_none()
    });

    taken.fill(false);
    fullest_stay(terms, document, lexicon, taken, |loser, winner| {
        if *keep_lost {
            lost.push((loser, Loss::Overlap(winner)));
        }
    });
}

fn longest(list: &[impl Place]) -> u32 {
    list.iter().map(|item| item.place().len()).max().unwrap_or(0)
}

/// The items of a list, sorted by place and none longer than `longest` words, that may share a word with `hit`.
fn overlapping<'l, T: Place>(list: &'l [T], longest: u32, hit: &Hit) -> impl Iterator<Item = &'l T> {
    let from = list.partition_point(|item| item.place().first + longest <= hit.first);
    let end = hit.end;
    list[from..].iter().take_while(move |item| item.place().first < end)
}

/// Something that stands at a place.
trait Place {
    fn place(&self) -> &Hit;
}

impl<T> Place for Found<T> {
    fn place(&self) -> &Hit {
        &self.hit
    }
}

impl Place for TermHit {
    fn place(&self) -> &Hit {
        &self.hit
    }
}

/// Whether `hit` covers all of a false friend, and not by a gap: "manage … project" does not mean "manage a science
/// project", which its gap would swallow.
fn names_all_of(tokens: &[Token], lexicon: &Compiled, hit: &Hit, friend: &Hit) -> bool {
    if !hit.covers(friend) {
        return false;
    }
    let mut words = tokens[friend.first as usize..friend.end as usize].iter();
    hit.gap_words == 0 || words.all(|token| requires(lexicon, hit, token))
}

/// Whether the phrase of `hit` names this word among those that it needs.
fn requires(lexicon: &Compiled, hit: &Hit, token: &Token) -> bool {
    lexicon.required.of(hit.pattern as usize).iter().any(|&set| lexicon.in_set(set, token.form))
}

/// Whether a required word of `hit` is one of the words of `other`.
fn shares_required(tokens: &[Token], lexicon: &Compiled, hit: &Hit, other: &Hit) -> bool {
    if !hit.overlaps(other) {
        return false;
    }
    let shared = hit.first.max(other.first)..hit.end.min(other.end);
    tokens[shared.start as usize..shared.end as usize].iter().any(|token| requires(lexicon, hit, token))
}

/// Keeps hits in the order of rank as long as none of their words is taken; leaves them in the order of the text.
fn fullest_stay(
    hits: &mut Vec<TermHit>,
    document: &Document,
    lexicon: &Compiled,
    taken: &mut [bool],
    mut lost: impl FnMut(TermHit, TermHit),
) {
    if hits.len() < 2 {
        return;
    }
    hits.sort_unstable_by_key(|t| (Reverse(said(document, lexicon, &t.hit)), t.hit.first, t.hit.gap_words, t.term));
    let mut kept: Vec<TermHit> = Vec::with_capacity(hits.len());
    for &term in hits.iter() {
        let words = term.hit.first as usize..term.hit.end as usize;
        if taken[words.clone()].contains(&true) {
            if let Some(winner) = kept.iter().find(|k| k.hit.overlaps(&term.hit)) {
                lost(term, *winner);
            }
        } else {
            taken[words].fill(true);
            kept.push(term);
        }
    }
    kept.sort_unstable_by_key(|t| t.hit.first);
    *hits = kept;
}

/// How many words a phrase names, by which overlapping hits are ranked: all of its hit's but those that a gap skipped.
/// A single article or pronoun ("own *the* product vision") counts as named: it says no less for standing in a gap.
#[must_use]
pub fn said(document: &Document, lexicon: &Compiled, hit: &Hit) -> u32 {
    let is_function = |token: &Token| lexicon.forms[token.form as usize].flags & flag::FUNCTION != 0;
    let words = &document.tokens[hit.first as usize..hit.end as usize];
    if hit.gap_words == 1 && words.iter().any(is_function) {
        return hit.len();
    }
    hit.len() - u32::from(hit.gap_words)
}
