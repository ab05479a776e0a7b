//! The files that `paredown recommend --output` writes.

use std::path::Path;

use crate::certificate::kernel::Document;
use crate::principal::{Planned, Refinement};
use crate::recommend::Outcome;

use super::certificate::Named;
use super::inputs::ReadPolicy;
use super::io::{Failure, digest, write_whole};

/// The files that the documents are written to.
pub(super) struct Files<'a> {
    folder: Option<&'a Path>,
    /// The names of the files, for each policy.
    documents: Vec<Vec<String>>,
    originals: Vec<String>,
    /// What one that does not change would be called.
    names: Vec<String>,
}

impl<'a> Files<'a> {
    pub(super) fn new(folder: Option<&'a Path>, policies: &[ReadPolicy], refinements: &[Refinement]) -> Self {
        let mut documents = Vec::new();
        let mut originals = Vec::new();
        let mut names = Vec::new();
        for (policy, refinement) in policies.iter().zip(refinements) {
            let name = policy.name.replace(['/', '\\'], "-");
            documents.push(match refinement.documents.len() {
                _ if refinement.recommendation.outcome == Outcome::Unchanged => Vec::new(),
                0 | 1 => refinement.documents.iter().map(|_| format!("{name}.json")).collect(),
                several => (1..=several).map(|number| format!("{name}-{number}.json")).collect(),
            });
            originals.push(format!("{name}.original.json"));
            names.push(format!("{name}.json"));
        }
        Self { folder, documents, originals, names }
    }

    fn place(&self, name: &str) -> String {
        self.folder.map_or_else(|| name.to_owned(), |folder| folder.join(name).display().to_string())
    }

    /// The documents with their names, to be certified.
    pub(super) fn certified(&self, refinements: &[Refinement]) -> Vec<Vec<Named>> {
        let rows = refinements.iter().zip(&self.documents).zip(&self.names);
        rows.map(|((refinement, files), name)| {
            let documents = refinement.documents.iter().zip(&refinement.policies).enumerate();
            documents
                .map(|(at, (text, policy))| Named {
                    name: files.get(at).unwrap_or(name).clone(),
                    document: Document { policy: policy.clone(), sha256: digest(text) },
                })
                .collect()
        })
        .collect()
    }

    pub(super) fn planned(&self, policies: &[ReadPolicy], refinements: &[Refinement]) -> Vec<Planned> {
        let rows = policies.iter().zip(refinements).zip(self.documents.iter().zip(&self.originals));
        rows.map(|((policy, refinement), (files, original))| Planned {
            name: policy.name.clone(),
            arn: policy.identity.arn.clone(),
            inline: policy.inline(),
            outcome: refinement.recommendation.outcome,
            files: files.iter().map(|name| self.place(name)).collect(),
            original: self.place(original),
        })
        .collect()
    }

    /// Writes all that changes, and the originals of inline policies, which is the way back for these.
    pub(super) fn write(&self, policies: &[ReadPolicy], refinements: &[Refinement]) -> Result<(), Failure> {
        let Some(folder) = self.folder else { return Ok(()) };
        let failed = |name: &str, error: std::io::Error| {
            Failure::Other(format!("`{}` cannot be written: {error}", folder.join(name).display()))
        };
        std::fs::create_dir_all(folder).map_err(|error| failed("", error))?;
        let write = |name: &str, text: &str| {
            write_whole(&folder.join(name), text).map_err(|error| failed(name, error))
        };
        for ((policy, refinement), (files, original)) in
            policies.iter().zip(refinements).zip(self.documents.iter().zip(&self.originals))
        {
            for (name, text) in files.iter().zip(&refinement.documents) {
                write(name, text)?;
            }
            if policy.inline().is_some() && refinement.recommendation.outcome != Outcome::Unchanged {
                write(original, &policy.text())?;
            }
        }
        Ok(())
    }
}
