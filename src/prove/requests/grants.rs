//! Whether one statement grants a request by itself.

use paredown_request::{Request, Rule, decide};

use crate::model::Statement;
use crate::prove::ContextEntry;

/// Whether an Allow statement by itself allows a request, under both readings of ARNs; false if that depends on
/// something not understood. `context` has the relevant keys, without values for one that the request does not have.
pub(crate) fn grants(statement: &Statement, action: &str, resource: &str, context: &[ContextEntry]) -> bool {
    let values = |entry: &ContextEntry| (entry.key.clone(), entry.values.clone());
    let request = Request {
        action: action.to_ascii_lowercase(),
        resource: resource.to_owned(),
        context: context.iter().map(values).collect(),
    };
    let rule = [Rule::new(statement)];
    decide(&[&rule], &request, &Rule::keys(&rule)).allowed() == Some(true)
}
