//! The analysis as Markdown, for a ticket, a mail or a review.

use rolecall::Role;
use rolecall::analysis::{Analysis, Decision, Dimension};

use super::{safe, words};

/// Phrases shown in a cell.
const PHRASES_A_CELL: usize = 4;

/// One posting's analysis as a Markdown document, ending in a line break.
#[must_use]
pub fn document(analysis: &Analysis) -> String {
    let mut out = String::new();
    let title = safe::quote(analysis.title().unwrap_or(""));
    let title = if title.is_empty() { "Job posting".to_owned() } else { escape(&title) };
    out.push_str(&format!("# {title}\n\n"));
    let word = words::verdict_word(analysis.verdict());
    out.push_str(&format!("**{word}**: {}\n", escape(&words::verdict_sentence(analysis))));
    if let Some(sure) = words::confidence_sentence(analysis) {
        out.push_str(&format!("\n{sure}\n"));
    }
    for &reason in analysis.reading().reasons() {
        out.push_str(&format!("\n{}\n", words::advice(reason)));
    }
    shares(&mut out, analysis);
    if analysis.evidence().len() > 0 {
        table(&mut out, analysis);
        decisions(&mut out, analysis);
        remarks(&mut out, analysis);
        evidence(&mut out, analysis);
    }
    let versions = analysis.versions();
    out.push_str(&format!(
        "\nrolecall {}, lexicon `{}`, weights `{}`\n",
        versions.engine, versions.lexicon, versions.weights
    ));
    out
}

fn shares(out: &mut String, analysis: &Analysis) {
    let Some(shares) = analysis.reading().shares() else {
        return;
    };
    out.push_str("\n## How the duties divide\n\n| role | share |\n|---|---:|\n");
    for role in Role::ALL {
        out.push_str(&format!("| {} | {}% |\n", words::role_name(role), shares.of(role)));
    }
}

fn table(out: &mut String, analysis: &Analysis) {
    out.push_str(
        "\n## What the posting says\n\n| | Product Manager | Product Owner | Project Manager |\n|---|---|---|---|\n",
    );
    for dimension in Dimension::ALL {
        out.push_str(&format!("| {} |", words::dimension_name(dimension)));
        for cell in analysis.table().iter().filter(|cell| cell.dimension == dimension) {
            let quotes = words::quotes(analysis, &cell.evidence);
            let mut shown: Vec<String> =
                quotes.iter().take(PHRASES_A_CELL).map(|quote| format!("“{}”", escape(quote))).collect();
            if quotes.len() > PHRASES_A_CELL {
                shown.push(format!("+ {} more", quotes.len() - PHRASES_A_CELL));
            }
            out.push_str(&format!(" {} |", if shown.is_empty() { "–".to_owned() } else { shown.join("<br>") }));
        }
        out.push('\n');
    }
}

fn decisions(out: &mut String, analysis: &Analysis) {
    out.push_str("\n## The three decisions of a product manager\n\n");
    for decision in Decision::ALL {
        let read = analysis.decision(decision);
        let quotes = words::quotes(analysis, &read.evidence);
        let phrase = quotes.first().map_or(String::new(), |quote| format!(": “{}”", escape(quote)));
        let state = words::decision_state(read.state);
        out.push_str(&format!("- {} **{state}**{phrase}\n", words::decision_name(decision)));
    }
}

fn remarks(out: &mut String, analysis: &Analysis) {
    let mut remarks: Vec<String> = words::way_of_working(analysis).into_iter().map(str::to_owned).collect();
    remarks.extend(words::counterfactual_sentence(analysis));
    remarks.extend(words::notes(analysis).into_iter().map(|note| format!("Note: {note}")));
    if !remarks.is_empty() {
        out.push_str("\n## Also\n\n");
        for remark in remarks {
            out.push_str(&format!("- {}\n", escape(&remark)));
        }
    }
}

fn evidence(out: &mut String, analysis: &Analysis) {
    out.push_str(
        "\n## Evidence\n\n| phrase | speaks for | section | said | whose | points |\n|---|---|---|---|---|---:|\n",
    );
    for e in analysis.evidence() {
        out.push_str(&format!(
            "| “{}” | {} | {} | {} | {} | {} |\n",
            escape(&safe::quote(e.text().unwrap_or(""))),
            words::role_name(e.role()),
            e.section().as_str().replace('_', " "),
            e.polarity().as_str().replace('_', " "),
            e.ownership(),
            e.points().of(e.role()),
        ));
    }
}

/// Text of strangers must not become Markdown or HTML.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '#' | '~' | '!' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn strangers_text_stays_text() {
        assert_eq!(escape("a|b <img src=x> [x](y) *z*"), "a\\|b &lt;img src=x&gt; \\[x\\](y) \\*z\\*");
    }
}
