//! Which word a phrase is found by.
//!
//! Every hit of a phrase holds each of its required words, so any one of them finds it; the rarest
//! is the cheapest. Rarity is judged by the language's list of common words and by how many
//! phrases of the lexicon share the word: "backlog" is rare in postings but anchors many phrases.

use std::collections::HashMap;

use crate::compiled::{Anchor, Lists, Owner, Pattern, Step};
use crate::model::Language;

use super::CompileError;
use super::words::Finished;

pub(super) struct Anchors {
    pub(super) body: Lists<Anchor>,
    pub(super) title: Lists<Anchor>,
}

pub(super) fn choose(patterns: &[Pattern], words: &Finished, language: &Language) -> Result<Anchors, CompileError> {
    let cost = Costs::new(patterns, words, language);
    let mut body = vec![Vec::new(); words.infos.len()];
    let mut title = vec![Vec::new(); words.infos.len()];
    for (number, pattern) in patterns.iter().enumerate() {
        let places = best_place(&pattern.steps, &cost).ok_or_else(|| CompileError::NoAnchor(pattern.text.clone()))?;
        let lists = match pattern.owner {
            Owner::Title(_) | Owner::Seniority(_) => &mut title,
            _ => &mut body,
        };
        for (set, step, option, inner) in places {
            for &form in &words.sets[set as usize] {
                lists[form as usize].push(Anchor { pattern: number as u32, step, option, inner });
            }
        }
    }
    Ok(Anchors { body: Lists::new(body), title: Lists::new(title) })
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
