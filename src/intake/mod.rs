//! What was read, put together: whose it is, how old it is, and which recommendation is for which policy.
//!
//! Inputs that do not belong together are refused here, for every command alike: a file may be right by
//! itself and wrong beside another.

mod age;
mod choice;
mod pairing;
mod whose;

pub use age::{OLD, old, stale};
pub use choice::{Choice, choose};
pub use pairing::{Original, Unpaired, pair};
pub use whose::{Claim, Claimant, Stranger, Whose};
