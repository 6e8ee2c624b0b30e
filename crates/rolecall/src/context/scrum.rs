//! How many of the words of Scrum does the text use?

use rolecall_lexicon::SectionKind;

use super::{View, polarity};
use crate::tag::Hit;

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

const fn tells_of_the_job(section: SectionKind) -> bool {
    !matches!(section, SectionKind::Company | SectionKind::Benefits | SectionKind::Legal)
}

fn is_denied(view: View<'_>, at: u32) -> bool {
    polarity::is_denied(view, &Hit { pattern: 0, first: at, end: at + 1, gap_words: 0 })
}
