//! Selects the principal's own findings.

use crate::model::{Effect, Policy, Principal, Statement, matches};
use crate::parse::{Diagnostic, ParsedUnused, Stated, UnusedEntry, UnusedFile};

/// The selected findings, and the reason if nothing names the principal.
#[derive(Clone, Debug)]
pub struct Choice {
    /// What is unused.
    pub unused: ParsedUnused,
    /// The reason; `None` if there was nothing to select, or the principal is known.
    pub told: Option<String>,
}

/// Selects the principal's own findings, as far as the principal is known. If nothing names it, the findings may
/// be about only one principal that can have these policies: a finding names only what its principal is allowed.
///
/// # Errors
/// None of them is the principal's own, or it cannot be decided which is.
pub fn choose(file: UnusedFile, principal: &Principal, policies: &[&Policy]) -> Result<Choice, Diagnostic> {
    let mut resources: Vec<&Stated<String>> = Vec::new();
    for stated in file.findings().filter_map(|finding| finding.resource.as_ref()) {
        if resources.iter().all(|known| known.value != stated.value) {
            resources.push(stated);
        }
    }
    let Some((first, [_, ..])) = resources.split_first() else {
        return Ok(Choice { unused: file.about(None)?, told: None });
    };
    let own = |stated: &&&Stated<String>| {
        Principal::of_arn(&stated.value).is_none_or(|about| about.may_be(principal))
    };
    let own: Vec<&Stated<String>> = resources.iter().filter(own).copied().collect();
    let known = principal.holder.is_some();
    let fits = |stated: &&&Stated<String>| {
        file.clone().about(Some(&stated.value)).is_ok_and(|unused| fits(&unused, policies))
    };
    let chosen: Vec<&Stated<String>> = if known { own } else { own.iter().filter(fits).copied().collect() };
    let [stated] = chosen.as_slice() else {
        return Err(undecided(first, &resources, principal, chosen.len()));
    };
    let name = stated.value.clone();
    let told = (!known).then(|| {
        format!(
            "no input names the principal: the finding of `{name}` is used, since it alone names only \
             what they allow; give --principal to be sure"
        )
    });
    Ok(Choice { unused: file.about(Some(&name))?, told })
}

/// Whether some statement allows each thing that a finding names.
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
    resources: &[&Stated<String>],
    principal: &Principal,
    fitting: usize,
) -> Diagnostic {
    const SHOWN: usize = 3;
    let names: Vec<String> =
        resources.iter().take(SHOWN).map(|stated| format!("`{}`", stated.value)).collect();
    let mut listed = names.join(", ");
    if resources.len() > SHOWN {
        listed = format!("{listed} and {} more", resources.len() - SHOWN);
    }
    let message = match (&principal.holder, fitting) {
        (Some((kind, name)), 0) => {
            format!("none of the findings is about the {} `{name}`: they are about {listed}", kind.word())
        }
        (Some((kind, name)), _) => format!("several findings are about a {} `{name}`: {listed}", kind.word()),
        (None, _) => {
            format!("the findings are about different resources, and no input names the principal: {listed}")
        }
    };
    place
        .error(message, "one of them")
        .with_help("name the principal with `--principal ARN`; or give only its finding")
}
