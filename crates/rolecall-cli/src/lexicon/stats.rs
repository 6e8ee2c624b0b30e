//! `rolecall lexicon stats`: how often each term is found.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

use rolecall::Analyzer;
use rolecall::analysis::Polarity;

use crate::error::CliError;
use crate::out::Out;
use crate::scan::{Content, Lines, parse};

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
    for file in files {
        let name = if file.as_os_str() == "-" { "stdin".to_owned() } else { file.display().to_string() };
        let failed = |source| CliError::Read { name: name.clone(), source };
        let mut lines = Lines::new(open(file).map_err(failed)?);
        while let Some(line) = lines.next().map_err(failed)? {
            let Content::Whole(bytes) = line.content else {
                rejects += 1;
                continue;
            };
            let Ok(record) = parse(&bytes) else {
                rejects += 1;
                continue;
            };
            postings += 1;
            count(&mut counts, analyzer, &record.posting().body, postings);
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
    out.note(&format!("{postings} postings, {rejects} lines that are none"));
    Ok(())
}

fn open(path: &Path) -> io::Result<Box<dyn BufRead>> {
    if path.as_os_str() == "-" {
        return Ok(Box::new(io::stdin().lock()));
    }
    Ok(Box::new(BufReader::with_capacity(1 << 18, File::open(path)?)))
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
