//! Whether committed certificates still fit the policies that they are about.

use std::collections::BTreeSet;

use super::committed::{Committed, Subject};
use super::contents::Contents;
use super::finding::Objection;
use super::outcome::Certainty;
use super::place::place;
use super::rule::Rule;
use super::run::Gate;
use crate::parse::{canonical_digest, sha256};

impl Gate<'_> {
    /// Objects to certificates of policies that are not there in the same words.
    pub(super) fn certified(&mut self, certificates: &[Committed], after: &Contents) {
        let mut digests = BTreeSet::new();
        for policy in &after.policies {
            let text = policy.parsed.document.text();
            digests.insert(sha256(&text));
            digests.extend(canonical_digest(&text));
        }
        for certificate in certificates {
            let lacks = |subject: &&Subject| {
                let own = [Some(&subject.digest.sha256), subject.digest.canonical.as_ref()];
                !own.into_iter().flatten().any(|digest| digests.contains(digest))
            };
            for subject in certificate.subjects.iter().filter(lacks) {
                let named = after.policies.iter().find(|policy| {
                    policy.name() == subject.name
                        || policy.path.rsplit('/').next() == Some(subject.name.as_str())
                });
                let whole = || place(&certificate.path, &certificate.source, &(0..0));
                self.object(Objection {
                    rule: Rule::Certified,
                    certainty: Certainty::Shown,
                    message: format!("`{}` is not what `{}` certifies", subject.name, certificate.path),
                    reason: Some("certify it again, or take the certificate away".to_owned()),
                    policy: named.map_or_else(|| subject.name.clone(), super::policy::Policy::name),
                    place: named.map_or_else(whole, super::policy::Policy::place),
                    allowed: Vec::new(),
                });
            }
        }
    }
}
