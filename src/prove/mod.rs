//! Deciding whether a recommendation is right, whoever made it.
//!
//! All policies of a principal are judged together. The obligations ([`Obligation`]) are stated over action
//! strings, of one [row](rows) at a time: some original Allow statements of one scope, and the recommended
//! patterns of that scope. If no-escalation holds of every row, and what the original policies deny the
//! recommended ones deny, then each request that the recommendation allows, the originals allow too; and if
//! used-kept does, and nothing that is used is denied anew, each request that the originals allow for a
//! known action that is not unused is still allowed: under any boundary, service control policy, session
//! policy and any other policy of the principal, since those only see the decision. What rows do not settle
//! is decided as requests, action and resource together.
//!
//! Two engines decide: one asks Z3 (`smt`), one needs no solver (`automata`). They share what is asked,
//! not how it is answered; [`Engine::Both`] believes neither alone.

mod automata;
mod both;
mod certification;
mod denied;
mod engine;
mod fault;
mod judge;
mod judgement;
mod obligation;
mod requests;
pub mod rows;
mod settings;
#[cfg(feature = "z3")]
mod smt;
#[cfg(not(feature = "z3"))]
#[path = "without_smt.rs"]
mod smt;
mod union_find;
mod verdict;

pub use paredown_kernel::format::Requirement;

use crate::model::{Catalogue, EffectiveCatalogue, Policy, UnusedSet};

pub use both::Disagreement;
pub use certification::{Certification, Conclusion};
pub use engine::Engine;
pub(crate) use fault::Fault;
pub use judgement::{Judgement, Question, Subject};
pub use obligation::Obligation;
pub(crate) use requests::grants;
pub use rows::{Place, Row};
pub use settings::{Advance, Emit, Settings};
pub use smt::z3_version;
pub(crate) use union_find::UnionFind;
pub use verdict::{ContextEntry, Evidence, Verdict, Witness};

/// Certifies that the `recommended` documents of one principal together refine the `originals` together:
/// decides every obligation with Z3, with automata, or with both, and re-checks every witness apart.
///
/// A policy that is detached is left out of `recommended`; one that was split goes in as its parts. Which
/// document takes the place of which policy makes no difference.
pub fn certify(
    originals: &[Policy],
    unused: &UnusedSet,
    recommended: &[Policy],
    catalogue: &Catalogue,
    settings: &Settings<'_>,
) -> Certification {
    let known = EffectiveCatalogue::of_all(catalogue, originals, recommended, unused);
    judge::Task { originals, recommended, known: &known, unused, settings }.certification()
}

/// The same with the effective catalogue of the originals and the unused set at hand: it is taken if the
/// recommendation adds nothing to it.
pub(crate) fn certify_known(
    originals: &[Policy],
    unused: &UnusedSet,
    recommended: &[Policy],
    (catalogue, known): (&Catalogue, &EffectiveCatalogue),
    settings: &Settings<'_>,
) -> Certification {
    if recommended.iter().all(|policy| known.reaches(policy)) {
        judge::Task { originals, recommended, known, unused, settings }.certification()
    } else {
        certify(originals, unused, recommended, catalogue, settings)
    }
}
