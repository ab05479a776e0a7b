//! Splits a policy into several.

use std::sync::Arc;

use crate::model::{Effect, PolicyKind, size_of};
use crate::parse::{self, ElementEdit, ParsedPolicy, Source, StatementEdit};

use super::error::FitError;
use super::fitted::Over;

/// The documents that a policy was split into.
pub(super) struct Split {
    pub(super) documents: Vec<String>,
    /// The numbers, in the original, of statements with actions in more than one document.
    pub(super) divided: Vec<usize>,
}

/// The content of one document.
struct Bin {
    size: usize,
    edits: Vec<StatementEdit>,
}

/// Splits a document that is too large: its statements in order, each into the first document with room for it.
/// An Allow statement that is too large even alone is divided into statements with fewer actions, each in a
/// different document, so that no document has a duplicate Sid. `places` gives the numbers of the statements in
/// the original.
///
/// All documents together allow what the one allowed: a statement allows what one of its actions matches, a
/// policy what one of its statements allows, and a Deny statement applies to all policies.
pub(super) fn split(
    text: &str,
    kind: PolicyKind,
    limit: usize,
    places: &[usize],
) -> Result<Result<Split, Over>, FitError> {
    let total = size_of(text, kind);
    let over = |characters: usize, statement: Option<usize>, help: &str| Over {
        characters,
        statement: statement.and_then(|at| places.get(at)).copied(),
        help: help.to_owned(),
    };
    if kind.attachments().is_none() {
        let help = "the limit is on all inline policies together: make this one a managed policy, or several";
        return Ok(Err(over(total.saturating_sub(limit), None, help)));
    }
    let source = Arc::new(Source { name: "the recommended document".to_owned(), text: text.to_owned() });
    let parsed = parse::policy(&source).map_err(|error| FitError::Read(Box::new(error)))?;
    let mut work = Work::new(&parsed, kind, limit)?;
    for statement in 0..work.sizes.len() {
        if let Err(characters) = work.place(statement) {
            let help = "it is too large even with a single action: shorten its other elements, or \
                        divide its resources among several statements";
            return Ok(Err(over(characters, Some(statement), help)));
        }
    }
    let documents = work.bins.iter().map(|bin| parsed.document.edited(&bin.edits));
    let documents = documents.collect::<Result<Vec<String>, _>>()?;
    let divided = work.divided.iter().filter_map(|&at| places.get(at)).copied().collect();
    Ok(Ok(Split { documents, divided }))
}

struct Work<'a> {
    parsed: &'a ParsedPolicy,
    kind: PolicyKind,
    limit: usize,
    /// The size of a document without its statements.
    frame: usize,
    sizes: Vec<usize>,
    bins: Vec<Bin>,
    divided: Vec<usize>,
}

impl<'a> Work<'a> {
    fn new(parsed: &'a ParsedPolicy, kind: PolicyKind, limit: usize) -> Result<Self, FitError> {
        let count = parsed.policy.statements.len();
        let text = &parsed.document.source().text;
        let size = |span: Option<std::ops::Range<usize>>| {
            span.and_then(|span| text.get(span)).map_or(0, |text| size_of(text, kind))
        };
        let sizes: Vec<usize> = (0..count).map(|at| size(parsed.document.statement_span(at))).collect();
        let mut work = Self { parsed, kind, limit, frame: 0, sizes, bins: Vec::new(), divided: Vec::new() };
        let first = parsed.document.edited(&work.only(0, StatementEdit::Keep))?;
        work.frame = size_of(&first, kind).saturating_sub(work.sizes.first().copied().unwrap_or(0));
        Ok(work)
    }

    /// Edits that leave only one statement.
    fn only(&self, statement: usize, edit: StatementEdit) -> Vec<StatementEdit> {
        let mut edits = vec![StatementEdit::Remove; self.sizes.len()];
        if let Some(slot) = edits.get_mut(statement) {
            *slot = edit;
        }
        edits
    }

    /// Finds room for a statement; if there is none, returns the number of characters in excess.
    fn place(&mut self, statement: usize) -> Result<(), usize> {
        let size = self.sizes.get(statement).copied().unwrap_or(0);
        if self.frame + size <= self.limit {
            self.put(statement, size, StatementEdit::Keep);
            return Ok(());
        }
        let pieces = self.divide(statement).ok_or(self.frame + size - self.limit)?;
        for (size, edit) in pieces {
            if self.frame + size > self.limit {
                return Err(self.frame + size - self.limit);
            }
            self.put(statement, size, edit);
        }
        self.divided.push(statement);
        Ok(())
    }

    /// Puts a statement, or a part of it, into the first document with room and without another part of it.
    fn put(&mut self, statement: usize, size: usize, edit: StatementEdit) {
        let limit = self.limit;
        let free = |bin: &&mut Bin| {
            let slot = bin.edits.get(statement);
            bin.size + 1 + size <= limit && slot.is_none_or(|slot| *slot == StatementEdit::Remove)
        };
        if let Some(bin) = self.bins.iter_mut().find(free) {
            bin.size += 1 + size;
            if let Some(slot) = bin.edits.get_mut(statement) {
                *slot = edit;
            }
        } else {
            let edits = self.only(statement, edit);
            self.bins.push(Bin { size: self.frame + size, edits });
        }
    }

    /// The parts of a statement, each with as many actions as fit into a document, and their sizes.
    fn divide(&self, statement: usize) -> Option<Vec<(usize, StatementEdit)>> {
        let read = self.parsed.policy.statements.get(statement)?;
        let elements = read.actions.patterns.len();
        if read.effect == Effect::Deny || read.actions.negated || elements < 2 {
            return None;
        }
        let text = &self.parsed.document.source().text;
        let span = |element: usize| self.parsed.document.element_span(statement, element);
        let sizes = (0..elements).map(|at| Some(size_of(text.get(span(at)?)?, self.kind)));
        let sizes: Vec<usize> = sizes.collect::<Option<_>>()?;
        let all: usize = sizes.iter().sum::<usize>() + elements - 1;
        let rest = self.sizes.get(statement)?.checked_sub(all)?;
        let mut parts: Vec<(usize, Vec<usize>)> = Vec::new();
        for (element, size) in sizes.into_iter().enumerate() {
            match parts.last_mut() {
                Some((taken, part)) if self.frame + *taken + 1 + size <= self.limit => {
                    *taken += 1 + size;
                    part.push(element);
                }
                _ => parts.push((rest + size, vec![element])),
            }
        }
        let edit = |(size, part): (usize, Vec<usize>)| {
            let mut edits = vec![ElementEdit::Replace(Vec::new()); elements];
            for element in part {
                if let Some(slot) = edits.get_mut(element) {
                    *slot = ElementEdit::Keep;
                }
            }
            (size, StatementEdit::Elements(edits))
        };
        Some(parts.into_iter().map(edit).collect())
    }
}
