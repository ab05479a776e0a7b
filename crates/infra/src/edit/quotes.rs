//! How actions are written: with which quotation marks.

/// What is written before and after an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quotes {
    /// Nothing: a plain scalar of YAML.
    None,
    /// `'`, of YAML.
    Single,
    /// `"`.
    Double,
    /// `\"`: in JSON that is written inside of a string.
    Escaped,
}

impl Quotes {
    const ALL: [Self; 4] = [Self::None, Self::Single, Self::Double, Self::Escaped];

    /// The mark.
    pub(super) fn mark(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Single => "'",
            Self::Double => "\"",
            Self::Escaped => "\\\"",
        }
    }

    /// Those of an action that is written out; nothing if what is written is something else.
    pub(super) fn of(raw: &str, action: &str) -> Option<Self> {
        let inside = |quotes: &Self| raw.strip_prefix(quotes.mark())?.strip_suffix(quotes.mark());
        Self::ALL.into_iter().find(|quotes| inside(quotes) == Some(action))
    }

    /// The action between them; nothing if it has characters that none of the syntaxes takes as they are. `instead` is used
    /// where nothing would do only for other texts.
    pub(super) fn around(self, action: &str, instead: impl FnOnce() -> Self) -> Option<String> {
        let known = |c: char| c.is_ascii_alphanumeric() || matches!(c, '*' | '?' | ':' | '-' | '_' | '.');
        if action.is_empty() || !action.chars().all(known) {
            return None;
        }
        let quotes = if self == Self::None && !is_plain(action) { instead() } else { self };
        Some(format!("{0}{action}{0}", quotes.mark()))
    }
}

/// Whether YAML takes it for a text without quotation marks: `*` would begin an alias, `a:` be a key, and texts without a
/// colon could be a boolean or a number.
fn is_plain(action: &str) -> bool {
    action.starts_with(|c: char| c.is_ascii_alphabetic()) && action.contains(':') && !action.ends_with(':')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_are_those_around_what_is_written_out() {
        for (raw, action, expected) in [
            ("s3:Get*", "s3:Get*", Some(Quotes::None)),
            ("'s3:Get*'", "s3:Get*", Some(Quotes::Single)),
            ("\"s3:Get*\"", "s3:Get*", Some(Quotes::Double)),
            ("\\\"s3:Get*\\\"", "s3:Get*", Some(Quotes::Escaped)),
            ("!Sub s3:Get*", "s3:Get*", None),
            ("*a", "s3:Get*", None),
            ("\"s3:Ge\\u0074*\"", "s3:Get*", None),
        ] {
            assert_eq!(Quotes::of(raw, action), expected, "{raw}");
        }
    }

    #[test]
    fn yaml_has_quotes_only_where_it_needs_them() {
        for (action, expected) in [
            ("s3:Get*", Some("s3:Get*")),
            ("s3:*", Some("s3:*")),
            ("*", Some("'*'")),
            ("*:Get", Some("'*:Get'")),
            ("?3:Get", Some("'?3:Get'")),
            ("12:30", Some("'12:30'")),
            ("null", Some("'null'")),
            ("s3:", Some("'s3:'")),
            ("", None),
            ("a b", None),
            ("${x}", None),
            ("a\"b", None),
        ] {
            assert_eq!(Quotes::None.around(action, || Quotes::Single).as_deref(), expected, "{action}");
        }
        assert_eq!(Quotes::Escaped.around("s3:*", || Quotes::Single).as_deref(), Some("\\\"s3:*\\\""));
    }
}
