//! Which postings must stay together in cross-validation: those of one employer, and those with nearly one text.

use std::collections::HashMap;

use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::gold::Labelled;

/// Words in a run that two texts may share.
const RUN: usize = 8;

/// Texts that share at least this part of the shorter one's runs are near-equal.
const SHARED: f64 = 0.3;

/// A run that so many postings have is an agency's or a law's, and joins nobody.
const COMMON: usize = 40;

/// The group of each posting, as the index of its first member.
pub(crate) fn of(postings: &[Labelled]) -> Vec<usize> {
    let mut groups: Vec<usize> = (0..postings.len()).collect();
    let mut employers: HashMap<String, usize> = HashMap::new();
    for (at, posting) in postings.iter().enumerate() {
        if let Some(name) = posting.company.as_deref().map(employer).filter(|name| !name.is_empty()) {
            join(&mut groups, *employers.entry(name).or_insert(at), at);
        }
    }
    for (a, b) in near_equal(postings) {
        join(&mut groups, a, b);
    }
    (0..groups.len()).map(|at| root(&groups, at)).collect()
}

/// The fold of each posting: whole groups, spread by a hash of the seed and the group's first member.
pub(crate) fn folds(postings: &[&Labelled], groups: &[usize], folds: usize, seed: u64) -> Vec<usize> {
    // The largest groups go first, each to the fold that has fewest of its kind so far.
    let mut members: HashMap<usize, Vec<usize>> = HashMap::new();
    for (at, &group) in groups.iter().enumerate() {
        members.entry(group).or_default().push(at);
    }
    let mut order: Vec<(&usize, &Vec<usize>)> = members.iter().collect();
    order.sort_by_key(|(group, list)| {
        (std::cmp::Reverse(list.len()), xxh3_64_with_seed(postings[**group].id.as_bytes(), seed))
    });
    let mut filled = vec![HashMap::<&str, usize>::new(); folds];
    let mut fold_of = vec![0; postings.len()];
    for (_, list) in order {
        let load = |fold: &HashMap<&str, usize>| {
            let kinds = list.iter().map(|&at| fold.get(postings[at].gold.primary.as_str()).copied().unwrap_or(0));
            (kinds.max().unwrap_or(0), fold.values().sum::<usize>())
        };
        let lightest = (0..folds).min_by_key(|&fold| (load(&filled[fold]), fold)).unwrap_or(0);
        for &at in list {
            *filled[lightest].entry(postings[at].gold.primary.as_str()).or_default() += 1;
            fold_of[at] = lightest;
        }
    }
    fold_of
}

/// An employer's name without case, punctuation and legal form.
fn employer(name: &str) -> String {
    const FORMS: [&str; 8] = ["inc", "llc", "ltd", "gmbh", "corp", "corporation", "limited", "plc"];
    let lower = name.to_lowercase();
    lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty() && !FORMS.contains(word))
        .collect::<Vec<_>>()
        .join(" ")
}

fn near_equal(postings: &[Labelled]) -> Vec<(usize, usize)> {
    let runs: Vec<Vec<u64>> = postings.iter().map(|posting| runs(&posting.description)).collect();
    let mut holders: HashMap<u64, Vec<usize>> = HashMap::new();
    for (at, list) in runs.iter().enumerate() {
        for &run in list {
            holders.entry(run).or_default().push(at);
        }
    }
    let mut shared: HashMap<(usize, usize), usize> = HashMap::new();
    for list in holders.values().filter(|list| list.len() <= COMMON) {
        for (place, &a) in list.iter().enumerate() {
            for &b in &list[place + 1..] {
                *shared.entry((a, b)).or_default() += 1;
            }
        }
    }
    let near = |&(&(a, b), &count): &(&(usize, usize), &usize)| {
        count as f64 >= SHARED * runs[a].len().min(runs[b].len()) as f64
    };
    let mut pairs: Vec<(usize, usize)> = shared.iter().filter(near).map(|(&pair, _)| pair).collect();
    pairs.sort_unstable();
    pairs
}

/// The hashes of a text's runs of words, each once.
fn runs(text: &str) -> Vec<u64> {
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let mut hashes: Vec<u64> =
        words.windows(RUN).map(|run| xxhash_rust::xxh3::xxh3_64(run.join(" ").as_bytes())).collect();
    hashes.sort_unstable();
    hashes.dedup();
    hashes
}

fn root(groups: &[usize], mut at: usize) -> usize {
    while groups[at] != at {
        at = groups[at];
    }
    at
}

fn join(groups: &mut [usize], a: usize, b: usize) {
    let (a, b) = (root(groups, a), root(groups, b));
    groups[a.max(b)] = a.min(b);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn posting(id: &str, company: Option<&str>, description: &str, primary: &str) -> Labelled {
        serde_json::from_value(serde_json::json!({
            "id": id, "title": null, "company": company, "description": description,
            "gold": {
                "primary": primary, "mode": "neither", "scrum": false, "pm_as_po": false, "quotes": [],
                "shares": { "product_manager": 0, "product_owner": 0, "project_manager": 0, "other": 100 },
            },
        }))
        .expect("a labelled posting")
    }

    #[test]
    fn employers_and_near_equal_texts_stay_together() {
        let long = "one two three four five six seven eight nine ten eleven twelve";
        let postings = [
            posting("a", Some("Acme, Inc."), "alpha", "other"),
            posting("b", Some("ACME"), "beta", "other"),
            posting("c", Some("Bolt"), long, "other"),
            posting("d", None, &format!("{long} thirteen"), "other"),
            posting("e", None, "gamma", "other"),
            posting("f", Some(""), "delta", "other"),
        ];
        assert_eq!(of(&postings), [0, 0, 2, 2, 4, 5]);
    }

    #[test]
    fn folds_keep_groups_whole_and_spread_the_roles() {
        let postings: Vec<Labelled> = (0..40)
            .map(|at| posting(&at.to_string(), None, "", if at % 8 < 2 { "product_owner" } else { "other" }))
            .collect();
        let postings: Vec<&Labelled> = postings.iter().collect();
        let groups: Vec<usize> = (0..40).map(|at| at / 2 * 2).collect();
        let found = folds(&postings, &groups, 5, 7);
        for pair in found.chunks(2) {
            assert_eq!(pair[0], pair[1]);
        }
        for fold in 0..5 {
            let owners = (0..40).filter(|&at| at % 8 < 2 && found[at] == fold).count();
            assert_eq!(owners, 2, "fold {fold}");
        }
        assert_eq!(found, folds(&postings, &groups, 5, 7));
        assert_ne!(found, folds(&postings, &groups, 5, 8));
    }
}
