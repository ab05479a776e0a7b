//! Roles, access keys and passwords that nobody uses: deactivated first, deleted only after a wait, and as a script.
//!
//! Source: IAM API Reference, `UpdateAccessKey`, `GetAccessKeyLastUsed`, `UpdateLoginProfile`, `User`, `RoleLastUsed` and
//! `DeleteRole`.

use std::fmt::Write as _;

use super::identify::owner;
use super::plan::{Owner, Unplanned};
use super::script::{COMMON, list, quoted};
use crate::model::{Principal, PrincipalKind, Time};

/// The verbs, and the functions that only they use.
const BODY: &str = concat!(
    include_str!("retire/record.sh"),
    include_str!("retire/key.sh"),
    include_str!("retire/password.sh"),
    include_str!("retire/role.sh"),
    include_str!("retire/saved.sh"),
    include_str!("retire/verbs.sh"),
);

/// The beginning of all of these scripts. Data are never in a comment.
const HEAD: &str = "\
#!/usr/bin/env bash
# Retires what nobody uses: read it before you run it. paredown itself does not run it.
#   retire.sh deactivate  makes it useless; run it again to continue after a failure
#   retire.sh back        makes it useful again, from any state before it is deleted
#   retire.sh status      says how far it got, and changes nothing
#   retire.sh delete      deletes what this script deactivated at least 30 days ago (or PAREDOWN_DAYS)
# An old password cannot come back: `back` sets a new one, from standard input or PAREDOWN_PASSWORD.
# It calls aws, and for a role paredown (or what PAREDOWN names). What it deactivated is in the file retire.state
# next to it, what a deleted role had in a folder retire.saved.ID: keep both. The exit code is 0 only if the end
# is reached.
set -euo pipefail

";

/// The policy that denies a role everything, and the digest of its canonical text.
const DENY: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}"#;
const DENY_DIGEST: &str = "c0550d8a8ef805ebd4a5b502311189c1d98b3984fb98e8a922624952e74b2098";

/// What nobody uses of a principal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unused {
    /// The role itself.
    pub role: bool,
    /// Access keys of the user, by id.
    pub keys: Vec<String>,
    /// The password of the user.
    pub password: bool,
}

/// A principal, what nobody uses of it, and in which period it was not used; never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Retirement {
    owner: Owner,
    unused: Unused,
    as_of: Time,
    days: u32,
}

impl Retirement {
    /// The file in which a script records what it deactivated and when, next to the script. Whoever writes scripts
    /// anew must leave it.
    pub const RECORD: &'static str = "retire.state";

    /// The beginning of the names of folders, next to the script, with what deleted roles had. They must be left too.
    pub const SAVED: &'static str = "retire.saved.";

    /// How to retire what was not used in so many days before the time of an analysis, or why that cannot be done.
    pub fn new(principal: &Principal, unused: Unused, as_of: Time, days: u32) -> Result<Self, Unplanned> {
        let owner = owner(principal)?;
        let fits = match owner.kind {
            PrincipalKind::Role => unused.role && unused.keys.is_empty() && !unused.password,
            PrincipalKind::User => !unused.role && (unused.password || !unused.keys.is_empty()),
            PrincipalKind::Group => false,
        };
        if !fits {
            let message = format!("this is not what a {} has: {}", owner.kind.word(), unused.described());
            return Err(Unplanned::new(
                message,
                "roles, and access keys and passwords of users, can be retired",
            ));
        }
        if let Some(id) = unused.keys.iter().find(|id| !is_key_id(id)) {
            let message = format!("this is not the id of an access key: `{}`", id.escape_debug());
            let help = format!(
                "export what `aws iam list-access-keys --user-name={}` prints, and analyze again",
                owner.name
            );
            return Err(Unplanned::new(message, help));
        }
        Ok(Self { owner, unused, as_of, days })
    }

    /// The script.
    pub fn script(&self) -> String {
        let mut text = HEAD.to_owned();
        let yes = |condition| if condition { "yes" } else { "no" };
        let (owner, unused) = (&self.owner, &self.unused);
        for (name, value) in [
            ("ACCOUNT", owner.account.as_str()),
            ("KIND", owner.kind.word()),
            ("NAME", &owner.name),
            ("AS_OF", &self.as_of.to_string()),
            ("AGE", &self.days.to_string()),
            ("RETIRE_ROLE", yes(unused.role)),
            ("DENY", DENY),
            ("DENY_DIGEST", DENY_DIGEST),
            ("KEY_COUNT", &unused.keys.len().to_string()),
        ] {
            let _ = writeln!(text, "{name}={}", quoted(value));
        }
        list(&mut text, "KEY", unused.keys.iter().cloned());
        let _ = writeln!(text, "RETIRE_PASSWORD={}", quoted(yes(unused.password)));
        text + COMMON + BODY
    }

    /// The steps in order, for people: deactivate, wait, delete, and how to undo.
    pub fn steps(&self) -> Vec<String> {
        let (owner, unused) = (&self.owner, &self.unused);
        let mut steps = Vec::new();
        let mut undo = Vec::new();
        if unused.role {
            steps.push(format!(
                "DEACTIVATE_ROLE {}: the inline policy paredown-retired denies it everything",
                owner.name
            ));
            undo.push(format!("the inline policy paredown-retired of the role {} is deleted", owner.name));
        }
        for id in &unused.keys {
            steps.push(format!("DEACTIVATE_ACCESS_KEY {id}: its status becomes Inactive"));
            undo.push(format!("the access key {id} becomes Active"));
        }
        if unused.password {
            steps.push(format!(
                "DEACTIVATE_PASSWORD of {}: it is replaced by a random one; the old one cannot come back",
                owner.name
            ));
            undo.push("a new password is set, to be changed at the next sign-in".to_owned());
        }
        steps.push("WAIT at least 30 days for somebody to miss it".to_owned());
        if unused.role {
            steps.push(format!(
                "DELETE_ROLE {}, after all that it has was saved; one made again has another unique id",
                owner.name
            ));
        }
        steps.extend(unused.keys.iter().map(|id| format!("DELETE_ACCESS_KEY {id}")));
        if unused.password {
            steps.push(format!("DELETE_PASSWORD of {}", owner.name));
        }
        steps.push(format!("To undo, until it is deleted: {}", undo.join("; ")));
        steps
    }
}

impl Unused {
    fn described(&self) -> String {
        let mut parts = Vec::new();
        if self.role {
            parts.push("a role");
        }
        if !self.keys.is_empty() {
            parts.push("access keys");
        }
        if self.password {
            parts.push("a password");
        }
        if parts.is_empty() { "nothing".to_owned() } else { parts.join(", ") }
    }
}

/// Whether it can be the id of an access key. Source: IAM API Reference, `AccessKey`: 16 to 128 of `\w`.
fn is_key_id(id: &str) -> bool {
    (16..=128).contains(&id.len()) && id.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

#[cfg(test)]
mod tests;
