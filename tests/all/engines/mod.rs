//! What the two engines say, and that they say the same.

mod agreement;
mod corpus;
mod edges;
mod faults;
mod mutants;
mod replay;
mod smt_lib;
mod union;
mod verdicts;
