//! The one place that writes to the terminal: data on stdout, everything else on stderr.

use std::io::{self, IsTerminal, Write};

use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};

use crate::error::CliError;
use crate::render::Look;

/// The width that is assumed where there is no terminal to ask.
const FALLBACK_WIDTH: usize = 80;

/// When to write colour, as the user asked for it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Color {
    /// On a terminal, unless `NO_COLOR` or `TERM=dumb` says otherwise; also where `CLICOLOR_FORCE` is set.
    #[default]
    Auto,
    /// Also into a pipe or a file.
    Always,
    /// Never.
    Never,
}

impl From<Color> for ColorChoice {
    fn from(color: Color) -> Self {
        match color {
            Color::Auto => ColorChoice::Auto,
            Color::Always => ColorChoice::Always,
            Color::Never => ColorChoice::Never,
        }
    }
}

/// Handles to stdout and stderr, and how things should look on them.
pub struct Out {
    data: Box<dyn Write>,
    notes: Box<dyn Write>,
    look: Look,
    quiet: bool,
}

impl Out {
    /// The process's own stdout and stderr.
    #[must_use]
    pub fn new(color: Color, quiet: bool) -> Self {
        let stdout = io::stdout();
        let colored = AutoStream::choice(&stdout) != ColorChoice::Never;
        let look = Look {
            color: match color {
                Color::Auto => colored,
                Color::Always => true,
                Color::Never => false,
            },
            width: terminal_size::terminal_size().map_or(FALLBACK_WIDTH, |(width, _)| usize::from(width.0)),
        };
        Out {
            data: Box::new(io::BufWriter::new(AutoStream::new(stdout, color.into()))),
            notes: Box::new(AutoStream::new(io::stderr(), color.into())),
            look,
            quiet,
        }
    }

    /// Colour and width of stdout.
    #[must_use]
    pub fn look(&self) -> Look {
        self.look
    }

    /// Whether `-q` was given.
    #[must_use]
    pub fn is_quiet(&self) -> bool {
        self.quiet
    }

    /// Writes to stdout what the user asked for.
    ///
    /// # Errors
    ///
    /// [`CliError::Output`]; a reader that went away is [`CliError::BrokenPipe`].
    pub fn data(&mut self, text: &str) -> Result<(), CliError> {
        self.data.write_all(text.as_bytes()).map_err(CliError::output)
    }

    /// Writes bytes to stdout: completions and manual pages come as bytes.
    ///
    /// # Errors
    ///
    /// As [`Out::data`].
    pub fn bytes(&mut self, bytes: &[u8]) -> Result<(), CliError> {
        self.data.write_all(bytes).map_err(CliError::output)
    }

    /// Says something on stderr, unless `-q` was given.
    pub fn note(&mut self, text: &str) {
        if !self.quiet {
            self.say(text);
        }
    }

    /// Reports an error on stderr, also with `-q`.
    pub fn error(&mut self, error: &dyn std::fmt::Display) {
        let red = Style::new().bold().fg_color(Some(AnsiColor::Red.into()));
        self.say(&format!("{red}error{red:#}: {error}"));
    }

    /// Shows on stderr what reports itself as an error, also with `-q`.
    pub fn report(&mut self, report: &str) {
        self.say(report.trim_end());
    }

    /// Writes out what is still held back.
    ///
    /// # Errors
    ///
    /// As [`Out::data`].
    pub fn flush(&mut self) -> Result<(), CliError> {
        self.data.flush().map_err(CliError::output)
    }

    fn say(&mut self, text: &str) {
        // What was written before must be seen before; and if stderr is gone there is nobody left to tell.
        let _ = self.data.flush();
        let _ = writeln!(self.notes, "{text}");
        let _ = self.notes.flush();
    }
}

/// Whether a person sits at the other end of stdin.
#[must_use]
pub fn stdin_is_terminal() -> bool {
    io::stdin().is_terminal()
}
