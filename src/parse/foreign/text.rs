//! Files that are no JSON, told by how they begin. None of them is quoted: it may be anything.

use std::sync::Arc;

use super::Wanted;
use crate::parse::diagnostic::{Diagnostic, Source};

const OUTPUT: &str = "call again with `--output json`";

/// A kind of text.
struct Kind {
    what: &'static str,
    is: fn(&str) -> bool,
    help: &'static str,
}

const KINDS: &[Kind] = &[
    Kind {
        what: "an error of the AWS CLI",
        is: |text| {
            let begins =
                ["An error occurred (", "aws: error:", "usage: aws ", "Unable to locate credentials"];
            begins.iter().any(|begin| text.starts_with(begin))
        },
        help: "the call failed: mend what it says, and call again",
    },
    Kind {
        what: "how Python prints a response",
        is: |text| text.starts_with("{'") || text.starts_with("[{'") || text.starts_with("{\n'"),
        help: "write `json.dumps(response, default=str)` instead of `print(response)`",
    },
    Kind {
        what: "Terraform's configuration (HCL)",
        is: |text| {
            let begins = [
                "resource \"",
                "data \"",
                "module \"",
                "provider \"",
                "variable \"",
                "locals {",
                "terraform {",
            ];
            begins.iter().any(|begin| text.starts_with(begin))
        },
        help: "give the policy as JSON: take it out of `terraform show -json PLAN`, or get it with `aws iam \
               get-policy-version`",
    },
    Kind {
        what: "a table of the AWS CLI",
        is: |text| {
            text.starts_with("----") && text.contains('|') || text.starts_with("+--") || text.starts_with('┌')
        },
        help: OUTPUT,
    },
    Kind {
        what: "a credential report",
        is: |text| text.starts_with("user,arn,"),
        help: "it is about credentials: what is unused is in the answer of `aws accessanalyzer get-finding-v2`",
    },
    Kind {
        what: "a list of findings in CSV, as the console exports it",
        is: |text| text.starts_with("Finding ID,") || text.starts_with("\"Finding ID\","),
        help: "it has no details: get them with `aws accessanalyzer get-finding-v2 --analyzer-arn ARN --id ID`",
    },
    Kind {
        what: "XML or HTML",
        is: |text| text.starts_with('<'),
        help: "give what AWS's commands print with `--output json`",
    },
    Kind {
        what: "a CloudFormation or SAM template in YAML",
        is: |text| {
            is_yaml(text) && (text.contains("AWSTemplateFormatVersion") || text.contains("Transform: AWS::"))
        },
        help: "give the policy as it was deployed, as `aws iam get-policy-version` or `get-role-policy` prints it",
    },
    Kind {
        what: "YAML (of the Serverless Framework)",
        is: |text| is_yaml(text) && text.contains("provider:") && text.contains("name: aws"),
        help: "give the policy as it was deployed, as `aws iam get-role-policy` prints it",
    },
    Kind { what: "YAML", is: is_yaml, help: "give JSON; of the AWS CLI, call again with `--output json`" },
    Kind {
        what: "text output of the AWS CLI, in which names have lost their service",
        is: |text| {
            is_columns(text)
                && text.split_whitespace().all(|word| word.chars().all(|c| c.is_ascii_alphanumeric()))
        },
        help: "call again with `--query findingDetails --output json`, or without `--query`",
    },
    Kind { what: "text output of the AWS CLI", is: is_columns, help: OUTPUT },
];

/// What a text is that is no JSON, if it is known.
pub(in crate::parse) fn foreign_text(source: &Arc<Source>, wanted: Wanted) -> Option<Diagnostic> {
    let text = source.text.trim_start();
    let error = |message: String, help: &str| {
        Diagnostic::error(source, 0..0, message, "").with_help(help).without_excerpt()
    };
    if text.is_empty() && wanted == Wanted::Recommended {
        let help = "`aws accessanalyzer generate-finding-recommendation` prints nothing: ask for its result with \
                    `get-finding-recommendation --analyzer-arn ARN --id ID`";
        return Some(error("the document is empty".to_owned(), help));
    }
    let kind = KINDS.iter().find(|kind| (kind.is)(text))?;
    Some(error(format!("{}: the file is {}", wanted.refused(), kind.what), kind.help))
}

/// Whether a text begins with a YAML mapping, or with a list of these. `s3:GetObject` is none: there the
/// colon is followed by a name.
fn is_yaml(text: &str) -> bool {
    let mut lines =
        text.lines().filter(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#'));
    let Some(first) = lines.next() else { return false };
    if first.trim_end() == "---" || first.starts_with("%YAML") {
        return true;
    }
    let first = first.strip_prefix("- ").unwrap_or(first).trim_start();
    let Some((key, rest)) = first.split_once(':') else { return false };
    let rest = rest.trim_end();
    let mut goes_on = || lines.next().is_some_and(|line| line.starts_with([' ', '-']));
    let is_key = !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || "_-\"'".contains(c));
    is_key && !first.starts_with(['{', '[']) && (rest.starts_with(' ') || rest.is_empty() && goes_on())
}

/// Whether the first line has columns parted by tabs that are no full names of actions.
fn is_columns(text: &str) -> bool {
    let first = text.lines().next().unwrap_or_default();
    let is_action = |cell: &str| {
        cell.split_once(':').is_some_and(|(service, name)| !service.is_empty() && !name.contains(':'))
    };
    !first.starts_with(['{', '[', '"', '#'])
        && first.contains('\t')
        && !first.split('\t').all(|cell| cell.trim().is_empty() || is_action(cell))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yaml_and_columns_are_told_from_lists_of_actions() {
        for yaml in
            ["a: 1", "a:\n  b: 1", "---\na: 1", "# c\n\nVersion: \"2012-10-17\"", "- a: 1", "%YAML 1.2"]
        {
            assert!(is_yaml(yaml), "{yaml}");
        }
        for other in ["", "s3:GetObject", "s3:*", "- s3:GetObject", "# only\n", "{\"a\": 1}", "\"a\": 1x"] {
            assert!(!is_yaml(other) || other.starts_with('"'), "{other}");
        }
        assert!(is_columns("a\tb") && is_columns("2026-01-01T00:00:00Z\tx"));
        assert!(!is_columns("s3:GetObject\ts3:PutObject\t") && !is_columns("a b"));
    }
}
