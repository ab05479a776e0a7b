//! What takes the place of a policy.

use crate::oddities::warn_of_policy;
use crate::parse::{self, ParsedPolicy, Strictness};
use crate::{Error, Input, ReadPolicy, Tell, Whose};

/// What it is recommended for.
#[derive(Clone, Copy, Debug)]
pub struct To<'a> {
    /// The original policies.
    pub policies: &'a [ReadPolicy],
    /// Whose they are.
    pub whose: &'a Whose,
    /// How strictly they were read.
    pub strictness: Strictness,
}

/// A document that takes the place of a policy.
#[derive(Clone, Debug)]
pub struct Replacement {
    /// What it says.
    pub parsed: ParsedPolicy,
    /// The file that it stands in.
    pub input: Input,
}

/// A document as a replacement, with warnings of what is odd about it.
///
/// # Errors
/// IAM refuses it for something that its original has not.
pub(crate) fn accepted(
    parsed: ParsedPolicy,
    input: Input,
    original: &ReadPolicy,
    tell: Tell<'_>,
) -> Result<Replacement, Error> {
    if let Some(error) = parse::introduced(&parsed.faults, &original.parsed.faults) {
        return Err(error.into());
    }
    warn_of_policy(&parsed, tell);
    Ok(Replacement { parsed, input })
}
