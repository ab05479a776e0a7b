//! What is recommended for each principal with an active finding, several principals at a time.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use paredown_account::{Account, Identity};

use super::super::progress::Jobs;
use super::remedy::{failed, remedy};
use super::task::{Holders, Scene, Task};
use crate::analyze::{Analysis, Finding, Status};
use crate::report::json::analyze::RemedyRow;

/// What is recommended for each principal, in the order of the analyses; an error is a sentence.
pub(super) fn remedies(scene: &Scene<'_>) -> Vec<(RemedyRow, Option<String>)> {
    let holders: Vec<Holders<'_>> = scene.accounts.iter().map(holders).collect();
    let tasks = tasks(scene, &holders);
    let cores = thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let threads = scene.args.threads.map_or(cores, usize::from).min(tasks.len().max(1));
    let progress = Jobs::new(Some(tasks.len() as u64));
    let (next, done) = (AtomicUsize::new(0), Mutex::new(BTreeMap::new()));
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let at = next.fetch_add(1, Ordering::Relaxed)
                    && let Some(task) = tasks.get(at)
                {
                    // A fault in one must not affect the others.
                    let row = catch_unwind(AssertUnwindSafe(|| remedy(task, scene)))
                        .unwrap_or_else(|_| failed(task, "internal error: please report it"));
                    progress.advance(1);
                    done.lock().unwrap_or_else(PoisonError::into_inner).insert(at, row);
                }
            });
        }
    });
    progress.clear();
    done.into_inner().unwrap_or_else(PoisonError::into_inner).into_values().collect()
}

fn tasks<'a>(scene: &Scene<'a>, holders: &'a [Holders<'a>]) -> Vec<Task<'a>> {
    let mut identities: BTreeMap<&str, (&Identity, &Account, &Holders<'_>)> = BTreeMap::new();
    for (account, holders) in scene.accounts.iter().zip(holders) {
        for identity in &account.details.identities {
            identities.insert(&identity.arn.value, (identity, account, holders));
        }
    }
    let mut findings: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for finding in scene.findings.iter().filter(|finding| finding.status == Status::Active) {
        findings.entry(&finding.resource).or_default().push(finding);
    }
    let names = shared_names(scene.analyses, &identities);
    let mut tasks = Vec::new();
    for analysis in scene.analyses {
        let Some(&(identity, account, holders)) = identities.get(analysis.arn.as_str()) else { continue };
        let Some(findings) = findings.remove(analysis.arn.as_str()) else { continue };
        let name = folder_name(analysis, identity, names.contains(&identity.name.to_ascii_lowercase()));
        tasks.push(Task { analysis, identity, account, findings, name, holders });
    }
    tasks
}

/// The names, in lower case, that several principals have: a role and a user, or those of several accounts.
fn shared_names(
    analyses: &[Analysis],
    identities: &BTreeMap<&str, (&Identity, &Account, &Holders<'_>)>,
) -> BTreeSet<String> {
    let mut seen = BTreeSet::new();
    let known = analyses.iter().filter_map(|analysis| identities.get(analysis.arn.as_str()));
    known
        .map(|(identity, ..)| identity.name.to_ascii_lowercase())
        .filter(|name| !seen.insert(name.clone()))
        .collect()
}

/// The name of a principal's folder. No name in IAM has `~`, so no two are the same.
fn folder_name(analysis: &Analysis, identity: &Identity, shared: bool) -> String {
    // A role may be called `..`.
    let dot = if identity.name.starts_with('.') { "~" } else { "" };
    let name = format!("{dot}{}", identity.name);
    if shared { format!("{name}~{}~{}", identity.kind.word(), analysis.account) } else { name }
}

fn holders(account: &Account) -> Holders<'_> {
    let mut all: Holders<'_> = BTreeMap::new();
    let identities = account.details.identities.iter().map(|one| (&one.arn, &one.attached));
    let groups = account.details.groups.values().map(|one| (&one.arn, &one.attached));
    for (holder, attached) in identities.chain(groups) {
        for policy in attached {
            all.entry(&policy.value).or_default().push(&holder.value);
        }
    }
    all
}
