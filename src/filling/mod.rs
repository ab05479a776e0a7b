//! Values in place of what policies leave open: the holes of templates, placeholders, and resources that are no ARNs.

mod filled;
mod placeholders;
mod values;

pub(crate) use filled::{Filling, is_of_hole, with};
pub(crate) use placeholders::{not_arns, placeholders};
pub(crate) use values::{MOST, closing, fitting};
