//! Which word a phrase is found by.
//!
//! Every hit of a phrase holds each of its required words, so any one of them finds it; the rarest
//! is the cheapest. Rarity is judged by the language's list of common words and by how many
//! phrases of the lexicon share the word: "backlog" is rare in postings but anchors many phrases.

use std::collections::HashMap;

use crate::compiled::{Anchor, Anchors, FAR, Form, GAP_WORDS, Guard, Lists, Owner, head};
use crate::model::Language;

use super::step::Step;
use super::words::Finished;
use super::{CompileError, Pattern};

/// The anchors of bodies and of titles. Patterns that are found in another way have none, but must have a word to be
/// found by all the same.
pub(super) fn choose(
    patterns: &[Pattern],
    is_found: &[bool],
    words: &Finished,
    language: &Language,
) -> Result<(Anchors, Anchors), CompileError> {
    let cost = Costs::new(patterns, words, language);
    let mut body = Draft::new(words.infos.len());
    let mut title = Draft::new(words.infos.len());
    for (number, pattern) in patterns.iter().enumerate() {
        let places = best_place(&pattern.steps, &cost).ok_or_else(|| CompileError::NoAnchor(pattern.text.clone()))?;
        if is_found[number] {
            continue;
        }
        let draft = match pattern.owner {
            Owner::Title(_) | Owner::Seniority(_) => &mut title,
            _ => &mut body,
        };
        for (set, step, option, inner) in places {
            let anchor = Anchor::new(number as u32, step, option, inner);
            draft.add(anchor, &words.sets[set as usize], &pattern.steps, words);
        }
    }
    Ok((body.finish(), title.finish()))
}

/// Anchors while they are gathered, one list a form.
struct Draft {
    open: Vec<Vec<Anchor>>,
    verb_before: Vec<Vec<Anchor>>,
    verb_after: Vec<Vec<Anchor>>,
    word_before: Vec<Vec<Anchor>>,
    word_after: Vec<Vec<Anchor>>,
    far_before: Vec<Vec<Anchor>>,
    far_after: Vec<Vec<Anchor>>,
    lists: Vec<Vec<Form>>,
    numbers: HashMap<Vec<Form>, u32>,
}

impl Draft {
    fn new(forms: usize) -> Self {
        let empty = vec![Vec::new(); forms];
        Draft {
            open: empty.clone(),
            verb_before: empty.clone(),
            verb_after: empty.clone(),
            word_before: empty.clone(),
            word_after: empty.clone(),
            far_before: empty.clone(),
            far_after: empty,
            lists: Vec::new(),
            numbers: HashMap::new(),
        }
    }

    /// Puts an anchor, which stands for each of `forms`, under the head of its narrower side.
    fn add(&mut self, mut anchor: Anchor, forms: &[Form], steps: &[Step], words: &Finished) {
        let before = beside(before(&anchor, steps), <[Step]>::last, words);
        let after = beside(after(&anchor, steps), <[Step]>::first, words);
        // A verb may be one of a thousand words.
        let width = |side: &Option<Beside>| {
            side.as_ref().map_or(usize::MAX, |s| s.forms.len() + 1_000 * usize::from(s.classes != 0))
        };
        let is_before = width(&before) <= width(&after);
        let side = if is_before { before } else { after };
        let Some(side) = side else {
            return self.add_far(anchor, forms, steps, words);
        };
        let guard = self.guard(beyond(&anchor, steps, words));
        anchor.set_guard(guard);
        let (verbs, list) = if is_before {
            (&mut self.verb_before, &mut self.word_before)
        } else {
            (&mut self.verb_after, &mut self.word_after)
        };
        if side.classes != 0 {
            forms.iter().for_each(|&form| verbs[form as usize].push(anchor));
        }
        if !side.forms.is_empty() {
            anchor.list = number(&mut self.lists, &mut self.numbers, side.forms);
            forms.iter().for_each(|&form| list[form as usize].push(anchor));
        }
    }

    /// Puts an anchor beside which anything may stand under the head of what must stand beyond its gap.
    fn add_far(&mut self, mut anchor: Anchor, forms: &[Form], steps: &[Step], words: &Finished) {
        let [before, after] = beyond(&anchor, steps, words);
        let width = |side: &Option<Beside>| {
            side.as_ref()
                .filter(|side| side.classes == 0 && !side.forms.is_empty())
                .map_or(usize::MAX, |side| side.forms.len())
        };
        let list = match (width(&before), width(&after), before, after) {
            (usize::MAX, usize::MAX, before, after) => {
                let guard = self.guard([before, after]);
                anchor.set_guard(guard);
                &mut self.open
            }
            (b, a, Some(side), other) if b <= a => {
                let guard = self.guard([None, other]);
                anchor.set_guard(guard);
                anchor.list = number(&mut self.lists, &mut self.numbers, side.forms);
                &mut self.far_before
            }
            (_, _, other, side) => {
                let guard = self.guard([other, None]);
                anchor.set_guard(guard);
                anchor.list = number(&mut self.lists, &mut self.numbers, side.map(|s| s.forms).unwrap_or_default());
                &mut self.far_after
            }
        };
        forms.iter().for_each(|&form| list[form as usize].push(anchor));
    }

    /// The guard that asks for the fewest words, of what must stand beyond a gap on either side.
    fn guard(&mut self, sides: [Option<Beside>; 2]) -> Guard {
        let [before, after] = sides;
        let class = before.as_ref().filter(|side| side.forms.is_empty() && side.classes.is_power_of_two());
        let class = class.map(|side| side.classes.trailing_zeros() as u8);
        let words = |side: Option<Beside>| side.filter(|side| side.classes == 0 && !side.forms.is_empty());
        match (words(before), words(after)) {
            (Some(b), a) if a.as_ref().is_none_or(|a| b.forms.len() <= a.forms.len()) => {
                Guard::Before(number(&mut self.lists, &mut self.numbers, b.forms))
            }
            (_, Some(a)) => Guard::After(number(&mut self.lists, &mut self.numbers, a.forms)),
            _ => class.map_or(Guard::None, Guard::VerbBefore),
        }
    }

    fn finish(mut self) -> Anchors {
        let of_list = |list: u32| self.lists.get(list as usize).map_or(0, |forms| bits(forms));
        let lists = [&mut self.open, &mut self.verb_before, &mut self.verb_after, &mut self.word_before];
        let lists = lists.into_iter().chain([&mut self.word_after, &mut self.far_before, &mut self.far_after]);
        lists.flatten().flatten().for_each(|anchor| anchor.set_bits(of_list));
        let mut heads = vec![0; self.open.len()];
        for (bit, lists) in [
            (head::OPEN, &self.open),
            (head::VERB_BEFORE, &self.verb_before),
            (head::VERB_AFTER, &self.verb_after),
            (head::WORD_BEFORE, &self.word_before),
            (head::WORD_AFTER, &self.word_after),
            (head::FAR_BEFORE, &self.far_before),
            (head::FAR_AFTER, &self.far_after),
        ] {
            for (form, list) in lists.iter().enumerate() {
                heads[form] |= if list.is_empty() { 0 } else { bit };
            }
        }
        let pairs = self.pairs();
        let near = |anchors: &[Vec<Anchor>]| -> Vec<u64> {
            anchors.iter().map(|list| list.iter().fold(0, |bits, anchor| bits | anchor.near)).collect()
        };
        let (far_before_bits, far_after_bits) = (near(&self.far_before), near(&self.far_after));
        Anchors {
            heads: heads.into(),
            open: Lists::new(self.open),
            verb_before: Lists::new(self.verb_before),
            verb_after: Lists::new(self.verb_after),
            word_before: Lists::new(self.word_before),
            word_after: Lists::new(self.word_after),
            far_before: Lists::new(self.far_before),
            far_after: Lists::new(self.far_after),
            lists: Lists::new(self.lists),
            far_before_bits: far_before_bits.into(),
            far_after_bits: far_after_bits.into(),
            pairs: pairs.into(),
        }
    }

    /// One bit a pair, in a table of about eight bits a pair: one chance pair in ten passes.
    fn pairs(&self) -> Vec<u64> {
        let mut all: Vec<(Form, Form)> = Vec::new();
        for (form, anchors) in self.word_before.iter().enumerate().chain(self.far_before.iter().enumerate()) {
            all.extend(anchors.iter().flat_map(|a| &self.lists[a.list as usize]).map(|&other| (other, form as Form)));
        }
        for (form, anchors) in self.word_after.iter().enumerate().chain(self.far_after.iter().enumerate()) {
            all.extend(anchors.iter().flat_map(|a| &self.lists[a.list as usize]).map(|&other| (form as Form, other)));
        }
        all.sort_unstable();
        all.dedup();
        if all.is_empty() {
            return Vec::new();
        }
        let mut table = vec![0u64; (all.len() * 8 / 64).next_power_of_two()];
        for (first, second) in all {
            let (word, mask) = Anchors::pair(table.len(), first, second);
            table[word] |= mask;
        }
        table
    }
}

/// The bits of these forms.
fn bits(forms: &[Form]) -> u64 {
    forms.iter().fold(0, |bits, &form| bits | Anchors::bit(form))
}

/// The number of a list of forms.
fn number(lists: &mut Vec<Vec<Form>>, numbers: &mut HashMap<Vec<Form>, u32>, mut forms: Vec<Form>) -> u32 {
    forms.sort_unstable();
    forms.dedup();
    let next = lists.len() as u32;
    *numbers.entry(forms).or_insert_with_key(|forms| {
        lists.push(forms.clone());
        next
    })
}

/// The steps on the way back from an anchor word.
fn before<'s>(anchor: &Anchor, steps: &'s [Step]) -> impl Iterator<Item = &'s Step> + use<'s> {
    let inner = &option(anchor, steps)[..anchor.inner as usize];
    inner.iter().rev().chain(steps[..anchor.step as usize].iter().rev())
}

/// The steps on the way forward from an anchor word.
fn after<'s>(anchor: &Anchor, steps: &'s [Step]) -> impl Iterator<Item = &'s Step> + use<'s> {
    let inner = option(anchor, steps).get(anchor.inner as usize + 1..).unwrap_or(&[]);
    inner.iter().chain(&steps[anchor.step as usize + 1..])
}

/// The alternative that an anchor stands in, if its step is a choice.
fn option<'s>(anchor: &Anchor, steps: &'s [Step]) -> &'s [Step] {
    match &steps[anchor.step as usize] {
        Step::Choice { options, .. } => &options[anchor.option as usize],
        _ => &[],
    }
}

/// [`beyond_gap`] before an anchor and behind it.
fn beyond(anchor: &Anchor, steps: &[Step], words: &Finished) -> [Option<Beside>; 2] {
    [beyond_gap(before(anchor, steps), <[Step]>::last, words), beyond_gap(after(anchor, steps), <[Step]>::first, words)]
}

/// Every word that can stand right beyond the first gap, going over `steps` away from an anchor; `None` if any can, or
/// if it may be further away than [`FAR`].
fn beyond_gap<'s>(
    mut steps: impl Iterator<Item = &'s Step>,
    near: fn(&[Step]) -> Option<&Step>,
    words: &Finished,
) -> Option<Beside> {
    let mut reach = GAP_WORDS + 1;
    loop {
        reach += match steps.next()? {
            Step::Gap => break,
            Step::Join => 0,
            Step::Set(_) | Step::Number => 1,
            Step::Choice { options, .. } => {
                let is_plain = |step: &Step| matches!(step, Step::Set(_) | Step::Number | Step::Join);
                if !options.iter().flatten().all(is_plain) {
                    return None;
                }
                options.iter().map(Vec::len).max()?
            }
            Step::Class(_) => return None,
        };
    }
    (reach <= FAR).then(|| beside(steps, near, words)).flatten()
}

struct Beside {
    forms: Vec<Form>,
    /// Classes of verbs, one bit each.
    classes: u64,
}

/// Every word that can stand beside the anchor, going over `steps` away from it; `None` if any can.
fn beside<'s>(
    steps: impl Iterator<Item = &'s Step>,
    near: fn(&[Step]) -> Option<&Step>,
    words: &Finished,
) -> Option<Beside> {
    let mut found = Beside { forms: Vec::new(), classes: 0 };
    for step in steps {
        let optional = match step {
            Step::Join => true,
            Step::Choice { options, optional } => {
                for option in options {
                    found.add(near(option)?, words)?;
                }
                *optional
            }
            other => {
                found.add(other, words)?;
                false
            }
        };
        if !optional {
            return Some(found);
        }
    }
    None
}

impl Beside {
    fn add(&mut self, step: &Step, words: &Finished) -> Option<()> {
        match step {
            Step::Set(set) => self.forms.extend(&words.sets[*set as usize]),
            Step::Class(class) => self.classes |= 1 << class,
            Step::Number | Step::Gap | Step::Join | Step::Choice { .. } => return None,
        }
        Some(())
    }
}

struct Costs {
    of_set: HashMap<u32, u64>,
}

impl Costs {
    fn new(patterns: &[Pattern], words: &Finished, language: &Language) -> Self {
        // A word that is the n-th commonest of postings costs as much as common.len() - n phrases
        // that share a rare one; postings are read far more often than lexicons are compiled.
        let rank: HashMap<&str, u64> = language
            .common
            .iter()
            .enumerate()
            .map(|(n, word)| (word.as_str(), 50 * (language.common.len() - n) as u64))
            .collect();
        let mut of_set: HashMap<u32, u64> = HashMap::new();
        for set in patterns.iter().flat_map(|p| p.required.iter()) {
            *of_set.entry(*set).or_insert_with(|| {
                words.sets[*set as usize]
                    .iter()
                    .filter_map(|&form| rank.get(words.list[form as usize - 1].as_str()))
                    .max()
                    .copied()
                    .unwrap_or(0)
            }) += 1;
        }
        Costs { of_set }
    }

    fn of(&self, set: u32) -> u64 {
        self.of_set.get(&set).copied().unwrap_or(0)
    }
}

type Place = (u32, u8, u8, u8);

/// The cheapest step that every hit must pass, as the words to look for.
fn best_place(steps: &[Step], cost: &Costs) -> Option<Vec<Place>> {
    let mut best: Option<(u64, Vec<Place>)> = None;
    for (number, step) in steps.iter().enumerate() {
        let found = match step {
            Step::Set(set) => Some((cost.of(*set), vec![(*set, number as u8, 0, 0)])),
            Step::Choice { options, optional: false } => cheapest_of_each(options, number as u8, cost),
            _ => None,
        };
        if let Some(found) = found
            && best.as_ref().is_none_or(|b| found.0 < b.0)
        {
            best = Some(found);
        }
    }
    best.map(|(_, places)| places)
}

fn cheapest_of_each(options: &[Vec<Step>], step: u8, cost: &Costs) -> Option<(u64, Vec<Place>)> {
    let mut total = 0;
    let mut places = Vec::new();
    for (number, option) in options.iter().enumerate() {
        let (set, inner) = option
            .iter()
            .enumerate()
            .filter_map(|(inner, s)| match s {
                Step::Set(set) => Some((*set, inner)),
                _ => None,
            })
            .min_by_key(|(set, _)| cost.of(*set))?;
        total += cost.of(set);
        places.push((set, step, number as u8, inner as u8));
    }
    Some((total, places))
}
