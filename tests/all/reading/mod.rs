//! Inputs: documents in every shape, bad input, and input from strangers.

mod bad_input;
mod exported;
mod fuzz;
mod inputs;
mod shapes;
#[cfg(unix)]
mod untrusted;
mod unused_inputs;
