//! Which word a phrase is found by.
//!
//! Every hit of a phrase holds each of its required words, so any one of them finds it; the rarest
//! is the cheapest. Rarity is judged by the language's list of common words and by how many
//! phrases of the lexicon share the word: "backlog" is rare in postings but anchors many phrases.

use std::collections::HashMap;

use crate::compiled::{Anchor, Form, Guard, Lists, Owner, Pattern, Step};
use crate::model::Language;

use super::CompileError;
use super::words::Finished;

pub(super) struct Anchors {
    pub(super) body: Lists<Anchor>,
    pub(super) title: Lists<Anchor>,
    pub(super) guards: Lists<Form>,
}

pub(super) fn choose(patterns: &[Pattern], words: &Finished, language: &Language) -> Result<Anchors, CompileError> {
    let cost = Costs::new(patterns, words, language);
    let mut body = vec![Vec::new(); words.infos.len()];
    let mut title = vec![Vec::new(); words.infos.len()];
    let mut guards = Guards::default();
    for (number, pattern) in patterns.iter().enumerate() {
        let places = best_place(&pattern.steps, &cost).ok_or_else(|| CompileError::NoAnchor(pattern.text.clone()))?;
        let lists = match pattern.owner {
            Owner::Title(_) | Owner::Seniority(_) => &mut title,
            _ => &mut body,
        };
        for (set, step, option, inner) in places {
            let guard = guards.of(&pattern.steps, (step, option, inner), words);
            for &form in &words.sets[set as usize] {
                lists[form as usize].push(Anchor { pattern: number as u32, step, option, inner, guard });
            }
        }
    }
    Ok(Anchors { body: Lists::new(body), title: Lists::new(title), guards: Lists::new(guards.lists) })
}

/// Numbers the lists of guards.
#[derive(Default)]
struct Guards {
    lists: Vec<Vec<Form>>,
    numbers: HashMap<Vec<Form>, u32>,
}

impl Guards {
    /// The narrower guard of both sides of an anchor.
    fn of(&mut self, steps: &[Step], (step, option, inner): (u8, u8, u8), words: &Finished) -> Guard {
        let (before, after) = (&steps[..step as usize], &steps[step as usize + 1..]);
        let (inner_before, inner_after): (&[Step], &[Step]) = match &steps[step as usize] {
            Step::Choice { options, .. } => {
                let option = &options[option as usize];
                (&option[..inner as usize], &option[inner as usize + 1..])
            }
            _ => (&[], &[]),
        };
        let before = beside(inner_before.iter().rev().chain(before.iter().rev()), <[Step]>::last, words);
        let after = beside(inner_after.iter().chain(after), <[Step]>::first, words);
        // A verb may be one of a thousand words.
        let width = |side: &Option<Beside>| side.as_ref().map_or(usize::MAX, |s| s.forms.len() + 1_000 * usize::from(s.verbs));
        if width(&before) <= width(&after) {
            before.map_or(Guard::Open, |side| Guard::Before { list: self.number(side.forms), verbs: side.verbs })
        } else {
            after.map_or(Guard::Open, |side| Guard::After { list: self.number(side.forms), verbs: side.verbs })
        }
    }

    fn number(&mut self, mut forms: Vec<Form>) -> u32 {
        forms.sort_unstable();
        forms.dedup();
        let next = self.lists.len() as u32;
        *self.numbers.entry(forms).or_insert_with_key(|forms| {
            self.lists.push(forms.clone());
            next
        })
    }
}

struct Beside {
    forms: Vec<Form>,
    verbs: bool,
}

/// Every word that can stand beside the anchor, going over `steps` away from it; `None` if any can.
fn beside<'s>(
    steps: impl Iterator<Item = &'s Step>,
    near: fn(&[Step]) -> Option<&Step>,
    words: &Finished,
) -> Option<Beside> {
    let mut found = Beside { forms: Vec::new(), verbs: false };
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
            Step::Class(_) => self.verbs = true,
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
