//! Single requests: which statement allows or denies each, and why it is not known where it is not.
//!
//! JSON lines in, lines out in the same order, using all cores; only the lines being worked on, and a few more, are in
//! memory. [`paredown_request::decide`] decides; here requests and policies are read, and the statement is named.

mod answer;
mod cache;
mod counts;
mod decided;
mod explanation;
mod layers;
mod line;
mod request;
mod run;
mod statement;

pub(crate) use answer::Answer;
pub(crate) use cache::Cache;
pub(crate) use counts::Counts;
pub(crate) use decided::{Decided, Said, Settled, decide};
pub(crate) use explanation::{Conditioned, Difference, Explanation, Near};
pub(crate) use layers::{Home, Kind, Layer, Layers, Policy};
pub(crate) use request::{NOT_A_WILDCARD, Single, single};
pub(crate) use run::{Options, run};
pub(crate) use statement::At;
