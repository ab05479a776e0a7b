//! The reports as text for people: the summary first, details after. Colours are ANSI escapes, which the writer takes
//! out where they are not wanted.

use anstyle::{AnsiColor, Style};

use crate::certificate::kernel::Rejection;
use crate::model::CatalogueIdentity;
use crate::prove::{Requirement, Verdict};
use crate::recommend::Mode;

mod certified;
mod drift;
mod effects;
mod judgements;
mod reasons;
mod recommended;
mod summary;
mod witness;
mod wrap;

pub use certified::certified;
pub use drift::drift;
pub use effects::{plan, unplanned};
pub use recommended::{details, summary};

/// How much is shown.
#[derive(Clone, Copy, Debug, Default)]
pub struct Detail {
    /// Everything, however long it is.
    pub all: bool,
    /// Nothing but what is wrong.
    pub quiet: bool,
    /// The width at which lines are wrapped, in characters; nothing not to.
    pub width: Option<usize>,
}

fn style(verdict: Verdict) -> Style {
    let colour = match verdict {
        Verdict::Proved => AnsiColor::Green,
        Verdict::Unknown => AnsiColor::Yellow,
        Verdict::Refuted => AnsiColor::Red,
    };
    colour.on_default().bold()
}

/// What is claimed under a requirement, in a few words.
fn claim(requirement: Requirement, mode: Mode) -> String {
    match requirement {
        Requirement::Safe => "safe over all strings".to_owned(),
        Requirement::Exact => "safe and exact".to_owned(),
        Requirement::LeastGeneral => format!("least general (mode {})", mode.name()),
    }
}

/// What the kernel said of a certificate.
pub fn checked(
    checked: &Result<(), Rejection>,
    requirement: Requirement,
    mode: Mode,
    identity: &CatalogueIdentity,
) -> String {
    let (claim, relative) = (claim(requirement, mode), catalogue(identity));
    match checked {
        Ok(()) => {
            let colour = style(Verdict::Proved);
            format!("{colour}accepted{colour:#}: {claim}, relative to {relative}\n")
        }
        Err(rejection) => {
            let colour = style(Verdict::Refuted);
            let Rejection { place, why } = rejection;
            format!("{colour}rejected{colour:#}: {}: {}\n", place.escape_debug(), why.escape_debug())
        }
    }
}

/// A catalogue in a few words.
pub fn catalogue(identity: &CatalogueIdentity) -> String {
    let version = identity.version.as_deref().map(|v| format!(" {v}")).unwrap_or_default();
    let date = identity.date.as_deref().map(|d| format!(" of {d}")).unwrap_or_default();
    let digest: String = identity.sha256.chars().take(12).collect();
    format!("catalogue {}{version}{date} (sha256 {digest})", identity.source)
}
