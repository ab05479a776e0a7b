//! A kind of document: the marks that it is known by, and what would do instead of it.

use super::path;
use crate::parse::located::Located;

/// What a document was given as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::parse) enum Asked {
    /// A policy to be refined.
    Policy,
    /// What is unused.
    Unused,
    /// What is recommended.
    Recommended,
}

/// A kind of document.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kind {
    /// What the document is.
    pub(super) what: &'static str,
    /// Marks that it has, all of them.
    pub(super) all: &'static [&'static str],
    /// Marks that it does not have.
    pub(super) none: &'static [&'static str],
    /// What would do, for each use: a template.
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

/// A kind with what would do anyway.
pub(super) const KIND: Kind =
    Kind { what: "", all: &[], none: &[], policy: POLICY, unused: UNUSED, recommended: RECOMMENDED };

impl Asked {
    /// What a document is not, at the beginning of a message.
    pub(in crate::parse) fn not(self) -> &'static str {
        match self {
            Self::Policy => "not a policy",
            Self::Unused => "not a list of unused actions",
            Self::Recommended => "not a recommendation",
        }
    }

    /// What would do, whatever the document is.
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

    /// The key by which it is known first.
    pub(super) fn key(&self) -> &'static str {
        let mark = self.all.first().copied().unwrap_or_default();
        mark.split(['/', '=', '^']).next().unwrap_or_default()
    }
}
