//! Values from the events of the YAML parser, without recursion.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use granit_parser::{Event, ScalarStyle, Span, StructureStyle};
use paredown_policy::parse::{Code, Diagnostic, Source};

use super::aliases::{Anchored, Anchors};
use super::errors::{error, over_limit, place};
use super::scalar;
use super::tags::{Meaning, meaning, tagged};
use crate::value::{Member, Node, Value};

/// A list or an object that is being read.
struct Frame {
    held: Held,
    span: Range<usize>,
    style: StructureStyle,
    anchor: usize,
    tag: Option<(Meaning, Range<usize>)>,
}

/// What is in it so far.
enum Held {
    List(Vec<Node>),
    Object {
        members: Vec<Member>,
        names: BTreeSet<String>,
        /// Values of `<<`.
        merged: Vec<Node>,
        key: Option<Key>,
    },
}

struct Key {
    name: String,
    span: Range<usize>,
    /// Whether it is `<<`.
    merges: bool,
}

pub(super) struct Builder<'s> {
    source: &'s Arc<Source>,
    nesting: usize,
    frames: Vec<Frame>,
    anchors: Anchors,
    /// The anchors whose values are being read.
    open: BTreeSet<usize>,
    root: Option<Node>,
}

impl<'s> Builder<'s> {
    pub(super) fn new(source: &'s Arc<Source>, nesting: usize) -> Self {
        Self {
            source,
            nesting,
            frames: Vec::new(),
            anchors: Anchors::default(),
            open: BTreeSet::new(),
            root: None,
        }
    }

    /// The value of the document, once all events were seen.
    pub(super) fn finish(self) -> Option<Node> {
        self.root
    }

    /// Takes an event.
    pub(super) fn event(&mut self, event: Event<'_>, span: &Span) -> Result<(), Diagnostic> {
        let at = place(self.source, span);
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let tag = tag.map(|tag| meaning(self.source, &tag, span)).transpose()?;
                self.scalar(&text, style, (anchor, tag), at)
            }
            Event::SequenceStart(style, anchor, tag) => {
                let tag = tag.map(|tag| meaning(self.source, &tag, span)).transpose()?;
                self.begin(Held::List(Vec::new()), style, (anchor, tag), at)
            }
            Event::MappingStart(style, anchor, tag) => {
                let tag = tag.map(|tag| meaning(self.source, &tag, span)).transpose()?;
                let held = Held::Object {
                    members: Vec::new(),
                    names: BTreeSet::new(),
                    merged: Vec::new(),
                    key: None,
                };
                self.begin(held, style, (anchor, tag), at)
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(&at),
            Event::Alias(id) => self.alias(id, at),
            _ => Ok(()),
        }
    }

    fn scalar(
        &mut self,
        text: &str,
        style: ScalarStyle,
        (anchor, tag): (usize, Option<(Meaning, Range<usize>)>),
        at: Range<usize>,
    ) -> Result<(), Diagnostic> {
        let at = self.without_end_of_line(style, at);
        if self.wants_key() {
            if tag.as_ref().is_some_and(|(meaning, _)| !matches!(meaning, Meaning::Text | Meaning::Any)) {
                return Err(error(self.source, at, "a key has a tag", "remove the tag"));
            }
            let merges = tag.is_none() && style == ScalarStyle::Plain && text == "<<";
            if anchor > 0 {
                self.anchor(anchor, &Node::text(text, at.clone()))?;
            }
            return self.key(text.to_owned(), at, merges);
        }
        let plain = style == ScalarStyle::Plain;
        let value = match &tag {
            None if plain => scalar::plain(text),
            Some((Meaning::Scalar(kind), _)) => scalar::of_kind(text, kind)
                .ok_or_else(|| error(self.source, at.clone(), format!("this is no `!!{kind}`"), "not one"))?,
            Some((Meaning::List | Meaning::Object, _)) => {
                return Err(error(self.source, at, "the tag does not fit: this is a text", "a text"));
            }
            _ => return self.value(tagged(self.source, tag, Node::text(text, at)), anchor),
        };
        self.value(Node { value, span: at }, anchor)
    }

    /// Text over several lines ends with its last line.
    fn without_end_of_line(&self, style: ScalarStyle, at: Range<usize>) -> Range<usize> {
        if !matches!(style, ScalarStyle::Literal | ScalarStyle::Folded) {
            return at;
        }
        let raw = self.source.text.get(at.clone()).unwrap_or_default();
        at.start..at.start + raw.trim_end().len()
    }

    fn wants_key(&self) -> bool {
        matches!(self.frames.last(), Some(Frame { held: Held::Object { key: None, .. }, .. }))
    }

    fn key(&mut self, name: String, span: Range<usize>, merges: bool) -> Result<(), Diagnostic> {
        let Some(Frame { held: Held::Object { names, key, .. }, .. }) = self.frames.last_mut() else {
            return Ok(());
        };
        if !merges && !names.insert(name.clone()) {
            let message = format!("duplicate key `{}` in one object", name.escape_debug());
            return Err(error(self.source, span, message, "again here")
                .coded(Code::Duplicate)
                .with_help("give each key once: readers differ in which of the two they take"));
        }
        *key = Some(Key { name, span, merges });
        Ok(())
    }

    fn begin(
        &mut self,
        held: Held,
        style: StructureStyle,
        (anchor, tag): (usize, Option<(Meaning, Range<usize>)>),
        span: Range<usize>,
    ) -> Result<(), Diagnostic> {
        if self.wants_key() {
            let message = "a key is a list or an object";
            return Err(error(self.source, span, message, "write a text as key"));
        }
        let fits = match tag.as_ref().map(|(meaning, _)| meaning) {
            Some(Meaning::List) => matches!(held, Held::List(_)),
            Some(Meaning::Object) => matches!(held, Held::Object { .. }),
            Some(Meaning::Text | Meaning::Scalar(_)) => false,
            None | Some(Meaning::Any | Meaning::Function(_)) => true,
        };
        if !fits {
            return Err(error(self.source, span, "the tag does not fit its value", "of another type"));
        }
        if anchor > 0 {
            self.open.insert(anchor);
        }
        self.frames.push(Frame { held, span: span.clone(), style, anchor, tag });
        self.not_too_deep(0, span)
    }

    /// Refuses what is nested too deeply once a value of this depth is in the innermost list or object.
    fn not_too_deep(&self, more: usize, span: Range<usize>) -> Result<(), Diagnostic> {
        let functions = self.frames.iter().filter(|frame| frame.tag.is_some()).count();
        if self.frames.len() + functions + more > self.nesting {
            let message = format!("lists and objects are nested more than {} deep", self.nesting);
            return Err(over_limit(self.source, span, message)
                .with_help("no template needs that; --max-nesting sets the limit"));
        }
        Ok(())
    }

    fn end(&mut self, at: &Range<usize>) -> Result<(), Diagnostic> {
        let Some(frame) = self.frames.pop() else { return Ok(()) };
        self.open.remove(&frame.anchor);
        let (value, inner) = match frame.held {
            Held::List(items) => {
                let last = items.last().map(|item| item.span.end);
                (Value::List(items), (Some(frame.span.start), last))
            }
            Held::Object { members, names, merged, .. } => {
                let first = members.first().map(|member| member.name_span.start);
                let mut ends = members.iter().map(|member| member.value.span.end.max(member.name_span.end));
                let last = ends.next_back();
                let members = super::aliases::merge(self.source, members, names, merged)?;
                (Value::Object(members), (first, last))
            }
        };
        let span = match (frame.style, inner) {
            (StructureStyle::Flow, _) => frame.span.start..at.end.max(frame.span.start),
            // Events of block style are where the parser noticed: after white space and comments.
            (StructureStyle::Block, (first, last)) => {
                let start = self.dash(first.unwrap_or(frame.span.start), &value);
                start..last.unwrap_or(start).max(start)
            }
        };
        let node = tagged(self.source, frame.tag, Node { value, span });
        self.value(node, frame.anchor)
    }

    /// Where a list begins: at its first `-`, which the parser does not say if the list is as far to the left as its key.
    fn dash(&self, start: usize, value: &Value) -> usize {
        let first = match value {
            Value::List(items) => items.first().map(|item| item.span.start),
            _ => None,
        };
        if first != Some(start) {
            return start;
        }
        let before =
            self.source.text.get(..start).unwrap_or_default().trim_end_matches([' ', '\t', '\n', '\r']);
        if before.ends_with('-') { before.len() - 1 } else { start }
    }

    fn alias(&mut self, id: usize, at: Range<usize>) -> Result<(), Diagnostic> {
        if self.open.contains(&id) {
            return Err(error(self.source, at, "an alias is within what it stands for", "without end"));
        }
        let Some(Anchored { node, depth, weight }) = self.anchors.get(id) else {
            return Err(error(self.source, at, "an alias stands for nothing", "no such anchor"));
        };
        if self.wants_key() {
            let Some(name) = node.known() else {
                return Err(error(self.source, at, "a key is no text", "write a text as key"));
            };
            return self.key(name, at, false);
        }
        let (depth, weight) = (*depth, *weight);
        self.not_too_deep(depth, at.clone())?;
        self.anchors.spend(self.source, weight, at)?;
        let node = self.anchors.get(id).map(|anchored| anchored.node.clone());
        node.map_or(Ok(()), |node| self.value(node, 0))
    }

    fn anchor(&mut self, anchor: usize, node: &Node) -> Result<(), Diagnostic> {
        self.anchors.add(self.source, anchor, node)
    }

    /// Adds a value to the innermost list or object.
    fn value(&mut self, node: Node, anchor: usize) -> Result<(), Diagnostic> {
        if anchor > 0 {
            self.anchor(anchor, &node)?;
        }
        match self.frames.last_mut().map(|frame| &mut frame.held) {
            None => self.root = Some(node),
            Some(Held::List(items)) => items.push(node),
            Some(Held::Object { members, merged, key, .. }) => match key.take() {
                Some(Key { merges: true, .. }) => merged.push(node),
                Some(Key { name, span, .. }) => {
                    members.push(Member { name, name_span: span, value: node });
                }
                None => return Err(error(self.source, node.span, "a value has no key", "no key")),
            },
        }
        Ok(())
    }
}
