//! Certificates: why a recommendation is right, written down so that it can be checked without a solver.
//!
//! [`write()`] makes one and is not trusted; [`kernel`] checks it from the inputs alone.

mod distinct;
pub mod format;
pub mod kernel;
mod produce;
mod read;

pub use distinct::distinct;
pub use format::Certificate;
pub use produce::{Subject, Uncertifiable, write};
pub use read::read;
