//! The kinds of words that rules of the context stage ask for.
//!
//! Words that carry meaning stand in the lexicon, where a user adds to them; a rule knows them by their kind alone. Words
//! that carry grammar ("the", "who", "of") stay in the rules that are made of them.

use serde::{Deserialize, Serialize};

word_enum! {
    /// What a word is to a rule of the context stage: a list of `[language.words]`. A word may be of several kinds.
    WordKind {
        /// Whoever has the job: "candidate", "employee". Asked for at the start of a sentence that tells a task of a
        /// third: "The candidate calls …".
        JobHolder = "job_holders",
        /// What stands before such a noun: "the successful candidate", "the new employee".
        HolderAdjective = "holder_adjectives",
        /// What a posting calls the job itself: "role", "post". Asked for before "holder", and in headings that ask for the
        /// work: "What the role does".
        Post = "posts",
        /// A noun that ends no job's title, in capitals as a title is: of an employer, a body, a product. Asked for where
        /// somebody with a title is told at work: "The Night Nurse checks …", and not "The Planning Department checks …".
        NoTitle = "no_titles",
        /// A verb of work by which a posting also tells what somebody must be like: "the candidate brings patience" is no
        /// task.
        QualityVerb = "quality_verbs",
        /// A verb of what one gets and does not do. Asked for in headings that ask for the work: "What you'll learn" is none.
        GainVerb = "gain_verbs",
        /// What stands before "at" and the employer's name in a heading: "Life at Acme".
        AtEmployer = "at_employers",
        /// What says that something is asked of a person, in a denial behind it that it is not: "sprint planning is not
        /// part of your role", "not required".
        Asked = "asked",
        /// What bounds a job, at the end of a heading that denies what stands under it: "Outside your remit".
        Remit = "remits",
        /// A verb before "no" that leaves nothing denied: "leave no risk out of the register".
        LetVerb = "let_verbs",
        /// A verb by which somebody sees to it that something does not happen: "ensure that no date slips" denies no date.
        EnsureVerb = "ensure_verbs",
        /// "Acting as product owner when needed": what one also is, before "as".
        ActVerb = "act_verbs",
        /// A verb by which help is given: "gives advice on the roadmap" supports. Asked for before [`Self::HelpNoun`].
        GiveVerb = "give_verbs",
        /// The help that is given.
        HelpNoun = "help_nouns",
        /// Where it ends a phrase of a class that supports: to be there with others, which is to take part in each item of
        /// the list behind it.
        AttendVerb = "attend_verbs",
        /// By what somebody is told what to do: "projects as assigned by your supervisor" are for the person to do.
        Ordered = "ordered",
        /// What tells the past, before "as" and a role's name: "experience as a product owner".
        Past = "past",
        /// Those who decide as one: "the investment committee". The subject of what they do, whatever stands before them.
        Body = "bodies",
        /// A part of the firm: the subject of what it does behind "our", "their" or "other", for the reader may belong to
        /// "the team".
        Group = "groups",
        /// Whom "who" speaks of where a name is explained: "product managers: people who …".
        People = "people",
        /// What tells where those who were just named are, or for what: "the planner based in Oslo keeps …".
        Stationed = "stationed",
        /// A stretch of time, before "sprint": "two-week sprints" are those of Scrum.
        Period = "periods",
    }
}

impl WordKind {
    /// Its bit in the mask that each word form has of its kinds.
    #[must_use]
    pub const fn bit(self) -> u64 {
        1 << self.index()
    }
}

// A bit a kind, in a mask of 64.
const _: () = assert!(WordKind::ALL.len() <= 64);
