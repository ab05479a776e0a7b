//! Combines inputs: whose they are, how old they are, and which recommendation is for which policy.
//!
//! Inputs that do not belong together are refused here, for all commands alike: a file may be valid on its own
//! and wrong together with another. Nothing is printed: what is worth mentioning is passed to the caller as a
//! [`Notice`].

#![forbid(unsafe_code)]

mod accepted;
mod account;
mod age;
mod choice;
mod error;
mod exported;
mod input;
mod inputs;
mod manifest;
mod notice;
mod oddities;
mod original;
mod ownership;
mod pairing;
mod policies;
mod recommended;
mod unused_files;
mod whose;

pub use accepted::To;
pub use account::accounts;
pub use age::{OLD, old, stale};
pub use choice::{Choice, choose};
pub use error::Error;
pub use exported::{Boundary, InForce, own_policies};
pub use input::Input;
pub use inputs::{Inputs, Keeping, ReadUnused, Request, catalogue, kept, read, read_given, unused};
pub use manifest::{MANIFEST, MANIFEST_FORMAT, is_inside};
pub use notice::{Notice, Tell};
pub use original::{Original, Replacement};
pub use ownership::asked;
pub use pairing::{Unpaired, pair};
pub use policies::{in_force, policies};
pub use recommended::{Recommended, Said, folder, in_pairs, recommended, steps};
pub use unused_files::UnusedFiles;
pub use whose::{Ownership, SaidBy, Stranger, Whose};

use paredown_policy::{model, parse};
