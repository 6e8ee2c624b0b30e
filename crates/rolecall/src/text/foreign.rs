//! Blocks in other languages are masked.
//!
//! A block of twelve or more words is foreign when function words of another language outnumber
//! the lexicon's two to one; a block in another script always; shorter ones follow their
//! neighbours. One language at a time: French and Spanish words do not add up.

use rolecall_lexicon::compiled::{Compiled, flag};

use super::{Document, Gap, Token, mark, style};

/// A block shorter than this follows its neighbours.
const MIN_WORDS: usize = 12;

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
    let mut previous = None;
    for n in 0..tongues.len() {
        if tongues[n] == Tongue::Short {
            let next = tongues[n + 1..].iter().copied().find(|&t| t != Tongue::Short);
            // Between two languages a short block goes with what it introduces.
            tongues[n] = next.or(previous).unwrap_or(Tongue::Ours);
        }
        previous = Some(tongues[n]);
    }
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

fn tongue(tokens: &[Token], lexicon: &Compiled) -> Tongue {
    let script = tokens.iter().filter(|t| t.is(style::OTHER_SCRIPT)).count();
    if script * 2 > tokens.len() {
        return Tongue::Foreign;
    }
    if tokens.len() < MIN_WORDS {
        return Tongue::Short;
    }
    let mut ours = 0usize;
    let mut theirs = [0usize; 256];
    for token in tokens {
        let info = lexicon.forms[token.form as usize];
        ours += usize::from(info.flags & flag::FUNCTION != 0);
        if info.foreign > 0 {
            theirs[info.foreign as usize] += 1;
        }
    }
    let most = theirs.into_iter().max().unwrap_or(0);
    if most >= 2 && most > 2 * ours { Tongue::Foreign } else { Tongue::Ours }
}
