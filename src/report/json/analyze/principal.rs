//! What is known of a principal: a line of `principals.jsonl`.

use serde::Serialize;

use crate::analyze::{Analysis, Class, CredentialReport, Exception, Exclusion};
use crate::model::Pattern;

/// A principal, with each action that it may use in one of three classes.
#[derive(Debug, Serialize)]
pub struct PrincipalRow<'a> {
    principal: &'a str,
    kind: &'static str,
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    #[serde(rename = "managedBy", skip_serializing_if = "Option::is_none")]
    managed_by: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    exceptions: Vec<Kept<'a>>,
    credentials: Vec<Credential<'a>>,
    used: Vec<Shown<'a>>,
    unused: Vec<Shown<'a>>,
    undecided: Vec<Undecided<'a>>,
    counts: Counts,
}

/// An exception that is about it.
#[derive(Debug, Serialize)]
struct Kept<'a> {
    actions: Vec<&'a str>,
    owner: &'a str,
    reason: &'a str,
    until: String,
}

#[derive(Debug, Serialize)]
struct Credential<'a> {
    #[serde(rename = "credential")]
    name: &'a str,
    state: &'static str,
    #[serde(rename = "lastAccessed", skip_serializing_if = "Option::is_none")]
    last_accessed: Option<String>,
}

#[derive(Debug, Serialize)]
struct Shown<'a> {
    action: &'a str,
    source: &'static str,
    #[serde(rename = "lastAccessed", skip_serializing_if = "Option::is_none")]
    last_accessed: Option<String>,
}

#[derive(Debug, Serialize)]
struct Undecided<'a> {
    action: &'a str,
    reason: &'static str,
}

#[derive(Debug, Default, Serialize)]
struct Counts {
    used: usize,
    unused: usize,
    undecided: usize,
}

impl<'a> From<&'a Analysis> for PrincipalRow<'a> {
    fn from(analysis: &'a Analysis) -> Self {
        let (mut used, mut unused, mut undecided) = (Vec::new(), Vec::new(), Vec::new());
        for (allowed, class) in &analysis.classes {
            let action = allowed.action.spelling();
            match class {
                Class::Used(source) => {
                    used.push(Shown { action, source: source.name(), last_accessed: None });
                }
                Class::Unused { shown_by, last } => {
                    let last_accessed = last.map(|time| time.to_string());
                    unused.push(Shown { action, source: shown_by.name(), last_accessed });
                }
                Class::Undecided(reason) => undecided.push(Undecided { action, reason: reason.name() }),
            }
        }
        let counts = Counts { used: used.len(), unused: unused.len(), undecided: undecided.len() };
        Self {
            principal: &analysis.arn,
            kind: if analysis.role { "role" } else { "user" },
            status: if analysis.excluded.is_some() { "excluded" } else { "analysed" },
            reason: analysis.excluded.as_ref().map(reason),
            managed_by: analysis.managed_by,
            exceptions: analysis.exceptions.iter().map(kept).collect(),
            credentials: credentials(analysis),
            used,
            unused,
            undecided,
            counts,
        }
    }
}

fn kept(exception: &Exception) -> Kept<'_> {
    Kept {
        actions: exception.actions.iter().map(Pattern::spelling).collect(),
        owner: &exception.owner,
        reason: &exception.reason,
        until: exception.until.to_string(),
    }
}

fn reason(exclusion: &Exclusion) -> String {
    match exclusion {
        Exclusion::Tag(key) => format!("{}: {key}", exclusion.name()),
        Exclusion::NotJudged(why) => format!("{}: {}", exclusion.name(), why.message),
        Exclusion::ServiceLinked | Exclusion::Named | Exclusion::TooYoung => exclusion.name().to_owned(),
    }
}

fn credentials(analysis: &Analysis) -> Vec<Credential<'_>> {
    let row = |own| -> Credential<'_> {
        let own: &CredentialReport = own;
        Credential {
            name: own.key.as_deref().unwrap_or("password"),
            state: own.state.name(),
            last_accessed: own.last.map(|time| time.to_string()),
        }
    };
    analysis.credentials.iter().map(row).collect()
}
