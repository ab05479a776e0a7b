//! Compares what policies allow, request by request.

mod capture;
mod evidence;
mod fill;
mod inclusion;
mod minimal;
mod pair;
mod pattern;
mod patterns;
mod plausible;
#[cfg(feature = "z3")]
mod smt;
#[cfg(not(feature = "z3"))]
#[path = "without_smt.rs"]
mod smt;
mod symbols;
#[cfg(test)]
mod tests;
mod types;
mod wishes;
mod world;

pub use evidence::evidence;
pub use inclusion::{Answer, Settings};
pub use pair::Pair;
