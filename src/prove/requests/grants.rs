//! Whether one statement grants a request by itself.

use crate::model::{Reading, Statement};
use crate::prove::ContextEntry;

use super::evaluate::{Request, allowed};

/// Whether an Allow statement by itself allows a request, under both readings of ARNs; false if that depends on
/// something not understood. `context` has the relevant keys, with `None` for one that the request does not have.
pub(crate) fn grants(statement: &Statement, action: &str, resource: &str, context: &[ContextEntry]) -> bool {
    let values = |entry: &ContextEntry| (entry.key.clone(), entry.values.clone());
    let request = Request {
        action: action.to_ascii_lowercase(),
        resource: resource.to_owned(),
        context: context.iter().map(values).collect(),
    };
    Reading::ALL.into_iter().all(|reading| allowed(&[statement], &request, reading) == Some(true))
}
