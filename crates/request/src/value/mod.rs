//! Values of conditions, read for the operator that compares them.

mod address;
mod date;
mod number;
mod text;

use paredown_policy::model::{Comparison, ConditionValue, Operator, before_hole};

pub use address::{Address, Block};
pub use date::{Date, date};
pub use number::{Number, Read, number};
pub use text::latin;
pub(crate) use text::{boolean, is_base64};

use super::{Opaque, Template};

/// A value of a condition, as its operator reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// This text.
    Text(String),
    /// This text, in Unicode lower case. All of its letters are Latin.
    Lower(String),
    /// What this glob matches; a `*` or `?` in it is a wildcard.
    Glob(String),
    /// ARNs whose fields these six globs match. The first five do not extend across colons.
    Arn(Vec<String>),
    /// This number.
    Number(Number),
    /// This point in time.
    Date(Date),
    /// True or false.
    Boolean(bool),
    /// These bytes, as canonical base64.
    Base64(String),
    /// The addresses of this block.
    Block(Block),
    /// What the text or the pattern is once its variables have values.
    Template(Template),
    /// Plainly nothing that the operator compares: a number or a date was wanted.
    Invalid,
    /// No value fits: a variable has no value.
    Nothing,
    /// It is not known what it means.
    Opaque(Opaque),
}

impl Wanted {
    /// The value as an operator reads it. `variables`: whether `${` begins a policy variable, as in version 2012-10-17.
    pub fn read(operator: &Operator, value: &ConditionValue, variables: bool) -> Self {
        let (text, is_text) = match value {
            ConditionValue::Text(text) => (text.as_str(), true),
            ConditionValue::Number(spelling) => (spelling.as_str(), false),
        };
        let unclear = || {
            let (operator, text) = (operator.spelling().to_owned(), text.to_owned());
            Self::Opaque(if is_text {
                Opaque::Value { operator, value: text }
            } else {
                Opaque::Number { operator, spelling: text }
            })
        };
        if before_hole(text).is_some() {
            return Self::Opaque(Opaque::Hole(text.to_owned()));
        }
        if variables && text.contains("${") {
            return match operator.comparison() {
                Comparison::StringEquals
                | Comparison::StringEqualsIgnoreCase
                | Comparison::StringLike
                | Comparison::Arn => Template::read(text).map_or_else(Self::Opaque, Self::Template),
                _ => Self::Opaque(Opaque::VariableInValue(text.to_owned())),
            };
        }
        let read = match operator.comparison() {
            _ if !is_text => None,
            Comparison::Numeric(_) => return Self::of(number(text), Self::Number, unclear),
            Comparison::Date(_) => return Self::of(date(text), Self::Date, unclear),
            Comparison::StringEquals => Some(Self::Text(text.to_owned())),
            Comparison::StringEqualsIgnoreCase => {
                let lower = text.to_lowercase();
                // One letter, a capital I with a dot, becomes two: texts of different lengths are then equal.
                let known = text.chars().all(latin) && !lower.contains("i\u{307}");
                known.then_some(Self::Lower(lower))
            }
            Comparison::StringLike => Some(Self::Glob(text.to_owned())),
            Comparison::Arn => arn_fields(text).map(Self::Arn),
            Comparison::Bool | Comparison::Null => boolean(text).map(Self::Boolean),
            Comparison::BinaryEquals => is_base64(text).then(|| Self::Base64(text.to_owned())),
            Comparison::IpAddress => Block::read(text).map(Self::Block),
        };
        read.unwrap_or_else(unclear)
    }

    fn of<T>(read: Read<T>, value: impl Fn(T) -> Self, unclear: impl Fn() -> Self) -> Self {
        match read {
            Read::Value(read) => value(read),
            Read::Invalid => Self::Invalid,
            Read::Unclear => unclear(),
        }
    }
}

/// The six fields of an ARN or of the pattern of one, divided at the first five colons.
pub fn arn_fields(text: &str) -> Option<Vec<String>> {
    let fields: Vec<String> = text.splitn(6, ':').map(str::to_owned).collect();
    (fields.len() == 6 && text.starts_with("arn:")).then_some(fields)
}
