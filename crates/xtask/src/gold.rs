//! Labelled postings: what a reader answered, by the codebook.

use std::path::Path;

use anyhow::Context as _;
use rolecall::Role;
use serde::Deserialize;

/// A labelled posting, as the gold files hold it.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Labelled {
    /// The posting's name.
    pub(crate) id: String,
    /// The title field; never read by the fit, carried to the readings.
    pub(crate) title: Option<String>,
    /// The employer, if the source told it.
    pub(crate) company: Option<String>,
    /// The body.
    pub(crate) description: String,
    /// The reader's answer.
    pub(crate) gold: Gold,
}

/// A reader's answer.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Gold {
    /// One of the four roles, or `unclear`.
    pub(crate) primary: String,
    /// How the duties divide, in percent.
    pub(crate) shares: Shares,
    /// `product`, `project` or `neither`.
    pub(crate) mode: String,
    /// Whether a product manager is to do the Product Owner's work.
    pub(crate) pm_as_po: bool,
    /// What decided it.
    pub(crate) quotes: Vec<Quote>,
}

/// Shares by role, in percent.
#[derive(Clone, Copy, Debug, Deserialize)]
pub(crate) struct Shares {
    product_manager: f64,
    product_owner: f64,
    project_manager: f64,
    other: f64,
}

/// A quote with the role that it speaks for.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Quote {
    /// First byte in the body.
    pub(crate) start: u32,
    /// The byte after the last.
    pub(crate) end: u32,
    /// The role.
    pub(crate) role: Role,
}

impl Gold {
    /// The primary role, or `None` for `unclear`.
    pub(crate) fn role(&self) -> Option<Role> {
        Role::from_word(&self.primary)
    }
}

impl Shares {
    /// In the order of [`Role::ALL`], summing to 1.
    pub(crate) fn fractions(self) -> [f64; 4] {
        let shares = [self.product_manager, self.product_owner, self.project_manager, self.other];
        let sum: f64 = shares.iter().sum();
        shares.map(|share| if sum > 0.0 { share / sum } else { 0.25 })
    }
}

/// Reads a gold file, one posting a line.
pub(crate) fn read(path: &Path) -> anyhow::Result<Vec<Labelled>> {
    let text = std::fs::read_to_string(path).with_context(|| format!("{}: can't be read", path.display()))?;
    let parse = |(at, line): (usize, &str)| {
        serde_json::from_str(line).with_context(|| format!("{}:{}: not a labelled posting", path.display(), at + 1))
    };
    text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()).map(parse).collect()
}
