//! `rolecall lexicon check`: every example is found, no counter-example is.

use std::fmt::Write as _;

use rolecall::Analyzer;
use rolecall::analysis::Polarity;
use rolecall::tag::Loss;
use rolecall_lexicon::{Lexicon, Origin, Term};

use crate::args::Global;
use crate::engine::{self, Trace};
use crate::error::{CliError, Outcome};
use crate::out::Out;

pub(super) fn run(global: &Global, out: &mut Out) -> Result<Outcome, CliError> {
    let users = engine::user_lexicons(&global.lexicon)?;
    let outcome = rolecall::lexicons::loader(&users).check();
    let Some(lexicon) = outcome.lexicon else {
        return Err(engine::faults(&outcome.diagnostics, &users));
    };
    for warning in outcome.diagnostics.warnings() {
        out.data(&format!("{warning}\n"))?;
    }
    let analyzer = engine::analyzer(global)?;
    let faults = faults(&lexicon, &analyzer);
    for fault in &faults {
        out.data(&format!("{fault}\n"))?;
    }
    let count = |list: fn(&Term) -> &Vec<String>| lexicon.terms.iter().map(|term| list(term).len()).sum::<usize>();
    let (examples, counters) = (count(|term| &term.examples), count(|term| &term.counter));
    let terms = lexicon.terms.len();
    if faults.is_empty() {
        out.data(&format!("{terms} terms, {examples} examples, {counters} counter-examples: all hold\n"))?;
        return Ok(Outcome::Done);
    }
    let message = format!(
        "{} faults in {terms} terms, {examples} examples, {counters} counter-examples; mend the phrases or the sentences",
        faults.len()
    );
    Err(CliError::Failed(message))
}

/// What does not hold, each as a compiler would say it.
fn faults(lexicon: &Lexicon, analyzer: &Analyzer) -> Vec<String> {
    let mut faults = Vec::new();
    for term in &lexicon.terms {
        for example in &term.examples {
            let trace = Trace::of(analyzer, example);
            if !is_stated(&trace, analyzer, term, true) {
                let message = format!("`{}` is not found in its example", term.id);
                let instead = what_happened(&trace, analyzer, example, &term.id);
                faults.push(fault("example", &message, &term.origin, example, &instead));
            }
        }
        for counter in &term.counter {
            let trace = Trace::of(analyzer, counter);
            if is_stated(&trace, analyzer, term, false) {
                let message = format!("`{}` is found in its counter-example", term.id);
                let instead = what_happened(&trace, analyzer, counter, &term.id);
                faults.push(fault("counter-example", &message, &term.origin, counter, &instead));
            }
        }
    }
    for friend in &lexicon.false_friends {
        if !friend.example.is_empty() && Trace::of(analyzer, &friend.example).hits.false_friends.is_empty() {
            let message = format!("the false friend `{}` is not found in its example", friend.phrase.text);
            faults.push(fault("false-friend", &message, &Origin::default(), &friend.example, "nothing"));
        }
    }
    faults
}

/// Whether a term becomes stated evidence, or, where that is as good, a longer one of its role that overlaps it.
fn is_stated(trace: &Trace, analyzer: &Analyzer, term: &Term, or_longer: bool) -> bool {
    let terms = &analyzer.lexicon().terms;
    let stated = |span: std::ops::Range<usize>, number: u32| {
        trace.findings.list.iter().any(|finding| {
            finding.term == number
                && finding.polarity == Polarity::Stated
                && (finding.start as usize..finding.end as usize) == span
        })
    };
    let itself = trace
        .findings
        .list
        .iter()
        .any(|finding| finding.polarity == Polarity::Stated && terms[finding.term as usize].id == term.id);
    let longer = || {
        trace.hits.lost.iter().any(|(lost, loss)| match loss {
            Loss::Overlap(winner) => {
                terms[lost.term as usize].id == term.id
                    && terms[winner.term as usize].role == term.role
                    && stated(trace.span(&winner.hit), winner.term)
            }
            _ => false,
        })
    };
    itself || (or_longer && longer())
}

/// What became of a term in a sentence, in a few words.
fn what_happened(trace: &Trace, analyzer: &Analyzer, sentence: &str, id: &str) -> String {
    let lexicon = analyzer.lexicon();
    let mut said = Vec::new();
    for finding in &trace.findings.list {
        let words = &sentence[finding.start as usize..finding.end as usize];
        let term = &lexicon.terms[finding.term as usize];
        let polarity = match finding.polarity {
            Polarity::Stated => "",
            Polarity::Negated => ", denied",
            _ => ", said of somebody else",
        };
        said.push(format!("“{words}” ({}{polarity})", term.id));
    }
    for (lost, loss) in &trace.hits.lost {
        let to_itself = matches!(loss, Loss::Overlap(winner) if winner.term == lost.term);
        if to_itself || lexicon.terms[lost.term as usize].id != id {
            continue;
        }
        let words = &sentence[trace.span(&lost.hit)];
        said.push(match loss {
            Loss::FalseFriend(friend) => {
                let friend = lexicon.phrases.of(friend.pattern as usize);
                format!("“{words}” lost to the false friend `{friend}`")
            }
            Loss::Name(name) => format!("“{words}” is part of a role's name, “{}”", &sentence[trace.span(name)]),
            Loss::Overlap(winner) => {
                let winner = &lexicon.terms[winner.term as usize];
                format!("“{words}” lost to {} of {}", winner.id, winner.role)
            }
            _ => format!("“{words}” was dropped"),
        });
    }
    if said.is_empty() { "nothing".to_owned() } else { said.join("; ") }
}

fn fault(code: &str, message: &str, origin: &Origin, sentence: &str, found: &str) -> String {
    let mut text = format!("error[{code}]: {message}\n");
    if !origin.file.is_empty() {
        let _ = writeln!(text, " --> {}:{}", origin.file, origin.line);
    }
    let _ = writeln!(text, "  | {sentence}");
    let _ = writeln!(text, "  = found: {found}");
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(toml: &str) -> Vec<String> {
        let users = [("mine.toml".to_owned(), toml.to_owned())];
        let lexicon = rolecall::lexicons::load(&users).expect("the lexicon is sound");
        let mut builder = Analyzer::builder();
        let analyzer = builder.lexicon_text("mine.toml", toml).build().expect("the lexicon is sound");
        faults(&lexicon, &analyzer).into_iter().filter(|fault| fault.contains("mine.toml")).collect()
    }

    const TERM: &str = "[[term]]\nid = \"run-the-tide-board\"\nrole = \"project_manager\"\ndimension = \"focus\"\n";

    #[test]
    fn an_example_must_be_found_and_a_counter_example_must_not() {
        let sound =
            "phrases = [\"tide board\"]\nexamples = [\"Run the tide board.\"]\ncounter = [\"Run the tide mill.\"]";
        assert_eq!(check(&format!("{TERM}{sound}")), Vec::<String>::new());
        let wrong = "phrases = [\"tide board\"]\nexamples = [\"Run the tide.\"]\ncounter = [\"Watch the tide board.\"]";
        let faults = check(&format!("{TERM}{wrong}"));
        assert_eq!(faults.len(), 2);
        assert!(
            faults[0].starts_with("error[example]: `run-the-tide-board` is not found in its example\n --> mine.toml:1")
        );
        assert!(faults[0].contains("| Run the tide.\n  = found: nothing"), "{}", faults[0]);
        assert!(faults[1].contains("found: “tide board” (run-the-tide-board)"), "{}", faults[1]);
    }

    #[test]
    fn a_denied_example_is_no_proof() {
        let denied = "phrases = [\"tide board\"]\nexamples = [\"This job is not about the tide board.\"]";
        let faults = check(&format!("{TERM}{denied}"));
        assert!(faults[0].contains("(run-the-tide-board, denied)"), "{}", faults[0]);
    }

    #[test]
    fn a_longer_term_of_the_same_role_is_as_good() {
        let both = format!(
            "{TERM}phrases = [\"tide board\"]\nexamples = [\"Run the tide board office.\"]\n\n\
             [[term]]\nid = \"tide-board-office\"\nrole = \"ROLE\"\ndimension = \"focus\"\nphrases = [\"tide board office\"]\n"
        );
        assert_eq!(check(&both.replace("ROLE", "project_manager")), Vec::<String>::new());
        let faults = check(&both.replace("ROLE", "product_owner"));
        assert!(faults[0].contains("“tide board” lost to tide-board-office of product_owner"), "{}", faults[0]);
    }
}
