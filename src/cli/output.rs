//! The folder that `paredown recommend --output` writes: the documents, the originals, the plan, and a manifest.

use std::io;
use std::path::{Path, PathBuf};

use crate::intake::{MANIFEST_FORMAT, Original};
use crate::job::{Outcome, original_file};
use crate::parse::{self, Diagnostic, canonical_digest, is_name, visible};
use crate::recommend::Disposition;
use crate::report::json::{Manifest, ManifestDocument, ManifestPolicy, OtherHolders, PlanReport};

use super::failure::Failure;
use super::folder::{FileKind, Folder, Listed, Stage};

/// The name of the script of a plan.
pub(super) const SCRIPT: &str = "plan.sh";

/// Writes everything in an outcome, or nothing.
///
/// # Errors
/// Something in the folder was not written by an earlier run, or is a plan that may have been put into effect.
pub(super) fn write(outcome: &Outcome, to: Folder<'_>, attached_limit: usize) -> Result<(), Failure> {
    let open = to.open()?;
    let failed = |error: std::io::Error| {
        let place = visible(&to.place.display().to_string());
        Failure::NotWritten(format!("the files of `{place}` cannot be written: {error}"))
    };
    let mut stage = Stage::within(to.place).map_err(failed)?;
    let manifest = staged(outcome, &mut stage, attached_limit, &[]).map_err(|error| match error {
        Unstaged::Refused(error) => error.into(),
        Unstaged::Unwritten(error) => failed(error),
    })?;
    let text = manifest_text(&manifest).map_err(failed)?;
    if let Some(before) = open.manifest()
        && before != text
        && has_steps(before)
        && !to.force
    {
        return Err(Failure::Other(format!(
            "`{}` has another plan, and with it what is needed to undo it if it was put into effect: name another folder, \
             or have it replaced with --force",
            visible(&to.place.display().to_string())
        )));
    }
    open.replace(&stage, &text)
}

/// Why an outcome cannot be staged.
pub(super) enum Unstaged {
    /// A document is not JSON, which would be a fault of paredown.
    Refused(Diagnostic),
    /// The operating system refuses it.
    Unwritten(io::Error),
}

impl From<Diagnostic> for Unstaged {
    fn from(error: Diagnostic) -> Self {
        Self::Refused(error)
    }
}

impl From<io::Error> for Unstaged {
    fn from(error: io::Error) -> Self {
        Self::Unwritten(error)
    }
}

/// Stages the documents, the originals and the script of the plan, and returns the manifest that lists them; it says who
/// else has each policy, as far as that is known.
pub(super) fn staged<'a>(
    outcome: &'a Outcome,
    stage: &mut Stage,
    attached_limit: usize,
    others: &[Option<OtherHolders>],
) -> Result<Manifest<'a, Listed>, Unstaged> {
    let mut policies = Vec::new();
    for (at, policy) in outcome.policies.iter().enumerate() {
        let unchanged = policy.disposition == Disposition::Unchanged;
        let mut documents = Vec::new();
        for own in &policy.documents {
            let file = (!unchanged).then(|| own.file.clone());
            if let Some(file) = &file {
                stage.add(file, &own.text, FileKind::Plain)?;
            }
            let digest = canonical_digest(&own.text)?;
            documents.push(ManifestDocument { file, sha256: own.sha256(), digest });
        }
        let text = policy.original.text();
        // IAM refuses documents that begin with white space.
        let own = text.trim_start();
        let file = original_file(own);
        stage.add(&file, own, FileKind::Kept)?;
        policies.push(ManifestPolicy {
            name: &policy.original.name,
            outcome: policy.disposition.name(),
            original: ManifestDocument {
                file: Some(file),
                sha256: parse::sha256(&text),
                digest: canonical_digest(own)?,
            },
            documents,
            others: others.get(at).cloned().flatten(),
        });
    }
    if let Some(plan) = outcome.planning.plan() {
        stage.add(SCRIPT, &plan.script(), FileKind::Script)?;
    }
    Ok(Manifest {
        format: MANIFEST_FORMAT,
        paredown: env!("CARGO_PKG_VERSION"),
        policies,
        plan: PlanReport::new(outcome, attached_limit),
        files: stage.listed(),
    })
}

/// A manifest as it is written.
pub(super) fn manifest_text(manifest: &Manifest<'_, Listed>) -> io::Result<String> {
    Ok(serde_json::to_string_pretty(manifest)? + "\n")
}

/// Checks that files can be named after the policies.
///
/// # Errors
/// A policy has a name that IAM does not allow; only one named after its file can.
pub(super) fn check_names(policies: &[Original]) -> Result<(), Failure> {
    let Some(odd) = policies.iter().find(|policy| !is_name(&policy.name)) else { return Ok(()) };
    Err(Failure::Other(format!(
        "`{}`: the policy would be called `{}`, and IAM allows no such name (1 to 128 letters, digits and characters \
         of `_+=,.@-`): rename the file, since --output names its files after it",
        visible(&odd.file.name),
        odd.name,
    )))
}

/// Whether a manifest has a plan with steps; one that cannot be read may have.
pub(super) fn has_steps(manifest: &str) -> bool {
    let value: serde_json::Value = serde_json::from_str(manifest).unwrap_or_default();
    value.get("steps").and_then(serde_json::Value::as_array).is_none_or(|steps| !steps.is_empty())
}

/// The files that a path on the command line stands for: itself, or those in a folder.
pub(super) fn input_paths(path: &Path) -> Vec<PathBuf> {
    match std::fs::read_dir(path) {
        Ok(entries) => entries.flatten().map(|entry| entry.path()).collect(),
        Err(_) => vec![path.to_owned()],
    }
}
