//! What goes in.

use std::borrow::Cow;

/// A job posting: what the analyzer reads and what a source knew besides.
///
/// Only `title` and `body` are read; the other fields are carried to the output.
///
/// ```
/// use rolecall::Posting;
/// let posting = Posting::new("Product Manager", "You own the product roadmap.").with_id("42");
/// assert_eq!(posting.title.as_deref(), Some("Product Manager"));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Posting<'a> {
    /// The source's name for the posting.
    pub id: Option<Cow<'a, str>>,
    /// The title field. It makes the claim; the reading never looks at it.
    pub title: Option<Cow<'a, str>>,
    /// The description as the source gave it: plain text, Markdown or HTML.
    pub body: Cow<'a, str>,
    /// The employer.
    pub company: Option<Cow<'a, str>>,
    /// Where the work is.
    pub location: Option<Cow<'a, str>>,
    /// Where the posting stood.
    pub url: Option<Cow<'a, str>>,
    /// When it was posted, as the source wrote it.
    pub posted: Option<Cow<'a, str>>,
}

impl<'a> Posting<'a> {
    /// A posting with a title and a body.
    pub fn new(title: impl Into<Cow<'a, str>>, body: impl Into<Cow<'a, str>>) -> Self {
        Posting { title: Some(title.into()), body: body.into(), ..Posting::default() }
    }

    /// A posting whose source gave no title.
    pub fn untitled(body: impl Into<Cow<'a, str>>) -> Self {
        Posting { body: body.into(), ..Posting::default() }
    }

    /// The same posting with an id.
    #[must_use]
    pub fn with_id(mut self, id: impl Into<Cow<'a, str>>) -> Self {
        self.id = Some(id.into());
        self
    }
}
