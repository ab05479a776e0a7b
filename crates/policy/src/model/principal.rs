//! Principals, which policies are attached to.

/// Whether IAM allows a character in the name of a principal or of a policy. Source: IAM API Reference,
/// `CreateRole` and `PutRolePolicy`: `[\w+=,.@-]+`.
pub fn is_iam_character(c: char) -> bool {
    c.is_ascii_alphanumeric() || "_+=,.@-".contains(c)
}

/// The kinds of principals to which policies are attached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrincipalKind {
    /// A role.
    Role,
    /// A user.
    User,
    /// A group: its policies apply to its users.
    Group,
}

impl PrincipalKind {
    /// The word for it in the commands of `aws iam`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Role => "role",
            Self::User => "user",
            Self::Group => "group",
        }
    }
}

/// The principal of the policies, as far as it is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Principal {
    /// Its kind and name.
    pub holder: Option<(PrincipalKind, String)>,
    /// The partition and the account, such as `aws` and `123456789012`.
    pub account: Option<(String, String)>,
    /// The path in its ARN, such as `/` or `/team/`.
    pub path: Option<String>,
}

impl Principal {
    /// Whether both can be the same principal, as far as they are known. Names are compared without case. Source:
    /// IAM User Guide, "IAM and STS quotas": names "are not distinguished by case".
    pub fn may_be(&self, other: &Self) -> bool {
        let holder = match (&self.holder, &other.holder) {
            (Some(one), Some(other)) => one.0 == other.0 && one.1.eq_ignore_ascii_case(&other.1),
            _ => true,
        };
        let account = self.account.is_none() || other.account.is_none() || self.account == other.account;
        holder && account
    }

    /// The principal with an ARN such as `arn:aws:iam::123456789012:role/path/Name`; `None` if it is the ARN of
    /// anything else.
    ///
    /// Source: IAM User Guide, "IAM identifiers".
    pub fn of_arn(arn: &str) -> Option<Self> {
        let mut fields = arn.splitn(6, ':');
        let head = (fields.next()?, fields.next()?, fields.next()?, fields.next()?);
        let ("arn", partition, "iam", "") = head else { return None };
        let (account, resource) = (fields.next()?, fields.next()?);
        let (kind, path) = resource.split_once('/')?;
        let kind = match kind {
            "role" => PrincipalKind::Role,
            "user" => PrincipalKind::User,
            "group" => PrincipalKind::Group,
            _ => return None,
        };
        let (path, name) =
            path.rsplit_once('/').map_or((String::new(), path), |(path, name)| (format!("/{path}"), name));
        if name.is_empty() {
            return None;
        }
        Some(Self {
            holder: Some((kind, name.to_owned())),
            account: Some((partition.to_owned(), account.to_owned())),
            path: Some(path + "/"),
        })
    }

    /// Its ARN, if all of it is known.
    pub fn arn(&self) -> Option<String> {
        let ((kind, name), (partition, account)) = (self.holder.as_ref()?, self.account.as_ref()?);
        let path = self.path.as_ref()?;
        Some(format!("arn:{partition}:iam::{account}:{}{path}{name}", kind.word()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arns_are_taken_apart() {
        let found = Principal::of_arn("arn:aws-cn:iam::123456789012:role/a/b/Name").unwrap();
        assert_eq!(found.holder, Some((PrincipalKind::Role, "Name".to_owned())));
        assert_eq!(found.account, Some(("aws-cn".to_owned(), "123456789012".to_owned())));
        for arn in ["arn:aws:iam::1:role/N", "arn:aws:iam::1:user/a/N", "arn:aws-cn:iam::1:group/a/b/N"] {
            assert_eq!(Principal::of_arn(arn).unwrap().arn().as_deref(), Some(arn));
        }
        for other in
            ["", "arn:aws:s3:::bucket/x", "arn:aws:iam::1:policy/x", "arn:aws:iam::1:role/", "role/x"]
        {
            assert_eq!(Principal::of_arn(other), None, "{other}");
        }
    }
}
