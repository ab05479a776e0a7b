//! Makes a recommended document as small as AWS requires, without changing what was proved about it.
//!
//! In a fixed order, and only until it fits: removes white space (where it counts) and redundant patterns, writes
//! literals that stand for a safe cut point as wildcards, and splits the policy. As with every recommendation,
//! nothing here is trusted: [`crate::prove::certify`] decides.

mod draft;
mod error;
mod fitted;
mod shorten;
mod split;

pub use draft::Fitting;
pub use error::FitError;
pub use fitted::{Fitted, Over, Rewritten, Step};

use crate::model::{PolicyKind, compact, size_of};
use crate::parse::Document;
use crate::recommend::{Disposition, Mode};

use draft::{Draft, drafts, write};

/// Makes the recommended document fit the limit of its kind.
///
/// # Errors
/// The recommendation does not belong to the document.
pub fn fit(fitting: &Fitting<'_>, kind: PolicyKind) -> Result<Fitted, FitError> {
    fit_within(fitting, kind, kind.limit())
}

/// The same with another limit: one that was raised, or what other inline policies leave.
///
/// # Errors
/// The recommendation does not belong to the document.
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
    /// Whether white space was left in.
    spacious: bool,
}

impl Attempt {
    fn size(&self) -> usize {
        size_of(&self.text, self.kind)
    }

    fn fits(&self) -> bool {
        self.size() <= self.limit
    }

    /// Writes the document again and returns the number of characters that this saved.
    fn rewrite(&mut self, document: &Document, drafts: &[Draft<'_>]) -> Result<usize, FitError> {
        let before = self.size();
        self.text = write(document, drafts)?;
        if !self.spacious {
            self.text = compact(&self.text);
        }
        Ok(before.saturating_sub(self.size()))
    }
}
