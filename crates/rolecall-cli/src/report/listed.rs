//! The strongest mismatches: those that a careful reader would least argue with.

use std::collections::HashMap;

use rolecall::Role;
use rolecall::analysis::{ReadRole, Verdict};
use rolecall_batch::month_of;
use serde::Serialize;

use super::row::{Row, per_role};
use super::text::{self, Piece};
use crate::render::safe;

/// The most evidence that a posting is listed with.
const QUOTES: usize = 40;
/// The longest text of a field that is listed, in characters.
const FIELD: usize = 200;

/// A posting as it is listed.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Listed {
    pub(super) id: Option<String>,
    pub(super) title: String,
    pub(super) company: Option<String>,
    pub(super) location: Option<String>,
    /// Only `http` and `https`: anything else is no link.
    pub(super) url: Option<String>,
    pub(super) posted: Option<String>,
    pub(super) month: Option<String>,
    pub(super) claim: Vec<Role>,
    pub(super) reading: ReadRole,
    pub(super) confidence: u8,
    pub(super) margin: u8,
    pub(super) shares: Option<[u8; 4]>,
    /// How often the same text stands in the input under the same claim.
    pub(super) times: u64,
    /// The phrases that bear on the reading, in the order of the text.
    pub(super) evidence: Vec<Quote>,
    /// The role without the phrases that are marked as `hinge`.
    pub(super) otherwise: Option<Role>,
    /// The text, cut at its evidence; indexes are into `evidence`.
    pub(super) body: Option<Vec<Piece>>,
}

/// A phrase of a posting.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Quote {
    pub(super) term: String,
    pub(super) role: Role,
    pub(super) dimension: String,
    pub(super) section: String,
    pub(super) polarity: String,
    pub(super) text: Option<String>,
    /// Thousandths for its role.
    pub(super) points: i64,
    /// Whether the reading would be another without this and the other hinges.
    pub(super) hinge: bool,
}

/// What strength is: confidence, then margin, then points ahead of the claim; of equals, the one that came first.
type Strength = (u8, u8, i64, std::cmp::Reverse<u64>);

/// Keeps the strongest of all mismatches that pass by.
#[derive(Debug)]
pub(super) struct Strongest {
    most: usize,
    seen: u64,
    kept: Vec<(Strength, Key)>,
    postings: HashMap<Key, Listed>,
    /// What is weaker than this cannot get in any more.
    bar: Option<Strength>,
}

/// The same text under the same claim is the same mismatch, however often it was posted.
type Key = (String, Vec<Role>);

impl Strongest {
    pub(super) fn new(most: usize) -> Self {
        Strongest { most, seen: 0, kept: Vec::new(), postings: HashMap::new(), bar: None }
    }

    /// Takes a row in, if it is a mismatch and strong enough.
    pub(super) fn add(&mut self, row: &Row) {
        if row.verdict != Verdict::Mismatch || self.most == 0 {
            return;
        }
        self.seen += 1;
        let hash = row.row.text_hash.clone().unwrap_or_else(|| format!("row {}", self.seen));
        let key = (hash, row.claim.roles.clone());
        if let Some(same) = self.postings.get_mut(&key) {
            same.times += 1;
            return;
        }
        let strength = strength(row, self.seen);
        if self.bar.is_some_and(|bar| strength < bar) {
            return;
        }
        self.kept.push((strength, key.clone()));
        self.postings.insert(key, listed(row));
        if self.kept.len() >= 2 * self.most {
            self.cut();
            self.bar = self.kept.last().map(|(strength, _)| *strength);
        }
    }

    /// The postings, strongest first.
    pub(super) fn finish(mut self) -> Vec<Listed> {
        self.cut();
        self.kept.iter().filter_map(|(_, key)| self.postings.remove(key)).collect()
    }

    fn cut(&mut self) {
        self.kept.sort_by_key(|(strength, _)| std::cmp::Reverse(*strength));
        for (_, weak) in self.kept.drain(self.most.min(self.kept.len())..) {
            self.postings.remove(&weak);
        }
    }
}

fn strength(row: &Row, order: u64) -> Strength {
    let points = row.reading.points.map_or([0; 4], per_role);
    let read = row.reading.role.role().map_or(0, |role| points[role.index()]);
    let claimed = row.claim.roles.iter().map(|role| points[role.index()]).max().unwrap_or(0);
    let reading = &row.reading;
    let ahead = read.saturating_sub(claimed);
    (reading.confidence.unwrap_or(0), reading.margin.unwrap_or(0), ahead, std::cmp::Reverse(order))
}

fn listed(row: &Row) -> Listed {
    let hinges = row.counterfactual.as_ref().map_or(&[][..], |change| &change.remove);
    let mut chosen: Vec<usize> = (0..row.evidence.len()).filter(|&i| bears(row, i)).collect();
    // The weightiest, then back into the order of the text.
    chosen
        .sort_by_key(|&i| std::cmp::Reverse(per_role(row.evidence[i].points).map(i64::unsigned_abs).into_iter().max()));
    chosen.truncate(QUOTES);
    chosen.sort_unstable();
    let evidence = chosen.iter().map(|&i| {
        let e = &row.evidence[i];
        Quote {
            term: field(&e.term),
            role: e.role,
            dimension: field(&e.dimension),
            section: field(&e.section),
            polarity: field(&e.polarity),
            text: e.words(row.row.body.as_deref()).map(|words| shorten(&safe::quote(words))),
            points: per_role(e.points)[e.role.index()],
            hinge: hinges.iter().any(|&hinge| hinge as usize == i),
        }
    });
    let body = text::pieces(row, |i| chosen.binary_search(&i).is_ok()).map(|mut pieces| {
        for piece in &mut pieces {
            piece.evidence = piece.evidence.and_then(|i| chosen.binary_search(&i).ok());
        }
        pieces
    });
    let source = &row.row;
    let month = source.posted.as_deref().and_then(month_of);
    // Seconds since 1970 tell a reader nothing.
    let is_number = source.posted.as_deref().is_some_and(|posted| posted.trim().parse::<f64>().is_ok());
    Listed {
        id: optional(row.id.as_deref()),
        title: optional(row.title.as_deref()).unwrap_or_default(),
        company: optional(source.company.as_deref()),
        location: optional(source.location.as_deref()),
        url: source.url.as_deref().filter(|url| is_web(url)).map(str::to_owned),
        posted: if is_number { month.clone() } else { optional(source.posted.as_deref()) },
        month,
        claim: row.claim.roles.clone(),
        reading: row.reading.role,
        confidence: row.reading.confidence.unwrap_or(0),
        margin: row.reading.margin.unwrap_or(0),
        shares: row.reading.shares.map(per_role),
        times: 1,
        evidence: evidence.collect(),
        otherwise: row.counterfactual.as_ref().map(|change| change.role),
        body,
    }
}

/// Whether a phrase is worth showing: it gave points, or the text denies it or says it of somebody else.
fn bears(row: &Row, index: usize) -> bool {
    let evidence = &row.evidence[index];
    evidence.counts() || evidence.polarity != "stated"
}

fn is_web(url: &str) -> bool {
    let scheme = url.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
    matches!(scheme.as_deref(), Some("http" | "https")) && url.len() <= 2000 && !url.contains(char::is_control)
}

fn optional(text: Option<&str>) -> Option<String> {
    text.map(field).filter(|text| !text.is_empty())
}

/// A field of a source as one line that steers nothing.
pub(super) fn field(text: &str) -> String {
    shorten(&safe::line(text))
}

fn shorten(text: &str) -> String {
    match text.char_indices().nth(FIELD) {
        Some((cut, _)) => format!("{}…", &text[..cut]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::row;

    fn mismatch(hash: &str, confidence: u8, margin: u8) -> Row {
        let mut row = row::parse(include_bytes!("../../../../docs/analysis.example.json")).unwrap();
        row.id = Some(hash.to_owned());
        row.row.text_hash = Some(hash.to_owned());
        row.reading.confidence = Some(confidence);
        row.reading.margin = Some(margin);
        row
    }

    fn ids(strongest: Strongest) -> Vec<String> {
        strongest.finish().into_iter().filter_map(|posting| posting.id).collect()
    }

    #[test]
    fn the_strongest_stay_whatever_their_order() {
        let all =
            [("a", 60, 9), ("b", 97, 40), ("c", 97, 80), ("d", 80, 1), ("e", 97, 80), ("f", 99, 2), ("g", 50, 90)];
        for turn in 0..all.len() {
            let mut strongest = Strongest::new(3);
            let mut turned = all;
            turned.rotate_left(turn);
            turned.iter().for_each(|&(hash, confidence, margin)| strongest.add(&mismatch(hash, confidence, margin)));
            let (c, e) = if turn == 3 || turn == 4 { ("e", "c") } else { ("c", "e") };
            assert_eq!(ids(strongest), ["f", c, e], "{turn}");
        }
    }

    #[test]
    fn the_same_text_is_listed_once_and_other_verdicts_never() {
        let mut strongest = Strongest::new(10);
        let mut matching = mismatch("b", 99, 99);
        matching.verdict = Verdict::Match;
        let mut other_claim = mismatch("a", 90, 50);
        other_claim.claim.roles = vec![Role::ProductOwner];
        for row in [&mismatch("a", 90, 50), &matching, &mismatch("a", 90, 50), &other_claim] {
            strongest.add(row);
        }
        let times: Vec<_> = strongest.finish().iter().map(|posting| posting.times).collect();
        // The other claim is further behind, so it comes first.
        assert_eq!(times, [1, 2]);
        let mut none = Strongest::new(0);
        none.add(&mismatch("a", 90, 50));
        assert!(none.finish().is_empty());
    }

    #[test]
    fn only_web_addresses_are_links() {
        for (url, kept) in [
            ("https://example.org/1", true),
            ("HTTP://example.org", true),
            ("javascript:alert(1)//https://x", false),
            ("data:text/html,x", false),
            ("https://a\nb", false),
            ("example.org", false),
        ] {
            assert_eq!(is_web(url), kept, "{url}");
        }
    }

    #[test]
    fn evidence_is_listed_with_its_hinges() {
        let posting = listed(&mismatch("a", 97, 82));
        let quotes: Vec<_> = posting.evidence.iter().map(|q| (q.term.as_str(), q.points, q.hinge)).collect();
        let expected = [
            ("own-project-plan", 1450, true),
            ("schedule-and-budget", 980, true),
            ("report-project-status", 1120, true),
            ("own-product-backlog", 0, false),
        ];
        assert_eq!(quotes, expected);
        assert_eq!((posting.otherwise, posting.body), (Some(Role::Other), None));
    }
}
