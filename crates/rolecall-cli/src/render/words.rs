//! What the screen and the Markdown say, in plain words.

use rolecall::Role;
use rolecall::analysis::{Analysis, Decision, DecisionState, Dimension, Note, ReadMode, Reason, Verdict};

use super::{layout, safe};

/// A role as a job seeker calls it.
#[must_use]
pub fn role_name(role: Role) -> &'static str {
    match role {
        Role::ProductManager => "Product Manager",
        Role::ProductOwner => "Product Owner",
        Role::ProjectManager => "Project Manager",
        Role::Other => "none of the three",
    }
}

/// A role in a few letters, for marks inside a text. "PM" is nobody: it is what the posting got wrong.
#[must_use]
pub fn role_code(role: Role) -> &'static str {
    match role {
        Role::ProductManager => "PdM",
        Role::ProductOwner => "PO",
        Role::ProjectManager => "PjM",
        Role::Other => "other",
    }
}

fn a_role(role: Role) -> &'static str {
    match role {
        Role::ProductManager => "a Product Manager",
        Role::ProductOwner => "a Product Owner",
        Role::ProjectManager => "a Project Manager",
        Role::Other => "another job, none of the three",
    }
}

/// A row of the article's table.
#[must_use]
pub fn dimension_name(dimension: Dimension) -> &'static str {
    match dimension {
        Dimension::Responsibility => "Responsibility",
        Dimension::Focus => "Focus",
        Dimension::Question => "Key question",
        Dimension::Timeframe => "Timeframe",
        Dimension::Metric => "Success metric",
    }
}

/// What the article's table says in a cell. Empty for [`Role::Other`], which has no column.
#[must_use]
pub fn typical(dimension: Dimension, role: Role) -> &'static str {
    let row = match dimension {
        Dimension::Responsibility => ["product success", "backlog clarity", "project delivery"],
        Dimension::Focus => ["outcome: impact", "output: features", "output: schedule, scope, budget, risk"],
        Dimension::Question => ["why, what", "what next", "when, how"],
        Dimension::Timeframe => ["long-term", "sprint by sprint", "fixed timeline"],
        Dimension::Metric => ["impact, value", "sprint goals, clarity", "on time, on budget"],
    };
    row.get(role.index()).copied().unwrap_or("")
}

/// A decision of the article, as a question.
#[must_use]
pub fn decision_name(decision: Decision) -> &'static str {
    match decision {
        Decision::Problem => "What problem are we solving?",
        Decision::Priority => "What matters most right now?",
        Decision::Measure => "How do we know that it worked?",
    }
}

/// Who makes a decision, by the posting.
#[must_use]
pub fn decision_state(state: DecisionState) -> &'static str {
    match state {
        DecisionState::Owned => "yours",
        DecisionState::Shared => "shared",
        _ => "not mentioned",
    }
}

/// One word for the verdict.
#[must_use]
pub fn verdict_word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Match => "MATCH",
        Verdict::Mismatch => "MISMATCH",
        Verdict::Hybrid => "HYBRID",
        Verdict::NoClaim => "NO CLAIM",
        _ => "UNCLEAR",
    }
}

/// The longest title that is quoted whole, in columns.
const TITLE_COLUMNS: usize = 60;

/// The posting as its title calls it: `This “Product Manager” posting`.
fn this_posting(analysis: &Analysis) -> String {
    let title = safe::quote(analysis.title().unwrap_or(""));
    if title.is_empty() {
        return "This posting".to_owned();
    }
    format!("This “{}” posting", layout::shorten(&title, TITLE_COLUMNS))
}

/// The verdict in one plain sentence.
#[must_use]
pub fn verdict_sentence(analysis: &Analysis) -> String {
    let this = this_posting(analysis);
    let reading = analysis.reading();
    let Some(role) = reading.role().role() else {
        let why = match reading.reasons().first() {
            Some(Reason::Empty) => "is empty",
            Some(Reason::NotEnglish) => "is not in English",
            Some(Reason::TooShort) => "is too short to tell which role it is",
            _ => "says too little about the work to tell which role it is",
        };
        return format!("{this} {why}.");
    };
    let what = a_role(role);
    match analysis.verdict() {
        Verdict::Match => format!("{this} does describe {what}."),
        Verdict::Hybrid => {
            let partner = reading.secondary().filter(|&r| r != Role::Other);
            match partner {
                Some(partner) if partner != role => {
                    format!("{this} describes two jobs in one: mostly {what}, partly {}.", a_role(partner))
                }
                _ if reading.pm_as_po() && role == Role::ProductManager => {
                    format!("{this} describes {what} who is also to do the Product Owner's work.")
                }
                _ if reading.pm_as_po() => {
                    format!("{this} describes {what}, with product management in it.")
                }
                _ => format!("{this} names two roles; the text describes {what}."),
            }
        }
        Verdict::NoClaim if analysis.title().is_none() => {
            format!("{this} describes {what}; there is no title to hold it against (see --title).")
        }
        Verdict::NoClaim if role == Role::Other => {
            format!("{this} claims none of the three roles and describes none of them.")
        }
        Verdict::NoClaim => format!("{this} claims none of the three roles; it describes {what}."),
        _ => format!("{this} describes {what}."),
    }
}

/// How sure the reading is, in words and in percent. `None` when there is none.
#[must_use]
pub fn confidence_sentence(analysis: &Analysis) -> Option<String> {
    let confidence = analysis.reading().confidence()?;
    let word = match confidence {
        90.. => "Very sure",
        75..=89 => "Fairly sure",
        60..=74 => "Not very sure",
        _ => "A close call",
    };
    let rival = match analysis.reading().runner_up() {
        Some(rival) if confidence < 75 => {
            format!("; the nearest other reading is {}", a_role(rival))
        }
        _ => String::new(),
    };
    Some(format!("{word}: {confidence} of 100 careful readers would say the same{rival}."))
}

/// What to do about a reading that is unclear.
#[must_use]
pub fn advice(reason: Reason) -> &'static str {
    match reason {
        Reason::Empty => "Paste the posting's text, or name a file that holds it.",
        Reason::NotEnglish => "Only English postings can be read.",
        Reason::TooShort => "Fewer than eight words are left to read; paste the whole text.",
        _ => "Paste the part about what the person will do, if there is one.",
    }
}

/// What a reader should know about how the analysis was made, as far as it bears on what is shown.
#[must_use]
pub fn notes(analysis: &Analysis) -> Vec<&'static str> {
    let rough = |note: &Note| *note == Note::Uncalibrated && analysis.reading().shares().is_none();
    analysis.notes().iter().filter(|note| !rough(note)).map(|&note| note_sentence(note)).collect()
}

fn note_sentence(note: Note) -> &'static str {
    match note {
        Note::EvidenceCut => "Only the first 500 phrases were counted.",
        Note::BodyCut => "The text is longer than 1 MiB; only its beginning was read.",
        Note::Uncalibrated => {
            "The lexicon is not the one that the weights were fitted to: shares and confidence are rough."
        }
        _ => "See the JSON for a note that this version of the screen does not know.",
    }
}

/// What else the text says about the way of working: one short sentence each.
#[must_use]
pub fn way_of_working(analysis: &Analysis) -> Vec<&'static str> {
    let reading = analysis.reading();
    let mut said = Vec::new();
    match reading.mode() {
        ReadMode::Product => said.push("Success means that users or the business get value."),
        ReadMode::Project => said.push("Success means that it was delivered, on time and on budget."),
        _ => {}
    }
    if reading.scrum() {
        said.push("The work is done in Scrum.");
    }
    if reading.pm_as_po() {
        said.push("A product manager's posting that also hands over the Product Owner's backlog work.");
    }
    said
}

/// What would turn the reading, given the phrases already quoted; `None` where nothing is known.
#[must_use]
pub fn counterfactual_sentence(analysis: &Analysis) -> Option<String> {
    let Some(change) = analysis.counterfactual() else {
        return analysis
            .reading()
            .role()
            .role()
            .map(|_| "No handful of phrases decides it: leaving out any eight would not change the role.".to_owned());
    };
    let texts = quotes(analysis, &change.remove);
    let phrases = match texts.as_slice() {
        [] => format!("{} of its phrases", change.remove.len()),
        [only] => format!("“{only}”"),
        [most @ .., last] => format!("“{}” and “{last}”", most.join("”, “")),
    };
    Some(format!("Without {phrases} it would describe {}.", a_role(change.role)))
}

/// The phrases of the evidence at `indexes`, each once, those that count most for their role first.
#[must_use]
pub fn quotes(analysis: &Analysis, indexes: &[u32]) -> Vec<String> {
    let mut found: Vec<_> = indexes.iter().filter_map(|&i| analysis.evidence_at(i)).collect();
    found.sort_by_key(|e| std::cmp::Reverse(e.points().of(e.role())));
    let mut quotes: Vec<String> = Vec::with_capacity(found.len());
    for text in found.iter().filter_map(|e| e.text()).map(safe::quote) {
        if !quotes.iter().any(|q| q.to_lowercase() == text.to_lowercase()) {
            quotes.push(text);
        }
    }
    quotes
}
