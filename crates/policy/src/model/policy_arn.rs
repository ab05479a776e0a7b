//! The ARNs of managed policies.

use std::fmt;
use std::str::FromStr;

use super::principal::is_iam_character;

/// The parsed ARN of a managed policy.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PolicyArn {
    /// The partition, such as `aws`.
    pub partition: String,
    /// The account; `None` if AWS owns the policy.
    pub account: Option<String>,
    /// The path, such as `/` or `/team/`.
    pub path: String,
    /// The name.
    pub name: String,
}

impl FromStr for PolicyArn {
    type Err = String;

    /// Parses an ARN such as `arn:aws:iam::123456789012:policy/team/Name` or `arn:aws:iam::aws:policy/Name`.
    ///
    /// # Errors
    /// It is not such an ARN, or has characters that IAM does not allow. Source: IAM API Reference,
    /// `CreatePolicy`: the segments of the path, and the name, consist of `[A-Za-z0-9_+=,.@-]`.
    fn from_str(text: &str) -> Result<Self, String> {
        let expected =
            || "expected the ARN of a policy, such as `arn:aws:iam::123456789012:policy/Name`".to_owned();
        let allowed = |part: &str| !part.is_empty() && part.chars().all(is_iam_character);
        let fields: Vec<&str> = text.split(':').collect();
        let &["arn", partition, "iam", "", account, resource] = fields.as_slice() else {
            return Err(expected());
        };
        let digits = account.len() == 12 && account.chars().all(|c| c.is_ascii_digit());
        let Some(parts) = resource.strip_prefix("policy/").map(|parts| parts.split('/').collect::<Vec<_>>())
        else {
            return Err(expected());
        };
        let sound =
            allowed(partition) && (digits || account == "aws") && parts.iter().all(|part| allowed(part));
        let Some((name, path)) = parts.split_last().filter(|_| sound) else { return Err(expected()) };
        Ok(Self {
            partition: partition.to_owned(),
            account: digits.then(|| account.to_owned()),
            path: path.iter().fold("/".to_owned(), |path, part| format!("{path}{part}/")),
            name: (*name).to_owned(),
        })
    }
}

impl fmt::Display for PolicyArn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let account = self.account.as_deref().unwrap_or("aws");
        write!(f, "arn:{}:iam::{account}:policy{}{}", self.partition, self.path, self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_arn_is_taken_apart_and_put_together() {
        for (text, account, path, name) in [
            ("arn:aws:iam::123456789012:policy/Queues", Some("123456789012"), "/", "Queues"),
            (
                "arn:aws-cn:iam::123456789012:policy/a/b=c/N_+=,.@-9",
                Some("123456789012"),
                "/a/b=c/",
                "N_+=,.@-9",
            ),
            ("arn:aws:iam::aws:policy/service-role/AmazonX", None, "/service-role/", "AmazonX"),
        ] {
            let arn: PolicyArn = text.parse().unwrap();
            assert_eq!((arn.account.as_deref(), arn.path.as_str(), arn.name.as_str()), (account, path, name));
            assert_eq!(arn.to_string(), text);
        }
    }

    #[test]
    fn what_is_no_arn_of_a_policy_is_refused() {
        for text in [
            "",
            "Queues",
            "arn:aws:iam::123456789012:role/Queues",
            "arn:aws:iam::12345:policy/Queues",
            "arn:aws:iam::123456789012:policy/",
            "arn:aws:iam::123456789012:policy//x",
            "arn:aws:iam::123456789012:policy/a b",
            "arn:aws:iam::123456789012:policy/a\n",
            "arn:aws:iam::123456789012:policy/$(x)",
            "arn:aws:iam::123456789012:policy/a:b",
            "arn::iam::aws:policy/a",
            "arn:aws:iam::123456789012:policyx/a",
            "arn:aws:iam:us:aws:policy/a",
        ] {
            assert!(text.parse::<PolicyArn>().is_err(), "{text}");
        }
    }
}
