//! What commands read: the policies of a principal, what is unused, what is kept. It is [`crate::intake`] that reads
//! them; here is what the options come to, and what is told is shown.

use std::path::PathBuf;

use crate::intake::{self, Input, ReadUnused, Request, Whose};
use crate::model::{Catalogue, Pattern, Principal, UnusedSet};
use crate::parse::{Kept, ParsedUnused, Strictness};
use crate::report::Named;

use super::args::{Inputs, Keeping, UnusedFormatArg};
use super::io::{Failure, tell};
use super::recommended::To;

pub(super) use crate::intake::ReadPolicy;

/// The inputs that the commands have in common.
pub(super) struct Read {
    pub(super) policies: Vec<ReadPolicy>,
    pub(super) unused: UnusedSet,
    pub(super) unused_inputs: Vec<Input>,
    /// The keep list, with its reasons.
    pub(super) keep: Vec<Kept>,
    /// Whose all of it is.
    pub(super) whose: Whose,
    pub(super) catalogue: Catalogue,
    pub(super) strictness: Strictness,
}

impl Read {
    /// What something is recommended for.
    pub(super) fn to(&self) -> To<'_> {
        To { policies: &self.policies, whose: &self.whose, strictness: self.strictness }
    }

    /// What people know the policies and their statements by.
    pub(super) fn named(&self) -> Vec<Named> {
        self.policies.iter().map(|policy| Named::new(&policy.name, &policy.parsed.policy)).collect()
    }
}

impl From<&Inputs> for Request {
    fn from(inputs: &Inputs) -> Self {
        Self {
            policies: inputs.policy.clone(),
            unused: inputs.unused.clone(),
            unused_format: inputs.unused_format.map(Into::into),
            strictness: if inputs.lenient { Strictness::Lenient } else { Strictness::Strict },
            keeping: (&inputs.keeping).into(),
            min_unused_days: inputs.min_unused_days,
            as_of: inputs.as_of,
            principal: inputs.principal.clone(),
            catalogue: inputs.catalogue.clone(),
        }
    }
}

impl From<&Keeping> for intake::Keeping {
    fn from(keeping: &Keeping) -> Self {
        Self { patterns: keeping.keep.clone(), files: keeping.keep_file.clone() }
    }
}

/// Reads them, says in which shape they came, and warns of what is odd.
pub(super) fn read(inputs: &Inputs, others: &[PathBuf]) -> Result<Read, Failure> {
    let read = intake::read(&inputs.into(), others, &mut tell)?;
    let intake::Inputs { policies, unused, unused_inputs, keep, whose, catalogue, strictness, .. } = read;
    Ok(Read { policies, unused, unused_inputs, keep, whose, catalogue, strictness })
}

/// Whose the inputs are, before any is read.
pub(super) fn asked(principal: Option<&Principal>) -> Result<Whose, Failure> {
    Ok(intake::asked(principal, &mut tell)?)
}

/// Reads what is unused from all its files, and says in which shape it came.
pub(super) fn read_unused(
    paths: &[PathBuf],
    format: Option<UnusedFormatArg>,
    policies: &[ReadPolicy],
    whose: &mut Whose,
) -> Result<(ParsedUnused, Vec<Input>), Failure> {
    let ReadUnused { unused, inputs } =
        intake::unused(paths, format.map(Into::into), policies, whose, &mut tell)?;
    Ok((unused, inputs))
}

/// The keep list.
pub(super) fn kept(keeping: &Keeping) -> Result<Vec<Pattern>, Failure> {
    Ok(intake::kept(&keeping.into())?.into_iter().map(|kept| kept.pattern).collect())
}
