//! Settings of jobs.

use crate::certificate::UsageOf;
use crate::model::{Catalogue, PolicyKind};
use crate::principal::{ATTACHED, Manner};
use crate::prove::{self, Requirement};
use crate::recommend::Mode;

/// The settings of a job, made by [`Settings::builder`].
#[derive(Clone, Copy)]
#[non_exhaustive]
#[expect(clippy::struct_excessive_bools, reason = "each may be so or not, whatever the others are")]
pub struct Settings<'a> {
    /// The catalogue that exactness is relative to.
    pub catalogue: &'a Catalogue,
    /// The length of the introduced prefixes. `None`: makes recommendations with the shortest, and judges a given
    /// recommendation in the mode in which it does best.
    pub mode: Option<Mode>,
    /// The obligations that decide.
    pub requirement: Requirement,
    /// How to certify; `None` not to.
    pub certify: Option<prove::Settings<'a>>,
    /// The kind of policy that determines the limits; `None` for each policy's own.
    pub kind: Option<PolicyKind>,
    /// Whether to make the recommendation fit that limit.
    pub fit: bool,
    /// Whether to plan what is proved and fits, and how.
    pub plan: Option<Planned>,
    /// Whether to write a certificate of what is proved.
    pub certificate: bool,
    /// What was found out about the principal, for the certificate to say why its unused actions are unused.
    pub usage: Option<UsageOf<'a>>,
    /// The quota of managed policies attached to the principal, if that is counted.
    pub attached_limit: Option<usize>,
    /// Whether a managed policy of the account gets a new version instead of being replaced by another policy.
    pub in_place: bool,
    /// A newer catalogue, under which the recommendation is compared.
    pub newer: Option<&'a Catalogue>,
    /// Whether to work out explanations too: what wildcards allow beyond the catalogue, and what was unused and
    /// not allowed.
    pub explain: bool,
}

/// How to plan.
#[derive(Clone, Copy, Debug)]
pub struct Planned {
    /// Whether the documents are written to files that the plan may name.
    pub files: bool,
}

impl<'a> Settings<'a> {
    /// Settings that certify, as by [`prove::Settings::default`], that the recommendation is least general;
    /// nothing is fitted, planned or explained.
    pub fn builder(catalogue: &'a Catalogue) -> SettingsBuilder<'a> {
        SettingsBuilder(Self {
            catalogue,
            mode: None,
            requirement: Requirement::LeastGeneral,
            certify: Some(prove::Settings::default()),
            kind: None,
            fit: false,
            plan: None,
            certificate: false,
            usage: None,
            attached_limit: None,
            in_place: false,
            newer: None,
            explain: false,
        })
    }

    /// The mode for making recommendations.
    pub(super) fn recommending(&self) -> Mode {
        self.mode.unwrap_or(Mode::Shortest)
    }

    pub(super) fn manner(&self) -> Manner {
        Manner { attached_limit: self.attached_limit.unwrap_or(ATTACHED), in_place: self.in_place }
    }
}

/// Makes [`Settings`].
#[derive(Clone, Copy)]
pub struct SettingsBuilder<'a>(Settings<'a>);

impl<'a> SettingsBuilder<'a> {
    /// With this mode.
    #[must_use]
    pub fn mode(mut self, mode: Option<Mode>) -> Self {
        self.0.mode = mode;
        self
    }

    /// With these obligations deciding.
    #[must_use]
    pub fn requirement(mut self, requirement: Requirement) -> Self {
        self.0.requirement = requirement;
        self
    }

    /// Certifies with these settings; `None` not to certify.
    #[must_use]
    pub fn certify(mut self, certify: Option<prove::Settings<'a>>) -> Self {
        self.0.certify = certify;
        self
    }

    /// With the limits of this kind of policy.
    #[must_use]
    pub fn kind(mut self, kind: Option<PolicyKind>) -> Self {
        self.0.kind = kind;
        self
    }

    /// Whether to make it fit the limit.
    #[must_use]
    pub fn fit(mut self, fit: bool) -> Self {
        self.0.fit = fit;
        self
    }

    /// With or without a plan.
    #[must_use]
    pub fn plan(mut self, plan: Option<Planned>) -> Self {
        self.0.plan = plan;
        self
    }

    /// With or without a certificate.
    #[must_use]
    pub fn certificate(mut self, certificate: bool) -> Self {
        self.0.certificate = certificate;
        self
    }

    /// The certificate says too why the unused actions are unused: this was found out about the principal.
    #[must_use]
    pub fn usage(mut self, usage: Option<UsageOf<'a>>) -> Self {
        self.0.usage = usage;
        self
    }

    /// With this quota of attached managed policies.
    #[must_use]
    pub fn attached_limit(mut self, attached_limit: Option<usize>) -> Self {
        self.0.attached_limit = attached_limit;
        self
    }

    /// With new versions of managed policies, or replacements by other policies.
    #[must_use]
    pub fn in_place(mut self, in_place: bool) -> Self {
        self.0.in_place = in_place;
        self
    }

    /// Compared under this newer catalogue, too.
    #[must_use]
    pub fn newer(mut self, newer: Option<&'a Catalogue>) -> Self {
        self.0.newer = newer;
        self
    }

    /// With or without explanations.
    #[must_use]
    pub fn explain(mut self, explain: bool) -> Self {
        self.0.explain = explain;
        self
    }

    /// The settings.
    pub fn build(self) -> Settings<'a> {
        self.0
    }
}
