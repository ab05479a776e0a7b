//! A list in place of a single action.

use std::ops::Range;

use super::gaps::{has_break, indentation};
use super::lines::{line_break, line_start};
use super::{Editor, Language, actions};
use crate::value::{Member, Node, Value};

impl Editor<'_> {
    /// Puts a list in place of a text: in block style if the statement is, else in brackets; on one line if the statement is
    /// on one.
    pub(super) fn new_list(&mut self, statement: &Node, member: &Member, texts: &[String]) {
        let block = self.language == Language::Yaml && !self.text(&statement.span).starts_with('{');
        if block && self.in_block_style() && self.block_list(member, texts).is_some() {
            return;
        }
        let list = if block {
            format!("[{}]", texts.join(", "))
        } else {
            self.bracketed_list(statement, member, texts)
        };
        self.out.replace(member.value.span.clone(), list);
    }

    fn bracketed_list(&self, statement: &Node, member: &Member, texts: &[String]) -> String {
        let one_line = || format!("[{}]", texts.join(&format!(",{}", self.space(member))));
        let raw = self.text(&statement.span);
        let escaped = self.text(&member.value.span).starts_with('\\');
        if !(if escaped { has_break(raw) } else { raw.contains('\n') }) {
            return one_line();
        }
        let text = &self.source.text;
        let outer = indentation(text, statement.span.end.saturating_sub(1), escaped);
        let inner = indentation(text, member.name_span.start, escaped);
        let (Some((_, outer)), Some((line_break, inner))) = (outer, inner) else { return one_line() };
        let unit = inner.strip_prefix(outer).filter(|unit| !unit.is_empty()).unwrap_or("  ");
        let lines = texts.join(&format!(",{line_break}{inner}{unit}"));
        format!("[{line_break}{inner}{unit}{lines}{line_break}{inner}]")
    }

    /// Whether lists of actions are written in block style; if there are none, they are.
    fn in_block_style(&self) -> bool {
        let mut lists = self
            .statements()
            .iter()
            .filter_map(actions)
            .filter(|member| matches!(member.value.value, Value::List(_)))
            .map(|member| !self.text(&member.value.span).starts_with('['));
        let first = lists.next();
        first.is_none_or(|first| first || lists.any(|block| block))
    }

    /// Writes the list on lines of its own below the key; nothing if the value is not next to the key.
    fn block_list(&mut self, member: &Member, texts: &[String]) -> Option<()> {
        let text = &self.source.text;
        let span = &member.value.span;
        let before = text.get(member.name_span.end..span.start)?;
        if before.trim() != ":" || before.contains('\n') {
            return None;
        }
        let key = member.name_span.start - line_start(text, member.name_span.start);
        let indent = " ".repeat(key + self.step().unwrap_or(2));
        let rest = text.get(span.end..)?;
        let line = rest.get(..rest.find('\n').unwrap_or(rest.len()))?;
        let line = line.strip_suffix('\r').unwrap_or(line);
        let comment = line.trim_start();
        if !comment.is_empty() && !comment.starts_with('#') {
            return None;
        }
        let space = before.len() - before.trim_end().len();
        // A comment stays behind the key.
        let (start, end) = if comment.is_empty() {
            (span.start - space, span.end)
        } else {
            (span.start, span.end + line.len() - comment.len())
        };
        let line_end = span.end + line.len();
        let line_break = line_break(text);
        self.out.replace(start..end, "");
        for text in texts {
            self.out.replace(line_end..line_end, format!("{line_break}{indent}- {text}"));
        }
        Some(())
    }

    /// By how much the lists of the document are indented more than their keys.
    fn step(&self) -> Option<usize> {
        let inside = self.statements().iter().filter_map(Node::members).flatten();
        let outside = self.document.members().unwrap_or_default().iter();
        let mut lists =
            inside.chain(outside).filter(|member| !self.text(&member.value.span).starts_with('['));
        lists.find_map(|member| {
            let first = member.value.items()?.first()?;
            let column = |at: usize| at - line_start(&self.source.text, at);
            let dash = self.dash(&first.span)?;
            column(dash).checked_sub(column(member.name_span.start))
        })
    }

    /// Where the dash of an element is.
    fn dash(&self, span: &Range<usize>) -> Option<usize> {
        let before = self.source.text.get(..span.start)?.trim_end();
        before.ends_with('-').then(|| before.len() - 1)
    }

    fn statements(&self) -> &[Node] {
        let all = self.document.get("Statement");
        all.map_or(&[], |all| all.items().unwrap_or(std::slice::from_ref(all)))
    }
}
