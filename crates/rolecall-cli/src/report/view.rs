//! What a report shows: the tallies put into words and cut to what fits a page. The page gets it as JSON.

use rolecall::Role;
use rolecall::analysis::{ReadRole, Verdict};
use serde::Serialize;

use super::listed::Listed;
use super::tally::{ClaimKind, Claimed, Tallied, Term, Verdicts, claiming};
use crate::render::words;

/// Months that have a row of their own; older ones share one.
const MONTHS: usize = 24;
/// Companies that are shown.
const COMPANIES: usize = 20;
/// Terms that are shown of each role.
const TERMS: usize = 8;

/// A word of a fixed list and what people call it.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Word {
    pub(super) word: &'static str,
    pub(super) name: &'static str,
    /// A few letters, where there is little room.
    pub(super) code: &'static str,
}

/// The postings that claim one thing, and what they really describe.
#[derive(Clone, Debug, Serialize)]
pub(super) struct ClaimRow {
    pub(super) claim: &'static str,
    pub(super) name: &'static str,
    pub(super) postings: u64,
    /// In the order of [`ReadRole::ALL`].
    pub(super) readings: [u64; 5],
    /// Postings that have shares.
    pub(super) shared: u64,
    /// How the duties divide on average, in percent; they sum to 100. `None` where none has shares.
    pub(super) shares: Option<[u64; 4]>,
}

/// A month or a company and the verdicts on its postings.
#[derive(Clone, Debug, Serialize)]
pub(super) struct VerdictRow {
    pub(super) name: String,
    /// In the order of [`Verdict::ALL`].
    pub(super) verdicts: Verdicts,
    /// Postings whose title claims one of the roles.
    pub(super) claiming: u64,
}

impl VerdictRow {
    fn new(name: &str, verdicts: Verdicts) -> Self {
        VerdictRow { name: name.to_owned(), verdicts, claiming: claiming(&verdicts) }
    }
}

/// All that a report shows.
#[derive(Clone, Debug, Serialize)]
pub(super) struct View {
    pub(super) headline: String,
    pub(super) lede: Vec<String>,
    pub(super) sources: Vec<String>,
    pub(super) readings: Vec<Word>,
    pub(super) verdict_words: Vec<Word>,
    pub(super) postings: u64,
    pub(super) claiming: u64,
    pub(super) verdicts: Verdicts,
    pub(super) claims: Vec<ClaimRow>,
    pub(super) confidence: [[u64; 2]; 10],
    pub(super) months: Vec<VerdictRow>,
    pub(super) companies: Vec<VerdictRow>,
    /// Companies with a claiming posting that are not shown.
    pub(super) more_companies: usize,
    pub(super) terms: Vec<Term>,
    /// Why there are no terms, or no wordings of them.
    pub(super) terms_note: Option<&'static str>,
    pub(super) listed: Vec<Listed>,
    pub(super) listed_note: String,
    pub(super) notes: Vec<String>,
    pub(super) made_by: Vec<String>,
}

impl View {
    /// The view of what was counted. `sources` are the names of the files, `unread` the lines that were no analyses.
    pub(super) fn new(tallied: Tallied, sources: Vec<String>, unread: u64) -> Self {
        let mut companies: Vec<_> = tallied.companies.iter().filter(|(_, n)| claiming(n) > 0).collect();
        let more_companies = companies.len().saturating_sub(COMPANIES);
        companies.truncate(COMPANIES);
        View {
            headline: headline(&tallied),
            lede: lede(&tallied),
            readings: ReadRole::ALL.iter().map(|&role| reading_word(role)).collect(),
            verdict_words: Verdict::ALL.iter().map(|&verdict| verdict_word(verdict)).collect(),
            postings: tallied.postings,
            claiming: claiming(&tallied.verdicts),
            verdicts: tallied.verdicts,
            claims: ClaimKind::ALL.iter().zip(&tallied.claimed).map(|(&kind, c)| claim_row(kind, c)).collect(),
            confidence: tallied.confidence,
            months: months(&tallied.months),
            companies: companies.into_iter().map(|(name, n)| VerdictRow::new(name, *n)).collect(),
            more_companies,
            terms: terms(&tallied),
            terms_note: terms_note(&tallied),
            listed_note: listed_note(&tallied),
            notes: notes(&tallied, unread),
            made_by: tallied
                .versions
                .iter()
                .map(|v| format!("rolecall {}, lexicon {}, weights {}", v.engine, v.lexicon, v.weights))
                .collect(),
            listed: tallied.listed,
            sources,
        }
    }
}

/// A number with commas between its thousands.
pub(super) fn number(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A part of a whole in percent; little is not nothing, and nearly all is not all.
pub(super) fn percent(part: u64, whole: u64) -> String {
    match (part, whole) {
        (0, _) | (_, 0) => "0%".to_owned(),
        (part, whole) if part == whole => "100%".to_owned(),
        _ => match (part as f64 / whole as f64 * 100.0).round() as u64 {
            0 => "<1%".to_owned(),
            100.. => ">99%".to_owned(),
            percent => format!("{percent}%"),
        },
    }
}

/// What a reading is called; `other` is "none of the three".
pub(super) fn reading_name(role: ReadRole) -> &'static str {
    role.role().map_or("unclear", words::role_name)
}

/// What a claim is called.
pub(super) fn claim_name(roles: &[Role]) -> String {
    let names: Vec<_> = roles.iter().map(|&role| words::role_name(role)).collect();
    if names.is_empty() { "none of the three".to_owned() } else { names.join(" or ") }
}

fn reading_word(role: ReadRole) -> Word {
    Word {
        word: role.as_str(),
        name: reading_name(role),
        code: match role.role() {
            Some(Role::Other) => "none",
            Some(role) => words::role_code(role),
            None => "uncl.",
        },
    }
}

fn verdict_word(verdict: Verdict) -> Word {
    let (name, code) = match verdict {
        Verdict::Match => ("match", "match"),
        Verdict::Mismatch => ("mismatch", "mism."),
        Verdict::Hybrid => ("hybrid", "hybr."),
        Verdict::NoClaim => ("no claim", "none"),
        _ => ("unclear", "uncl."),
    };
    Word { word: verdict.as_str(), name, code }
}

fn claim_row(kind: ClaimKind, claimed: &Claimed) -> ClaimRow {
    let (claim, name) = match kind {
        ClaimKind::One(role) => (role.as_str(), words::role_name(role)),
        ClaimKind::Several => ("several", "several, or just “PM”"),
        ClaimKind::None => ("none", "no claim"),
    };
    let postings = claimed.readings.iter().sum();
    let shares = (claimed.shared > 0).then(|| mean(claimed.shares));
    ClaimRow { claim, name, postings, readings: claimed.readings, shared: claimed.shared, shares }
}

/// Sums → whole percent that sum to 100: what rounding down leaves goes to those that lost most by it.
fn mean(sums: [u64; 4]) -> [u64; 4] {
    let whole = sums.iter().sum::<u64>().max(1);
    let mut parts = sums.map(|sum| sum * 100 / whole);
    let mut order = [0, 1, 2, 3];
    order.sort_by_key(|&i| std::cmp::Reverse(sums[i] * 100 % whole));
    let left = 100_u64.saturating_sub(parts.iter().sum());
    for &i in order.iter().take(left as usize) {
        parts[i] += 1;
    }
    parts
}

fn count(verdicts: &Verdicts, verdict: Verdict) -> u64 {
    Verdict::ALL.iter().zip(verdicts).find(|(known, _)| **known == verdict).map_or(0, |(_, n)| *n)
}

/// What the commonest claim comes to, in one line.
fn headline(tallied: &Tallied) -> String {
    if tallied.postings == 0 {
        return "There is nothing to report".to_owned();
    }
    let claims = ClaimKind::ALL.iter().zip(&tallied.claimed).filter_map(|(kind, claimed)| match kind {
        ClaimKind::One(role) => Some((*role, claimed.readings)),
        _ => None,
    });
    // Of equals the first, as everywhere.
    let most = claims.rev().max_by_key(|(_, readings)| readings.iter().sum::<u64>());
    let Some((role, readings)) = most.filter(|(_, readings)| readings.iter().sum::<u64>() > 0) else {
        return "No posting claims one of the three roles alone".to_owned();
    };
    let all: u64 = readings.iter().sum();
    let really = readings[role.index()];
    let name = words::role_name(role);
    match (really == all, all) {
        (_, 1) if really == 1 => format!("The one “{name}” posting describes one"),
        (_, 1) => format!("The one “{name}” posting does not describe one"),
        (true, _) => format!("All {} “{name}” postings describe one", number(all)),
        _ if really == 0 => format!("None of {} “{name}” postings describes one", number(all)),
        _ => format!("Of {} “{name}” postings, {} describe one", number(all), percent(really, all)),
    }
}

fn lede(tallied: &Tallied) -> Vec<String> {
    if tallied.postings == 0 {
        return vec![
            "No analyses were found in what was read. Run `rolecall scan` on a file of postings first, \
                     then `rolecall report` on what it writes."
                .to_owned(),
        ];
    }
    let claims = claiming(&tallied.verdicts);
    let mut said = Vec::new();
    if claims > 0 {
        let part = |verdict| {
            let n = count(&tallied.verdicts, verdict);
            format!("{} ({})", number(n), percent(n, claims))
        };
        said.push(format!(
            "Of {} postings whose title claims one of the roles, {} describe another job than they claim, {} mix two, \
             {} are what they say, and {} tell too little.",
            number(claims),
            part(Verdict::Mismatch),
            part(Verdict::Hybrid),
            part(Verdict::Match),
            number(count(&tallied.verdicts, Verdict::Unclear)),
        ));
    }
    let no_claim = count(&tallied.verdicts, Verdict::NoClaim);
    if no_claim > 0 {
        said.push(format!("{} more claim none of the three.", number(no_claim)));
    }
    said
}

fn months(all: &[(String, Verdicts)]) -> Vec<VerdictRow> {
    let all: Vec<_> = all.iter().filter(|(_, n)| claiming(n) > 0).collect();
    // A row that gathers one month would be no shorter than that month's own.
    let cut = if all.len() > MONTHS + 1 { all.len() - MONTHS } else { 0 };
    let (older, newer) = all.split_at(cut);
    let mut rows = Vec::new();
    if let Some((last, _)) = older.last() {
        let mut sum = Verdicts::default();
        for (_, verdicts) in older {
            sum.iter_mut().zip(verdicts).for_each(|(sum, n)| *sum += n);
        }
        rows.push(VerdictRow::new(&format!("to {last}"), sum));
    }
    rows.extend(newer.iter().map(|(month, verdicts)| VerdictRow::new(month, *verdicts)));
    rows
}

/// The terms that decide most of each role, role by role.
fn terms(tallied: &Tallied) -> Vec<Term> {
    Role::ALL
        .into_iter()
        .flat_map(|role| tallied.terms.iter().filter(move |term| term.role == role).take(TERMS).cloned())
        .collect()
}

fn terms_note(tallied: &Tallied) -> Option<&'static str> {
    if tallied.postings == 0 {
        None
    } else if tallied.with_evidence == 0 {
        Some("The scan wrote no evidence; scan without `--evidence none` to see what decides.")
    } else if tallied.terms.iter().all(|term| term.wordings.is_empty()) {
        Some("The scan wrote no wordings; scan with `--evidence full` to see them. The names are those of the terms.")
    } else {
        None
    }
}

fn listed_note(tallied: &Tallied) -> String {
    let all = count(&tallied.verdicts, Verdict::Mismatch);
    let listed = tallied.listed.len() as u64;
    if all == 0 {
        return "No posting is a mismatch.".to_owned();
    }
    let same: u64 = tallied.listed.iter().map(|posting| posting.times).sum();
    let which = match listed {
        0 => format!("There are {} mismatches; none is listed, as asked.", number(all)),
        1 if all == 1 => "There is one mismatch.".to_owned(),
        _ if listed == all => format!("All {} mismatches, the surest first.", number(all)),
        _ if same == all => {
            format!("All {} mismatches, the surest first; a text that was posted again is listed once.", number(all))
        }
        _ => format!("The {} surest of {} mismatches.", number(listed), number(all)),
    };
    let with_body = tallied.listed.iter().filter(|posting| posting.body.is_some()).count() as u64;
    let texts = match with_body {
        0 if listed == 0 => "",
        0 => {
            " The postings' texts are not in the scan, so only the evidence is shown; scan with `--with-body` to see it in its text."
        }
        _ if with_body < listed => {
            " Where the scan kept the text, the evidence is marked in it; elsewhere it stands alone."
        }
        _ => " The evidence is marked in the text.",
    };
    format!("{which}{texts}")
}

fn notes(tallied: &Tallied, unread: u64) -> Vec<String> {
    let mut notes = Vec::new();
    if unread > 0 {
        notes.push(format!("{} of the lines could not be read as analyses and are not counted.", number(unread)));
    }
    if tallied.uncalibrated > 0 {
        notes.push(format!(
            "{} postings were read with a lexicon that the weights were not fitted to: shares and confidence are rough.",
            number(tallied.uncalibrated)
        ));
    }
    if tallied.versions.len() > 1 {
        notes.push("The postings were analyzed by several versions; their figures may not compare.".to_owned());
    }
    if tallied.companies_cut {
        notes.push("There are very many companies; the rarest were left out while counting.".to_owned());
    }
    notes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_people_write_them() {
        let numbers = [0, 999, 1000, 1_234_567].map(number);
        assert_eq!(numbers, ["0", "999", "1,000", "1,234,567"]);
        let percents =
            [(0, 9), (1, 1000), (1, 3), (999, 1000), (5, 5), (0, 0)].map(|(part, whole)| percent(part, whole));
        assert_eq!(percents, ["0%", "<1%", "33%", ">99%", "100%", "0%"]);
    }

    #[test]
    fn mean_shares_sum_to_100() {
        for (sums, expected) in
            [([100, 100, 100, 0], [34, 33, 33, 0]), ([1, 1, 1, 297], [1, 0, 0, 99]), ([2, 2, 89, 7], [2, 2, 89, 7])]
        {
            assert_eq!(mean(sums), expected, "{sums:?}");
        }
    }

    #[test]
    fn the_headline_is_about_the_commonest_claim() {
        let mut tallied = Tallied::default();
        assert_eq!(headline(&tallied), "There is nothing to report");
        for (readings, expected) in [
            ([[0; 5], [0; 5], [0; 5], [1, 0, 0, 0, 0]], "No posting claims one of the three roles alone"),
            ([[1, 0, 0, 0, 0], [0; 5], [0; 5], [0; 5]], "The one “Product Manager” posting describes one"),
            ([[0, 0, 0, 1, 0], [0; 5], [0; 5], [0; 5]], "The one “Product Manager” posting does not describe one"),
            ([[2, 0, 1, 0, 0], [0; 5], [1, 0, 2, 0, 0], [0; 5]], "Of 3 “Product Manager” postings, 67% describe one"),
            ([[2, 0, 0, 0, 0], [0, 3, 0, 0, 0], [0; 5], [0; 5]], "All 3 “Product Owner” postings describe one"),
            ([[2, 0, 0, 0, 0], [0, 0, 3, 0, 0], [0; 5], [0; 5]], "None of 3 “Product Owner” postings describes one"),
        ] {
            tallied.postings = 3;
            tallied.claimed.iter_mut().zip(readings).for_each(|(claimed, readings)| claimed.readings = readings);
            assert_eq!(headline(&tallied), expected);
        }
    }

    #[test]
    fn old_months_share_a_row() {
        let all: Vec<_> = (0..30).map(|i| (format!("{}-{:02}", 2000 + i / 12, i % 12 + 1), [1, 1, 0, 0, 9])).collect();
        let rows = months(&all);
        assert_eq!((rows.len(), rows[0].name.as_str(), rows[0].claiming), (25, "to 2000-06", 12));
        assert_eq!((rows[1].name.as_str(), rows[24].name.as_str()), ("2000-07", "2002-06"));
        assert_eq!(months(&all[..25]).len(), 25);
    }
}
