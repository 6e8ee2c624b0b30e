//! Which of the titles found in a title stay, and what they claim together.

use std::cmp::Reverse;
use std::ops::Range;

use rolecall_lexicon::Role;

use crate::analysis::Claim;

/// A title of the lexicon, found in a title.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TitleHit<'l> {
    /// Its words, by number.
    pub span: Range<u32>,
    /// The roles that it claims: none for another job.
    pub roles: &'l [Role],
    /// Whether it means one of them and does not say which.
    pub ambiguous: bool,
}

/// A level of the lexicon, found in a title.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LevelHit<'l> {
    /// Its words, by number.
    pub span: Range<u32>,
    /// The level as it is reported.
    pub level: &'l str,
}

/// What these hits claim together.
///
/// Where hits share a word the longer stays, then the earlier, then the one that was given first. Every role that a
/// hit names plainly is claimed. An ambiguous hit next to a plain one that names one of its roles only abbreviates it
/// ("Product Manager (PM)"); next to one that names another role it adds its own. The claim is ambiguous when
/// nothing was named plainly. The level is the one of the first level hit that stays, whether or not its words belong
/// to a title too ("lead product manager").
#[must_use]
pub fn settle(titles: Vec<TitleHit<'_>>, levels: Vec<LevelHit<'_>>) -> Claim {
    let titles = longest(titles, |hit| &hit.span);
    let levels = longest(levels, |hit| &hit.span);
    let plain: Vec<Role> = titles.iter().filter(|hit| !hit.ambiguous).flat_map(|hit| hit.roles).copied().collect();
    let adds = titles.iter().filter(|hit| hit.ambiguous && !hit.roles.iter().any(|role| plain.contains(role)));
    let ambiguous = plain.is_empty() && adds.clone().next().is_some();
    let mut roles: Vec<Role> = adds.flat_map(|hit| hit.roles).copied().collect();
    roles.extend(plain);
    roles.sort_unstable();
    roles.dedup();
    Claim { roles, ambiguous, seniority: levels.first().map(|hit| hit.level.to_owned()) }
}

/// The hits that stay, in the order of the text.
fn longest<T>(mut hits: Vec<T>, span: impl Fn(&T) -> &Range<u32>) -> Vec<T> {
    hits.sort_by_key(|hit| (Reverse(span(hit).len()), span(hit).start));
    let mut kept: Vec<T> = Vec::new();
    for hit in hits {
        let free = |other: &T| span(other).end <= span(&hit).start || span(&hit).end <= span(other).start;
        if kept.iter().all(free) {
            kept.push(hit);
        }
    }
    kept.sort_by_key(|hit| span(hit).start);
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    const PM: &[Role] = &[Role::ProductManager];
    const PO: &[Role] = &[Role::ProductOwner];
    const PJ: &[Role] = &[Role::ProjectManager];
    const PM_OR_PJ: &[Role] = &[Role::ProductManager, Role::ProjectManager];

    #[test]
    fn what_stays() {
        // Title, hits (words, roles, ambiguous), roles of the claim, whether it is ambiguous.
        type Case<'a> = (&'a str, &'a [(Range<u32>, &'a [Role], bool)], &'a [Role], bool);
        let cases: &[Case<'_>] = &[
            ("Gardener", &[], &[], false),
            ("Product Manager", &[(0..2, PM, false)], PM, false),
            // The longest stays, whichever comes first.
            ("Product Marketing Manager", &[(0..3, &[], false)], &[], false),
            ("Product Manager Assistant", &[(0..2, PM, false), (0..3, &[], false)], &[], false),
            ("Technical Product Manager", &[(0..3, PM, false), (1..3, PM, false)], PM, false),
            ("Assistant to the Product Manager", &[(0..5, &[], false), (3..5, PM, false)], &[], false),
            // Another job beside a role takes nothing away.
            ("Business Analyst / Product Owner", &[(0..2, &[], false), (2..4, PO, false)], PO, false),
            ("Product Manager, Data Engineer tools", &[(0..2, PM, false), (2..4, &[], false)], PM, false),
            // Two roles.
            ("Project Manager / Product Manager", &[(0..2, PJ, false), (2..4, PM, false)], PM_OR_PJ, false),
            // Ambiguous alone, explained, and beside another role.
            ("PM", &[(0..1, PM_OR_PJ, true)], PM_OR_PJ, true),
            ("PM (Product Manager)", &[(0..1, PM_OR_PJ, true), (1..3, PM, false)], PM, false),
            ("Project Manager (PM)", &[(0..2, PJ, false), (2..3, PM_OR_PJ, true)], PJ, false),
            ("PM / Product Owner", &[(0..1, PM_OR_PJ, true), (1..3, PO, false)], &Role::ALL[..3], false),
            ("PM, Technical PM", &[(0..1, PM_OR_PJ, true), (1..3, PM_OR_PJ, true)], PM_OR_PJ, true),
            ("PM nurse", &[(0..1, PM_OR_PJ, true), (0..2, &[], false)], &[], false),
        ];
        for (title, hits, roles, ambiguous) in cases {
            let hits = hits.iter().cloned().map(|(span, roles, ambiguous)| TitleHit { span, roles, ambiguous });
            let claim = settle(hits.collect(), Vec::new());
            assert_eq!((claim.roles.as_slice(), claim.ambiguous), (*roles, *ambiguous), "{title}");
        }
    }

    #[test]
    fn which_level() {
        // Title, level hits, level of the claim.
        type Case<'a> = (&'a str, &'a [(Range<u32>, &'a str)], Option<&'a str>);
        let cases: &[Case<'_>] = &[
            ("Product Manager", &[], None),
            ("Sr. Product Manager", &[(0..1, "senior")], Some("senior")),
            ("Senior Director, Product", &[(0..1, "senior"), (1..2, "director"), (0..2, "director")], Some("director")),
            ("Group Product Lead", &[(2..3, "lead"), (0..1, "group")], Some("group")),
        ];
        for (title, hits, level) in cases {
            let hits = hits.iter().cloned().map(|(span, level)| LevelHit { span, level });
            assert_eq!(settle(Vec::new(), hits.collect()).seniority.as_deref(), *level, "{title}");
        }
    }
}
