//! The job that the inputs of a command come to.

use std::path::Path;

use crate::intake::{self, Input, ReadPolicy, Recommended};
use crate::job::{Job, Original, Replacement};
use crate::report::json;

/// The job, with what somebody recommends if it is to be certified.
pub(super) fn job(read: &intake::Inputs, recommended: Option<Recommended>) -> Job {
    let mut job = Job::new(read.policies.iter().map(original).collect(), read.unused.clone())
        .of(read.whose.principal());
    job.keep = read.keep.iter().cloned().map(Into::into).collect();
    job.recommended = recommended.map(documents);
    job.strictness = read.strictness;
    job
}

/// A policy, as a job has it.
pub(super) fn original(policy: &ReadPolicy) -> Original {
    Original {
        name: policy.name.clone(),
        identity: policy.identity.clone(),
        parsed: policy.parsed.clone(),
        file_sha256: Some(policy.input.sha256.clone()),
    }
}

/// What takes the place of each policy, under the names of its files.
pub(super) fn documents(recommended: Recommended) -> Vec<Vec<Replacement>> {
    let named = |intake::Replacement { parsed, input: Input { name, sha256 } }| {
        let name = Path::new(&name).file_name().map_or(name.clone(), |name| name.display().to_string());
        Replacement { name, file_sha256: Some(sha256), parsed }
    };
    recommended.0.into_iter().map(|own| own.into_iter().map(named).collect()).collect()
}

/// The files, as reports name them.
pub(super) fn files(read: &intake::Inputs) -> json::Inputs {
    json::Inputs {
        policies: read.policies.iter().map(|policy| policy.input.clone()).collect(),
        unused: read.unused_inputs.clone(),
    }
}
