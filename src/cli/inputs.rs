//! What commands read: the policies of a principal, what is unused, what is kept. It is [`crate::intake`] that reads
//! them; here is what the options come to, and what is told is shown.

use std::path::PathBuf;

use crate::intake::{self, Input, Notice, ReadUnused, Request, Whose};
use crate::model::{Catalogue, Principal, UnusedSet};
use crate::parse::{Kept, ParsedUnused, Strictness};

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
    /// What is worth saying of the inputs.
    pub(super) notices: Notices,
}

/// What is worth saying of inputs, to be shown after the summary of what they come to.
#[derive(Default)]
pub(super) struct Notices(Vec<Notice>);

impl Notices {
    /// Shows all of it, unless it should be quiet.
    pub(super) fn show(self, quiet: bool) {
        self.0.into_iter().filter(|notice| !quiet || notice.severity().is_some()).for_each(tell);
    }

    /// What `read` gives, which tells what is worth saying. Should it fail, that is shown at once.
    pub(super) fn of<T>(
        &mut self,
        read: impl FnOnce(&mut dyn FnMut(Notice)) -> Result<T, intake::Error>,
    ) -> Result<T, Failure> {
        read(&mut |notice| self.0.push(notice)).map_err(|error| {
            std::mem::take(self).show(false);
            error.into()
        })
    }
}

impl Read {
    /// What something is recommended for.
    pub(super) fn to(&self) -> To<'_> {
        To { policies: &self.policies, whose: &self.whose, strictness: self.strictness }
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

/// What they say, and what is worth saying of them: in which shape they came, and what is odd.
pub(super) fn read(inputs: &Inputs, others: &[PathBuf]) -> Result<Read, Failure> {
    let mut notices = Notices::default();
    let read = notices.of(|tell| intake::read(&inputs.into(), others, tell))?;
    let intake::Inputs { policies, unused, unused_inputs, keep, whose, catalogue, strictness, .. } = read;
    Ok(Read { policies, unused, unused_inputs, keep, whose, catalogue, strictness, notices })
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

/// The keep list, with its reasons.
pub(super) fn kept(keeping: &Keeping) -> Result<Vec<Kept>, Failure> {
    Ok(intake::kept(&keeping.into())?)
}
