//! The body as units: the pieces that have one section each, with the votes for it.

use rolecall_lexicon::compiled::Compiled;
use rolecall_lexicon::{Role, SectionKind};

use super::headings::{self, Reading};
use crate::context::tasks;
use crate::tag::{Found, Hits};
use crate::text::{Block, Document, mark, style};

/// How many kinds of sections there are.
pub(super) const KINDS: usize = SectionKind::ALL.len();

/// Votes of a heading for the section that it opens.
const HEADING: i32 = 14;
/// Votes of a heading that may stand over anything: "Overview", "The role", "Please note".
const VAGUE_HEADING: i32 = 8;
/// Votes of a heading that runs into the text of a list item: it may be a label of that item only.
const LABEL: i32 = 6;
/// Votes that each unit under a heading has for the heading's section.
const UNDER: i32 = 3;
/// Votes that each unit under a heading that may stand over anything has.
const UNDER_VAGUE: i32 = 1;
/// After so many units the heading has one vote less.
const UNDER_UNITS: i32 = 8;
/// Votes for the company of running text that opens with a name that the lexicon does not know.
const NAME: i32 = 5;
/// Votes for the company of a unit that opens with "we" and a verb of work.
const WE_WORK: i32 = 3;
/// How far behind "our" the verb of colleagues may stand: "our senior project managers plan".
const OUR_WORDS: u32 = 5;
/// How far behind its first word the verb of a company's name may stand: "Hollis and Crane delivers".
const NAME_WORDS: u32 = 5;
/// No unit has more votes of its own words for a section than this, and one more for each [`WORDS_A_VOTE`] words.
const MOST: i32 = 12;
const WORDS_A_VOTE: u32 = 5;
/// Votes for duties of a unit that opens with a verb of work.
const TASK: i32 = 7;
/// A task has more words behind its verb.
const SHORTEST_TASK: u32 = 3;
/// Votes of a unit that opens with "you" and a verb of work.
const TOLD: i32 = 6;
/// Votes of a unit that tells "you" a task later on.
const TOLD_LATER: i32 = 4;
/// A unit with so many votes for the summary may tell who is sought: "a clerk who files letters".
const SOUGHT: i32 = 5;
/// Votes for each further verb of work that it tells: "you plan shifts, train new colleagues and order supplies".
const TOLD_MORE: i32 = 2;
/// No unit has votes for more further verbs than this.
const MOST_TOLD: usize = 3;
/// Votes for the summary of a term of the three roles, in a text that has had no heading: "the backlog is yours" opens with
/// no verb and names nobody.
const SPEAKS: i32 = 2;
/// No unit has votes for more such terms than this.
const MOST_SPEAK: usize = 3;
/// Votes for company and legal text in running text: lists are seldom either. In a text without lines all of it is, so
/// that it says nothing.
const IN_PROSE: i32 = 3;
/// Votes for the summary there.
const SUMMARY_IN_PROSE: i32 = 4;
/// A block of so many words is running text even if it is one sentence.
const PROSE_WORDS: u32 = 30;
/// A unit with so many votes for legal text of its own words is hardly anything else.
const SETTLES_LEGAL: i32 = 9;
/// Votes for page chrome of a line with a role's name before everything else.
const TITLE_LINE: i32 = 8;
/// Such a line has no more words than this.
const TITLE_WORDS: u32 = 12;

/// A heading before a colon that asks for the work has fewer words than this.
const ASKED_WORDS: u32 = 8;

/// What a change of section costs at a heading.
const TURN_AT_HEADING: i32 = 1;
/// At a block that looks like a heading and is none that the lexicon knows.
const TURN_AT_UNKNOWN: i32 = 6;
/// At a paragraph behind a list.
const TURN_AFTER_LIST: i32 = 5;
/// At any other block.
const TURN_AT_BLOCK: i32 = 9;
/// Within a block.
const TURN_AT_SENTENCE: i32 = 15;
/// Within a block, in a text without lines.
const TURN_IN_ONE_LINE: i32 = 11;
/// The most that it costs anywhere in a short text: each of its few sentences may be all that there is of a section.
const TURN_IN_SHORT: i32 = 5;
/// A short text has no more units than this. Few texts of train are so short: of 391 marked ones 0.878 of the bytes are right
/// with it and without.
const SHORT: usize = 20;

/// A unit with so many votes for the summary of its own words, beside those of running text, says what the role is.
const SAYS_THE_ROLE: i32 = 8;

/// A piece of the body.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unit {
    /// Index of its first word.
    pub(super) first: u32,
    /// Votes for the sections, in their order.
    pub(super) votes: [i32; KINDS],
    /// What it costs to change the section here.
    pub(super) turn_cost: i32,
    /// Whether its own words say what the person does ("we are hiring a …", "as a …, you will …", a task).
    pub(super) says_the_role: bool,
}

/// Cuts the body into units and counts their votes.
pub(super) fn cut(document: &Document, hits: &Hits, lexicon: &Compiled, units: &mut Vec<Unit>) {
    units.clear();
    let mut cutter =
        Cutter { document, hits, lexicon, units, under: None, since: 0, listed: false, next_cue: 0, next_term: 0 };
    let mut next_heading = 0;
    for (number, block) in document.blocks.iter().enumerate() {
        let rest = &hits.headings[next_heading..];
        let mine = rest.partition_point(|h| h.hit.first < block.end);
        cutter.block(block, document.blocks.get(number + 1), &rest[..mine]);
        next_heading += mine;
    }
    if units.len() <= SHORT {
        units.iter_mut().for_each(|unit| unit.turn_cost = unit.turn_cost.min(TURN_IN_SHORT));
    }
}

struct Cutter<'a, 'u> {
    document: &'a Document,
    hits: &'a Hits,
    lexicon: &'a Compiled,
    units: &'u mut Vec<Unit>,
    /// The section of the last heading that lasts.
    under: Option<SectionKind>,
    /// How many units it has had.
    since: i32,
    /// Whether the last block was a list item.
    listed: bool,
    next_cue: usize,
    next_term: usize,
}

impl Cutter<'_, '_> {
    fn block(&mut self, block: &Block, next_block: Option<&Block>, headings: &[Found<SectionKind>]) {
        match self.reading(block, next_block, headings) {
            Reading::Known(section) => {
                self.heading(section);
                return self.unit(block.first, block.end, block, TURN_AT_HEADING, Some((section, weight(section))));
            }
            Reading::Unknown => return self.unit(block.first, block.end, block, TURN_AT_UNKNOWN, None),
            Reading::None => {}
        }
        let prose = is_prose(block);
        // A paragraph behind a list belongs to it no more than to anything else.
        let list_ends = self.listed && prose;
        if list_ends {
            self.under = None;
        }
        self.listed = block.bullet;
        let mut headings = headings;
        let inner = if self.document.one_line { TURN_IN_ONE_LINE } else { TURN_AT_SENTENCE };
        for sentence in &self.document.sentences[block.first_sentence as usize..block.end_sentence as usize] {
            let mut first = sentence.first;
            let mut cost = match first == block.first {
                true if list_ends => TURN_AFTER_LIST,
                true => TURN_AT_BLOCK,
                false => inner,
            };
            let mut opened = None;
            if let Some(section) = self.asks_before_colon(first, sentence.end).filter(|_| !block.bullet) {
                (cost, opened) = (TURN_AT_HEADING, Some((section, weight(section))));
                self.heading(section);
                let inside =
                    headings.partition_point(|h| h.hit.first < first + ASKED_WORDS && h.hit.first < sentence.end);
                headings = &headings[inside..];
            }
            while let Some((same, rest)) = next(headings, sentence.end) {
                headings = rest;
                // The longest that stands like a heading: "Nice to have" in "Nice to Have Experience with …".
                let stands = |found: &&Found<_>| headings::inline(self.document, self.lexicon, block, found);
                let Some(found) = same.iter().rev().find(stands) else { continue };
                if found.hit.first > first {
                    self.unit(first, found.hit.first, block, cost, opened.take());
                }
                first = found.hit.first;
                cost = TURN_AT_HEADING;
                if block.bullet {
                    opened = Some((found.what, LABEL));
                } else {
                    opened = Some((found.what, weight(found.what)));
                    self.heading(found.what);
                }
                let end = found.hit.end;
                let inside = headings.partition_point(|h| h.hit.first < end);
                headings = &headings[inside..];
            }
            self.unit(first, sentence.end, block, cost, opened);
        }
    }

    /// What the block is as a heading, in the light of what stands under it.
    fn reading(&self, block: &Block, next: Option<&Block>, headings: &[Found<SectionKind>]) -> Reading {
        let reading = headings::block(self.document, self.lexicon, block, headings);
        let Reading::Known(section) = reading else { return reading };
        let Some(next) = next.filter(|next| self.is_task(next.first, next.end)) else { return reading };
        let words = &self.document.tokens[block.first as usize..block.end as usize];
        let praises = || matches!(self.lexicon.vocabulary.word(words[0].form), "why" | "what");
        let expects = || words.iter().any(|t| self.lexicon.vocabulary.word(t.form).starts_with("expect"));
        match section {
            // "People", "Process", "Compliance" over tasks part the duties.
            _ if self.under == Some(SectionKind::Duties) && words.len() == 1 && !settles(section) => Reading::Unknown,
            // "About the role", "What we expect" over a list of tasks.
            SectionKind::Summary if next.bullet && !praises() => Reading::Known(SectionKind::Duties),
            SectionKind::Requirements if expects() => Reading::Known(SectionKind::Duties),
            _ => reading,
        }
    }

    /// The section of a sentence that opens with a heading that asks for the work and a colon: "What our firm does: …".
    fn asks_before_colon(&self, first: u32, end: u32) -> Option<SectionKind> {
        let colon =
            (first + 1..end.min(first + ASKED_WORDS)).find(|&at| self.document.tokens[at as usize].has(mark::COLON))?;
        headings::asks_what(self.document, self.lexicon, first, colon)
    }

    fn heading(&mut self, section: SectionKind) {
        self.since = 0;
        self.listed = false;
        self.under = Some(section);
    }

    fn unit(&mut self, first: u32, end: u32, block: &Block, turn_cost: i32, heading: Option<(SectionKind, i32)>) {
        let mut votes = [0; KINDS];
        let cues = &self.hits.cues[self.next_cue..];
        let mine = cues.partition_point(|c| c.hit.first < end);
        for cue in &cues[..mine] {
            let (section, count) = cue.what;
            votes[section.index()] += i32::from(count);
        }
        self.next_cue += mine;
        let terms = &self.hits.terms[self.next_term..];
        let terms = &terms[..terms.partition_point(|t| t.hit.first < end)];
        self.next_term += terms.len();
        for token in &self.document.tokens[first as usize..end as usize] {
            let of_word = self.lexicon.word_cues.of(token.form);
            votes.iter_mut().zip(of_word).for_each(|(votes, &count)| *votes += i32::from(count));
        }
        if block.bullet {
            // In a list, "you will" opens a duty.
            let told = votes[SectionKind::Summary.index()];
            votes[SectionKind::Summary.index()] -= told / 2;
            votes[SectionKind::Duties.index()] += told / 2;
        } else if self.opens_with_name(first, end) {
            votes[SectionKind::Company.index()] += NAME;
        }
        let told = tasks::told(self.document, self.lexicon, first, end).filter(|told| end > told.verb + SHORTEST_TASK);
        let told_more = || {
            let further = tasks::further(self.document, self.lexicon, first, end);
            TOLD_MORE * further.take(MOST_TOLD).count() as i32
        };
        // In running text a task is what the role is as much as what its duties are.
        let work = if block.bullet { SectionKind::Duties } else { SectionKind::Summary };
        if heading.is_none() && self.is_task(first, end) {
            votes[SectionKind::Duties.index()] += TASK;
            // Items of a list often hold several verbs, also where they ask for skills.
            if !block.bullet && matches!(self.under, None | Some(SectionKind::Summary | SectionKind::Duties)) {
                votes[SectionKind::Duties.index()] += told_more();
            }
        } else if told.is_some_and(|told| told.to_you)
            || tasks::role_works(self.document, self.hits, self.lexicon, first, end)
        {
            votes[work.index()] += TOLD + told_more();
        } else {
            let sought = votes[SectionKind::Summary.index()] >= SOUGHT;
            let later = tasks::told_later(self.document, self.lexicon, first, end, sought);
            votes[work.index()] += TOLD_LATER * later.min(MOST_TOLD) as i32;
            if sought {
                votes[work.index()] += told_more();
            } else if self.we_work(first, end) {
                votes[SectionKind::Company.index()] += WE_WORK;
            }
        }
        if self.under.is_none() && heading.is_none() && !block.bullet {
            let speaks = terms.iter().filter(|t| self.lexicon.terms[t.term as usize].role != Role::Other);
            let speaks = speaks.take(MOST_SPEAK).count() as i32;
            if speaks > 0 && !self.tells_of_us(first, end) {
                votes[SectionKind::Summary.index()] += SPEAKS * speaks;
            }
        }
        if self.under == Some(SectionKind::NiceToHave) {
            // What one may bring is written in the words of what one must bring.
            votes[SectionKind::NiceToHave.index()] += std::mem::take(&mut votes[SectionKind::Requirements.index()]);
        }
        if votes[SectionKind::Legal.index()] >= SETTLES_LEGAL {
            // Law is told in the employer's praise, and promises what benefits promise.
            for section in [SectionKind::Summary, SectionKind::Company, SectionKind::Benefits] {
                votes[section.index()] /= 2;
            }
        }
        let says_the_role = told.is_some()
            || votes[SectionKind::Summary.index()] >= SAYS_THE_ROLE
            || votes[SectionKind::Duties.index()] >= TASK;
        if is_prose(block) && !self.document.one_line {
            votes[SectionKind::Summary.index()] += SUMMARY_IN_PROSE;
            votes[SectionKind::Company.index()] += IN_PROSE;
            votes[SectionKind::Legal.index()] += IN_PROSE;
        }
        let most = MOST + ((end - first) / WORDS_A_VOTE) as i32;
        for count in &mut votes {
            *count = (*count).min(most);
        }
        if let Some(section) = self.under {
            let under = if is_vague(section) { UNDER_VAGUE } else { UNDER };
            votes[section.index()] += (under - self.since / UNDER_UNITS).max(0);
            self.since += 1;
        }
        if let Some((section, count)) = heading {
            votes[section.index()] += count;
        }
        if first == 0
            && end <= TITLE_WORDS
            && end == block.end
            && self.hits.names.first().is_some_and(|n| n.hit.first < end)
        {
            votes[SectionKind::Other.index()] += TITLE_LINE;
        }
        self.units.push(Unit { first, votes, turn_cost, says_the_role });
    }

    fn opens_with_name(&self, first: u32, end: u32) -> bool {
        let token = &self.document.tokens[first as usize];
        // A word before a colon is a label.
        end - first > 5
            && !self.document.tokens[first as usize + 1].has(mark::COLON)
            && token.form == 0
            && token.is(style::CAPITAL)
            && !token.is(style::NUMBER)
            && !token.is(style::FOREIGN)
    }

    /// Whether it speaks of the employer: by name, or as "we" and not to "you".
    fn tells_of_us(&self, first: u32, end: u32) -> bool {
        if self.opens_with_name(first, end) {
            return true;
        }
        let (mut ours, mut yours) = (false, false);
        for token in &self.document.tokens[first as usize..end as usize] {
            match self.lexicon.vocabulary.word(token.form) {
                "we" | "our" | "us" => ours = true,
                "you" | "your" | "you'll" => yours = true,
                _ => {}
            }
        }
        ours && !yours
    }

    /// Whether it opens with the employer at work: "We plan and build …", "Harlow delivers …", "Our nurses visit …".
    fn we_work(&self, first: u32, end: u32) -> bool {
        let word = |at: u32| self.lexicon.vocabulary.word(self.document.tokens[at as usize].form);
        let works = |at: u32| tasks::verb_stands_at(self.document, self.lexicon, at, end);
        match word(first) {
            "we" => works(first + 1),
            "our" => {
                (first + 1..end.min(first + OUR_WORDS)).any(|at| works(at + 1) && !works(at) && word(at).ends_with('s'))
            }
            _ if self.opens_with_name(first, end) => {
                (first + 1..end.min(first + NAME_WORDS)).any(|at| works(at) && word(at).ends_with('s'))
            }
            _ => false,
        }
    }

    /// Whether a verb of work stands at `first`, an adverb before it or not, and something behind it.
    fn is_task(&self, first: u32, end: u32) -> bool {
        end > first + SHORTEST_TASK
            && tasks::verb_stands_at(self.document, self.lexicon, first, end)
            && !tasks::is_not_task(self.hits, first, end)
    }
}

/// Whether a block is running text, and no item of a list that has or lost its bullets.
fn is_prose(block: &Block) -> bool {
    !block.bullet && (block.end_sentence - block.first_sentence > 1 || block.end - block.first >= PROSE_WORDS)
}

/// Whether one word of this section parts a text whatever stands under it: "Requirements", "Benefits".
fn settles(section: SectionKind) -> bool {
    matches!(section, SectionKind::Duties | SectionKind::Requirements | SectionKind::NiceToHave | SectionKind::Benefits)
}

/// Votes of a heading for the section that it opens.
fn weight(section: SectionKind) -> i32 {
    if is_vague(section) { VAGUE_HEADING } else { HEADING }
}

/// A label of the page ("Location", "Job type") opens little that lasts, and "Overview" or "Description" may stand over
/// anything.
fn is_vague(section: SectionKind) -> bool {
    matches!(section, SectionKind::Other | SectionKind::Summary)
}

type Headings<'h> = &'h [Found<SectionKind>];

/// The heading phrases at the first word before `end` where one begins, the longest last; and what is left behind them.
fn next(headings: &[Found<SectionKind>], end: u32) -> Option<(Headings<'_>, Headings<'_>)> {
    let first = headings.first().filter(|h| h.hit.first < end)?.hit.first;
    Some(headings.split_at(headings.partition_point(|h| h.hit.first == first)))
}
