//! Which values holes are given: to show what a change would newly allow, and whether it depends on what they stand for.

use std::collections::BTreeSet;

use paredown_infra::{Hole, hole_name};

use super::policy::Policy;
use crate::filling::{Filling, MOST, fitting};
use crate::model::EffectiveCatalogue;

/// The ways to fill the holes whose values the files list, all others left open; one that fills nothing if there are none, or
/// too many.
pub(super) fn listed(holes: &BTreeSet<&Hole>) -> Vec<Filling> {
    let mut all = vec![Filling::new()];
    for hole in holes {
        let Some(values) = &hole.allowed else { continue };
        if values.is_empty() || all.len().saturating_mul(values.len()) > MOST {
            continue;
        }
        let with = |filling: &Filling| {
            let each = |value: &String| {
                let mut filling = filling.clone();
                filling.insert(hole_name(hole), value.clone());
                filling
            };
            values.iter().map(each).collect::<Vec<_>>()
        };
        all = all.iter().flat_map(with).collect();
    }
    all
}

/// A usual value for each hole that a filling leaves open: its default, what fits where it stands, or a name.
pub(super) fn usual(
    filling: &Filling,
    holes: &BTreeSet<&Hole>,
    policies: &[&Policy],
    known: &EffectiveCatalogue,
) -> Filling {
    let mut all = filling.clone();
    let policies: Vec<_> = policies.iter().map(|policy| &policy.parsed.policy).collect();
    for hole in holes {
        let name = hole_name(hole);
        let value = || hole.example.clone().unwrap_or_else(|| fitting(&name, &policies, known));
        if !filling.contains_key(&name) {
            all.insert(name.clone(), value());
        }
    }
    all
}
