//! What a policy leaves open: placeholders of templates, such as `${bucket}`, and resources that are no ARNs, such as the name of
//! a list of them. What fills them in is not known, so they are holes.

use std::collections::BTreeSet;

use paredown_request::{Opaque, Resource, Template};

use crate::model::{ConditionValue, Language, Policy, ResourceElement, Scope, defined, hole};

/// Puts holes in place of what is written like a policy variable and is none, in resources and in values of conditions. Returns
/// their names.
pub(crate) fn placeholders(policy: &mut Policy) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for statement in &mut policy.statements {
        if statement.scope.has_variable(statement.scope.text()) {
            statement.scope = replaced(&statement.scope, &mut names);
        }
    }
    names
}

/// Puts holes in place of resources that are neither `*` nor patterns of ARNs, which IAM refuses. Returns their names: of each,
/// it is known as what is written.
pub(crate) fn not_arns(policy: &mut Policy) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for statement in &mut policy.statements {
        let scope = &statement.scope;
        let variables = scope.language() == Language::Of2012;
        let resource = scope.resource();
        let is_none = |text: &String| {
            matches!(Resource::read(text, variables), Resource::Opaque { why: Opaque::NotAnArn(_), .. })
        };
        if !resource.patterns.iter().any(is_none) {
            continue;
        }
        let patterns = resource.patterns.iter().map(|text| {
            if !is_none(text) {
                return text.clone();
            }
            let name = defined(text, NOT_AN_ARN);
            names.insert(name.clone());
            hole(&name)
        });
        let element = ResourceElement::new(resource.negated, patterns.collect::<Vec<_>>());
        statement.scope = scope.with(element, scope.tests().to_vec());
    }
    names
}

/// What tells a resource that is no ARN from a placeholder of that name.
const NOT_AN_ARN: &str = "not an ARN";

fn replaced(scope: &Scope, names: &mut BTreeSet<String>) -> Scope {
    let resource = scope.resource();
    let patterns: Vec<String> = resource.patterns.iter().map(|text| in_text(text, names)).collect();
    let mut tests = scope.tests().to_vec();
    for value in tests.iter_mut().flat_map(|test| &mut test.values) {
        if let ConditionValue::Text(text) = value {
            *text = in_text(text, names);
        }
    }
    scope.with(ResourceElement::new(resource.negated, patterns), tests)
}

fn in_text(text: &str, names: &mut BTreeSet<String>) -> String {
    if Template::read(text).is_ok() {
        return text.to_owned();
    }
    let mut parts = text.split("${");
    let mut all = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match part.split_once('}') {
            Some((name, rest)) if Template::read(&format!("${{{name}}}")).is_err() => {
                names.insert(name.to_owned());
                all.push_str(&hole(name));
                all.push_str(rest);
            }
            _ => {
                all.push_str("${");
                all.push_str(part);
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::with_holes_shown;

    #[test]
    fn placeholders_become_holes_and_variables_stay() {
        for (text, expected, found) in [
            ("arn:aws:s3:::${bucket}/*", "arn:aws:s3:::<bucket>/*", &["bucket"][..]),
            ("arn:aws:s3:::b/${aws:username}/*", "arn:aws:s3:::b/${aws:username}/*", &[]),
            (
                "${account}:${aws:username}:${var.x}",
                "<account>:${aws:username}:<var.x>",
                &["account", "var.x"],
            ),
            ("${*}${aws:PrincipalTag/team, 'a'}", "${*}${aws:PrincipalTag/team, 'a'}", &[]),
            ("a${open", "a${open", &[]),
        ] {
            let mut names = BTreeSet::new();
            assert_eq!(with_holes_shown(&in_text(text, &mut names)), expected);
            assert_eq!(names.iter().map(String::as_str).collect::<Vec<_>>(), found, "{text}");
        }
    }
}
