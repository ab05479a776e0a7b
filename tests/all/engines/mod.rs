//! The answers of the two engines, and that they are the same.

#[cfg(feature = "z3")]
mod agreement;
mod corpus;
mod edges;
mod faults;
#[cfg(feature = "z3")]
mod mutants;
mod replay;
#[cfg(feature = "z3")]
mod smt_lib;
#[cfg(feature = "z3")]
mod union;
mod verdicts;
#[cfg(not(feature = "z3"))]
mod without_z3;
