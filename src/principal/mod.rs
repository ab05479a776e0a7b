//! What is done with the policies of one principal: each is refined, what would be printed is certified,
//! alone and together, and a plan says in which order to put it into effect.
//!
//! Nothing is decided here: [`crate::recommend`] recommends, [`crate::prove`] decides.

mod commands;
mod plan;
mod refinement;

pub use plan::{Plan, Planned, Step, StepAction, plan};
pub use refinement::{How, Refinement, RefinementError, refine};

use crate::model::{Policy, PolicyKind};
use crate::parse::ParsedPolicy;
use crate::prove::{Certification, UnionCertification, certify_union, compose};

/// The policies of one principal, refined.
#[derive(Clone, Debug)]
pub struct Pared {
    /// One for each policy, in order.
    pub refinements: Vec<Refinement>,
    /// What was proved of all together; nothing for a single policy, or if it was not asked for.
    pub together: Option<UnionCertification>,
}

/// Refines each policy, made to fit the limit of its kind if one is given, and certifies each alone and all
/// together.
///
/// # Errors
/// Only if paredown itself is at fault.
pub fn pare(
    policies: &[(&ParsedPolicy, Option<PolicyKind>)],
    how: &How<'_>,
) -> Result<Pared, RefinementError> {
    let refinements: Vec<Refinement> = policies
        .iter()
        .map(|(policy, fit)| refine(policy, &How { fit: *fit, ..*how }))
        .collect::<Result<_, _>>()?;
    let together = match how.settings {
        Some(settings) if policies.len() > 1 => {
            let originals: Vec<Policy> = policies.iter().map(|(parsed, _)| parsed.policy.clone()).collect();
            let united: Vec<Policy> = refinements.iter().map(Refinement::united).collect();
            let parts: Vec<Certification> =
                refinements.iter().filter_map(|refinement| refinement.certification.clone()).collect();
            let composed = compose(&originals, &united, &parts);
            Some(composed.unwrap_or_else(|| {
                let all: Vec<Policy> = refinements.iter().flat_map(|one| one.policies.clone()).collect();
                certify_union(&originals, how.unused, &all, how.catalogue, settings)
            }))
        }
        _ => None,
    };
    Ok(Pared { refinements, together })
}
