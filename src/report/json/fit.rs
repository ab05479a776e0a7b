//! Steps taken to make a recommendation fit, and what AWS would refuse.

use serde::Serialize;

use crate::{fit, principal};

/// The steps taken to make a recommendation fit.
#[derive(Debug, Serialize)]
pub struct FittedSteps<'a> {
    steps: Vec<FitStep<'a>>,
    over: Option<Over<'a>>,
}

/// A step taken to make it fit.
#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
enum FitStep<'a> {
    WhiteSpace { saved: usize },
    Nested { dropped: Vec<Rewritten<'a>>, saved: usize },
    Wildcards { rewritten: Vec<Rewritten<'a>>, saved: usize },
    Split { policies: usize, divided: &'a [usize] },
}

/// A pattern and what replaces it.
#[derive(Debug, Serialize)]
struct Rewritten<'a> {
    statement: usize,
    pattern: &'a str,
    by: &'a str,
}

/// What prevents a recommendation from fitting.
#[derive(Debug, Serialize)]
struct Over<'a> {
    characters: usize,
    statement: Option<usize>,
    help: &'a str,
}

impl<'a> From<&'a fit::Fitted> for FittedSteps<'a> {
    fn from(fitted: &'a fit::Fitted) -> Self {
        let over = fitted.over.as_ref().map(|over| Over {
            characters: over.characters,
            statement: over.statement,
            help: &over.help,
        });
        Self { steps: fitted.steps.iter().map(Into::into).collect(), over }
    }
}

impl<'a> From<&'a fit::Step> for FitStep<'a> {
    fn from(step: &'a fit::Step) -> Self {
        match step {
            fit::Step::WhiteSpace { saved } => Self::WhiteSpace { saved: *saved },
            fit::Step::Nested { dropped, saved } => {
                Self::Nested { dropped: rewritten(dropped), saved: *saved }
            }
            fit::Step::Wildcards { rewritten: all, saved } => {
                Self::Wildcards { rewritten: rewritten(all), saved: *saved }
            }
            fit::Step::Split { policies, divided } => Self::Split { policies: *policies, divided },
        }
    }
}

fn rewritten<'a>(all: &'a [fit::Rewritten]) -> Vec<Rewritten<'a>> {
    let one = |one: &'a fit::Rewritten| {
        let fit::Rewritten { statement, pattern, by } = one;
        Rewritten { statement: *statement, pattern, by }
    };
    all.iter().map(one).collect()
}

/// Something that AWS would refuse.
#[derive(Clone, Debug, Serialize)]
pub struct ExcessReport<'a> {
    /// The number of the policy, from 0; null if it is about all of them together.
    policy: Option<usize>,
    /// The quantity that is too large.
    measure: &'static str,
    found: usize,
    limit: usize,
    over: usize,
    help: &'a str,
}

impl<'a> From<&'a principal::Excess> for ExcessReport<'a> {
    fn from(excess: &'a principal::Excess) -> Self {
        Self {
            policy: excess.policy,
            measure: excess.measure.name(),
            found: excess.found,
            limit: excess.limit,
            over: excess.over(),
            help: &excess.help,
        }
    }
}
