//! What is recommended for one principal.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::io::explain;
use super::dependencies::{evidence, inputs};
use super::paring::{alone, pared};
use super::principal_folder::{Contents, PrincipalFolder};
use super::task::{Scene, Task};
use crate::analyze::{Details, Source as FindingSource, UnusedService, job, left_to_groups};
use crate::job::{self, Outcome};
use crate::model::Principal;
use crate::parse::{Source, is_name, visible};
use crate::principal::{Retirement, Unplanned, Unused};
use crate::prove::Conclusion;
use crate::report::json::Change;
use crate::report::json::analyze::{
    PoliciesRow, PolicyRow, REMEDY_FORMAT, RemedyRow, RemedyVerdict, RetireRow, UnusedEntry,
};

/// So many others who have a policy are named.
const NAMED: usize = 10;

/// What is recommended for a principal, and what went wrong, as a sentence.
pub(super) fn remedy(task: &Task<'_>, scene: &Scene<'_>) -> (RemedyRow, Option<String>) {
    if let Some(service) = task.analysis.managed_by {
        let reason =
            format!("it is made by {service}, and made again if it is changed: change the permission set");
        return (RemedyRow { reason: Some(reason), ..row(task) }, None);
    }
    if !is_name(&task.identity.name) {
        return failed(task, "IAM allows no such name, so no folder is called by it");
    }
    match made(task, scene) {
        Ok(row) => (row, None),
        Err(error) => failed(task, &error),
    }
}

/// The row of a principal for which nothing could be recommended.
pub(super) fn failed(task: &Task<'_>, error: &str) -> (RemedyRow, Option<String>) {
    let told = format!("`{}`: {error}", task.analysis.arn.escape_debug());
    (RemedyRow { reason: Some(error.to_owned()), ..row(task) }, Some(told))
}

fn row(task: &Task<'_>) -> RemedyRow {
    RemedyRow {
        format: REMEDY_FORMAT.to_owned(),
        paredown: env!("CARGO_PKG_VERSION").to_owned(),
        inputs: String::new(),
        evidence: None,
        principal: task.analysis.arn.clone(),
        folder: None,
        policies: None,
        retire: Vec::new(),
        retire_steps: Vec::new(),
        reason: None,
    }
}

/// The row, once everything about the principal is in its folder. An error is a sentence.
fn made(task: &Task<'_>, scene: &Scene<'_>) -> Result<RemedyRow, String> {
    let retire = retired(task);
    let found = unused_permissions(task);
    let unused = found.map(|(services, _)| unused_file(services)).transpose()?;
    let job = unused.as_ref().map(|unused| {
        job(task.identity, task.account, unused, &task.analysis.exceptions).map_err(|why| why.message.clone())
    });
    let job = job.transpose()?;
    let inputs = inputs(task, scene, job.as_ref(), &retire);
    // Nothing but a certificate rests on it.
    let evidence = job.is_some().then(|| evidence(task, scene));
    let folder = PrincipalFolder::new(scene.place, &task.name, scene.force);
    if let Some(row) = folder.unchanged(&inputs, evidence.as_ref()) {
        return Ok(row);
    }
    let mut row = RemedyRow { inputs, evidence, folder: Some(folder.name()), retire, ..row(task) };
    let mut contents = Contents::default();
    if !row.retire.is_empty() {
        match retirement(task, &row.retire, scene) {
            Ok(plan) => {
                contents.add_script(RETIRE, plan.script());
                row.retire_steps = plan.steps();
            }
            Err(why) => row.reason = Some(format!("{}; {}", why.message, why.help)),
        }
    }
    let mut outcome = None;
    if let (Some(job), Some(unused)) = (job, &unused) {
        if job.policies.is_empty() {
            let why = "it has no policies of its own: its groups allow what it does not use";
            row.reason = row.reason.or_else(|| Some(why.to_owned()));
        } else {
            let left = left_to_groups(task.identity, task.account, scene.settings.catalogue, &job.unused);
            // What was found elsewhere is believed, but nothing here shows why.
            let is_own = found.is_some_and(|(_, sources)| !sources.is_empty());
            let done = pared(job, is_own, task, scene)?;
            row.policies = Some(PoliciesRow {
                left_to_groups: left.map_err(|why| why.message.clone())?,
                ..policies_row(&done, task, scene)
            });
            row.reason = row.reason.or_else(|| reason(&done));
            contents.add(PROOF_UNUSED, unused.text.clone());
            contents.of(&done, unused, scene.args.attached_limit).map_err(|error| error.to_string())?;
            outcome = Some(done);
        }
    }
    if let Some(moved) = folder.write(&row, outcome.as_ref(), contents, scene.args.attached_limit)? {
        explain(&format!(
            "note: `{}`: the earlier plan, which may be in effect, is in `{}` now, with its way back\n",
            task.analysis.arn.escape_debug(),
            visible(&moved.display().to_string())
        ));
    }
    Ok(row)
}

/// The script that retires what nobody uses, relative to the principal's folder.
const RETIRE: &str = "retire.sh";

/// Where the unused set is, relative to the principal's folder.
const PROOF_UNUSED: &str = "proof/unused.json";

/// What is to be retired.
fn retired(task: &Task<'_>) -> Vec<RetireRow> {
    let one = |what: &str, key: Option<&String>| RetireRow { what: what.to_owned(), key: key.cloned() };
    let rows = task.findings.iter().filter_map(|finding| match &finding.details {
        Details::Role(_) => Some(one("role", None)),
        Details::AccessKey(id, _) => Some(one("key", Some(id))),
        Details::Password(_) => Some(one("password", None)),
        Details::Permissions(_) => None,
    });
    rows.collect()
}

/// The script that retires it. A key of which nothing says the id cannot be retired, and stops the others: whoever
/// deactivated only these would think that all was done.
fn retirement(task: &Task<'_>, rows: &[RetireRow], scene: &Scene<'_>) -> Result<Retirement, Unplanned> {
    let principal = Principal::of_arn(&task.analysis.arn).unwrap_or_default();
    let has = |what: &str| rows.iter().any(|row| row.what == what);
    let keys = rows.iter().filter_map(|row| row.key.clone()).collect();
    let unused = Unused { role: has("role"), keys, password: has("password") };
    let period = scene.settings.period;
    Retirement::new(&principal, unused, period.end, period.days)
}

/// The unused permissions, and what shows that they are unused.
fn unused_permissions<'a>(task: &Task<'a>) -> Option<(&'a [UnusedService], &'a [FindingSource])> {
    task.findings.iter().find_map(|finding| match &finding.details {
        Details::Permissions(services) => Some((services.as_slice(), finding.sources.as_slice())),
        Details::Role(_) | Details::AccessKey(..) | Details::Password(_) => None,
    })
}

/// What is unused, as a file that `--unused` reads.
fn unused_file(services: &[UnusedService]) -> Result<Arc<Source>, String> {
    let entries: Vec<UnusedEntry<'_>> = services.iter().map(UnusedEntry::from).collect();
    let text = serde_json::to_string_pretty(&entries).map_err(|error| error.to_string())? + "\n";
    Ok(Arc::new(Source { name: PROOF_UNUSED.to_owned(), text }))
}

fn policies_row(outcome: &Outcome, task: &Task<'_>, scene: &Scene<'_>) -> PoliciesRow {
    let verdict = RemedyVerdict::of(outcome);
    let mut obligations = BTreeMap::new();
    if let Some(certification) = &outcome.certification {
        for judgement in certification.deciding(outcome.requirement, outcome.mode) {
            let worst =
                obligations.entry(judgement.obligation.name().to_owned()).or_insert(judgement.verdict);
            *worst = judgement.verdict.max(*worst);
        }
    }
    let policies = outcome.policies.iter().enumerate().map(|(at, policy)| {
        let (other_holders, holders) = others(policy.original.identity.arn.as_deref(), task);
        PolicyRow {
            name: policy.original.name.clone(),
            outcome: outcome.disposition(at).to_owned(),
            original: policy.original.sha256(),
            recommended: policy.documents.iter().map(job::RecommendedDocument::sha256).collect(),
            alone: alone(outcome, policy, scene).map(|verdict| verdict.name().to_owned()),
            other_holders,
            holders,
        }
    });
    // Of what is not handed on, nothing comes after.
    let after =
        |change: &job::Change| if verdict == RemedyVerdict::Proved { change.after } else { change.before };
    let levels = outcome.counts.levels.iter();
    PoliciesRow {
        verdict,
        policies: policies.collect(),
        actions: levels
            .map(|(level, change)| {
                (level.to_string(), Change { before: change.before, after: after(change) })
            })
            .collect(),
        obligations: obligations.into_iter().map(|(name, worst)| (name, worst.name().to_owned())).collect(),
        left_to_groups: BTreeMap::new(),
        planned: outcome.planning.plan().is_some(),
    }
}

/// Why it is not proved.
fn unproved(outcome: &Outcome) -> Option<String> {
    let certification = outcome.certification.as_ref().filter(|_| !outcome.may_be_shown())?;
    if outcome.conclusion() == Some(Conclusion::Disagreement) {
        return Some(
            "the engines disagree: please report it, with what `paredown certify` leaves behind".to_owned(),
        );
    }
    let deciding = certification.deciding(outcome.requirement, outcome.mode);
    let worst = deciding.iter().max_by_key(|judgement| judgement.verdict)?;
    let why = worst.reason.as_ref().map_or_else(String::new, |reason| format!(": {reason}"));
    Some(format!("{} is {}{why}", worst.obligation.name(), worst.verdict.name()))
}

/// How many others have a managed policy, and some of them.
fn others(arn: Option<&str>, task: &Task<'_>) -> (u64, Vec<String>) {
    let Some(arn) = arn else { return (0, Vec::new()) };
    let found = task.holders.get(arn).into_iter().flatten().filter(|holder| **holder != task.analysis.arn);
    let holders: Vec<String> = found.map(|holder| (*holder).to_owned()).collect();
    let said = task.account.details.policies.get(arn).and_then(|policy| policy.attachments);
    let count = said.map_or(0, |all| all.saturating_sub(1)).max(holders.len() as u64);
    (count, holders.into_iter().take(NAMED).collect())
}

/// Why it is not proved, or there is no plan or no certificate.
fn reason(outcome: &Outcome) -> Option<String> {
    if let Some(unproved) = unproved(outcome) {
        return Some(unproved);
    }
    let names: Vec<&str> = outcome.policies.iter().map(|policy| policy.original.name.as_str()).collect();
    if let Some(excess) = outcome.excesses.first() {
        let name =
            excess.policy.and_then(|at| names.get(at)).map_or(String::new(), |name| format!("{name}: "));
        return Some(format!("{name}{}; {}", excess.message(), excess.help));
    }
    if let Some(unplanned) = outcome.planning.unplanned() {
        return Some(format!("{}; {}", unplanned.message, unplanned.help));
    }
    outcome.certificate.as_ref().and_then(|certificate| certificate.as_ref().err().cloned())
}
