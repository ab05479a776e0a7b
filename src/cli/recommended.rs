//! Recommendations that somebody made, as `certify` and `verify` read them.

use std::collections::BTreeSet;

use crate::model::Policy;
use crate::parse::{self, ParsedPolicy, Step};
use crate::report::json::Input;

use super::inputs::{Read, ReadPolicy, plain, warn, warn_of_policy};
use super::io::{Failure, explain, input};

/// The recommended policy for each of the originals, and where it was read; a policy that is to be
/// detached becomes one without statements.
#[derive(Default)]
pub(super) struct Recommended {
    /// In the order of the originals.
    pub(super) policies: Vec<Policy>,
    /// The files; nothing if it came with the original.
    pub(super) inputs: Vec<Option<Input>>,
    /// What is written of them, where there is a policy.
    pub(super) texts: Vec<String>,
    /// Which of them are no policy, since the original is to be detached.
    pub(super) detached: Vec<bool>,
}

impl Recommended {
    fn add(&mut self, parsed: Option<&ParsedPolicy>, input: Option<Input>) {
        let nothing = || Policy { version: None, statements: Vec::new() };
        self.policies.push(parsed.map_or_else(nothing, |parsed| parsed.policy.clone()));
        self.texts.extend(parsed.map(|parsed| parsed.document.text()));
        self.detached.push(parsed.is_none());
        self.inputs.push(input);
    }
}

/// Reads one recommendation for each policy.
pub(super) fn recommended(paths: &[String], read: &Read) -> Result<Recommended, Failure> {
    let mut found = Recommended::default();
    if paths.is_empty() {
        for policy in &read.policies {
            let Some(step) = &policy.recommended else {
                let message =
                    format!("there is no recommendation for `{}`: give it with --recommended", policy.name);
                return Err(Failure::Other(message));
            };
            step.policy.iter().try_for_each(|parsed| accept(parsed, policy))?;
            found.add(step.policy.as_ref(), None);
        }
        return Ok(found);
    }
    let steps = steps(paths, read)?;
    if steps.len() != read.policies.len() {
        let message = format!(
            "{} policies and {} recommendations for them: give one recommendation for each policy, in order",
            read.policies.len(),
            steps.len()
        );
        return Err(Failure::Other(message));
    }
    for (policy, (step, input)) in read.policies.iter().zip(in_order(steps, &read.policies)) {
        if let (Some(arn), Some(existing)) = (&policy.identity.arn, &step.existing)
            && arn != existing
        {
            let message = format!(
                "the recommendation in place of `{}` stands where one for `{}` should",
                plain(existing),
                plain(arn)
            );
            return Err(Failure::Other(message));
        }
        step.policy.iter().try_for_each(|parsed| accept(parsed, policy))?;
        found.add(step.policy.as_ref(), Some(input));
    }
    Ok(found)
}

/// Warns of what is odd about a recommendation.
///
/// # Errors
/// IAM refuses it for something that its original has not.
pub(super) fn accept(recommended: &ParsedPolicy, original: &ReadPolicy) -> Result<(), Failure> {
    if let Some(error) = parse::introduced(&recommended.faults, &original.parsed.faults) {
        return Err(error.into());
    }
    warn_of_policy(recommended);
    Ok(())
}

/// All that some files recommend, in their order, each with its file.
pub(super) fn steps(paths: &[String], read: &Read) -> Result<Vec<(Step, Input)>, Failure> {
    let mut steps = Vec::new();
    for path in paths {
        let source = parse::read_source(path)?;
        let file = parse::recommendation(&source, read.strictness)?;
        if file.shape != parse::BARE {
            explain(&format!("{}: {}\n", plain(path), file.shape));
        }
        file.warnings.iter().for_each(warn);
        steps.extend(file.by_policy().into_iter().map(|step| (step, input(&source))));
    }
    Ok(steps)
}

/// The steps in the order of the policies, if each names one of them: by its ARN, or by its name. Else
/// as they are.
pub(super) fn in_order(mut steps: Vec<(Step, Input)>, policies: &[ReadPolicy]) -> Vec<(Step, Input)> {
    let place = |(step, _): &(Step, Input)| {
        let existing = step.existing.as_deref()?;
        let names = |policy: &ReadPolicy| {
            policy.identity.arn.as_deref() == Some(existing)
                || existing.rsplit('/').next() == Some(policy.name.as_str())
        };
        policies.iter().position(names)
    };
    let places: BTreeSet<usize> = steps.iter().filter_map(place).collect();
    if places.len() == policies.len() {
        steps.sort_by_key(place);
    }
    steps
}
