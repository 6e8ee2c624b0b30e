//! Phrases that are plain sequences of words, as one automaton over word forms.
//!
//! It reads a text from one word on and stops at the first word that no phrase goes on with, one look at a table a
//! word. Started at every word it finds all hits in the order of the text. It is deterministic over *words*, not
//! bytes, so that alternatives and optional words cost nothing when it runs, and stays small: ten thousand states for
//! the English lexicon.
//!
//! States are numbers, zero the dead one. All rows lie in one array, each state's at a place of its own where its
//! words fall between those of others; a slot names the state that it belongs to.

use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout};

use super::table::{Table, stored};
use super::{Form, Lists, UNKNOWN};

/// A state of an [`Automaton`].
pub type State = u16;

/// The state from which nothing is found.
pub const DEAD: State = 0;

/// What is found when a state is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, FromBytes, IntoBytes, Immutable, KnownLayout)]
#[repr(C)]
pub struct Accept {
    /// Number of the pattern, or of the automaton of verbs a number of [`super::LongVerbs`].
    pub pattern: u32,
    /// One more than the class; zero for none.
    class: u32,
}

impl Accept {
    pub(crate) fn new(pattern: u32, class: Option<u8>) -> Self {
        Accept { pattern, class: class.map_or(0, |class| u32::from(class) + 1) }
    }

    /// The class of which a verb must end right before the first word, if any.
    #[must_use]
    #[inline]
    pub fn class(&self) -> Option<u8> {
        self.class.checked_sub(1).map(|class| class as u8)
    }
}

/// What is known of a state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, FromBytes, IntoBytes, Immutable, KnownLayout)]
#[repr(C)]
pub(crate) struct Info {
    /// The bits, by [`Info::bit`], of the words that go on.
    pub(crate) follow: u64,
    /// Where its row begins: the slot of form zero.
    pub(crate) row: u32,
    /// The state that is left when a comma stands before the next word.
    pub(crate) loose: State,
    pub(crate) spare: u16,
}

impl Info {
    /// One of 64 bits for a word.
    #[inline]
    pub(crate) const fn bit(form: Form) -> u64 {
        1 << (form & 63)
    }
}

/// Phrases as an automaton over word forms.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Automaton {
    /// The state after a first word, by form.
    pub(crate) heads: Table<State>,
    /// The state after the word behind a verb, by form.
    pub(crate) tails: Table<State>,
    pub(crate) states: Table<Info>,
    /// By state. Those that find something have the first numbers, so that most words end here without a look at it.
    pub(crate) accepts: Lists<Accept>,
    /// The state that a slot belongs to in the upper half, the state that it leads to in the lower.
    pub(crate) slots: Table<u32>,
}
stored!(Automaton { heads, tails, states, accepts, slots });

impl Automaton {
    /// The state after a first word. `number`: whether the word is one.
    #[must_use]
    #[inline]
    pub fn head(&self, form: Form, number: bool) -> State {
        Self::root(&self.heads, form, number)
    }

    /// The state after the word behind a verb, for phrases that begin with a class.
    #[must_use]
    #[inline]
    pub fn tail(&self, form: Form, number: bool) -> State {
        Self::root(&self.tails, form, number)
    }

    #[inline]
    fn root(roots: &[State], form: Form, number: bool) -> State {
        if form == UNKNOWN && !number {
            return DEAD;
        }
        let of = |form: Form| roots.get(form as usize).copied().unwrap_or(DEAD);
        match of(form) {
            // The unknown form stands for any number.
            DEAD if number => of(UNKNOWN),
            state => state,
        }
    }

    /// The state after one more word.
    #[must_use]
    #[inline]
    pub fn next(&self, state: State, form: Form, number: bool) -> State {
        if form == UNKNOWN && !number {
            return DEAD;
        }
        let Info { row, follow, .. } = self.states[state as usize];
        let of = |form: Form| match self.slots.get((row + form) as usize) {
            Some(&slot) if slot >> 16 == u32::from(state) => slot as State,
            _ => DEAD,
        };
        // Most words do not go on with most states, and the slot is far away.
        let of = |form: Form| if follow & Info::bit(form) != 0 { of(form) } else { DEAD };
        match of(form) {
            DEAD if number => of(UNKNOWN),
            state => state,
        }
    }

    /// [`Automaton::next`] without a branch on what it finds, so that a loop over many words waits for none of them.
    #[must_use]
    #[inline]
    pub fn next_quick(&self, state: State, form: Form, number: bool) -> State {
        if number {
            return self.next(state, form, true);
        }
        let Info { row, follow, .. } = self.states[state as usize];
        // Where the bits say that the word does not go on, the first slot is looked at, which is always near, for a
        // state that there is not.
        let may_follow = (follow >> (form & 63)) as u32 & u32::from(form != UNKNOWN);
        let slot = self.slots.get(((row + form) & may_follow.wrapping_neg()) as usize).copied().unwrap_or(0);
        let of_state = u32::from(state) | (may_follow ^ 1) << 16;
        slot as State * State::from(slot >> 16 == of_state)
    }

    /// What is left of a state when a comma or the like stands before the next word.
    #[must_use]
    #[inline]
    pub fn loose(&self, state: State) -> State {
        self.states[state as usize].loose
    }

    /// What is found when this state is reached, sorted by pattern.
    #[must_use]
    #[inline]
    pub fn accepts(&self, state: State) -> &[Accept] {
        self.accepts.of(usize::from(state))
    }

    /// How many states it has, the dead one included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.states.len()
    }

    /// Whether it finds nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.states.len() <= 1
    }
}
