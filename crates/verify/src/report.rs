//! The result of a check, for people and for programs.

use paredown_intake::Input;
use paredown_kernel::check::{Check, Rejection};
use paredown_kernel::comparison::format::Claim;
use paredown_kernel::format::Evidence;
use paredown_policy::model::CatalogueIdentity;
use serde::Serialize;

use crate::{Checked, ComparisonChecked, UsageReport};

/// The JSON report of `paredown verify --format json`; its shape is `schemas/verify.schema.json`.
#[derive(Serialize)]
struct Report<'a> {
    paredown: &'static str,
    accepted: bool,
    claim: &'static str,
    require: &'static str,
    mode: &'static str,
    rejection: Option<Rejected<'a>>,
    certificate: File<'a>,
    catalogue: Catalogue<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    usage: Option<Usage<'a>>,
}

/// The same of a comparison.
#[derive(Serialize)]
struct ComparisonReport<'a> {
    paredown: &'static str,
    accepted: bool,
    claim: &'static str,
    require: &'static str,
    beside_others: bool,
    rejection: Option<Rejected<'a>>,
    certificate: File<'a>,
}

/// What the certificate says of usage, and whether that was checked.
#[derive(Serialize)]
struct Usage<'a> {
    principal: &'a str,
    days: u32,
    until: &'a str,
    evidence: &'static str,
    actions: usize,
    checked: bool,
}

/// Why a certificate is rejected, as reports say it.
#[derive(Serialize)]
struct Rejected<'a> {
    place: &'a str,
    why: &'a str,
}

impl<'a> From<&'a Rejection> for Rejected<'a> {
    fn from(rejection: &'a Rejection) -> Self {
        Self { place: &rejection.place, why: &rejection.why }
    }
}

/// A file, as reports name it.
#[derive(Serialize)]
struct File<'a> {
    name: &'a str,
    sha256: &'a str,
}

impl<'a> From<&'a Input> for File<'a> {
    fn from(input: &'a Input) -> Self {
        Self { name: &input.name, sha256: &input.sha256 }
    }
}

/// The catalogue that exactness is relative to, as reports name it.
#[derive(Clone, Debug, Serialize)]
pub struct Catalogue<'a> {
    source: &'a str,
    version: Option<&'a str>,
    date: Option<&'a str>,
    sha256: &'a str,
    services: usize,
    actions: usize,
}

impl<'a> From<&'a CatalogueIdentity> for Catalogue<'a> {
    fn from(identity: &'a CatalogueIdentity) -> Self {
        Self {
            source: &identity.source,
            version: identity.version.as_deref(),
            date: identity.date.as_deref(),
            sha256: &identity.sha256,
            services: identity.services,
            actions: identity.actions,
        }
    }
}

/// The escape sequences that begin and end colours.
const GREEN: &str = "\u{1b}[1m\u{1b}[32m";
const RED: &str = "\u{1b}[1m\u{1b}[31m";
const PLAIN: &str = "\u{1b}[0m";

impl Checked {
    /// For people: the verdict in one line, with what it is relative to, or why; and if it is accepted and says something of
    /// usage, another one about that.
    pub fn text(&self, colour: bool) -> String {
        let claim = self.claim.in_words(self.mode);
        let usage = self.usage.as_ref().map_or_else(String::new, in_words);
        verdict(&self.outcome, &format!("{claim}, relative to {}\n{usage}", self.catalogue), colour)
    }

    /// A JSON document for programs, with a final line feed.
    ///
    /// # Errors
    /// None is expected: it consists of strings and numbers.
    pub fn json(&self) -> std::io::Result<String> {
        let report = Report {
            paredown: env!("CARGO_PKG_VERSION"),
            accepted: self.outcome.is_ok(),
            claim: self.claim.name(),
            require: self.require.name(),
            mode: self.mode.name(),
            rejection: self.outcome.as_ref().err().map(Rejected::from),
            certificate: File::from(&self.certificate),
            catalogue: (&self.catalogue).into(),
            usage: self.usage.as_ref().map(|usage| Usage {
                principal: &usage.principal,
                days: usage.days,
                until: &usage.until,
                evidence: usage.evidence.name(),
                actions: usage.actions,
                checked: usage.checked,
            }),
        };
        Ok(serde_json::to_string_pretty(&report)? + "\n")
    }
}

/// For people: that something is accepted, or why not.
fn verdict(outcome: &Check, accepted: &str, colour: bool) -> String {
    let painted =
        |paint: &str, word: &str| if colour { format!("{paint}{word}{PLAIN}") } else { word.to_owned() };
    match outcome {
        Ok(()) => format!("{}: {accepted}", painted(GREEN, "accepted")),
        Err(rejection) => {
            let (place, why) = (rejection.place.escape_debug(), rejection.why.escape_debug());
            format!("{}: {place}: {why}\n", painted(RED, "rejected"))
        }
    }
}

impl ComparisonChecked {
    /// For people: the verdict in one line, or why.
    pub fn text(&self, colour: bool) -> String {
        let claim = match self.claim {
            Claim::NotWider => "the candidate allows nothing that the baseline does not allow",
            Claim::Equivalent => "the candidate and the baseline allow the same",
        };
        let others = if self.beside_others {
            ", whatever other policies the principal has"
        } else {
            ", if the principal has no other policies"
        };
        verdict(&self.outcome, &format!("{claim}{others}\n"), colour)
    }

    /// A JSON document for programs, with a final line feed.
    ///
    /// # Errors
    /// None is expected: it consists of strings and Booleans.
    pub fn json(&self) -> std::io::Result<String> {
        let report = ComparisonReport {
            paredown: env!("CARGO_PKG_VERSION"),
            accepted: self.outcome.is_ok(),
            claim: self.claim.name(),
            require: self.require.name(),
            beside_others: self.beside_others,
            rejection: self.outcome.as_ref().err().map(Rejected::from),
            certificate: File::from(&self.certificate),
        };
        Ok(serde_json::to_string_pretty(&report)? + "\n")
    }
}

/// What was checked of usage, with what that relies on; or that it was not checked.
fn in_words(usage: &UsageReport) -> String {
    let UsageReport { principal, days, until, evidence, actions, checked } = usage;
    let (principal, until) = (principal.escape_debug(), until.escape_debug());
    if !checked {
        return format!(
            "usage: not checked: why {actions} actions of `{principal}` are unused (--skip-usage)\n"
        );
    }
    let shown = match evidence {
        Evidence::Strict => "a source that would have shown a use shows none",
        Evidence::AccessAnalyzer => {
            "a source shows no use, though of what AWS never records it would have shown none either"
        }
    };
    format!(
        "usage: {actions} actions of `{principal}` were not used in the {days} days before {until}: for each, {shown}, \
         and a policy granted it ({} evidence)\nrelying on the exports being complete and right, and on the table of \
         what can be observed\n",
        evidence.name()
    )
}
