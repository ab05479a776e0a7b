//! What must stay denied: the files that say so.

#[cfg(test)]
mod tests;

use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use paredown_request::Rule as Statement;

use super::config::patterns::{patterns, spelled};
use super::outcome::Place;
use super::place::place;
use super::table::{Table, document, quoted};
use crate::model::{ActionElement, Effect, Language, Pattern, ResourceElement, ResourcePattern, Scope};
use crate::parse::{
    Code, Diagnostic, Located, ParsedPolicy, Source, Strictness, json, keep_list, only, policies,
};

/// Something that must stay denied.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Forbidden {
    /// What is allowed by those with Allow and not denied by those with Deny must stay denied.
    pub(crate) rules: Vec<Statement>,
    /// Why, if the file says so.
    pub(crate) reason: Option<String>,
    /// What messages call it: the file, and which of its entries.
    pub(crate) label: String,
    /// Where it is said.
    pub(crate) place: Place,
}

/// The keys of an entry.
const KEYS: [&str; 3] = ["actions", "resources", "reason"];

/// What a file says must stay denied, which may be
///
/// - a list of patterns of actions, one per line, where a comment is the reason, or a list of them in JSON;
/// - TOML or JSON with a list `forbid`: `actions` (patterns), `resources` (patterns of ARNs; everything, if left out) and
///   `reason` (may be left out) of each entry;
/// - an identity policy, in any shape that paredown reads: what its statements with Allow allow, without what those with Deny
///   deny.
///
/// A file with a name that ends with `.toml`, or that begins with `[[`, is TOML; one that otherwise begins with a bracket is
/// JSON; the rest are lists.
///
/// # Errors
/// The first thing that is not as it should be, with its place; or nothing is forbidden.
pub(crate) fn forbidden(source: &Arc<Source>) -> Result<Vec<Forbidden>, Diagnostic> {
    let text = source.text.trim_start_matches('\u{feff}').trim_start();
    let is_toml = Path::new(&source.name).extension().is_some_and(|own| own.eq_ignore_ascii_case("toml"));
    if is_toml || text.starts_with("[[") {
        return of_toml(source);
    }
    if text.starts_with(['{', '[', '"']) {
        return of_json(source);
    }
    let entries = keep_list(source)?;
    let all = entries.into_iter().map(|one| {
        let label = format!("{} in {}", quoted(one.pattern.spelling()), quoted(&source.name));
        entry(source, &one.span, label, vec![one.pattern], None, one.reason)
    });
    let all: Vec<Forbidden> = all.collect();
    if all.is_empty() { Err(nothing(source)) } else { Ok(all) }
}

fn of_toml(source: &Arc<Source>) -> Result<Vec<Forbidden>, Diagnostic> {
    document(source, "a file of what is forbidden", &["forbid"], |top| {
        let Some(list) = top.get("forbid") else { return Err(nothing(source)) };
        let tables = list.tables("what is forbidden", &KEYS)?;
        tables.iter().enumerate().map(|(number, table)| of_table(source, number, table)).collect()
    })
}

fn of_table(source: &Arc<Source>, number: usize, table: &Table<'_>) -> Result<Forbidden, Diagnostic> {
    let actions = table.get("actions").ok_or_else(|| table.missing(NO_ACTIONS, SAY_ACTIONS))?;
    let resources = table.get("resources").map(|list| {
        let texts = list.list()?.into_iter().map(|item| {
            let text = item.text()?;
            resource(text.get_ref()).map_err(|help| item.error(not_an_arn(text.get_ref()), help))
        });
        texts.collect::<Result<Vec<_>, Diagnostic>>()
    });
    let reason = table.get("reason").map(|reason| reason.text()).transpose()?;
    let reason = reason.map(super::table::Written::into_inner);
    let label = label(source, number);
    Ok(entry(source, &table.span(), label, patterns(&actions)?, resources.transpose()?, reason))
}

fn of_json(source: &Arc<Source>) -> Result<Vec<Forbidden>, Diagnostic> {
    let value = json(source, Strictness::Strict)?;
    let root = Located::new(&value, source);
    let found = match (root.items(), root.object().and_then(|object| object.get("forbid"))) {
        (Some(items), _) => {
            let one = |item: Located<'_>| {
                let pattern = action(item)?;
                let label = format!("{} in {}", quoted(pattern.spelling()), quoted(&source.name));
                Ok(entry(source, &item.span(), label, vec![pattern], None, None))
            };
            items.into_iter().map(one).collect::<Result<Vec<_>, Diagnostic>>()?
        }
        (None, Some(list)) => {
            root.expect_object("a file of what is forbidden")?.expect_keys("the file", &["forbid"])?;
            let items = list.expect_list("`forbid`")?.into_iter().enumerate();
            items
                .map(|(number, item)| of_object(source, number, item))
                .collect::<Result<Vec<_>, Diagnostic>>()?
        }
        (None, None) => of_policy(source, &only(policies(source, Strictness::Strict)?, source)?.parsed)?,
    };
    if found.is_empty() { Err(nothing(source)) } else { Ok(found) }
}

fn of_object(source: &Arc<Source>, number: usize, item: Located<'_>) -> Result<Forbidden, Diagnostic> {
    let object = item.expect_object("what is forbidden")?;
    object.expect_keys("what is forbidden", &KEYS)?;
    let some = |list: Located<'_>, name: &str| {
        let empty =
            || list.error(format!("`{name}` is an empty list"), "nothing here").with_help(SAY_ACTIONS);
        if list.expect_list(&format!("`{name}`"))?.is_empty() { Err(empty()) } else { Ok(()) }
    };
    let Some(actions) = object.get("actions") else {
        return Err(item
            .error(NO_ACTIONS, "no actions here")
            .coded(Code::MissingMember)
            .with_help(SAY_ACTIONS));
    };
    some(actions, "actions")?;
    let actions = actions.expect_list("`actions`")?.into_iter().map(action).collect::<Result<_, _>>()?;
    let resources = object.get("resources").map(|list| {
        some(list, "resources")?;
        let texts = list.expect_list("`resources`")?.into_iter().map(|item| {
            let text = item.expect_string("a resource")?;
            resource(text).map_err(|help| item.error(not_an_arn(text), "this one").with_help(help))
        });
        texts.collect::<Result<Vec<_>, Diagnostic>>()
    });
    let reason = object.get("reason").map(|reason| reason.expect_string("`reason`")).transpose()?;
    let reason = reason.map(str::to_owned).filter(|reason| !reason.trim().is_empty());
    Ok(entry(source, &item.span(), label(source, number), actions, resources.transpose()?, reason))
}

/// One entry for each statement with Allow, so that messages name it; each with all exceptions.
fn of_policy(source: &Arc<Source>, parsed: &ParsedPolicy) -> Result<Vec<Forbidden>, Diagnostic> {
    let statements = &parsed.policy.statements;
    let excepted: Vec<Statement> =
        statements.iter().filter(|one| one.effect == Effect::Deny).map(Statement::new).collect();
    let allows = statements.iter().enumerate().filter(|(_, one)| one.effect == Effect::Allow);
    let found: Vec<Forbidden> = allows
        .map(|(number, one)| {
            let name = one.sid.clone().unwrap_or_else(|| format!("Statement[{number}]"));
            let span = parsed.document.statement_span(number).unwrap_or_default();
            Forbidden {
                rules: std::iter::once(Statement::new(one)).chain(excepted.iter().cloned()).collect(),
                reason: None,
                label: format!("{} in {}", quoted(&name), quoted(&source.name)),
                place: place(&source.name, source, &span),
            }
        })
        .collect();
    if found.is_empty() {
        let error = Diagnostic::error(source, 0..1, "the policy has no statement with Allow", "here");
        return Err(
            error.with_help("what is to stay denied is what the policy allows; with Deny are exceptions")
        );
    }
    Ok(found)
}

fn entry(
    source: &Arc<Source>,
    span: &Range<usize>,
    label: String,
    patterns: Vec<Pattern>,
    resources: Option<Vec<String>>,
    reason: Option<String>,
) -> Forbidden {
    let resources = ResourceElement::new(false, resources.unwrap_or_else(|| vec!["*".to_owned()]));
    let statement = crate::model::Statement {
        sid: None,
        effect: Effect::Allow,
        actions: ActionElement { negated: false, patterns },
        scope: Scope::new(resources, Vec::new(), Language::Of2008),
    };
    Forbidden {
        rules: vec![Statement::new(&statement)],
        reason,
        label,
        place: place(&source.name, source, span),
    }
}

fn label(source: &Arc<Source>, number: usize) -> String {
    format!("`forbid[{number}]` in {}", quoted(&source.name))
}

fn action(item: Located<'_>) -> Result<Pattern, Diagnostic> {
    let text = item.expect_string("an action")?;
    spelled(text).map_err(|(message, help)| item.error(message, "this one").with_help(help))
}

/// The pattern of ARNs, or what would do.
fn resource(text: &str) -> Result<String, &'static str> {
    if text.contains("${") {
        return Err("variables have no values here: write `*` where anything is meant");
    }
    let known = ResourcePattern::new(text).is_some();
    if known {
        Ok(text.to_owned())
    } else {
        Err("write an ARN, with `*` and `?` as in a policy, or `*` for all")
    }
}

fn not_an_arn(text: &str) -> String {
    format!("{} is not a pattern of ARNs", quoted(text))
}

fn nothing(source: &Arc<Source>) -> Diagnostic {
    let error = Diagnostic::error(source, 0..source.text.len().min(1), "the file forbids nothing", "here");
    error.with_help("write patterns of actions, one per line, or `[[forbid]]` with `actions = [\"iam:*\"]`")
}

const NO_ACTIONS: &str = "what is forbidden has no `actions`";
const SAY_ACTIONS: &str = "say which ones, such as `[\"iam:*\"]`; `[\"*\"]` is all";
