//! Certificates: written, accepted by the kernel, and refused where they are wrong.

mod certificate;
mod program;
mod verify;
