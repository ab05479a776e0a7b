//! JSON lines, or one JSON array, in; lines out in the same order, with a bounded number of them in between.

mod answer;
mod bad;
mod error;
mod id;
mod items;
mod queue;
mod spot;

pub(crate) use answer::answer_all;
pub(crate) use bad::BadLines;
pub(crate) use error::LinesError;
pub(crate) use id::Id;
pub(crate) use items::{Item, Items, Start};
pub(crate) use queue::{Ended, Queue};
pub(crate) use spot::{Part, Spot};
