//! A policy of one side, wherever it is written.

use std::ops::Range;
use std::sync::Arc;

use paredown_infra::{Hole, Node, ReadDocument, WrittenKind, WrittenPolicy, hole_name};

use super::files::is_hcl;
use super::outcome::Place;
use super::place::place;
use crate::filling::{Filling, placeholders, with};
use crate::parse::{ParsedPolicy, Source, Strictness, canonical};

/// A policy of one side.
#[derive(Clone, Debug)]
pub(crate) struct Policy {
    /// The path of its file.
    pub(super) path: String,
    /// Its address in the file; `None` if the file has nothing else.
    pub(super) address: Option<String>,
    /// What it is, if the file says.
    pub(super) kind: Option<WrittenKind>,
    /// The addresses of the principals in the file that it belongs to.
    pub(super) principals: Vec<String>,
    /// The file.
    pub(super) source: Arc<Source>,
    /// The policy.
    pub(super) parsed: ParsedPolicy,
    /// What it says, in one text: equal for policies of different layout.
    pub(super) says: String,
    /// What is filled in only when it is deployed.
    pub(super) holes: Vec<Hole>,
    /// The policy of a template, whose places are places in the file.
    read: Option<ReadDocument>,
    span: Range<usize>,
}

impl Policy {
    /// The policy of a file of its own.
    pub(super) fn of_file(path: &str, address: Option<String>, mut parsed: ParsedPolicy) -> Self {
        let source = Arc::clone(parsed.document.source());
        let span = parsed.document.statement_span(0).unwrap_or_default();
        let says = said(&parsed);
        let holes = placeholders(&mut parsed.policy).into_iter().map(Hole::named).collect();
        Self {
            path: path.to_owned(),
            address,
            kind: None,
            principals: Vec::new(),
            source,
            parsed,
            says,
            holes,
            read: None,
            span,
        }
    }

    /// The policy that a document of another kind than JSON is.
    pub(super) fn of_document(path: &str, source: &Arc<Source>, document: &Node, read: ReadDocument) -> Self {
        let written = WrittenPolicy {
            address: String::new(),
            kind: WrittenKind::Managed,
            principals: Vec::new(),
            document: document.clone(),
        };
        Self { address: None, kind: None, ..Self::of_template(path, source, written, read) }
    }

    /// The policy of a template.
    pub(super) fn of_template(
        path: &str,
        source: &Arc<Source>,
        written: WrittenPolicy,
        read: ReadDocument,
    ) -> Self {
        Self {
            path: path.to_owned(),
            address: Some(written.address),
            kind: Some(written.kind),
            principals: written.principals,
            source: Arc::clone(source),
            parsed: read.parsed.clone(),
            says: said(&read.parsed),
            holes: read.holes.clone(),
            read: Some(read),
            span: written.document.span,
        }
    }

    /// The policy, as it is compared with one at another path. Holes there may have other values: templates are deployed each
    /// by itself, and names of Terraform hold within a folder.
    pub(super) fn elsewhere(&self, path: &str) -> Self {
        let folder =
            |path: &str| path.rsplit_once('/').map_or(String::new(), |(folder, _)| folder.to_owned());
        let same = is_hcl(path) && is_hcl(&self.path) && folder(path) == folder(&self.path);
        if self.holes.is_empty() || same || path == self.path {
            return self.clone();
        }
        let mut moved = self.clone();
        let mut names = Filling::new();
        for hole in &mut moved.holes {
            let before = hole_name(hole);
            hole.definition = format!("{} of {}", hole.definition, self.path);
            names.insert(before, crate::model::hole(&hole_name(hole)));
        }
        moved.parsed = with(&moved.parsed, &names, &[]);
        moved
    }

    /// Its path, and its address in the file.
    pub(crate) fn name(&self) -> String {
        named(&self.path, self.address.as_deref())
    }

    /// Where it begins.
    pub(super) fn place(&self) -> Place {
        place(&self.path, &self.source, &self.span)
    }

    /// Where a statement is.
    pub(super) fn statement(&self, number: usize) -> Place {
        let span = self.parsed.document.statement_span(number);
        span.map_or_else(|| self.place(), |span| self.at(&span))
    }

    /// Where an element of the Action or NotAction of a statement is.
    pub(super) fn element(&self, statement: usize, element: usize) -> Place {
        let span = self.parsed.document.element_span(statement, element);
        span.map_or_else(|| self.statement(statement), |span| self.at(&span))
    }

    fn at(&self, span: &Range<usize>) -> Place {
        let span = self.read.as_ref().map_or_else(|| span.clone(), |read| read.place(span));
        place(&self.path, &self.source, &span)
    }
}

/// A path, and an address in the file.
pub(super) fn named(path: &str, address: Option<&str>) -> String {
    address.map_or_else(|| path.to_owned(), |address| format!("{path}: {address}"))
}

/// The canonical text of a policy; its own text if that is lenient JSON.
fn said(parsed: &ParsedPolicy) -> String {
    let source = Arc::new(Source { name: String::new(), text: parsed.document.text() });
    canonical(&source, Strictness::Lenient).unwrap_or_else(|_| source.text.clone())
}
