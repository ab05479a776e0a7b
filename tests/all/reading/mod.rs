//! Inputs: documents in every shape, bad input, and input from strangers.

mod bad_input;
mod exported;
mod fuzz;
mod inputs;
mod shapes;
#[cfg(unix)]
mod untrusted;
#[cfg(unix)]
mod untrusted_pairs;
mod unused_inputs;
