//! Certificates, which show why a recommendation is right, and the kernel, which checks them without a solver.
//!
//! [`format`](mod@format) defines certificates and [`read()`] reads one. Nothing in it is believed until
//! [`check`] has checked it against the inputs. What writes certificates is outside of this crate and not
//! trusted.

#![forbid(unsafe_code)]

pub mod check;
pub mod comparison;
mod distinct;
mod envelope;
pub mod format;
mod read;
mod usage;

pub use distinct::distinct;
pub use format::Certificate;
pub use read::{read, read_comparison};

use paredown_policy::{model, parse};
