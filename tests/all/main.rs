//! All tests of the library and the program except `extracted` and `scale`, in one program, by concern: `cargo
//! test --test all reading::` runs those of one.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::unreachable,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

#[path = "../common/mod.rs"]
mod common;

mod analyzing;
mod certificates;
mod commands;
mod comparing;
mod dashboard;
mod documents;
mod engines;
mod evaluating;
mod gating;
mod limits;
mod plans;
mod reading;
mod recommending;
