//! The options of a check.

use std::path::PathBuf;

use paredown_intake::Request;
use paredown_kernel::comparison::format::Claim;
use paredown_kernel::format::Requirement;

use crate::usage::UsageOptions;

/// What to check, and against what.
#[derive(Clone, Debug)]
pub struct Options {
    /// The certificate, or `-`.
    pub certificate: PathBuf,
    /// The policies, what is unused, the keep list, and the catalogue.
    pub inputs: Request,
    /// The recommended documents; none for policies that are detached or unchanged.
    pub recommended: Vec<PathBuf>,
    /// Whether the recommendation is to detach the policies.
    pub detached: bool,
    /// The least claim that is required.
    pub require: Requirement,
    /// What usage is checked against, if the certificate says something of it.
    pub usage: UsageOptions,
}

/// The least claim that is required of a certificate of either kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Required {
    /// Of a recommendation.
    Recommendation(Requirement),
    /// Of a comparison.
    Comparison(Claim),
}

impl Required {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Recommendation(Requirement::Safe),
        Self::Recommendation(Requirement::Exact),
        Self::Recommendation(Requirement::LeastGeneral),
        Self::Comparison(Claim::NotWider),
        Self::Comparison(Claim::Equivalent),
    ];

    /// The name, as on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Recommendation(requirement) => requirement.name(),
            Self::Comparison(claim) => claim.name(),
        }
    }

    /// What is required of a recommendation: that it is least general, unless something else is said.
    ///
    /// # Errors
    /// What is said is for a comparison.
    pub fn of_recommendation(said: Option<Self>) -> Result<Requirement, String> {
        match said {
            None => Ok(Requirement::LeastGeneral),
            Some(Self::Recommendation(requirement)) => Ok(requirement),
            Some(Self::Comparison(claim)) => Err(format!(
                "--require {} is for a comparison: give --baseline and --candidate",
                claim.name()
            )),
        }
    }

    /// What is required of a comparison: that the candidate allows nothing new, unless something else is said.
    ///
    /// # Errors
    /// What is said is for a recommendation.
    pub fn of_comparison(said: Option<Self>) -> Result<Claim, String> {
        match said {
            None => Ok(Claim::NotWider),
            Some(Self::Comparison(claim)) => Ok(claim),
            Some(Self::Recommendation(requirement)) => Err(format!(
                "--require {} is for a recommendation: give --policy and --unused",
                requirement.name()
            )),
        }
    }
}
