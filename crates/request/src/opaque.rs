//! What cannot be said exactly.

use std::fmt;

use paredown_policy::model::with_holes_shown;

/// Something that sources do not say how IAM reads, with what is written.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Opaque {
    /// A resource that is neither `*` nor the pattern of an ARN.
    NotAnArn(String),
    /// A text with `${` that is not a policy variable: a placeholder of a template, or one that is not closed.
    NotAVariable(String),
    /// A text with a hole: it is filled in only when the policy is deployed.
    Hole(String),
    /// A variable before the sixth field of an ARN.
    VariableInField(String),
    /// A variable in a value of an operator that has none.
    VariableInValue(String),
    /// A variable whose value, for this request, has characters that have a meaning of their own.
    SpecialValue(String),
    /// A key that has several values by its type, with a default.
    DefaultOfSeveral(String),
    /// A value of a condition that the operator does not take, or of which sources disagree.
    Value {
        /// The operator.
        operator: String,
        /// The value in the policy.
        value: String,
    },
    /// A number in a policy, with a point or an exponent: how IAM reads it is not known, nor whether as the text that is
    /// spelled alike.
    Number {
        /// The operator.
        operator: String,
        /// The number.
        spelling: String,
    },
    /// A value of a request that the operator does not take, or of which sources disagree.
    Given {
        /// The operator.
        operator: String,
        /// The key.
        key: String,
        /// The value of the request.
        value: String,
    },
    /// A condition without values.
    NoValues {
        /// The operator.
        operator: String,
        /// The key.
        key: String,
    },
    /// Several values, and an operator that is for one.
    Several {
        /// The operator.
        operator: String,
        /// The key.
        key: String,
    },
    /// `ForAnyValue` with `IfExists`, and a key that is absent.
    IfExistsOfAny {
        /// The operator.
        operator: String,
        /// The key.
        key: String,
    },
    /// A negated operator on a variable that has no value.
    NoValueNegated {
        /// The operator.
        operator: String,
        /// The value in the policy.
        value: String,
    },
    /// `Null` with a quantifier.
    QuantifiedNull(String),
    /// The two readings of ARNs differ for this resource.
    Reading(String),
}

impl fmt::Display for Opaque {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAnArn(text) => write!(f, "the resource `{text}` is not the pattern of an ARN"),
            Self::NotAVariable(text) => write!(
                f,
                "`{text}` has a `${{` that is not a policy variable, such as a placeholder of a template"
            ),
            Self::Hole(text) => {
                write!(f, "`{}` is filled in only when it is deployed", with_holes_shown(text))
            }
            Self::VariableInField(text) => {
                write!(f, "`{text}` has a policy variable before the sixth field of the ARN")
            }
            Self::VariableInValue(text) => {
                write!(f, "`{text}` has a policy variable, where the operator takes none")
            }
            Self::SpecialValue(text) => {
                write!(f, "sources disagree on a wildcard in the value of the policy variable in `{text}`")
            }
            Self::DefaultOfSeveral(text) => {
                write!(f, "`{text}` has a default for a key with several values")
            }
            Self::Value { operator, value } => {
                write!(f, "sources disagree on the value `{value}` of `{operator}`")
            }
            Self::Number { operator, spelling } => {
                write!(f, "sources do not say how the number `{spelling}` of `{operator}` is read")
            }
            Self::Given { operator, key, value } => {
                write!(f, "sources disagree on `{operator}` where `{key}` is `{value}`")
            }
            Self::NoValues { operator, key } => write!(f, "`{operator}` on `{key}` has no values"),
            Self::Several { operator, key } => {
                write!(f, "`{operator}` on `{key}` is for one value, and there are several")
            }
            Self::IfExistsOfAny { operator, key } => {
                write!(f, "sources disagree on `{operator}` where `{key}` is absent")
            }
            Self::NoValueNegated { operator, value } => write!(
                f,
                "sources disagree on `{operator}` where the policy variable in `{value}` has no value"
            ),
            Self::QuantifiedNull(operator) => write!(f, "sources do not say what `{operator}` means"),
            Self::Reading(text) => {
                write!(f, "sources disagree on how far a `*` extends in the resource `{text}`")
            }
        }
    }
}
