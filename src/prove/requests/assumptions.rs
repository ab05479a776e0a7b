//! Resource patterns that are not understood: what holds whatever they match.
//!
//! For one request such a pattern matches or does not, and the same wherever it occurs. So a claim holds whatever
//! it matches iff it holds both if it matches all that it may match and if it matches nothing; with several
//! patterns, for each combination.

use std::collections::BTreeSet;

use crate::model::{ArnPattern, ResourcePattern, Scope, Statement};

use super::evaluate::{Context, Filled, filled, has_plain_wildcards};
use super::request_set::{Group, Resources};

/// A resource pattern that is not understood.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Unread {
    /// The pattern as written.
    text: String,
    /// Whether it has a policy variable; otherwise it is not the pattern of an ARN.
    variable: bool,
}

impl Unread {
    /// What it may match at most, if that is not everything: a variable stands for some string, and what is
    /// before the first one is plain.
    fn bound(&self) -> Option<ArnPattern> {
        let (plain, _) = self.text.split_once("${").filter(|_| self.variable)?;
        if plain.matches(':').count() < FIELDS - 1 {
            return None;
        }
        match ResourcePattern::new(&format!("{plain}*"))? {
            ResourcePattern::Arn(arn) => Some(arn),
            ResourcePattern::Everything => None,
        }
    }

    /// The reason for unknown because of it.
    pub(super) fn reason(&self) -> String {
        if self.variable {
            format!("it depends on the policy variable in the resource `{}`", self.text)
        } else {
            format!("it depends on the resource `{}`, which is not the pattern of an ARN", self.text)
        }
    }
}

/// The number of fields of an ARN. The last may contain colons and variables.
const FIELDS: usize = 6;

/// The pattern, or that it is not understood.
fn read(scope: &Scope, text: &str) -> Result<ResourcePattern, Unread> {
    let unread = |variable| Unread { text: text.to_owned(), variable };
    if scope.has_variable(text) {
        return Err(unread(true));
    }
    ResourcePattern::new(text).ok_or_else(|| unread(false))
}

/// The patterns of a scope that are not understood.
pub(super) fn unread(scope: &Scope) -> impl Iterator<Item = Unread> + '_ {
    scope.resource().patterns.iter().filter_map(|text| read(scope, text).err())
}

/// Assumptions about what these patterns match.
#[derive(Clone, Debug)]
pub(super) enum Assumption {
    /// These patterns match all that they may, others nothing.
    Exactly(BTreeSet<Unread>),
    /// Whatever makes the set of resources largest.
    Most,
    /// Whatever makes it smallest.
    Fewest,
    /// Variables have these values; other patterns match whatever makes the set of resources largest, or
    /// smallest.
    Values(Context, Box<Self>),
}

/// The largest number of patterns for which all combinations are considered.
const MOST: usize = 4;

impl Assumption {
    /// The assumptions under which a claim has to hold so that it holds whatever some patterns match. The first
    /// of each pair is for the statement asked about, the second for what has to contain it.
    pub(super) fn pairs(patterns: &BTreeSet<Unread>) -> Vec<(Self, Self)> {
        if patterns.len() > MOST {
            return vec![(Self::Most, Self::Fewest)];
        }
        let chosen = |choice: usize| {
            let those = patterns.iter().enumerate().filter(move |(bit, _)| choice >> bit & 1 == 1);
            Self::Exactly(those.map(|(_, pattern)| pattern.clone()).collect())
        };
        (0..1_usize << patterns.len()).map(|choice| (chosen(choice), chosen(choice))).collect()
    }

    /// The resources of a scope, under the assumption.
    pub(super) fn resources(&self, scope: &Scope) -> Resources {
        let element = scope.resource();
        let mut resources = Resources { negated: element.negated, everything: false, arns: Vec::new() };
        for text in &element.patterns {
            match read(scope, text) {
                Ok(ResourcePattern::Everything) => resources.everything = true,
                Ok(ResourcePattern::Arn(arn)) => resources.arns.push(arn),
                Err(unread) => match self.of_unread(&unread, element.negated) {
                    Some(ResourcePattern::Everything) => resources.everything = true,
                    Some(ResourcePattern::Arn(arn)) => resources.arns.push(arn),
                    None => {}
                },
            }
        }
        resources
    }

    /// What a pattern that is not understood is taken for, in a list or in a negated one.
    fn of_unread(&self, unread: &Unread, negated: bool) -> Option<ResourcePattern> {
        let matches = match self {
            Self::Exactly(those) => those.contains(unread),
            Self::Most => !negated,
            Self::Fewest => negated,
            Self::Values(values, others) => {
                let known = unread.bound().map(|_| filled(&unread.text, values));
                return match known {
                    Some(Filled::Text(text)) if !has_plain_wildcards(&text) => ResourcePattern::new(&text),
                    Some(Filled::NoValue) => None,
                    _ => others.of_unread(unread, negated),
                };
            }
        };
        matches.then(|| unread.bound().map_or(ResourcePattern::Everything, ResourcePattern::Arn))
    }
}

/// Statements, grouped by their resources.
pub(super) fn groups<'a>(statements: &[&'a Statement], assumption: &Assumption) -> Vec<Group<'a>> {
    let mut groups: Vec<Group<'a>> = Vec::new();
    for statement in statements {
        let resources = assumption.resources(&statement.scope);
        match groups.iter_mut().find(|group| group.resources == resources) {
            Some(group) => group.actions.push(&statement.actions),
            None => groups.push(Group { actions: vec![&statement.actions], resources }),
        }
    }
    groups
}
