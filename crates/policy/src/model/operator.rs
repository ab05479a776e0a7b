//! Condition operators.

use std::fmt;

/// What an operator compares, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Comparison {
    /// `StringEquals`: equal texts.
    StringEquals,
    /// `StringEqualsIgnoreCase`: equal texts but for the case of letters.
    StringEqualsIgnoreCase,
    /// `StringLike`: a glob.
    StringLike,
    /// `Numeric…`: numbers.
    Numeric(Order),
    /// `Date…`: points in time.
    Date(Order),
    /// `Bool`: true or false.
    Bool,
    /// `BinaryEquals`: equal bytes, as base64.
    BinaryEquals,
    /// `IpAddress`: an address in a block.
    IpAddress,
    /// `ArnEquals` and `ArnLike`, which do the same: a glob in each of the six fields of an ARN.
    Arn,
    /// `Null`: whether the key is absent.
    Null,
}

/// How two numbers, or two points in time, are compared: that of the request with that of the policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Order {
    /// Equal.
    Equal,
    /// Less.
    Less,
    /// Less or equal.
    LessOrEqual,
    /// Greater.
    Greater,
    /// Greater or equal.
    GreaterOrEqual,
}

/// How an operator is applied to a key with several values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Quantifier {
    /// `ForAllValues`: every value of the request, if there is any.
    ForAllValues,
    /// `ForAnyValue`: at least one of them.
    ForAnyValue,
}

/// The operators without quantifier and suffix: each with what it compares and whether it is the negation of that.
///
/// Source: IAM User Guide, "IAM JSON policy elements: Condition operators".
const NAMED: [(&str, Comparison, bool); 27] = [
    ("StringEquals", Comparison::StringEquals, false),
    ("StringNotEquals", Comparison::StringEquals, true),
    ("StringEqualsIgnoreCase", Comparison::StringEqualsIgnoreCase, false),
    ("StringNotEqualsIgnoreCase", Comparison::StringEqualsIgnoreCase, true),
    ("StringLike", Comparison::StringLike, false),
    ("StringNotLike", Comparison::StringLike, true),
    ("NumericEquals", Comparison::Numeric(Order::Equal), false),
    ("NumericNotEquals", Comparison::Numeric(Order::Equal), true),
    ("NumericLessThan", Comparison::Numeric(Order::Less), false),
    ("NumericLessThanEquals", Comparison::Numeric(Order::LessOrEqual), false),
    ("NumericGreaterThan", Comparison::Numeric(Order::Greater), false),
    ("NumericGreaterThanEquals", Comparison::Numeric(Order::GreaterOrEqual), false),
    ("DateEquals", Comparison::Date(Order::Equal), false),
    ("DateNotEquals", Comparison::Date(Order::Equal), true),
    ("DateLessThan", Comparison::Date(Order::Less), false),
    ("DateLessThanEquals", Comparison::Date(Order::LessOrEqual), false),
    ("DateGreaterThan", Comparison::Date(Order::Greater), false),
    ("DateGreaterThanEquals", Comparison::Date(Order::GreaterOrEqual), false),
    ("Bool", Comparison::Bool, false),
    ("BinaryEquals", Comparison::BinaryEquals, false),
    ("IpAddress", Comparison::IpAddress, false),
    ("NotIpAddress", Comparison::IpAddress, true),
    ("ArnEquals", Comparison::Arn, false),
    ("ArnLike", Comparison::Arn, false),
    ("ArnNotEquals", Comparison::Arn, true),
    ("ArnNotLike", Comparison::Arn, true),
    ("Null", Comparison::Null, false),
];

/// What may precede an operator, before a colon.
///
/// Source: IAM User Guide, policy check reference, "Suggestion – Null with qualifier", according to which both
/// may also precede `Null`.
const QUANTIFIERS: [(&str, Quantifier); 2] =
    [("ForAllValues", Quantifier::ForAllValues), ("ForAnyValue", Quantifier::ForAnyValue)];

/// What may follow any operator but `Null`.
const IF_EXISTS: &str = "IfExists";

/// A condition operator. Ordered by its spelling.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Operator {
    spelling: Box<str>,
    comparison: Comparison,
    negated: bool,
    quantifier: Option<Quantifier>,
    if_exists: bool,
}

impl Operator {
    /// The suffix `IfExists`.
    pub const IF_EXISTS: &str = IF_EXISTS;

    /// The operator with this name, of which upper and lower case count; `None` if there is none.
    pub fn new(spelling: &str) -> Option<Self> {
        let (quantifier, rest) = match spelling.split_once(':') {
            Some((name, rest)) => {
                let known = QUANTIFIERS.iter().find(|(known, _)| *known == name);
                (Some(known?.1), rest)
            }
            None => (None, spelling),
        };
        let base = rest.strip_suffix(IF_EXISTS).unwrap_or(rest);
        let if_exists = base != rest;
        let &(_, comparison, negated) = NAMED.iter().find(|(known, ..)| *known == base)?;
        let allowed = !(if_exists && comparison == Comparison::Null);
        allowed.then(|| Self { spelling: spelling.into(), comparison, negated, quantifier, if_exists })
    }

    /// The names of all operators, without quantifiers and `IfExists`.
    pub fn names() -> impl Iterator<Item = &'static str> {
        NAMED.iter().map(|(name, ..)| *name)
    }

    /// The names of the quantifiers.
    pub fn quantifiers() -> impl Iterator<Item = &'static str> {
        QUANTIFIERS.iter().map(|(name, _)| *name)
    }

    /// The operator as written.
    pub fn spelling(&self) -> &str {
        &self.spelling
    }

    /// What it compares.
    pub fn comparison(&self) -> Comparison {
        self.comparison
    }

    /// Whether it is the negation of that: it holds if no value of the policy does.
    pub fn is_negated(&self) -> bool {
        self.negated
    }

    /// How it is applied to several values, if that is said.
    pub fn quantifier(&self) -> Option<Quantifier> {
        self.quantifier
    }

    /// Whether it holds for an absent key because of `IfExists`.
    pub fn has_if_exists(&self) -> bool {
        self.if_exists
    }
}

impl fmt::Display for Operator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.spelling)
    }
}

impl fmt::Debug for Operator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Operator({})", self.spelling)
    }
}
