//! Whether AWS takes a policy: its size, and what it refuses.

use paredown_infra::WrittenKind;

use super::finding::Objection;
use super::outcome::Certainty;
use super::policy::Policy;
use super::rule::Rule;
use super::run::Gate;
use crate::model::{PolicyKind, filled, size_of};
use crate::parse::{Fault, FaultKind, introduced};

impl Gate<'_> {
    /// What AWS would refuse of a policy: its size, which is at least what it is without its holes, and what was not there
    /// before.
    pub(super) fn fits(&mut self, before: Option<&Policy>, policy: &Policy) {
        let kind = match policy.kind {
            Some(WrittenKind::Document) => return,
            Some(WrittenKind::Inline | WrittenKind::PermissionSet) => PolicyKind::InlineRole,
            Some(WrittenKind::Managed) | None => PolicyKind::Managed,
        };
        let text = filled(&policy.parsed.document.text(), |_| Some(""));
        let (size, limit) = (size_of(&text, kind), kind.limit());
        let mut messages = Vec::new();
        if size > limit {
            messages.push(format!("has {size} characters, and AWS takes {limit} of a policy of this kind"));
        }
        let former = before.map(|policy| policy.parsed.faults.as_slice()).unwrap_or_default();
        // The marks of holes are none of its characters.
        let own = policy
            .parsed
            .faults
            .iter()
            .filter(|fault| policy.holes.is_empty() || fault.kind != FaultKind::Character);
        let own: Vec<Fault> = own.cloned().collect();
        messages.extend(introduced(&own, former).map(|fault| fault.message));
        for message in messages {
            self.object(Objection {
                rule: Rule::Fits,
                certainty: Certainty::Shown,
                message,
                reason: None,
                policy: policy.name(),
                place: policy.place(),
                allowed: Vec::new(),
            });
        }
    }
}
