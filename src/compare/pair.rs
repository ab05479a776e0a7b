//! Two sets of rules, of which one may allow more than the other; and whether a request shows that it does.

use paredown_request::{Decision, Keys, Request, Rule, decide};

/// Two sets of rules: is every request that `inner` allows allowed by `outer` as well?
#[derive(Debug)]
pub struct Pair<'a> {
    pub(super) inner: &'a [Rule],
    pub(super) outer: &'a [Rule],
    pub(super) keys: Keys,
}

/// The reason if what was found does not do.
pub(super) const NOT_CONFIRMED: &str = "the request that was found is not confirmed by the evaluator";

impl<'a> Pair<'a> {
    /// The pair of these.
    pub fn new(inner: &'a [Rule], outer: &'a [Rule]) -> Self {
        Self::with_keys(inner, outer, Rule::keys(inner.iter().chain(outer)))
    }

    /// The pair of these, as a part of more that is compared: all of that says which keys have several values.
    pub fn with_keys(inner: &'a [Rule], outer: &'a [Rule], keys: Keys) -> Self {
        Self { inner, outer, keys }
    }

    /// The rules of both sides.
    pub fn rules(&self) -> impl Iterator<Item = &'a Rule> + use<'a> {
        self.inner.iter().chain(self.outer)
    }

    /// Whether the inner side allows a request and the outer side does not, as the evaluator finds under both readings of
    /// ARNs: then the number of the rule of the inner side that allows it.
    ///
    /// # Errors
    /// The reason why this is not confirmed.
    pub fn confirm(&self, request: &Request) -> Result<usize, String> {
        let inner = decide(&[self.inner], request, &self.keys);
        let outer = decide(&[self.outer], request, &self.keys);
        let by = match &inner {
            Decision::Allowed(by) => by.first().map(|(_, rule)| *rule),
            _ => None,
        };
        match (by, outer.allowed(), inner, outer) {
            (Some(rule), Some(false), ..) => Ok(rule),
            (_, _, Decision::Open(opaque), _) | (_, None, _, Decision::Open(opaque)) => {
                Err(opaque.to_string())
            }
            _ => Err(NOT_CONFIRMED.to_owned()),
        }
    }
}
