//! What is done with the policies of one principal: each is refined, what would be printed is certified.
//!
//! Nothing is decided here: [`crate::recommend`] recommends, [`crate::prove`] decides.

mod refinement;

pub use refinement::{Refinement, RefinementError, refine};
