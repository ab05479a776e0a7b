//! The reports as JSON. The shapes are documented by `schemas/*.json` and stay as they are.

pub mod analyze;
pub(crate) mod batch;
mod catalogue;
mod certify;
mod changes;
mod compare;
mod counts;
mod digest;
mod drift;
mod evaluate;
mod fit;
mod future;
#[allow(dead_code, reason = "its command is being written")]
mod gate;
mod input;
mod judgements;
mod keep_entry;
mod passed;
mod place;
mod plan;
mod recommend;
mod reference;
mod spot;
mod statement;
mod times;
mod witness;

pub use catalogue::{CatalogueLabel, CatalogueReport, MatchingReport};
pub use certify::{CertifiedPolicy, CertifyReport};
pub use changes::PatternChange;
use changes::changes;
pub(crate) use compare::{compared, compared_pair};
pub use counts::{Change, Counts};
pub use digest::DigestReport;
pub use drift::DriftReport;
pub(crate) use evaluate::{EVALUATE_NAMES, decided, evaluated};
pub use fit::{ExcessReport, FittedSteps};
pub use future::Future;
#[allow(unused_imports, reason = "its command is being written")]
pub(crate) use gate::gate;
pub use input::{Input, Inputs};
pub use judgements::{Certificate, Disagreement, Failure};
pub use keep_entry::KeepEntry;
pub use paredown_verify::Catalogue;
pub use paredown_verify::ErrorReport;
use place::TextPlace;
pub use plan::{Manifest, ManifestDocument, ManifestPolicy, OtherHolders, PlanReport};
pub use recommend::{RecommendReport, RefinedPolicy, Size};
pub(crate) use spot::Spot;
pub use times::Times;
pub use witness::Witness;
