//! Evidence that whatever one side allows the other allows, for certificates of comparisons.
//!
//! Nothing here is trusted: the kernel checks what is found. Conditions are not looked into beyond what the kernel knows of
//! them: that an entry holds, or does not, and that fewer values are wanted of it. Where more is needed, no evidence is
//! found, and the engines alone can show what they say.

mod atoms;
mod candidate;
mod cases;
mod search;
mod why;

use paredown_kernel::comparison::format::Inclusion;
use paredown_kernel::comparison::included;
use paredown_kernel::comparison::statement::Sides;
use paredown_request::Rule;

use crate::model::Reading;

/// Evidence that whatever the inner side allows the outer side allows, under both readings of ARNs; `None` if none is
/// found.
pub fn evidence(inner: &[Rule], outer: &[Rule]) -> Option<Inclusion> {
    // What holds where a `*` extends across fields mostly holds otherwise too.
    Reading::ALL.into_iter().rev().find_map(|reading| {
        let found = search::inclusion(&Sides::new(inner, outer, reading))?;
        included(inner, outer, &found).is_ok().then_some(found)
    })
}
