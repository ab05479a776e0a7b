//! The inputs of commands: the policies of a principal, what is unused, and what is kept. [`crate::intake`] reads
//! them; this translates the options, and decides when notices are shown.

use std::path::PathBuf;

use crate::intake::{self, Notice, Request};
use crate::parse::Strictness;

use super::args::{Inputs, Keeping};
use super::failure::Failure;
use super::io::tell;

/// Notices about inputs, to be shown after the summary.
#[derive(Default)]
pub(super) struct Notices(Vec<Notice>);

impl Notices {
    /// Shows the notices, unless quiet.
    pub(super) fn show(self, quiet: bool) {
        self.0.into_iter().filter(|notice| !quiet || notice.severity().is_some()).for_each(tell);
    }

    /// The result of `read`, which collects notices. If it fails, they are shown at once.
    pub(super) fn of<T>(
        &mut self,
        read: impl FnOnce(&mut dyn FnMut(Notice)) -> Result<T, intake::Error>,
    ) -> Result<T, Failure> {
        self.of_any(|tell| read(tell).map_err(Failure::from))
    }

    /// The same for what fails in other ways too.
    pub(super) fn of_any<T>(
        &mut self,
        read: impl FnOnce(&mut dyn FnMut(Notice)) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let read = read(&mut |notice| self.0.push(notice));
        self.before(read)
    }

    /// The result; if it is a failure, the notices are shown first.
    pub(super) fn before<T>(&mut self, result: Result<T, Failure>) -> Result<T, Failure> {
        if result.is_err() {
            std::mem::take(self).show(false);
        }
        result
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

/// Reads the inputs, with notices about their shapes and oddities.
pub(super) fn read(inputs: &Inputs, others: &[PathBuf]) -> Result<(intake::Inputs, Notices), Failure> {
    let mut notices = Notices::default();
    let read = notices.of(|tell| intake::read(&inputs.into(), others, tell))?;
    Ok((read, notices))
}
