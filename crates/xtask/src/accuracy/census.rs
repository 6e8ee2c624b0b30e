//! The stage that failed each wrong posting, by rules that look at the reader's quotes and our evidence only.

use std::ops::Range;

use rolecall::analysis::{Analysis, Evidence, Polarity, Role, SectionKind};
use rolecall::{Analyzer, Posting};
use rolecall_cli::eval::gold::Labelled;

/// Why a posting was read wrong; the first that holds, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    /// It was read as unclear, and the reader could tell.
    Abstention,
    /// The reader could not tell, and it was read as a role.
    Overconfidence,
    /// Fewer than half of the reader's quotes for the right role stand in summary or duties, as we read them.
    Section,
    /// Stated evidence of the right role overlaps fewer than half of the reader's quotes for it.
    MissingTerm,
    /// More than half of the read role's points in summary and duties come from evidence that no quote for it overlaps.
    FalseHit,
    /// None of these: the pieces are there, and are weighed wrong.
    Weight,
}

impl Stage {
    /// All, in the order in which they are asked.
    pub(crate) const ALL: [Stage; 6] =
        [Stage::Abstention, Stage::Overconfidence, Stage::Section, Stage::MissingTerm, Stage::FalseHit, Stage::Weight];

    /// Its name and its rule.
    pub(crate) const fn about(self) -> (&'static str, &'static str) {
        match self {
            Stage::Abstention => ("abstention", "read as `unclear`, and the reader could tell"),
            Stage::Overconfidence => ("no abstention", "the reader says `unclear`, and a role was read"),
            Stage::Section => (
                "section",
                "fewer than half of the reader's quotes for the right role stand in summary or duties, as we read them",
            ),
            Stage::MissingTerm => (
                "missing term",
                "stated evidence of the right role overlaps fewer than half of the reader's quotes for it",
            ),
            Stage::FalseHit => (
                "false hit",
                "over half of the read role's points in summary and duties come from evidence that no quote for it overlaps",
            ),
            Stage::Weight => ("weight", "none of these: the pieces are there, and are weighed wrong"),
        }
    }
}

/// How many wrong postings each stage has, in the order of [`Stage::ALL`].
pub(crate) fn count(analyzer: &Analyzer, postings: &[Labelled]) -> [usize; 6] {
    let mut scratch = analyzer.scratch();
    let mut counts = [0; 6];
    for posting in postings {
        let analysis = analyzer.analyze_with(&Posting::untitled(&*posting.description), &mut scratch);
        if let Some(stage) = stage(posting, &analysis, &analyzer.sections(&posting.description)) {
            counts[stage as usize] += 1;
        }
    }
    counts
}

/// The stage that failed, or `None` if the posting was read right.
fn stage(posting: &Labelled, analysis: &Analysis, sections: &[(SectionKind, Range<usize>)]) -> Option<Stage> {
    let (gold, read) = (posting.gold.primary, analysis.reading().role());
    if gold == read {
        return None;
    }
    let (right, wrong) = match (gold.role(), read.role()) {
        (Some(right), Some(wrong)) => (right, wrong),
        (Some(_), None) => return Some(Stage::Abstention),
        (None, _) => return Some(Stage::Overconfidence),
    };
    let quotes = |role: Role| -> Vec<Range<usize>> {
        posting.gold.quotes.iter().filter(|quote| quote.role == role).map(|quote| quote.start..quote.end).collect()
    };
    let (of_right, of_wrong) = (quotes(right), quotes(wrong));
    let few = |holds: &dyn Fn(&Range<usize>) -> bool| 2 * of_right.iter().filter(|q| holds(q)).count() < of_right.len();
    if few(&|quote| in_duties(quote, sections)) {
        return Some(Stage::Section);
    }
    let stated = |role: Role| analysis.evidence().filter(move |e| e.role() == role && e.polarity() == Polarity::Stated);
    if few(&|quote| stated(right).any(|e| overlap(&e.span(), quote) > 0)) {
        return Some(Stage::MissingTerm);
    }
    let points = |quoted: bool| -> i64 {
        let counts = |e: &Evidence<'_>| {
            where_duties_stand(e.section()) && of_wrong.iter().any(|quote| overlap(&e.span(), quote) > 0) == quoted
        };
        stated(wrong).filter(counts).map(|e| e.points().of(wrong).max(0)).sum()
    };
    Some(if points(false) > points(true) { Stage::FalseHit } else { Stage::Weight })
}

const fn where_duties_stand(section: SectionKind) -> bool {
    matches!(section, SectionKind::Summary | SectionKind::Duties)
}

/// Whether most bytes of a quote stand in summary or duties.
fn in_duties(quote: &Range<usize>, sections: &[(SectionKind, Range<usize>)]) -> bool {
    let bytes: usize =
        sections.iter().filter(|(kind, _)| where_duties_stand(*kind)).map(|(_, span)| overlap(span, quote)).sum();
    2 * bytes >= quote.len()
}

fn overlap(a: &Range<usize>, b: &Range<usize>) -> usize {
    a.end.min(b.end).saturating_sub(a.start.max(b.start))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rolecall::analysis::ReadRole;

    #[test]
    fn a_quote_stands_where_most_of_it_does() {
        let sections = [(SectionKind::Company, 0..10), (SectionKind::Summary, 10..12), (SectionKind::Duties, 12..20)];
        for (quote, stands) in [(0..10, false), (4..14, false), (6..14, true), (10..20, true), (18..20, true)] {
            assert_eq!(in_duties(&quote, &sections), stands, "{quote:?}");
        }
    }

    fn labelled(text: &str, primary: &str, quotes: &[(&str, &str)]) -> Labelled {
        let quotes: Vec<_> = quotes
            .iter()
            .map(|(role, quote)| {
                let start = text.find(quote).expect("a quote of the text");
                serde_json::json!({ "text": quote, "role": role, "start": start, "end": start + quote.len() })
            })
            .collect();
        let gold = serde_json::json!({
            "primary": primary, "mode": "neither", "scrum": false, "pm_as_po": false, "quotes": quotes,
            "shares": { "product_manager": 25, "product_owner": 25, "project_manager": 25, "other": 25 },
        });
        serde_json::from_value(serde_json::json!({ "id": "1", "description": text, "gold": gold })).expect("labelled")
    }

    #[test]
    fn the_first_stage_that_holds() {
        let text = "What you'll do\n\n- Own the project plan, the schedule and the budget\n- Report project status to the \
                    steering committee\n- Polish the brass fittings\n\nBenefits\n\n- Free lunch and a pension\n";
        /// The name of the case, its quotes or evidence, and the stage that is told.
        type Case = (&'static str, &'static [(&'static str, &'static str)], Option<Stage>);
        let cases: [Case; 5] = [
            ("project_manager", &[], None),
            ("unclear", &[], Some(Stage::Overconfidence)),
            ("other", &[("other", "Free lunch")], Some(Stage::Section)),
            ("other", &[("other", "Polish the brass fittings")], Some(Stage::MissingTerm)),
            ("other", &[], Some(Stage::FalseHit)),
        ];
        let analyzer = Analyzer::english();
        let analysis = analyzer.analyze(&Posting::untitled(text));
        assert_eq!(analysis.reading().role(), ReadRole::ProjectManager);
        for (primary, quotes, expected) in cases {
            let found = stage(&labelled(text, primary, quotes), &analysis, &analyzer.sections(text));
            assert_eq!(found, expected, "{primary} {quotes:?}");
        }
    }
}
