//! What a title claims, and where a pasted text has its title.
//!
//! The tagger finds every title of the lexicon in a title, also short ones inside of long ones: "product marketing
//! manager" is another job, "product manager, marketing" is not. [`settle`] keeps the longest and says what they claim
//! together; [`claim`] feeds it. [`from_body`] finds the line of a pasted text that is its title.

mod body;
mod settle;

use rolecall_lexicon::compiled::{Compiled, Owner, flag};

use crate::analysis::Claim;
use crate::tag::{self, Found, Hits};
use crate::text::{Document, Gap, Token, mark};

pub use body::{TitleLine, from_body};
pub use settle::{LevelHit, TitleHit, settle};

/// The claim of a title that was read as a document and tagged.
#[must_use]
pub fn claim(document: &Document, found: &[Found<Owner>], lexicon: &Compiled) -> Claim {
    let mut titles = Vec::new();
    let mut levels = Vec::new();
    for hit in found {
        let span = hit.hit.first..hit.hit.end;
        match hit.what {
            Owner::Title(title) => {
                let info = &lexicon.titles[title as usize];
                titles.push(TitleHit { span, roles: &info.roles, ambiguous: info.ambiguous });
            }
            Owner::Seniority(level) => levels.push(LevelHit { span, level: &lexicon.seniority[level as usize] }),
            _ => {}
        }
    }
    shared_words(document, lexicon, &mut titles);
    settle(titles, levels)
}

/// Adds the titles that share a word with another: "Product/Project Manager" names a product manager too, and
/// "Product Owner / Manager" a product manager.
fn shared_words<'l>(document: &Document, lexicon: &'l Compiled, titles: &mut Vec<TitleHit<'l>>) {
    let tokens = &document.tokens;
    let mut pair = Document::default();
    let mut hits = Hits::default();
    for known in 0..titles.len() {
        let (first, end) = (titles[known].span.start as usize, titles[known].span.end as usize);
        if end - first < 2 || titles[known].roles.is_empty() {
            continue;
        }
        let before = joined(tokens, lexicon, first, Side::Left).map(|at| (at, [tokens[at], tokens[end - 1]]));
        let after = joined(tokens, lexicon, end - 1, Side::Right).map(|at| (at, [tokens[first], tokens[at]]));
        for (at, words) in [before, after].into_iter().flatten() {
            pair.tokens.clear();
            pair.tokens.extend(words.map(|token| Token { gap: Gap::Space, marks: 0, ..token }));
            tag::title(&pair, lexicon, &mut hits);
            for hit in hits.titles.iter().filter(|found| found.hit.len() == 2) {
                let Owner::Title(title) = hit.what else { continue };
                let info = &lexicon.titles[title as usize];
                if !info.roles.is_empty() {
                    // Only the word that the other title lacks, so that the two do not compete for the one they share.
                    let span = at as u32..at as u32 + 1;
                    titles.push(TitleHit { span, roles: &info.roles, ambiguous: info.ambiguous });
                }
            }
        }
    }
}

#[derive(Clone, Copy)]
enum Side {
    Left,
    Right,
}

/// The word that a slash, a comma, "and" or "or" joins to the word `at`.
fn joined(tokens: &[Token], lexicon: &Compiled, at: usize, side: Side) -> Option<usize> {
    let step = |at: usize| match side {
        Side::Left => at.checked_sub(1),
        Side::Right => Some(at + 1).filter(|&next| next < tokens.len()),
    };
    let joiner = |at: usize| lexicon.forms[tokens[at].form as usize].flags & flag::JOINER != 0;
    let next = step(at)?;
    if joiner(next) {
        return step(next);
    }
    let later = &tokens[at.max(next)];
    (later.gap < Gap::Block && later.has(mark::SLASH | mark::COMMA)).then_some(next)
}
