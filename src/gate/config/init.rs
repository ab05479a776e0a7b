//! The configuration to begin with.

/// The text of a `paredown.toml` in which every option is commented out, with what it does and its default; where there is no
/// default, with an example.
pub(crate) fn init() -> &'static str {
    include_str!("init.toml")
}
