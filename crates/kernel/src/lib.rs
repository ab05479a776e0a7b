//! Certificates, which say why a recommendation is right, and the kernel, which checks one without a solver.
//!
//! [`format`](mod@format) is what a certificate says and [`read()`] reads one; nothing of it is believed until [`check`] has
//! held it against the inputs. What writes certificates is outside of this crate, and is not trusted.

#![forbid(unsafe_code)]

pub mod check;
mod distinct;
pub mod format;
mod read;

pub use distinct::distinct;
pub use format::Certificate;
pub use read::read;

use paredown_policy::{model, parse};
