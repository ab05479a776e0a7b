//! Evidence on usage: why the unused actions are unused.

use std::collections::BTreeMap;

use paredown_account::{Account, ExportFile, Identity, InForce, Period};

use crate::analyze::{Analysis, Class, Settings, ShownBy};
use crate::certificate::format::{
    Days, Digest, ExceptionLabel, Grant, SourceKind, SourceOfUse, Subject, Usage, UsageRow, WholeService,
};
use crate::certificate::kernel::{Rejection, World, in_step};
use crate::model::{Action, ByHead, Effect, Statement};

/// What was found out about a principal, and what it was found in: then a certificate says too why the unused actions are
/// unused.
///
/// All of it has to be of one principal: the policies of the certificate are policies of `analysis.arn` in `account`, and
/// what is unused is unused by `analysis`, which [`analyze`](crate::analyze::analyze) made of this account with these
/// settings. The unused set may have fewer actions, and whole services where nothing of the service was used.
#[derive(Clone, Copy, Debug)]
pub struct UsageOf<'a> {
    /// What was found out.
    pub analysis: &'a Analysis,
    /// In which exports.
    pub account: &'a Account,
    /// With which settings.
    pub settings: &'a Settings<'a>,
}

impl UsageOf<'_> {
    /// What a certificate about these policies and this unused set says of usage. The kernel checks it.
    ///
    /// # Errors
    /// Something unused was not found to be, or nothing grants it.
    pub(super) fn usage(&self, world: &World<'_>, before: &[&Statement]) -> Result<Usage, Rejection> {
        let Self { analysis, account, settings } = self;
        let identity = account.details.identities.iter().find(|one| one.arn.value == analysis.arn);
        let Some(identity) = identity else {
            return Err(fault(format!("the account has no `{}`", analysis.arn)));
        };
        let in_force = account.policies_of(identity).map_err(|why| fault(why.message.clone()))?;
        let mut grants = Grants::new(&in_force, settings.period);
        let mut sources = Sources { account, identity, files: account.files_of(identity), found: Vec::new() };
        let mut rows: Vec<UsageRow> = Vec::new();
        for action in in_step(world, before) {
            let kind = self.shown_by(action)?;
            let seen = sources.of(action.service(), kind)?;
            let granted = grants.of(action.folded(), kind, rows.last().map(|row| row.granted));
            let granted = granted.ok_or_else(|| {
                fault(format!("no policy that is old enough grants `{action}`, or it is denied"))
            })?;
            match rows.last_mut() {
                Some(row) if (row.granted, row.seen) == (granted, seen) => row.count += 1,
                _ => rows.push(UsageRow { first: action.spelling().to_owned(), count: 1, granted, seen }),
            }
        }
        let by_role =
            |(_, class): &(_, Class)| matches!(class, Class::Unused { shown_by: ShownBy::RoleLastUsed, .. });
        let idle = analysis.classes.iter().any(by_role);
        let kind = if idle { SourceKind::RoleLastUsed } else { SourceKind::ServiceLastAccessed };
        let services = world.unused.services().map(|service| {
            sources.of(service, kind).map(|seen| WholeService { service: service.to_owned(), seen })
        });
        let services = services.collect::<Result<_, _>>()?;
        let exceptions = analysis.exceptions.iter().map(|one| ExceptionLabel {
            principal: one.principal.spelling().to_owned(),
            actions: one.actions.iter().map(|pattern| pattern.spelling().to_owned()).collect(),
            owner: one.owner.clone(),
            reason: one.reason.clone(),
            until: one.until.to_string(),
        });
        let label = |file: &ExportFile| Subject {
            name: file.name.rsplit(['/', '\\']).next().unwrap_or_default().to_owned(),
            digest: Digest::of(file.sha256.clone()),
        };
        Ok(Usage {
            principal: analysis.arn.clone(),
            period: Days { days: settings.period.days, until: settings.period.end.to_string() },
            evidence: settings.evidence,
            observable: Digest::of(settings.observable.sha256()),
            exports: sources.files.iter().map(label).collect(),
            exceptions: exceptions.collect(),
            grants: grants.found,
            sources: sources.found,
            services,
            rows,
        })
    }

    /// What shows that an action was not used.
    fn shown_by(&self, action: &Action) -> Result<SourceKind, Rejection> {
        let classes = &self.analysis.classes;
        let place = classes.binary_search_by(|(own, _)| own.action.folded().cmp(action.folded()));
        match place.ok().and_then(|at| classes.get(at)) {
            Some((_, Class::Unused { shown_by, .. })) => Ok(match shown_by {
                ShownBy::RoleLastUsed => SourceKind::RoleLastUsed,
                ShownBy::ServiceReport => SourceKind::ServiceLastAccessed,
                ShownBy::ActionReport => SourceKind::ActionLastAccessed,
            }),
            Some(_) => Err(fault(format!("`{action}` was not found to be unused"))),
            None => Err(fault(format!("`{action}` is not what the principal may use"))),
        }
    }
}

fn fault(why: String) -> Rejection {
    Rejection { place: "usage".to_owned(), why }
}

/// The sources that are named, each once.
struct Sources<'a> {
    account: &'a Account,
    identity: &'a Identity,
    files: Vec<ExportFile>,
    found: Vec<SourceOfUse>,
}

impl Sources<'_> {
    /// The number of a source that says something of a service.
    fn of(&mut self, service: &str, kind: SourceKind) -> Result<usize, Rejection> {
        let source = match kind {
            SourceKind::RoleLastUsed => Some(&self.identity.arn.source),
            SourceKind::ServiceLastAccessed | SourceKind::ActionLastAccessed => {
                let report = self.account.last_accessed.get(&self.identity.arn.value);
                report.and_then(|report| report.services.get(service)).map(|listed| &listed.source)
            }
        };
        let file = |source: &std::sync::Arc<crate::parse::Source>| {
            self.files.iter().position(|file| file.name == source.name)
        };
        let Some(export) = source.and_then(file) else {
            return Err(fault(format!("nothing was exported of `{service}`")));
        };
        let source = SourceOfUse { kind, export };
        Ok(self.found.iter().position(|own| *own == source).unwrap_or_else(|| {
            self.found.push(source);
            self.found.len() - 1
        }))
    }
}

/// An Allow statement with its number.
struct Allow<'a> {
    statement: usize,
    negated: bool,
    patterns: ByHead<'a>,
}

impl<'a> Allow<'a> {
    fn of(statements: &'a [Statement]) -> Vec<Self> {
        let allows = statements.iter().enumerate().filter(|(_, statement)| statement.effect == Effect::Allow);
        let allow = |(statement, own): (usize, &'a Statement)| Self {
            statement,
            negated: own.actions.negated,
            patterns: ByHead::new(&own.actions.patterns),
        };
        allows.map(allow).collect()
    }

    fn has(&self, folded: &str) -> bool {
        self.patterns.matching(folded).next().is_some() != self.negated
    }
}

/// The Allow statements of a policy, and those of its versions that are old enough.
struct Granting<'a> {
    name: &'a str,
    now: Vec<Allow<'a>>,
    before: Vec<(usize, Vec<Allow<'a>>)>,
}

/// The numbers of a policy and of its statement, and of a version and of its.
type Place = (usize, usize, Option<(usize, usize)>);

/// What grants actions, each once.
struct Grants<'a> {
    policies: Vec<Granting<'a>>,
    found: Vec<Grant>,
    places: BTreeMap<Place, usize>,
}

impl<'a> Grants<'a> {
    fn new(in_force: &'a [InForce], period: Period) -> Self {
        let granting = |one: &'a InForce| {
            let versions = one.versions.iter().enumerate();
            let old = versions.filter(|(_, version)| !period.is_younger(version.since));
            let old = old.filter_map(|(at, version)| Some((at, version.policy.as_ref()?)));
            Granting {
                name: &one.name,
                now: Allow::of(&one.policy.policy.statements),
                before: old.map(|(at, parsed)| (at, Allow::of(&parsed.policy.statements))).collect(),
            }
        };
        Self { policies: in_force.iter().map(granting).collect(), found: Vec::new(), places: BTreeMap::new() }
    }

    /// The number of what grants a folded action: `last` if that does, so that runs are long.
    fn of(&mut self, folded: &str, kind: SourceKind, last: Option<usize>) -> Option<usize> {
        let idle = kind == SourceKind::RoleLastUsed;
        let last = last.and_then(|last| Some((last, self.found.get(last)?)));
        if let Some((at, grant)) = last
            && self.grants(folded, grant, idle)
        {
            return Some(at);
        }
        let (policy, statement, before) =
            self.policies.iter().enumerate().find_map(|(policy, granting)| {
                let has = |allow: &&Allow<'_>| allow.has(folded);
                let now = granting.now.iter().find(has)?.statement;
                if idle {
                    return Some((policy, now, None));
                }
                let before = granting
                    .before
                    .iter()
                    .find_map(|(version, allows)| Some((*version, allows.iter().find(has)?.statement)));
                before.map(|before| (policy, now, Some(before)))
            })?;
        let name = self.policies.get(policy)?.name.to_owned();
        let at = *self.places.entry((policy, statement, before)).or_insert_with(|| {
            self.found.push(Grant { policy, name, statement, before });
            self.found.len() - 1
        });
        Some(at)
    }

    /// Whether what granted another action grants this one.
    fn grants(&self, folded: &str, grant: &Grant, idle: bool) -> bool {
        let among = |allows: &[Allow<'_>], statement: usize| {
            allows.iter().any(|allow| allow.statement == statement && allow.has(folded))
        };
        let Some(policy) = self.policies.get(grant.policy) else { return false };
        let before = match grant.before {
            Some((version, statement)) => {
                let old = policy.before.iter().find(|(own, _)| *own == version);
                old.is_some_and(|(_, allows)| among(allows, statement))
            }
            None => idle,
        };
        before && among(&policy.now, grant.statement)
    }
}
