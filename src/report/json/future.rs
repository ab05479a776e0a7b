//! What a recommendation means for actions that no catalogue knows.

use serde::Serialize;

use crate::recommend;

/// What happens to actions that AWS has not published yet, and what else only wildcards decide.
#[derive(Debug, Serialize)]
pub struct Future<'a> {
    wildcards: Vec<Wildcard<'a>>,
    given_up: Vec<GivenUp<'a>>,
    idle: &'a [String],
}

/// A wildcard of the recommended policy.
#[derive(Debug, Serialize)]
struct Wildcard<'a> {
    statement: usize,
    pattern: Option<&'a str>,
    known: usize,
    unnamed: &'a [String],
    unnamed_count: usize,
    example: Option<&'a str>,
}

/// A wildcard of the original that was removed.
#[derive(Debug, Serialize)]
struct GivenUp<'a> {
    statement: usize,
    pattern: &'a str,
    example: Option<&'a str>,
}

impl<'a> From<&'a recommend::Future> for Future<'a> {
    fn from(future: &'a recommend::Future) -> Self {
        let wildcard = |one: &'a recommend::Wildcard| Wildcard {
            statement: one.statement,
            pattern: one.pattern.as_deref(),
            known: one.known,
            unnamed: &one.unnamed,
            unnamed_count: one.unnamed_count,
            example: one.example.as_deref(),
        };
        let given_up = |one: &'a recommend::GivenUp| GivenUp {
            statement: one.statement,
            pattern: &one.pattern,
            example: one.example.as_deref(),
        };
        Self {
            wildcards: future.wildcards.iter().map(wildcard).collect(),
            given_up: future.given_up.iter().map(given_up).collect(),
            idle: &future.idle,
        }
    }
}
