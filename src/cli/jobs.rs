//! The job that the inputs of a command come to.

use crate::job::{Job, Original, Replacement};
use crate::report::json::Inputs;

use super::inputs::{Read, ReadPolicy};

impl Read {
    /// The job, with what somebody recommends if it is to be certified.
    pub(super) fn job(&self, recommended: Option<Vec<Vec<Replacement>>>) -> Job {
        let policy = |policy: &ReadPolicy| Original {
            name: policy.name.clone(),
            identity: policy.identity.clone(),
            parsed: policy.parsed.clone(),
            file_sha256: Some(policy.input.sha256.clone()),
        };
        let mut job = Job::new(self.policies.iter().map(policy).collect(), self.unused.clone())
            .of(self.whose.principal().clone());
        job.keep = self.keep.iter().cloned().map(Into::into).collect();
        job.recommended = recommended;
        job.strictness = self.strictness;
        job
    }

    /// The files, as reports name them.
    pub(super) fn inputs(&self) -> Inputs {
        Inputs {
            policies: self.policies.iter().map(|policy| policy.input.clone()).collect(),
            unused: self.unused_inputs.clone(),
        }
    }
}
