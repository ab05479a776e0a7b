//! The policies of one principal, out of the answer of `iam get-account-authorization-details`.

use std::sync::Arc;

use paredown_account::{Account, Details, File, Group, Identity, InlinePolicy, ManagedPolicy, Unread};

use crate::model::{Principal, PrincipalKind};
use crate::ownership::take;
use crate::parse::{self, Diagnostic, Holder, PolicyIdentity, Source, Stated};
use crate::{Error, Notice, Original, Ownership, SaidBy, Tell, Whose};

/// So many principals are named if none is chosen.
const NAMED: usize = 5;

/// A user, role or group with its own policies.
#[derive(Clone, Copy)]
struct Owner<'a> {
    kind: PrincipalKind,
    name: &'a str,
    arn: &'a Stated<String>,
    inline: &'a [InlinePolicy],
    attached: &'a [Stated<String>],
}

impl<'a> Owner<'a> {
    fn all(details: &'a Details) -> Vec<Self> {
        let groups = details.groups.values().map(Self::of_group);
        details.identities.iter().map(Self::of).chain(groups).collect()
    }

    fn of(identity: &'a Identity) -> Self {
        let Identity { kind, name, arn, inline, attached, .. } = identity;
        Self { kind: *kind, name, arn, inline, attached }
    }

    fn of_group(group: &'a Group) -> Self {
        let Group { name, arn, inline, attached, .. } = group;
        Self { kind: PrincipalKind::Group, name, arn, inline, attached }
    }

    /// Its policies in the order of the export, inline ones first.
    fn policies(self, details: &Details) -> Result<Vec<Original>, Unread> {
        let mut all = Vec::new();
        for policy in self.inline {
            let parsed = policy.document.as_ref().map_err(Arc::clone)?.as_ref().clone();
            let identity = PolicyIdentity {
                name: Some(policy.name.clone()),
                holder: Holder::Inline(self.kind, self.name.to_owned()),
                ..PolicyIdentity::default()
            };
            let file = Arc::clone(&self.arn.source);
            all.push(Original { name: policy.name.clone(), identity, parsed, file, recommended: None });
        }
        for arn in self.attached {
            all.extend(managed(details.managed(arn)?)?);
        }
        Ok(all)
    }
}

/// A user's or role's own policies, in the order of the export, inline ones first; not those of a user's groups, which
/// other users have too.
///
/// # Errors
/// A policy is not in the export, or cannot be read.
pub fn own_policies(identity: &Identity, details: &Details) -> Result<Vec<Original>, Unread> {
    Owner::of(identity).policies(details)
}

/// Which policies of a principal are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Which {
    /// Its own.
    Own,
    /// All that count for it: those of a user's groups too, and the permissions boundary.
    InForce,
}

/// The policies that count for a principal.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct InForce {
    /// Its policies.
    pub policies: Vec<Original>,
    /// Its permissions boundary, if an export says that it has one.
    pub boundary: Option<Boundary>,
}

/// The permissions boundary of a principal.
#[derive(Clone, Debug)]
pub enum Boundary {
    /// The policy.
    Read(Box<Original>),
    /// The ARN of a policy that is not in the export.
    Absent(String),
}

/// The policies of the principal that `--principal` names, or else the only one that what is unused is about, out of the
/// pages of an account's answer.
///
/// # Errors
/// The pages are not whole, or the principal is not among theirs or not known; or one of its policies cannot be read.
pub(crate) fn exported(
    pages: Vec<File>,
    unused: &[Arc<Source>],
    whose: &mut Whose,
    which: Which,
    tell: Tell<'_>,
) -> Result<InForce, Error> {
    let name = pages.first().map_or_else(String::new, |page| page.source.name.clone());
    let gathered = Account::gather(pages, &name)?;
    gathered.warnings.into_iter().for_each(|warning| tell(warning.into()));
    let details = gathered.account.details;
    let all = Owner::all(&details);
    let asked = whose.principal();
    let wanted = if asked.holder.is_some() { Some(asked) } else { of_findings(unused) };
    let owner = chosen(&all, wanted.as_ref())?;
    if let Some(claim) = Ownership::of(SaidBy::Policy(owner.name.to_owned()), owner.arn)
        && owner.kind != PrincipalKind::Group
    {
        take(whose, &claim, tell)?;
    }
    let read = |why: Unread| why.as_ref().clone();
    let mut policies = owner.policies(&details).map_err(read)?;
    let identity = details.identities.iter().find(|identity| identity.arn.value == owner.arn.value);
    let mut boundary = None;
    if which == Which::InForce
        && let Some(identity) = identity
    {
        for name in &identity.groups {
            let group = details.group(name).map_err(read)?;
            policies.extend(Owner::of_group(group).policies(&details).map_err(read)?);
        }
        boundary =
            identity.boundary.as_deref().map(|arn| boundary_of(arn, &details)).transpose().map_err(read)?;
    }
    if policies.is_empty() {
        let message = format!("`{}` has no policies of its own", owner.arn.value);
        let error = owner.arn.error(message, "this one");
        return Err(error.with_help("its groups may have some: name one of them with --principal").into());
    }
    if which == Which::Own {
        tell_of_others(owner, &details, tell);
    }
    Ok(InForce { policies, boundary })
}

/// The permissions boundary with an ARN.
fn boundary_of(arn: &str, details: &Details) -> Result<Boundary, Unread> {
    let read = details.policies.get(arn).map(managed).transpose()?.flatten();
    Ok(read.map_or_else(|| Boundary::Absent(arn.to_owned()), |policy| Boundary::Read(Box::new(policy))))
}

/// A managed policy as it is in force; `None` if no version is.
fn managed(managed: &ManagedPolicy) -> Result<Option<Original>, Unread> {
    let Some(version) = managed.in_force() else { return Ok(None) };
    let parsed = version.document.as_ref().map_err(Arc::clone)?.as_ref().clone();
    let identity = PolicyIdentity {
        name: Some(managed.name.clone()),
        arn: Some(managed.arn.value.clone()),
        holder: Holder::Managed,
        version: Some(version.id.clone()),
        ..PolicyIdentity::default()
    };
    let file = Arc::clone(&managed.arn.source);
    Ok(Some(Original { name: managed.name.clone(), identity, parsed, file, recommended: None }))
}

/// Says who else is concerned.
fn tell_of_others(owner: Owner<'_>, details: &Details, tell: Tell<'_>) {
    for arn in owner.attached {
        let others = details.policies.get(&arn.value).and_then(|policy| policy.attachments);
        if let Some(others) = others.map(|count| count.saturating_sub(1)).filter(|others| *others > 0) {
            let message = format!(
                "`{}` is attached to {others} others too: what this principal does not use they may",
                arn.value
            );
            tell(Notice::Warning(message));
        }
    }
    let own = details.identities.iter().find(|identity| identity.arn.value == owner.arn.value);
    let groups: Vec<String> =
        own.iter().flat_map(|own| &own.groups).map(|group| format!("`{}`", group.value)).collect();
    if !groups.is_empty() {
        tell(Notice::Warning(format!(
            "what the groups of this user allow stays allowed, since other users have their policies too: {}",
            groups.join(", ")
        )));
    }
}

/// The only principal that findings are about.
pub(crate) fn of_findings(unused: &[Arc<Source>]) -> Option<Principal> {
    let mut found: Option<Stated<String>> = None;
    for source in unused {
        // What is wrong with the file is said when it is read for itself.
        let file = parse::unused_file(source, None).ok()?;
        for resource in file.findings().filter_map(|finding| finding.resource.as_ref()) {
            match &found {
                Some(known) if known.value != resource.value => return None,
                _ => found = Some(resource.clone()),
            }
        }
    }
    Principal::of_arn(&found?.value)
}

fn chosen<'a>(all: &[Owner<'a>], wanted: Option<&Principal>) -> Result<Owner<'a>, Diagnostic> {
    let is_wanted = |owner: &&Owner<'_>| {
        let own = Principal::of_arn(&owner.arn.value);
        wanted.is_none_or(|wanted| own.is_some_and(|own| own.may_be(wanted)))
    };
    let found: Vec<&Owner<'a>> = all.iter().filter(is_wanted).collect();
    match (found.as_slice(), all.first()) {
        ([only], _) => Ok(**only),
        ([], Some(first)) => {
            let named = wanted.and_then(|wanted| wanted.holder.as_ref());
            let named = named.map_or_else(String::new, |(kind, name)| format!("{} `{name}`", kind.word()));
            let error =
                first.arn.error(format!("the {named} is not in the export"), "others, such as this one");
            Err(error.with_help("give the export of its account, or the principal that is meant"))
        }
        ([first, ..], _) => {
            let names = found.iter().take(NAMED).map(|owner| format!("`{}`", owner.arn.value));
            let names = names.collect::<Vec<_>>().join(", ");
            let more = found.len().saturating_sub(NAMED);
            let more = if more == 0 { String::new() } else { format!(" and {more} more") };
            let message = format!("the export has {} principals: {names}{more}", found.len());
            let error = first.arn.error(message, "one of them");
            Err(error.with_help("name the principal with --principal ARN, or give its finding alone"))
        }
        ([], None) => {
            let source = Arc::new(Source { name: String::new(), text: String::new() });
            Err(Diagnostic::error(&source, 0..0, "the export has no principals", ""))
        }
    }
}
