//! `rolecall lexicon stats`: how often each term is found, and whether where its role is.

use std::path::PathBuf;

use rolecall::Analyzer;
use rolecall::Role;
use rolecall::analysis::Polarity;
use rolecall_batch::BatchError;
use rolecall_formats::{ParseBuffer, ReadOptions, Reader, Rows};

use crate::error::CliError;
use crate::out::Out;

#[derive(Clone, Copy, Default)]
struct Count {
    postings: u64,
    /// Those whose titles claim one role, or none.
    titled: u64,
    /// Those whose titles claim its role.
    claimed: u64,
    stated: u64,
    denied: u64,
    elsewhere: u64,
    last: u64,
}

/// A term found in so many postings that its lift says something.
const ENOUGH: u64 = 10;

/// Below this lift a term is called over-firing: found half as often where its role is claimed as elsewhere.
const OVER_FIRING: f64 = 0.5;

/// Postings by the one role that their titles claim; [`Role::Other`] is every title that names none of the three.
#[derive(Default)]
struct Claims {
    of_role: [u64; 4],
    all: u64,
}

/// Prints a table, tab-separated, the commonest term first; terms that were never found are at its end.
///
/// `lift` is the rate of a term among the postings whose titles claim its role, over its rate among all that have a
/// title: 1 says nothing of the role. Titles lie, so it is a hint where to look.
pub(super) fn run(files: &[PathBuf], analyzer: &Analyzer, out: &mut Out) -> Result<(), CliError> {
    let terms = &analyzer.lexicon().terms;
    let mut counts = vec![Count::default(); terms.len()];
    let (mut postings, mut rejects, mut claims) = (0, 0, Claims::default());
    let inputs = rolecall_formats::expand(files, &[]).map_err(BatchError::from)?;
    let (mut rows, mut buffer) = (Rows::default(), ParseBuffer::default());
    for input in inputs {
        let mut reader = Reader::open(&input, &ReadOptions::default()).map_err(BatchError::from)?;
        while reader.read(&mut rows, 64, 1 << 20).map_err(|source| CliError::Read { name: input.name(), source })? {
            for at in 0..rows.len() {
                match rows.parse(at, &mut buffer) {
                    Ok(record) => {
                        postings += 1;
                        let claim = record.posting.title.as_deref().and_then(|title| claimed(analyzer, title));
                        claims.all += u64::from(claim.is_some());
                        if let Some(role) = claim {
                            claims.of_role[role.index()] += 1;
                        }
                        count(&mut counts, analyzer, &record.posting.body, postings, claim);
                    }
                    Err(_) => rejects += 1,
                }
            }
        }
    }
    let mut order: Vec<usize> = (0..terms.len()).filter(|&term| !terms[term].is_name).collect();
    order.sort_by_key(|&term| (std::cmp::Reverse(counts[term].postings), &terms[term].id));
    out.data("term\trole\tdimension\tpostings\tlift\tstated\tdenied\tsomeone_else\tnote\n")?;
    for term in order {
        let (info, count) = (&terms[term], counts[term]);
        let Count { postings, stated, denied, elsewhere, .. } = count;
        let lift = claims.lift(&count, info.role);
        let note = match lift {
            _ if postings == 0 => "dead",
            Some(lift) if postings >= ENOUGH && lift < OVER_FIRING => "over-firing",
            _ => "",
        };
        let lift = lift.map_or_else(|| "-".to_owned(), |lift| format!("{lift:.2}"));
        let (id, role, dimension) = (&info.id, info.role, info.dimension);
        let line = format!("{id}\t{role}\t{dimension}\t{postings}\t{lift}\t{stated}\t{denied}\t{elsewhere}\t{note}\n");
        out.data(&line)?;
    }
    out.note(&format!("{postings} postings, {rejects} rows that are none"));
    Ok(())
}

impl Claims {
    fn lift(&self, count: &Count, role: Role) -> Option<f64> {
        let of_role = self.of_role[role.index()];
        let titled = count.titled;
        (of_role > 0 && titled > 0).then(|| (count.claimed as f64 / of_role as f64) / (titled as f64 / self.all as f64))
    }
}

/// The one role that a title claims, if it claims one.
fn claimed(analyzer: &Analyzer, title: &str) -> Option<Role> {
    match analyzer.claim(title).roles[..] {
        [] => Some(Role::Other),
        [role] => Some(role),
        _ => None,
    }
}

fn count(counts: &mut [Count], analyzer: &Analyzer, body: &str, posting: u64, claim: Option<Role>) {
    for finding in analyzer.findings(body).list {
        let role = analyzer.lexicon().terms[finding.term as usize].role;
        let count = &mut counts[finding.term as usize];
        if count.last != posting {
            count.last = posting;
            count.postings += 1;
            count.titled += u64::from(claim.is_some());
            count.claimed += u64::from(claim == Some(role));
        }
        match finding.polarity {
            Polarity::Stated => count.stated += 1,
            Polarity::Negated => count.denied += 1,
            _ => count.elsewhere += 1,
        }
    }
}
