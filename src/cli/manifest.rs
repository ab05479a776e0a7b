//! The manifest of a folder that `recommend --output` writes.

pub(super) use crate::intake::{MANIFEST, MANIFEST_FORMAT as FORMAT};
