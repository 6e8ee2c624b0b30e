//! What a title claims.
use rolecall_lexicon::compiled::{Compiled, Owner};
use crate::analysis::Claim;
use crate::tag::Found;
use crate::text::Document;

/// The claim of a title.
#[must_use]
pub fn claim(_document: &Document, found: &[Found<Owner>], lexicon: &Compiled) -> Claim {
    let mut claim = Claim::default();
    let mut sorted: Vec<_> = found.to_vec();
    sorted.sort_by_key(|f| std::cmp::Reverse(f.hit.len()));
    let mut taken: Vec<_> = Vec::new();
    for f in sorted {
        let Owner::Title(n) = f.what else { continue };
        if taken.iter().any(|t: &Found<Owner>| t.hit.overlaps(&f.hit)) {
            continue;
        }
        taken.push(f);
        let info = &lexicon.titles[n as usize];
        claim.ambiguous |= info.ambiguous;
        claim.roles.extend(&info.roles);
    }
    claim.roles.sort();
    claim.roles.dedup();
    claim
}
