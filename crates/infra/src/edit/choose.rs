//! Which policies of a file are meant.

use std::collections::BTreeSet;

use paredown_policy::model::PrincipalKind;
use paredown_policy::parse::{Code, Diagnostic};

use super::EditableFile;
use super::principals::Named;
use crate::contents::{Attached, WrittenKind, WrittenPolicy};

/// How many policies are listed if none is chosen.
const LISTED: usize = 20;

impl EditableFile {
    /// The policies at some addresses; without any, the only policy of the file, or those of a principal.
    ///
    /// # Errors
    /// None or several could be meant; or one belongs to several principals, or to another one.
    pub fn chosen(
        &self,
        addresses: &[String],
        principal: Option<(PrincipalKind, &str)>,
    ) -> Result<Vec<&WrittenPolicy>, Diagnostic> {
        let mut chosen: Vec<&WrittenPolicy> = Vec::new();
        if addresses.is_empty() {
            chosen = self.meant(principal)?;
        }
        for address in addresses {
            let policy = self.policies.iter().find(|one| one.address == *address);
            let policy = policy.ok_or_else(|| self.no_such(address))?;
            // Two may share their statements.
            let again = chosen.iter().any(|one| {
                one.address == policy.address || self.shared_with(one).any(|other| other.address == *address)
            });
            if !again {
                chosen.push(policy);
            }
        }
        for policy in &chosen {
            self.belongs_to(policy, principal)?;
        }
        Ok(chosen)
    }

    /// The policies that grant something, or of which it is not known that something uses them.
    fn own(&self) -> Vec<&WrittenPolicy> {
        let used = |policy: &WrittenPolicy| {
            policy.kind == WrittenKind::Document
                && self.shared_with(policy).any(|other| other.kind != WrittenKind::Document)
        };
        self.policies.iter().filter(|policy| !used(policy)).collect()
    }

    fn meant(&self, principal: Option<(PrincipalKind, &str)>) -> Result<Vec<&WrittenPolicy>, Diagnostic> {
        let own = self.own();
        if own.len() == 1 {
            return Ok(own);
        }
        if let Some((kind, name)) = principal {
            let is_its = |policy: &&WrittenPolicy| {
                self.principals_of(policy).iter().any(|address| self.is(address, kind, name) == Some(true))
            };
            let its: Vec<&WrittenPolicy> = own.iter().copied().filter(is_its).collect();
            if !its.is_empty() {
                return Ok(its);
            }
        }
        let names: Vec<String> = own.iter().take(LISTED).map(|one| format!("`{}`", one.address)).collect();
        let (message, help) = if own.is_empty() {
            let why = self
                .unchecked
                .first()
                .map_or_else(String::new, |one| format!(": `{}`: {}", one.address, one.why));
            (format!("the file has no policy that can be edited{why}"), "write its policies out")
        } else {
            let more = if own.len() > LISTED { ", …" } else { "" };
            let listed = names.join(", ");
            (format!("the file has {} policies: {listed}{more}", own.len()), "choose one with `--address`")
        };
        Err(Diagnostic::error(&self.source, 0..0, message, "in this file").with_help(help))
    }

    fn no_such(&self, address: &str) -> Diagnostic {
        if let Some(one) = self.unchecked.iter().find(|one| one.address == address) {
            let message = format!("the policy `{address}` cannot be edited: {}", one.why);
            return Diagnostic::error(&self.source, one.span.clone(), message, "not understood");
        }
        let names: Vec<String> =
            self.policies.iter().take(LISTED).map(|one| format!("`{}`", one.address)).collect();
        let message = format!("no policy of the file has the address `{}`", address.escape_debug());
        let listed =
            if names.is_empty() { "it has none".to_owned() } else { format!("it has {}", names.join(", ")) };
        Diagnostic::error(&self.source, 0..0, message, "in this file").with_help(listed)
    }

    /// The addresses of the principals of a policy, and of those that share its statements.
    fn principals_of<'a>(&'a self, policy: &'a WrittenPolicy) -> BTreeSet<&'a str> {
        let all = std::iter::once(policy).chain(self.shared_with(policy));
        let mut principals = BTreeSet::new();
        for one in all {
            principals.extend(one.principals.iter().map(String::as_str));
            let attached = self.attachments.iter().filter(|attachment| match &attachment.policy {
                Attached::Here(address) => *address == one.address,
                Attached::Elsewhere(_) | Attached::Open(_) => false,
            });
            principals.extend(attached.map(|attachment| attachment.principal.as_str()));
        }
        principals
    }

    /// Whether an address stands for the principal with a name; nothing if the file does not say.
    fn is(&self, address: &str, kind: PrincipalKind, name: &str) -> Option<bool> {
        if let Some((own, other)) = Named::elsewhere(address) {
            return Some(own.is_none_or(|own| own == kind) && other.eq_ignore_ascii_case(name));
        }
        let named = self.blocks.principals.iter().find(|one| one.address == address)?;
        Some(named.kind == kind && named.name.eq_ignore_ascii_case(name))
    }

    /// Refuses a policy that others than the principal have.
    fn belongs_to(
        &self,
        policy: &WrittenPolicy,
        principal: Option<(PrincipalKind, &str)>,
    ) -> Result<(), Diagnostic> {
        let principals = self.principals_of(policy);
        let address = &policy.address;
        if principals.len() > 1 {
            let names: Vec<String> = principals.iter().map(|name| quoted(name)).collect();
            let message =
                format!("the policy `{address}` belongs to {} principals: {}", names.len(), names.join(", "));
            return Err(Diagnostic::error(
                &self.source,
                policy.document.span.clone(),
                message,
                "of all of them",
            )
            .with_help("what one of them does not use others may: give each a policy of its own"));
        }
        if let (Some((kind, name)), Some(own)) = (principal, principals.first())
            && self.is(own, kind, name) == Some(false)
        {
            let message = format!(
                "the policy `{address}` belongs to {}, but what is unused is that of the {} `{}`",
                quoted(own),
                kind.word(),
                name.escape_debug()
            );
            return Err(Diagnostic::error(&self.source, policy.document.span.clone(), message, "another's")
                .coded(Code::OtherPrincipal)
                .with_help("choose another policy with `--address`, or give other findings"));
        }
        Ok(())
    }
}

fn quoted(address: &str) -> String {
    if address.starts_with('`') { address.to_owned() } else { format!("`{address}`") }
}
