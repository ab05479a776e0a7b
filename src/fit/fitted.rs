//! A recommendation that was made to fit, and what was done to it.

/// A recommendation that was made to fit, or why it could not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fitted {
    /// The documents, which together are the recommendation: usually one. None to detach. If it could not be
    /// made to fit, the smallest single document.
    pub documents: Vec<String>,
    /// What was done, in order. Empty when it fitted as it was.
    pub steps: Vec<Step>,
    /// The size of the recommendation as it was, in characters as AWS counts them.
    pub size_before: usize,
    /// The size of each document.
    pub sizes: Vec<usize>,
    /// The limit.
    pub limit: usize,
    /// How many policies of this kind may be attached by default, where that is limited.
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

/// Something that was done to make it fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// White space outside strings went.
    WhiteSpace {
        /// How many characters that saved.
        saved: usize,
    },
    /// Patterns went that say nothing new beside the others of their statement.
    Nested {
        /// The pattern and the one that contains it, by statement of the original.
        dropped: Vec<Rewritten>,
        /// How many characters that saved.
        saved: usize,
    },
    /// Literals became the wildcard of the safe cut point that they stand for.
    Wildcards {
        /// The literal and the wildcard, by statement of the original.
        rewritten: Vec<Rewritten>,
        /// How many characters that saved.
        saved: usize,
    },
    /// The policy became several. All have to be attached to what the one was attached to; where only one
    /// can be, as for a permissions boundary, that is no way.
    Split {
        /// How many.
        policies: usize,
        /// The statements, by their places in the original, whose actions were divided.
        divided: Vec<usize>,
    },
}

/// One pattern and what stands for it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rewritten {
    /// The statement, by its place in the original.
    pub statement: usize,
    /// What stood there.
    pub pattern: String,
    /// What says it now.
    pub by: String,
}

/// What keeps a recommendation from fitting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Over {
    /// How many characters are too many.
    pub characters: usize,
    /// The statement that is too large by itself, by its place in the original; nothing if it is the whole.
    pub statement: Option<usize>,
    /// What would do.
    pub help: String,
}
