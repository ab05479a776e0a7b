//! The languages of one part, as regular expressions.

use std::rc::Rc;

use crate::model::{EffectiveCatalogue, UnusedSet};

use super::list::{List, Lists, reach, tail};
use super::part::Part;
use super::regex::{Regex, diff, inter, union, union_of};
use crate::prove::Fault;

/// The languages of one part.
pub(crate) struct Languages {
    /// A+, the effective catalogue.
    pub(crate) known: Rc<Regex>,
    /// L(S), the original.
    pub(crate) original: Rc<Regex>,
    /// L(R), the recommendation.
    pub(crate) recommended: Rc<Regex>,
    /// L(U), the unused set.
    pub(crate) unused: Rc<Regex>,
    /// L(R) and L(U) together, factored as one.
    pub(crate) recommended_or_unused: Rc<Regex>,
    /// D(P), if there is any.
    pub(crate) denied_before: Option<Rc<Regex>>,
    /// D(R), if there is any.
    pub(crate) denied_after: Option<Rc<Regex>>,
    /// Whether these two are equal.
    pub(crate) denied_alike: bool,
    /// Whether several services are combined; then `known` contains only what is used.
    pub(crate) together: bool,
}

impl Languages {
    /// L(R) and D(R) together.
    pub(crate) fn recommended_or_denied(&self) -> Rc<Regex> {
        match &self.denied_after {
            Some(denied) => union([&self.recommended, denied]),
            None => Rc::clone(&self.recommended),
        }
    }
}

/// The languages of one part. Known or unused actions that neither list can match are left out: what an
/// obligation looks for is matched by one of the two.
pub(crate) fn languages(
    part: &Part,
    lists: &Lists<'_>,
    known: &EffectiveCatalogue,
    unused: &UnusedSet,
) -> Result<Languages, Fault> {
    let (mut names, mut unused_tails) = (Vec::new(), Vec::new());
    let mut kept_tails = Vec::new();
    // An action that is unused in one service may be used in another; then only the names decide.
    let alike = matches!(part, Part::Alike { .. });
    for prefix in part.prefixes() {
        let reach = reach(&[&lists.before, &lists.after], prefix);
        let here = known.with_any_prefix(reach.iter().copied()).filter(|(_, unused)| !alike || !unused);
        for (action, _) in here {
            names.push(tail(action.folded(), prefix)?);
        }
        for action in reach.iter().flat_map(|head| unused.with_prefix(head)) {
            unused_tails.push(tail(action.folded(), prefix)?);
        }
        if let Some(kept) = unused.service_of(prefix) {
            for pattern in kept {
                kept_tails.push(tail(pattern.folded(), prefix)?);
            }
            unused_tails.push("*".to_owned());
        }
    }
    let strs = |tails: &[String]| union_of(tails.iter().map(String::as_str));
    // The single actions contain nothing that is kept, so what is kept may be subtracted from everything.
    let unused = match kept_tails.as_slice() {
        [] => strs(&unused_tails),
        kept => diff(&strs(&unused_tails), &strs(kept)),
    };
    let recommended_tails = lists.after.tails(part)?;
    let language = lists.after.language(part, &recommended_tails);
    let together = match part {
        // The names say what is used.
        Part::Alike { .. } => Rc::clone(&language),
        Part::Service(_) if !lists.after.negated && kept_tails.is_empty() => {
            union_of(recommended_tails.iter().chain(&unused_tails).map(String::as_str))
        }
        _ => union([&language, &unused]),
    };
    let denied = |lists: &[List<'_>]| {
        let languages = lists.iter().map(|list| Ok(list.language(part, &list.tails(part)?)));
        let languages = languages.collect::<Result<Vec<Rc<Regex>>, Fault>>()?;
        Ok::<Option<Rc<Regex>>, Fault>((!languages.is_empty()).then(|| union(&languages)))
    };
    Ok(Languages {
        known: strs(&names),
        original: lists.before.language(part, &lists.before.tails(part)?),
        recommended: language,
        unused,
        recommended_or_unused: together,
        denied_before: denied(&lists.denied_before)?,
        denied_after: denied(&lists.denied_after)?,
        denied_alike: lists.denied_alike,
        together: alike,
    })
}

/// The strings of a language that look like an action, for witnesses that a person would find plausible.
pub(crate) fn plausible(part: &Part, language: &Rc<Regex>) -> Rc<Regex> {
    let letters = Regex::Union(vec![Rc::new(Regex::Range('a', 'z')), Rc::new(Regex::Range('0', '9'))]);
    let name = Rc::new(Regex::Star(Rc::new(letters)));
    let shape = match part {
        Part::Service(_) | Part::Alike { .. } => name,
        Part::Rest(_) => {
            Rc::new(Regex::Concat(vec![Rc::clone(&name), Rc::new(Regex::Text(":".to_owned())), name]))
        }
    };
    inter([language, &shape])
}
