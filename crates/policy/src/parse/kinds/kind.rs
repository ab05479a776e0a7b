//! A kind of document: the marks by which it is recognised, and what to use instead.

use super::path;
use crate::parse::located::Located;

/// The use that a document was given for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::parse) enum Asked {
    /// A policy to be refined.
    Policy,
    /// A list of what is unused.
    Unused,
    /// A recommendation.
    Recommended,
}

/// A kind of document.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kind {
    /// What the document is.
    pub(super) what: &'static str,
    /// Marks of which it has all.
    pub(super) all: &'static [&'static str],
    /// Marks of which it has none.
    pub(super) none: &'static [&'static str],
    /// What to use instead, for each use: a template.
    pub(super) policy: &'static str,
    pub(super) unused: &'static str,
    pub(super) recommended: &'static str,
}

pub(super) const POLICY: &str = "give the policy document: `{\"Version\": \"2012-10-17\", \"Statement\": […]}`, or \
                      what `aws iam get-policy-version` or `aws iam get-role-policy` prints";

const UNUSED: &str = "what is unused is in the answer of `aws accessanalyzer get-finding-v2 \
                      --analyzer-arn ANALYZER_ARN --id FINDING_ID`";

const RECOMMENDED: &str = "give a policy document, or what `aws accessanalyzer get-finding-recommendation \
                           --analyzer-arn ANALYZER_ARN --id FINDING_ID` prints";

/// A kind with the default advice.
pub(super) const KIND: Kind =
    Kind { what: "", all: &[], none: &[], policy: POLICY, unused: UNUSED, recommended: RECOMMENDED };

impl Asked {
    /// The beginning of a message: what the document is not.
    pub(in crate::parse) fn not(self) -> &'static str {
        match self {
            Self::Policy => "not a policy",
            Self::Unused => "not a list of unused actions",
            Self::Recommended => "not a recommendation",
        }
    }

    /// The default advice, whatever the document is.
    pub(in crate::parse) fn anyway(self) -> &'static str {
        KIND.advice(self)
    }
}

impl Kind {
    pub(super) fn is(&self, subject: Located<'_>) -> bool {
        self.all.iter().all(|mark| path::has(subject, mark))
            && !self.none.iter().any(|mark| path::has(subject, mark))
    }

    pub(super) fn advice(&self, asked: Asked) -> &'static str {
        match asked {
            Asked::Policy => self.policy,
            Asked::Unused => self.unused,
            Asked::Recommended => self.recommended,
        }
    }

    /// The key by which it is primarily recognised.
    pub(super) fn key(&self) -> &'static str {
        let mark = self.all.first().copied().unwrap_or_default();
        mark.split(['/', '=', '^']).next().unwrap_or_default()
    }
}
