//! Whether one statement grants a request by itself.

use crate::model::{Reading, Statement};
use crate::prove::ContextEntry;

use super::evaluate::{Request, allowed};

/// Whether an Allow statement allows a request by itself, under both readings of ARNs; not if that depends on what is
/// not understood. `context` has the keys that matter: nothing for one that the request does not have.
pub(crate) fn grants(statement: &Statement, action: &str, resource: &str, context: &[ContextEntry]) -> bool {
    let values = |entry: &ContextEntry| (entry.key.clone(), entry.value.iter().cloned().collect());
    let request = Request {
        action: action.to_ascii_lowercase(),
        resource: resource.to_owned(),
        context: context.iter().map(values).collect(),
    };
    Reading::ALL.into_iter().all(|reading| allowed(&[statement], &request, reading) == Some(true))
}
