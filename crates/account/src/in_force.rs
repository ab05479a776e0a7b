//! The policies of a principal that are in force, and the files that what is known of it comes from.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::details::{Document, Identity, Unread};
use super::gather::Account;
use crate::model::Time;
use crate::parse::{ParsedPolicy, Source, Stated};

/// A policy of a principal as it is in force, with its versions.
#[derive(Clone, Debug)]
pub struct InForce {
    /// The ARN of a managed policy; of an inline policy its name, with that of the group before it if it is a group's.
    pub name: String,
    /// What it says now.
    pub policy: Arc<ParsedPolicy>,
    /// Its versions, in the order of the export. An inline policy is its only one, and as old as the principal, since
    /// nothing says how old it is.
    pub versions: Vec<Version>,
}

/// A version of a policy.
#[derive(Clone, Debug)]
pub struct Version {
    /// Since when it has been there.
    pub since: Time,
    /// What it says; nothing if it cannot be read: then it shows nothing.
    pub policy: Option<Arc<ParsedPolicy>>,
}

impl Account {
    /// The policies of a principal that are in force: its inline policies, those of its groups, the managed policies
    /// attached to it, and those attached to its groups, each in the order of the export.
    ///
    /// # Errors
    /// A policy or a group is not in the export, or a policy cannot be read: nothing is known of the principal then.
    pub fn policies_of(&self, identity: &Identity) -> Result<Vec<InForce>, Unread> {
        let mut policies = Vec::new();
        let mut attached: Vec<&Stated<String>> = identity.attached.iter().collect();
        let inline = |name: String, document: &Document| -> Result<InForce, Unread> {
            let policy = Arc::clone(document.as_ref().map_err(Arc::clone)?);
            let version = Version { since: identity.created, policy: Some(Arc::clone(&policy)) };
            Ok(InForce { name, policy, versions: vec![version] })
        };
        for policy in &identity.inline {
            policies.push(inline(policy.name.clone(), &policy.document)?);
        }
        for name in &identity.groups {
            let group = self.details.group(name)?;
            for policy in &group.inline {
                policies.push(inline(format!("{}/{}", group.name, policy.name), &policy.document)?);
            }
            attached.extend(&group.attached);
        }
        for arn in attached {
            let managed = self.details.managed(arn)?;
            let Some(version) = managed.in_force() else { continue };
            let policy = Arc::clone(version.document.as_ref().map_err(Arc::clone)?);
            let versions = managed.versions.iter().map(|version| Version {
                since: version.created,
                policy: version.document.as_ref().ok().map(Arc::clone),
            });
            policies.push(InForce { name: arn.value.clone(), policy, versions: versions.collect() });
        }
        Ok(policies)
    }

    /// The files that what is known of a principal comes from, each once, sorted by digest: those with itself, its groups
    /// and its managed policies, and its report of last accessed services.
    pub fn files_of(&self, identity: &Identity) -> Vec<ExportFile> {
        let mut sources: Vec<&Arc<Source>> = vec![&identity.arn.source];
        let mut attached: Vec<&Stated<String>> = identity.attached.iter().collect();
        for group in identity.groups.iter().filter_map(|name| self.details.group(name).ok()) {
            sources.push(&group.arn.source);
            attached.extend(&group.attached);
        }
        let managed = attached.into_iter().filter_map(|arn| self.details.managed(arn).ok());
        sources.extend(managed.map(|policy| &policy.arn.source));
        if let Some(report) = self.last_accessed.get(&identity.arn.value) {
            sources.extend(&report.sources);
        }
        let file =
            |source: &Arc<Source>| ExportFile { sha256: self.digest_of(source), name: source.name.clone() };
        let files: BTreeSet<ExportFile> = sources.into_iter().map(file).collect();
        files.into_iter().collect()
    }
}

/// A file of an export.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ExportFile {
    /// SHA-256 of its bytes, in hex.
    pub sha256: String,
    /// Its name, as it was given.
    pub name: String,
}
