//! Jobs made from the inputs of commands.

use crate::intake::{self, Original, Recommended};
use crate::job::Job;
use crate::report::json;

/// The job, with a given recommendation if it is to be certified.
pub(super) fn job(read: &intake::Inputs, recommended: Option<Recommended>) -> Job {
    let mut job = Job::new(read.policies.clone(), read.unused.clone()).of(read.whose.principal());
    job.keep = read.keep.iter().cloned().map(Into::into).collect();
    job.recommended = recommended.map(|recommended| recommended.0);
    job.strictness = read.strictness;
    job
}

/// The files, as reports name them.
pub(super) fn files(read: &intake::Inputs) -> json::Inputs {
    json::Inputs {
        policies: read.policies.iter().map(Original::input).collect(),
        unused: read.unused_inputs.clone(),
    }
}
