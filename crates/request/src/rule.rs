//! Statements, read as what they say of requests.

use paredown_policy::model::{ActionElement, Effect, Reading, Statement};

use super::{Entry, Keys, Request, Resource, Resources, Template, Truth};

/// A statement, read.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// Allow or Deny.
    pub effect: Effect,
    /// Action or NotAction.
    pub actions: ActionElement,
    /// Resource or NotResource.
    pub resources: Resources,
    /// The entries of the Condition, all of which have to hold.
    pub entries: Vec<Entry>,
}

impl Rule {
    /// What a statement says.
    pub fn new(statement: &Statement) -> Self {
        let scope = &statement.scope;
        let variables = scope.has_variable("${");
        Self {
            effect: statement.effect,
            actions: statement.actions.clone(),
            resources: Resources::read(scope.resource(), variables),
            entries: scope.tests().iter().map(|test| Entry::read(test, variables)).collect(),
        }
    }

    /// The statement about every request.
    pub fn everything(effect: Effect) -> Self {
        Self {
            effect,
            actions: ActionElement { negated: true, patterns: Vec::new() },
            resources: Resources { negated: true, patterns: Vec::new() },
            entries: Vec::new(),
        }
    }

    /// The keys that have several values, judging by all that is compared.
    pub fn keys<'a>(rules: impl IntoIterator<Item = &'a Self>) -> Keys {
        Keys::new(rules.into_iter().flat_map(|rule| rule.entries.iter().map(Entry::test)))
    }

    /// Its texts with policy variables, in resources and in values of conditions.
    fn templates(&self) -> impl Iterator<Item = &Template> {
        let in_resources = self.resources.patterns.iter().filter_map(|one| match one {
            Resource::Template(template) => Some(template),
            _ => None,
        });
        in_resources.chain(self.entries.iter().flat_map(Entry::templates))
    }

    /// Whether it has policy variables.
    pub fn has_variables(&self) -> bool {
        self.templates().next().is_some()
    }

    /// The keys that it looks at, in lower case: those of its conditions and of its policy variables.
    pub fn looked_at(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(Entry::key).chain(self.templates().flat_map(Template::keys))
    }

    /// Whether it matches a request: its action, its resource, and every entry of its Condition.
    pub fn matches(&self, request: &Request, keys: &Keys, reading: Reading) -> Truth {
        if !self.actions.matches(&request.action) {
            return Truth::No;
        }
        let resource = self.resources.have(request, keys, reading);
        let entries = self.entries.iter().map(|entry| entry.holds(request, keys));
        Truth::all(std::iter::once(resource).chain(entries))
    }
}
