//! Findings that are said not to count.

use std::sync::Arc;

use jiff::civil::Date;

use super::super::outcome::{Certainty, Finding, SuppressedBy, Suppression};
use super::super::place::place;
use super::super::rule::{Level, Rule};
use super::super::table::{Table, Written, quoted};
use super::globs::{Globs, is_everything};
use super::patterns::patterns;
use crate::model::{Pattern, matches};
use crate::parse::{Diagnostic, Source, sha256};

/// The keys of a suppression.
pub(super) const KEYS: [&str; 9] =
    ["rule", "rules", "paths", "policy", "actions", "fingerprint", "owner", "reason", "expires"];

/// `[[gate.suppress]]`: findings that do not count. All that it says of them has to be so.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// `rule`, or `rules`: what objects.
    rules: Vec<Rule>,
    /// `paths`: globs of the file that the finding is in.
    paths: Option<Globs>,
    /// `policy`: the policy as reports name it, with `*` and `?`.
    policy: Option<String>,
    /// `actions`: patterns, of which one matches whatever is newly allowed. A finding that does not show all of that does not
    /// fit.
    actions: Option<Vec<Pattern>>,
    /// `fingerprint`: that of the finding.
    fingerprint: Option<String>,
    /// `owner`: who answers for it.
    pub(super) owner: String,
    /// `reason`: why.
    reason: String,
    /// `expires`: the last day that it counts.
    expires: Option<Date>,
    pub(super) source: Arc<Source>,
    span: std::ops::Range<usize>,
}

impl Entry {
    /// The one in a table.
    ///
    /// # Errors
    /// Something is missing or not what it should be, or it would be about every finding of its rules.
    pub(super) fn read(table: &Table<'_>, source: &Arc<Source>) -> Result<Self, Diagnostic> {
        let rules = rules(table)?;
        let paths = table.get("paths").map(|item| Globs::read(&item)).transpose()?;
        let policy = table.get("policy").map(|item| item.text().map(Written::into_inner)).transpose()?;
        let actions = table.get("actions").map(|item| patterns(&item)).transpose()?;
        let fingerprint = table.get("fingerprint");
        let fingerprint = fingerprint
            .map(|item| {
                let text = item.text()?.into_inner();
                let is_hex = text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
                let odd =
                    || item.error(format!("{} is not a fingerprint", quoted(&text)), "copy it from a report");
                if is_hex { Ok(text.clone()) } else { Err(odd()) }
            })
            .transpose()?;
        let narrows = [
            paths
                .as_ref()
                .is_some_and(|globs| !globs.texts().iter().any(|text| is_everything(text.get_ref()))),
            policy.as_ref().is_some_and(|text| !is_everything(text)),
            actions.as_ref().is_some_and(|all| !all.iter().any(|one| is_everything(one.spelling()))),
            fingerprint.is_some(),
        ];
        if !narrows.contains(&true) {
            let help = "say which ones: by `paths`, `policy`, `actions` or `fingerprint`; to turn a rule off, set its level";
            return Err(table.error("this suppresses every finding of its rules", help));
        }
        let said = |key: &str, help: &str| {
            let item = table
                .get(key)
                .ok_or_else(|| table.missing(format!("the suppression has no `{key}`"), help))?;
            item.text().map(Written::into_inner)
        };
        Ok(Self {
            rules,
            paths,
            policy,
            actions,
            fingerprint,
            owner: said("owner", "say who answers for it, such as `owner = \"security@example.com\"`")?,
            reason: said("reason", "say why, such as `reason = \"needed for the migration\"`")?,
            expires: table.get("expires").map(|item| item.date()).transpose()?,
            source: Arc::clone(source),
            span: table.span(),
        })
    }

    /// The last day that it counted, if that is over.
    pub(super) fn expired(&self, today: Date) -> Option<Date> {
        self.expires.filter(|last| *last < today)
    }

    /// Whether it is about a finding, in a file with this path.
    pub(super) fn is_about(&self, finding: &Finding, path: Option<&str>) -> bool {
        let whole = |patterns: &Vec<Pattern>| {
            finding.certainty == Certainty::Shown
                && !finding.allowed.is_empty()
                && finding.allowed.iter().all(|new| {
                    let action = new.action.to_ascii_lowercase();
                    patterns.iter().any(|pattern| pattern.matches(&action))
                })
        };
        self.rules.contains(&finding.rule)
            && self.paths.as_ref().is_none_or(|globs| path.is_some_and(|path| globs.matches(path)))
            && self.policy.as_ref().is_none_or(|pattern| matches(pattern, &finding.policy))
            && self.actions.as_ref().is_none_or(whole)
            && self.fingerprint.as_ref().is_none_or(|fingerprint| *fingerprint == finding.fingerprint)
    }

    /// What it says of a finding that it is about.
    pub(super) fn suppression(&self) -> Suppression {
        Suppression {
            owner: self.owner.clone(),
            reason: self.reason.clone(),
            expires: self.expires.map(|last| last.to_string()),
            source: SuppressedBy::Configuration,
        }
    }

    /// What it says, wherever it is in the file.
    fn said(&self) -> String {
        let rules: Vec<&str> = self.rules.iter().map(|rule| rule.name()).collect();
        let paths =
            self.paths.iter().flat_map(|globs| globs.texts().iter().map(|text| text.get_ref().as_str()));
        let policy = self.policy.iter().map(String::as_str);
        let actions = self.actions.iter().flatten().map(Pattern::spelling);
        let part = |name: &str, texts: Vec<&str>| format!("{name}\0{}\0\0", texts.join("\0"));
        [
            part("rules", rules),
            part("paths", paths.collect()),
            part("policy", policy.collect()),
            part("actions", actions.collect()),
            part("fingerprint", self.fingerprint.iter().map(String::as_str).collect()),
            part("owner", vec![&self.owner, &self.reason]),
        ]
        .concat()
    }

    /// What is to be said of the entry itself.
    pub(super) fn finding(&self, level: Level, message: String, reason: &str, what: &str) -> Finding {
        let rule = Rule::Suppressions;
        Finding {
            rule,
            level,
            certainty: Certainty::Shown,
            message,
            reason: Some(reason.to_owned()),
            policy: self.source.name.clone(),
            place: place(&self.source.name, &self.source, &self.span),
            allowed: Vec::new(),
            fingerprint: sha256(&[rule.name(), what, &self.said()].join("\0")),
            suppressed: None,
        }
    }
}

fn rules(table: &Table<'_>) -> Result<Vec<Rule>, Diagnostic> {
    let items = match (table.get("rule"), table.get("rules")) {
        (Some(one), None) => vec![one],
        (None, Some(several)) => several.list()?,
        (Some(_), Some(several)) => {
            return Err(several.error("the suppression has both `rule` and `rules`", "write one of the two"));
        }
        (None, None) => {
            let help = "say what objects, such as `rule = \"no-new-access\"`";
            return Err(table.missing("the suppression has no `rule`", help));
        }
    };
    items
        .iter()
        .map(|item| {
            let text = item.string()?;
            let name = text.get_ref();
            match Rule::named(name) {
                Some(Rule::Suppressions) => Err(item.error(
                    "what this rule finds cannot be suppressed",
                    "take out or renew what it is about, or set the level of the rule",
                )),
                Some(rule) => Ok(rule),
                None => Err(item.error(
                    format!("there is no rule {}", quoted(name)),
                    super::super::table::did_you_mean(name, &Rule::ALL.map(Rule::name)),
                )),
            }
        })
        .collect()
}
