//! The engines, each over the same phrases and a text in ASCII lower case.

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use anyhow::{Context, Result, anyhow};
use daachorse::DoubleArrayAhoCorasick;
use regex::bytes::{Regex, RegexBuilder};

use crate::hits::{Hit, settle, stands_alone};

/// More than the alternation over a lexicon of ten thousand phrases compiles to, in bytes.
const REGEX_LIMIT: usize = 256 << 20;

/// Room for all states that the alternation meets, in bytes. Without it, `regex` keeps two mebibytes of them, throws them
/// away when these are full, and is slower than any other engine here.
const REGEX_CACHE: usize = 64 << 20;

/// Which hits an engine gives, all of them whole words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Semantics {
    /// All, overlapping ones too.
    All,
    /// Of those that overlap, the leftmost, then the longest.
    LeftmostLongest,
}

/// An engine.
pub(crate) trait Engine {
    /// As the table names it.
    fn name(&self) -> &str;

    /// Which hits it gives.
    fn semantics(&self) -> Semantics;

    /// Appends the hits of a text in ASCII lower case, in any order.
    fn find(&self, lowered: &[u8], hits: &mut Vec<Hit>);
}

/// All engines over these phrases; the one that the others are compared with comes first.
///
/// # Errors
///
/// If an engine does not take the phrases.
pub(crate) fn all(phrases: &[String]) -> Result<Vec<Box<dyn Engine>>> {
    let automaton = |name, kind, semantics| -> Result<Box<dyn Engine>> {
        let automaton = AhoCorasick::builder()
            .kind(Some(kind))
            .match_kind(MatchKind::Standard)
            .build(phrases)
            .with_context(|| format!("{name} cannot be built"))?;
        Ok(Box::new(Automaton { name, automaton, semantics }))
    };
    use AhoCorasickKind::{ContiguousNFA, DFA, NoncontiguousNFA};
    use Semantics::{All, LeftmostLongest};
    Ok(vec![
        automaton("aho-corasick, DFA", DFA, All)?,
        automaton("aho-corasick, contiguous NFA", ContiguousNFA, All)?,
        automaton("aho-corasick, noncontiguous NFA", NoncontiguousNFA, All)?,
        Box::new(DoubleArray::new(phrases)?),
        automaton("aho-corasick, DFA, settled", DFA, LeftmostLongest)?,
        Box::new(Alternation::new("regex, longest first", phrases, None)?),
        Box::new(Alternation::new("regex, longest first, 64 MiB cache", phrases, Some(REGEX_CACHE))?),
    ])
}

/// One of the three automata of `aho-corasick`.
struct Automaton {
    name: &'static str,
    automaton: AhoCorasick,
    semantics: Semantics,
}

impl Engine for Automaton {
    fn name(&self) -> &str {
        self.name
    }

    fn semantics(&self) -> Semantics {
        self.semantics
    }

    fn find(&self, lowered: &[u8], hits: &mut Vec<Hit>) {
        let found = self.automaton.find_overlapping_iter(lowered).map(|found| (found.start(), found.end()));
        hits.extend(found.filter(|&hit| stands_alone(lowered, hit)));
        if self.semantics == Semantics::LeftmostLongest {
            settle(hits);
        }
    }
}

/// `daachorse`'s double array over bytes.
struct DoubleArray(DoubleArrayAhoCorasick<u32>);

impl DoubleArray {
    fn new(phrases: &[String]) -> Result<DoubleArray> {
        let automaton = DoubleArrayAhoCorasick::new(phrases);
        Ok(DoubleArray(automaton.map_err(|error| anyhow!("daachorse cannot be built: {error}"))?))
    }
}

impl Engine for DoubleArray {
    fn name(&self) -> &str {
        "daachorse, bytes"
    }

    fn semantics(&self) -> Semantics {
        Semantics::All
    }

    fn find(&self, lowered: &[u8], hits: &mut Vec<Hit>) {
        let found = self.0.find_overlapping_iter(lowered).map(|found| (found.start(), found.end()));
        hits.extend(found.filter(|&hit| stands_alone(lowered, hit)));
    }
}

/// `regex`, one alternation, the longest phrase first: it tries them in this order, so the first that stands alone at a
/// place is the longest that does.
struct Alternation {
    name: &'static str,
    regex: Regex,
}

impl Alternation {
    fn new(name: &'static str, phrases: &[String], cache: Option<usize>) -> Result<Alternation> {
        let mut longest_first: Vec<&String> = phrases.iter().collect();
        longest_first.sort_by_key(|phrase| std::cmp::Reverse(phrase.len()));
        let escaped: Vec<String> = longest_first.into_iter().map(|phrase| regex::escape(phrase)).collect();
        let pattern = format!(r"(?-u:\b{{start-half}})(?:{})(?-u:\b{{end-half}})", escaped.join("|"));
        let mut builder = RegexBuilder::new(&pattern);
        builder.size_limit(REGEX_LIMIT);
        if let Some(bytes) = cache {
            builder.dfa_size_limit(bytes);
        }
        Ok(Alternation { name, regex: builder.build().context("the alternation cannot be built")? })
    }
}

impl Engine for Alternation {
    fn name(&self) -> &str {
        self.name
    }

    fn semantics(&self) -> Semantics {
        Semantics::LeftmostLongest
    }

    fn find(&self, lowered: &[u8], hits: &mut Vec<Hit>) {
        hits.extend(self.regex.find_iter(lowered).map(|found| (found.start(), found.end())));
    }
}
