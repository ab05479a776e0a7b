//! Compares what policies allow, request by request.

mod capture;
mod inclusion;
mod minimal;
mod pattern;
mod patterns;
mod symbols;
#[cfg(test)]
mod tests;
mod witness;
mod world;

pub use inclusion::{Answer, NewAction, included, included_where, newly_allowed, one_newly_allowed};
