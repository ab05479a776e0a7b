//! The commands of `aws iam` that a step comes to, as a shell reads them. They are printed, never run.
//!
//! Source: AWS CLI Command Reference, `iam`.

use crate::model::{Principal, PrincipalKind};

/// Writes commands about one principal.
pub(super) struct Commands<'a> {
    principal: &'a Principal,
}

impl<'a> Commands<'a> {
    pub(super) fn new(principal: &'a Principal) -> Self {
        Self { principal }
    }

    /// What has to be set before the commands can be run, because it is not known here.
    pub(super) fn preamble(&self) -> Vec<String> {
        let mut lines = Vec::new();
        if self.principal.holder.is_none() {
            lines.push(": \"${ROLE_NAME:?set it to the name of the role}\"".to_owned());
        }
        if self.principal.account.is_none() {
            lines.push("ACCOUNT=$(aws sts get-caller-identity --query Account --output text)".to_owned());
        }
        lines
    }

    /// The ARN that a new managed policy is going to have.
    pub(super) fn new_arn(&self, name: &str) -> String {
        match &self.principal.account {
            Some((partition, account)) => quote(&format!("arn:{partition}:iam::{account}:policy/{name}")),
            None => format!("\"arn:aws:iam::$ACCOUNT:policy/\"{}", quote(name)),
        }
    }

    fn kind(&self, own: Option<&(PrincipalKind, String)>) -> (&'static str, String) {
        match own.or(self.principal.holder.as_ref()) {
            Some((kind, name)) => (kind.word(), quote(name)),
            None => ("role", "\"$ROLE_NAME\"".to_owned()),
        }
    }

    pub(super) fn create(name: &str, file: &str) -> String {
        format!("aws iam create-policy --policy-name {} --policy-document {}", quote(name), document(file))
    }

    pub(super) fn delete(arn: &str) -> String {
        format!("aws iam delete-policy --policy-arn {arn}")
    }

    /// `arn` is quoted already.
    pub(super) fn attach(&self, arn: &str) -> String {
        let (kind, name) = self.kind(None);
        format!("aws iam attach-{kind}-policy --{kind}-name {name} --policy-arn {arn}")
    }

    /// `arn` is quoted already.
    pub(super) fn detach(&self, arn: &str) -> String {
        let (kind, name) = self.kind(None);
        format!("aws iam detach-{kind}-policy --{kind}-name {name} --policy-arn {arn}")
    }

    pub(super) fn put_inline(&self, holder: &(PrincipalKind, String), name: &str, file: &str) -> String {
        let (kind, holder) = self.kind(Some(holder));
        format!(
            "aws iam put-{kind}-policy --{kind}-name {holder} --policy-name {} --policy-document {}",
            quote(name),
            document(file)
        )
    }

    pub(super) fn delete_inline(&self, holder: &(PrincipalKind, String), name: &str) -> String {
        let (kind, holder) = self.kind(Some(holder));
        format!("aws iam delete-{kind}-policy --{kind}-name {holder} --policy-name {}", quote(name))
    }
}

fn document(file: &str) -> String {
    quote(&format!("file://{file}"))
}

/// One word for a shell. What no shell can be given, a NUL, no name has.
pub(super) fn quote(word: &str) -> String {
    shlex::try_quote(word).map_or_else(|_| "''".to_owned(), std::borrow::Cow::into_owned)
}
