//! What is recommended, and what it does to a policy.

mod blog;
mod cases;
mod drift;
mod fit;
mod overlap;
mod patterns;
mod properties;
mod witness_places;
