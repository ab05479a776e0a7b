//! What documents say is so: README, schemas, the table of proofs, the size of what is trusted, that no
//! files are in a circle.

mod architecture;
mod circles;
mod dependents;
mod examples;
mod json_shapes;
mod proofs_readme;
mod readme;
mod schemas;
mod trusted;
