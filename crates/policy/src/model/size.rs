//! How large a policy may be, and how AWS counts.

/// The use of a document, which determines the limit on its size.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PolicyKind {
    /// A customer managed policy.
    Managed,
    /// A policy embedded in a role.
    InlineRole,
    /// A policy embedded in a user.
    InlineUser,
    /// A policy embedded in a group.
    InlineGroup,
    /// A service control policy.
    Scp,
}

impl PolicyKind {
    /// All of them.
    pub const ALL: [PolicyKind; 5] =
        [Self::Managed, Self::InlineRole, Self::InlineUser, Self::InlineGroup, Self::Scp];

    /// The largest size, as [`size_of`] counts it: of one document, or for the inline kinds of all inline
    /// policies of one role, user or group together.
    ///
    /// Source: IAM User Guide, "IAM and AWS STS quotas"
    /// (`reference_iam-quotas.html#reference_iam-quotas-entity-length`); AWS Organizations User Guide,
    /// "Quotas and service limits" (`orgs_reference_limits.html`). On 15 May 2026 AWS announced 10,240
    /// characters for service control policies; what fits the older limit fits that one as well.
    pub fn limit(self) -> usize {
        match self {
            Self::Managed => 6_144,
            Self::InlineRole => 10_240,
            Self::InlineUser => 2_048,
            Self::InlineGroup | Self::Scp => 5_120,
        }
    }

    /// The kind's name, as on the command line and in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Managed => "managed",
            Self::InlineRole => "inline-role",
            Self::InlineUser => "inline-user",
            Self::InlineGroup => "inline-group",
            Self::Scp => "scp",
        }
    }

    /// How many policies of the kind one principal or target may have unless the quota is raised; `None` where
    /// their total size is limited instead.
    ///
    /// Source: the same pages: 10 managed policies per role, user or group; 5 service control policies per root,
    /// unit or account (10 since May 2026).
    pub fn attachments(self) -> Option<usize> {
        match self {
            Self::Managed => Some(10),
            Self::Scp => Some(5),
            Self::InlineRole | Self::InlineUser | Self::InlineGroup => None,
        }
    }
}

/// The number of characters that AWS counts in the text of a policy.
///
/// IAM "does not count white space" (see [`PolicyKind::limit`]), but AWS does not say whether this includes white
/// space inside strings. That is counted here, so what fits by this count fits. Organizations keeps a document as
/// it was passed to the API and counts everything. Both count characters, not bytes.
///
/// ```
/// use paredown_policy::model::{PolicyKind, size_of};
///
/// assert_eq!(size_of("{ \"Sid\": \"a b\" }", PolicyKind::Managed), 13);
/// assert_eq!(size_of("{ \"Sid\": \"a b\" }", PolicyKind::Scp), 16);
/// ```
pub fn size_of(text: &str, kind: PolicyKind) -> usize {
    match kind {
        PolicyKind::Scp => text.chars().count(),
        _ => counted(text).count(),
    }
}

/// A JSON text without white space outside its strings.
pub fn compact(text: &str) -> String {
    counted(text).collect()
}

/// The characters of a JSON text without white space outside its strings.
fn counted(text: &str) -> impl Iterator<Item = char> {
    let (mut inside, mut escaped) = (false, false);
    text.chars().filter(move |&c| {
        let keep = inside || !matches!(c, ' ' | '\t' | '\n' | '\r');
        if c == '"' && !escaped {
            inside = !inside;
        }
        escaped = inside && c == '\\' && !escaped;
        keep
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_counts_inside_strings_only() {
        for (text, size) in [
            ("", 0),
            (" \t\r\n", 0),
            (r#"{ "a" : "b c" }"#, 11),
            (r#""a \" b" c"#, 9),
            (r#""a \\" b"#, 7),
            (r#""\\\" x" "#, 8),
            ("\"é\u{a0}\"", 4),
        ] {
            assert_eq!(size_of(text, PolicyKind::Managed), size, "{text}");
            assert_eq!(compact(text).chars().count(), size, "{text}");
            assert_eq!(size_of(text, PolicyKind::Scp), text.chars().count());
        }
    }

    #[test]
    fn compact_is_the_same_json() {
        let text = "{\r\n\t\"Sid\": \"a \\\" {b} \\\\\", \"Action\": [ \"s3:*\" , 1.5 ]\n}";
        let same = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
        assert_eq!(same(&compact(text)), same(text));
        assert_eq!(compact(&compact(text)), compact(text));
    }

    #[test]
    fn the_limits_are_those_of_the_contract() {
        let limits = PolicyKind::ALL.map(|kind| (kind.name(), kind.limit()));
        let expected = [
            ("managed", 6144),
            ("inline-role", 10240),
            ("inline-user", 2048),
            ("inline-group", 5120),
            ("scp", 5120),
        ];
        assert_eq!(limits, expected);
    }
}
