//! What AWS would refuse in a recommendation, even if it is proved: what is too large, or too many at once.

use crate::model::PolicyKind;
use crate::recommend::Disposition;

/// How many managed policies may be attached to a role, user or group unless the quota is raised.
///
/// Source: IAM User Guide, "IAM and AWS STS quotas": 10; at most 25 for a role and 20 for a user.
pub const ATTACHED: usize = 10;

/// The highest quota for a role. Source: the same page.
pub const ATTACHED_AT_MOST: u64 = 25;

/// The quantities that AWS limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// The characters of one document.
    Characters,
    /// The characters of all inline policies of the principal together.
    InlineCharacters,
    /// The managed policies that are attached while both old and new ones are.
    Attached,
}

impl Measure {
    /// The name, as in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Characters => "characters",
            Self::InlineCharacters => "inline-characters",
            Self::Attached => "attached",
        }
    }
}

/// Something that AWS would refuse.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excess {
    /// The number of the policy; `None` if it is about all of them.
    pub policy: Option<usize>,
    /// The quantity that is too large.
    pub measure: Measure,
    /// The quantity found.
    pub found: usize,
    /// The limit.
    pub limit: usize,
    /// What to do about it.
    pub help: String,
}

impl Excess {
    /// The name of the outcome for a policy that AWS would refuse; nothing is done with it.
    pub const OUTCOME: &'static str = "does-not-fit";

    /// By how much the limit is exceeded.
    pub fn over(&self) -> usize {
        self.found.saturating_sub(self.limit)
    }

    /// The message: a sentence without capital and full stop.
    pub fn message(&self) -> String {
        let (found, limit, over) = (self.found, self.limit, self.over());
        match self.measure {
            Measure::Characters => {
                format!("a document has {found} characters, {over} more than the {limit} that AWS takes")
            }
            Measure::InlineCharacters => format!(
                "the inline policies have {found} characters together, {over} more than the {limit} that AWS takes"
            ),
            Measure::Attached => format!(
                "{found} managed policies would be attached at once, {over} more than the quota of {limit}"
            ),
        }
    }
}

/// A policy, as far as limits are concerned.
#[derive(Clone, Debug)]
pub struct Sized {
    /// The kind that determines the limits.
    pub kind: PolicyKind,
    /// The recommended disposition.
    pub outcome: Disposition,
    /// The size of the original in characters, as AWS counts them for this kind.
    pub original: usize,
    /// The sizes of its replacements.
    pub documents: Vec<usize>,
    /// What to do if a document is too large, if that is known already.
    pub help: Option<String>,
    /// Whether it gets a new version instead of being replaced by another policy.
    pub in_place: bool,
}

impl Sized {
    /// The number of characters afterwards.
    fn after(&self) -> usize {
        if self.changes() { self.documents.iter().sum() } else { self.original }
    }

    fn changes(&self) -> bool {
        self.outcome != Disposition::Unchanged
    }
}

/// What AWS would refuse in the recommendation for the policies of one principal. Unchanged policies are not sent
/// to AWS, so none is refused by itself.
pub fn excesses(policies: &[Sized], attached_limit: usize) -> Vec<Excess> {
    let mut found = Vec::new();
    for (number, policy) in policies.iter().enumerate().filter(|(_, policy)| policy.changes()) {
        let limit = policy.kind.limit();
        let largest = policy.documents.iter().copied().max().filter(|size| *size > limit);
        let help = policy.help.clone().unwrap_or_else(|| too_large(policy.kind).to_owned());
        found.extend(largest.map(|size| Excess {
            policy: Some(number),
            measure: Measure::Characters,
            found: size,
            limit,
            help,
        }));
    }
    for kind in [PolicyKind::InlineRole, PolicyKind::InlineUser, PolicyKind::InlineGroup] {
        let own = || policies.iter().filter(|policy| policy.kind == kind);
        let total: usize = own().map(Sized::after).sum();
        let alone = found.iter().any(|excess: &Excess| excess.measure == Measure::Characters);
        if own().any(Sized::changes) && total > kind.limit() && !alone {
            found.push(Excess {
                policy: None,
                measure: Measure::InlineCharacters,
                found: total,
                limit: kind.limit(),
                help: "--fit looks for shorter patterns; or make some of them managed policies".to_owned(),
            });
        }
    }
    let managed = || policies.iter().filter(|policy| policy.kind == PolicyKind::Managed);
    let new: usize =
        managed().filter(|policy| policy.changes() && !policy.in_place).map(|one| one.documents.len()).sum();
    let attached = managed().count() + new;
    if new > 0 && attached > attached_limit {
        found.push(Excess {
            policy: None,
            measure: Measure::Attached,
            found: attached,
            limit: attached_limit,
            help:
                "new ones are attached before old ones are detached: have the quota raised and say so with \
                   --attached-limit, or keep the policies and give them new versions with --in-place"
                    .to_owned(),
        });
    }
    found
}

/// What to do about a document that was not made to fit.
fn too_large(kind: PolicyKind) -> &'static str {
    match kind {
        PolicyKind::Managed | PolicyKind::Scp => {
            "--fit makes it fit, with shorter patterns or as several policies"
        }
        PolicyKind::InlineRole | PolicyKind::InlineUser | PolicyKind::InlineGroup => {
            "--fit looks for shorter patterns; as managed policies (--kind managed) it can be split"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sized(kind: PolicyKind, outcome: Disposition, original: usize, documents: &[usize]) -> Sized {
        Sized { kind, outcome, original, documents: documents.to_vec(), help: None, in_place: false }
    }

    fn told(policies: &[Sized], attached_limit: usize) -> Vec<(Measure, usize)> {
        excesses(policies, attached_limit).iter().map(|excess| (excess.measure, excess.over())).collect()
    }

    #[test]
    fn a_document_that_is_too_large_is_named_by_how_much() {
        let (large, fine) = ([6_150], [6_144]);
        let of = |documents| sized(PolicyKind::Managed, Disposition::Replace, 0, documents);
        assert_eq!(told(&[of(&large)], 10), [(Measure::Characters, 6)]);
        assert_eq!(told(&[of(&fine)], 10), []);
        // What is there already was accepted, whatever its kind.
        let unchanged = sized(PolicyKind::Managed, Disposition::Unchanged, large[0], &large);
        assert_eq!(told(&[unchanged], 10), []);
    }

    #[test]
    fn inline_policies_count_in_total() {
        let changed = sized(PolicyKind::InlineUser, Disposition::Replace, 0, &[1_500]);
        let unchanged = sized(PolicyKind::InlineUser, Disposition::Unchanged, 600, &[]);
        assert_eq!(told(&[changed.clone(), unchanged.clone()], 10), [(Measure::InlineCharacters, 52)]);
        assert_eq!(
            told(&[changed.clone(), Sized { outcome: Disposition::Detach, ..unchanged.clone() }], 10),
            []
        );
        assert_eq!(told(&[unchanged], 10), []);
        assert_eq!(told(&[Sized { kind: PolicyKind::InlineRole, ..changed }], 10), []);
    }

    #[test]
    fn old_and_new_are_attached_at_once() {
        let six = vec![sized(PolicyKind::Managed, Disposition::Replace, 0, &[2]); 6];
        assert_eq!(told(&six, 10), [(Measure::Attached, 2)]);
        assert_eq!(told(&six, 12), []);
        let detached = vec![sized(PolicyKind::Managed, Disposition::Detach, 0, &[]); 11];
        assert_eq!(told(&detached, 10), []);
        let in_place: Vec<_> = six.into_iter().map(|one| Sized { in_place: true, ..one }).collect();
        assert_eq!(told(&in_place, 10), []);
    }
}
