//! Which of the hits stay.

use rolecall_lexicon::compiled::Compiled;

use super::{Hit, Hits, TermHit};
use crate::text::{Document, Token};

/// Why a hit was dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Loss {
    /// One of its required words is part of a false friend: the hit of that phrase.
    FalseFriend(Hit),
    /// It shares words with a hit that goes before: longer, then earlier, then with fewer gap
    /// words, then of the smaller term id.
    Overlap(TermHit),
}

/// Drops hits inside false friends, then of those that overlap all but the first in rank.
pub(super) fn settle(document: &Document, lexicon: &Compiled, hits: &mut Hits) {
    let Hits { terms, names, false_friends, lost, keep_lost, taken, .. } = hits;
    if !false_friends.is_empty() {
        let longest = false_friends.iter().map(|f| f.hit.len()).max().unwrap_or(0);
        terms.retain(|term| {
            let from = false_friends.partition_point(|f| f.hit.first + longest <= term.hit.first);
            let friend = false_friends[from..]
                .iter()
                .take_while(|f| f.hit.first < term.hit.end)
                .find(|f| is_false(&document.tokens, lexicon, &term.hit, &f.hit));
            if let Some(friend) = friend
                && *keep_lost
            {
                lost.push((*term, Loss::FalseFriend(friend.hit)));
            }
            friend.is_none()
        });
    }
    taken.clear();
    taken.resize(document.tokens.len(), false);
    longest_stay(terms, taken, |loser, winner| {
        if *keep_lost {
            lost.push((loser, Loss::Overlap(winner)));
        }
    });
    taken.fill(false);
    longest_stay(names, taken, |_, _| {});
}

/// Whether `hit` is only part of a false friend's words.
fn is_false(tokens: &[Token], lexicon: &Compiled, hit: &Hit, friend: &Hit) -> bool {
    if !hit.overlaps(friend) || hit.covers(friend) {
        return false;
    }
    let shared = hit.first.max(friend.first)..hit.end.min(friend.end);
    let required = &lexicon.patterns[hit.pattern as usize].required;
    tokens[shared.start as usize..shared.end as usize]
        .iter()
        .any(|token| required.iter().any(|&set| lexicon.in_set(set, token.form)))
}

/// Keeps hits in the order of rank as long as none of their words is taken; leaves them in the order of the text.
fn longest_stay(hits: &mut Vec<TermHit>, taken: &mut [bool], mut lost: impl FnMut(TermHit, TermHit)) {
    if hits.len() < 2 {
        return;
    }
    hits.sort_unstable_by_key(|t| (std::cmp::Reverse(t.hit.len()), t.hit.first, t.hit.gap_words, t.term));
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
