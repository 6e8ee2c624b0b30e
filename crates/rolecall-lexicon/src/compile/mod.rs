//! From a checked lexicon to its compiled form.

mod anchor;
mod automaton;
mod cues;
mod step;
mod words;

use crate::compiled::{Compiled, CompiledTerm, Lists, LongVerbs, MAX_FORMS, Owner, Texts, TitleInfo, Vocabulary};
use crate::model::{Lexicon, MAX_CLASSES, Phrase, Slot, Strength};

use step::Step;
use words::Words;

/// Why a lexicon can't be compiled. The loader finds all of these first and with a place in the
/// file; they are for callers that build a [`Lexicon`] by hand.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CompileError {
    /// A phrase without a required plain word, by which alone it could be found.
    #[error("the phrase `{0}` has no required word to be found by; add a plain word outside ( ), [ ] and …")]
    NoAnchor(String),
    /// A phrase names a verb class that is not there.
    #[error("the phrase `{phrase}` names the class [{class}], which is not defined; define it with [[class]]")]
    UnknownClass {
        /// The phrase.
        phrase: String,
        /// The class.
        class: String,
    },
    /// More verb classes than a mask has bits.
    #[error("{0} verb classes are too many; at most {MAX_CLASSES} fit")]
    TooManyClasses(usize),
    /// More verb forms of several words than can be told apart.
    #[error("{0} verb forms of several words are too many; leave some out of the classes")]
    TooManyLongVerbs(usize),
    /// More word forms than can be told apart.
    #[error("{0} different words are too many; at most {MAX_FORMS} fit")]
    TooManyWords(usize),
    /// More cues of one word than can be told apart.
    #[error("the section cues of one word are too many; leave some out")]
    TooManyWordCues,
    /// Two terms or role names with one id.
    #[error("two terms have the id `{0}`; rename one")]
    RepeatedId(String),
}

/// Compiles a lexicon. The same lexicon gives the same bytes on every machine.
///
/// # Errors
///
/// [`CompileError`] if a phrase can't be found by any word or names an unknown class; a lexicon
/// from the loader never has such a phrase.
pub fn compile(lexicon: &Lexicon) -> Result<Compiled, CompileError> {
    if lexicon.classes.len() > MAX_CLASSES {
        return Err(CompileError::TooManyClasses(lexicon.classes.len()));
    }
    let mut words = Words::new(lexicon);
    let (terms, owned) = terms(lexicon)?;

    let mut patterns: Vec<Pattern> = Vec::new();
    for (owner, phrase) in owned.into_iter().chain(owned_context(lexicon)) {
        let steps = steps(phrase, &phrase.slots, &mut words)?;
        let required = required_sets(&steps);
        patterns.push(Pattern { owner, steps, text: phrase.text.clone(), required });
    }

    let words = words.finish();
    if words.infos.len() > MAX_FORMS {
        return Err(CompileError::TooManyWords(words.infos.len()));
    }
    let long_verb_automaton = automaton::long_verbs(&words);
    let long_verb_automaton = long_verb_automaton.ok_or(CompileError::TooManyLongVerbs(words.long_verbs.len()))?;
    let word_cues = cues::of_one_word(&patterns, &words).ok_or(CompileError::TooManyWordCues)?;
    let is_heading = |pattern: &Pattern| matches!(pattern.owner, Owner::Heading(_));
    let (headings, mut is_found) = automaton::build(&patterns, &words, is_heading);
    let (automaton, is_plain) =
        automaton::build(&patterns, &words, |pattern| !is_heading(pattern) && !cues::is_one_word(pattern));
    for ((is_found, is_plain), pattern) in is_found.iter_mut().zip(is_plain).zip(&patterns) {
        *is_found |= is_plain || cues::is_one_word(pattern);
    }
    let (body_anchors, title_anchors) = anchor::choose(&patterns, &is_found, &words, &lexicon.language)?;
    let (stored_steps, options) = step::store(patterns.iter().map(|pattern| &*pattern.steps));
    Ok(Compiled {
        hash: crate::hash::content_hash(lexicon),
        vocabulary: Vocabulary::new(words.list.iter().zip(&words.infos[1..]).map(|(word, info)| (&**word, info.flags))),
        verbs: words.infos.iter().map(words::verbs).collect::<Vec<_>>().into(),
        forms: words.infos.into(),
        kinds: words.kinds.into(),
        sets: Lists::new(words.sets),
        class_ownership: lexicon.classes.iter().map(|c| c.ownership).collect(),
        class_names: lexicon.classes.iter().map(|c| c.name.clone()).collect(),
        long_verbs: LongVerbs {
            classes: words.long_verbs.iter().map(|verb| verb.classes).collect::<Vec<_>>().into(),
            forms: Lists::new(words.long_verbs.into_iter().map(|verb| verb.forms)),
            automaton: long_verb_automaton,
            by_first: words.long_by_first,
            by_last: words.long_by_last,
        },
        owners: patterns.iter().map(|pattern| pattern.owner.into()).collect::<Vec<_>>().into(),
        phrases: Texts::new(patterns.iter().map(|pattern| &*pattern.text)),
        required: Lists::new(patterns.iter_mut().map(|pattern| std::mem::take(&mut pattern.required))),
        steps: stored_steps,
        options,
        word_cues,
        automaton,
        headings,
        body_anchors,
        title_anchors,
        terms,
        titles: lexicon.titles.iter().map(|t| TitleInfo { roles: t.roles.clone(), ambiguous: t.ambiguous }).collect(),
        seniority: lexicon.seniority.iter().map(|s| s.level.clone()).collect(),
    })
}

/// A phrase while it is compiled.
struct Pattern {
    owner: Owner,
    steps: Vec<Step>,
    text: String,
    /// Word sets of required steps.
    required: Vec<u32>,
}

type Owned<'l> = Vec<(Owner, &'l Phrase)>;

/// Terms and role names, sorted by id so that their numbers compare as ids do, with their phrases.
fn terms(lexicon: &Lexicon) -> Result<(Vec<CompiledTerm>, Owned<'_>), CompileError> {
    let of_terms = lexicon.terms.iter().map(|t| {
        let info = CompiledTerm {
            id: t.id.clone(),
            role: t.role,
            dimension: t.dimension,
            decision: t.decision,
            mode: t.mode,
            scrum: t.scrum,
            strength: t.strength,
            is_name: false,
        };
        (info, &t.phrases)
    });
    let of_names = lexicon.names.iter().map(|n| {
        let info = CompiledTerm {
            id: n.id.clone(),
            role: n.role,
            dimension: crate::model::Dimension::Responsibility,
            decision: None,
            mode: None,
            scrum: false,
            strength: Strength::Normal,
            is_name: true,
        };
        (info, &n.phrases)
    });
    let mut all: Vec<_> = of_terms.chain(of_names).collect();
    all.sort_by(|(a, _), (b, _)| a.id.cmp(&b.id));
    if let Some(pair) = all.windows(2).find(|pair| pair[0].0.id == pair[1].0.id) {
        return Err(CompileError::RepeatedId(pair[0].0.id.clone()));
    }
    let owned = all
        .iter()
        .enumerate()
        .flat_map(|(number, (_, phrases))| phrases.iter().map(move |p| (Owner::Term(number as u32), p)))
        .collect();
    Ok((all.into_iter().map(|(info, _)| info).collect(), owned))
}

/// The phrases of everything that is no term.
fn owned_context(lexicon: &Lexicon) -> Owned<'_> {
    let mut owned: Owned<'_> = Vec::new();
    for (number, friend) in lexicon.false_friends.iter().enumerate() {
        owned.push((Owner::FalseFriend(number as u32), &friend.phrase));
    }
    for rule in &lexicon.context {
        owned.extend(rule.phrases.iter().map(|p| (Owner::Context(rule.kind), p)));
    }
    for heading in &lexicon.headings {
        owned.extend(heading.phrases.iter().map(|p| (Owner::Heading(heading.section), p)));
    }
    for cue in &lexicon.cues {
        owned.extend(cue.phrases.iter().map(|p| (Owner::Cue(cue.section, cue.votes), p)));
    }
    for (number, title) in lexicon.titles.iter().enumerate() {
        owned.extend(title.phrases.iter().map(|p| (Owner::Title(number as u32), p)));
    }
    for (number, level) in lexicon.seniority.iter().enumerate() {
        owned.extend(level.phrases.iter().map(|p| (Owner::Seniority(number as u32), p)));
    }
    owned
}

fn steps(phrase: &Phrase, slots: &[Slot], words: &mut Words<'_>) -> Result<Vec<Step>, CompileError> {
    slots
        .iter()
        .map(|slot| {
            Ok(match slot {
                Slot::Word(word) => Step::Set(words.set(word)),
                Slot::Number => Step::Number,
                Slot::Class(name) => {
                    let class = words.class(name).ok_or_else(|| CompileError::UnknownClass {
                        phrase: phrase.text.clone(),
                        class: name.clone(),
                    })?;
                    Step::Class(class)
                }
                Slot::Choice { options, optional } => {
                    let options = options.iter().map(|o| steps(phrase, o, words)).collect::<Result<_, _>>()?;
                    choice(options, *optional, words)
                }
                Slot::Gap => Step::Gap,
                Slot::Join => Step::Join,
            })
        })
        .collect()
}

/// A choice, with its alternatives of one word gathered into one set: most choices become a set.
fn choice(options: Vec<Vec<Step>>, optional: bool, words: &mut Words<'_>) -> Step {
    let (single, mut longer): (Vec<_>, Vec<_>) = options.into_iter().partition(|o| matches!(o[..], [Step::Set(_)]));
    let sets: Vec<u32> = single
        .iter()
        .flatten()
        .filter_map(|step| match step {
            Step::Set(set) => Some(*set),
            _ => None,
        })
        .collect();
    if !sets.is_empty() {
        let union = Step::Set(words.union(&sets));
        if longer.is_empty() && !optional {
            return union;
        }
        longer.insert(0, vec![union]);
    }
    Step::Choice { options: longer, optional }
}

fn required_sets(steps: &[Step]) -> Vec<u32> {
    let mut sets = Vec::new();
    for step in steps {
        match step {
            Step::Set(set) => sets.push(*set),
            Step::Choice { options, optional: false } => {
                sets.extend(options.iter().flatten().filter_map(|s| match s {
                    Step::Set(set) => Some(*set),
                    _ => None,
                }));
            }
            _ => {}
        }
    }
    sets.sort_unstable();
    sets.dedup();
    sets
}
