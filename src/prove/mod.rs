//! Decides whether a recommendation is right, whoever made it.
//!
//! All policies of a principal are judged together. The obligations ([`Obligation`]) are stated about action
//! strings, for one [row](rows) at a time: some original Allow statements of one scope, and the recommended
//! patterns of that scope. If no-escalation holds for every row, and the recommended policies deny whatever the
//! original ones deny, then the originals allow each request that the recommendation allows. If used-kept holds
//! as well, and nothing that is used is newly denied, then each request for a known action that is not unused is
//! still allowed if the originals allow it: under any boundary, service control policy, session policy and other
//! policy of the principal, since these depend only on the decision. What rows do not settle is decided as
//! requests, with action and resource together.
//!
//! Two engines decide: one asks Z3 (`smt`), one needs no solver (`automata`). They share the questions, not the
//! way of answering them; [`Engine::Both`] believes neither alone.

mod automata;
mod both;
mod certification;
mod denied;
mod engine;
mod fault;
mod judge;
mod judgement;
mod obligation;
pub(crate) mod requests;
pub mod rows;
mod settings;
#[cfg(feature = "z3")]
pub(crate) mod smt;
#[cfg(not(feature = "z3"))]
#[path = "without_smt.rs"]
pub(crate) mod smt;
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

/// Certifies that the `recommended` documents of one principal together refine the `originals` together: decides
/// every obligation with Z3, with automata, or with both, and checks every witness again independently.
///
/// A detached policy is left out of `recommended`; a split one is given as its parts. It makes no difference
/// which document replaces which policy.
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

/// The same with a given effective catalogue of the originals and the unused set, which is used if the
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
