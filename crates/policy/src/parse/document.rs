//! The text of a policy, and edits of its actions that change nothing else.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use super::diagnostic::Source;
use super::list_edit::relist;
use super::list_item::Item;
use super::located::{Member, Object};

/// A policy's text, with the places of its statements and actions.
#[derive(Clone, Debug)]
pub struct Document {
    source: Arc<Source>,
    /// The part of the text that is the policy.
    span: Range<usize>,
    /// The list in the Statement element; `None` if the element is a single statement.
    list: Option<Range<usize>>,
    statements: Vec<StatementPlace>,
    /// Where it is written, if the text was made of something else.
    written: Option<Arc<WrittenAt>>,
}

/// Where a document is written whose text was made of something else, such as YAML.
#[derive(Clone, Debug)]
pub struct WrittenAt {
    /// The file.
    pub source: Arc<Source>,
    /// The place of each statement, and those of the elements of its `Action` or `NotAction`.
    pub statements: Vec<(Range<usize>, Vec<Range<usize>>)>,
}

/// The place of a statement and of its actions.
#[derive(Clone, Debug)]
pub(super) struct StatementPlace {
    span: Range<usize>,
    /// The key, `Action` or `NotAction`.
    key: Range<usize>,
    /// Its value.
    value: Range<usize>,
    /// The elements of the value.
    elements: Vec<Range<usize>>,
    /// Whether the value is a string, not a list.
    single: bool,
}

impl StatementPlace {
    /// The statement `object`, whose actions are in `member`.
    pub(super) fn new(object: &Object<'_>, member: &Member<'_>) -> Self {
        let items = member.value.items();
        let single = items.is_none();
        let elements = items.unwrap_or_else(|| vec![member.value]);
        Self {
            span: object.place().span(),
            key: member.name_span.clone(),
            value: member.value.span(),
            elements: elements.into_iter().map(super::Located::span).collect(),
            single,
        }
    }
}

/// What becomes of an element of an `Action` or `NotAction` list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ElementEdit {
    /// It stays as it is written.
    Keep,
    /// It is replaced by these; if there are none, it is removed.
    Replace(Vec<String>),
}

/// What becomes of a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StatementEdit {
    /// It stays as it is written.
    Keep,
    /// It is removed.
    Remove,
    /// One edit for each element of `Action` or `NotAction`, in the order of the document.
    Elements(Vec<ElementEdit>),
    /// These are added to the end of `Action` or `NotAction`.
    Append(Vec<String>),
}

/// Why edits cannot be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EditError {
    /// The number of edits differs from that of the statements, or of the elements.
    Count,
    /// No statement would be left, and the result would not be a policy.
    NothingLeft,
}

impl fmt::Display for EditError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Count => "the edits do not fit the statements of the policy",
            Self::NothingLeft => "the edits leave no statement",
        })
    }
}

impl std::error::Error for EditError {}

impl Document {
    /// A text, the part of it that is the policy, and the places in it.
    pub(super) fn new(
        source: Arc<Source>,
        span: Range<usize>,
        list: Option<Range<usize>>,
        statements: Vec<StatementPlace>,
    ) -> Self {
        Self { source, span, list, statements, written: None }
    }

    /// The text as it was read, including whatever surrounds the policy. Places are places in it.
    pub fn source(&self) -> &Arc<Source> {
        &self.source
    }

    /// The policy alone: what [`edited`](Self::edited) returns if nothing changes.
    pub fn text(&self) -> String {
        self.alone(&self.source.text)
    }

    /// The place of a statement.
    pub fn statement_span(&self, statement: usize) -> Option<Range<usize>> {
        self.statements.get(statement).map(|place| place.span.clone())
    }

    /// The place of an element of the statement's `Action` or `NotAction`, including its quotes.
    pub fn element_span(&self, statement: usize, element: usize) -> Option<Range<usize>> {
        self.statements.get(statement)?.elements.get(element).cloned()
    }

    /// The same document, which was made of what is written elsewhere.
    #[must_use]
    pub fn written_at(self, written: WrittenAt) -> Self {
        Self { written: Some(Arc::new(written)), ..self }
    }

    /// Whether its text was made of what is written elsewhere.
    pub fn is_written_elsewhere(&self) -> bool {
        self.written.is_some()
    }

    /// Where a statement, or an element of its `Action` or `NotAction`, is written, and in which file.
    pub fn place(&self, statement: usize, element: Option<usize>) -> Option<(&Arc<Source>, Range<usize>)> {
        let Some(written) = &self.written else {
            let span = match element {
                Some(element) => self.element_span(statement, element)?,
                None => self.statement_span(statement)?,
            };
            return Some((&self.source, span));
        };
        let (whole, elements) = written.statements.get(statement)?;
        let span = match element {
            Some(element) => elements.get(element)?,
            None => whole,
        };
        Some((&written.source, span.clone()))
    }

    /// The policy with the edits applied, one for each statement. What no edit names keeps its bytes, except that
    /// a policy inside another document loses the indentation it has there.
    ///
    /// A list keeps its layout: if it is on one line it stays there, otherwise each new element gets its own
    /// line, indented like its neighbours. A string that becomes several is made a list: on one line if its
    /// statement is on one, otherwise indented like the statement.
    pub fn edited(&self, edits: &[StatementEdit]) -> Result<String, EditError> {
        if edits.len() != self.statements.len() {
            return Err(EditError::Count);
        }
        let mut items = Vec::with_capacity(edits.len());
        for (place, edit) in self.statements.iter().zip(edits) {
            let texts = match edit {
                StatementEdit::Remove => Vec::new(),
                edit => vec![self.statement(place, edit)?],
            };
            items.push(Item { range: place.span.clone(), texts });
        }
        if items.iter().all(|item| item.texts.is_empty()) {
            return Err(EditError::NothingLeft);
        }
        let text = match (&self.list, items.first()) {
            (Some(list), _) => self.with(list, &relist(&self.source.text, list, &items, "")),
            (None, Some(only)) => self.with(&only.range, &only.texts.concat()),
            (None, None) => self.source.text.clone(),
        };
        Ok(self.alone(&text))
    }

    /// The policy alone, from `text`, which is the source with the policy edited. JSON strings contain no line
    /// breaks, so all white space after one is indentation.
    fn alone(&self, text: &str) -> String {
        let behind = self.source.text.len() - self.span.end;
        let policy = text.get(self.span.start..text.len() - behind).unwrap_or_default();
        match indentation(&self.source.text, self.span.start) {
            indentation if self.span.start > 0 => policy.replace(&format!("\n{indentation}"), "\n"),
            _ => policy.to_owned(),
        }
    }

    /// The whole text with `replacement` at `range`.
    fn with(&self, range: &Range<usize>, replacement: &str) -> String {
        let (before, after) = (self.slice(0..range.start), self.slice(range.end..self.source.text.len()));
        [before, replacement, after].concat()
    }

    fn slice(&self, range: Range<usize>) -> &str {
        self.source.text.get(range).unwrap_or_default()
    }

    /// The text of one statement after its edit.
    fn statement(&self, place: &StatementPlace, edit: &StatementEdit) -> Result<String, EditError> {
        let kept = |range: &Range<usize>| vec![self.slice(range.clone()).to_owned()];
        let mut elements: Vec<Vec<String>> = place.elements.iter().map(kept).collect();
        let mut appended = Vec::new();
        match edit {
            StatementEdit::Elements(edits) if edits.len() == elements.len() => {
                for (texts, edit) in elements.iter_mut().zip(edits) {
                    if let ElementEdit::Replace(actions) = edit {
                        *texts = actions.iter().map(|action| literal(action)).collect();
                    }
                }
            }
            StatementEdit::Elements(_) => return Err(EditError::Count),
            StatementEdit::Append(actions) => {
                appended = actions.iter().map(|action| literal(action)).collect();
            }
            StatementEdit::Keep | StatementEdit::Remove => {}
        }
        if let Some(last) = elements.last_mut() {
            last.append(&mut appended);
        }
        let value = match elements.concat().as_slice() {
            [one] if place.single => one.clone(),
            several if place.single => self.new_list(place, several),
            _ if elements.is_empty() => self.filled(place, &appended),
            _ => {
                let ranges = place.elements.iter().cloned().zip(elements);
                let items: Vec<Item> = ranges.map(|(range, texts)| Item { range, texts }).collect();
                relist(&self.source.text, &place.value, &items, self.space(place))
            }
        };
        let before = self.slice(place.span.start..place.value.start);
        let after = self.slice(place.value.end..place.span.end);
        Ok([before, &value, after].concat())
    }

    /// An empty list with elements added; comments stay, and without new elements nothing changes.
    fn filled(&self, place: &StatementPlace, texts: &[String]) -> String {
        if texts.is_empty() {
            return self.slice(place.value.clone()).to_owned();
        }
        let inside = self.slice(place.value.start + 1..place.value.end - 1);
        let inside = if inside.trim().is_empty() { "" } else { inside };
        format!("[{}{inside}]", texts.join(", "))
    }

    /// The space that this document puts between things on one line.
    fn space(&self, place: &StatementPlace) -> &'static str {
        let behind_key = self.slice(place.key.end..place.value.start);
        if behind_key.ends_with(char::is_whitespace) { " " } else { "" }
    }

    /// A list in place of a string.
    fn new_list(&self, place: &StatementPlace, texts: &[String]) -> String {
        let statement = self.slice(place.span.clone());
        if texts.is_empty() || !statement.contains('\n') {
            return format!("[{}]", texts.join(&format!(",{}", self.space(place))));
        }
        let line_end = if statement.contains("\r\n") { "\r\n" } else { "\n" };
        let outer = indentation(&self.source.text, place.span.end - 1);
        let inner = indentation(&self.source.text, place.key.start);
        let unit = match inner.strip_prefix(outer) {
            Some(unit) if !unit.is_empty() => unit,
            _ => "  ",
        };
        let lines = texts.join(&format!(",{line_end}{inner}{unit}"));
        format!("[{line_end}{inner}{unit}{lines}{line_end}{inner}]")
    }
}

/// A JSON string.
fn literal(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// The white space at the beginning of the line with byte `at`.
fn indentation(text: &str, at: usize) -> &str {
    let before = text.get(..at).unwrap_or_default();
    let line = before.rfind('\n').map_or(before, |end| before.get(end + 1..).unwrap_or_default());
    line.get(..line.len() - line.trim_start().len()).unwrap_or_default()
}
