//! Certificates: written, accepted by the kernel, and rejected if they are wrong.

mod certificate;
mod program;
mod usage;
mod verify;
