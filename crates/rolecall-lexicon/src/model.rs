//! What a lexicon holds once it is read and checked, and before it is compiled.
//!
//! These types are the seam between the TOML loader ([`crate::source`]) and the compiler
//! ([`crate::compile`]): the loader fills them, the compiler reads them, nothing else is shared.

use serde::{Deserialize, Serialize};

macro_rules! word_enum {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[repr(u8)]
        pub enum $name { $($(#[$vmeta])* $variant),+ }

        impl $name {
            /// All values, in the order that ties and tables use.
            pub const ALL: [$name; [$($word),+].len()] = [$($name::$variant),+];

            /// The word that stands for this value in lexicons, JSON and on screen.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $($name::$variant => $word),+ }
            }

            /// The value that `word` stands for, or `None`.
            #[must_use]
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some($name::$variant),)+ _ => None }
            }

            /// The place of this value in [`Self::ALL`].
            #[must_use]
            pub const fn index(self) -> usize { self as usize }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }
    };
}

word_enum! {
    /// The four roles of schema 1. Their order settles ties.
    Role {
        /// Answers for the success of a product.
        ProductManager = "product_manager",
        /// Answers for the clarity of a backlog.
        ProductOwner = "product_owner",
        /// Answers for the delivery of a project.
        ProjectManager = "project_manager",
        /// Answers for none of the three.
        Other = "other",
    }
}

word_enum! {
    /// The five rows of the article's table.
    Dimension {
        /// What the person answers for.
        Responsibility = "responsibility",
        /// Outcome, features, or schedule, scope and budget.
        Focus = "focus",
        /// Why and what, what next, or when and how.
        Question = "question",
        /// Long-term, sprint-based, or fixed.
        Timeframe = "timeframe",
        /// Impact, sprint goals, or on time and on budget.
        Metric = "metric",
    }
}

word_enum! {
    /// The three decisions that a product manager owns, by the article.
    Decision {
        /// What problem are we solving?
        Problem = "problem",
        /// What matters most right now?
        Priority = "priority",
        /// How do we know that this worked?
        Measure = "measure",
    }
}

word_enum! {
    /// What success is: users got value, or we shipped.
    Mode {
        /// Products continue.
        Product = "product",
        /// Projects end.
        Project = "project",
    }
}

word_enum! {
    /// What a run of a posting's body is for.
    SectionKind {
        /// What the role is, in a few sentences.
        Summary = "summary",
        /// What the person will do.
        Duties = "duties",
        /// What the person must bring.
        Requirements = "requirements",
        /// What the person may bring.
        NiceToHave = "nice_to_have",
        /// Who the employer is.
        Company = "company",
        /// What the person gets.
        Benefits = "benefits",
        /// Equal opportunity, privacy, work permits.
        Legal = "legal",
        /// Title line, how to apply, page chrome.
        Other = "other",
    }
}

word_enum! {
    /// Whose the work is, by the verb that governs a phrase.
    Ownership {
        /// "own", "define", "accountable for".
        Owns = "owns",
        /// "drive with", "partner on", "contribute equally".
        Shares = "shares",
        /// "support", "assist with", "exposure to".
        Supports = "supports",
    }
}

word_enum! {
    /// How sure a user's term is, against the fitted weight of its group.
    Strength {
        /// Half the group's weight.
        Weak = "weak",
        /// The group's weight.
        Normal = "normal",
        /// Twice the group's weight.
        Strong = "strong",
    }
}

word_enum! {
    /// What a context phrase does to the hits around it.
    ContextKind {
        /// Turns what follows in the clause into its opposite: "not", "without", "never".
        Negator = "negator",
        /// A negator's look-alike that denies nothing: "not only", "not just", "no later than".
        NotNegator = "not_negator",
        /// Sets what follows against what went before: "rather than", "instead of".
        Contrast = "contrast",
        /// Names a working relation, so a role behind it is a colleague: "work with", "report to".
        WithCounterpart = "with_counterpart",
        /// Says that the one named before is who does it: "who owns", "is responsible for".
        OwnerVerb = "owner_verb",
        /// Says that the one named behind is who does it: "owned by", "led by".
        OwnedBy = "owned_by",
        /// Opens a sentence about the posting's own person: "you will", "as our", "we are looking for".
        SelfCue = "self_cue",
        /// Somebody other than the person: "engineering team", "our PMO", "developers".
        Party = "party",
        /// A job that one has: "director", "contractor", "analyst". Somebody else's, unless the posting's own person is
        /// called so.
        Job = "job",
        /// Says that those named behind do what follows: "teach … how to", "help … to".
        Teaches = "teaches",
        /// Says that what follows goes on to somebody else: "forward … to", "pass … on to".
        PassesOn = "passes_on",
        /// Sends away those who want what the sentence says: "look elsewhere", "is not for you".
        SendsAway = "sends_away",
        /// A task's look-alike that is nobody's work: how to apply ("apply now") and labels of the page ("closing date").
        NotTask = "not_task",
    }
}

mod word_kind;

pub use word_kind::WordKind;

/// One slot of a phrase. A phrase is a sequence of them, matched word by word.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Slot {
    /// A word in lower case: matches itself, its plural, its possessive, its UK and US spellings.
    Word(String),
    /// `#`: any run of digits ("5", "10").
    Number,
    /// `[name]`: a verb of the class in any of its forms, or a coordination that holds one.
    Class(String),
    /// `{a|b}` (one of) or, when `optional`, `(a|b)` (one of, or nothing).
    Choice {
        /// The alternatives, first one first; each a sequence of [`Slot::Word`], [`Slot::Number`], [`Slot::Class`]
        /// and, between two of these, [`Slot::Join`].
        options: Vec<Vec<Slot>>,
        /// Whether the slot may be left out.
        optional: bool,
    },
    /// `…`: up to four words.
    Gap,
    /// `,` or `/`: takes no word; a comma or a slash may stand here as well as a space. Never first, never last, never
    /// beside a gap or another join.
    Join,
}

/// A phrase as written and as parsed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Phrase {
    /// The phrase as it stands in the file.
    pub text: String,
    /// Its slots. At least one is a required word (or a required choice of words); before, between and behind gaps
    /// stands a slot that is required.
    pub slots: Vec<Slot>,
}

/// A place in a lexicon file, for errors and `lexicon explain`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// The file's name as it was given to the loader.
    pub file: String,
    /// Line, counted from 1.
    pub line: u32,
}

/// A lexicon entry: what it says about a role, and in which words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    /// Stable for ever; `[a-z0-9-]`, 3 to 64 characters.
    pub id: String,
    /// The role that it speaks for.
    pub role: Role,
    /// The row of the article's table.
    pub dimension: Dimension,
    /// At least one.
    pub phrases: Vec<Phrase>,
    /// The decision that a hit says the person owns.
    pub decision: Option<Decision>,
    /// The mode that a hit speaks for.
    pub mode: Option<Mode>,
    /// Whether a hit says that the work is done in Scrum.
    pub scrum: bool,
    /// Sentences in which the term (or a longer one of its role) must become stated evidence.
    pub examples: Vec<String>,
    /// Sentences in which it must not.
    pub counter: Vec<String>,
    /// Where the phrase comes from.
    pub source: String,
    /// Only for terms without a fitted weight.
    pub strength: Strength,
    /// Where it was defined.
    pub origin: Origin,
}

/// A verb with all its forms. Each form is a sequence of lower-case words ("take ownership of").
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verb {
    /// The base form, as written.
    pub base: String,
    /// Every form, base first.
    pub forms: Vec<Vec<String>>,
}

/// A class of verbs that phrases name as `[name]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerbClass {
    /// `[a-z_]+`.
    pub name: String,
    /// Whose the work is when such a verb governs a hit; `None` says nothing.
    pub ownership: Option<Ownership>,
    /// Its verbs.
    pub verbs: Vec<Verb>,
}

/// Phrases that steer the context stage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContextRule {
    /// What they do.
    pub kind: ContextKind,
    /// The phrases.
    pub phrases: Vec<Phrase>,
}

/// The names of a role. Never evidence for it; negated they are evidence against it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleName {
    /// The term id under which a negated name is listed.
    pub id: String,
    /// The role; names of other jobs ("scrum master", "tech lead") have [`Role::Other`].
    pub role: Role,
    /// The names.
    pub phrases: Vec<Phrase>,
}

/// A phrase that looks like a term's words and is not: "work schedule", "learning budget".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FalseFriend {
    /// The phrase.
    pub phrase: Phrase,
    /// A sentence with it, for the docs and the check.
    pub example: String,
}

/// Headings that open a section.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heading {
    /// The section that it opens.
    pub section: SectionKind,
    /// The headings, as phrases.
    pub phrases: Vec<Phrase>,
}

/// Words that tell a block's section when no heading does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cue {
    /// The section that they speak for.
    pub section: SectionKind,
    /// How many votes a hit has: 1 (a hint) to 5 (settles it).
    pub votes: u8,
    /// The phrases.
    pub phrases: Vec<Phrase>,
}

/// A title and what it claims.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Title {
    /// Roles claimed: none (another job), one, or several with `ambiguous`.
    pub roles: Vec<Role>,
    /// Whether it means one of `roles` and does not say which ("PM").
    pub ambiguous: bool,
    /// The names, as phrases.
    pub phrases: Vec<Phrase>,
}

/// A level and the title words that state it ("senior": "senior", "sr").
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seniority {
    /// The level as it is reported.
    pub level: String,
    /// The words, as phrases.
    pub phrases: Vec<Phrase>,
}

/// What the text stage and the compiler must know about the language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Language {
    /// Function words of the lexicon's language.
    pub function_words: Vec<String>,
    /// Function words of other languages that are in no way words of this one; name, then words.
    pub foreign: Vec<(String, Vec<String>)>,
    /// The words of Scrum: what each is called, then all its forms ("sprint": "sprint", "sprints"). A text that uses
    /// several of them tells of work in Scrum even where no term says so.
    pub scrum: Vec<(String, Vec<String>)>,
    /// Verbs that open a task sentence, all forms that do ("own", "owning", "owns").
    pub task_verbs: Vec<Verb>,
    /// Words that a rule of the context stage asks for, by kind, each with all its forms that count.
    pub words: Vec<(WordKind, Vec<String>)>,
    /// Adverbs that may stand before a verb of a coordination ("actively", "effectively").
    pub adverbs: Vec<String>,
    /// Words whose full stop does not end a sentence, without it ("e.g", "inc", "sr").
    pub abbreviations: Vec<String>,
    /// Words with a capital inside that are one word ("JavaScript"), in lower case.
    pub camel: Vec<String>,
    /// Pairs of spellings of one word ("prioritise", "prioritize"): stems or words.
    pub spellings: Vec<(String, String)>,
    /// Irregular plurals ("criterion", "criteria").
    pub plurals: Vec<(String, String)>,
    /// The commonest words of postings, commonest first: bad anchors.
    pub common: Vec<String>,
}

/// The most verb classes that a lexicon may have: each is a bit of a mask.
pub const MAX_CLASSES: usize = 64;

/// The most foreign languages that a lexicon may know: each is a bit of a mask.
pub const MAX_FOREIGN: usize = 32;

/// The most words of Scrum that a lexicon may know: each is a bit of a mask.
pub const MAX_SCRUM: usize = 16;

/// A whole lexicon, merged and checked: what [`crate::compile`] reads.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lexicon {
    /// Terms of the four roles, in the order of files and lines.
    pub terms: Vec<Term>,
    /// Verb classes.
    pub classes: Vec<VerbClass>,
    /// Context phrases.
    pub context: Vec<ContextRule>,
    /// Role names.
    pub names: Vec<RoleName>,
    /// False friends.
    pub false_friends: Vec<FalseFriend>,
    /// Headings.
    pub headings: Vec<Heading>,
    /// Section cues.
    pub cues: Vec<Cue>,
    /// Titles.
    pub titles: Vec<Title>,
    /// Seniority words of titles.
    pub seniority: Vec<Seniority>,
    /// The language.
    pub language: Language,
}
