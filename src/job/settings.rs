//! How a job is done.

use crate::model::{Catalogue, PolicyKind};
use crate::principal::{ATTACHED, Manner};
use crate::prove::{self, Requirement};
use crate::recommend::Mode;

/// How a job is done; [`Settings::builder`] makes one.
#[derive(Clone, Copy)]
#[non_exhaustive]
#[expect(clippy::struct_excessive_bools, reason = "each may be so or not, whatever the others are")]
pub struct Settings<'a> {
    /// The catalogue that exactness is relative to.
    pub catalogue: &'a Catalogue,
    /// How long the new prefixes are. Nothing: the shortest are recommended, and of somebody's recommendation the
    /// mode counts in which it does best.
    pub mode: Option<Mode>,
    /// Which obligations decide.
    pub requirement: Requirement,
    /// How to certify; nothing not to.
    pub certify: Option<prove::Settings<'a>>,
    /// The kind of policy whose limits count; nothing for the one that each policy is.
    pub kind: Option<PolicyKind>,
    /// Whether what is recommended is made to fit that limit.
    pub fit: bool,
    /// Whether a plan is made of what is proved and fits, and in which manner.
    pub plan: Option<Planned>,
    /// Whether a certificate is written of what is proved.
    pub certificate: bool,
    /// How many managed policies the principal may have attached, if that is counted.
    pub attached_limit: Option<usize>,
    /// Whether a managed policy of the account gets a new version instead of another policy in its place.
    pub in_place: bool,
    /// A newer catalogue, under which what is recommended is compared with what it says under the other.
    pub newer: Option<&'a Catalogue>,
    /// Whether everything else that people want to know is worked out: what wildcards admit beyond the catalogue, and
    /// what was unused and not allowed.
    pub explain: bool,
}

/// Which plan is made.
#[derive(Clone, Copy, Debug)]
pub struct Planned {
    /// Whether the documents are written into files that the plan may name.
    pub files: bool,
}

impl<'a> Settings<'a> {
    /// The settings with which [`prove::Settings::default`] certifies that what is recommended is least general;
    /// nothing is made to fit, planned or explained.
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
            attached_limit: None,
            in_place: false,
            newer: None,
            explain: false,
        })
    }

    /// The mode in which something is recommended.
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

    /// With these obligations to decide.
    #[must_use]
    pub fn requirement(mut self, requirement: Requirement) -> Self {
        self.0.requirement = requirement;
        self
    }

    /// Certifying like this; nothing not to certify.
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

    /// Made to fit the limit, or not.
    #[must_use]
    pub fn fit(mut self, fit: bool) -> Self {
        self.0.fit = fit;
        self
    }

    /// With a plan, or without.
    #[must_use]
    pub fn plan(mut self, plan: Option<Planned>) -> Self {
        self.0.plan = plan;
        self
    }

    /// With a certificate, or without.
    #[must_use]
    pub fn certificate(mut self, certificate: bool) -> Self {
        self.0.certificate = certificate;
        self
    }

    /// With this quota of managed policies.
    #[must_use]
    pub fn attached_limit(mut self, attached_limit: Option<usize>) -> Self {
        self.0.attached_limit = attached_limit;
        self
    }

    /// With new versions of managed policies, or other policies in their place.
    #[must_use]
    pub fn in_place(mut self, in_place: bool) -> Self {
        self.0.in_place = in_place;
        self
    }

    /// Compared under this newer catalogue too.
    #[must_use]
    pub fn newer(mut self, newer: Option<&'a Catalogue>) -> Self {
        self.0.newer = newer;
        self
    }

    /// With everything else that people want to know, or without.
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
