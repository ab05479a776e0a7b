//! What documents say is true: README, schemas, the table of proofs, the size of the trusted part, no circles of
//! files.

mod architecture;
mod circles;
mod dependents;
mod examples;
mod json_shapes;
mod proofs_readme;
mod readme;
mod schemas;
mod trusted;
