//! A plan as a list of steps, in the order of its script.

use super::plan::{Inline, Original, Plan, PlannedDocument};
use crate::model::PolicyArn;

/// The action of a step. `CREATE_POLICY` and `DETACH_POLICY` are names from IAM Access Analyzer's recommendations
/// (IAM Access Analyzer API, `UnusedPermissionsRecommendedStep`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepAction {
    /// Compare the document in force with the judged one, and stop if they differ.
    ComparePolicy,
    /// The same for an inline policy, which may have been written already.
    CompareInlinePolicy,
    /// Create a managed policy and compare what is stored.
    CreatePolicy,
    /// Attach a managed policy.
    AttachPolicy,
    /// Create a version of a managed policy and put it in force.
    CreatePolicyVersion,
    /// Put the version with that document in force.
    SetDefaultPolicyVersion,
    /// Write an inline policy.
    PutInlinePolicy,
    /// Detach a managed policy.
    DetachPolicy,
    /// Delete an inline policy.
    DeleteInlinePolicy,
    /// Delete a managed policy that is attached to nothing.
    DeletePolicy,
    /// Delete the version with that document.
    DeletePolicyVersion,
}

impl StepAction {
    /// The name, as in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::ComparePolicy => "COMPARE_POLICY",
            Self::CompareInlinePolicy => "COMPARE_INLINE_POLICY",
            Self::CreatePolicy => "CREATE_POLICY",
            Self::AttachPolicy => "ATTACH_POLICY",
            Self::CreatePolicyVersion => "CREATE_POLICY_VERSION",
            Self::SetDefaultPolicyVersion => "SET_DEFAULT_POLICY_VERSION",
            Self::PutInlinePolicy => "PUT_INLINE_POLICY",
            Self::DetachPolicy => "DETACH_POLICY",
            Self::DeleteInlinePolicy => "DELETE_INLINE_POLICY",
            Self::DeletePolicy => "DELETE_POLICY",
            Self::DeletePolicyVersion => "DELETE_POLICY_VERSION",
        }
    }

    /// Whether it changes anything.
    pub fn changes(self) -> bool {
        !matches!(self, Self::ComparePolicy | Self::CompareInlinePolicy)
    }
}

/// One step. It checks first, does nothing if it is done already, and reads back what it did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What it does.
    pub action: StepAction,
    /// The policy, by name.
    pub policy: String,
    /// Its ARN; `None` for an inline policy.
    pub arn: Option<String>,
    /// The file with the document to be written.
    pub document: Option<String>,
    /// The digest of the document that the policy has afterwards, or has to have.
    pub digest: Option<String>,
}

impl Step {
    fn managed(action: StepAction, arn: &PolicyArn, digest: Option<&str>) -> Self {
        let digest = digest.map(str::to_owned);
        Self { action, policy: arn.name.clone(), arn: Some(arn.to_string()), document: None, digest }
    }

    fn inline(action: StepAction, name: &str, document: Option<&PlannedDocument>) -> Self {
        let digest = document.map(|document| document.digest.clone());
        Self { action, policy: name.to_owned(), arn: None, document: None, digest }.with(document)
    }

    fn with(mut self, document: Option<&PlannedDocument>) -> Self {
        self.document = document.and_then(|document| document.file.clone());
        self
    }
}

impl Plan {
    /// The steps that put the plan into effect.
    pub fn steps(&self) -> Vec<Step> {
        use StepAction::{
            AttachPolicy, CreatePolicy, CreatePolicyVersion, DeleteInlinePolicy, DetachPolicy,
            PutInlinePolicy,
        };
        let mut steps = self.compared();
        for one in &self.created {
            let digest = Some(one.document.digest.as_str());
            steps.push(Step::managed(CreatePolicy, &one.arn, digest).with(Some(&one.document)));
        }
        steps.extend(self.created.iter().map(|one| Step::managed(AttachPolicy, &one.arn, None)));
        for one in &self.versioned {
            let digest = Some(one.document.digest.as_str());
            let step = Step::managed(CreatePolicyVersion, &one.original.arn, digest);
            steps.push(step.with(Some(&one.document)));
        }
        let written = self.inline.iter().filter(|one| one.document.is_some());
        steps.extend(written.map(|one| Step::inline(PutInlinePolicy, &one.name, one.document.as_ref())));
        steps.extend(self.detached.iter().map(|one| Step::managed(DetachPolicy, &one.arn, None)));
        let deleted = self.inline.iter().filter(|one| one.document.is_none());
        steps.extend(deleted.map(|one| Step::inline(DeleteInlinePolicy, &one.name, None)));
        steps
    }

    /// The steps that undo it, from any state.
    pub fn back(&self) -> Vec<Step> {
        use StepAction::{
            AttachPolicy, DeletePolicy, DeletePolicyVersion, DetachPolicy, PutInlinePolicy,
            SetDefaultPolicyVersion,
        };
        let mut steps = self.compared();
        steps.extend(self.detached.iter().map(|one| Step::managed(AttachPolicy, &one.arn, None)));
        for one in &self.versioned {
            let Original { arn, digest } = &one.original;
            steps.push(Step::managed(SetDefaultPolicyVersion, arn, Some(digest)));
        }
        let restored = self.inline.iter().rev();
        steps.extend(restored.map(|one| Step::inline(PutInlinePolicy, &one.name, Some(&one.original))));
        steps.extend(self.created.iter().map(|one| Step::managed(DetachPolicy, &one.arn, None)));
        for one in &self.created {
            steps.push(Step::managed(DeletePolicy, &one.arn, Some(&one.document.digest)));
        }
        for one in &self.versioned {
            let digest = Some(one.document.digest.as_str());
            steps.push(Step::managed(DeletePolicyVersion, &one.original.arn, digest));
        }
        steps
    }

    /// The comparisons that both directions make before they change anything.
    fn compared(&self) -> Vec<Step> {
        use StepAction::{CompareInlinePolicy, ComparePolicy};
        let managed = self.detached.iter().chain(self.versioned.iter().map(|one| &one.original));
        let managed = managed.map(|one| Step::managed(ComparePolicy, &one.arn, Some(&one.digest)));
        let inline = |one: &Inline| Step {
            document: None,
            ..Step::inline(CompareInlinePolicy, &one.name, Some(&one.original))
        };
        managed.chain(self.inline.iter().map(inline)).collect()
    }
}
