//! Taking a document as what takes the place of a policy.

use std::sync::Arc;

use crate::oddities::warn_of_policy;
use crate::parse::{self, ParsedPolicy, Source, Strictness};
use crate::{Error, Original, Replacement, Tell, Whose};

/// What it is recommended for.
#[derive(Clone, Copy, Debug)]
pub struct To<'a> {
    /// The original policies.
    pub policies: &'a [Original],
    /// Whose they are.
    pub whose: &'a Whose,
    /// How strictly they were read.
    pub strictness: Strictness,
}

/// A document as a replacement, with warnings of what is odd about it.
///
/// # Errors
/// IAM refuses it for something that its original has not.
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
