//! The postings that were read wrong, with what speaks for and against: material for finding the stage that failed.

use rolecall::analysis::json::ReadingDoc;
use rolecall::analysis::{Analysis, Evidence, Polarity, ReadRole, Role};
use serde::Serialize;

use super::gold::Labelled;

/// How many pieces of evidence and quotes are listed.
const LISTED: usize = 6;

/// A posting whose role was read wrong.
#[derive(Clone, Debug, Serialize)]
pub struct Mistake {
    /// The posting.
    pub id: String,
    /// Its title.
    pub title: Option<String>,
    /// The reader's role.
    pub gold: ReadRole,
    /// Ours.
    pub read: ReadRole,
    /// The reader's shares, in the order of the roles.
    pub gold_shares: [u8; 4],
    /// Ours.
    pub read_shares: Option<[u8; 4]>,
    /// The probability, in percent, that we said ours is right.
    pub confidence: Option<u8>,
    /// The evidence that spoke most for our role against the reader's, strongest first.
    pub misled_by: Vec<Piece>,
    /// The reader's quotes for the reader's role that no stated evidence of that role overlaps.
    pub missed: Vec<String>,
}

/// A piece of evidence.
#[derive(Clone, Debug, Serialize)]
pub struct Piece {
    /// The term.
    pub term: String,
    /// The posting's words.
    pub text: String,
    /// The section, polarity and ownership that it was given.
    pub context: String,
    /// By how many thousandths it favours our role over the reader's.
    pub points: i64,
}

/// The mistake, if the posting was read wrong.
#[must_use]
pub fn mistake(posting: &Labelled, analysis: &Analysis, reading: &ReadingDoc<'_>) -> Option<Mistake> {
    let (gold, read) = (posting.gold.primary, reading.role);
    if gold == read {
        return None;
    }
    let points = |role: ReadRole, e: &Evidence<'_>| role.role().map_or(0, |role| e.points().of(role));
    let mut pieces: Vec<Piece> = analysis
        .evidence()
        .map(|e| Piece {
            term: e.term().to_owned(),
            text: posting.description[e.span()].to_owned(),
            context: format!("{}, {}, {}", e.section(), e.polarity(), e.ownership()),
            points: points(read, &e) - points(gold, &e),
        })
        .filter(|piece| piece.points > 0)
        .collect();
    pieces.sort_by_key(|piece| std::cmp::Reverse(piece.points));
    pieces.truncate(LISTED);
    let missed = |role: Role| {
        posting.gold.quotes.iter().filter(move |quote| quote.role == role).filter(move |quote| {
            !analysis.evidence().any(|e| {
                let span = e.span();
                e.role() == role && e.polarity() == Polarity::Stated && span.start < quote.end && quote.start < span.end
            })
        })
    };
    Some(Mistake {
        id: posting.id.clone(),
        title: posting.title.clone(),
        gold,
        read,
        gold_shares: posting.gold.shares.into(),
        read_shares: reading.shares.map(Into::into),
        confidence: reading.confidence,
        misled_by: pieces,
        missed: gold.role().into_iter().flat_map(missed).take(LISTED).map(|quote| quote.text.clone()).collect(),
    })
}
