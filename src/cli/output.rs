//! The folder that `paredown recommend --output` writes: the documents, the originals, the plan, and a manifest.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::certificate::kernel::Document;
use crate::parse::{is_name, visible};
use crate::principal::{PlannedDocument, Planning, Refinement};
use crate::recommend::Disposition;
use crate::report::json::{Manifest, ManifestDocument, ManifestPolicy, PlanReport};

use super::certificate::Named;
use super::folder::{FileKind, Folder, Stage};
use super::inputs::ReadPolicy;
use super::io::{Failure, digest};
use super::manifest::FORMAT;
use crate::parse::canonical_digest;

/// The script that does what the plan says.
pub(super) const SCRIPT: &str = "plan.sh";

/// A document and the file that it goes into.
struct Own {
    file: String,
    text: String,
    sha256: String,
    digest: String,
}

impl Own {
    fn new(file: String, text: &str) -> Result<Self, Failure> {
        Ok(Self { file, text: text.to_owned(), sha256: digest(text), digest: canonical_digest(text)? })
    }
}

/// The files of one policy.
struct Files {
    /// What takes its place, or itself if it is unchanged.
    documents: Vec<Own>,
    /// The original alone, as it can be given to IAM again.
    original: Own,
}

/// The files of all policies.
pub(super) struct Output<'a> {
    policies: &'a [ReadPolicy],
    refinements: &'a [Refinement],
    files: Vec<Files>,
    /// Whether they are going to be written.
    written: bool,
}

impl<'a> Output<'a> {
    /// Which file each document goes into. Names have been looked at by [`check_names`] if they are going to be
    /// written.
    ///
    /// # Errors
    /// Only if paredown itself is at fault: a document is no JSON.
    pub(super) fn new(
        policies: &'a [ReadPolicy],
        refinements: &'a [Refinement],
        written: bool,
    ) -> Result<Self, Failure> {
        // The name of the manifest is taken. Some file systems know no case.
        let mut taken = BTreeSet::from(["plan".to_owned()]);
        let mut files = Vec::new();
        for (policy, refinement) in policies.iter().zip(refinements) {
            let names = names(&mut taken, &policy.name, refinement.documents.len());
            let documents = names.into_iter().zip(&refinement.documents);
            let text = policy.text();
            // IAM takes no document that begins with white space.
            let original = text.trim_start();
            files.push(Files {
                documents: documents.map(|(name, text)| Own::new(name, text)).collect::<Result<_, _>>()?,
                original: Own::new(format!("originals/{}.json", digest(original)), original)?,
            });
        }
        Ok(Self { policies, refinements, files, written })
    }

    fn rows(&self) -> impl Iterator<Item = (&'a ReadPolicy, &'a Refinement, &Files)> {
        let read = self.policies.iter().zip(self.refinements).zip(&self.files);
        read.map(|((policy, refinement), files)| (policy, refinement, files))
    }

    /// The documents with their names, to be certified.
    pub(super) fn certified(&self) -> Vec<Vec<Named>> {
        let row = |(_, refinement, files): (_, &Refinement, &Files)| {
            let documents = files.documents.iter().zip(&refinement.policies);
            let named = documents.map(|(own, policy)| Named {
                name: own.file.clone(),
                document: Document { policy: policy.clone(), sha256: own.sha256.clone() },
                canonical: Some(own.digest.clone()),
            });
            named.collect()
        };
        self.rows().map(row).collect()
    }

    /// The original and the documents of each policy, for the plan.
    pub(super) fn planned(&self) -> Vec<(PlannedDocument, Vec<PlannedDocument>)> {
        let planned = |own: &Own| PlannedDocument {
            file: self.written.then(|| own.file.clone()),
            digest: own.digest.clone(),
        };
        let row = |files: &Files| (planned(&files.original), files.documents.iter().map(planned).collect());
        self.files.iter().map(row).collect()
    }

    /// Writes all of it, or nothing.
    ///
    /// # Errors
    /// Something in the folder was not written by an earlier run, or is a plan that may have been put into effect.
    pub(super) fn write(
        &self,
        to: Folder<'_>,
        planning: &Planning,
        report: PlanReport<'_>,
    ) -> Result<(), Failure> {
        let open = to.open()?;
        let failed = |error: std::io::Error| {
            let place = visible(&to.place.display().to_string());
            Failure::Other(format!("the files of `{place}` cannot be written: {error}"))
        };
        let mut stage = Stage::within(to.place).map_err(failed)?;
        let mut policies = Vec::new();
        for (policy, refinement, files) in self.rows() {
            let unchanged = refinement.recommendation.outcome == Disposition::Unchanged;
            let mut documents = Vec::new();
            for own in &files.documents {
                let file = (!unchanged).then(|| own.file.clone());
                if file.is_some() {
                    stage.add(&own.file, &own.text, FileKind::Plain).map_err(failed)?;
                }
                documents.push(ManifestDocument {
                    file,
                    sha256: own.sha256.clone(),
                    digest: own.digest.clone(),
                });
            }
            let own = &files.original;
            stage.add(&own.file, &own.text, FileKind::Kept).map_err(failed)?;
            policies.push(ManifestPolicy {
                name: &policy.name,
                outcome: refinement.recommendation.outcome.name(),
                original: ManifestDocument {
                    file: Some(own.file.clone()),
                    sha256: digest(&policy.text()),
                    digest: own.digest.clone(),
                },
                documents,
            });
        }
        if let Some(plan) = planning.plan() {
            stage.add(SCRIPT, &plan.script(), FileKind::Script).map_err(failed)?;
        }
        let manifest = Manifest {
            format: FORMAT,
            paredown: env!("CARGO_PKG_VERSION"),
            policies,
            plan: report,
            files: stage.listed(),
        };
        let text = serde_json::to_string_pretty(&manifest).map_err(|error| failed(error.into()))? + "\n";
        if let Some(before) = open.manifest()
            && before != text
            && has_steps(before)
            && !to.force
        {
            return Err(Failure::Other(format!(
                "`{}` has another plan, and with it the way back if that was put into effect: name another folder, \
                 or have it replaced with --force",
                visible(&to.place.display().to_string())
            )));
        }
        open.replace(&stage, &text)
    }
}

/// Whether files can be called after the policies.
///
/// # Errors
/// A policy has a name that IAM does not allow, which only one that is called after its file can have.
pub(super) fn check_names(policies: &[ReadPolicy]) -> Result<(), Failure> {
    let Some(odd) = policies.iter().find(|policy| !is_name(&policy.name)) else { return Ok(()) };
    Err(Failure::Other(format!(
        "`{}`: the policy would be called `{}`, and IAM allows no such name (1 to 128 letters, digits and characters \
         of `_+=,.@-`): rename the file, since what --output writes is called after it",
        visible(&odd.input.name),
        odd.name,
    )))
}

/// Whether a manifest has a plan that does something. One that cannot be read may.
fn has_steps(manifest: &str) -> bool {
    let value: serde_json::Value = serde_json::from_str(manifest).unwrap_or_default();
    value.get("steps").and_then(serde_json::Value::as_array).is_none_or(|steps| !steps.is_empty())
}

/// The files of the documents of a policy. `~` is in no name of IAM, so that the files of two policies are never
/// the same.
fn names(taken: &mut BTreeSet<String>, name: &str, documents: usize) -> Vec<String> {
    let numbered = (2..).map(|number| format!("{name}~{number}"));
    let mut free = std::iter::once(name.to_owned()).chain(numbered);
    let base = free.find(|base| taken.insert(base.to_ascii_lowercase())).unwrap_or_else(|| name.to_owned());
    match documents {
        0 | 1 => (0..documents).map(|_| format!("{base}.json")).collect(),
        several => (1..=several).map(|part| format!("{base}~{part}of{several}.json")).collect(),
    }
}

/// The files that a path on the command line stands for: itself, or all in a folder.
pub(super) fn input_paths(path: &Path) -> Vec<PathBuf> {
    match std::fs::read_dir(path) {
        Ok(entries) => entries.flatten().map(|entry| entry.path()).collect(),
        Err(_) => vec![path.to_owned()],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_policies_have_a_file_in_common() {
        let mut taken = BTreeSet::from(["plan".to_owned()]);
        let all =
            [("x", 1), ("X", 2), ("x.original", 1), ("plan", 1), ("Plan", 2), ("x-1", 1), ("x", 2), ("y", 0)];
        let files: Vec<String> =
            all.iter().flat_map(|(name, count)| names(&mut taken, name, *count)).collect();
        let expected = [
            "x.json",
            "X~2~1of2.json",
            "X~2~2of2.json",
            "x.original.json",
            "plan~2.json",
            "Plan~3~1of2.json",
            "Plan~3~2of2.json",
            "x-1.json",
            "x~3~1of2.json",
            "x~3~2of2.json",
        ];
        assert_eq!(files, expected);
        let folded: BTreeSet<String> = files.iter().map(|file| file.to_ascii_lowercase()).collect();
        assert_eq!(folded.len(), files.len());
    }
}
