//! Where phrases that are not plain are found from.

use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout};

use super::table::{Table, stored};
use super::{Compiled, Form, Lists, Step, StoredStep, UNKNOWN};

/// Where a word form may stand in a pattern, so that finding the word finds the pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromBytes, IntoBytes, Immutable, KnownLayout)]
#[repr(C)]
pub struct Anchor {
    /// The bits, by [`Anchors::bit`], of its list's forms.
    pub near: u64,
    /// The bits of its guard's forms; all where the guard has none.
    pub guarded: u64,
    /// Number of the pattern.
    pub pattern: u32,
    /// Which forms may stand beside it or beyond a gap: a list of [`Anchors::lists`], where it is found by those.
    pub list: u32,
    guard_list: u32,
    guard_kind: u8,
    /// The step of the pattern.
    pub step: u8,
    /// The alternative, if the step is a choice.
    pub option: u8,
    /// The step inside the alternative.
    pub inner: u8,
}

/// What must stand among the [`FAR`] words on one side of an anchor, as far as the clause reaches. It hides no hit: a
/// phrase without it is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guard {
    /// Nothing that is known.
    None,
    /// A form of this list before it.
    Before(u32),
    /// A form of this list behind it.
    After(u32),
    /// The last word of a verb of this class before it, or of a coordination that holds one.
    VerbBefore(u8),
}

impl Anchor {
    /// An anchor that is found by its word alone.
    pub(crate) fn new(pattern: u32, step: u8, option: u8, inner: u8) -> Self {
        Anchor { near: 0, guarded: u64::MAX, pattern, list: 0, guard_list: 0, guard_kind: 0, step, option, inner }
    }

    /// What else must stand near it.
    #[must_use]
    #[inline]
    pub fn guard(&self) -> Guard {
        match self.guard_kind {
            1 => Guard::Before(self.guard_list),
            2 => Guard::After(self.guard_list),
            3 => Guard::VerbBefore(self.guard_list as u8),
            _ => Guard::None,
        }
    }

    /// Sets the bits of its list and guard; `bits` tells those of a list's forms.
    pub(crate) fn set_bits(&mut self, bits: impl Fn(u32) -> u64) {
        self.near = bits(self.list);
        self.guarded = match self.guard() {
            Guard::Before(list) | Guard::After(list) => bits(list),
            Guard::None | Guard::VerbBefore(_) => u64::MAX,
        };
    }

    pub(crate) fn set_guard(&mut self, guard: Guard) {
        (self.guard_kind, self.guard_list) = match guard {
            Guard::None => (0, 0),
            Guard::Before(list) => (1, list),
            Guard::After(list) => (2, list),
            Guard::VerbBefore(class) => (3, u32::from(class)),
        };
    }

    /// The steps of its pattern on the way back from the anchor word.
    #[inline]
    pub fn before<'l>(&self, lexicon: &'l Compiled) -> impl Iterator<Item = Step> + use<'l> {
        let steps = lexicon.steps.of(self.pattern as usize);
        let inner = &self.option_of(steps, lexicon)[..self.inner as usize];
        inner.iter().rev().chain(steps[..self.step as usize].iter().rev()).map(|step| step.read())
    }

    /// The steps of its pattern on the way forward from the anchor word.
    #[inline]
    pub fn after<'l>(&self, lexicon: &'l Compiled) -> impl Iterator<Item = Step> + use<'l> {
        let steps = lexicon.steps.of(self.pattern as usize);
        let inner = self.option_of(steps, lexicon).get(self.inner as usize + 1..).unwrap_or(&[]);
        inner.iter().chain(&steps[self.step as usize + 1..]).map(|step| step.read())
    }

    /// The alternative that it stands in, if its step is a choice.
    #[inline]
    fn option_of<'l>(&self, steps: &[StoredStep], lexicon: &'l Compiled) -> &'l [StoredStep] {
        match steps[self.step as usize].read() {
            Step::Choice(choice) => lexicon.options.of((choice.first + u32::from(self.option)) as usize),
            _ => &[],
        }
    }
}

/// Anchors by form and by what must stand beside them, so that most words cost a look at some bits.
///
/// Each pattern is under one head; none ever hides a hit, for a head lists everything that the step beside the anchor,
/// or beyond the gap beside it, can begin or end with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Anchors {
    /// For each form, which of the lists below hold it: bits of [`head`].
    pub heads: Table<u8>,
    /// Anything may stand beside them.
    pub open: Lists<Anchor>,
    /// A verb of a class must end right before them.
    pub verb_before: Lists<Anchor>,
    /// A verb of a class must begin right behind them.
    pub verb_after: Lists<Anchor>,
    /// One of their list's forms must stand right before them.
    pub word_before: Lists<Anchor>,
    /// One of their list's forms must stand right behind them.
    pub word_after: Lists<Anchor>,
    /// One of their list's forms must stand among the [`FAR`] words before them.
    pub far_before: Lists<Anchor>,
    /// One of their list's forms must stand among the [`FAR`] words behind them.
    pub far_after: Lists<Anchor>,
    /// For each form the bits, by [`Anchors::bit`], of the lists of its [`Anchors::far_before`].
    pub(crate) far_before_bits: Table<u64>,
    /// As [`Anchors::far_before_bits`], of [`Anchors::far_after`].
    pub(crate) far_after_bits: Table<u64>,
    /// Lists of forms, sorted.
    pub lists: Lists<Form>,
    /// A bit for each pair of an anchor's form and one of its list, in the order of the text, by [`Anchors::pair`].
    pub pairs: Table<u64>,
}
stored!(Anchors {
    heads,
    open,
    verb_before,
    verb_after,
    word_before,
    word_after,
    far_before,
    far_after,
    far_before_bits,
    far_after_bits,
    lists,
    pairs
});

/// The most words that a gap skips.
pub const GAP_WORDS: usize = 4;

/// How far from an anchor the word beyond a gap is looked for.
pub const FAR: usize = 8;

/// Heads under which [`Anchors`] keeps a form.
pub mod head {
    /// See [`super::Anchors::open`].
    pub const OPEN: u8 = 1;
    /// See [`super::Anchors::verb_before`].
    pub const VERB_BEFORE: u8 = 2;
    /// See [`super::Anchors::verb_after`].
    pub const VERB_AFTER: u8 = 4;
    /// See [`super::Anchors::word_before`].
    pub const WORD_BEFORE: u8 = 8;
    /// See [`super::Anchors::word_after`].
    pub const WORD_AFTER: u8 = 16;
    /// See [`super::Anchors::far_before`].
    pub const FAR_BEFORE: u8 = 32;
    /// See [`super::Anchors::far_after`].
    pub const FAR_AFTER: u8 = 64;
}

impl Anchors {
    /// One of 64 bits for a word, none for the unknown one. Eight words are asked about each that has something beyond
    /// a gap, and each anchor of a word about what stands near it; this stops most with nothing looked up.
    #[must_use]
    #[inline]
    pub const fn bit(form: Form) -> u64 {
        ((form != UNKNOWN) as u64) << (form & 63)
    }

    /// Whether a word some way before the one of form `at` may be what stands before the gap there.
    #[inline]
    pub fn may_be_far_before(&self, at: Form) -> impl Fn(Form) -> bool {
        let bits = self.far_before_bits[at as usize];
        move |before| bits & Self::bit(before) != 0 && self.may_pair(before, at)
    }

    /// Whether a word some way behind the one of form `at` may be what stands behind the gap there.
    #[inline]
    pub fn may_be_far_after(&self, at: Form) -> impl Fn(Form) -> bool {
        let bits = self.far_after_bits[at as usize];
        move |after| bits & Self::bit(after) != 0 && self.may_pair(at, after)
    }

    /// The place of a pair's bit: word of [`Anchors::pairs`] and mask.
    #[inline]
    pub(crate) fn pair(words: usize, first: Form, second: Form) -> (usize, u64) {
        let mixed = (u64::from(first) << 32 | u64::from(second)).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32;
        ((mixed >> 6) as usize & (words - 1), 1 << (mixed & 63))
    }

    /// Whether two words, in the order of the text, may be an anchor and what it needs beside it or beyond a gap.
    #[must_use]
    #[inline]
    pub fn may_pair(&self, first: Form, second: Form) -> bool {
        if self.pairs.is_empty() {
            return false;
        }
        let (word, mask) = Self::pair(self.pairs.len(), first, second);
        self.pairs[word] & mask != 0
    }

    /// Whether `form` is in the list of that number.
    #[must_use]
    #[inline]
    pub fn in_list(&self, list: u32, form: Form) -> bool {
        let forms = self.lists.of(list as usize);
        if forms.len() <= 8 { forms.contains(&form) } else { forms.binary_search(&form).is_ok() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guards_come_back_as_they_were() {
        for guard in [Guard::None, Guard::Before(7), Guard::After(90_000), Guard::VerbBefore(63)] {
            let mut anchor = Anchor::new(70_000, 1, 2, 3);
            anchor.set_guard(guard);
            assert_eq!(anchor.guard(), guard);
        }
    }
}
