//! The reports as JSON. The shapes are documented by `schemas/*.json` and stay as they are.

pub(crate) mod batch;
mod catalogue;
mod certify;
mod changes;
mod counts;
mod digest;
mod drift;
mod fit;
mod future;
mod input;
mod judgements;
mod keep_entry;
mod place;
mod plan;
mod recommend;
mod times;
mod witness;

pub use catalogue::{CatalogueLabel, CatalogueReport, MatchingReport};
pub use certify::{CertifiedPolicy, CertifyReport};
pub use changes::PatternChange;
use changes::changes;
pub use counts::{Change, Counts};
pub use digest::DigestReport;
pub use drift::DriftReport;
pub use fit::{ExcessReport, FittedSteps};
pub use future::Future;
pub use input::{Input, Inputs};
pub use judgements::{Certificate, Disagreement, Failure};
pub use keep_entry::KeepEntry;
pub use paredown_verify::Catalogue;
pub use paredown_verify::ErrorReport;
use place::TextPlace;
pub use plan::{Manifest, ManifestDocument, ManifestPolicy, PlanReport};
pub use recommend::{RecommendReport, RefinedPolicy, Size};
pub use times::Times;
pub use witness::Witness;
