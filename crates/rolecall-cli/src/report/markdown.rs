//! The report as Markdown, for a ticket, a wiki or a mail.

use rolecall::Role;
use rolecall::analysis::Verdict;

use super::listed::Listed;
use super::view::{VerdictRow, View, claim_name, number, percent, reading_name};
use crate::render::markdown::escape;
use crate::render::words;

/// Phrases that a posting is listed with.
const PHRASES: usize = 5;

/// The whole report, ending in a line break.
pub(super) fn document(view: &View) -> String {
    let mut out = format!("# {}\n\n{}\n", escape(&view.headline), escape(&view.lede.join(" ")));
    if view.postings > 0 {
        claims(&mut out, view);
        shares(&mut out, view);
        verdicts(&mut out, "Verdicts by month", "month", &view.months);
        verdicts(&mut out, "Verdicts by company", "company", &view.companies);
        if view.more_companies > 0 {
            out.push_str(&format!("\n{} more companies are not shown.\n", number(view.more_companies as u64)));
        }
        terms(&mut out, view);
        confidence(&mut out, view);
        listed(&mut out, view);
    }
    if !view.notes.is_empty() || !view.made_by.is_empty() {
        out.push_str("\n## Notes\n\n");
        for note in view.notes.iter().chain(&view.made_by) {
            out.push_str(&format!("- {}\n", escape(note)));
        }
    }
    out
}

fn claims(out: &mut String, view: &View) {
    out.push_str("\n## Claimed against real\n\n| the title claims | postings |");
    for word in &view.readings {
        out.push_str(&format!(" {} |", word.name));
    }
    out.push_str("\n|---|---:|---:|---:|---:|---:|---:|\n");
    for row in view.claims.iter().filter(|row| row.postings > 0) {
        out.push_str(&format!("| {} | {} |", row.name, number(row.postings)));
        for n in row.readings {
            out.push_str(&format!(" {} ({}) |", percent(n, row.postings), number(n)));
        }
        out.push('\n');
    }
}

fn shares(out: &mut String, view: &View) {
    out.push_str("\n## How the duties divide, on average\n\n| the title claims |");
    Role::ALL.iter().for_each(|&role| out.push_str(&format!(" {} |", words::role_name(role))));
    out.push_str("\n|---|---:|---:|---:|---:|\n");
    for row in &view.claims {
        if let Some(shares) = row.shares {
            let cells = shares.map(|share| format!("{share}%")).join(" | ");
            out.push_str(&format!("| {} | {cells} |\n", row.name));
        }
    }
}

fn verdicts(out: &mut String, heading: &str, what: &str, rows: &[VerdictRow]) {
    if rows.is_empty() {
        return;
    }
    out.push_str(&format!("\n## {heading}\n\nOf the postings whose title claims one of the roles.\n\n"));
    out.push_str(&format!(
        "| {what} | postings | match | mismatch | hybrid | unclear |\n|---|---:|---:|---:|---:|---:|\n"
    ));
    for row in rows {
        out.push_str(&format!("| {} | {} |", escape(&row.name), number(row.claiming)));
        for (_, n) in Verdict::ALL.iter().zip(row.verdicts).filter(|(verdict, _)| **verdict != Verdict::NoClaim) {
            out.push_str(&format!(" {} |", percent(n, row.claiming)));
        }
        out.push('\n');
    }
}

fn terms(out: &mut String, view: &View) {
    out.push_str("\n## The phrases that decide most\n");
    if let Some(note) = view.terms_note {
        out.push_str(&format!("\n{}\n", escape(note)));
    }
    if view.terms.is_empty() {
        return;
    }
    out.push_str("\n| speaks for | term | as in | postings | hang on it |\n|---|---|---|---:|---:|\n");
    for term in &view.terms {
        let quotes: Vec<_> = term.wordings.iter().map(|words| format!("“{}”", escape(words))).collect();
        out.push_str(&format!(
            "| {} | {} | {} | {} | {} |\n",
            words::role_name(term.role),
            escape(&term.term),
            quotes.join(", "),
            number(term.postings),
            number(term.hinges)
        ));
    }
}

fn confidence(out: &mut String, view: &View) {
    out.push_str("\n## How sure the readings are\n\n| confidence | postings | mismatches |\n|---|---:|---:|\n");
    for (i, [all, mismatches]) in view.confidence.iter().enumerate() {
        let to = if i == 9 { 100 } else { i * 10 + 9 };
        out.push_str(&format!("| {}–{to}% | {} | {} |\n", i * 10, number(*all), number(*mismatches)));
    }
}

fn listed(out: &mut String, view: &View) {
    out.push_str(&format!("\n## The strongest mismatches\n\n{}\n", escape(&view.listed_note)));
    for posting in &view.listed {
        out.push_str(&format!(
            "\n### {}\n\n",
            escape(if posting.title.is_empty() { "Untitled" } else { &posting.title })
        ));
        let source = [&posting.company, &posting.location, &posting.posted, &posting.id].into_iter().flatten();
        let source: Vec<_> = source.map(|text| escape(text)).collect();
        if !source.is_empty() {
            out.push_str(&format!("{}\n\n", source.join(" · ")));
        }
        out.push_str(&format!(
            "Claims {}, describes **{}**; confidence {}%.\n",
            claim_name(&posting.claim),
            reading_name(posting.reading),
            posting.confidence
        ));
        phrases(out, posting);
    }
}

fn phrases(out: &mut String, posting: &Listed) {
    let mut quotes: Vec<_> = posting.evidence.iter().filter(|quote| quote.points != 0).collect();
    quotes.sort_by_key(|quote| std::cmp::Reverse(quote.points));
    if !quotes.is_empty() {
        out.push('\n');
    }
    for quote in quotes.iter().take(PHRASES) {
        let words = quote.text.as_ref().map_or_else(|| escape(&quote.term), |text| format!("“{}”", escape(text)));
        out.push_str(&format!("- {words} ({})\n", words::role_name(quote.role)));
    }
    if quotes.len() > PHRASES {
        out.push_str(&format!("- and {} more\n", quotes.len() - PHRASES));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::row;
    use crate::report::tally::Tally;

    #[test]
    fn a_report_of_one_posting() {
        let mut row = row::parse(include_bytes!("../../../../docs/analysis.example.json")).unwrap();
        row.title = Some("Product | <b>Manager</b>".to_owned());
        row.row.company = Some("Acme".to_owned());
        row.row.posted = Some("2024-03-01".to_owned());
        let mut tally = Tally::new(5);
        tally.add(&row);
        let text = document(&View::new(tally.finish(), Vec::new(), 2));
        for expected in [
            "# The one “Product Manager” posting does not describe one\n",
            "| Product Manager | 1 | 0% (0) | 0% (0) | 100% (1) | 0% (0) | 0% (0) |\n",
            "| Product Manager | 2% | 2% | 89% | 7% |\n",
            "| 2024-03 | 1 | 0% | 100% | 0% | 0% |\n",
            "| Acme | 1 | 0% | 100% | 0% | 0% |\n",
            "| Project Manager | own-project-plan | “own the project plan” | 1 | 1 |\n",
            "| 90–100% | 1 | 1 |\n",
            "### Product \\| &lt;b&gt;Manager&lt;/b&gt;\n\nAcme · 2024-03-01 · example-1\n",
            "Claims Product Manager, describes **Project Manager**; confidence 97%.\n",
            "- “Own the project plan” (Project Manager)\n",
            "- 2 of the lines could not be read as analyses",
        ] {
            assert!(text.contains(expected), "{expected}\n---\n{text}");
        }
    }

    #[test]
    fn nothing_is_said_to_be_nothing() {
        let text = document(&View::new(Tally::new(5).finish(), Vec::new(), 0));
        assert!(text.starts_with("# There is nothing to report\n\nNo analyses were found"), "{text}");
        assert!(!text.contains("##"), "{text}");
    }
}
