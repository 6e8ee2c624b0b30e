//! The tagger against a naive matcher that tries every phrase at every word.
//!
//! The tagger finds phrases by anchors, guards and steps to both sides; the oracle knows none of
//! these: it walks each phrase forward from each word, and settles by comparing all pairs.

use std::cmp::Reverse;

use proptest::prelude::*;
use rolecall::Analyzer;
use rolecall::tag::{self, Hit, Hits};
use rolecall::text::{Document, Gap, Token, mark, style};
use rolecall_lexicon::SectionKind;
use rolecall_lexicon::compiled::{Compiled, Owner, Step, StoredStep, Votes, flag};

struct Oracle<'a> {
    lexicon: &'a Compiled,
    tokens: &'a [Token],
}

/// Where a phrase can be after some steps: next word, words skipped, whether a comma may follow.
type State = (usize, u8, bool);

impl Oracle<'_> {
    fn open(&self, at: usize, loose: bool) -> bool {
        at < self.tokens.len() && self.tokens[at].gap <= if loose { Gap::Comma } else { Gap::Space }
    }

    fn info(&self, at: usize) -> (u32, u64) {
        let info = self.lexicon.forms[self.tokens[at].form as usize];
        (info.flags, info.classes)
    }

    fn verbs_at(&self, at: usize) -> Vec<(usize, u64)> {
        let mut found = Vec::new();
        if at >= self.tokens.len() {
            return found;
        }
        if self.info(at).1 != 0 {
            found.push((at + 1, self.info(at).1));
        }
        let verbs = &self.lexicon.long_verbs;
        for number in 0..verbs.classes.len() {
            let forms = verbs.forms.of(number);
            let end = at + forms.len();
            let same = end <= self.tokens.len()
                && (at..end).all(|n| self.tokens[n].form == forms[n - at])
                && (at + 1..end).all(|n| self.tokens[n].gap == Gap::Space);
            if same {
                found.push((end, verbs.classes[number]));
            }
        }
        found
    }

    /// Where the next verb of a coordination may begin after one that ended before `at`.
    fn next_members(&self, at: usize) -> Vec<usize> {
        if at >= self.tokens.len() {
            return Vec::new();
        }
        let token = &self.tokens[at];
        if token.gap > Gap::Comma || token.has(mark::BRACKET | mark::BRACKET_END | mark::DASH) {
            return Vec::new();
        }
        let comma = token.gap == Gap::Comma && token.has(mark::COMMA | mark::SLASH);
        let begin = if self.info(at).0 & flag::JOINER != 0 {
            if token.gap != Gap::Space && !token.has(mark::COMMA | mark::SLASH) {
                return Vec::new();
            }
            let next = at + 1;
            let slash =
                next < self.tokens.len() && self.tokens[next].gap == Gap::Comma && self.tokens[next].has(mark::SLASH);
            if !self.open(next, false) && !slash {
                return Vec::new();
            }
            next
        } else if comma {
            at
        } else {
            return Vec::new();
        };
        let mut all = vec![begin];
        if self.info(begin).0 & flag::ADVERB != 0 && self.open(begin + 1, false) {
            all.push(begin + 1);
        }
        all
    }

    fn coordination(&self, at: usize, class: u64, more: usize, ends: &mut Vec<usize>) {
        if more == 0 {
            return;
        }
        for begin in self.next_members(at) {
            for (end, classes) in self.verbs_at(begin) {
                if classes & class == 0 {
                    ends.push(end);
                    self.coordination(end, class, more - 1, ends);
                }
            }
        }
    }

    fn step(&self, step: Step, (at, skipped, loose): State) -> Vec<State> {
        match step {
            Step::Set(set) => (self.open(at, loose) && self.lexicon.in_set(set, self.tokens[at].form))
                .then_some((at + 1, skipped, false))
                .into_iter()
                .collect(),
            Step::Number => (self.open(at, loose) && self.tokens[at].is(style::NUMBER))
                .then_some((at + 1, skipped, false))
                .into_iter()
                .collect(),
            Step::Class(class) => {
                let mut ends = Vec::new();
                if self.open(at, loose) {
                    for (end, classes) in self.verbs_at(at) {
                        if classes & (1 << class) != 0 {
                            ends.push(end);
                            self.coordination(end, 1 << class, 5, &mut ends);
                        }
                    }
                }
                ends.into_iter().map(|end| (end, skipped, false)).collect()
            }
            Step::Choice(choice) => {
                let mut all: Vec<State> =
                    self.lexicon.options(choice).flat_map(|option| self.steps(option, (at, skipped, loose))).collect();
                if choice.optional {
                    all.push((at, skipped, loose));
                }
                all
            }
            Step::Gap => {
                let mut all = vec![(at, skipped, true)];
                for n in 0..4 {
                    if !self.open(at + n, true) {
                        break;
                    }
                    all.push((at + n + 1, skipped + n as u8 + 1, true));
                }
                all
            }
            Step::Join => vec![(at, skipped, true)],
        }
    }

    fn steps(&self, steps: &[StoredStep], from: State) -> Vec<State> {
        steps.iter().fold(vec![from], |states, step| {
            let mut next: Vec<State> = states.into_iter().flat_map(|s| self.step(step.read(), s)).collect();
            next.sort_unstable();
            next.dedup();
            next
        })
    }

    /// The section, votes and word set of a section cue of one word: such are no hits.
    fn word_cue(&self, pattern: usize) -> Option<(SectionKind, u8, u32)> {
        match (self.lexicon.owner(pattern as u32), self.lexicon.steps.of(pattern)) {
            (Owner::Cue(section, votes), [step]) => match step.read() {
                Step::Set(set) => Some((section, votes, set)),
                _ => None,
            },
            _ => None,
        }
    }

    /// The votes of section cues of one word, by word.
    fn word_votes(&self) -> Vec<Votes> {
        let mut all = vec![Votes::default(); self.tokens.len()];
        for (section, votes, set) in (0..self.lexicon.steps.len()).filter_map(|pattern| self.word_cue(pattern)) {
            for (word, token) in all.iter_mut().zip(self.tokens) {
                word[section.index()] += u16::from(votes) * u16::from(self.lexicon.in_set(set, token.form));
            }
        }
        all
    }

    /// Every hit of every body pattern, once a span, with the fewest gap words.
    fn all(&self) -> Vec<Hit> {
        let mut hits = Vec::new();
        for (number, owner) in self.lexicon.owners().enumerate() {
            if matches!(owner, Owner::Title(_) | Owner::Seniority(_)) || self.word_cue(number).is_some() {
                continue;
            }
            for first in 0..self.tokens.len() {
                // A phrase begins at a word, whatever stands before it.
                let begin = |steps: &[StoredStep]| self.steps_from_start(steps, first);
                for (end, gap_words, _) in begin(self.lexicon.steps.of(number)) {
                    hits.push(Hit { pattern: number as u32, first: first as u32, end: end as u32, gap_words });
                }
            }
        }
        hits.sort_unstable_by_key(|h| (h.first, h.end, h.pattern, h.gap_words));
        hits.dedup_by_key(|h| (h.first, h.end, h.pattern));
        hits.retain(|h| h.end > h.first);
        hits
    }

    /// The first word of a phrase may follow anything: it is matched as if a space stood before it.
    fn steps_from_start(&self, steps: &[StoredStep], first: usize) -> Vec<State> {
        let mut tokens = self.tokens.to_vec();
        tokens[first].gap = Gap::Space;
        Oracle { lexicon: self.lexicon, tokens: &tokens }
            .steps(steps, (first, 0, false))
            .into_iter()
            .filter(|s| s.0 > first)
            .collect()
    }

    fn shares_required(&self, hit: &Hit, other: &Hit) -> bool {
        (hit.first.max(other.first)..hit.end.min(other.end)).any(|at| self.requires(hit, at))
    }

    fn requires(&self, hit: &Hit, at: u32) -> bool {
        let form = self.tokens[at as usize].form;
        self.lexicon.required.of(hit.pattern as usize).iter().any(|&s| self.lexicon.in_set(s, form))
    }

    fn names_all_of(&self, hit: &Hit, friend: &Hit) -> bool {
        hit.covers(friend) && (hit.gap_words == 0 || (friend.first..friend.end).all(|at| self.requires(hit, at)))
    }

    fn settled(&self, all: &[Hit]) -> Vec<(u32, Hit)> {
        let terms = |names: bool| -> Vec<(u32, Hit)> {
            all.iter()
                .filter_map(|&hit| match self.lexicon.owner(hit.pattern) {
                    Owner::Term(term) if self.lexicon.terms[term as usize].is_name == names => Some((term, hit)),
                    _ => None,
                })
                .collect()
        };
        let is_friend = |h: &&Hit| matches!(self.lexicon.owner(h.pattern), Owner::FalseFriend(_));
        let friends: Vec<Hit> = all.iter().filter(is_friend).copied().collect();
        let names = self.fullest(terms(true));
        let mut left = terms(false);
        left.retain(|(_, hit)| {
            !friends.iter().any(|friend| !self.names_all_of(hit, friend) && self.shares_required(hit, friend))
                && !names.iter().any(|(term, name)| {
                    self.lexicon.terms[*term as usize].role != rolecall::Role::Other && self.shares_required(hit, name)
                })
        });
        self.fullest(left)
    }

    /// Its words without those in gaps; one gap of one word costs nothing where a function word is in the hit.
    fn said(&self, hit: &Hit) -> u32 {
        let mut words = self.tokens[hit.first as usize..hit.end as usize].iter();
        let free = hit.gap_words == 1 && words.any(|t| self.lexicon.forms[t.form as usize].flags & flag::FUNCTION != 0);
        hit.end - hit.first - if free { 0 } else { u32::from(hit.gap_words) }
    }

    fn fullest(&self, mut left: Vec<(u32, Hit)>) -> Vec<(u32, Hit)> {
        let mut kept = Vec::new();
        while let Some(best) =
            left.iter().copied().min_by_key(|(t, h)| (Reverse(self.said(h)), h.first, h.gap_words, *t))
        {
            left.retain(|(_, h)| !h.overlaps(&best.1));
            kept.push(best);
        }
        kept.sort_by_key(|(_, h)| h.first);
        kept
    }
}

fn agree(analyzer: &Analyzer, text: &str) -> Result<(), TestCaseError> {
    let lexicon = analyzer.lexicon();
    let mut document = Document::default();
    document.read(text, lexicon);
    let mut hits = Hits::default();
    tag::body(&document, lexicon, &mut hits);
    let oracle = Oracle { lexicon, tokens: &document.tokens };
    // A heading is only looked for where one may stand; what is found elsewhere makes no difference.
    let may_stand = |hit: &Hit| {
        let block = document.blocks.iter().find(|block| hit.first < block.end).expect("each word is in a block");
        !matches!(lexicon.owner(hit.pattern), Owner::Heading(_))
            || tag::may_open_heading(block, &document.tokens[hit.first as usize])
    };
    let mut all = oracle.all();
    all.retain(may_stand);
    let votes: Vec<Votes> = document.tokens.iter().map(|token| *lexicon.word_cues.of(token.form)).collect();
    prop_assert_eq!(votes, oracle.word_votes(), "cues of one word in {:?}", text);

    let mut found: Vec<Hit> = hits.raw().to_vec();
    found.retain(may_stand);
    found.sort_unstable_by_key(|h| (h.first, h.end, h.pattern));
    let name = |h: &Hit| (lexicon.phrases.of(h.pattern as usize).to_owned(), h.first, h.end, h.gap_words);
    prop_assert_eq!(
        found.iter().map(name).collect::<Vec<_>>(),
        all.iter().map(name).collect::<Vec<_>>(),
        "all hits of {:?}",
        text
    );
    let settled: Vec<(u32, Hit)> = hits.terms.iter().map(|t| (t.term, t.hit)).collect();
    let expected = oracle.settled(&all);
    let place = |list: &[(u32, Hit)]| list.iter().map(|(t, h)| (*t, h.first, h.end)).collect::<Vec<_>>();
    prop_assert_eq!(place(&settled), place(&expected), "settled hits of {:?}", text);
    Ok(())
}

/// A text made of the lexicon's own phrases, bent: words added, joined by what postings join with.
fn bent_text(lexicon: &Compiled) -> impl Strategy<Value = String> + use<> {
    let phrases: Vec<String> = lexicon
        .phrases
        .iter()
        .map(|phrase| phrase.replace(['[', ']', '{', '}', '(', ')', '…'], " ").replace('|', " "))
        .collect();
    let joiner = prop::sample::select(vec![
        " ", " ", " ", ", ", "; ", ". ", "\n", "\n- ", " and ", " / ", "-", "&nbsp;", " <b>", "</b> ", " the ",
        " of our ", " (", " or ", ", not ",
    ]);
    let piece =
        (prop::sample::select(phrases), 0usize..6, 1usize..7, any::<bool>()).prop_map(|(phrase, skip, take, upper)| {
            let words: Vec<&str> = phrase.split_whitespace().skip(skip).take(take).collect();
            let words = if words.is_empty() { phrase.split_whitespace().take(2).collect() } else { words };
            let text = words.join(" ");
            if upper { text.to_uppercase() } else { text }
        });
    prop::collection::vec((piece, joiner), 1..7)
        .prop_map(|parts| parts.into_iter().flat_map(|(a, b)| [a, b.to_owned()]).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn tagger_equals_oracle(text in bent_text(Analyzer::english().lexicon())) {
        agree(&Analyzer::english(), &text)?;
    }
}

/// Cases that an earlier finder of this kind of tool got wrong, and the corners of the syntax.
#[test]
fn tagger_equals_oracle_on_known_traps() {
    let analyzer = Analyzer::english();
    for text in [
        "",
        "own",
        "Own, groom and order the product backlog.",
        "Own the product backlog and own the product roadmap and own the product backlog",
        "scope/schedule/budget, on time, on budget and on schedule",
        "manage, plan, track, and report on project budgets and the project schedule",
        "define and effectively prioritize the product backlog items",
        "P&amp;L and R&D; go-to-market / pricing",
        "work schedule, support ticket backlog, learning budget",
        "user stories and acceptance criteria for each user story and acceptance criteria",
        "lead and lead and lead and lead and lead and lead and lead and lead the project plan",
        "take ownership of and drive the product vision and strategy",
    ] {
        agree(&analyzer, text).unwrap();
    }
}
