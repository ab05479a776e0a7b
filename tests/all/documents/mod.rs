//! What documents say is so: README, schemas, the table of proofs, the size of what is trusted.

mod architecture;
mod dependents;
mod examples;
mod json_shapes;
mod proofs_readme;
mod readme;
mod schemas;
mod trusted;
