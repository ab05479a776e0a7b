//! What layers of policies say of a request, with the statements named.

use std::time::Duration;

use paredown_request::{Decision, Layer as Rules, decide as decide_rules};

use super::explanation::Explanation;
use super::layers::Layers;
use super::request::Asked;
use super::statement::At;
use crate::deadline;

/// Whether a request is allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Said {
    /// It is.
    Allow,
    /// It is not.
    Deny,
    /// That is not known.
    Unknown,
}

impl Said {
    /// The name, as in reports.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Deny => "deny",
            Self::Unknown => "unknown",
        }
    }
}

/// The decision on a request, and what it is due to.
#[derive(Clone, Debug)]
pub(crate) struct Decided {
    /// The request.
    pub(crate) asked: Asked,
    /// The decision.
    pub(crate) settled: Settled,
    /// Whether it may depend on which keys have several values, and so on the reference that says so.
    pub(crate) by_types: bool,
    /// Why not, if that was asked for and it is not allowed.
    pub(crate) explanation: Option<Explanation>,
}

/// A decision.
#[derive(Clone, Debug)]
pub(crate) enum Settled {
    /// It is allowed: by this statement, and in further layers by these.
    Allowed { by: Option<At>, within: Vec<At> },
    /// It is denied by a Deny statement.
    Denied(Option<At>),
    /// It is denied because no statement of a layer allows it: a sentence.
    NotAllowed(String),
    /// That is not known: why.
    Unknown(String),
}

impl Settled {
    /// Whether it is allowed.
    pub(crate) fn said(&self) -> Said {
        match self {
            Self::Allowed { .. } => Said::Allow,
            Self::Denied(_) | Self::NotAllowed(_) => Said::Deny,
            Self::Unknown(_) => Said::Unknown,
        }
    }

    /// The statement that decides, if one does.
    pub(crate) fn by(&self) -> Option<&At> {
        match self {
            Self::Allowed { by, .. } | Self::Denied(by) => by.as_ref(),
            Self::NotAllowed(_) | Self::Unknown(_) => None,
        }
    }

    /// The statements of further layers that allow it.
    pub(crate) fn within(&self) -> &[At] {
        match self {
            Self::Allowed { within, .. } => within,
            Self::Denied(_) | Self::NotAllowed(_) | Self::Unknown(_) => &[],
        }
    }

    /// Why no statement decides.
    pub(crate) fn reason(&self) -> Option<&str> {
        match self {
            Self::NotAllowed(reason) | Self::Unknown(reason) => Some(reason),
            Self::Allowed { .. } | Self::Denied(_) => None,
        }
    }
}

/// What the layers say of a request within a time. `explain`: by how many statements at most to explain why it is not
/// allowed.
pub(crate) fn decide(
    layers: &Layers,
    asked: Asked,
    explain: Option<usize>,
    max_time: Option<Duration>,
) -> Decided {
    let decided = deadline::within(max_time, || {
        let rules: Vec<Rules<'_>> = layers.all.iter().map(|layer| layer.rules()).collect();
        let decision = decide_rules(&rules, &asked.request, &layers.keys);
        let explanation = explain.and_then(|most| Explanation::of(&decision, layers, &asked.request, most));
        (settled(decision, layers), explanation)
    });
    let unknown = |_| (Settled::Unknown(deadline::REASON.to_owned()), None);
    let (settled, explanation) = decided.unwrap_or_else(unknown);
    Decided { asked, settled, by_types: layers.variables, explanation }
}

fn settled(decision: Decision, layers: &Layers) -> Settled {
    let at = |(layer, rule): (usize, usize)| layers.all.get(layer).and_then(|layer| At::new(layer, rule));
    match decision {
        Decision::Allowed(by) => {
            let mut by = by.into_iter();
            Settled::Allowed { by: by.next().and_then(at), within: by.filter_map(at).collect() }
        }
        Decision::Denied(layer, rule) => Settled::Denied(at((layer, rule))),
        Decision::NotAllowed(layer) => {
            let refusal = layers.all.get(layer).map(|layer| layer.refusal());
            Settled::NotAllowed(refusal.unwrap_or_else(|| "no policy allows it".to_owned()))
        }
        Decision::Open(opaque) => Settled::Unknown(opaque.to_string()),
    }
}
