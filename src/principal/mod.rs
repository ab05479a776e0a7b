//! What is done with the policies of one principal: each is refined, what would be printed is certified
//! together, and a plan says in which order to put it into effect.
//!
//! Nothing is decided here: [`crate::recommend`] recommends, [`crate::prove`] decides.

mod excess;
mod identify;
mod plan;
mod refinement;
mod script;
mod steps;

pub use excess::{ATTACHED, Excess, Measure, Sized, excesses};
pub use identify::{Manner, Place, Planned, holder_of, plan};
pub use plan::{Created, Inline, Original, Owner, Plan, PlannedDocument, Planning, Unplanned, Versioned};
use refinement::refine;
pub use refinement::{How, Refinement, RefinementError};
pub use steps::{Step, StepAction};

use crate::model::{EffectiveCatalogue, Policy, PolicyKind};
use crate::parse::ParsedPolicy;
use crate::prove::{Certification, certify};

/// The policies of one principal, refined.
#[derive(Clone, Debug)]
pub struct Pared {
    /// A+, one for all policies.
    pub known: EffectiveCatalogue,
    /// One for each policy, in order.
    pub refinements: Vec<Refinement>,
    /// What was proved of all together; nothing if it was not asked for.
    pub certification: Option<Certification>,
}

/// Refines each policy, made to fit the limit of its kind if one is given, and certifies all together: the
/// texts that were written, read again.
///
/// # Errors
/// Only if paredown itself is at fault.
pub fn pare(
    policies: &[(&ParsedPolicy, Option<PolicyKind>)],
    how: &How<'_>,
) -> Result<Pared, RefinementError> {
    let originals: Vec<Policy> = policies.iter().map(|(parsed, _)| parsed.policy.clone()).collect();
    let known = EffectiveCatalogue::of_all(how.catalogue, &originals, [], how.unused);
    let refined = |(policy, fit): &(&ParsedPolicy, Option<PolicyKind>)| refine(policy, *fit, &known, how);
    let refinements: Vec<Refinement> = policies.iter().map(refined).collect::<Result<_, _>>()?;
    let certification = how.settings.map(|settings| {
        let all: Vec<Policy> = refinements.iter().flat_map(|one| one.policies.clone()).collect();
        certify(&originals, how.unused, &all, how.catalogue, settings)
    });
    Ok(Pared { known, refinements, certification })
}
