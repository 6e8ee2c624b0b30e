//! The fifth step: the reading held against the claim.

use rolecall_lexicon::Role;

use crate::analysis::{Claim, ReadRole, Reading, Verdict};

/// What the title's claim is worth, given what the text says. The first rule that holds:
///
/// 1. The text tells too little: [`Verdict::Unclear`].
/// 2. The title claims none of the three roles: [`Verdict::NoClaim`].
/// 3. The claim is ambiguous ("PM"): a match if the text describes one of its roles, else a mismatch.
/// 4. The title names several roles: a hybrid if the text describes one of them, else a mismatch.
/// 5. The title names one role. The text describes it, alone: a match. The text describes it together with
///    another of the three, or a product manager who does the Product Owner's work: a hybrid. The text describes
///    another role and the claimed one comes second: a hybrid. Else a mismatch.
///
/// [`Role::Other`] as a secondary role never makes a hybrid: hardly any job is only one thing.
#[must_use]
pub fn verdict(claim: &Claim, reading: &Reading) -> Verdict {
    if reading.role() == ReadRole::Unclear {
        return Verdict::Unclear;
    }
    let role = reading.role().role();
    let described = |claimed: &Role| role == Some(*claimed);
    match claim.roles.as_slice() {
        [] => Verdict::NoClaim,
        roles if claim.ambiguous => pick(roles.iter().any(described), Verdict::Match),
        [claimed] => {
            let beside = reading.secondary().filter(|&second| second != Role::Other);
            if !described(claimed) {
                pick(beside == Some(*claimed), Verdict::Hybrid)
            } else if beside.is_none() && !reading.pm_as_po() {
                Verdict::Match
            } else {
                Verdict::Hybrid
            }
        }
        roles => pick(roles.iter().any(described), Verdict::Hybrid),
    }
}

fn pick(holds: bool, verdict: Verdict) -> Verdict {
    if holds { verdict } else { Verdict::Mismatch }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::{Points, ReadMode};

    const PM: ReadRole = ReadRole::ProductManager;
    const PO: ReadRole = ReadRole::ProductOwner;
    const PJ: ReadRole = ReadRole::ProjectManager;
    const OTHER: ReadRole = ReadRole::Other;
    const UNCLEAR: ReadRole = ReadRole::Unclear;

    fn claim(words: &str) -> Claim {
        let (words, ambiguous) = words.strip_suffix('?').map_or((words, false), |rest| (rest, true));
        let roles = words.split_whitespace().map(|word| match word {
            "pm" => Role::ProductManager,
            "po" => Role::ProductOwner,
            _ => Role::ProjectManager,
        });
        Claim { roles: roles.collect(), ambiguous, seniority: None }
    }

    fn reading(role: ReadRole, secondary: Option<ReadRole>, pm_as_po: bool) -> Reading {
        Reading {
            role,
            secondary: secondary.and_then(ReadRole::role),
            runner_up: None,
            margin: None,
            confidence: None,
            shares: None,
            points: Points::default(),
            base: Points::default(),
            mode: ReadMode::Neither,
            scrum: false,
            pm_as_po,
            reasons: Vec::new(),
        }
    }

    #[test]
    fn every_rule() {
        use Verdict::{Hybrid, Match, Mismatch, NoClaim, Unclear};
        // claim ("?": ambiguous), role, secondary, pm_as_po, verdict
        let cases: &[(&str, ReadRole, Option<ReadRole>, bool, Verdict)] = &[
            // Rule 1 comes before all others.
            ("pm", UNCLEAR, None, false, Unclear),
            ("pm pj?", UNCLEAR, None, false, Unclear),
            ("pm pj", UNCLEAR, None, false, Unclear),
            ("", UNCLEAR, None, false, Unclear),
            // Rule 2: whatever the text says.
            ("", PM, None, false, NoClaim),
            ("", OTHER, None, false, NoClaim),
            ("", PO, Some(PM), true, NoClaim),
            // Rule 3: neither a secondary role nor backlog work makes an ambiguous claim a hybrid.
            ("pm pj?", PM, None, false, Match),
            ("pm pj?", PJ, None, false, Match),
            ("pm pj?", PM, Some(PJ), false, Match),
            ("pm pj?", PM, Some(PO), true, Match),
            ("pm pj?", PO, None, false, Mismatch),
            ("pm pj?", PO, Some(PM), true, Mismatch),
            ("pm pj?", OTHER, Some(PM), false, Mismatch),
            // Rule 4.
            ("pm pj", PM, None, false, Hybrid),
            ("pm pj", PJ, None, false, Hybrid),
            ("pm pj", PM, Some(PJ), false, Hybrid),
            ("pm po", PO, None, true, Hybrid),
            ("pm po pj", PO, None, false, Hybrid),
            ("pm pj", PO, Some(PM), false, Mismatch),
            ("pm pj", OTHER, None, false, Mismatch),
            ("pm po", OTHER, Some(PO), false, Mismatch),
            // Rule 5: the role is the claim.
            ("pm", PM, None, false, Match),
            ("po", PO, None, false, Match),
            ("pj", PJ, None, false, Match),
            ("pm", PM, Some(OTHER), false, Match),
            ("pj", PJ, Some(OTHER), false, Match),
            ("pm", PM, Some(PO), false, Hybrid),
            ("pm", PM, Some(PJ), false, Hybrid),
            ("pj", PJ, Some(PM), false, Hybrid),
            ("pm", PM, None, true, Hybrid),
            ("pm", PM, Some(OTHER), true, Hybrid),
            ("po", PO, None, true, Hybrid),
            // Rule 5: it is not.
            ("pm", PJ, Some(PM), false, Hybrid),
            ("po", PM, Some(PO), false, Hybrid),
            ("pj", OTHER, Some(PJ), false, Hybrid),
            ("pm", PJ, None, false, Mismatch),
            ("pm", PJ, Some(PO), false, Mismatch),
            ("pm", PJ, Some(OTHER), false, Mismatch),
            ("pm", PO, None, true, Mismatch),
            ("pm", OTHER, None, false, Mismatch),
            ("po", PJ, Some(PM), false, Mismatch),
        ];
        for &(words, role, secondary, pm_as_po, expected) in cases {
            let got = verdict(&claim(words), &reading(role, secondary, pm_as_po));
            assert_eq!(got, expected, "claim {words:?}, {role} with {secondary:?}, pm_as_po {pm_as_po}");
        }
    }
}
