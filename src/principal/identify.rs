//! Finds the plan for what is known of a principal and its policies. Nothing is guessed.

use std::collections::BTreeMap;

use super::plan::{Created, Inline, Original, Owner, Plan, PlannedDocument, Planning, Unplanned, Versioned};
use crate::model::{PolicyArn, PolicyKind, Principal, PrincipalKind};
use crate::recommend::Disposition;

/// The kind and identity of a policy, as far as they are known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// It is a managed policy.
    Managed(PolicyArn),
    /// It is a managed policy without a known ARN, or its kind is not known.
    Unknown,
    /// It is an inline policy of this role, user or group.
    Inline(PrincipalKind, String),
    /// It is a policy of Organizations.
    Organizations,
}

/// A policy, as far as a plan needs it.
#[derive(Clone, Debug)]
pub struct Planned {
    /// Its name.
    pub name: String,
    /// Its kind and identity.
    pub place: Place,
    /// Whether it is known that the judged version is not the one in force.
    pub outdated: bool,
    /// Whether its document has comments or trailing commas.
    pub lenient: bool,
    /// The recommended disposition.
    pub outcome: Disposition,
    /// The judged document, and its size.
    pub original: (PlannedDocument, usize),
    /// Its replacements, and their sizes.
    pub documents: Vec<(PlannedDocument, usize)>,
}

/// How to plan.
#[derive(Clone, Copy, Debug)]
pub struct Manner {
    /// How many managed policies may be attached at once.
    pub attached_limit: usize,
    /// Whether a managed policy of the account that becomes one document gets a new version, instead of being
    /// replaced by another policy.
    pub in_place: bool,
}

/// The plan for the policies of a principal, or the reason why there is none.
pub fn plan(principal: &Principal, policies: &[Planned], manner: Manner) -> Planning {
    if policies.iter().all(|policy| policy.outcome == Disposition::Unchanged) {
        return Planning::Nothing;
    }
    made(principal, policies, manner).map_or_else(Planning::Unplanned, |plan| Planning::Plan(Box::new(plan)))
}

fn made(principal: &Principal, policies: &[Planned], manner: Manner) -> Result<Plan, Unplanned> {
    let owner = owner(principal)?;
    let mut plan = Plan {
        owner,
        attached_limit: manner.attached_limit,
        created: Vec::new(),
        versioned: Vec::new(),
        inline: Vec::new(),
        detached: Vec::new(),
    };
    let mut growth = Vec::new();
    for policy in policies.iter().filter(|policy| policy.outcome != Disposition::Unchanged) {
        if policy.outdated {
            let message = format!("the judged version of `{}` is not the one in force", policy.name);
            return Err(Unplanned::new(message, "give the default version"));
        }
        if policy.lenient {
            let message = format!("the document of `{}` has comments or trailing commas", policy.name);
            return Err(Unplanned::new(message, "leave them out: IAM takes strict JSON only"));
        }
        match &policy.place {
            Place::Managed(arn) => managed(&mut plan, policy, arn, manner)?,
            Place::Inline(kind, name) => {
                own_inline(&plan.owner, policy, *kind, name)?;
                growth.push(inline(policy)?);
            }
            Place::Unknown => {
                let message = format!("the ARN of the policy `{}` is not known", policy.name);
                let help = "give it with --policy-arn; or, if it is an inline policy, say so with --kind";
                return Err(Unplanned::new(message, help));
            }
            Place::Organizations => {
                let message = format!("`{}` is a service control policy", policy.name);
                return Err(Unplanned::new(message, "it is changed in AWS Organizations"));
            }
        }
    }
    // Those that shrink come first, so the total is never larger than before or after.
    growth.sort_by_key(|(growth, _)| *growth);
    plan.inline = growth.into_iter().map(|(_, inline)| inline).collect();
    plan.created = distinct(std::mem::take(&mut plan.created))?;
    Ok(plan)
}

/// Paths of roles that AWS reserves, and where these are changed instead. Source: IAM User Guide, "Create a
/// service-linked role"; IAM Identity Center User Guide, "Referencing permission sets in resource policies".
const RESERVED: [(&str, &str); 2] = [
    ("/aws-service-role/", "only its service can change a service-linked role"),
    ("/aws-reserved/", "change the permission set in IAM Identity Center instead"),
];

/// The principal as scripts name it, or why they cannot change it.
pub(super) fn owner(principal: &Principal) -> Result<Owner, Unplanned> {
    const HELP: &str = "give its ARN with --principal";
    let missing = |what: &str| Unplanned::new(format!("it is not known {what} the policies are"), HELP);
    let (kind, name) = principal.holder.clone().ok_or_else(|| missing("whose"))?;
    let (_, account) = principal.account.clone().ok_or_else(|| missing("in which account"))?;
    let path = principal.path.as_deref().unwrap_or("/");
    if let Some((_, help)) = RESERVED.iter().find(|(reserved, _)| path.starts_with(reserved)) {
        return Err(Unplanned::new(
            format!("AWS does not let the {} `{name}` be changed", kind.word()),
            *help,
        ));
    }
    let digits = account.len() == 12 && account.chars().all(|c| c.is_ascii_digit());
    if !digits || !crate::parse::is_name(&name) {
        let message = format!("this is not a {} of an account: `{}`", kind.word(), name.escape_debug());
        return Err(Unplanned::new(message, HELP));
    }
    Ok(Owner { kind, name, account })
}

fn managed(plan: &mut Plan, policy: &Planned, arn: &PolicyArn, manner: Manner) -> Result<(), Unplanned> {
    if arn.account.as_ref().is_some_and(|account| *account != plan.owner.account) {
        let message = format!("the policy `{arn}` is not of the account `{}`", plan.owner.account);
        return Err(Unplanned::new(message, "give the ARN of the policy itself"));
    }
    let original = Original { arn: arn.clone(), digest: policy.original.0.digest.clone() };
    if let ([(document, _)], Some(_), true) = (policy.documents.as_slice(), &arn.account, manner.in_place) {
        plan.versioned.push(Versioned { original, document: document.clone() });
        return Ok(());
    }
    for (document, _) in &policy.documents {
        let account = Some(plan.owner.account.clone());
        let arn = PolicyArn { account, name: new_name(&arn.name, &document.digest), ..arn.clone() };
        plan.created.push(Created { arn, document: document.clone(), from: original.clone() });
    }
    plan.detached.push(original);
    Ok(())
}

/// Whether an inline policy is the principal's own, not one of its groups'.
fn own_inline(owner: &Owner, policy: &Planned, kind: PrincipalKind, name: &str) -> Result<(), Unplanned> {
    if owner.kind == kind && owner.name.eq_ignore_ascii_case(name) {
        return Ok(());
    }
    let message = format!(
        "`{}` is a policy of the {} `{name}`, but the principal is the {} `{}`",
        policy.name,
        kind.word(),
        owner.kind.word(),
        owner.name
    );
    let help =
        format!("to change it for all, ask for the {} with --principal and its own finding", kind.word());
    Err(Unplanned::new(message, help))
}

/// An inline policy, and by how much it grows.
fn inline(policy: &Planned) -> Result<(i128, Inline), Unplanned> {
    let name = policy.name.clone();
    if !crate::parse::is_name(&name) {
        let message = format!("IAM allows no policy with the name `{}`", name.escape_debug());
        return Err(Unplanned::new(message, "name the file like the policy"));
    }
    let (original, before) = policy.original.clone();
    match policy.documents.as_slice() {
        [] => Ok((0 - before as i128, Inline { name, original, document: None })),
        [(document, after)] => {
            let growth = *after as i128 - before as i128;
            Ok((growth, Inline { name, original, document: Some(document.clone()) }))
        }
        _ => {
            let message = format!("the inline policy `{name}` became several documents");
            Err(Unplanned::new(message, "recommend without --fit, or with --kind managed"))
        }
    }
}

/// The longest name of a policy, in characters (IAM API Reference, `CreatePolicy`).
const LONGEST: usize = 128;
/// The number of digits of the digest in a name.
const DIGITS: usize = 8;
const MARK: &str = "-pared-";

/// The name of the policy with this document that replaces another. If that one was itself named in this way, the
/// original name is used.
fn new_name(name: &str, digest: &str) -> String {
    let own = name.rsplit_once(MARK).filter(|(stem, end)| {
        !stem.is_empty() && end.len() == DIGITS && end.chars().all(|c| c.is_ascii_hexdigit())
    });
    let stem = own.map_or(name, |(stem, _)| stem);
    let kept: String = stem.chars().take(LONGEST - MARK.len() - DIGITS).collect();
    let digits: String = digest.chars().take(DIGITS).collect();
    format!("{kept}{MARK}{digits}")
}

/// The created policies with distinct names: two originals that become one document under one name become one
/// policy. Names of policies "are not distinguished by case", whatever their paths (IAM API Reference,
/// `CreatePolicy`).
fn distinct(created: Vec<Created>) -> Result<Vec<Created>, Unplanned> {
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    let mut kept = Vec::new();
    for one in created {
        match seen.get(&one.arn.name.to_ascii_lowercase()) {
            None => {
                seen.insert(one.arn.name.to_ascii_lowercase(), one.document.digest.clone());
                kept.push(one);
            }
            Some(digest) if *digest == one.document.digest => {}
            Some(_) => {
                let message = format!("two different policies would get the name `{}`", one.arn.name);
                return Err(Unplanned::new(message, "plan for one of the originals at a time"));
            }
        }
    }
    Ok(kept)
}

/// The kind of principal that holds an inline policy of this kind.
pub fn holder_of(kind: PolicyKind) -> Option<PrincipalKind> {
    match kind {
        PolicyKind::InlineRole => Some(PrincipalKind::Role),
        PolicyKind::InlineUser => Some(PrincipalKind::User),
        PolicyKind::InlineGroup => Some(PrincipalKind::Group),
        PolicyKind::Managed | PolicyKind::Scp => None,
    }
}

#[cfg(test)]
mod tests;
