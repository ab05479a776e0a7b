//! Edits policies where they are written: actions and statements, and nothing else.
//!
//! Places come from the readers, but what is edited has to be written out there: every element that changes is compared with
//! the text at its place, and between elements there may be nothing but white space, comments and commas. What comes from an
//! expression, or stands for something else as well, is refused.

mod actions;
mod bracketed;
mod choose;
mod file;
mod gaps;
mod lines;
mod new_list;
mod principals;
mod quotes;
mod remains;
mod splices;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use paredown_policy::parse::{Code, Diagnostic, Source, StatementEdit};

use crate::value::{Member, Node, Value};
use crate::yaml::yaml;
use bracketed::Element;
use splices::Splices;

pub use file::EditableFile;

/// The syntax of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// JSON, perhaps with comments.
    Json,
    /// YAML.
    Yaml,
    /// HCL.
    Hcl,
}

/// The text of the file with policies of it edited, each by one edit for each statement. What no edit names keeps its bytes: an
/// action that goes takes its comma, its line and the comment on it.
///
/// # Errors
/// Nothing of a policy would be left, or what is to be edited is not written out: with its place.
pub fn edited(
    source: &Arc<Source>,
    language: Language,
    policies: &[(&Node, &[StatementEdit])],
) -> Result<String, Diagnostic> {
    let uses = if language == Language::Yaml { uses(&yaml(source)?) } else { BTreeMap::new() };
    let mut out = Splices::default();
    for (document, edits) in policies {
        let mut editor = Editor { source, language, document, uses: &uses, out };
        editor.policy(edits)?;
        out = editor.out;
    }
    let first = policies.first().map_or(0..0, |(document, _)| document.span.clone());
    out.applied(&source.text).ok_or_else(|| internal_at(source, first, "two edits of the same place"))
}

struct Editor<'a> {
    source: &'a Arc<Source>,
    language: Language,
    document: &'a Node,
    /// How often the values at places of a YAML file are used: those with an anchor more than once, if aliases stand for them.
    uses: &'a BTreeMap<(usize, usize), usize>,
    out: Splices,
}

impl Editor<'_> {
    fn text(&self, span: &Range<usize>) -> &str {
        self.source.text.get(span.clone()).unwrap_or_default()
    }

    /// Edits all of the policy.
    fn policy(&mut self, edits: &[StatementEdit]) -> Result<(), Diagnostic> {
        let (source, document) = (self.source, self.document);
        let all = document
            .get("Statement")
            .ok_or_else(|| internal(source, document, "a policy without statements"))?;
        let statements = all.items().unwrap_or(std::slice::from_ref(all));
        if statements.len() != edits.len() {
            return Err(internal(source, all, "the edits do not fit the statements"));
        }
        if edits.iter().all(|edit| *edit == StatementEdit::Remove) {
            let message = "none of the statements of the policy would be left";
            return Err(Diagnostic::error(source, document.span.clone(), message, "all of this policy goes")
                .with_help("remove the policy, and what attaches it, by hand"));
        }
        for (statement, edit) in statements.iter().zip(edits) {
            self.statement(statement, edit)?;
        }
        self.remove(all, statements, edits)
    }

    fn statement(&mut self, statement: &Node, edit: &StatementEdit) -> Result<(), Diagnostic> {
        if matches!(edit, StatementEdit::Keep | StatementEdit::Remove) {
            return Ok(());
        }
        let member = actions(statement)
            .ok_or_else(|| internal(self.source, statement, "a statement without actions"))?;
        self.actions(statement, member, edit)
    }

    /// Removes statements.
    fn remove(&mut self, all: &Node, statements: &[Node], edits: &[StatementEdit]) -> Result<(), Diagnostic> {
        let going = statements.iter().zip(edits).filter(|(_, edit)| **edit == StatementEdit::Remove);
        let going: Vec<&Node> = going.map(|(statement, _)| statement).collect();
        let Some(first) = going.first() else { return Ok(()) };
        for statement in &going {
            self.used_once(statement)?;
        }
        let elements: Vec<Element> = statements
            .iter()
            .zip(edits)
            .map(|(one, edit)| Element {
                span: one.span.clone(),
                stays: *edit != StatementEdit::Remove,
                texts: Vec::new(),
            })
            .collect();
        let text = &self.source.text;
        let removed = if self.text(&all.span).starts_with('[') {
            bracketed::edit(text, &all.span, &elements, "", &mut self.out)
        } else if self.language == Language::Yaml {
            lines::edit(text, &elements, &mut self.out)
        } else if going.iter().all(|block| self.text(&block.span).starts_with("statement")) {
            going.iter().try_for_each(|block| lines::remove_block(text, &block.span, &mut self.out))
        } else {
            None
        };
        removed.ok_or_else(|| self.computed(first, "the statement to be removed"))
    }

    /// Refuses to edit what aliases stand for as well.
    fn used_once(&self, node: &Node) -> Result<(), Diagnostic> {
        if self.uses.get(&(node.span.start, node.span.end)).is_none_or(|uses| *uses < 2) {
            return Ok(());
        }
        let message =
            "an alias stands for what would have to be edited, so that it would change elsewhere too";
        Err(Diagnostic::error(self.source, node.span.clone(), message, "it has an anchor")
            .with_help("write it out where the alias is, and edit it then"))
    }

    /// The error for what is not written out.
    fn computed(&self, node: &Node, what: &str) -> Diagnostic {
        let message = format!(
            "{what} is not written out, but comes from an expression or from elsewhere, which is not edited"
        );
        Diagnostic::error(self.source, node.span.clone(), message, "from this")
            .with_help("write it out as a text or a list of texts, each element on a line of its own if the list has no brackets")
    }
}

/// The actions of a statement: `Action` or `NotAction`.
fn actions(statement: &Node) -> Option<&Member> {
    statement.members()?.iter().find(|member| matches!(member.name.as_str(), "Action" | "NotAction"))
}

/// How often the values at places are used.
fn uses(root: &Node) -> BTreeMap<(usize, usize), usize> {
    let mut all = BTreeMap::new();
    let mut open = vec![root];
    while let Some(node) = open.pop() {
        *all.entry((node.span.start, node.span.end)).or_default() += 1;
        match &node.value {
            Value::List(items) => open.extend(items),
            Value::Object(members) => open.extend(members.iter().map(|member| &member.value)),
            _ => {}
        }
    }
    all
}

fn internal(source: &Arc<Source>, node: &Node, what: &str) -> Diagnostic {
    internal_at(source, node.span.clone(), what)
}

fn internal_at(source: &Arc<Source>, span: Range<usize>, what: &str) -> Diagnostic {
    Diagnostic::error(source, span, format!("internal error: {what}"), "").coded(Code::Internal)
}

#[cfg(test)]
mod tests;
