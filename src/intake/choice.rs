//! Which of several findings is the principal's own.

use crate::model::{Effect, Policy, Principal, Statement, matches};
use crate::parse::{Diagnostic, ParsedUnused, Stated, UnusedEntry, UnusedFile, merge};

/// The finding that is taken, and what to say of the others.
#[derive(Clone, Debug)]
pub struct Choice {
    /// What is unused.
    pub unused: ParsedUnused,
    /// What was left, and why this was taken; nothing if there was nothing to choose.
    pub told: Option<String>,
}

/// Takes the principal's own finding, as far as it is known who that is. Where nothing says so, only one
/// of the findings may be about a principal with these policies: a finding names nothing that its principal
/// is not allowed.
///
/// # Errors
/// None of them is the principal's own, or it cannot be told which.
pub fn choose(file: UnusedFile, principal: &Principal, policies: &[&Policy]) -> Result<Choice, Diagnostic> {
    let UnusedFile { mut found, left } = file;
    let others = left.len();
    if found.len() > 1 {
        let all = found.len();
        let own: Vec<usize> =
            (0..all).filter(|at| found.get(*at).is_some_and(|one| may_be(one, principal))).collect();
        let fit = |at: &usize| found.get(*at).is_some_and(|one| fits(one, policies));
        let known = principal.holder.is_some();
        let chosen: Vec<usize> = if known { own } else { own.into_iter().filter(fit).collect() };
        let [at] = chosen.as_slice() else {
            let place = found.iter().find_map(resource).cloned();
            return match place {
                Some(place) => Err(undecided(&place, &found, principal, chosen.len())),
                None => Ok(Choice { unused: merge(found)?, told: None }),
            };
        };
        let unused = found.swap_remove(*at);
        let name = resource(&unused).map(|stated| stated.value.clone()).unwrap_or_default();
        let left = counted(all - 1 + others);
        let told = if known {
            format!("of the findings that of `{name}` is taken; {left}")
        } else {
            format!(
                "nothing says whose the policies are: the finding of `{name}` is taken, since it alone names \
                 only what they allow, and {left}; say --principal to be sure"
            )
        };
        return Ok(Choice { unused, told: Some(told) });
    }
    match (found.pop(), left.into_iter().next()) {
        (Some(unused), _) => {
            let told = (others > 0).then(|| format!("{}: not about unused permissions", counted(others)));
            Ok(Choice { unused, told })
        }
        (None, Some(left)) => Err(left.why),
        (None, None) => Ok(Choice { unused: merge(Vec::new())?, told: None }),
    }
}

fn counted(count: usize) -> String {
    if count == 1 { "1 other finding is left".to_owned() } else { format!("{count} other findings are left") }
}

fn resource(unused: &ParsedUnused) -> Option<&Stated<String>> {
    unused.finding.as_ref()?.resource.as_ref()
}

/// Whether a finding can be about a principal, as far as it is known who that is.
fn may_be(unused: &ParsedUnused, principal: &Principal) -> bool {
    let about = resource(unused).and_then(|stated| Principal::of_arn(&stated.value));
    about.is_none_or(|about| about.may_be(principal))
}

/// Whether all that a finding names is allowed by some statement.
fn fits(unused: &ParsedUnused, policies: &[&Policy]) -> bool {
    let statements = || policies.iter().flat_map(|policy| &policy.statements);
    unused.entries.iter().all(|entry| statements().any(|statement| allows(statement, entry)))
}

fn allows(statement: &Statement, entry: &UnusedEntry) -> bool {
    let name = entry.name.to_ascii_lowercase();
    let actions = &statement.actions;
    let touches = || {
        let service = |pattern: &str| pattern.split(':').next().is_some_and(|of| matches(of, &name));
        actions.negated || actions.patterns.iter().any(|pattern| service(pattern.folded()))
    };
    statement.effect == Effect::Allow && if entry.action { actions.matches(&name) } else { touches() }
}

fn undecided(
    place: &Stated<String>,
    found: &[ParsedUnused],
    principal: &Principal,
    fitting: usize,
) -> Diagnostic {
    let names: Vec<&str> = found.iter().filter_map(|one| Some(resource(one)?.value.as_str())).collect();
    let mut listed = names.iter().take(3).map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    if names.len() > 3 {
        listed = format!("{listed} and {} more", names.len() - 3);
    }
    let message = match (&principal.holder, fitting) {
        (Some((kind, name)), 0) => {
            format!("none of the findings is about the {} `{name}`: they are about {listed}", kind.word())
        }
        (Some((kind, name)), _) => format!("several findings are about a {} `{name}`: {listed}", kind.word()),
        (None, _) => format!(
            "the findings are about different resources, and nothing says whose the policies are: {listed}"
        ),
    };
    let help = "say whose they are: `--principal ARN`; or give its finding alone";
    place.error(message, "one of them").with_help(help)
}
