//! Edits the actions of a statement.

use paredown_policy::parse::{Diagnostic, ElementEdit, StatementEdit};

use super::bracketed::{self, Element};
use super::quotes::Quotes;
use super::{Editor, Language, internal, lines};
use crate::value::{Member, Node};

impl Editor<'_> {
    pub(super) fn actions(
        &mut self,
        statement: &Node,
        member: &Member,
        edit: &StatementEdit,
    ) -> Result<(), Diagnostic> {
        let value = &member.value;
        let nodes = value.items().unwrap_or(std::slice::from_ref(value));
        let changes = changes(nodes.len(), edit)
            .ok_or_else(|| internal(self.source, value, "the edits do not fit the actions"))?;
        if changes.iter().all(|change| change.stays && change.new.is_empty()) && !nodes.is_empty() {
            return Ok(());
        }
        let within = statement.span.start <= value.span.start && value.span.end <= statement.span.end;
        // What stands for a whole list, or for a statement, is where each of its actions is.
        let computed = value.items().is_some_and(|items| items.iter().any(|item| item.span == value.span));
        if !within || computed {
            return Err(self.computed(value, &member.name));
        }
        self.used_once(value)?;
        let mut elements = Vec::new();
        for (node, change) in nodes.iter().zip(&changes) {
            let quotes = self.quotes(node, nodes);
            if !change.stays {
                self.used_once(node)?;
                let raw = self.text(&node.span);
                let known = node.known();
                let written = known.as_deref().and_then(|action| Quotes::of(raw, action));
                if written.is_none() || written == Some(Quotes::None) && self.language != Language::Yaml {
                    return Err(self.computed(node, &format!("an action of `{}` to be edited", member.name)));
                }
            }
            let texts = change.new.iter().map(|action| self.quoted(node, action, quotes, nodes));
            elements.push(Element {
                span: node.span.clone(),
                stays: change.stays,
                texts: texts.collect::<Result<_, _>>()?,
            });
        }
        if nodes.is_empty() {
            return self.fill(member, &changes);
        }
        if value.items().is_none() {
            return self.single(statement, member, elements);
        }
        let text = &self.source.text;
        let done = if self.text(&value.span).starts_with('[') {
            bracketed::edit(text, &value.span, &elements, self.space(member), &mut self.out)
        } else if self.language == Language::Yaml {
            lines::edit(text, &elements, &mut self.out)
        } else {
            None
        };
        done.ok_or_else(|| self.computed(value, &member.name))
    }

    /// A text in place of which there is one or several.
    fn single(
        &mut self,
        statement: &Node,
        member: &Member,
        elements: Vec<Element>,
    ) -> Result<(), Diagnostic> {
        let value = &member.value;
        let mut texts: Vec<String> = Vec::new();
        for element in elements {
            if element.stays {
                texts.push(self.text(&element.span).to_owned());
            }
            texts.extend(element.texts);
        }
        match texts.as_slice() {
            [one] => self.out.replace(value.span.clone(), one),
            // In a block of YAML, a list would be text.
            _ if self.between(member).contains(['|', '>']) => {
                return Err(self.computed(value, &member.name));
            }
            several => self.new_list(statement, member, several),
        }
        Ok(())
    }

    /// Puts actions into an empty list.
    fn fill(&mut self, member: &Member, changes: &[Change]) -> Result<(), Diagnostic> {
        let value = &member.value;
        let new: Vec<&String> = changes.iter().flat_map(|change| &change.new).collect();
        if new.is_empty() {
            return Ok(());
        }
        let raw = self.text(&value.span);
        let inside = raw.strip_prefix('[').and_then(|raw| raw.strip_suffix(']'));
        if inside.is_none_or(|inside| !inside.trim().is_empty()) {
            return Err(self.computed(value, &member.name));
        }
        let key = self.text(&member.name_span);
        let quotes = if key.ends_with("\\\"") { Quotes::Escaped } else { Quotes::Double };
        let texts = new.into_iter().map(|action| self.quoted(value, action, quotes, &[]));
        let texts: Vec<String> = texts.collect::<Result<_, _>>()?;
        let joined = texts.join(&format!(",{}", self.space(member)));
        self.out.replace(value.span.clone(), format!("[{joined}]"));
        Ok(())
    }

    /// The space that is put between elements on one line, as between a key and its value.
    pub(super) fn space(&self, member: &Member) -> &'static str {
        let between = self.between(member);
        if between.is_empty() || between.contains([' ', '\t', '\n']) { " " } else { "" }
    }

    /// What is between a key and its value.
    fn between(&self, member: &Member) -> &str {
        self.source.text.get(member.name_span.end..member.value.span.start).unwrap_or_default()
    }

    /// The quotes of an element, or of another one of its list.
    fn quotes(&self, node: &Node, nodes: &[Node]) -> Quotes {
        let own = |node: &Node| Quotes::of(self.text(&node.span), &node.known()?);
        let otherwise = if self.language == Language::Yaml { Quotes::None } else { Quotes::Double };
        own(node).or_else(|| nodes.iter().find_map(own)).unwrap_or(otherwise)
    }

    /// A new action in these quotes, or where YAML needs some in those of another element.
    fn quoted(
        &self,
        node: &Node,
        action: &str,
        quotes: Quotes,
        nodes: &[Node],
    ) -> Result<String, Diagnostic> {
        let instead = || {
            let mut others =
                nodes.iter().filter_map(|node| Quotes::of(self.text(&node.span), &node.known()?));
            others.find(|quotes| *quotes != Quotes::None).unwrap_or(Quotes::Double)
        };
        quotes.around(action, instead).ok_or_else(|| {
            internal(self.source, node, "a new action with characters that actions do not have")
        })
    }
}

/// What becomes of an element.
#[derive(Clone, Debug)]
struct Change {
    stays: bool,
    new: Vec<String>,
}

/// What becomes of each element; of an empty list, what is put into it. Nothing if the edit does not fit.
fn changes(count: usize, edit: &StatementEdit) -> Option<Vec<Change>> {
    let kept = Change { stays: true, new: Vec::new() };
    Some(match edit {
        StatementEdit::Keep | StatementEdit::Remove => vec![kept; count],
        StatementEdit::Append(new) => {
            let mut all = vec![kept.clone(); count.max(1)];
            all.last_mut()?.new.clone_from(new);
            all
        }
        StatementEdit::Elements(edits) => {
            let all: Vec<Change> = edits
                .iter()
                .map(|edit| match edit {
                    ElementEdit::Keep => kept.clone(),
                    ElementEdit::Replace(new) => Change { stays: false, new: new.clone() },
                })
                .collect();
            let left = all.iter().any(|change| change.stays || !change.new.is_empty());
            if all.len() != count || !left && count > 0 {
                return None;
            }
            all
        }
    })
}
