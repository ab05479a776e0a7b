//! Plans: what is in them, and that carrying them out does no harm.

mod moto;
mod plan;
