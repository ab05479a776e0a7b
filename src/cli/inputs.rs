//! What commands read: the policies of a principal, what is unused, what is kept. It is [`crate::intake`] that reads
//! them; here is what the options come to, and when what is told is shown.

use std::path::PathBuf;

use crate::intake::{self, Notice, Request};
use crate::parse::Strictness;

use super::args::{Inputs, Keeping};
use super::failure::Failure;
use super::io::tell;

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
        let read = read(&mut |notice| self.0.push(notice));
        self.before(read.map_err(Failure::from))
    }

    /// The result, before which all of it is shown if that is a failure.
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

/// What they say, and what is worth saying of them: in which shape they came, and what is odd.
pub(super) fn read(inputs: &Inputs, others: &[PathBuf]) -> Result<(intake::Inputs, Notices), Failure> {
    let mut notices = Notices::default();
    let read = notices.of(|tell| intake::read(&inputs.into(), others, tell))?;
    Ok((read, notices))
}
