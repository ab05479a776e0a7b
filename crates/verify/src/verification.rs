//! What is verified: a certificate of either kind.

use paredown_intake::{Error, Tell};

use crate::check::{Checked, check};
use crate::comparison::{ComparisonChecked, ComparisonOptions, check_comparison};
use crate::options::Options;

/// A certificate to check, and against what.
#[derive(Clone, Debug)]
pub enum Verification {
    /// Of a recommendation.
    Recommendation(Box<Options>),
    /// Of a comparison.
    Comparison(ComparisonOptions),
}

/// The result of a check.
#[derive(Clone, Debug)]
pub enum Verified {
    /// Of a recommendation.
    Recommendation(Box<Checked>),
    /// Of a comparison.
    Comparison(ComparisonChecked),
}

impl Verification {
    /// Reads the inputs and has the kernel check the certificate against them.
    ///
    /// # Errors
    /// Those of [`check`] and of [`check_comparison`].
    pub fn run(&self, tell: Tell<'_>) -> Result<Verified, Error> {
        Ok(match self {
            Self::Recommendation(options) => Verified::Recommendation(Box::new(check(options, tell)?)),
            Self::Comparison(options) => Verified::Comparison(check_comparison(options, tell)?),
        })
    }
}

impl Verified {
    /// Whether the certificate is accepted.
    pub fn is_accepted(&self) -> bool {
        match self {
            Self::Recommendation(checked) => checked.outcome.is_ok(),
            Self::Comparison(checked) => checked.outcome.is_ok(),
        }
    }

    /// For people: the verdict, or why not.
    pub fn text(&self, colour: bool) -> String {
        match self {
            Self::Recommendation(checked) => checked.text(colour),
            Self::Comparison(checked) => checked.text(colour),
        }
    }

    /// A JSON document for programs, with a final line feed; its shape is `schemas/verify.schema.json`.
    ///
    /// # Errors
    /// None is expected: it consists of strings, numbers and Booleans.
    pub fn json(&self) -> std::io::Result<String> {
        match self {
            Self::Recommendation(checked) => checked.json(),
            Self::Comparison(checked) => checked.json(),
        }
    }
}
