//! Placeholders of templates in the JSON of policies, such as `${bucket}`: what fills them in is not known here, so they are
//! holes.

use std::collections::BTreeSet;

use paredown_infra::Hole;
use paredown_request::Template;

use crate::model::{ConditionValue, ResourceElement, Scope, hole};
use crate::parse::ParsedPolicy;

/// The policy with holes in place of what is written like a policy variable and is none; and the holes. Its places stay.
pub(super) fn with_holes(mut parsed: ParsedPolicy) -> (ParsedPolicy, Vec<Hole>) {
    let mut names = BTreeSet::new();
    for statement in &mut parsed.policy.statements {
        if statement.scope.has_variable(statement.scope.text()) {
            statement.scope = replaced(&statement.scope, &mut names);
        }
    }
    (parsed, names.into_iter().map(Hole::named).collect())
}

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
