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

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(votes: [i32; KINDS], turn_cost: i32) -> Unit {
        Unit { first: 0, votes, turn_cost, says_the_role: false }
    }

    /// What a way keeps: its votes less the cost of its turns. It may begin in any section.
    fn kept(units: &[Unit], way: &[usize]) -> i64 {
        let votes: i64 = units.iter().zip(way).map(|(u, &kind)| i64::from(u.votes[kind])).sum();
        let turns = (1..way.len()).filter(|&n| way[n] != way[n - 1]).map(|n| i64::from(units[n].turn_cost));
        votes - turns.sum::<i64>()
    }

    fn best_of_all(units: &[Unit]) -> i64 {
        let ways = KINDS.pow(units.len() as u32);
        let way = |n: usize| (0..units.len()).map(|at| n / KINDS.pow(at as u32) % KINDS).collect::<Vec<_>>();
        (0..ways).map(|n| kept(units, &way(n))).max().unwrap_or(0)
    }

    #[test]
    fn no_way_keeps_more() {
        // A small generator: the cases only have to differ.
        let mut state = 7u32;
        let mut next = |below: u32| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            ((state >> 16) % below) as i32
        };
        let mut steps = Vec::new();
        for case in 0..60 {
            let units: Vec<Unit> =
                (0..1 + case % 4).map(|_| unit(std::array::from_fn(|_| next(12)), next(9))).collect();
            walk(&units, &mut steps);
            let way: Vec<usize> = steps.iter().map(|s| usize::from(s.section)).collect();
            assert_eq!(kept(&units, &way), best_of_all(&units), "case {case}: {way:?}");
        }
    }

    #[test]
    fn one_stray_unit_turns_nothing() {
        let (duties, stray) = ([0, 9, 0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 8, 0, 0]);
        let mut steps = Vec::new();
        walk(&[unit(duties, 5), unit(stray, 5), unit(duties, 5)], &mut steps);
        assert_eq!(steps.iter().map(|s| s.section).collect::<Vec<_>>(), [1, 1, 1]);
    }

    #[test]
    fn nothing_has_no_steps() {
        let mut steps = vec![Step::default()];
        walk(&[], &mut steps);
        assert!(steps.is_empty());
    }
}
