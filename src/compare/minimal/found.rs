//! What a search comes to.

use std::rc::Rc;

use paredown_request::Request;

use crate::compare::world::RuleNumber;

/// Rules, sorted.
pub(super) type Rules = Rc<Vec<RuleNumber>>;

/// What a search came to.
#[derive(Clone, Debug)]
pub(super) enum Found {
    /// There is no such request, because of these covers.
    Nothing(Rules),
    /// This one is, and it was confirmed.
    Request(Request),
    /// It is not known, for this reason; where it is, there is none because of these covers.
    Open(String, Rules),
}
