//! Certificates show why a recommendation is right, so that it can be checked without a solver.
//!
//! [`write()`] makes one and is not trusted; [`kernel`] checks it from the inputs alone.

mod produce;

pub use paredown_kernel::check as kernel;
pub use paredown_kernel::{Certificate, distinct, format, read};
pub use produce::{Subject, Uncertifiable, UsageOf, write, write_with_usage};
