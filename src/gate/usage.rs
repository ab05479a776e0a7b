//! What is known to be unused, and what is used.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::policy::Policy;
use crate::model::{Action, Pattern, UnusedSet};
use crate::parse::{Code, Diagnostic, ReadError, UnusedFile, keep_list, read_source, unused_file};

/// What somebody knows of the use of access, by principal: its ARN, or nothing for what is said of no one.
#[derive(Clone, Debug, Default)]
pub(crate) struct Usage {
    pub(super) unused: BTreeMap<Option<String>, UnusedSet>,
    pub(super) used: BTreeMap<Option<String>, Vec<Pattern>>,
}

/// Why it cannot be read.
#[derive(Debug)]
pub(crate) enum UsageError {
    /// A file cannot be read.
    File(ReadError),
    /// It is not what it should be.
    Text(Box<Diagnostic>),
}

impl From<ReadError> for UsageError {
    fn from(error: ReadError) -> Self {
        Self::File(error)
    }
}

impl From<Diagnostic> for UsageError {
    fn from(error: Diagnostic) -> Self {
        Self::Text(Box::new(error))
    }
}

/// What is read of a principal in the answer of `analyze`.
#[derive(Deserialize)]
struct Row {
    principal: String,
    used: Vec<Named>,
}

#[derive(Deserialize)]
struct Named {
    action: String,
}

impl Usage {
    /// Reads findings of what is unused, and lists of what is used; or of each the folder of an analysis.
    ///
    /// # Errors
    /// One cannot be read, or is neither.
    pub(crate) fn read(unused: &[PathBuf], used: &[PathBuf], keep: &[Pattern]) -> Result<Self, UsageError> {
        let mut all = Self::default();
        for path in unused {
            let path = if path.is_dir() { path.join("findings.jsonl") } else { path.clone() };
            all.add_unused(&unused_file(&read_source(&path)?, None)?)?;
        }
        for set in all.unused.values_mut() {
            set.keep_all(keep.iter().cloned());
        }
        for path in used {
            if path.is_dir() {
                all.add_analysis(&path.join("principals.jsonl"))?;
            } else {
                let listed = keep_list(&read_source(path)?)?.into_iter().map(|entry| entry.pattern);
                all.used.entry(None).or_default().extend(listed);
            }
        }
        Ok(all)
    }

    fn add_unused(&mut self, file: &UnusedFile) -> Result<(), Diagnostic> {
        let mut principals: Vec<Option<String>> =
            file.findings().map(|finding| finding.resource.clone().map(|stated| stated.value)).collect();
        principals.sort();
        principals.dedup();
        if principals.is_empty() {
            principals.push(None);
        }
        for principal in principals {
            let about = file.clone().about(principal.as_deref())?.set();
            let set = self.unused.entry(principal).or_default();
            about.actions().for_each(|action| set.add_action(Action::new(action.spelling())));
            about.services().for_each(|service| set.add_service(service));
        }
        Ok(())
    }

    fn add_analysis(&mut self, path: &Path) -> Result<(), UsageError> {
        let source = read_source(path)?;
        let mut start = 0;
        for line in source.text.split_inclusive('\n') {
            let span = start..start + line.trim_end().len();
            start += line.len();
            if line.trim().is_empty() {
                continue;
            }
            let row: Row = serde_json::from_str(line).map_err(|error| {
                Diagnostic::error(
                    &source,
                    span,
                    format!("not a principal of an analysis: {error}"),
                    "this line",
                )
                .coded(Code::Invalid)
                .with_help("give the folder that `paredown analyze --output` wrote")
            })?;
            let used = row.used.into_iter().map(|one| Pattern::new(one.action));
            self.used.entry(Some(row.principal)).or_default().extend(used);
        }
        Ok(())
    }

    /// Whether nothing is said to be unused.
    pub(crate) fn is_empty_of_unused(&self) -> bool {
        self.unused.is_empty()
    }

    /// Whether nothing is said to be used.
    pub(crate) fn is_empty_of_used(&self) -> bool {
        self.used.is_empty()
    }

    /// Those of some principals that a policy is about: the only one, or those that the policy, its file or its principals are
    /// named after; all of them if there are none such.
    pub(super) fn of<'u, T>(all: &'u BTreeMap<Option<String>, T>, policy: &Policy) -> Vec<&'u T> {
        let own = |(principal, _): &(&Option<String>, &T)| match principal {
            Some(arn) => is_named_after(policy, arn),
            None => true,
        };
        let found: Vec<&T> = all.iter().filter(own).map(|(_, one)| one).collect();
        if found.is_empty() { all.values().collect() } else { found }
    }
}

/// Whether a policy, its file or a principal of it has the name of a principal.
fn is_named_after(policy: &Policy, arn: &str) -> bool {
    let plain = |text: &str| -> String {
        text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
    };
    let name = plain(arn.rsplit('/').next().unwrap_or(arn));
    let has = |text: &str| !name.is_empty() && plain(text).contains(&name);
    has(&policy.name()) || policy.principals.iter().any(|principal| has(principal))
}
