//! Kinds of text that are not JSON: other output formats of the AWS CLI, what programming languages print, and
//! infrastructure as code.
//!
//! Source: AWS CLI User Guide, "Setting the output format"; SHAPES.md.

use std::sync::Arc;

use super::kind::Asked;
use crate::parse::diagnostic::{Diagnostic, Source};

/// The number of bytes by which the kind of a text is recognised.
const LOOKED_AT: usize = 16_384;

use super::text_marks::Mark::{self, Begins, First, Has, Line, Several};
use super::text_marks::{
    columns, has_time, hcl, html, is_word, java, marked_line, powershell, tabbed, unquoted, yaml,
};
use Help::{Always, Anyway, Policies, Unused};

/// A kind of text: marks of which it has all, what it is, and what to use instead.
struct Kind {
    all: &'static [Mark],
    what: &'static str,
    help: Help,
}

/// The advice.
#[derive(Clone, Copy)]
enum Help {
    /// This, whatever was asked for.
    Always(&'static str),
    /// This, if a policy or a recommendation was asked for.
    Policies(&'static str),
    /// This, if a list of what is unused was asked for.
    Unused(&'static str),
    /// The default advice.
    Anyway,
}

const JSON_OUTPUT: &str = "call the AWS CLI with `--output json`";
const YAML_JSON: &str = "paredown reads JSON: `yq -o=json` turns YAML into it, and the AWS CLI prints it \
                         with `--output json`";
const PYTHON: &str = "write it with `json.dumps(response, default=str)`";
const ASK_AGAIN: &str = "put that right and call it again: the file has what it printed as an error";
const TEMPLATE: &str = "give a policy document of it as JSON, with what `!Sub`, `!GetAtt` and their like \
                        stand for filled in; or, if it is deployed, give what `aws iam get-role-policy` \
                        or `get-policy-version` prints with `--output json`";
const FROM_PLAN: &str = "give the policy document that it makes: `terraform show -json PLAN` has it in \
                         the `policy` of a resource, `jq -r '.planned_values.root_module.resources[] | \
                         .values.policy'`";

/// The first that matches is used.
const KINDS: &[Kind] = &[
    Kind {
        all: &[Has("An error occurred (")],
        what: "an error of the AWS CLI, not an answer",
        help: Always(ASK_AGAIN),
    },
    Kind {
        all: &[Begins("aws: error")],
        what: "an error of the AWS CLI, not an answer",
        help: Always(ASK_AGAIN),
    },
    Kind {
        all: &[Begins("aws: [ERROR]")],
        what: "an error of the AWS CLI, not an answer",
        help: Always(ASK_AGAIN),
    },
    Kind {
        all: &[Begins("usage: aws")],
        what: "an error of the AWS CLI, not an answer",
        help: Always(ASK_AGAIN),
    },
    Kind {
        all: &[Begins("Unable to locate credentials")],
        what: "an error of the AWS CLI, not an answer",
        help: Always(ASK_AGAIN),
    },
    Kind {
        all: &[Begins("Could not connect to the endpoint URL")],
        what: "an error of the AWS CLI, not an answer",
        help: Always(ASK_AGAIN),
    },
    Kind {
        all: &[Begins("Error when retrieving")],
        what: "an error of the AWS CLI, not an answer",
        help: Always(ASK_AGAIN),
    },
    Kind { all: &[Begins("---"), Line("|")], what: "a table of the AWS CLI", help: Always(JSON_OUTPUT) },
    Kind {
        all: &[First(tabbed), First(has_time)],
        what: "text output of the AWS CLI",
        help: Always(JSON_OUTPUT),
    },
    Kind {
        all: &[First(tabbed), Has("\tarn:aws")],
        what: "text output of the AWS CLI",
        help: Always(JSON_OUTPUT),
    },
    Kind { all: &[First(marked_line)], what: "text output of the AWS CLI", help: Always(JSON_OUTPUT) },
    Kind {
        all: &[Begins("user,arn,user_creation_time")],
        what: "a credential report of IAM (CSV), which is about passwords and access keys",
        help: Anyway,
    },
    Kind {
        all: &[First(columns), Begins("Finding ID")],
        what: "a list of findings that the console exports (CSV), without what is unused",
        help: Unused(
            "call `aws accessanalyzer get-finding-v2 --analyzer-arn ANALYZER_ARN --id FINDING_ID` with \
             the `Finding ID` of one",
        ),
    },
    Kind { all: &[First(columns)], what: "a table (CSV)", help: Anyway },
    Kind {
        all: &[Has("datetime.datetime(")],
        what: "how Python prints a response, which is not JSON",
        help: Always(PYTHON),
    },
    Kind {
        all: &[Has("'ResponseMetadata'")],
        what: "how Python prints a response, which is not JSON",
        help: Always(PYTHON),
    },
    Kind {
        all: &[Has("'$metadata': {")],
        what: "how Node.js prints a response, which is not JSON",
        help: Always("write it with `JSON.stringify(response)`"),
    },
    Kind {
        all: &[Begins("&{")],
        what: "how Go prints a value, which is not JSON",
        help: Always("write it with `json.Marshal`, or call the AWS CLI"),
    },
    Kind {
        all: &[First(java)],
        what: "how the AWS SDK for Java prints a response, which is not JSON",
        help: Always("call the AWS CLI instead: it prints JSON"),
    },
    Kind {
        all: &[First(powershell)],
        what: "how PowerShell shows an object",
        help: Always("pipe it through `ConvertTo-Json -Depth 10`; or call the AWS CLI"),
    },
    Kind { all: &[First(hcl)], what: "Terraform configuration (HCL)", help: Policies(FROM_PLAN) },
    Kind {
        all: &[Has("Terraform will perform the following actions")],
        what: "a Terraform plan as text",
        help: Policies(FROM_PLAN),
    },
    Kind {
        all: &[First(yaml), Has("AWS::Serverless")],
        what: "a SAM template (YAML)",
        help: Policies(TEMPLATE),
    },
    Kind {
        all: &[First(yaml), Line("Type: AWS::")],
        what: "a CloudFormation template (YAML)",
        help: Policies(TEMPLATE),
    },
    Kind {
        all: &[First(yaml), Line("AWSTemplateFormatVersion:")],
        what: "a CloudFormation template (YAML)",
        help: Policies(TEMPLATE),
    },
    Kind {
        all: &[First(yaml), Line("provider:"), Line("name: aws")],
        what: "a configuration of the Serverless Framework (YAML)",
        help: Policies(TEMPLATE),
    },
    Kind {
        all: &[First(yaml), Line("findingDetails:")],
        what: "YAML output of the AWS CLI",
        help: Always(JSON_OUTPUT),
    },
    Kind {
        all: &[First(yaml), Line("PolicyVersion:")],
        what: "YAML output of the AWS CLI",
        help: Always(JSON_OUTPUT),
    },
    Kind { all: &[First(yaml), Several], what: "YAML", help: Always(YAML_JSON) },
    Kind { all: &[First(html)], what: "a web page (HTML), such as one that asks to sign in", help: Anyway },
    Kind {
        all: &[Begins("<")],
        what: "XML, as the query interface of IAM answers",
        help: Always("call the AWS CLI instead: it prints JSON"),
    },
    Kind {
        all: &[Begins("{'")],
        what: "how Python prints a dictionary, which is not JSON",
        help: Always(PYTHON),
    },
    Kind { all: &[Begins("[{'")], what: "how Python prints a list, which is not JSON", help: Always(PYTHON) },
    Kind {
        all: &[First(unquoted)],
        what: "how JavaScript writes an object, which is not JSON",
        help: Always("write it with `JSON.stringify(response)`"),
    },
];

/// An error that names the kind of a text that is not JSON, with advice; `None` if the kind is unknown.
pub(in crate::parse) fn no_json(source: &Arc<Source>, asked: Asked) -> Option<Diagnostic> {
    let text = source.text.trim_start();
    let start = source.text.len() - text.len();
    if text.is_empty() {
        return (asked == Asked::Recommended).then(|| {
            Diagnostic::error(source, 0..0, "the document is empty", "nothing to read").with_help(
                "`aws accessanalyzer generate-finding-recommendation` prints nothing: give what `aws \
                 accessanalyzer get-finding-recommendation --analyzer-arn ANALYZER_ARN --id FINDING_ID` \
                 prints half a minute later",
            )
        });
    }
    let end = (0..=text.len().min(LOOKED_AT)).rev().find(|&end| text.is_char_boundary(end)).unwrap_or(0);
    let text = text.get(..end).unwrap_or_default();
    let kind = KINDS.iter().find(|kind| kind.all.iter().all(|mark| mark.is_in(text)))?;
    let help = match (kind.help, asked) {
        (Always(help), _)
        | (Policies(help), Asked::Policy | Asked::Recommended)
        | (Unused(help), Asked::Unused) => help,
        _ => asked.anyway(),
    };
    let code = error_code(text).map_or(String::new(), |code| format!(": `{code}`"));
    let message = format!("{}: this is {}{code}", asked.not(), kind.what);
    Some(Diagnostic::error(source, start..start, message, "").with_help(help).without_excerpt())
}

/// The descriptions of all kinds.
#[cfg(test)]
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    KINDS.iter().map(|kind| kind.what)
}

/// The error code that the AWS CLI printed.
fn error_code(text: &str) -> Option<&str> {
    let (_, behind) = text.split_once("An error occurred (")?;
    let (code, _) = behind.split_once(')')?;
    (code.len() <= 60 && is_word(code)).then_some(code)
}
