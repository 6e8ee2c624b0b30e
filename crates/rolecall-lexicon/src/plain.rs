//! Phrases in their plainest form: what a search for fixed strings can use of a lexicon.

use std::collections::HashMap;

use crate::model::{Lexicon, Slot, VerbClass};

impl Lexicon {
    /// The phrases of terms and false friends as fixed strings, sorted, each once: first alternatives, verbs in their
    /// base form, a `5` for any number. Phrases with a gap have no plain form and are left out.
    #[must_use]
    pub fn plain_phrases(&self) -> Vec<String> {
        let classes: HashMap<&str, &VerbClass> = self.classes.iter().map(|class| (&*class.name, class)).collect();
        let terms = self.terms.iter().flat_map(|term| &term.phrases);
        let friends = self.false_friends.iter().map(|friend| &friend.phrase);
        let mut plain: Vec<String> = terms.chain(friends).filter_map(|phrase| of(&phrase.slots, &classes)).collect();
        plain.sort_unstable();
        plain.dedup();
        plain
    }
}

fn of(slots: &[Slot], classes: &HashMap<&str, &VerbClass>) -> Option<String> {
    let mut words = Vec::with_capacity(slots.len());
    for slot in slots {
        match slot {
            Slot::Word(word) => words.push(word.clone()),
            Slot::Number => words.push("5".to_owned()),
            Slot::Class(name) => words.push(classes.get(&**name)?.verbs.first()?.forms.first()?.join(" ")),
            Slot::Choice { options, .. } => words.push(of(options.first()?, classes)?),
            // It takes no word; a space may stand there.
            Slot::Join => {}
            Slot::Gap => return None,
        }
    }
    Some(words.join(" "))
}

#[cfg(all(test, feature = "toml"))]
mod tests {
    use crate::source::{Layer, Loader};

    #[test]
    fn first_alternatives_and_no_gaps() {
        let mut loader = Loader::new();
        loader.add_text(
            "plain.toml",
            r##"
                [[term]]
                id = "tend-the-garden"
                role = "product_owner"
                dimension = "focus"
                phrases = ["{rose|tulip} garden (plan|map)", "weed … beds", "# garden beds", "rose garden plan"]
            "##,
            Layer::User,
        );
        let lexicon = loader.finish().expect("the lexicon holds");
        assert_eq!(lexicon.plain_phrases(), ["5 garden beds", "rose garden plan"]);
    }
}
