//! The analysis for people: the screen ([`human`]), Markdown ([`markdown`]) and what both say ([`words`]).

pub mod highlight;
pub mod human;
pub(crate) mod layout;
pub mod markdown;
pub mod safe;
pub mod words;

use anstyle::{AnsiColor, Color, Style};
use rolecall::Role;

/// Colour and width of what is written to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// Whether ANSI colours may be written.
    pub color: bool,
    /// Columns.
    pub width: usize,
}

impl Look {
    /// `text` in a style, or as it is where there is no colour.
    #[must_use]
    pub fn paint(self, style: Style, text: &str) -> String {
        if self.color && !text.is_empty() { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }

    pub(crate) fn bold(self, text: &str) -> String {
        self.paint(Style::new().bold(), text)
    }

    pub(crate) fn dim(self, text: &str) -> String {
        self.paint(Style::new().dimmed(), text)
    }
}

/// The colour of a role, everywhere the same.
#[must_use]
pub fn role_style(role: Role) -> Style {
    let color = match role {
        Role::ProductManager => AnsiColor::Green,
        Role::ProductOwner => AnsiColor::Cyan,
        Role::ProjectManager => AnsiColor::Yellow,
        Role::Other => AnsiColor::Magenta,
    };
    Style::new().fg_color(Some(Color::Ansi(color)))
}
