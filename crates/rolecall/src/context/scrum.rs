//! How many of the words of Scrum does the text use?

use rolecall_lexicon::{SectionKind, WordKind};

use super::{View, polarity};
use crate::tag::{Hit, TermHit};

/// Different words of Scrum outside what the text says of the company, its benefits and the law, and none that is
/// denied: "you will not write stories, refine a backlog or plan sprints".
pub(super) fn words(view: View<'_>) -> u32 {
    let mut seen = 0_u32;
    for (at, token) in (0_u32..).zip(&view.document.tokens) {
        let word = view.lexicon.forms[token.form as usize].scrum();
        // A word that was seen needs no second look: what follows is the dear part.
        if word & !seen != 0 && tells_of_the_job(view.sections.of(at)) && !is_denied(view, at) {
            seen |= word;
        }
    }
    seen.count_ones()
}

/// Whether a marked term tells of Scrum. Runners sprint, too, and kitchens hold a stand-up before they open: these words
/// do only beside another of the words of Scrum, or where a sprint is a stretch of time ("two-week sprints", "planned in
/// sprints").
pub(super) fn is_told(view: View<'_>, term: &TermHit, words: u32) -> bool {
    let hit = &term.hit;
    if !view.lexicon.terms[term.term as usize].scrum {
        return false;
    }
    let word_of_scrum = |at: u32| view.lexicon.forms[view.token(at).form as usize].scrum();
    let stands = |at: u32| view.word(at).starts_with("stand");
    let sprints = hit.len() == 1 && view.word(hit.first).starts_with("sprint");
    let stands_up =
        (hit.first..hit.end).any(stands) && (hit.first..hit.end).all(|at| stands(at) || word_of_scrum(at) == 0);
    let own = (hit.first..hit.end).fold(0, |seen, at| seen | word_of_scrum(at)).count_ones();
    words > own || !sprints && !stands_up || sprints && is_time(view, hit.first)
}

/// "Two-week sprints", "planned in sprints".
fn is_time(view: View<'_>, sprint: u32) -> bool {
    let before = |n: u32| sprint.checked_sub(n).map_or("", |at| view.word(at));
    let works = || sprint.checked_sub(2).is_some_and(|at| view.classes(at) != 0) || before(2).starts_with("work");
    let period = sprint.checked_sub(1).is_some_and(|at| view.is(at, WordKind::Period));
    period || before(1) == "in" && works()
}

const fn tells_of_the_job(section: SectionKind) -> bool {
    !matches!(section, SectionKind::Company | SectionKind::Benefits | SectionKind::Legal)
}

fn is_denied(view: View<'_>, at: u32) -> bool {
    let hit = Hit { pattern: 0, first: at, end: at + 1, gap_words: 0 };
    polarity::is_denied(view, &hit) || polarity::is_under_denial(view, &hit)
}
