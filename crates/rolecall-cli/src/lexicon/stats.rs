//! `rolecall lexicon stats`: how often each term is found.

use std::path::PathBuf;

use rolecall::Analyzer;
use rolecall::analysis::Polarity;
use rolecall_batch::BatchError;
use rolecall_formats::{ParseBuffer, ReadOptions, Reader, Rows};

use crate::error::CliError;
use crate::out::Out;

#[derive(Clone, Copy, Default)]
struct Count {
    postings: u64,
    stated: u64,
    denied: u64,
    elsewhere: u64,
    last: u64,
}

/// Prints a table, tab-separated, the commonest term first; terms that were never found are at its end.
pub(super) fn run(files: &[PathBuf], analyzer: &Analyzer, out: &mut Out) -> Result<(), CliError> {
    let terms = &analyzer.lexicon().terms;
    let mut counts = vec![Count::default(); terms.len()];
    let (mut postings, mut rejects) = (0, 0);
    let inputs = rolecall_formats::expand(files, &[]).map_err(BatchError::from)?;
    let (mut rows, mut buffer) = (Rows::default(), ParseBuffer::default());
    for input in inputs {
        let mut reader = Reader::open(&input, &ReadOptions::default()).map_err(BatchError::from)?;
        while reader.read(&mut rows, 64, 1 << 20).map_err(|source| CliError::Read { name: input.name(), source })? {
            for at in 0..rows.len() {
                match rows.parse(at, &mut buffer) {
                    Ok(record) => {
                        postings += 1;
                        count(&mut counts, analyzer, &record.posting.body, postings);
                    }
                    Err(_) => rejects += 1,
                }
            }
        }
    }
    let mut order: Vec<usize> = (0..terms.len()).filter(|&term| !terms[term].is_name).collect();
    order.sort_by_key(|&term| (std::cmp::Reverse(counts[term].postings), &terms[term].id));
    out.data("term\trole\tdimension\tpostings\tstated\tdenied\tsomeone_else\n")?;
    for term in order {
        let (info, count) = (&terms[term], counts[term]);
        let Count { postings, stated, denied, elsewhere, .. } = count;
        let line =
            format!("{}\t{}\t{}\t{postings}\t{stated}\t{denied}\t{elsewhere}\n", info.id, info.role, info.dimension);
        out.data(&line)?;
    }
    out.note(&format!("{postings} postings, {rejects} rows that are none"));
    Ok(())
}

fn count(counts: &mut [Count], analyzer: &Analyzer, body: &str, posting: u64) {
    for finding in analyzer.findings(body).list {
        let count = &mut counts[finding.term as usize];
        if count.last != posting {
            count.last = posting;
            count.postings += 1;
        }
        match finding.polarity {
            Polarity::Stated => count.stated += 1,
            Polarity::Negated => count.denied += 1,
            _ => count.elsewhere += 1,
        }
    }
}
