//! The screen: what a job seeker sees of one posting.

use anstyle::{AnsiColor, Style};
use rolecall::Role;
use rolecall::analysis::{Analysis, Decision, DecisionState, Dimension, Verdict};

use super::{Look, highlight, layout, role_style, safe, words};

/// The three roles that have a column.
const COLUMNS: [Role; 3] = [Role::ProductManager, Role::ProductOwner, Role::ProjectManager];
/// Wider than this, lines are hard to read.
const WIDEST: usize = 110;
/// Narrower than this, the table becomes a list.
const NARROWEST_TABLE: usize = 68;
/// Columns of the table's first column.
const FIRST_COLUMN: usize = 16;
/// Phrases shown in a cell.
const PHRASES_A_CELL: usize = 2;
/// Phrases shown of what speaks for none of the three roles.
const PHRASES_ELSEWHERE: usize = 4;
/// Lines a phrase may take in a cell.
const LINES_A_PHRASE: usize = 2;

/// The whole screen for one posting, ending in a line break.
///
/// `body` is what was analyzed; it is printed, with its evidence highlighted, when `highlighted` is set.
#[must_use]
pub fn screen(analysis: &Analysis, body: &str, look: Look, highlighted: bool) -> String {
    let look = Look { width: look.width.clamp(20, WIDEST), ..look };
    let mut page = Page { look, text: String::new() };
    page.verdict(analysis);
    page.shares(analysis);
    if analysis.evidence().len() > 0 {
        page.table(analysis);
        page.decisions(analysis);
    }
    page.change(analysis);
    page.remarks(analysis);
    if highlighted {
        page.heading("The posting");
        page.text.push_str(&highlight::body(body, analysis, look));
    }
    page.text
}

struct Page {
    look: Look,
    text: String,
}

impl Page {
    fn line(&mut self, line: &str) {
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    fn heading(&mut self, text: &str) {
        self.text.push('\n');
        for line in layout::wrap(text, self.look.width) {
            let bold = self.look.bold(&line);
            self.line(&bold);
        }
    }

    /// A paragraph, wrapped, each line after `indent` spaces.
    fn paragraph(&mut self, text: &str, indent: usize) {
        for line in layout::wrap(text, self.look.width.saturating_sub(indent)) {
            self.line(&format!("{}{line}", " ".repeat(indent)));
        }
    }

    /// A text in a style, filled up with unstyled spaces.
    fn padded(&self, text: &str, style: Style, columns: usize) -> String {
        format!("{}{}", self.look.paint(style, text), " ".repeat(columns.saturating_sub(layout::width(text))))
    }

    fn verdict(&mut self, analysis: &Analysis) {
        let style = Style::new().bold().fg_color(match analysis.verdict() {
            Verdict::Match => Some(AnsiColor::Green.into()),
            Verdict::Mismatch => Some(AnsiColor::Red.into()),
            Verdict::Hybrid => Some(AnsiColor::Yellow.into()),
            _ => None,
        });
        let word = words::verdict_word(analysis.verdict());
        let sentence = format!("{word}: {}", words::verdict_sentence(analysis));
        for line in layout::wrap(&sentence, self.look.width) {
            let painted = self.look.paint(style, &line);
            self.line(&painted);
        }
        if let Some(sure) = words::confidence_sentence(analysis) {
            self.paragraph(&sure, 0);
        }
        for &reason in analysis.reading().reasons() {
            self.paragraph(words::advice(reason), 0);
        }
    }

    fn shares(&mut self, analysis: &Analysis) {
        let Some(shares) = analysis.reading().shares() else {
            return;
        };
        self.heading("How the duties divide");
        let names = 17;
        let bar = (self.look.width.saturating_sub(2 + names + 1 + 5)).min(40);
        for role in Role::ALL {
            let share = shares.of(role);
            let filled = (usize::from(share) * bar + 50) / 100;
            let full = self.look.paint(role_style(role), &"█".repeat(filled));
            let empty = self.look.dim(&"░".repeat(bar - filled));
            let name = layout::pad(words::role_name(role), names);
            self.line(&format!("  {name} {full}{empty} {share:>3}%"));
        }
    }

    fn table(&mut self, analysis: &Analysis) {
        self.heading("What the posting says, by what each role is about");
        if analysis.table().iter().all(|cell| cell.evidence.is_empty()) {
            self.paragraph("No phrase speaks for any of the three roles.", 2);
        } else if self.look.width < NARROWEST_TABLE {
            self.table_as_list(analysis);
        } else {
            self.table_in_columns(analysis);
        }
        self.other_work(analysis);
    }

    /// What speaks for none of the three roles, as one more row.
    fn other_work(&mut self, analysis: &Analysis) {
        let quotes = other_quotes(analysis);
        if quotes.is_empty() {
            return;
        }
        let shown: Vec<String> = quotes.iter().take(PHRASES_ELSEWHERE).map(|quote| format!("“{quote}”")).collect();
        let mut text = shown.join(", ");
        if quotes.len() > PHRASES_ELSEWHERE {
            text.push_str(&format!(" + {} more", quotes.len() - PHRASES_ELSEWHERE));
        }
        let label = self.padded("Other work", Style::new().bold(), FIRST_COLUMN);
        if self.look.width < NARROWEST_TABLE {
            self.line(&format!("  {label}"));
            self.paragraph(&text, 4);
            return;
        }
        let indent = 2 + FIRST_COLUMN;
        for (row, line) in layout::wrap(&text, self.look.width - indent).into_iter().enumerate() {
            let before = if row == 0 { format!("  {label}") } else { " ".repeat(indent) };
            self.line(&format!("{before}{line}"));
        }
    }

    fn table_in_columns(&mut self, analysis: &Analysis) {
        let column = (self.look.width - 2 - FIRST_COLUMN) / 3 - 2;
        let head = COLUMNS.map(|role| self.padded(words::role_name(role), role_style(role).bold(), column));
        self.line(&format!("  {}{}", " ".repeat(FIRST_COLUMN), head.join("  ")));
        for dimension in Dimension::ALL {
            let name = words::dimension_name(dimension);
            let typical = COLUMNS.map(|role| layout::wrap(words::typical(dimension, role), column));
            let above = typical.iter().map(Vec::len).max().unwrap_or(0);
            let cells = COLUMNS.map(|role| cell(analysis, dimension, role, &typical[role.index()], above, column));
            let height = cells.iter().map(Vec::len).max().unwrap_or(0);
            for row in 0..height {
                let label = self.padded(if row == 0 { name } else { "" }, Style::new().bold(), FIRST_COLUMN);
                let columns: Vec<String> = cells
                    .iter()
                    .map(|cell| match cell.get(row) {
                        Some((text, style)) => self.padded(text, *style, column),
                        None => " ".repeat(column),
                    })
                    .collect();
                self.line(&format!("  {label}{}", columns.join("  ")));
            }
        }
    }

    fn table_as_list(&mut self, analysis: &Analysis) {
        for dimension in Dimension::ALL {
            let name = self.look.bold(words::dimension_name(dimension));
            self.line(&format!("  {name}"));
            for role in COLUMNS {
                let quotes = cell_quotes(analysis, dimension, role);
                let name = self.look.paint(role_style(role), words::role_name(role));
                if quotes.is_empty() {
                    self.line(&format!("    {name}: –"));
                    continue;
                }
                self.line(&format!("    {name}:"));
                for quote in quotes.iter().take(PHRASES_A_CELL) {
                    self.paragraph(&format!("“{quote}”"), 6);
                }
                if quotes.len() > PHRASES_A_CELL {
                    self.line(&format!("      + {} more", quotes.len() - PHRASES_A_CELL));
                }
            }
        }
    }

    fn decisions(&mut self, analysis: &Analysis) {
        self.heading("The three decisions of a product manager");
        for decision in Decision::ALL {
            let read = analysis.decision(decision);
            let question = words::decision_name(decision);
            let state = words::decision_state(read.state);
            let style = match read.state {
                DecisionState::Owned => Style::new().bold(),
                DecisionState::Shared => Style::new(),
                _ => Style::new().dimmed(),
            };
            let phrase = words::quotes(analysis, &read.evidence).into_iter().next();
            if self.look.width < NARROWEST_TABLE {
                self.line(&format!("  {question}"));
                let phrase = phrase.map_or(String::new(), |quote| format!(": “{quote}”"));
                self.paragraph(&format!("{state}{phrase}"), 4);
                continue;
            }
            let question = layout::pad(question, 32);
            let state = self.padded(state, style, 15);
            let phrase = phrase.map_or(String::new(), |quote| {
                format!("“{}”", layout::shorten(&quote, self.look.width.saturating_sub(2 + 32 + 15 + 2)))
            });
            self.line(&format!("  {question}{state}{phrase}"));
        }
    }

    fn change(&mut self, analysis: &Analysis) {
        if let Some(change) = words::counterfactual_sentence(analysis) {
            self.heading("What would change the result");
            self.paragraph(&change, 2);
        }
    }

    fn remarks(&mut self, analysis: &Analysis) {
        let mut remarks: Vec<String> = words::way_of_working(analysis).into_iter().map(str::to_owned).collect();
        remarks.extend(words::notes(analysis).into_iter().map(|note| format!("Note: {note}")));
        if remarks.is_empty() {
            return;
        }
        self.heading("Also");
        for remark in remarks {
            let mut lines = layout::wrap(&remark, self.look.width.saturating_sub(4)).into_iter();
            if let Some(first) = lines.next() {
                self.line(&format!("  - {first}"));
            }
            for line in lines {
                self.line(&format!("    {line}"));
            }
        }
    }
}

/// The lines of a cell, each with its style: the article's words, filled up to `above` lines, then the posting's.
fn cell(
    analysis: &Analysis,
    dimension: Dimension,
    role: Role,
    typical: &[String],
    above: usize,
    column: usize,
) -> Vec<(String, Style)> {
    let dim = Style::new().dimmed();
    let mut lines: Vec<_> = typical.iter().map(|line| (line.clone(), dim)).collect();
    lines.resize_with(above, Default::default);
    let quotes = cell_quotes(analysis, dimension, role);
    for quote in quotes.iter().take(PHRASES_A_CELL) {
        let wrapped = layout::wrap_quote(quote, column, LINES_A_PHRASE);
        lines.extend(wrapped.into_iter().map(|line| (line, role_style(role))));
    }
    if quotes.len() > PHRASES_A_CELL {
        lines.push((format!("+ {} more", quotes.len() - PHRASES_A_CELL), dim));
    }
    if quotes.is_empty() {
        lines.push(("–".to_owned(), dim));
    }
    lines
}

/// What speaks for none of the three roles; it has no column.
fn other_quotes(analysis: &Analysis) -> Vec<String> {
    let counts = |i: &u32| {
        let evidence = analysis.evidence_at(*i).filter(|e| e.role() == Role::Other);
        evidence.is_some_and(|e| e.points().of(Role::Other) > 0)
    };
    let indexes: Vec<u32> = (0..).take(analysis.evidence().len()).filter(counts).collect();
    words::quotes(analysis, &indexes)
}

/// What stands in a cell of the table, in the posting's own words.
fn cell_quotes(analysis: &Analysis, dimension: Dimension, role: Role) -> Vec<String> {
    let cell = analysis.table().iter().find(|cell| cell.dimension == dimension && cell.role == role);
    cell.map_or(Vec::new(), |cell| words::quotes(analysis, &cell.evidence))
}

/// The line that stands before the screen of each of several files.
#[must_use]
pub fn file_heading(name: &str, look: Look) -> String {
    let name = safe::line(name);
    let rule = "─".repeat(look.width.min(WIDEST).saturating_sub(layout::width(&name) + 4).max(2));
    format!("{}\n", look.bold(&format!("── {name} {rule}")))
}
