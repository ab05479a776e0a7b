//! Accepting a document as the replacement of a policy.

use std::sync::Arc;

use crate::oddities::warn_of_policy;
use crate::parse::{self, ParsedPolicy, Source, Strictness};
use crate::{Error, Original, Replacement, Tell, Whose};

/// What a replacement is for.
#[derive(Clone, Copy, Debug)]
pub struct To<'a> {
    /// The original policies.
    pub policies: &'a [Original],
    /// Their principal.
    pub whose: &'a Whose,
    /// How strictly they were read.
    pub strictness: Strictness,
}

/// The document as a replacement. Warns of what is odd about it.
///
/// # Errors
/// IAM refuses it for something that its original does not have.
pub(crate) fn accepted(
    parsed: ParsedPolicy,
    file: &Arc<Source>,
    original: &Original,
    tell: Tell<'_>,
) -> Result<Replacement, Error> {
    if let Some(error) = parse::introduced(&parsed.faults, &original.parsed.faults) {
        return Err(error.into());
    }
    warn_of_policy(&parsed, tell);
    Ok(Replacement::of_file(Arc::clone(file), parsed))
}
