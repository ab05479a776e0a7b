//! The result of making a recommendation fit.

/// A recommendation that was made to fit, or the reason why it could not be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fitted {
    /// The documents, which together are the recommendation: usually one; none to detach. If it could not be made
    /// to fit, the smallest single document.
    pub documents: Vec<String>,
    /// The steps taken, in order; empty if it already fitted.
    pub steps: Vec<Step>,
    /// The original size of the recommendation, in characters as AWS counts them.
    pub size_before: usize,
    /// The size of each document.
    pub sizes: Vec<usize>,
    /// The limit.
    pub limit: usize,
    /// The default quota of attached policies of this kind, where there is one.
    pub attachments: Option<usize>,
    /// By how much it is too large, if it could not be made to fit.
    pub over: Option<Over>,
}

impl Fitted {
    /// Whether there are more documents than may be attached by default.
    pub fn beyond_attachments(&self) -> bool {
        self.attachments.is_some_and(|most| self.documents.len() > most)
    }
}

/// A step taken to make it fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// White space outside strings was removed.
    WhiteSpace {
        /// The number of characters that this saved.
        saved: usize,
    },
    /// Patterns were dropped that are inside other patterns of their statement.
    Nested {
        /// The pattern and the one that contains it, by statement of the original.
        dropped: Vec<Rewritten>,
        /// The number of characters that this saved.
        saved: usize,
    },
    /// Literals were replaced by the wildcard of the safe cut point that they stand for.
    Wildcards {
        /// The literal and the wildcard, by statement of the original.
        rewritten: Vec<Rewritten>,
        /// The number of characters that this saved.
        saved: usize,
    },
    /// The policy was split into several. All have to be attached to what the original was attached to; where
    /// only one can be, as with a permissions boundary, this does not help.
    Split {
        /// The number of policies.
        policies: usize,
        /// The numbers, in the original, of statements with actions in more than one document.
        divided: Vec<usize>,
    },
}

/// A pattern and what replaces it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rewritten {
    /// The number of the statement in the original.
    pub statement: usize,
    /// The pattern that was replaced.
    pub pattern: String,
    /// What replaces it.
    pub by: String,
}

/// What prevents a recommendation from fitting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Over {
    /// The number of characters in excess.
    pub characters: usize,
    /// The number, in the original, of the statement that is too large by itself; `None` if only the whole is too
    /// large.
    pub statement: Option<usize>,
    /// What to do about it.
    pub help: String,
}
