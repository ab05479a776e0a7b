//! One part of the strings.

/// One part, named by its prefix: `s3:`, or nothing for the rest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// All strings that begin with the prefix.
    Service(String),
    /// All strings that begin with one of the prefixes, of which both lists say the same: each is looked at
    /// as what follows its prefix.
    Alike {
        /// One of the prefixes, which represents all.
        first: String,
        /// The others.
        others: Vec<String>,
    },
    /// All strings that begin with none of these.
    Rest(Vec<String>),
}

impl Part {
    /// What precedes the strings of the part's languages.
    pub(crate) fn prefix(&self) -> &str {
        match self {
            Self::Service(prefix) => prefix,
            Self::Alike { .. } | Self::Rest(_) => "",
        }
    }

    /// The prefixes whose strings it has.
    pub(crate) fn prefixes(&self) -> impl Iterator<Item = &str> {
        let (first, others): (Option<&String>, &[String]) = match self {
            Self::Service(prefix) => (Some(prefix), &[]),
            Self::Alike { first, others } => (Some(first), others),
            Self::Rest(_) => (None, &[]),
        };
        first.into_iter().chain(others).map(String::as_str)
    }

    /// The name of the part, in messages and file names.
    pub(crate) fn name(&self) -> &str {
        match self {
            Self::Service(prefix) => prefix.strip_suffix(':').unwrap_or(prefix),
            Self::Alike { .. } => "services-alike",
            Self::Rest(_) => "other-services",
        }
    }
}
