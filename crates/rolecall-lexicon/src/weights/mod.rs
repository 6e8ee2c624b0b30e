//! The weights: what `cargo xtask fit` learned from labelled postings, in whole numbers.
//!
//! A [`Weights`] is data and nothing else. It is written as TOML ([`Weights::to_toml`]) so that a diff of two fits
//! can be read line by line, read back by a strict loader ([`Weights::from_toml`]), and compiled into the shipped
//! lexicon with serde. How it turns findings into points is the business of `rolecall::score`; the meaning of each
//! number is told here.
//!
//! Units: weights and points are thousandths ("milli-points"), multipliers are thousandths of one, shares and
//! confidences are whole percent.

mod curve;
#[cfg(feature = "toml")]
mod text;

use serde::{Deserialize, Serialize};

use crate::model::{Decision, Dimension, Mode, Role, SectionKind, Strength};

pub use curve::{Amounts, ConfidenceRow, ConfidenceTable, Curve, ShareCurve};
#[cfg(feature = "toml")]
pub use text::WeightsError;

/// One whole number for each role, in the order of [`Role::ALL`], in thousandths.
pub type RoleWeights = [i32; 4];

/// How often a term may earn points in one section: the third hit is the last one.
pub const REPETITIONS: usize = 3;

/// Bare task sentences that count for `other`; more add nothing.
pub const BARE_TASKS_CAP: u32 = 20;

/// Largest weight or multiplier that a file may hold, in either direction, in thousandths.
///
/// It keeps every sum far from the ends of `i64`, whatever the file says.
pub const LARGEST: i32 = 1_000_000;

/// All that the score stage knows from labelled postings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Weights {
    /// Hash of the lexicon that the weights were fitted with, in hex; empty for [`Weights::neutral`].
    pub lexicon: String,
    /// Points of a text in which nothing was found.
    pub prior: RoleWeights,
    /// What each bare task sentence adds to `other`, up to [`BARE_TASKS_CAP`] of them.
    pub bare_task: i32,
    /// Weights of terms without a fitted weight: `groups[role][dimension]`.
    pub groups: [[RoleWeights; 5]; 4],
    /// The fitted weights: term id and weights, sorted by id.
    pub terms: Vec<(String, RoleWeights)>,
    /// How much a stated hit counts, by section and ownership, in thousandths: `places[section][ownership]`.
    pub places: [[i32; 3]; 8],
    /// How much of a term's weight for its own role a denied hit takes away from that role, in thousandths.
    pub negated: i32,
    /// How much of a term's weight for its own role a hit about somebody else takes away from it, in thousandths.
    pub someone_else: i32,
    /// How much the first, second and third hit of a term in one section count, in thousandths.
    pub repetition: [i32; REPETITIONS],
    /// How much each piece counts by how much stated evidence the text has, in thousandths: one thousandth of the
    /// index is a thousandth of a piece that counts fully. A long text says everything more often than a short one.
    pub dilution: Curve,
    /// How the four totals, and the terms that speak for each role, become shares.
    pub shares: ShareCurve,
    /// How margin and amount of evidence become confidence.
    pub confidence: ConfidenceTable,
    /// When a reading is `unclear`, of neither mode, or a product manager doing a Product Owner's work.
    pub bounds: Bounds,
    /// Where the numbers come from.
    pub provenance: Provenance,
}

/// Fitted bounds of the rules that follow the points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bounds {
    /// With fewer task sentences than this, and too little stated evidence where duties stand, a text is `unclear`.
    pub tasks: u32,
    /// How many pieces of such evidence a text needs: one for every [`Bounds::WORDS_A_PIECE`] words, at least one, and
    /// no more than this.
    pub pieces: u32,
    /// In a text of role `other`: the part of all evidence's points that the terms marked with a mode must have given,
    /// in thousandths, for that mode to be named.
    pub mode: i32,
    /// The rule for `pm_as_po`.
    pub pm_as_po: PmAsPo,
}

/// The rule for `pm_as_po`: true when the weighted sum reaches `bound`.
///
/// The sum is `product_manager` times that share in percent (at most [`PmAsPo::SHARE_CAP`]), plus `product_owner` times
/// that share (likewise), plus `owned`
/// times the number of the Product Owner's owned pieces of evidence in summary and duties (at most
/// [`PmAsPo::OWNED_CAP`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PmAsPo {
    /// Times the Product Manager's share in percent.
    pub product_manager: i32,
    /// Times the Product Owner's share in percent.
    pub product_owner: i32,
    /// Times the number of owned pieces of evidence.
    pub owned: i32,
    /// What the sum must reach.
    pub bound: i32,
}

impl Bounds {
    /// A text that tells what the person does has a piece of evidence, and a task, in so many words at the very least.
    pub const WORDS_A_PIECE: u32 = 40;

    /// How many pieces of stated evidence where duties stand keep a text of so many words from being `unclear`.
    #[must_use]
    pub const fn pieces_needed(&self, words: u32) -> u32 {
        let needed = Self::by_length(words, self.pieces);
        if needed == 0 { 1 } else { needed }
    }

    /// How many task sentences keep a text of so many words from being `unclear`.
    #[must_use]
    pub const fn tasks_needed(&self, words: u32) -> u32 {
        Self::by_length(words, self.tasks)
    }

    /// A short text can't tell as much as a long one.
    const fn by_length(words: u32, most: u32) -> u32 {
        let needed = 1 + words / Self::WORDS_A_PIECE;
        if needed < most { needed } else { most }
    }
}

impl PmAsPo {
    /// Owned pieces of evidence that count; more add nothing.
    pub const OWNED_CAP: u32 = 6;

    /// Percent of a share that count: the rule asks whether both jobs are there, not which is larger. In train no
    /// posting with a tenth or less of either is `pm_as_po`, and nearly all with three tenths of both are.
    pub const SHARE_CAP: u8 = 30;

    /// Percent that the Product Manager's share must have: a Product Owner's posting with nothing of the other job is
    /// just that. Out of fold F1 rose from 0.55 to 0.58 with it.
    pub const PRODUCT_FLOOR: u8 = 10;
}

/// Where weights come from: enough to fit them again, and to tell whether they saw a posting.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provenance {
    /// What the fit was called with, as `name = value`, in order.
    pub settings: Vec<(String, String)>,
    /// How well it did on postings that it had not seen (out of fold), as `name = value`, in order.
    pub figures: Vec<(String, String)>,
    /// The postings that the fit saw, as [`posting_hash`], ascending.
    pub postings: Vec<u64>,
}

impl Provenance {
    /// Whether the fit saw this text.
    #[must_use]
    pub fn saw(&self, body: &str) -> bool {
        self.postings.binary_search(&posting_hash(body)).is_ok()
    }
}

impl<'a> From<&'a crate::compiled::CompiledTerm> for TermInfo<'a> {
    fn from(info: &'a crate::compiled::CompiledTerm) -> Self {
        TermInfo {
            id: &info.id,
            role: info.role,
            dimension: info.dimension,
            decision: info.decision,
            mode: info.mode,
            strength: info.strength,
            is_name: info.is_name,
        }
    }
}

/// Why bytes are no weights.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WeightsDecodeError {
    /// They were not written by [`Weights::to_bytes`] of this version.
    #[error("not the weights of this version of rolecall: {0}; build the lexicon crate again")]
    Format(#[from] postcard::Error),
    /// They hold numbers out of their bounds.
    #[error("unsound weights: {0}; fit them again")]
    Unsound(String),
}

/// The hash by which [`Provenance`] knows a posting: XXH3-64 of its body, byte for byte.
#[must_use]
pub fn posting_hash(body: &str) -> u64 {
    xxhash_rust::xxh3::xxh3_64(body.as_bytes())
}

/// What the score stage must know of a term: the compiled lexicon hands these over in the order of its indexes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TermInfo<'a> {
    /// The term's id, or the id of a role's name.
    pub id: &'a str,
    /// The role that it speaks for.
    pub role: Role,
    /// The row of the article's table.
    pub dimension: Dimension,
    /// The decision that a hit says the person owns.
    pub decision: Option<Decision>,
    /// The mode that a hit speaks for.
    pub mode: Option<Mode>,
    /// Scales the group's weight of a term without a fitted one.
    pub strength: Strength,
    /// Whether it is the name of a role: evidence only when negated.
    pub is_name: bool,
}

impl Weights {
    /// Weights that nobody fitted: each term speaks with one point for its own role, wherever it stands.
    ///
    /// For tests, and for the first fit of a new lexicon. Shares and confidence follow plain curves.
    #[must_use]
    pub fn neutral() -> Self {
        let mut groups = [[[0; 4]; 5]; 4];
        for (role, rows) in groups.iter_mut().enumerate() {
            for row in rows {
                row[role] = 1_000;
            }
        }
        let place = |section: SectionKind| match section {
            SectionKind::Summary | SectionKind::Duties => [1_000, 750, 500],
            SectionKind::Requirements => [500, 500, 500],
            SectionKind::NiceToHave => [250, 250, 250],
            SectionKind::Company | SectionKind::Benefits | SectionKind::Legal | SectionKind::Other => [0, 0, 0],
        };
        Weights {
            lexicon: String::new(),
            prior: [0, 0, 0, 100],
            bare_task: 100,
            groups,
            terms: Vec::new(),
            places: SectionKind::ALL.map(place),
            negated: 1_000,
            someone_else: 0,
            repetition: [1_000, 500, 250],
            dilution: Curve { step: 1_000, values: vec![1_000] },
            shares: ShareCurve::neutral(),
            confidence: ConfidenceTable::neutral(),
            bounds: Bounds {
                tasks: 2,
                pieces: 1,
                mode: 500,
                pm_as_po: PmAsPo { product_manager: 0, product_owner: 2, owned: 10, bound: 50 },
            },
            provenance: Provenance::default(),
        }
    }

    /// The weights of a term: its fitted ones, or its group's scaled by its strength.
    ///
    /// ```
    /// use rolecall_lexicon::weights::{TermInfo, Weights};
    /// use rolecall_lexicon::{Dimension, Role, Strength};
    ///
    /// let term = TermInfo {
    ///     id: "chart-the-course", role: Role::ProductManager, dimension: Dimension::Question,
    ///     decision: None, mode: None, strength: Strength::Strong, is_name: false,
    /// };
    /// assert_eq!(Weights::neutral().of(&term), [2_000, 0, 0, 0]);
    /// ```
    #[must_use]
    pub fn of(&self, term: &TermInfo<'_>) -> RoleWeights {
        if let Ok(place) = self.terms.binary_search_by(|(id, _)| id.as_str().cmp(term.id)) {
            return self.terms[place].1;
        }
        let group = self.groups[term.role.index()][term.dimension.index()];
        match term.strength {
            Strength::Weak => group.map(|points| points / 2),
            Strength::Normal => group,
            Strength::Strong => group.map(|points| points.saturating_mul(2)),
        }
    }

    /// The weights as bytes, for the shipped lexicon.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        // Whole numbers, strings and lists of them always serialize; there is no other way to fail.
        postcard::to_stdvec(self).unwrap_or_default()
    }

    /// Reads what [`Weights::to_bytes`] wrote.
    ///
    /// # Errors
    /// [`WeightsDecodeError`] for other bytes, or for numbers that [`Weights::check`] refuses.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, WeightsDecodeError> {
        let weights: Self = postcard::from_bytes(bytes)?;
        weights.check().map_err(WeightsDecodeError::Unsound)?;
        Ok(weights)
    }

    /// The hash of everything that the score depends on, as 32 hex digits.
    ///
    /// Provenance counts too: weights that saw other postings are other weights.
    #[must_use]
    pub fn hash(&self) -> String {
        format!("{:032x}", xxhash_rust::xxh3::xxh3_128(&self.to_bytes()))
    }

    /// What is wrong with the numbers, if anything: the strict loader refuses such a file.
    ///
    /// # Errors
    /// A sentence that names the field and says what it must hold.
    pub fn check(&self) -> Result<(), String> {
        let all = self
            .prior
            .iter()
            .chain([&self.bare_task, &self.negated, &self.someone_else, &self.bounds.mode])
            .chain(self.groups.iter().flatten().flatten())
            .chain(self.terms.iter().flat_map(|(_, weights)| weights))
            .chain(self.places.iter().flatten())
            .chain(&self.repetition);
        if let Some(number) = all.into_iter().find(|number| number.unsigned_abs() > LARGEST as u32) {
            return Err(format!("the number {number} is larger than {LARGEST}, the largest that weights may hold"));
        }
        if let Some(pair) = self.terms.windows(2).find(|pair| pair[0].0 >= pair[1].0) {
            return Err(format!("terms: `{}` must come before `{}`; each id once, sorted", pair[1].0, pair[0].0));
        }
        let rule = &self.bounds.pm_as_po;
        if [rule.product_manager, rule.product_owner, rule.owned, rule.bound]
            .iter()
            .any(|n| n.unsigned_abs() > LARGEST as u32)
        {
            return Err(format!("bounds.pm_as_po: no number may be larger than {LARGEST}"));
        }
        for (name, value, most) in [
            ("negated", self.negated, LARGEST),
            ("someone_else", self.someone_else, LARGEST),
            ("repetition", self.repetition[0], LARGEST),
        ] {
            if !(0..=most).contains(&value) {
                return Err(format!("{name}: must be zero or more, found {value}"));
            }
        }
        if !self.provenance.postings.is_sorted() {
            return Err("provenance.postings: must be ascending".to_owned());
        }
        self.dilution.check("dilution", true, LARGEST as u32 / 10)?;
        self.shares.check()?;
        self.confidence.check()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Change = fn(&mut Weights);

    fn term(id: &str, strength: Strength) -> TermInfo<'_> {
        TermInfo {
            id,
            role: Role::ProjectManager,
            dimension: Dimension::Metric,
            decision: None,
            mode: None,
            strength,
            is_name: false,
        }
    }

    #[test]
    fn a_fitted_term_has_its_own_weights_and_another_its_groups() {
        let mut weights = Weights::neutral();
        weights.terms = vec![("on-budget".into(), [-10, 0, 2_500, 40]), ("on-time".into(), [1, 2, 3, 4])];
        let cases = [
            (term("on-budget", Strength::Weak), [-10, 0, 2_500, 40]),
            (term("on-time", Strength::Strong), [1, 2, 3, 4]),
            (term("on-scope", Strength::Weak), [0, 0, 500, 0]),
            (term("on-scope", Strength::Normal), [0, 0, 1_000, 0]),
            (term("on-scope", Strength::Strong), [0, 0, 2_000, 0]),
        ];
        for (term, expected) in cases {
            assert_eq!(weights.of(&term), expected, "{term:?}");
        }
    }

    #[test]
    fn the_hash_changes_with_any_number() {
        let base = Weights::neutral();
        let changes: [Change; 6] = [
            |w| w.prior[1] += 1,
            |w| w.groups[3][4][2] -= 1,
            |w| w.places[1][0] += 1,
            |w| w.bounds.pm_as_po.bound += 1,
            |w| w.terms.push(("a-term".into(), [0; 4])),
            |w| w.provenance.postings.push(7),
        ];
        assert_eq!(base.hash(), Weights::neutral().hash());
        for change in changes {
            let mut other = base.clone();
            change(&mut other);
            assert_ne!(base.hash(), other.hash());
        }
    }

    #[test]
    fn neutral_weights_are_sound_and_unsound_ones_are_told() {
        assert_eq!(Weights::neutral().check(), Ok(()));
        let faults: [(&str, Change); 5] = [
            ("larger than", |w| w.prior[0] = LARGEST + 1),
            ("sorted", |w| w.terms = vec![("b-term".into(), [0; 4]), ("a-term".into(), [0; 4])]),
            ("negated", |w| w.negated = -1),
            ("ascending", |w| w.provenance.postings = vec![2, 1]),
            ("shares", |w| w.shares.curve.values = vec![1, 2]),
        ];
        for (word, fault) in faults {
            let mut weights = Weights::neutral();
            fault(&mut weights);
            let message = weights.check().expect_err(word);
            assert!(message.contains(word), "{message}");
        }
    }

    #[test]
    fn bytes_are_read_again_and_others_refused() {
        let mut weights = Weights::neutral();
        let bytes = weights.to_bytes();
        assert_eq!(Weights::from_bytes(&bytes), Ok(weights.clone()));
        assert!(matches!(Weights::from_bytes(&bytes[..bytes.len() / 2]), Err(WeightsDecodeError::Format(_))));
        weights.negated = -1;
        assert!(matches!(Weights::from_bytes(&weights.to_bytes()), Err(WeightsDecodeError::Unsound(_))));
    }

    #[test]
    fn provenance_knows_the_texts_that_it_saw() {
        let mut seen = Provenance { postings: vec![posting_hash("b"), posting_hash("a")], ..Provenance::default() };
        seen.postings.sort_unstable();
        assert!(seen.saw("a") && seen.saw("b") && !seen.saw("a "));
    }
}
