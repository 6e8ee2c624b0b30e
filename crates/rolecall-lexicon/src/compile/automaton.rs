//! Plain phrases become an automaton.
//!
//! A phrase is plain if each way through it is a sequence of words, behind at most one verb of a class. Its ways are
//! kept as chains of nodes that share their ends; a state of the automaton is a set of nodes.

use std::collections::HashMap;

use crate::compiled::{Accept, Automaton, Form, Info, Lists, Owner, State, UNKNOWN};

use super::Pattern;
use super::step::Step;
use super::words::Finished;

/// A phrase with more ways through it than this is left to its anchors.
const MAX_WAYS: usize = 10_000;

/// States are numbered in sixteen bits.
const MAX_STATES: usize = State::MAX as usize;

/// The automaton of those plain phrases of bodies that are `wanted`, and for each pattern whether it is in it.
pub(super) fn build(
    patterns: &[Pattern],
    words: &Finished,
    wanted: impl Fn(&Pattern) -> bool,
) -> (Automaton, Vec<bool>) {
    let ways: Vec<Option<Vec<Way>>> = patterns
        .iter()
        .map(|pattern| match pattern.owner {
            Owner::Title(_) | Owner::Seniority(_) => None,
            _ if !wanted(pattern) => None,
            _ => plain_ways(&pattern.steps),
        })
        .collect();
    // Every lexicon gets an automaton: phrases with the most ways through them are the first to go.
    let mut most = MAX_WAYS;
    loop {
        let is_in: Vec<bool> = ways.iter().map(|w| w.as_ref().is_some_and(|w| w.len() <= most)).collect();
        let mut builder = Builder::new(words);
        let chosen = ways.iter().zip(&is_in).enumerate().filter(|(_, (_, is_in))| **is_in);
        for (number, (ways, _)) in chosen {
            for way in ways.iter().flatten() {
                builder.add(number as u32, way);
            }
        }
        if let Some(automaton) = builder.finish() {
            return (automaton, is_in);
        }
        most /= 2;
    }
}

/// The automaton of the verbs of several words, which accepts their numbers; `None` if they are too many for one.
pub(super) fn long_verbs(words: &Finished) -> Option<Automaton> {
    let mut builder = Builder::new(words);
    for (number, verb) in words.long_verbs.iter().enumerate() {
        let atoms = verb.forms.iter().map(|&form| Atom { word: Word::Form(form), loose: false }).collect();
        builder.add(number as u32, &Way { class: None, atoms, loose: false });
    }
    builder.finish()
}

/// What an atom stands for.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Word {
    Form(Form),
    Set(u32),
    Number,
}

/// A word of a phrase; whether a comma may stand before it.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Atom {
    word: Word,
    loose: bool,
}

/// One way through a phrase.
#[derive(Clone, Default)]
struct Way {
    class: Option<u8>,
    atoms: Vec<Atom>,
    loose: bool,
}

impl Way {
    /// One step further; `None` if that is not plain.
    fn then(mut self, step: &Step) -> Option<Self> {
        match step {
            Step::Set(_) | Step::Number => {
                let word = if let Step::Set(set) = step { Word::Set(*set) } else { Word::Number };
                // What stands before the first word does not matter, but behind a verb it does.
                if self.loose && self.atoms.is_empty() && self.class.is_some() {
                    return None;
                }
                self.atoms.push(Atom { word, loose: self.loose && !self.atoms.is_empty() });
                self.loose = false;
            }
            Step::Class(class) if self.atoms.is_empty() && self.class.is_none() => self.class = Some(*class),
            Step::Join => self.loose = true,
            Step::Class(_) | Step::Gap | Step::Choice { .. } => return None,
        }
        Some(self)
    }
}

/// All ways through a phrase, if each is plain and they are not too many.
fn plain_ways(steps: &[Step]) -> Option<Vec<Way>> {
    let mut ways = vec![Way::default()];
    for step in steps {
        ways = match step {
            Step::Choice { options, optional } => {
                let mut all = if *optional { ways.clone() } else { Vec::new() };
                for option in options {
                    for way in &ways {
                        all.push(option.iter().try_fold(way.clone(), Way::then)?);
                    }
                    if all.len() > MAX_WAYS {
                        return None;
                    }
                }
                all
            }
            step => ways.into_iter().map(|way| way.then(step)).collect::<Option<_>>()?,
        };
    }
    ways.iter().all(|way| !way.atoms.is_empty()).then_some(ways)
}

type Node = u32;

/// What a node stands for.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Meaning {
    /// A word, and what follows it.
    Word(Atom, Node),
    /// The end of a phrase.
    End(u32, Option<u8>),
}

struct Builder<'w> {
    words: &'w Finished,
    /// Forms of the vocabulary that are numbers.
    numbers: Vec<Form>,
    nodes: Vec<Meaning>,
    node_numbers: HashMap<Meaning, Node>,
    heads: Vec<Node>,
    tails: Vec<Node>,
    sets: Vec<Vec<Node>>,
    set_numbers: HashMap<Vec<Node>, State>,
}

impl<'w> Builder<'w> {
    fn new(words: &'w Finished) -> Self {
        let is_number = |word: &str| word.chars().all(|c| c.is_numeric() || c == '.' || c == ',');
        let numbers = (1..).zip(&words.list).filter(|(_, word)| is_number(word)).map(|(form, _)| form);
        Builder {
            words,
            numbers: numbers.collect(),
            nodes: Vec::new(),
            node_numbers: HashMap::new(),
            heads: Vec::new(),
            tails: Vec::new(),
            sets: vec![Vec::new()],
            set_numbers: HashMap::from([(Vec::new(), 0)]),
        }
    }

    fn add(&mut self, pattern: u32, way: &Way) {
        let mut node = self.node(Meaning::End(pattern, way.class));
        for &atom in way.atoms.iter().rev() {
            node = self.node(Meaning::Word(atom, node));
        }
        let roots = if way.class.is_some() { &mut self.tails } else { &mut self.heads };
        roots.push(node);
    }

    fn node(&mut self, meaning: Meaning) -> Node {
        let next = self.nodes.len() as Node;
        *self.node_numbers.entry(meaning).or_insert_with(|| {
            self.nodes.push(meaning);
            next
        })
    }

    /// The state of a set of nodes; `None` if there are too many.
    fn state(&mut self, mut set: Vec<Node>) -> Option<State> {
        set.sort_unstable();
        set.dedup();
        if let Some(&state) = self.set_numbers.get(&set) {
            return Some(state);
        }
        let state = self.sets.len();
        if state >= MAX_STATES {
            return None;
        }
        self.sets.push(set.clone());
        self.set_numbers.insert(set, state as State);
        Some(state as State)
    }

    /// The states that a set of nodes leads to, sorted by form; that of any number under the unknown form.
    fn row(&mut self, set: &[Node]) -> Option<Vec<(Form, State)>> {
        let mut reached: Vec<(Form, Node)> = Vec::new();
        for &node in set {
            match self.nodes[node as usize] {
                Meaning::Word(Atom { word: Word::Form(form), .. }, next) => reached.push((form, next)),
                Meaning::Word(Atom { word: Word::Set(set), .. }, next) => {
                    reached.extend(self.words.sets[set as usize].iter().map(|&form| (form, next)));
                }
                Meaning::Word(Atom { word: Word::Number, .. }, next) => reached.push((UNKNOWN, next)),
                Meaning::End(..) => {}
            }
        }
        reached.sort_unstable();
        let any_number: Vec<Node> = reached.iter().take_while(|(form, _)| *form == UNKNOWN).map(|(_, n)| *n).collect();
        let mut row = Vec::new();
        for group in reached.chunk_by(|a, b| a.0 == b.0) {
            let mut nodes: Vec<Node> = group.iter().map(|(_, node)| *node).collect();
            let form = group[0].0;
            if self.numbers.contains(&form) {
                nodes.extend(&any_number);
            }
            row.push((form, self.state(nodes)?));
        }
        Some(row)
    }

    /// The state after each first word, by form.
    fn roots(&mut self, mut nodes: Vec<Node>) -> Option<Vec<State>> {
        nodes.sort_unstable();
        nodes.dedup();
        let mut states = vec![0; self.words.infos.len()];
        for (form, state) in self.row(&nodes)? {
            states[form as usize] = state;
        }
        Some(states)
    }

    fn finish(mut self) -> Option<Automaton> {
        let (heads, tails) = (std::mem::take(&mut self.heads), std::mem::take(&mut self.tails));
        let (heads, tails) = (self.roots(heads)?, self.roots(tails)?);
        let mut rows = Vec::new();
        let mut states = Vec::new();
        let mut accepts = Vec::new();
        let mut at = 0;
        while at < self.sets.len() {
            let set = self.sets[at].clone();
            let row = self.row(&set)?;
            let follow = row.iter().fold(0, |bits, &(form, _)| bits | Info::bit(form));
            rows.push(row);
            let meanings = set.iter().map(|&node| self.nodes[node as usize]);
            let is_loose = |node: &&Node| matches!(self.nodes[**node as usize], Meaning::Word(atom, _) if atom.loose);
            let loose: Vec<Node> = set.iter().filter(is_loose).copied().collect();
            let mut found: Vec<Accept> = meanings
                .filter_map(|meaning| match meaning {
                    Meaning::End(pattern, class) => Some(Accept::new(pattern, class)),
                    Meaning::Word(..) => None,
                })
                .collect();
            found.sort_unstable();
            accepts.push(found);
            let loose = self.state(loose)?;
            states.push(Info { follow, row: 0, loose, spare: 0 });
            at += 1;
        }
        Some(Draft { heads, tails, states, accepts, rows }.finish())
    }
}

/// An automaton whose states have the numbers in which they were met.
struct Draft {
    heads: Vec<State>,
    tails: Vec<State>,
    states: Vec<Info>,
    accepts: Vec<Vec<Accept>>,
    rows: Vec<Vec<(Form, State)>>,
}

impl Draft {
    /// Gives the first numbers, behind the dead state's, to those that find something.
    fn finish(mut self) -> Automaton {
        let mut order: Vec<usize> = (0..self.states.len()).collect();
        order[1..].sort_by_key(|&state| self.accepts[state].is_empty());
        let mut numbers = vec![0; order.len()];
        for (number, &state) in order.iter().enumerate() {
            numbers[state] = number as State;
        }
        let renumber = |state: &mut State| *state = numbers[usize::from(*state)];
        self.heads.iter_mut().chain(&mut self.tails).for_each(renumber);
        self.rows.iter_mut().flatten().for_each(|(_, state)| renumber(state));
        self.states.iter_mut().for_each(|info| renumber(&mut info.loose));
        let mut states: Vec<Info> = order.iter().map(|&state| self.states[state]).collect();
        let rows: Vec<_> = order.iter().map(|&state| std::mem::take(&mut self.rows[state])).collect();
        let accepts = order.iter().map(|&state| std::mem::take(&mut self.accepts[state]));
        let is_dead_or_finds = |(number, found): &(usize, Vec<Accept>)| *number == 0 || !found.is_empty();
        let accepts = Lists::new(accepts.enumerate().take_while(is_dead_or_finds).map(|(_, found)| found));
        let slots = pack(&rows, &mut states);
        Automaton {
            heads: self.heads.into(),
            tails: self.tails.into(),
            states: states.into(),
            accepts,
            slots: slots.into(),
        }
    }
}

/// Lays the rows into one array, the longest first, each at the first place where none of its words meets another's.
fn pack(rows: &[Vec<(Form, State)>], states: &mut [Info]) -> Vec<u32> {
    let mut slots: Vec<u32> = Vec::new();
    let mut taken = Taken::default();
    let mut order: Vec<usize> = (0..rows.len()).filter(|&state| !rows[state].is_empty()).collect();
    order.sort_by_key(|&state| std::cmp::Reverse(rows[state].len()));
    let mut free = 0;
    for state in order {
        let row = &rows[state];
        while taken.free(free) & 1 == 0 {
            free += 1;
        }
        // The slot of form zero may not lie before the array.
        let first = row[0].0 as usize;
        let start = taken.first_fit(free.max(first), row) - first;
        for &(form, next) in row {
            let at = start + form as usize;
            if at >= slots.len() {
                slots.resize(at + 1, 0);
            }
            slots[at] = (state as u32) << 16 | u32::from(next);
            taken.take(at);
        }
        states[state].row = start as u32;
    }
    slots
}

/// Which slots are taken, 64 to a word: slot by slot, the search for places took nine tenths of the time that the English
/// lexicon takes to compile.
#[derive(Default)]
struct Taken(Vec<u64>);

impl Taken {
    fn take(&mut self, at: usize) {
        if at / 64 >= self.0.len() {
            self.0.resize(at / 64 + 1, 0);
        }
        self.0[at / 64] |= 1 << (at % 64);
    }

    /// A bit for each of the 64 slots from `at` on, set where it is free; behind the end all are.
    fn free(&self, at: usize) -> u64 {
        let word = |n: usize| self.0.get(n).copied().unwrap_or(0);
        let (low, shift) = (word(at / 64) >> (at % 64), at % 64);
        let high = word(at / 64 + 1).checked_shl(64 - shift as u32).unwrap_or(0);
        !(low | high)
    }

    /// The first slot from `from` on for the first word of the row, such that the slots of all its words are free.
    fn first_fit(&self, from: usize, row: &[(Form, State)]) -> usize {
        let mut at = from;
        loop {
            let mut fits = u64::MAX;
            for &(form, _) in row {
                fits &= self.free(at + (form - row[0].0) as usize);
                if fits == 0 {
                    break;
                }
            }
            if fits != 0 {
                return at + fits.trailing_zeros() as usize;
            }
            at += 64;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_fit_is_the_one_that_a_search_slot_by_slot_finds() {
        let mut taken = Taken::default();
        let mut slots = std::collections::HashSet::new();
        // A linear congruential generator (the constants are Knuth's): any spread will do.
        let mut random = 1_u64;
        let mut next = |below: u64| {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (random >> 33) % below
        };
        for _ in 0..400 {
            let mut forms: Vec<Form> = (0..1 + next(6)).map(|_| next(300) as Form).collect();
            forms.sort_unstable();
            forms.dedup();
            let row: Vec<(Form, State)> = forms.iter().map(|&form| (form, 1)).collect();
            let from = next(500) as usize;
            let place = |at: usize, form: Form| at + (form - forms[0]) as usize;
            let expected = (from..).find(|&at| forms.iter().all(|&form| !slots.contains(&place(at, form))));
            let found = taken.first_fit(from, &row);
            assert_eq!(Some(found), expected);
            for &form in &forms {
                taken.take(place(found, form));
                slots.insert(place(found, form));
            }
        }
    }
}
