//! The way through the units that keeps the most votes.

use super::units::{KINDS, Unit};

/// What the best way to a unit knows.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Step {
    /// The best section before this unit, over all ways that end there.
    from: u8,
    /// One bit a section: the best way to it comes from `from`, not from the same section.
    turned: u8,
    /// The section of this unit on the best way; filled last.
    pub(super) section: u8,
}

/// Fills `steps` with the section of every unit.
pub(super) fn walk(units: &[Unit], steps: &mut Vec<Step>) {
    steps.clear();
    let mut totals = [0i64; KINDS];
    for unit in units {
        let from = best(&totals);
        let turn = totals[usize::from(from)] - i64::from(unit.turn_cost);
        let mut turned = 0;
        for (kind, total) in totals.iter_mut().enumerate() {
            if turn > *total {
                *total = turn;
                turned |= 1 << kind;
            }
            *total += i64::from(unit.votes[kind]);
        }
        steps.push(Step { from, turned, section: 0 });
    }
    let mut section = best(&totals);
    for step in steps.iter_mut().rev() {
        step.section = section;
        if step.turned & (1 << section) != 0 {
            section = step.from;
        }
    }
}

/// The first section with the most votes.
fn best(totals: &[i64; KINDS]) -> u8 {
    let mut best = 0;
    for kind in 1..KINDS {
        if totals[kind] > totals[best] {
            best = kind;
        }
    }
    best as u8
}
