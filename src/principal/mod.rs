//! The policies of one principal: what AWS would refuse in their recommendation, and the order in which the rest
//! is put into effect and undone.

mod excess;
mod identify;
mod plan;
mod retire;
mod script;
mod steps;

pub use excess::{ATTACHED, ATTACHED_AT_MOST, Excess, Measure, Sized, excesses};
pub use identify::{Manner, Place, Planned, holder_of, plan};
pub use plan::{Created, Inline, Original, Owner, Plan, PlannedDocument, Planning, Unplanned, Versioned};
pub use retire::{Retirement, Unused};
pub use steps::{Step, StepAction};
