//! Words become numbers: the vocabulary, the word sets and the verbs.

use std::cmp::Reverse;
use std::collections::HashMap;

use crate::compiled::{Form, FormInfo, Lists, flag, verb};
use crate::inflect::word_forms;
use crate::model::{Lexicon, Verb};
use crate::phrase::CLAUSE_STARTS;

/// A form of a verb class that has several words ("takes ownership of").
pub(super) struct LongVerb {
    /// Its words.
    pub(super) forms: Vec<Form>,
    /// The verb classes that have it, one bit a class.
    pub(super) classes: u64,
}

/// What verbs a form begins and ends: bits of [`verb`].
pub(super) fn verbs(info: &FormInfo) -> u8 {
    let when = |is: bool, bits: u8| if is { bits } else { 0 };
    let (begins_long, ends_long) = (info.flags & flag::VERB_START != 0, info.flags & flag::VERB_END != 0);
    when(info.classes != 0 || begins_long, verb::BEGINS)
        | when(info.classes != 0 || ends_long, verb::ENDS)
        | when(begins_long, verb::BEGINS_LONG)
}

/// Numbers words as they are met.
pub(super) struct Words<'l> {
    lexicon: &'l Lexicon,
    numbers: HashMap<String, Form>,
    list: Vec<String>,
    infos: Vec<FormInfo>,
    kinds: Vec<u64>,
    sets: Vec<Vec<Form>>,
    set_numbers: HashMap<Vec<Form>, u32>,
    long_verbs: Vec<LongVerb>,
    long_numbers: HashMap<Vec<Form>, usize>,
}

/// The finished numbering.
pub(super) struct Finished {
    /// Words in the order of their numbers, from 1.
    pub(super) list: Vec<String>,
    /// What is known of each form, from 0.
    pub(super) infos: Vec<FormInfo>,
    /// The kinds of words that each form is, from 0, one bit a kind.
    pub(super) kinds: Vec<u64>,
    pub(super) sets: Vec<Vec<Form>>,
    pub(super) long_verbs: Vec<LongVerb>,
    pub(super) long_by_first: Lists<u32>,
    pub(super) long_by_last: Lists<u32>,
}

impl<'l> Words<'l> {
    pub(super) fn new(lexicon: &'l Lexicon) -> Self {
        let mut words = Words {
            lexicon,
            numbers: HashMap::new(),
            list: Vec::new(),
            infos: vec![FormInfo::default()],
            kinds: vec![0],
            sets: Vec::new(),
            set_numbers: HashMap::new(),
            long_verbs: Vec::new(),
            long_numbers: HashMap::new(),
        };
        words.language();
        for (bit, class) in lexicon.classes.iter().enumerate() {
            for verb in &class.verbs {
                words.verb(verb, 1 << bit);
            }
        }
        words
    }

    /// The number of the class with this name.
    pub(super) fn class(&self, name: &str) -> Option<u8> {
        self.lexicon.classes.iter().position(|c| c.name == name).map(|n| n as u8)
    }

    /// The set of all forms of a word.
    pub(super) fn set(&mut self, word: &str) -> u32 {
        let forms = word_forms(word, &self.lexicon.language).iter().map(|form| self.form(form)).collect();
        self.numbered(forms)
    }

    /// The set of all forms of several sets.
    pub(super) fn union(&mut self, sets: &[u32]) -> u32 {
        let forms = sets.iter().flat_map(|&set| &self.sets[set as usize]).copied().collect();
        self.numbered(forms)
    }

    fn numbered(&mut self, mut forms: Vec<Form>) -> u32 {
        forms.sort_unstable();
        forms.dedup();
        let next = self.sets.len() as u32;
        *self.set_numbers.entry(forms).or_insert_with_key(|forms| {
            self.sets.push(forms.clone());
            next
        })
    }

    fn form(&mut self, word: &str) -> Form {
        if let Some(&form) = self.numbers.get(word) {
            return form;
        }
        self.list.push(word.to_owned());
        self.infos.push(FormInfo::default());
        self.kinds.push(0);
        let form = self.list.len() as Form;
        self.numbers.insert(word.to_owned(), form);
        form
    }

    fn mark(&mut self, word: &str, bits: u32) {
        let form = self.form(word);
        self.infos[form as usize].flags |= bits;
    }

    fn language(&mut self) {
        let language = &self.lexicon.language;
        for word in &language.function_words {
            self.mark(word, flag::FUNCTION);
        }
        for (number, (_, words)) in language.foreign.iter().enumerate() {
            for word in words {
                let form = self.form(word);
                self.infos[form as usize].foreign |= 1 << number;
            }
        }
        for (number, (_, words)) in language.scrum.iter().enumerate() {
            for word in words {
                self.mark(word, 1 << (flag::SCRUM_SHIFT + number as u32));
            }
        }
        for (kind, words) in &language.words {
            for word in words {
                let form = self.form(word);
                self.kinds[form as usize] |= kind.bit();
            }
        }
        for verb in &language.task_verbs {
            // A verb of several words opens a task with its first.
            for form in &verb.forms {
                self.mark(&form[0], flag::TASK_VERB);
            }
        }
        for word in &language.adverbs {
            self.mark(word, flag::ADVERB);
        }
        for word in &language.abbreviations {
            // The tokenizer ends a word at a full stop: "e.g." is "e", "g".
            self.mark(word.rsplit('.').next().unwrap_or(word), flag::ABBREVIATION);
        }
        for word in &language.camel {
            self.mark(word, flag::CAMEL);
        }
        for word in ["http", "https", "ftp", "www"] {
            self.mark(word, flag::URL);
        }
        for word in ["and", "or"] {
            self.mark(word, flag::JOINER);
        }
        for word in CLAUSE_STARTS {
            self.mark(word, flag::CLAUSE_END);
        }
        self.mark("rather", flag::RATHER);
        self.mark("than", flag::THAN);
        for word in ["to", "will", "you'll", "for"] {
            self.mark(word, flag::TASK_LEAD);
        }
        for word in
            ["you", "you'll", "you're", "you've", "we", "we'll", "they", "it", "he", "she", "i", "this", "your", "our"]
        {
            self.mark(word, flag::PRONOUN);
        }
        for word in ["you", "you'll", "you'd"] {
            self.mark(word, flag::YOU);
        }
    }

    fn verb(&mut self, verb: &Verb, class: u64) {
        for words in &verb.forms {
            let forms: Vec<Form> = words.iter().map(|w| self.form(w)).collect();
            match forms[..] {
                [] => {}
                [one] => self.infos[one as usize].classes |= class,
                [first, .., last] => {
                    self.infos[first as usize].flags |= flag::VERB_START;
                    self.infos[last as usize].flags |= flag::VERB_END;
                    let next = self.long_verbs.len();
                    let number = *self.long_numbers.entry(forms.clone()).or_insert(next);
                    if number == next {
                        self.long_verbs.push(LongVerb { forms, classes: 0 });
                    }
                    self.long_verbs[number].classes |= class;
                }
            }
        }
    }

    /// Numbers the words anew, those first that texts hold most. Every stage looks into tables by form, a place or two
    /// a word of the text: so what is looked up most lies together and stays in the cache (a whole scan had 9% fewer
    /// misses of one of 512 KB than by the order in which words are met). How common a word is, is told by the
    /// language's list and then by the examples of the terms, which are sentences of postings.
    fn commonest_first(&mut self) {
        let mut counts: HashMap<&str, usize> = HashMap::new();
        let sentences = self.lexicon.terms.iter().flat_map(|term| term.examples.iter().chain(&term.counter));
        let lower: Vec<String> = sentences.map(|sentence| sentence.to_lowercase()).collect();
        let words = lower.iter().flat_map(|sentence| sentence.split(|c: char| !c.is_alphanumeric() && c != '\''));
        words.for_each(|word| *counts.entry(word).or_default() += 1);
        let listed = self.lexicon.language.common.iter().rev().enumerate();
        counts.extend(listed.map(|(rank, word)| (&**word, usize::MAX / 2 + rank)));

        // By new number the old one; the unknown form stays.
        let mut order: Vec<Form> = (0..self.infos.len() as Form).collect();
        let count = |old: &Form| counts.get(&*self.list[*old as usize - 1]).copied().unwrap_or(0);
        order[1..].sort_by_key(|old| Reverse(count(old)));
        let mut numbers = vec![0; order.len()];
        for (new, &old) in (0..).zip(&order) {
            numbers[old as usize] = new;
        }
        self.list = order[1..].iter().map(|&old| std::mem::take(&mut self.list[old as usize - 1])).collect();
        self.infos = order.iter().map(|&old| self.infos[old as usize]).collect();
        self.kinds = order.iter().map(|&old| self.kinds[old as usize]).collect();
        let renumber = |form: &mut Form| *form = numbers[*form as usize];
        for set in &mut self.sets {
            set.iter_mut().for_each(renumber);
            set.sort_unstable();
        }
        self.long_verbs.iter_mut().flat_map(|verb| &mut verb.forms).for_each(renumber);
    }

    pub(super) fn finish(mut self) -> Finished {
        self.commonest_first();
        // By one word, each list in the order of the word next to it.
        let by = |word: fn(&[Form]) -> Form, next: fn(&[Form]) -> Form| {
            let mut lists = vec![Vec::new(); self.infos.len()];
            for (number, verb) in self.long_verbs.iter().enumerate() {
                lists[word(&verb.forms) as usize].push(number as u32);
            }
            for list in &mut lists {
                list.sort_by_key(|&number| next(&self.long_verbs[number as usize].forms));
            }
            Lists::new(lists)
        };
        Finished {
            long_by_first: by(|forms| forms[0], |forms| forms[1]),
            long_by_last: by(|forms| forms[forms.len() - 1], |forms| forms[forms.len() - 2]),
            list: self.list,
            infos: self.infos,
            kinds: self.kinds,
            sets: self.sets,
            long_verbs: self.long_verbs,
        }
    }
}
