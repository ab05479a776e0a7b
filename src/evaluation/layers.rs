//! Policies as they are evaluated: in layers, each of which has to allow a request.

use std::fmt;
use std::sync::Arc;

use paredown_request::{Keys, Rule};

use crate::model::Effect;
use crate::parse::ParsedPolicy;

/// What a layer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The policies of the principal.
    Policies,
    /// The permissions boundary of the principal.
    Boundary,
    /// The service control policies of one level, by its number from 1.
    Scps(usize),
}

impl Kind {
    /// The name, as in reports.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Policies => "policies",
            Self::Boundary => "boundary",
            Self::Scps(_) => "scps",
        }
    }

    /// The number of the level, if there are levels.
    pub(crate) fn level(self) -> Option<usize> {
        match self {
            Self::Policies | Self::Boundary => None,
            Self::Scps(level) => Some(level),
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Policies => f.write_str("the policies"),
            Self::Boundary => f.write_str("the permissions boundary"),
            Self::Scps(level) => write!(f, "the SCPs of level {level}"),
        }
    }
}

/// Where the text of a policy is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Home {
    /// In a file of its own.
    File,
    /// In a line, after so many characters.
    Line {
        /// The number of characters before it.
        before: usize,
        /// Whether its places are places in the line; otherwise it was decoded from a string.
        as_written: bool,
    },
}

/// A policy and its statements as rules.
#[derive(Debug)]
pub(crate) struct Read {
    pub(super) parsed: ParsedPolicy,
    pub(super) rules: Vec<Rule>,
}

/// A policy of a layer.
#[derive(Clone, Debug)]
pub(crate) struct Policy {
    pub(super) name: String,
    pub(super) home: Home,
    pub(super) read: Arc<Read>,
}

impl Policy {
    /// A policy that was read.
    pub(crate) fn new(name: String, home: Home, read: Arc<Read>) -> Self {
        Self { name, home, read }
    }

    /// A policy that was read from a file.
    pub(crate) fn of_file(name: String, parsed: ParsedPolicy) -> Self {
        Self { name, home: Home::File, read: Arc::new(Read::new(parsed)) }
    }
}

impl Read {
    /// The policy.
    pub(crate) fn parsed(&self) -> &ParsedPolicy {
        &self.parsed
    }

    /// A policy, with its statements as rules.
    pub(super) fn new(parsed: ParsedPolicy) -> Self {
        let rules = parsed.policy.statements.iter().map(Rule::new).collect();
        Self { parsed, rules }
    }
}

/// Policies that count together.
#[derive(Debug)]
pub(crate) struct Layer {
    pub(super) kind: Kind,
    policies: Vec<Policy>,
    /// The rules of all policies in order, unless there is only one.
    joined: Vec<Rule>,
}

impl Layer {
    /// A layer with these policies.
    pub(crate) fn new(kind: Kind, policies: Vec<Policy>) -> Self {
        let joined = match policies.as_slice() {
            [_] => Vec::new(),
            several => several.iter().flat_map(|policy| policy.read.rules.iter().cloned()).collect(),
        };
        Self { kind, policies, joined }
    }

    /// The layer with each policy changed. Names and places stay; rules of no policy do not.
    pub(crate) fn changed(&self, mut change: impl FnMut(&ParsedPolicy) -> ParsedPolicy) -> Self {
        let changed = |policy: &Policy| Policy {
            read: Arc::new(Read::new(change(&policy.read.parsed))),
            ..policy.clone()
        };
        Self::new(self.kind, self.policies.iter().map(changed).collect())
    }

    /// The layer with further rules, which belong to no policy, at its end.
    pub(crate) fn limited(self, limits: &[Rule]) -> Self {
        let mut joined = self.rules().to_vec();
        joined.extend_from_slice(limits);
        Self { joined, ..self }
    }

    /// The rules of all policies, in order.
    pub(crate) fn rules(&self) -> &[Rule] {
        match self.policies.as_slice() {
            [only] if self.joined.is_empty() => &only.read.rules,
            _ => &self.joined,
        }
    }

    /// The policies.
    pub(crate) fn parsed(&self) -> impl Iterator<Item = &ParsedPolicy> {
        self.named().map(|(_, parsed)| parsed)
    }

    /// The policies with their names.
    pub(crate) fn named(&self) -> impl Iterator<Item = (&str, &ParsedPolicy)> {
        self.policies.iter().map(|policy| (policy.name.as_str(), &policy.read.parsed))
    }

    /// The policy that has a rule, and the number of its statement there.
    pub(super) fn origin(&self, rule: usize) -> Option<(&Policy, usize)> {
        let mut left = rule;
        for policy in &self.policies {
            let own = policy.read.rules.len();
            if left < own {
                return Some((policy, left));
            }
            left -= own;
        }
        None
    }

    /// Whether an Allow statement is among them. Without one nothing is allowed, whatever other layers say.
    fn allows_anything(&self) -> bool {
        self.rules().iter().any(|rule| rule.effect == Effect::Allow)
    }

    /// The warning for a layer that has no Allow statement: it denies everything.
    pub(crate) fn warning(&self) -> Option<String> {
        let what = self.kind;
        let (has, help) = match what {
            Kind::Policies => ("have", ""),
            Kind::Boundary => ("has", ""),
            Kind::Scps(_) => (
                "have",
                ": SCPs of one level count together, usually with `FullAWSAccess`, so put the files of a level into one \
                 folder",
            ),
        };
        (!self.allows_anything())
            .then(|| format!("every request is denied, since {what} {has} no Allow statement{help}"))
    }

    /// Why a request that no statement of it matches is denied.
    pub(super) fn refusal(&self) -> String {
        let what = self.kind;
        if self.allows_anything() {
            format!("no statement of {what} allows it")
        } else {
            format!("no statement of {what} allows it: none of them is an Allow statement")
        }
    }
}

/// All layers that a request is decided by.
#[derive(Clone, Debug)]
pub(crate) struct Layers {
    pub(super) all: Vec<Arc<Layer>>,
    pub(super) keys: Arc<Keys>,
    /// Whether there are policy variables, so that it matters which keys have several values.
    pub(super) variables: bool,
}

impl Layers {
    /// These layers. Each has to allow a request.
    pub(crate) fn new(all: Vec<Arc<Layer>>) -> Self {
        let rules = || all.iter().flat_map(|layer| layer.rules());
        let (keys, variables) = (Arc::new(Rule::keys(rules())), rules().any(Rule::has_variables));
        Self { all, keys, variables }
    }

    /// The layers of these kinds.
    pub(super) fn of(&self, wanted: impl Fn(Kind) -> bool) -> impl Iterator<Item = &Arc<Layer>> {
        self.all.iter().filter(move |layer| wanted(layer.kind))
    }
}
