//! What the fit is called with: everything that is chosen by cross-validation, and the mix.

use std::path::Path;

use anyhow::{Context as _, ensure};
use rolecall_lexicon::SectionKind;
use rolecall_lexicon::weights::{Curve, Weights};
use serde::{Deserialize, Serialize};

/// The ridges of the fit's levels; larger shrinks more.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Ridge {
    /// Of the prior and of what quotes say.
    pub(crate) prior: f64,
    /// Of what all terms of a role share.
    pub(crate) role: f64,
    /// Of what all terms of a role and dimension share.
    pub(crate) group: f64,
    /// Of what a term has for itself.
    pub(crate) term: f64,
    /// Of what a term's weight for another role exceeds the one for its own.
    pub(crate) order: f64,
}

/// All settings.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Settings {
    /// Decides which employers meet in a fold.
    pub(crate) seed: u64,
    /// How much of the target are the reader's shares; the rest is the primary role.
    pub(crate) soft: f64,
    /// How far labelled postings are weighted to the mix: 0 not at all, 1 fully.
    pub(crate) reweight: f64,
    /// How many postings a text that tells nothing counts as, with `other` for its role: what no evidence speaks for is
    /// none of the three. Labelled postings always tell something, so that the prior alone never was asked.
    pub(crate) silent: f64,
    /// The ridges.
    pub(crate) ridge: Ridge,
    /// How much the first, second and third hit of a term in a section count, in thousandths.
    pub(crate) repetition: [i32; 3],
    /// How much denied evidence takes away, in thousandths.
    pub(crate) negated: i32,
    /// How much evidence about somebody else takes away, in thousandths.
    pub(crate) someone_else: i32,
    /// How much shared and supporting work count against owned work, in thousandths.
    pub(crate) shares: i32,
    /// See `shares`.
    pub(crate) supports: i32,
    /// What a bare task sentence adds to `other`, in thousandths of a point.
    pub(crate) bare_task: i32,
    /// How each piece counts less the more there are.
    pub(crate) dilution: Dilution,
    /// How much each section counts against duties, in thousandths.
    pub(crate) sections: Sections,
}

/// Each of `n` pieces counts `((TYPICAL + after) / (n + after)) ^ power`.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Dilution {
    /// Pieces after which it sets in.
    pub(crate) after: f64,
    /// 0 for none; 1 makes the sum of all pieces the same for all long texts.
    pub(crate) power: f64,
}

/// Pieces of evidence in a text in which each counts as one.
const TYPICAL: f64 = 12.0;

/// How much each section counts, in thousandths.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sections {
    pub(crate) summary: i32,
    pub(crate) duties: i32,
    pub(crate) requirements: i32,
    pub(crate) nice_to_have: i32,
    pub(crate) company: i32,
    pub(crate) benefits: i32,
    pub(crate) legal: i32,
    pub(crate) other: i32,
}

/// The mix of roles that the weights are fitted for; sums to 1.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct MixFile {
    product_manager: f64,
    product_owner: f64,
    project_manager: f64,
    other: f64,
}

impl Sections {
    const fn of(&self, section: SectionKind) -> i32 {
        match section {
            SectionKind::Summary => self.summary,
            SectionKind::Duties => self.duties,
            SectionKind::Requirements => self.requirements,
            SectionKind::NiceToHave => self.nice_to_have,
            SectionKind::Company => self.company,
            SectionKind::Benefits => self.benefits,
            SectionKind::Legal => self.legal,
            SectionKind::Other => self.other,
        }
    }
}

impl Settings {
    /// Reads the settings file.
    pub(crate) fn read(path: &Path) -> anyhow::Result<Self> {
        let text = std::fs::read_to_string(path).with_context(|| format!("{}: can't be read", path.display()))?;
        toml::from_str(&text).with_context(|| format!("{}: not the settings of a fit", path.display()))
    }

    /// Writes the settings file.
    pub(crate) fn write(&self, path: &Path) -> anyhow::Result<()> {
        let head =
            "# Settings of `cargo xtask fit`, chosen by cross-validation inside train (`cargo xtask fit --search`).\n";
        let text = format!("{head}{}", toml::to_string(self)?);
        std::fs::write(path, text).with_context(|| format!("{}: can't be written", path.display()))
    }

    /// Puts the form of the score into the weights: places, repetition, denial.
    pub(crate) fn form(&self, weights: &mut Weights) {
        for section in SectionKind::ALL {
            weights.places[section.index()] =
                [1_000, self.shares, self.supports].map(|ownership| self.sections.of(section) * ownership / 1_000);
        }
        weights.repetition = self.repetition;
        weights.negated = self.negated;
        weights.someone_else = self.someone_else;
        weights.bare_task = self.bare_task;
        let Dilution { after, power } = self.dilution;
        let value =
            |pieces: u32| (1_000.0 * libm::pow((TYPICAL + after) / (f64::from(pieces) + after), power)).round() as u32;
        weights.dilution = Curve { step: 1_000, values: (0..=100).map(value).collect() };
    }

    /// The settings as the pairs that provenance keeps.
    pub(crate) fn pairs(&self) -> Vec<(String, String)> {
        let Ridge { prior, role, group, term, order } = self.ridge;
        [
            ("seed", self.seed.to_string()),
            ("soft", self.soft.to_string()),
            ("reweight", self.reweight.to_string()),
            ("silent", self.silent.to_string()),
            ("dilution", format!("after {}, power {}", self.dilution.after, self.dilution.power)),
            ("ridge", format!("prior {prior}, role {role}, group {group}, term {term}, order {order}")),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .to_vec()
    }
}

/// Reads the mix.
pub(crate) fn read_mix(path: &Path) -> anyhow::Result<[f64; 4]> {
    let text = std::fs::read_to_string(path).with_context(|| format!("{}: can't be read", path.display()))?;
    let mix: MixFile = toml::from_str(&text).with_context(|| format!("{}: not a mix of roles", path.display()))?;
    let mix = [mix.product_manager, mix.product_owner, mix.project_manager, mix.other];
    let sum: f64 = mix.iter().sum();
    ensure!((sum - 1.0).abs() < 1e-9, "{}: the four parts must sum to 1, not {sum}", path.display());
    Ok(mix)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked_in() -> Settings {
        toml::from_str(include_str!("../../fit.toml")).expect("the checked-in settings")
    }

    #[test]
    fn settings_are_read_as_they_are_written_and_strictly() {
        let text = toml::to_string(&checked_in()).expect("settings have a text");
        assert_eq!(toml::from_str::<Settings>(&text).as_ref(), Ok(&checked_in()));
        assert!(toml::from_str::<Settings>(&format!("sead = 1\n{text}")).is_err());
    }

    #[test]
    fn the_form_is_sound_and_counts_company_benefits_and_legal_text_nothing() {
        let mut weights = Weights::neutral();
        checked_in().form(&mut weights);
        assert_eq!(weights.check(), Ok(()));
        for section in [SectionKind::Company, SectionKind::Benefits, SectionKind::Legal] {
            assert_eq!(weights.places[section.index()], [0; 3]);
        }
    }
}
