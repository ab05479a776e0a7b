//! Properties of whatever is read and refined, for any bytes; a violation panics. The programs of `fuzz/` have
//! libFuzzer search for such bytes; `tests/all/reading/fuzz.rs` runs what was found, and random changes of good
//! inputs, with every `cargo test`.

#![allow(dead_code, unreachable_pub, missing_docs, reason = "a part of the tests")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::unreachable,
    clippy::indexing_slicing,
    reason = "what does not hold panics"
)]

mod certifying;
mod choices;
mod comparing;
mod exporting;
mod infrastructure;
mod reading;
mod refining;
mod tampering;
#[expect(clippy::duplicate_mod, reason = "the programs of `fuzz/` have no other")]
#[path = "../twin.rs"]
mod twin;

pub use certifying::certificate;
pub use comparing::compare;
pub use exporting::account;
pub use infrastructure::{cloudformation, hcl, plan};
pub use reading::{policy, unused};
pub use refining::refine;

/// A target: it panics if a property does not hold for these bytes.
pub type Target = fn(&[u8]);

/// All targets by name: of their programs, and of the folders of `tests/fuzz` with what was found.
pub const TARGETS: [(&str, Target); 9] = [
    ("policy", policy),
    ("unused", unused),
    ("certificate", certificate),
    ("refine", refine),
    ("account", account),
    ("compare", compare),
    ("cloudformation", cloudformation),
    ("hcl", hcl),
    ("plan", plan),
];
