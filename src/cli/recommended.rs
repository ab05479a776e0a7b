//! Recommendations that somebody made, as every command reads them.

use std::path::{Path, PathBuf};

use crate::intake::{Claim, Claimant, Original, Unpaired, Whose, pair};
use crate::parse::{self, ParsedPolicy, Stated, Step, Strictness, visible};
use crate::report::json::Input;

use super::inputs::{ReadPolicy, warn, warn_of_policy};
use super::io::{Failure, explain, input};
use super::manifest;

/// What is recommended, as the command line says.
#[derive(Clone, Copy)]
pub(super) struct Said<'a> {
    pub(super) paths: &'a [PathBuf],
    /// That the policies are detached.
    pub(super) detached: bool,
}

/// What it is recommended for.
#[derive(Clone, Copy)]
pub(super) struct To<'a> {
    pub(super) policies: &'a [ReadPolicy],
    pub(super) whose: &'a Whose,
    pub(super) strictness: Strictness,
}

/// A document that takes the place of a policy.
pub(super) struct Replacement {
    pub(super) parsed: ParsedPolicy,
    pub(super) input: Input,
}

/// For each of the originals, in their order, what takes its place: nothing, if it is detached.
pub(super) struct Recommended(pub(super) Vec<Vec<Replacement>>);

impl Recommended {
    fn documents(&self) -> impl Iterator<Item = &Replacement> {
        self.0.iter().flatten()
    }

    /// The files.
    pub(super) fn inputs(&self) -> Vec<Input> {
        self.documents().map(|one| one.input.clone()).collect()
    }

    /// The files for each policy.
    pub(super) fn by_policy(&self) -> Vec<Vec<Input>> {
        self.0.iter().map(|own| own.iter().map(|one| one.input.clone()).collect()).collect()
    }
}

/// Reads what is recommended for each policy: one document or none each, but for a folder that
/// `recommend --output` wrote, which may have split some.
pub(super) fn recommended(said: Said<'_>, to: To<'_>) -> Result<Recommended, Failure> {
    if said.detached {
        return Ok(Recommended(to.policies.iter().map(|_| Vec::new()).collect()));
    }
    if let Some(folder) = folder(said.paths)? {
        return manifest::read(folder, to).map(Recommended);
    }
    if said.paths.is_empty() {
        return came_along(to).map(Recommended);
    }
    let wanted = vec![1; to.policies.len()];
    in_pairs(steps(said.paths, to)?, &wanted, to).map(Recommended)
}

/// The folder, if one is all that is given.
pub(super) fn folder(paths: &[PathBuf]) -> Result<Option<&Path>, Failure> {
    match paths.iter().find(|path| path.is_dir()) {
        Some(path) if paths.len() > 1 => Err(Failure::Other(format!(
            "`{}` is a folder and stands beside other recommendations: give it alone",
            visible(&parse::shown(path))
        ))),
        found => Ok(found.map(PathBuf::as_path)),
    }
}

/// What came with the policies themselves, as in an answer of Security Hub.
fn came_along(to: To<'_>) -> Result<Vec<Vec<Replacement>>, Failure> {
    let own = |policy: &ReadPolicy| {
        let Some(step) = &policy.recommended else {
            let message = format!(
                "there is no recommendation for `{}`: give it with --recommended, or say --detached",
                policy.name
            );
            return Err(Failure::Other(message));
        };
        let parsed = step.policy.iter().cloned();
        parsed.map(|parsed| accepted(parsed, policy.input.clone(), policy)).collect()
    };
    to.policies.iter().map(own).collect()
}

/// All that some files recommend, in their order, each with its file.
pub(super) fn steps(paths: &[PathBuf], to: To<'_>) -> Result<Vec<(Step, Input)>, Failure> {
    let mut steps = Vec::new();
    for path in paths {
        let source = parse::read_source(path)?;
        let file = parse::recommendation(&source, to.strictness)?;
        if file.shape != parse::BARE {
            explain(&format!("{}: {}\n", visible(&parse::shown(path)), file.shape));
        }
        file.warnings.iter().for_each(warn);
        if let Some(stated) = &file.principal {
            belongs(stated, to)?;
        }
        steps.extend(file.by_policy().into_iter().map(|step| (step, input(&source))));
    }
    Ok(steps)
}

/// Refuses a recommendation for another principal.
fn belongs(stated: &Stated<String>, to: To<'_>) -> Result<(), Failure> {
    let Some(claim) = Claim::of(Claimant::Recommendation, stated) else { return Ok(()) };
    to.whose.clone().add(&claim).map(drop).map_err(Into::into)
}

/// The documents for each policy, as many as are wanted of each.
pub(super) fn in_pairs(
    steps: Vec<(Step, Input)>,
    wanted: &[usize],
    to: To<'_>,
) -> Result<Vec<Vec<Replacement>>, Failure> {
    let originals: Vec<Original<'_>> = to.policies.iter().map(ReadPolicy::original).collect();
    let paired = pair(&originals, wanted, steps).map_err(|error| match error {
        Unpaired::At(diagnostic) => Failure::from(*diagnostic),
        Unpaired::Count { wanted, given } => Failure::Other(format!(
            "{wanted} recommendations are needed for {} policies, and {given} were given: give one for each \
             policy, in order; `null` for one that is detached",
            to.policies.len()
        )),
    })?;
    let own = |(policy, steps): (&ReadPolicy, Vec<(Step, Input)>)| {
        let documents = steps.into_iter().filter_map(|(step, input)| {
            warn_if_changed(&step, policy);
            Some((step.policy?, input))
        });
        documents.map(|(parsed, input)| accepted(parsed, input, policy)).collect()
    };
    to.policies.iter().zip(paired).map(own).collect()
}

/// Warns of a recommendation that was made of another version of the policy.
fn warn_if_changed(step: &Step, policy: &ReadPolicy) {
    if !policy.parsed.was_seen(step) {
        explain(&format!(
            "warning: the recommendation was made for another version of `{}` than the one given\n",
            visible(&policy.name)
        ));
    }
}

/// A document as a replacement, with warnings of what is odd about it.
///
/// # Errors
/// IAM refuses it for something that its original has not.
pub(super) fn accepted(
    parsed: ParsedPolicy,
    input: Input,
    original: &ReadPolicy,
) -> Result<Replacement, Failure> {
    if let Some(error) = parse::introduced(&parsed.faults, &original.parsed.faults) {
        return Err(error.into());
    }
    warn_of_policy(&parsed);
    Ok(Replacement { parsed, input })
}
