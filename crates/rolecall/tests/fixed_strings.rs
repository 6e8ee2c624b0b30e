//! The tagger against `aho-corasick`, which knows nothing of words: where a phrase stands in a text letter by letter,
//! both must find it.
//!
//! A phrase that is a sequence of words is written out in all its strings. The automaton searches them in the text in
//! lower case, all overlapping hits; those count that begin and end with a word of the document.

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::path::Path;

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use proptest::prelude::*;
use rolecall::Analyzer;
use rolecall::tag::{self, Hits};
use rolecall::text::{Document, style};
use rolecall_lexicon::compiled::{Compiled, Owner, Step, StoredStep};

/// Phrases with more strings than this are left out, so that the test stays quick.
const MAX_STRINGS: usize = 200;

/// A phrase in a text: its number, first byte, byte after the last.
type Place = (u32, usize, usize);

struct FixedStrings {
    strings: Vec<String>,
    patterns: Vec<u32>,
    automaton: AhoCorasick,
    of_pattern: HashMap<u32, BTreeSet<String>>,
}

impl FixedStrings {
    fn new(lexicon: &Compiled) -> Self {
        let (mut strings, mut patterns) = (Vec::new(), Vec::new());
        for (number, owner) in (0..).zip(lexicon.owners()) {
            // Titles are not looked for in bodies, and of cues those of one word are no hits.
            let is_no_hit = match owner {
                Owner::Title(_) | Owner::Seniority(_) => true,
                Owner::Cue(..) => lexicon.steps.of(number as usize).len() == 1,
                _ => false,
            };
            for string in
                written_out(lexicon, lexicon.steps.of(number as usize)).into_iter().flatten().filter(|_| !is_no_hit)
            {
                strings.push(string);
                patterns.push(number);
            }
        }
        let automaton = AhoCorasick::builder().kind(Some(AhoCorasickKind::ContiguousNFA)).build(&strings);
        let mut of_pattern: HashMap<u32, BTreeSet<String>> = HashMap::new();
        for (pattern, string) in patterns.iter().zip(&strings) {
            of_pattern.entry(*pattern).or_default().insert(string.clone());
        }
        FixedStrings { strings, patterns, of_pattern, automaton: automaton.expect("some ten thousand strings fit") }
    }

    fn find(&self, lowered: &str, document: &Document) -> BTreeSet<Place> {
        let words = || document.tokens.iter().filter(|word| !word.is(style::FOREIGN));
        let starts: BTreeSet<usize> = words().map(|word| word.start as usize).collect();
        let ends: BTreeSet<usize> = words().map(|word| word.end as usize).collect();
        let hits = self.automaton.find_overlapping_iter(lowered);
        hits.filter(|hit| starts.contains(&hit.start()) && ends.contains(&hit.end()))
            .map(|hit| (self.patterns[hit.pattern().as_usize()], hit.start(), hit.end()))
            .collect()
    }
}

/// All strings of a phrase that is a sequence of words and choices; `None` for any other, and for too many.
fn written_out(lexicon: &Compiled, steps: &[StoredStep]) -> Option<Vec<String>> {
    let mut all = vec![String::new()];
    for step in steps {
        let options: Vec<String> = match step.read() {
            Step::Set(set) => {
                lexicon.sets.of(set as usize).iter().map(|&f| lexicon.vocabulary.word(f).into()).collect()
            }
            Step::Choice(choice) => {
                let written =
                    lexicon.options(choice).map(|option| written_out(lexicon, option)).collect::<Option<Vec<_>>>()?;
                written.into_iter().flatten().chain(choice.optional.then(String::new)).collect()
            }
            Step::Number | Step::Class(_) | Step::Gap | Step::Join => return None,
        };
        let join = |start: &String, end: &String| match (&**start, &**end) {
            (start, "") => start.to_owned(),
            ("", end) => end.to_owned(),
            (start, end) => format!("{start} {end}"),
        };
        all = all.iter().flat_map(|start| options.iter().map(move |end| join(start, end))).collect();
        if all.len() > MAX_STRINGS {
            return None;
        }
    }
    Some(all)
}

/// Checks one text and returns how many hits were compared.
fn agree(fixed: &FixedStrings, lexicon: &Compiled, text: &str) -> Result<usize, TestCaseError> {
    let mut document = Document::default();
    document.read(text, lexicon);
    let mut hits = Hits::default();
    tag::body(&document, lexicon, &mut hits);
    // ASCII only, so that places stay where they are.
    let lowered = text.to_ascii_lowercase();
    let place = |hit: &tag::Hit| {
        let (first, last) = (document.tokens[hit.first as usize], document.tokens[hit.end as usize - 1]);
        (hit.pattern, first.start as usize, last.end as usize)
    };
    let is_written = |&(pattern, start, end): &Place| {
        fixed.of_pattern.get(&pattern).is_some_and(|strings| strings.contains(&lowered[start..end]))
    };
    // Headings are only looked for where one may stand.
    let may_stand = |&(pattern, start, _): &Place| {
        let at = document.tokens.partition_point(|token| (token.start as usize) < start);
        let block = document.blocks.iter().find(|block| at < block.end as usize).expect("each word is in a block");
        !matches!(lexicon.owner(pattern), Owner::Heading(_)) || tag::may_open_heading(block, &document.tokens[at])
    };
    let tagged: BTreeSet<Place> = hits.raw().iter().map(place).filter(is_written).filter(may_stand).collect();
    let found: BTreeSet<Place> = fixed.find(&lowered, &document).into_iter().filter(may_stand).collect();
    let named = |set: &BTreeSet<Place>| -> Vec<(String, usize, usize)> {
        set.iter().map(|&(pattern, s, e)| (lexicon.phrases.of(pattern as usize).to_owned(), s, e)).collect()
    };
    prop_assert_eq!(named(&tagged), named(&found), "in {:?}", text);
    Ok(found.len())
}

#[test]
fn both_find_the_same_in_our_postings() {
    let analyzer = Analyzer::english();
    let fixed = FixedStrings::new(analyzer.lexicon());
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/postings");
    // A packaged crate comes without them.
    let Ok(files) = fs::read_dir(folder) else { return };
    let texts = files.filter_map(|file| fs::read_to_string(file.ok()?.path()).ok());
    let compared: usize = texts.map(|text| agree(&fixed, analyzer.lexicon(), &text).unwrap()).sum();
    assert!(compared > 3_000, "only {compared} hits");
}

/// A text of strings of the lexicon between words of any kind.
fn text_of(strings: Vec<String>) -> impl Strategy<Value = String> {
    let joiner =
        prop::sample::select(vec![" ", " ", " the ", ", ", ". ", "; ", "\n", "\n- ", " and ", "/", "x ", " 5 "]);
    let piece = (prop::sample::select(strings), joiner, any::<bool>())
        .prop_map(|(string, joiner, upper)| if upper { string.to_uppercase() } else { string } + joiner);
    prop::collection::vec(piece, 1..12).prop_map(|pieces| pieces.concat())
}

#[test]
fn both_find_the_same_in_texts_of_phrases() {
    let analyzer = Analyzer::english();
    let fixed = FixedStrings::new(analyzer.lexicon());
    let config = ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() };
    let mut runner = proptest::test_runner::TestRunner::new(config);
    runner.run(&text_of(fixed.strings.clone()), |text| agree(&fixed, analyzer.lexicon(), &text).map(|_| ())).unwrap();
}
