//! Recommendations, and their effect on a policy.

mod blog;
mod cases;
mod drift;
mod fit;
mod overlap;
mod patterns;
mod properties;
mod witness_places;
