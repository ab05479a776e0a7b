//! What holds of whatever is read and refined, for any bytes. What does not hold panics. The programs of
//! `fuzz/` have libFuzzer look for such bytes; `tests/fuzz.rs` runs what was found, and random changes of
//! good inputs, with every `cargo test`.

#![allow(dead_code, unreachable_pub, missing_docs, reason = "a part of the tests")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::unreachable,
    clippy::indexing_slicing,
    reason = "what does not hold panics"
)]

mod reading;
mod refining;
#[expect(clippy::duplicate_mod, reason = "the programs of `fuzz/` have no other")]
#[path = "../twin.rs"]
mod twin;

pub use reading::{policy, unused};
pub use refining::refine;

/// A target: it panics if something does not hold for these bytes.
pub type Target = fn(&[u8]);

/// All targets by name: of their programs, and of the folders of `tests/fuzz` with what was found. (A reader of
/// certificates belongs here too, when there is one.)
pub const TARGETS: [(&str, Target); 3] = [("policy", policy), ("unused", unused), ("refine", refine)];
