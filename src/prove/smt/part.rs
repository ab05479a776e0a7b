//! Parts of the set of all strings.

/// One part, named by its prefix: `s3:`, or empty for the rest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// All strings that begin with the prefix.
    Service(String),
    /// All strings that begin with one of the prefixes. Both lists treat these services alike, so only the rest
    /// after the prefix is considered.
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
    /// The prefix of the strings in the part's languages.
    pub(crate) fn prefix(&self) -> &str {
        match self {
            Self::Service(prefix) => prefix,
            Self::Alike { .. } | Self::Rest(_) => "",
        }
    }

    /// The prefixes of the strings in it.
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
