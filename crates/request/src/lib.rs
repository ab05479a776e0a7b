//! What IAM policies say of single requests.
//!
//! A [`Rule`] is a statement, read: its resources, its conditions with the values that they compare, and its policy
//! variables. [`Decision`] is what some rules say of a [`Request`], found by looking at each rule: plainly, and apart
//! from the engines that compare whole policies, whose answers it checks again. What cannot be said exactly is a value
//! of its own, [`Opaque`], and leaves a decision open only where it makes a difference.
//! [`mod@reference`] has what AWS publishes: on which resources an action can be requested, and of which type a condition
//! key is.
//!
//! Source: IAM User Guide, "Policy evaluation logic" and the JSON policy reference; REQUESTS.md, sections 1 to 3.

#![forbid(unsafe_code)]

mod condition;
mod evaluate;
mod keys;
mod opaque;
pub mod reference;
mod request;
mod resource;
mod rule;
mod template;
#[cfg(test)]
mod tests;
mod truth;
mod value;

pub use condition::Entry;
pub use evaluate::{Decision, Layer, decide, under};
pub use keys::Keys;
pub use opaque::Opaque;
pub use request::{Context, Request};
pub use resource::{Resource, Resources};
pub use rule::Rule;
pub use template::{Filled, Part, Template};
pub use truth::Truth;
pub use value::{Address, Block, Date, Number, Read, Wanted, arn_fields, date, latin, number};
