//! How closely a text has to keep to JSON.

/// How closely a text has to keep to JSON.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Strictness {
    /// RFC 8259, with each key once: what IAM takes.
    #[default]
    Strict,
    /// Also comments (`// …` and `/* … */`) and a comma after the last element of a list or object;
    /// nothing else.
    Lenient,
}
