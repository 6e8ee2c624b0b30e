//! Blocks in other languages are masked.
//!
//! A block of twelve or more words is foreign when function words of another language outnumber
//! the lexicon's two to one; a block in another script always. A shorter one with two function words
//! of the lexicon's language and none of another's is not; other short ones follow their neighbours.
//! Where the whole text is foreign by the same count, a block of any length must be sure of the
//! lexicon's language, or follows its neighbours too: lists of trade words hold few function words.
//! One language at a time: French and Spanish words do not add up.

use std::cmp::Ordering;

use rolecall_lexicon::compiled::{Compiled, flag};
use rolecall_lexicon::model::MAX_FOREIGN;

use super::{Block, Document, Gap, Token, mark, style};

/// A block shorter than this may follow its neighbours.
const MIN_WORDS: usize = 12;

/// A short block with so many function words of the lexicon's language, and none of another's, is in that language.
const SURE_WORDS: usize = 2;

#[derive(Clone, Copy, PartialEq)]
enum Tongue {
    Ours,
    Foreign,
    Short,
}

/// Marks the words of foreign blocks, makes them unknown to the tagger, and counts what is left.
pub(super) fn mask(document: &mut Document, lexicon: &Compiled) {
    let Document { tokens, blocks, words, .. } = document;
    *words = tokens.len() as u32;
    let other_script = tokens.iter().any(|t| t.is(style::OTHER_SCRIPT));
    let foreign_words = tokens.iter().filter(|t| lexicon.forms[t.form as usize].foreign > 0).count();
    if !other_script && foreign_words < 2 {
        return;
    }
    let whole = count(tokens, lexicon);
    let mostly_foreign = tokens.len() >= MIN_WORDS && whole.most_of_one > 2 * whole.ours;
    let mut tongues: Vec<Tongue> =
        blocks.iter().map(|b| tongue(&tokens[b.first as usize..b.end as usize], lexicon, mostly_foreign)).collect();
    if !tongues.contains(&Tongue::Foreign) {
        return;
    }
    settle_short(blocks, &mut tongues);
    for (block, _) in blocks.iter().zip(&tongues).filter(|(_, t)| **t == Tongue::Foreign) {
        for token in &mut tokens[block.first as usize..block.end as usize] {
            token.style |= style::FOREIGN;
            token.form = 0;
            token.marks &= !mark::COMMA;
            token.gap = token.gap.max(Gap::Clause);
            *words -= 1;
        }
    }
}

/// Short blocks go with what they stand beside: a list item with what came before it, anything else (a heading) with
/// what it introduces.
fn settle_short(blocks: &[Block], tongues: &mut [Tongue]) {
    // From behind: what the next block that is sure of its language is in.
    let mut next = None;
    let following: Vec<Option<Tongue>> = tongues
        .iter()
        .rev()
        .map(|&tongue| {
            let after = next;
            next = if tongue == Tongue::Short { next } else { Some(tongue) };
            after
        })
        .collect();
    let mut previous = None;
    for ((block, tongue), next) in blocks.iter().zip(tongues).zip(following.into_iter().rev()) {
        if *tongue == Tongue::Short {
            let beside = if block.bullet { previous.or(next) } else { next.or(previous) };
            *tongue = beside.unwrap_or(Tongue::Ours);
        }
        previous = Some(*tongue);
    }
}

fn tongue(tokens: &[Token], lexicon: &Compiled, mostly_foreign: bool) -> Tongue {
    let script = tokens.iter().filter(|t| t.is(style::OTHER_SCRIPT)).count();
    if script * 2 > tokens.len() {
        return Tongue::Foreign;
    }
    let Count { ours, most_of_one } = count(tokens, lexicon);
    if mostly_foreign {
        return match ours.cmp(&most_of_one) {
            Ordering::Greater if ours >= SURE_WORDS => Tongue::Ours,
            Ordering::Less => Tongue::Foreign,
            _ => Tongue::Short,
        };
    }
    if tokens.len() < MIN_WORDS {
        return if ours >= SURE_WORDS && most_of_one == 0 { Tongue::Ours } else { Tongue::Short };
    }
    if most_of_one >= 2 && most_of_one > 2 * ours { Tongue::Foreign } else { Tongue::Ours }
}

/// Function words of a run of tokens.
struct Count {
    /// Those of the lexicon's language.
    ours: usize,
    /// Those of the one foreign language that has most.
    most_of_one: usize,
}

fn count(tokens: &[Token], lexicon: &Compiled) -> Count {
    let mut ours = 0;
    let mut languages = [0usize; MAX_FOREIGN];
    for token in tokens {
        let info = &lexicon.forms[token.form as usize];
        ours += usize::from(info.flags & flag::FUNCTION != 0);
        let mut bits = info.foreign;
        while bits != 0 {
            languages[bits.trailing_zeros() as usize] += 1;
            bits &= bits - 1;
        }
    }
    Count { ours, most_of_one: languages.into_iter().max().unwrap_or(0) }
}
