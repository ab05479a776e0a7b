//! One part of the strings.

/// One part, named by its prefix: `s3:`, or nothing for the rest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// All strings that begin with the prefix.
    Service(String),
    /// All strings that begin with one of the prefixes, of which both lists say the same: each is looked at
    /// as what follows its prefix.
    Alike(Vec<String>),
    /// All strings that begin with none of these.
    Rest(Vec<String>),
}

impl Part {
    /// What stands before the strings of the part's languages.
    pub(crate) fn prefix(&self) -> &str {
        match self {
            Self::Service(prefix) => prefix,
            Self::Alike(_) | Self::Rest(_) => "",
        }
    }

    /// The prefixes whose strings it has.
    pub(crate) fn prefixes(&self) -> &[String] {
        match self {
            Self::Service(prefix) => std::slice::from_ref(prefix),
            Self::Alike(prefixes) => prefixes,
            Self::Rest(_) => &[],
        }
    }

    /// How the part is called, in messages and file names.
    pub(crate) fn name(&self) -> &str {
        match self {
            Self::Service(prefix) => prefix.strip_suffix(':').unwrap_or(prefix),
            Self::Alike(_) => "services-alike",
            Self::Rest(_) => "other-services",
        }
    }
}
