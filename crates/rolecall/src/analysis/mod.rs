//! What comes out: the analysis and its parts.
//!
//! An [`Analysis`] stands on its own: it holds small ids and a shared handle to the names of the
//! terms, borrows nothing, and survives a round trip through JSON ([`Analysis::to_json`],
//! [`Analysis::from_json`]). The JSON is schema 1 of `docs/output.md`; its types are in [`json`].

pub mod json;
mod write;

use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

pub use rolecall_lexicon::{Decision, Dimension, Ownership, Role, SectionKind};

macro_rules! report_enum {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[non_exhaustive]
        pub enum $name { $($(#[$vmeta])* $variant),+ }

        impl $name {
            /// All values in their fixed order.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The word that stands for this value in JSON and on screen.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $($name::$variant => $word),+ }
            }

            /// The value that `word` stands for, or `None`.
            #[must_use]
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some($name::$variant),)+ _ => None }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }
    };
}

report_enum! {
    /// The reading held against the claim.
    Verdict {
        /// The text describes the role that the title names.
        Match = "match",
        /// The text describes another.
        Mismatch = "mismatch",
        /// The text describes the title's role and another of the three.
        Hybrid = "hybrid",
        /// The text tells too little.
        Unclear = "unclear",
        /// The title names none of the three roles.
        NoClaim = "no_claim",
    }
}

report_enum! {
    /// The role that a text describes: one of the four, or `unclear`.
    ReadRole {
        /// See [`Role::ProductManager`].
        ProductManager = "product_manager",
        /// See [`Role::ProductOwner`].
        ProductOwner = "product_owner",
        /// See [`Role::ProjectManager`].
        ProjectManager = "project_manager",
        /// See [`Role::Other`].
        Other = "other",
        /// The text tells too little of the duties.
        Unclear = "unclear",
    }
}

impl ReadRole {
    /// The role, or `None` for [`ReadRole::Unclear`].
    #[must_use]
    pub const fn role(self) -> Option<Role> {
        match self {
            ReadRole::ProductManager => Some(Role::ProductManager),
            ReadRole::ProductOwner => Some(Role::ProductOwner),
            ReadRole::ProjectManager => Some(Role::ProjectManager),
            ReadRole::Other => Some(Role::Other),
            ReadRole::Unclear => None,
        }
    }
}

impl From<Role> for ReadRole {
    fn from(role: Role) -> Self {
        match role {
            Role::ProductManager => ReadRole::ProductManager,
            Role::ProductOwner => ReadRole::ProductOwner,
            Role::ProjectManager => ReadRole::ProjectManager,
            Role::Other => ReadRole::Other,
        }
    }
}

report_enum! {
    /// What success is, by the text.
    ReadMode {
        /// Users or the business get value.
        Product = "product",
        /// It was delivered, on time and on budget.
        Project = "project",
        /// Neither can be told.
        Neither = "neither",
    }
}

report_enum! {
    /// Whether a hit says what it seems to say of this person.
    Polarity {
        /// It does.
        Stated = "stated",
        /// The text denies it.
        Negated = "negated",
        /// The text says it of somebody else.
        SomeoneElse = "someone_else",
    }
}

report_enum! {
    /// Whether the person makes one of the article's three decisions.
    DecisionState {
        /// A stated hit in summary or duties is owned.
        Owned = "owned",
        /// The best such hit is shared or supported.
        Shared = "shared",
        /// No such hit.
        Absent = "absent",
    }
}

report_enum! {
    /// Why a reading is `unclear`.
    Reason {
        /// The body holds no text.
        Empty = "empty",
        /// Nothing is left after text in other languages is masked.
        NotEnglish = "not_english",
        /// Fewer than eight words are left.
        TooShort = "too_short",
        /// Too few task sentences and no evidence with points where duties stand.
        NoDuties = "no_duties",
    }
}

report_enum! {
    /// What a reader of the analysis should know about how it was made.
    Note {
        /// Only the first 500 pieces of evidence were given points.
        EvidenceCut = "evidence_cut",
        /// The body is over 1 MiB and was read up to the last block before that.
        BodyCut = "body_cut",
        /// The lexicon is not the one whose weights were fitted.
        Uncalibrated = "uncalibrated",
    }
}

/// Whole thousandths for each role, in the order of [`Role::ALL`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Points(pub [i64; 4]);

impl Points {
    /// The points of one role.
    #[must_use]
    pub const fn of(&self, role: Role) -> i64 {
        self.0[role as usize]
    }

    /// Whether all four are zero.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        self.0 == [0; 4]
    }
}

impl std::ops::AddAssign for Points {
    fn add_assign(&mut self, other: Points) {
        for (mine, theirs) in self.0.iter_mut().zip(other.0) {
            *mine += theirs;
        }
    }
}

/// Whole percent for each role, in the order of [`Role::ALL`]; they sum to 100.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Shares(pub [u8; 4]);

impl Shares {
    /// The share of one role in percent.
    #[must_use]
    pub const fn of(&self, role: Role) -> u8 {
        self.0[role as usize]
    }
}

/// What the title states.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Claim {
    /// The roles named, in the order of [`Role::ALL`]; empty when the title names none of the three.
    pub roles: Vec<Role>,
    /// Whether the title means one of `roles` and does not say which ("PM").
    pub ambiguous: bool,
    /// The level that it names ("senior").
    pub seniority: Option<String>,
}

/// What the text says.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Reading {
    pub(crate) role: ReadRole,
    pub(crate) secondary: Option<Role>,
    pub(crate) runner_up: Option<Role>,
    pub(crate) margin: Option<u8>,
    pub(crate) confidence: Option<u8>,
    pub(crate) shares: Option<Shares>,
    pub(crate) points: Points,
    pub(crate) base: Points,
    pub(crate) mode: ReadMode,
    pub(crate) scrum: bool,
    pub(crate) pm_as_po: bool,
    pub(crate) reasons: Vec<Reason>,
}

impl Reading {
    /// The role that the text describes.
    #[must_use]
    pub const fn role(&self) -> ReadRole {
        self.role
    }
    /// The largest other role with at least 25% of the duties.
    #[must_use]
    pub const fn secondary(&self) -> Option<Role> {
        self.secondary
    }
    /// The role with the second largest share.
    #[must_use]
    pub const fn runner_up(&self) -> Option<Role> {
        self.runner_up
    }
    /// First share minus second, in percentage points.
    #[must_use]
    pub const fn margin(&self) -> Option<u8> {
        self.margin
    }
    /// The probability in percent that a reader following the codebook names this role.
    #[must_use]
    pub const fn confidence(&self) -> Option<u8> {
        self.confidence
    }
    /// How the duties divide.
    #[must_use]
    pub const fn shares(&self) -> Option<Shares> {
        self.shares
    }
    /// The totals, in thousandths: [`Reading::base`] plus the points of all evidence, exactly.
    #[must_use]
    pub const fn points(&self) -> Points {
        self.points
    }
    /// The text's base: the fitted prior and what bare duties add to `other`, in thousandths.
    #[must_use]
    pub const fn base(&self) -> Points {
        self.base
    }
    /// What success is.
    #[must_use]
    pub const fn mode(&self) -> ReadMode {
        self.mode
    }
    /// Whether the work is done in Scrum.
    #[must_use]
    pub const fn scrum(&self) -> bool {
        self.scrum
    }
    /// Whether a product manager is also to do the Product Owner's work.
    #[must_use]
    pub const fn pm_as_po(&self) -> bool {
        self.pm_as_po
    }
    /// Why the reading is `unclear`; empty otherwise.
    #[must_use]
    pub fn reasons(&self) -> &[Reason] {
        &self.reasons
    }
}

/// One decision of the article and what the text says of it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DecisionReading {
    /// Owned, shared or absent.
    pub state: DecisionState,
    /// Indexes into [`Analysis::evidence`].
    pub evidence: Vec<u32>,
}

/// One cell of the article's table.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Cell {
    /// The row.
    pub dimension: Dimension,
    /// The column; never [`Role::Other`].
    pub role: Role,
    /// Indexes into [`Analysis::evidence`].
    pub evidence: Vec<u32>,
}

/// What would turn the reading.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Counterfactual {
    /// The smallest set of evidence whose removal changes the role; indexes, ascending.
    pub remove: Vec<u32>,
    /// The role without it.
    pub role: Role,
}

/// What made the analysis.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Versions {
    /// The version of the `rolecall` crate.
    pub engine: String,
    /// Hash of the lexicon, in hex.
    pub lexicon: String,
    /// Hash of the weights, in hex.
    pub weights: String,
}

/// The names that an analysis refers to by number. Shared by all analyses of one analyzer.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Names {
    pub(crate) terms: Vec<String>,
    pub(crate) versions: Versions,
}

/// Evidence as it is kept: numbers only. The text is a run of [`Analysis::quoted`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct RawEvidence {
    pub(crate) term: u32,
    pub(crate) role: Role,
    pub(crate) dimension: Dimension,
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) quoted: (u32, u32),
    pub(crate) section: SectionKind,
    pub(crate) polarity: Polarity,
    pub(crate) ownership: Ownership,
    pub(crate) points: Points,
}

/// A piece of evidence: a hit that was kept, and what the context made of it.
#[derive(Clone, Copy)]
pub struct Evidence<'a> {
    names: &'a Names,
    quoted: Option<&'a str>,
    raw: &'a RawEvidence,
}

impl<'a> Evidence<'a> {
    /// The id of the term.
    #[must_use]
    pub fn term(&self) -> &'a str {
        &self.names.terms[self.raw.term as usize]
    }
    /// The role that the term speaks for.
    #[must_use]
    pub fn role(&self) -> Role {
        self.raw.role
    }
    /// The row of the article's table.
    #[must_use]
    pub fn dimension(&self) -> Dimension {
        self.raw.dimension
    }
    /// Where it stands in the body: half-open UTF-8 byte offsets.
    #[must_use]
    pub fn span(&self) -> Range<usize> {
        self.raw.start as usize..self.raw.end as usize
    }
    /// The posting's own words, exactly the bytes of [`Evidence::span`]; `None` if left out on request.
    #[must_use]
    pub fn text(&self) -> Option<&'a str> {
        self.quoted.map(|all| &all[self.raw.quoted.0 as usize..self.raw.quoted.1 as usize])
    }
    /// The section that it stands in.
    #[must_use]
    pub fn section(&self) -> SectionKind {
        self.raw.section
    }
    /// Stated, denied, or said of somebody else.
    #[must_use]
    pub fn polarity(&self) -> Polarity {
        self.raw.polarity
    }
    /// Owned, shared or only helped with.
    #[must_use]
    pub fn ownership(&self) -> Ownership {
        self.raw.ownership
    }
    /// What it adds to each role, in thousandths.
    #[must_use]
    pub fn points(&self) -> Points {
        self.raw.points
    }
}

impl std::fmt::Debug for Evidence<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Evidence")
            .field("term", &self.term())
            .field("role", &self.role())
            .field("span", &self.span())
            .field("text", &self.text())
            .field("section", &self.section())
            .field("polarity", &self.polarity())
            .field("ownership", &self.ownership())
            .field("points", &self.points())
            .finish_non_exhaustive()
    }
}

/// What rolecall says of one posting.
///
/// ```
/// use rolecall::{Analyzer, Posting};
/// let analyzer = Analyzer::english();
/// let analysis = analyzer.analyze(&Posting::new(
///     "Product Manager",
///     "What you'll do\n\n- Own the project plan, the schedule and the budget\n- Report project status to the steering committee\n",
/// ));
/// assert_eq!(analysis.verdict().as_str(), "mismatch");
/// assert_eq!(analysis.reading().role().as_str(), "project_manager");
/// ```
#[derive(Clone, Debug)]
pub struct Analysis {
    pub(crate) id: Option<String>,
    pub(crate) title: Option<String>,
    pub(crate) verdict: Verdict,
    pub(crate) claim: Claim,
    pub(crate) reading: Reading,
    pub(crate) decisions: [DecisionReading; 3],
    pub(crate) table: Vec<Cell>,
    pub(crate) evidence: Vec<RawEvidence>,
    pub(crate) quoted: Option<String>,
    pub(crate) counterfactual: Option<Counterfactual>,
    pub(crate) notes: Vec<Note>,
    pub(crate) names: Arc<Names>,
}

impl Analysis {
    /// The posting's id.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }
    /// The posting's title.
    #[must_use]
    pub fn title(&self) -> Option<&str> {
        self.title.as_deref()
    }
    /// The reading held against the claim.
    #[must_use]
    pub const fn verdict(&self) -> Verdict {
        self.verdict
    }
    /// What the title states.
    #[must_use]
    pub const fn claim(&self) -> &Claim {
        &self.claim
    }
    /// What the text says.
    #[must_use]
    pub const fn reading(&self) -> &Reading {
        &self.reading
    }
    /// What the text says of one of the article's three decisions.
    #[must_use]
    pub const fn decision(&self, decision: Decision) -> &DecisionReading {
        &self.decisions[decision as usize]
    }
    /// The article's table, 15 cells, row by row: every [`Dimension`] with the three roles.
    #[must_use]
    pub fn table(&self) -> &[Cell] {
        &self.table
    }
    /// All evidence in the order of the text.
    pub fn evidence(&self) -> impl ExactSizeIterator<Item = Evidence<'_>> {
        self.evidence.iter().map(|raw| Evidence { names: &self.names, quoted: self.quoted.as_deref(), raw })
    }
    /// One piece of evidence, by the index that tables and decisions use.
    #[must_use]
    pub fn evidence_at(&self, index: u32) -> Option<Evidence<'_>> {
        let raw = self.evidence.get(index as usize)?;
        Some(Evidence { names: &self.names, quoted: self.quoted.as_deref(), raw })
    }
    /// The smallest change that would turn the reading; `None` if it takes more than eight pieces.
    #[must_use]
    pub const fn counterfactual(&self) -> Option<&Counterfactual> {
        self.counterfactual.as_ref()
    }
    /// What a reader should know about how the analysis was made.
    #[must_use]
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }
    /// Engine, lexicon and weights.
    #[must_use]
    pub fn versions(&self) -> &Versions {
        &self.names.versions
    }
}

impl PartialEq for Analysis {
    /// Two analyses are equal if their JSON is, whoever's names they hold.
    fn eq(&self, other: &Self) -> bool {
        self.to_doc() == other.to_doc()
    }
}

impl Eq for Analysis {}
