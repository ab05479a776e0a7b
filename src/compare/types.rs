//! What values of keys are compared as.

use crate::model::Comparison;

/// What the values of an operator are compared as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Type {
    Text,
    Number,
    Date,
    Boolean,
    Binary,
    Address,
}

/// The type that an operator compares; nothing for `Null`.
pub(super) fn type_of(comparison: Comparison) -> Option<Type> {
    match comparison {
        Comparison::StringEquals
        | Comparison::StringEqualsIgnoreCase
        | Comparison::StringLike
        | Comparison::Arn => Some(Type::Text),
        Comparison::Numeric(_) => Some(Type::Number),
        Comparison::Date(_) => Some(Type::Date),
        Comparison::Bool => Some(Type::Boolean),
        Comparison::BinaryEquals => Some(Type::Binary),
        Comparison::IpAddress => Some(Type::Address),
        Comparison::Null => None,
    }
}

/// A whole number divided by ten to this power.
pub(super) fn decimal(scaled: i128, power: u32) -> String {
    let sign = if scaled < 0 { "-" } else { "" };
    let width = usize::try_from(power).unwrap_or(0) + 1;
    let digits = format!("{:0width$}", scaled.unsigned_abs());
    let (whole, part) = digits.split_at(digits.len() - (width - 1));
    let part = part.trim_end_matches('0');
    if part.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") }
}

#[cfg(test)]
mod tests {
    use super::decimal;

    #[test]
    fn decimals_are_written_as_usual() {
        for (scaled, power, expected) in [
            (1500, 3, "1.5"),
            (-50, 3, "-0.05"),
            (0, 2, "0"),
            (12, 0, "12"),
            (100, 2, "1"),
            (-101, 1, "-10.1"),
        ] {
            assert_eq!(decimal(scaled, power), expected);
        }
    }
}
