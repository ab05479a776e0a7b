//! Plans as scripts for bash: the data in quoted variables, followed by the same text for all plans.
//!
//! Source: AWS CLI Command Reference, `iam`; AWS CLI User Guide, "Loading a parameter from a file".

use std::fmt::Write as _;

use super::plan::{Plan, PlannedDocument};

/// The functions that plans and the scripts of [`super::retire`] have in common.
pub(super) const COMMON: &str = include_str!("common.sh");

/// The functions and verbs of all plans.
const BODY: &str = include_str!("plan.sh");

/// The beginning of all plans. Data of a plan is never in a comment.
const HEAD: &str = "\
#!/usr/bin/env bash
# A plan of paredown: read it before you run it. paredown itself does not run it.
#   plan.sh apply    puts the recommendation into effect; run it again to continue after a failure
#   plan.sh back     undoes it, from any state
#   plan.sh status   says how far it got, and changes nothing
# It calls aws and paredown (or what PAREDOWN names) and reads the documents next to it. The exit code is 0
# only if the end is reached.
set -euo pipefail

";

impl Plan {
    /// The script.
    pub fn script(&self) -> String {
        let mut text = HEAD.to_owned();
        let owner = &self.owner;
        for (name, value) in
            [("ACCOUNT", owner.account.as_str()), ("KIND", owner.kind.word()), ("NAME", &owner.name)]
        {
            let _ = writeln!(text, "{name}={}", quoted(value));
        }
        let _ = writeln!(text, "LIMIT={}", self.attached_limit);
        let created = &self.created;
        let _ = writeln!(text, "\n# What is created and attached.\nNEW_COUNT={}", created.len());
        list(&mut text, "NEW_ARN", created.iter().map(|one| one.arn.to_string()));
        list(&mut text, "NEW_NAME", created.iter().map(|one| one.arn.name.clone()));
        list(&mut text, "NEW_PATH", created.iter().map(|one| one.arn.path.clone()));
        list(&mut text, "NEW_FILE", created.iter().map(|one| file(Some(&one.document))));
        list(&mut text, "NEW_DIGEST", created.iter().map(|one| one.document.digest.clone()));
        list(&mut text, "NEW_FROM", created.iter().map(|one| one.from.arn.to_string()));
        list(&mut text, "NEW_FROM_DIGEST", created.iter().map(|one| one.from.digest.clone()));
        let _ = writeln!(text, "\n# What gets a new version.\nSET_COUNT={}", self.versioned.len());
        let versioned = || self.versioned.iter();
        list(&mut text, "SET_ARN", versioned().map(|one| one.original.arn.to_string()));
        list(&mut text, "SET_OLD_DIGEST", versioned().map(|one| one.original.digest.clone()));
        list(&mut text, "SET_FILE", versioned().map(|one| file(Some(&one.document))));
        list(&mut text, "SET_DIGEST", versioned().map(|one| one.document.digest.clone()));
        let _ = writeln!(
            text,
            "\n# Inline policies that are overwritten or deleted.\nPUT_COUNT={}",
            self.inline.len()
        );
        let inline = || self.inline.iter();
        list(&mut text, "PUT_NAME", inline().map(|one| one.name.clone()));
        list(&mut text, "PUT_OLD_FILE", inline().map(|one| file(Some(&one.original))));
        list(&mut text, "PUT_OLD_DIGEST", inline().map(|one| one.original.digest.clone()));
        list(&mut text, "PUT_FILE", inline().map(|one| file(one.document.as_ref())));
        let digest = |document: &PlannedDocument| document.digest.clone();
        let digests = inline().map(|one| one.document.as_ref().map_or_else(|| "absent".to_owned(), digest));
        list(&mut text, "PUT_DIGEST", digests);
        let _ = writeln!(text, "\n# What is detached in the end.\nOLD_COUNT={}", self.detached.len());
        list(&mut text, "OLD_ARN", self.detached.iter().map(|one| one.arn.to_string()));
        list(&mut text, "OLD_DIGEST", self.detached.iter().map(|one| one.digest.clone()));
        text + COMMON + BODY
    }
}

fn file(document: Option<&PlannedDocument>) -> String {
    document.and_then(|document| document.file.clone()).unwrap_or_default()
}

pub(super) fn list(text: &mut String, name: &str, values: impl Iterator<Item = String>) {
    let values: Vec<String> = values.map(|value| quoted(&value)).collect();
    let _ = writeln!(text, "{name}=({})", values.join(" "));
}

/// A word in single quotes, safe for the shell whatever it is.
pub(super) fn quoted(word: &str) -> String {
    format!("'{}'", word.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_one_word_to_bash() {
        for word in ["", "plain", "it's", "a\nb", "$(x) `y` \\ \" ! *", "-n", "''", "=x"] {
            let script = format!("printf %s {}", quoted(word));
            let out = std::process::Command::new("bash").args(["-c", &script]).output().unwrap();
            assert_eq!(String::from_utf8(out.stdout).unwrap(), word);
        }
    }
}
