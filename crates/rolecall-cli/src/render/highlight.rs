//! The posting with its evidence marked: in colour, or with `[PjM: …]` where there is none.

use anstyle::Style;
use rolecall::Role;
use rolecall::analysis::{Analysis, Evidence, Polarity, SectionKind};

use super::{Look, layout, role_style, safe, words};

/// The body, its evidence marked, wrapped to the width; ends with a legend and a line break.
#[must_use]
pub fn body(body: &str, analysis: &Analysis, look: Look) -> String {
    let mut wrapper = Wrapper::new(look);
    let mut at = 0;
    let mut skipped = false;
    for evidence in analysis.evidence() {
        if !is_marked(&evidence) {
            skipped = true;
            continue;
        }
        let span = evidence.span();
        // Spans of another body (an analysis read from a file) must not tear a character apart.
        let (Some(before), Some(marked)) = (body.get(at..span.start), body.get(span.clone())) else {
            continue;
        };
        wrapper.push(before, Style::new());
        if look.color {
            wrapper.push(marked, style(&evidence));
        } else {
            wrapper.push(&format!("[{}: ", code(&evidence)), Style::new());
            wrapper.push(marked, Style::new());
            wrapper.push("]", Style::new());
        }
        at = span.end;
    }
    wrapper.push(body.get(at..).unwrap_or(""), Style::new());
    let mut text = wrapper.finish();
    text.push('\n');
    text.push_str(&legend(look));
    if skipped {
        let note = "Phrases that gave no points are not marked; `rolecall explain` lists them.";
        layout::wrap(note, look.width).iter().for_each(|line| text.extend([line, "\n"]));
    }
    text
}

/// Whether a piece of evidence bears on the reading: it gave points, or it would have if it were not denied or
/// somebody else's.
fn is_marked(evidence: &Evidence<'_>) -> bool {
    let tells = matches!(
        evidence.section(),
        SectionKind::Summary | SectionKind::Duties | SectionKind::Requirements | SectionKind::NiceToHave
    );
    !evidence.points().is_zero() || (tells && evidence.polarity() != Polarity::Stated)
}

fn code(evidence: &Evidence<'_>) -> String {
    let code = words::role_code(evidence.role());
    match evidence.polarity() {
        Polarity::Negated => format!("not {code}"),
        Polarity::SomeoneElse => format!("somebody else, {code}"),
        _ => code.to_owned(),
    }
}

fn style(evidence: &Evidence<'_>) -> Style {
    let style = role_style(evidence.role());
    match evidence.polarity() {
        Polarity::Negated => style.strikethrough(),
        Polarity::SomeoneElse => style.dimmed().italic(),
        _ => style.bold().underline(),
    }
}

fn legend(look: Look) -> String {
    let roles = Role::ALL.map(|role| {
        let name = words::role_name(role);
        if look.color {
            look.paint(role_style(role).bold().underline(), name)
        } else {
            format!("{} = {name}", words::role_code(role))
        }
    });
    let mut text = String::new();
    if look.color {
        let denied = look.paint(Style::new().strikethrough(), "denied");
        let else_ = look.paint(Style::new().dimmed().italic(), "said of somebody else");
        text.push_str(&format!("{}, {denied}, {else_}\n", roles.join(", ")));
    } else {
        for line in layout::wrap(&roles.join(", "), look.width) {
            text.push_str(&line);
            text.push('\n');
        }
    }
    text
}

/// Wraps pieces of text of different styles as one text.
struct Wrapper {
    look: Look,
    out: String,
    /// Columns taken on the line that is being written.
    column: usize,
    /// White space since the last word, in pieces of one style each; dropped where a line ends.
    gap: Pieces,
    /// The word that is being read.
    word: Pieces,
}

/// Text in pieces of one style each.
#[derive(Default)]
struct Pieces(Vec<(Style, String)>);

impl Pieces {
    fn push(&mut self, c: char, style: Style) {
        match self.0.last_mut() {
            Some((last, piece)) if *last == style => piece.push(c),
            _ => self.0.push((style, c.to_string())),
        }
    }

    fn columns(&self) -> usize {
        self.0.iter().map(|(_, piece)| layout::width(piece)).sum()
    }

    fn write(&mut self, out: &mut String, look: Look) {
        for (style, piece) in self.0.drain(..) {
            let plain = style == Style::new();
            out.push_str(&if plain { piece } else { look.paint(style, &piece) });
        }
    }
}

impl Wrapper {
    fn new(look: Look) -> Self {
        Wrapper { look, out: String::new(), column: 0, gap: Pieces::default(), word: Pieces::default() }
    }

    fn push(&mut self, text: &str, style: Style) {
        for c in safe::block(text).chars() {
            match c {
                '\n' => {
                    self.end_word();
                    self.end_line();
                }
                c if c.is_whitespace() => {
                    self.end_word();
                    self.gap.push(' ', style);
                }
                c => self.word.push(c, style),
            }
        }
    }

    fn end_line(&mut self) {
        self.gap.0.clear();
        self.out.push('\n');
        self.column = 0;
    }

    fn end_word(&mut self) {
        let columns = self.word.columns();
        if columns == 0 {
            return;
        }
        if self.column > 0 && self.column + self.gap.columns() + columns > self.look.width {
            self.end_line();
        }
        self.column += self.gap.columns() + columns;
        self.gap.write(&mut self.out, self.look);
        self.word.write(&mut self.out, self.look);
    }

    fn finish(mut self) -> String {
        self.end_word();
        self.out.truncate(self.out.trim_end().len());
        self.out.push('\n');
        self.out
    }
}
