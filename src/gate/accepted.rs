//! Findings that were accepted when the gate was adopted.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use serde_json::Value;

use super::config::Config;
use super::outcome::{Certainty, Finding, Outcome, SuppressedBy, Suppression};
use super::place::place;
use super::rule::{Level, Rule};
use super::table::{did_you_mean, quoted};
use crate::parse::{Code, Diagnostic, Located, Source, Strictness, json, sha256};

/// The file: what does not count because it was there before the gate was.
#[derive(Clone, Debug)]
pub(crate) struct Accepted {
    source: Arc<Source>,
    findings: BTreeMap<(Rule, String), Entry>,
}

/// A finding that was accepted.
#[derive(Clone, Debug)]
struct Entry {
    policy: String,
    message: String,
    span: Range<usize>,
}

/// The version of the format.
const VERSION: u64 = 1;
const KEYS: [&str; 4] = ["fingerprint", "rule", "policy", "message"];

/// The text of a file that accepts all findings that count: JSON, sorted, one finding per line, so that a change of one changes
/// one line. What the rule `suppressions` finds is not accepted: it is about such files.
pub(crate) fn accept(outcome: &Outcome) -> String {
    let findings = outcome.counting().filter(|finding| finding.rule != Rule::Suppressions);
    let mut lines: Vec<[&str; 4]> = findings
        .map(|finding| {
            [&finding.policy, finding.rule.name(), &finding.message, &finding.fingerprint]
                .map(|text| text as &str)
        })
        .collect();
    lines.sort_unstable();
    lines.dedup_by_key(|[_, rule, _, fingerprint]| (*rule, *fingerprint));
    let line = |[policy, rule, message, fingerprint]: [&str; 4]| {
        let values = [fingerprint, rule, policy, message];
        let members = KEYS
            .iter()
            .zip(values)
            .map(|(key, value)| format!("{}: {}", Value::from(*key), Value::from(value)));
        format!("    {{{}}}", members.collect::<Vec<_>>().join(", "))
    };
    let lines: Vec<String> = lines.into_iter().map(line).collect();
    let list = if lines.is_empty() { "[]".to_owned() } else { format!("[\n{}\n  ]", lines.join(",\n")) };
    format!("{{\n  \"version\": {VERSION},\n  \"accepted\": {list}\n}}\n")
}

impl Accepted {
    /// The findings that a file accepts.
    ///
    /// # Errors
    /// It is not such a file: the first thing that is wrong, with its place.
    pub(crate) fn read(source: &Arc<Source>) -> Result<Self, Diagnostic> {
        let value = json(source, Strictness::Strict)?;
        let root = Located::new(&value, source);
        let object = root.expect_object("a file of accepted findings")?;
        object.expect_keys("a file of accepted findings", &["version", "accepted"])?;
        let version = member(&object, "version", "the file")?;
        if version.whole_number() != Some(VERSION) {
            let message = format!("there is no version `{}` of this file", version.json_text());
            return Err(version.error(message, "this one").with_help(format!(
                "this version of paredown knows {VERSION}: write the file again with `--write-baseline`"
            )));
        }
        let mut findings = BTreeMap::new();
        for item in member(&object, "accepted", "the file")?.expect_list("`accepted`")? {
            let object = item.expect_object("an accepted finding")?;
            object.expect_keys("an accepted finding", &KEYS)?;
            let text = |key: &str| member(&object, key, "the finding")?.expect_string(&format!("`{key}`"));
            let (fingerprint, rule) = (text("fingerprint")?, text("rule")?);
            let entry = Entry {
                policy: text("policy")?.to_owned(),
                message: text("message")?.to_owned(),
                span: item.span(),
            };
            let at = |key| object.get(key).unwrap_or(item);
            if fingerprint.is_empty() {
                return Err(at("fingerprint").error("the fingerprint is empty", "expected a fingerprint"));
            }
            let rule = Rule::named(rule).filter(|rule| *rule != Rule::Suppressions).ok_or_else(|| {
                let known: Vec<&str> = Rule::ALL.iter().map(|rule| rule.name()).collect();
                let message = format!("{} is no rule whose findings are accepted", quoted(rule));
                at("rule").error(message, "this one").with_help(did_you_mean(rule, &known))
            })?;
            if findings.insert((rule, fingerprint.to_owned()), entry).is_some() {
                let message = format!("the finding {} is accepted twice", quoted(fingerprint));
                return Err(item
                    .error(message, "the second")
                    .coded(Code::Duplicate)
                    .with_help("take one of them out"));
            }
        }
        Ok(Self { source: Arc::clone(source), findings })
    }

    /// Marks what is accepted, by rule and fingerprint, and adds a note for everything that is accepted and does not occur,
    /// unless the rule `suppressions` is off.
    pub(crate) fn suppress(&self, findings: &mut Vec<Finding>, config: &Config) {
        let mut left = self.findings.clone();
        for finding in findings.iter_mut() {
            let key = (finding.rule, finding.fingerprint.clone());
            if self.findings.contains_key(&key) {
                left.remove(&key);
                finding.suppressed.get_or_insert_with(|| Suppression {
                    owner: String::new(),
                    reason: format!("accepted in {}", quoted(&self.source.name)),
                    expires: None,
                    source: SuppressedBy::Accepted,
                });
            }
        }
        if config.level(Rule::Suppressions, &self.source.name).is_some() {
            let mut left: Vec<_> = left.into_iter().collect();
            left.sort_by_key(|(_, entry)| entry.span.start);
            findings.extend(
                left.into_iter().map(|((rule, fingerprint), entry)| self.gone(rule, &fingerprint, &entry)),
            );
        }
    }

    /// The note that something accepted does not occur.
    fn gone(&self, rule: Rule, fingerprint: &str, entry: &Entry) -> Finding {
        let Entry { policy, message, span } = entry;
        let about = Rule::Suppressions;
        Finding {
            rule: about,
            level: Level::Note,
            certainty: Certainty::Shown,
            message: format!(
                "what {} found in {} is accepted and does not occur",
                rule.name(),
                quoted(policy)
            ),
            reason: Some(format!("take it out; it was: {message}")),
            policy: self.source.name.clone(),
            place: place(&self.source.name, &self.source, span),
            allowed: Vec::new(),
            fingerprint: sha256(&[about.name(), "accepted", rule.name(), fingerprint].join("\0")),
            suppressed: None,
        }
    }
}

fn member<'a>(object: &crate::parse::Object<'a>, key: &str, what: &str) -> Result<Located<'a>, Diagnostic> {
    object.get(key).ok_or_else(|| {
        let error = object.place().error(format!("{what} has no `{key}`"), format!("no `{key}` here"));
        error.coded(Code::MissingMember).with_help("write the file with `--write-baseline`")
    })
}
