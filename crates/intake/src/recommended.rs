//! Reads recommendations, for every command alike.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::accepted::accepted;
use crate::parse::{self, Source, Stated, Step, visible};
use crate::{
    Error, Input, Notice, Original, Ownership, Replacement, SaidBy, Tell, To, Unpaired, manifest, pair,
};

/// The recommendation as given on the command line.
#[derive(Clone, Copy, Debug)]
pub struct Said<'a> {
    /// The files, or one folder written by `recommend --output`.
    pub paths: &'a [PathBuf],
    /// Whether the policies are detached.
    pub detached: bool,
}

/// For each of the originals, in order, its replacements; none if it is detached.
#[derive(Clone, Debug)]
pub struct Recommended(pub Vec<Vec<Replacement>>);

impl Recommended {
    fn documents(&self) -> impl Iterator<Item = &Replacement> {
        self.0.iter().flatten()
    }

    /// The files.
    pub fn inputs(&self) -> Vec<Input> {
        self.documents().map(Replacement::input).collect()
    }

    /// The files for each policy.
    pub fn by_policy(&self) -> Vec<Vec<Input>> {
        self.0.iter().map(|own| own.iter().map(Replacement::input).collect()).collect()
    }
}

/// The replacements of each policy: at most one document, except in a folder written by `recommend --output`,
/// where a policy may have been split.
///
/// # Errors
/// It is not a recommendation, or is for other policies.
pub fn recommended(said: Said<'_>, to: To<'_>, tell: Tell<'_>) -> Result<Recommended, Error> {
    if said.detached {
        return Ok(Recommended(to.policies.iter().map(|_| Vec::new()).collect()));
    }
    if let Some(folder) = folder(said.paths)? {
        return manifest::read(folder, to, tell).map(Recommended);
    }
    if said.paths.is_empty() {
        return came_along(to, tell).map(Recommended);
    }
    let wanted = vec![1; to.policies.len()];
    in_pairs(steps(said.paths, to, tell)?, &wanted, to, tell).map(Recommended)
}

/// The folder, if that is the only path.
pub fn folder(paths: &[PathBuf]) -> Result<Option<&Path>, Error> {
    match paths.iter().find(|path| path.is_dir()) {
        Some(path) if paths.len() > 1 => Err(Error::Together(format!(
            "`{}` is a folder given together with other recommendations: give it alone",
            visible(&parse::shown(path))
        ))),
        found => Ok(found.map(PathBuf::as_path)),
    }
}

/// The recommendations that came together with the policies, as in an answer of Security Hub.
fn came_along(to: To<'_>, tell: Tell<'_>) -> Result<Vec<Vec<Replacement>>, Error> {
    let own = |policy: &Original| {
        let Some(step) = &policy.recommended else {
            let message = format!(
                "there is no recommendation for `{}`: give it with --recommended, or say --detached",
                policy.name
            );
            return Err(Error::Unpaired(message));
        };
        let parsed = step.policy.iter().cloned();
        parsed.map(|parsed| accepted(parsed, &policy.file, policy, &mut *tell)).collect()
    };
    to.policies.iter().map(own).collect()
}

/// The steps that the files recommend, in order, each with its file.
pub fn steps(paths: &[PathBuf], to: To<'_>, tell: Tell<'_>) -> Result<Vec<(Step, Arc<Source>)>, Error> {
    let mut steps = Vec::new();
    for path in paths {
        let source = parse::read_source(path)?;
        let file = parse::recommendation(&source, to.strictness)?;
        if file.shape != parse::BARE {
            tell(Notice::Note(format!("{}: {}", visible(&parse::shown(path)), file.shape)));
        }
        file.warnings.iter().for_each(|warning| tell(warning.clone().into()));
        if let Some(stated) = &file.principal {
            belongs(stated, to)?;
        }
        steps.extend(file.by_policy().into_iter().map(|step| (step, Arc::clone(&source))));
    }
    Ok(steps)
}

/// Refuses a recommendation for another principal.
fn belongs(stated: &Stated<String>, to: To<'_>) -> Result<(), Error> {
    let Some(claim) = Ownership::of(SaidBy::Recommendation, stated) else { return Ok(()) };
    to.whose.clone().add(&claim).map(drop).map_err(Into::into)
}

/// The documents for each policy, in the wanted numbers.
pub fn in_pairs(
    steps: Vec<(Step, Arc<Source>)>,
    wanted: &[usize],
    to: To<'_>,
    tell: Tell<'_>,
) -> Result<Vec<Vec<Replacement>>, Error> {
    let paired = pair(to.policies, wanted, steps).map_err(|error| match error {
        Unpaired::At(diagnostic) => Error::from(*diagnostic),
        Unpaired::Count { wanted, given } => Error::Unpaired(format!(
            "{wanted} recommendations are needed for {} policies, and {given} were given: give one for each \
             policy, in order; `null` for one that is detached",
            to.policies.len()
        )),
    })?;
    let mut all = Vec::new();
    for (policy, steps) in to.policies.iter().zip(paired) {
        let mut own = Vec::new();
        for (step, file) in steps {
            warn_if_changed(&step, policy, tell);
            if let Some(parsed) = step.policy {
                own.push(accepted(parsed, &file, policy, tell)?);
            }
        }
        all.push(own);
    }
    Ok(all)
}

/// Warns of a recommendation that was made for another version of the policy.
fn warn_if_changed(step: &Step, policy: &Original, tell: Tell<'_>) {
    if !policy.parsed.was_seen(step) {
        tell(Notice::Warning(format!(
            "the recommendation was made for another version of `{}` than the one given",
            visible(&policy.name)
        )));
    }
}
