//! A slow twin of the check of usage: from ANALYZER.md §3 and §5, on JSON, action by action, sharing no code with the
//! kernel.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::super::twin::glob;
use super::Step;
use super::random::CATALOGUE;

const DAY: i128 = 24 * 60 * 60 * 1_000_000_000;

fn time(value: &Value) -> Option<i128> {
    let text = value.as_str()?.replacen(' ', "T", 1);
    Some(text.parse::<jiff::Timestamp>().unwrap().as_nanosecond())
}

fn list(value: &Value) -> Vec<Value> {
    match value {
        Value::Array(all) => all.clone(),
        Value::Null => Vec::new(),
        one => vec![one.clone()],
    }
}

/// The Allow statements of some documents that speak of a folded action, by their resources.
pub fn allowed_on(texts: &[String], action: &str) -> BTreeSet<String> {
    let documents = texts.iter().map(|text| serde_json::from_str::<Value>(text).unwrap());
    let statements = documents.flat_map(|document| list(&document["Statement"]));
    statements.filter(|one| allows(one, action)).map(|one| one["Resource"].to_string()).collect()
}

/// Whether a statement of a document speaks of a folded action.
fn speaks(statement: &Value, action: &str) -> bool {
    let any = |key: &str| {
        list(&statement[key]).iter().any(|one| glob(&one.as_str().unwrap().to_ascii_lowercase(), action))
    };
    if statement.get("Action").is_some() { any("Action") } else { !any("NotAction") }
}

fn allows(statement: &Value, action: &str) -> bool {
    statement["Effect"] == "Allow" && speaks(statement, action)
}

fn denies(statement: &Value, action: &str) -> bool {
    statement["Effect"] == "Deny" && statement["Resource"] == "*" && speaks(statement, action)
}

/// A policy in force, and its versions with their times.
type Policy = (Vec<Value>, Vec<(i128, Vec<Value>)>);

fn policies(step: &Step) -> Vec<Policy> {
    let details = &step.exported.details;
    let principal = step.exported.principal();
    let since = time(&principal["CreateDate"]).unwrap();
    let mut all = Vec::new();
    let mut attached = list(&principal["AttachedManagedPolicies"]);
    let inline = |one: &Value| {
        let statements = list(&one["PolicyDocument"]["Statement"]);
        (statements.clone(), vec![(since, statements)])
    };
    for key in ["RolePolicyList", "UserPolicyList"] {
        all.extend(list(&principal[key]).iter().map(inline));
    }
    for name in list(&principal["GroupList"]) {
        for group in list(&details["GroupDetailList"]).iter().filter(|group| group["GroupName"] == name) {
            all.extend(list(&group["GroupPolicyList"]).iter().map(inline));
            attached.extend(list(&group["AttachedManagedPolicies"]));
        }
    }
    for one in attached {
        let managed = list(&details["Policies"]);
        let managed = managed.iter().find(|managed| managed["Arn"] == one["PolicyArn"]).unwrap();
        let versions = list(&managed["PolicyVersionList"]);
        let statements = |version: &Value| list(&version["Document"]["Statement"]);
        let now = versions.iter().find(|version| version["IsDefaultVersion"] == true).unwrap();
        let dated = versions.iter().map(|one| (time(&one["CreateDate"]).unwrap(), statements(one)));
        all.push((statements(now), dated.collect()));
    }
    all
}

/// What the usage of a certificate and the exports say.
struct Facts {
    until: i128,
    days: i128,
    usage: Value,
    exported: Value,
    report: Value,
    observable: BTreeMap<String, bool>,
    is_role: bool,
}

impl Facts {
    fn within(&self, value: &Value) -> bool {
        time(value).is_some_and(|time| self.until - time < self.days * DAY)
    }

    fn services(&self) -> Vec<Value> {
        list(&self.report["ServicesLastAccessed"])
    }

    fn service(&self, service: &str) -> Option<Value> {
        let same = |one: &Value| one["ServiceNamespace"].as_str().unwrap().eq_ignore_ascii_case(service);
        self.services().into_iter().find(same)
    }

    fn service_used(&self, service: &Value) -> bool {
        let tracked = list(&service["TrackedActionsLastAccessed"]);
        self.within(&service["LastAuthenticated"])
            || tracked.iter().any(|one| self.within(&one["LastAccessedTime"]))
    }

    fn tracked(&self, action: &str) -> Option<Value> {
        let (service, name) = action.split_once(':')?;
        let tracked = list(&self.service(service)?["TrackedActionsLastAccessed"]);
        tracked.into_iter().find(|one| one["ActionName"].as_str().unwrap().eq_ignore_ascii_case(name))
    }

    fn is_idle(&self) -> bool {
        let said = self.is_role && self.exported.get("RoleLastUsed").is_some();
        said && !self.within(&self.exported["RoleLastUsed"]["LastUsedDate"])
            && !self.services().iter().any(|service| self.service_used(service))
    }

    fn is_covered(&self) -> bool {
        let Some(made) = time(&self.report["JobCreationDate"]) else { return false };
        self.until - made < DAY && made - self.until <= (400 - self.days) * DAY
    }

    fn is_observed(&self, action: &str) -> bool {
        let never = self.observable.get(action).copied().unwrap_or(action == "iam:passrole");
        self.usage["evidence"] == "access-analyzer" || !never
    }

    /// The source with a number: its kind and the name of its file.
    fn source(&self, number: &Value) -> Option<(String, String)> {
        let source = self.usage["sources"].get(usize::try_from(number.as_u64()?).ok()?)?;
        let file = self.usage["exports"].get(usize::try_from(source["export"].as_u64()?).ok()?)?;
        Some((source["kind"].as_str()?.to_owned(), file["name"].as_str()?.to_owned()))
    }

    fn shows_service(&self, service: &str, (kind, file): &(String, String)) -> bool {
        match kind.as_str() {
            "role-last-used" => self.is_idle() && file == "d.json",
            "service-last-accessed" => {
                let idle = self.service(service).is_some_and(|service| !self.service_used(&service));
                idle && self.is_covered() && file == "r.json"
            }
            _ => false,
        }
    }

    fn shows(&self, action: &str, source: &(String, String)) -> bool {
        let (service, _) = action.split_once(':').unwrap();
        match source.0.as_str() {
            "action-last-accessed" => {
                let unused = self.tracked(action).is_some_and(|own| !self.within(&own["LastAccessedTime"]));
                unused && self.is_covered() && self.is_observed(action) && source.1 == "r.json"
            }
            "service-last-accessed" => self.is_observed(action) && self.shows_service(service, source),
            _ => self.shows_service(service, source),
        }
    }
}

/// Whether the grant with a number grants an action.
fn grants(facts: &Facts, policies: &[Policy], number: &Value, action: &str, kind: &str) -> bool {
    let place = |value: &Value| usize::try_from(value.as_u64().unwrap()).unwrap();
    let Some(grant) = facts.usage["grants"].get(place(number)) else { return false };
    let Some((now, versions)) = policies.get(place(&grant["policy"])) else { return false };
    let granted = now.get(place(&grant["statement"])).is_some_and(|one| allows(one, action));
    let before = match grant["before"].as_array() {
        Some(before) => versions.get(place(&before[0])).is_some_and(|(since, statements)| {
            facts.until - since >= facts.days * DAY
                && statements.get(place(&before[1])).is_some_and(|one| allows(one, action))
        }),
        None => kind == "role-last-used",
    };
    let denied = policies.iter().flat_map(|(now, _)| now).any(|one| denies(one, action));
    granted && before && !denied
}

/// The unused actions that need a row, folded and sorted.
fn in_step(step: &Step) -> Vec<String> {
    let documents = step.texts.iter().map(|text| serde_json::from_str::<Value>(text).unwrap());
    let originals: Vec<Value> = documents.flat_map(|document| list(&document["Statement"])).collect();
    let patterns = originals.iter().flat_map(|one| [list(&one["Action"]), list(&one["NotAction"])].concat());
    let mut known: Vec<String> = CATALOGUE.iter().map(|action| action.to_ascii_lowercase()).collect();
    known.extend(patterns.map(|pattern| pattern.as_str().unwrap().to_ascii_lowercase()));
    known.extend(step.unused.iter().map(|name| name.to_ascii_lowercase()));
    known.extend(step.keep.iter().map(|name| name.to_ascii_lowercase()));
    known.retain(|name| !name.contains(['*', '?']));
    known.sort();
    known.dedup();
    let needed = |action: &String| {
        let listed = step.unused.iter().any(|name| name.eq_ignore_ascii_case(action));
        let (service, _) = action.split_once(':').unwrap();
        let whole = step.unused.contains(&format!("{service}:*"));
        let kept = step.keep.iter().any(|keep| glob(&keep.to_ascii_lowercase(), action));
        let allowed = originals.iter().any(|one| allows(one, action))
            && !originals.iter().any(|one| denies(one, action));
        !kept && (listed || whole && allowed)
    };
    known.into_iter().filter(needed).collect()
}

/// Whether what a certificate says of usage holds; the rest of it, and the digests, aside.
pub fn holds(step: &Step) -> bool {
    let usage = step.usage();
    let facts = Facts {
        until: time(&usage["period"]["until"]).unwrap(),
        days: usage["period"]["days"].as_i64().unwrap().into(),
        exported: step.exported.principal().clone(),
        report: step.exported.report.clone().unwrap_or_default(),
        observable: step
            .exported
            .observable
            .as_object()
            .unwrap()
            .iter()
            .map(|(action, kind)| (action.to_ascii_lowercase(), kind == "never"))
            .collect(),
        is_role: step.exported.details["RoleDetailList"] != serde_json::json!([]),
        usage,
    };
    if !(1..=365).contains(&facts.days) || facts.within(&facts.exported["CreateDate"]) {
        return false;
    }
    let policies = policies(step);
    let own = |text: &String| {
        let document: Value = serde_json::from_str(text).unwrap();
        policies.iter().any(|(now, _)| *now == list(&document["Statement"]))
    };
    let mut whole: Vec<&str> = step.unused.iter().filter_map(|name| name.strip_suffix(":*")).collect();
    whole.sort_unstable();
    let named: Vec<Value> = list(&facts.usage["services"]);
    if !step.texts.iter().all(own) || named.len() != whole.len() {
        return false;
    }
    for (row, service) in named.iter().zip(whole) {
        let source = facts.source(&row["seen"]);
        if row["service"] != service || !source.is_some_and(|source| facts.shows_service(service, &source)) {
            return false;
        }
    }
    let mut rest = in_step(step);
    for row in list(&facts.usage["rows"]) {
        let count = usize::try_from(row["count"].as_u64().unwrap()).unwrap();
        let first = row["first"].as_str().unwrap().to_ascii_lowercase();
        if count == 0 || count > rest.len() || rest[0] != first {
            return false;
        }
        for action in rest.drain(..count) {
            let Some(source) = facts.source(&row["seen"]) else { return false };
            let used = facts.tracked(&action).is_some_and(|own| facts.within(&own["LastAccessedTime"]));
            if used
                || !facts.shows(&action, &source)
                || !grants(&facts, &policies, &row["granted"], &action, &source.0)
            {
                return false;
            }
        }
    }
    rest.is_empty()
}
