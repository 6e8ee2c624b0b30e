//! Blocks in other languages are masked.
//!
//! A block of twelve or more words is foreign when function words of another language outnumber
//! the lexicon's two to one; a block in another script always. A shorter one with two function words
//! of the lexicon's language and none of another's is not; other short ones follow their neighbours.
//! One language at a time: French and Spanish words do not add up.

use rolecall_lexicon::compiled::{Compiled, flag};

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
    let mut tongues: Vec<Tongue> =
        blocks.iter().map(|b| tongue(&tokens[b.first as usize..b.end as usize], lexicon)).collect();
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

fn tongue(tokens: &[Token], lexicon: &Compiled) -> Tongue {
    let script = tokens.iter().filter(|t| t.is(style::OTHER_SCRIPT)).count();
    if script * 2 > tokens.len() {
        return Tongue::Foreign;
    }
    let mut ours = 0usize;
    let mut foreign = 0usize;
    for token in tokens {
        let info = &lexicon.forms[token.form as usize];
        ours += usize::from(info.flags & flag::FUNCTION != 0);
        foreign += usize::from(info.foreign > 0);
    }
    // Most blocks hold at most one word that is another language's, of whichever.
    let most = if foreign < 2 { foreign } else { most_of_one(tokens, lexicon) };
    if tokens.len() < MIN_WORDS {
        return if ours >= SURE_WORDS && most == 0 { Tongue::Ours } else { Tongue::Short };
    }
    if most >= 2 && most > 2 * ours { Tongue::Foreign } else { Tongue::Ours }
}

/// How many function words the one foreign language has that has the most.
fn most_of_one(tokens: &[Token], lexicon: &Compiled) -> usize {
    let mut counts = [0usize; 256];
    for token in tokens {
        counts[lexicon.forms[token.form as usize].foreign as usize] += 1;
    }
    counts[1..].iter().copied().max().unwrap_or(0)
}
