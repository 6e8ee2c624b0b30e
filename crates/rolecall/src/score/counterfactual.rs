//! What would turn the reading: the smallest set of evidence without which the role is another.

use rolecall_lexicon::Role;

use super::reading::ranking;
use crate::analysis::{Counterfactual, Points};

/// A larger set says only that nothing small would turn the reading.
const LARGEST_SET: usize = 8;

/// The smallest set of evidence whose removal makes another role than `winner` the first.
///
/// Exact, because points add. Without a set of evidence a rival beats the winner when the set's (winner − rival)
/// points reach the distance between the two; of all sets of one size those with the largest such points reach
/// furthest. So for each rival the largest are dropped first until they suffice, and the shortest of the three sets is
/// the answer; ties go by the order of roles, and among equal points the earlier evidence is dropped.
pub(super) fn find(points: &[Points], totals: Points, winner: Role) -> Option<Counterfactual> {
    let mut best: Option<Vec<u32>> = None;
    for rival in Role::ALL.into_iter().filter(|&role| role != winner) {
        let most = best.as_ref().map_or(LARGEST_SET, |set| set.len() - 1);
        if let Some(set) = against(points, totals, winner, rival, most) {
            best = Some(set);
        }
    }
    let mut remove = best?;
    remove.sort_unstable();
    let mut without = totals;
    for &at in &remove {
        for (total, piece) in without.0.iter_mut().zip(points[at as usize].0) {
            *total -= piece;
        }
    }
    Some(Counterfactual { remove, role: ranking(without)[0] })
}

/// The smallest set, of at most `most` pieces, without which `rival` comes before `winner`.
fn against(points: &[Points], totals: Points, winner: Role, rival: Role, most: usize) -> Option<Vec<u32>> {
    // At equal totals the earlier role comes first.
    let needed = totals.of(winner) - totals.of(rival) + i64::from(winner < rival);
    let gain = |points: &Points| points.of(winner) - points.of(rival);
    let mut gains: Vec<(i64, u32)> =
        (0_u32..).zip(points).map(|(at, points)| (gain(points), at)).filter(|&(gain, _)| gain > 0).collect();
    gains.sort_unstable_by_key(|&(gain, at)| (std::cmp::Reverse(gain), at));
    let mut reached = 0;
    for (taken, &(gain, _)) in gains.iter().take(most).enumerate() {
        reached += gain;
        if reached >= needed {
            return Some(gains[..=taken].iter().map(|&(_, at)| at).collect());
        }
    }
    None
}
