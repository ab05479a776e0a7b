//! Archive rules: which new findings are put away at once.
//!
//! Source: IAM Access Analyzer API Reference, `CreateArchiveRule` and `Criterion`.

use std::sync::Arc;

use super::findings::Finding;
use crate::parse::answer::{boolean, required, some, text};
use crate::parse::{Code, Diagnostic, Located, Source, Strictness, json, nearest};

/// A rule: a finding is put away if it meets all criteria.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArchiveRule {
    /// Its name.
    pub name: String,
    criteria: Vec<(FindingKey, Criterion)>,
}

/// What of a finding one can ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FindingKey {
    /// Its id.
    Id,
    /// The ARN of the principal.
    Resource,
    /// Whether that is a role or a user.
    ResourceType,
    /// The number of the account.
    Account,
    /// What it is about.
    FindingType,
    /// Where it is in its life.
    Status,
}

const KEYS: [(&str, FindingKey); 6] = [
    ("id", FindingKey::Id),
    ("resource", FindingKey::Resource),
    ("resourceType", FindingKey::ResourceType),
    ("resourceOwnerAccount", FindingKey::Account),
    ("findingType", FindingKey::FindingType),
    ("status", FindingKey::Status),
];

/// What it has to be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Criterion {
    eq: Option<Vec<String>>,
    neq: Option<Vec<String>>,
    contains: Option<Vec<String>>,
    exists: Option<bool>,
}

impl ArchiveRule {
    /// Whether it puts a finding away.
    pub fn matches(&self, finding: &Finding) -> bool {
        self.criteria.iter().all(|(key, criterion)| criterion.matches(key.of(finding)))
    }
}

impl FindingKey {
    /// The key with AWS's name for it, or the names that there are.
    ///
    /// # Errors
    /// There is no such key.
    pub fn named(name: &str) -> Result<Self, String> {
        let found = KEYS.iter().find(|(own, _)| *own == name).map(|(_, key)| *key);
        let known: Vec<&str> = KEYS.iter().map(|(name, _)| *name).collect();
        found.ok_or_else(|| format!("expected one of {}", known.join(", ")))
    }

    /// What a finding has there.
    pub fn of(self, finding: &Finding) -> &str {
        match self {
            Self::Id => &finding.id,
            Self::Resource => &finding.resource,
            Self::ResourceType => finding.resource_type(),
            Self::Account => &finding.account,
            Self::FindingType => finding.details.kind().name(),
            Self::Status => finding.status.name(),
        }
    }
}

impl Criterion {
    /// Whether all that it says is so of a value, which is always there.
    fn matches(&self, value: &str) -> bool {
        let any = |all: &Option<Vec<String>>, like: fn(&str, &str) -> bool| {
            all.as_ref().is_none_or(|all| all.iter().any(|one| like(value, one)))
        };
        any(&self.eq, |value, one| value == one)
            && self.neq.as_ref().is_none_or(|all| all.iter().all(|one| value != one))
            && any(&self.contains, |value, one| value.contains(one))
            && self.exists != Some(false)
    }
}

/// The rules of a file: `[{"ruleName": …, "filter": {KEY: {"eq" | "neq" | "contains": […], "exists": …}}}]`.
///
/// # Errors
/// It is something else, or a key is not one of a finding of unused access.
pub fn archive_rules(source: &Arc<Source>) -> Result<Vec<ArchiveRule>, Diagnostic> {
    let value = json(source, Strictness::Strict)?;
    let root = Located::new(&value, source);
    let list = match root.object() {
        // The answer of `list-archive-rules`.
        Some(answer) => required(&answer, "archiveRules", "the answer")?.expect_list("`archiveRules`")?,
        None => root.expect_list("the archive rules")?,
    };
    list.into_iter().map(rule).collect()
}

fn rule(place: Located<'_>) -> Result<ArchiveRule, Diagnostic> {
    let rule = place.expect_object("an archive rule")?;
    rule.expect_keys("an archive rule", &["ruleName", "filter", "createdAt", "updatedAt"])?;
    let filter = required(&rule, "filter", "the archive rule")?.expect_object("`filter`")?;
    let mut criteria = Vec::new();
    for member in filter.members() {
        let key =
            KEYS.iter().find(|(name, _)| *name == member.name).map(|(_, key)| *key).ok_or_else(|| {
                let message = format!("a finding of unused access has no `{}`", member.name.escape_debug());
                let near = nearest(member.name, KEYS.iter().map(|(name, _)| *name));
                let near = near.map_or_else(String::new, |near| format!("; the nearest is `{near}`"));
                let known: Vec<&str> = KEYS.iter().map(|(name, _)| *name).collect();
                Diagnostic::error(place.source(), member.name_span.clone(), message, "unknown key")
                    .coded(Code::UnknownMember)
                    .with_help(format!("it has {}{near}", known.join(", ")))
            })?;
        criteria.push((key, criterion(member.value)?));
    }
    if criteria.is_empty() {
        let error = filter.place().error("the archive rule has no criterion", "nothing here");
        return Err(error
            .coded(Code::MissingMember)
            .with_help("it would put away everything: say what is meant"));
    }
    Ok(ArchiveRule { name: text(&rule, "ruleName", "the archive rule")?.to_owned(), criteria })
}

fn criterion(place: Located<'_>) -> Result<Criterion, Diagnostic> {
    let object = place.expect_object("a criterion")?;
    object.expect_keys("a criterion", &["eq", "neq", "contains", "exists"])?;
    let list = |key: &str| -> Result<Option<Vec<String>>, Diagnostic> {
        let Some(list) = some(&object, key) else { return Ok(None) };
        let all = list.expect_strings(&format!("`{key}`"))?;
        Ok(Some(all.into_iter().map(|(_, text)| text.to_owned()).collect()))
    };
    let exists = some(&object, "exists").map(|_| boolean(&object, "exists", "the criterion")).transpose()?;
    Ok(Criterion { eq: list("eq")?, neq: list("neq")?, contains: list("contains")?, exists })
}
