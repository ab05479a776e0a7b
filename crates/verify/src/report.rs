//! What came of a check, for people and for programs.

use paredown_kernel::format::{Mode, Requirement};
use paredown_policy::model::CatalogueIdentity;
use serde::Serialize;

use crate::Checked;

/// `paredown verify --format json`; its shape is `schemas/verify.schema.json`.
#[derive(Serialize)]
struct Report<'a> {
    paredown: &'static str,
    accepted: bool,
    claim: &'static str,
    require: &'static str,
    mode: &'static str,
    rejection: Option<Rejection<'a>>,
    certificate: File<'a>,
    catalogue: Catalogue<'a>,
}

#[derive(Serialize)]
struct Rejection<'a> {
    place: &'a str,
    why: &'a str,
}

#[derive(Serialize)]
struct File<'a> {
    name: &'a str,
    sha256: &'a str,
}

#[derive(Serialize)]
struct Catalogue<'a> {
    source: &'a str,
    version: Option<&'a str>,
    date: Option<&'a str>,
    sha256: &'a str,
    services: usize,
    actions: usize,
}

/// How the two verdicts are coloured, and what ends that.
const GREEN: &str = "\u{1b}[1m\u{1b}[32m";
const RED: &str = "\u{1b}[1m\u{1b}[31m";
const PLAIN: &str = "\u{1b}[0m";

impl Checked {
    /// One line for people: the verdict, and what it is relative to or why.
    pub fn text(&self, colour: bool) -> String {
        let painted =
            |paint: &str, word: &str| if colour { format!("{paint}{word}{PLAIN}") } else { word.to_owned() };
        match &self.outcome {
            Ok(()) => {
                let (claim, catalogue) = (claim(self.claim, self.mode), catalogue(&self.catalogue));
                format!("{}: {claim}, relative to {catalogue}\n", painted(GREEN, "accepted"))
            }
            Err(rejection) => {
                let (place, why) = (rejection.place.escape_debug(), rejection.why.escape_debug());
                format!("{}: {place}: {why}\n", painted(RED, "rejected"))
            }
        }
    }

    /// A JSON document for programs, ended by a line feed.
    ///
    /// # Errors
    /// None is expected: it is made of texts and numbers alone.
    pub fn json(&self) -> std::io::Result<String> {
        let CatalogueIdentity { source, version, date, sha256, services, actions, .. } = &self.catalogue;
        let rejection = self.outcome.as_ref().err();
        let report = Report {
            paredown: env!("CARGO_PKG_VERSION"),
            accepted: self.outcome.is_ok(),
            claim: self.claim.name(),
            require: self.require.name(),
            mode: self.mode.name(),
            rejection: rejection.map(|found| Rejection { place: &found.place, why: &found.why }),
            certificate: File { name: &self.certificate.name, sha256: &self.certificate.sha256 },
            catalogue: Catalogue {
                source,
                version: version.as_deref(),
                date: date.as_deref(),
                sha256,
                services: *services,
                actions: *actions,
            },
        };
        Ok(serde_json::to_string_pretty(&report)? + "\n")
    }
}

fn claim(claim: Requirement, mode: Mode) -> String {
    match claim {
        Requirement::Safe => "safe over all strings".to_owned(),
        Requirement::Exact => "safe and exact".to_owned(),
        Requirement::LeastGeneral => format!("least general (mode {})", mode.name()),
    }
}

/// A catalogue in a few words.
fn catalogue(identity: &CatalogueIdentity) -> String {
    let version = identity.version.as_deref().map(|v| format!(" {v}")).unwrap_or_default();
    let date = identity.date.as_deref().map(|d| format!(" of {d}")).unwrap_or_default();
    let digest: String = identity.sha256.chars().take(12).collect();
    format!("catalogue {}{version}{date} (sha256 {digest})", identity.source)
}
