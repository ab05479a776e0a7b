//! Makes a recommended document as small as AWS wants it, without changing what was proved of it.
//!
//! In a fixed order, and only until it fits: white space (where it counts), patterns that say nothing new,
//! wildcards for the literals that stand for a safe cut point; then several policies instead of one. As
//! with every recommendation nothing here is trusted: [`crate::prove::certify`] decides.

mod draft;
mod shorten;
mod split;

use std::fmt;

use crate::model::{EffectiveCatalogue, PolicyKind, UnusedSet, compact, size_of};
use crate::parse::{Diagnostic, Document, EditError, ParsedPolicy};
use crate::recommend::{Disposition, Mode, Recommendation};

use draft::{Draft, drafts, write};

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

/// Why a document could not be made.
#[derive(Clone, Debug)]
pub enum FitError {
    /// The recommendation is not one for this document.
    Edit(EditError),
    /// A document that was made cannot be read again.
    Read(Box<Diagnostic>),
}

impl fmt::Display for FitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Edit(error) => error.fmt(f),
            Self::Read(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for FitError {}

impl From<EditError> for FitError {
    fn from(error: EditError) -> Self {
        Self::Edit(error)
    }
}

/// What a recommendation is about.
#[derive(Clone, Copy, Debug)]
pub struct Fitting<'a> {
    /// The original and its text.
    pub original: &'a ParsedPolicy,
    /// What is recommended for it.
    pub recommendation: &'a Recommendation,
    /// The effective catalogue that it was made with.
    pub known: &'a EffectiveCatalogue,
    /// What is unused.
    pub unused: &'a UnusedSet,
    /// The mode that it was made in.
    pub mode: Mode,
}

/// Makes the recommended document fit the limit of its kind.
///
/// # Errors
/// Only if the recommendation does not belong to the document.
pub fn fit(fitting: &Fitting<'_>, kind: PolicyKind) -> Result<Fitted, FitError> {
    fit_within(fitting, kind, kind.limit())
}

/// The same for another limit: one that was raised, or what other inline policies leave of it.
///
/// # Errors
/// Only if the recommendation does not belong to the document.
pub fn fit_within(fitting: &Fitting<'_>, kind: PolicyKind, limit: usize) -> Result<Fitted, FitError> {
    let document = &fitting.original.document;
    let mut fitted = Fitted {
        documents: Vec::new(),
        steps: Vec::new(),
        size_before: 0,
        sizes: Vec::new(),
        limit,
        attachments: kind.attachments(),
        over: None,
    };
    if fitting.recommendation.outcome == Disposition::Detach {
        return Ok(fitted);
    }
    let mut drafts = drafts(fitting);
    let text = write(document, &drafts)?;
    fitted.size_before = size_of(&text, kind);
    let mut attempt = Attempt { text, kind, limit, spacious: true };
    if !attempt.fits() && kind == PolicyKind::Scp {
        let before = attempt.size();
        attempt.text = compact(&attempt.text);
        attempt.spacious = false;
        fitted.steps.push(Step::WhiteSpace { saved: before - attempt.size() });
    }
    if !attempt.fits() {
        let dropped = shorten::drop_nested(&mut drafts);
        let saved = attempt.rewrite(document, &drafts)?;
        fitted.steps.extend((!dropped.is_empty()).then_some(Step::Nested { dropped, saved }));
    }
    if !attempt.fits() && fitting.mode == Mode::Shortest {
        let rewritten = shorten::widen(fitting, &mut drafts);
        let saved = attempt.rewrite(document, &drafts)?;
        fitted.steps.extend((!rewritten.is_empty()).then_some(Step::Wildcards { rewritten, saved }));
    }
    fitted.documents = vec![attempt.text.clone()];
    if !attempt.fits() {
        let left: Vec<usize> = drafts
            .iter()
            .enumerate()
            .filter(|(_, draft)| !draft.is_removed())
            .map(|(place, _)| place)
            .collect();
        match split::split(&attempt.text, kind, limit, &left)? {
            Ok(split) => {
                fitted.steps.push(Step::Split { policies: split.documents.len(), divided: split.divided });
                fitted.documents = split.documents;
            }
            Err(over) => fitted.over = Some(over),
        }
    }
    fitted.sizes = fitted.documents.iter().map(|text| size_of(text, kind)).collect();
    Ok(fitted)
}

/// The document as it is at present.
struct Attempt {
    text: String,
    kind: PolicyKind,
    limit: usize,
    /// White space was left in.
    spacious: bool,
}

impl Attempt {
    fn size(&self) -> usize {
        size_of(&self.text, self.kind)
    }

    fn fits(&self) -> bool {
        self.size() <= self.limit
    }

    /// Writes it again, and says how many characters that saved.
    fn rewrite(&mut self, document: &Document, drafts: &[Draft<'_>]) -> Result<usize, FitError> {
        let before = self.size();
        self.text = write(document, drafts)?;
        if !self.spacious {
            self.text = compact(&self.text);
        }
        Ok(before.saturating_sub(self.size()))
    }
}
