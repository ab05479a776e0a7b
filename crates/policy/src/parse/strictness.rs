//! How strictly JSON is read.

/// How strictly JSON is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Strictness {
    /// RFC 8259, without duplicate keys: what IAM accepts.
    #[default]
    Strict,
    /// Also comments (`// …` and `/* … */`) and a comma after the last element of a list or object;
    /// nothing else.
    Lenient,
}
