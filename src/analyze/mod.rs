//! What an account's principals do not use: as far as its exports show it, and not a step further.
//!
//! Each action that a principal's identity policies allow is *used*, *unused* or *undecided* ([`Class`]): unused only if
//! a source that would have shown a use shows none, and undecided with the reason otherwise. What is undecided is
//! kept.
//!
//! Specification: ANALYZER.md §3.

mod allowed;
mod classes;
mod credentials;
mod exceptions;
mod findings;
mod job;
mod life;
mod previous;
mod principal;
mod rules;
mod settings;
mod sources;
mod statistics;

pub use allowed::{Allowed, AllowedAction};
pub use classes::{Class, Reason};
pub use credentials::{CredentialReport, CredentialState};
pub use exceptions::{Exception, exceptions};
pub use findings::{Details, Finding, FindingType, Status, UnusedService};
pub use job::{job, left_to_groups};
pub use life::with_previous;
pub use paredown_account::{Observability, Period};
pub use paredown_intake::accounts;
pub use paredown_kernel::format::Evidence;
pub use previous::{Previous, previous};
pub use principal::{Analysis, Exclusion, analyze};
pub use rules::{ArchiveRule, FindingKey, archive_rules};
pub use settings::Settings;
pub use sources::{ShownBy, Source, SourceKind};
pub use statistics::Statistics;
