//! What statements say of single requests, as [`paredown_request`] has it.

use paredown_request::{Entry, Keys, Resource, Resources, Rule, Template, under};

use crate::model::{Reading, Scope, Statement, Test};

pub(super) use paredown_request::{Context, Filled, Number, Read, Request, date, number};

/// Whether the statements allow the request; `None` if it depends on something that is not understood.
pub(super) fn allowed(statements: &[&Statement], request: &Request, reading: Reading) -> Option<bool> {
    let rules: Vec<Rule> = statements.iter().map(|statement| Rule::new(statement)).collect();
    under(&[&rules], request, &Rule::keys(&rules), reading).allowed()
}

/// Whether an entry holds; `None` if the operator or a value is not understood.
pub(super) fn holds(scope: &Scope, test: &Test, context: &Context) -> Option<bool> {
    let request = Request { context: context.clone(), ..Request::default() };
    Entry::read(test, scope.has_variable("${")).holds(&request, &Keys::default()).known()
}

/// Whether a statement of this scope applies to a resource; `None` if that depends on a pattern that is not
/// understood, or on a variable without a context.
pub(super) fn speaks_of(
    scope: &Scope,
    resource: &str,
    context: Option<&Context>,
    reading: Reading,
) -> Option<bool> {
    let request = |context: &Context| Request {
        resource: resource.to_owned(),
        context: context.clone(),
        ..Request::default()
    };
    let read = Resources::read(scope.resource(), scope.has_variable("${"));
    let keys = Keys::default();
    if let Some(context) = context {
        return read.have(&request(context), &keys, reading).known();
    }
    let mut any = Some(false);
    for one in &read.patterns {
        let matches = match one {
            Resource::Template(template) => {
                let plain = template.text().split_once("${").map_or("", |(plain, _)| plain);
                let begins = Resource::read(&format!("{plain}*"), false);
                (begins.matches(&request(&Context::new()), &keys, reading).known() == Some(false))
                    .then_some(false)
            }
            other => other.matches(&request(&Context::new()), &keys, reading).known(),
        };
        any = match (any, matches) {
            (Some(true), _) | (_, Some(true)) => Some(true),
            (None, _) | (_, None) => None,
            _ => Some(false),
        };
    }
    any.map(|any| any != read.negated)
}

/// The text with a value in place of each variable.
pub(super) fn filled(text: &str, context: &Context) -> Filled {
    let request = Request { context: context.clone(), ..Request::default() };
    match Template::read(text) {
        Ok(template) => template.filled(&request, &Keys::default()),
        Err(opaque) => Filled::Open(opaque),
    }
}

/// Whether a text has wildcards that are plain characters.
pub(super) fn has_plain_wildcards(text: &str) -> bool {
    text.contains(['\u{E000}', '\u{E001}'])
}

/// The keys of the variables in a text, in lower case.
pub(super) fn keys(text: &str) -> impl Iterator<Item = String> + '_ {
    let read = Template::read(text).ok();
    let keys: Vec<String> = read.iter().flat_map(|read| read.keys().map(str::to_owned)).collect();
    keys.into_iter()
}
