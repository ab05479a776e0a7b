//! The values of expressions; what is known only once they are evaluated is a hole.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use hcl_edit::Span;
use hcl_edit::expr::{Expression, FuncCall, Object, ObjectKey};
use hcl_edit::structure::Body;
use hcl_edit::template::{Element, Strip};
use paredown_policy::parse::Source;

use super::canonical;
use super::names::{Item, Names, name};
use crate::value::{Hole, Member, Node, Part, Text, Value};

/// How many bytes of locals and documents are put in place of what refers to them, in one file.
const BUDGET: usize = 1_000_000;

/// How many locals are followed in a row.
const DEEPEST: usize = 20;

/// Evaluates expressions of a file.
pub(super) struct Values<'b> {
    pub(super) source: &'b Arc<Source>,
    pub(super) names: &'b Names<'b>,
    /// Why a policy that begins at a place is not understood.
    pub(super) reasons: RefCell<BTreeMap<usize, String>>,
    /// What `each` and `count` are about.
    pub(super) owner: RefCell<String>,
    budget: Cell<usize>,
    depth: Cell<usize>,
}

impl<'b> Values<'b> {
    pub(super) fn new(source: &'b Arc<Source>, names: &'b Names<'b>) -> Self {
        Self {
            source,
            names,
            reasons: RefCell::default(),
            owner: RefCell::default(),
            budget: Cell::new(BUDGET),
            depth: Cell::new(0),
        }
    }

    /// The value of an expression.
    pub(super) fn value(&self, one: &Expression) -> Node {
        let span = one.span().unwrap_or_default();
        let value = match one {
            Expression::Null(_) => Value::Null,
            Expression::Bool(value) => Value::Boolean(*value.value()),
            Expression::Number(_) => Value::Number(canonical::expression(&self.source.text, one)),
            Expression::String(text) => Value::Text(Text::plain(text.value().as_str())),
            Expression::Array(items) => Value::List(items.iter().map(|item| self.value(item)).collect()),
            Expression::Object(object) => self.object(object).unwrap_or_else(|| self.hole(one)),
            Expression::StringTemplate(template) => match template.as_single_element() {
                // One expression alone is not made a text.
                Some(Element::Interpolation(inner)) => self.value(&inner.expr).value,
                _ => self.template(template.iter()).unwrap_or_else(|| self.hole(one)),
            },
            Expression::HeredocTemplate(heredoc) => {
                self.template(heredoc.template.iter()).unwrap_or_else(|| self.hole(one))
            }
            Expression::FuncCall(call) => self.collected(call).unwrap_or_else(|| self.hole(one)),
            Expression::Parenthesis(inner) => self.value(inner.inner()).value,
            _ => {
                match self.local(one).and_then(|local| self.followed(local, |local| self.value(local).value))
                {
                    None | Some(Value::Hole(_)) => self.hole(one),
                    Some(value) => value,
                }
            }
        };
        Node { value, span }
    }

    /// The hole that stands for an expression.
    pub(super) fn hole(&self, one: &Expression) -> Value {
        let definition = self.names.definition(one, &self.owner.borrow());
        let name = canonical::expression(&self.source.text, one);
        Value::Hole(Hole { definition, example: self.default(one), ..Hole::named(name) })
    }

    /// The default of the variable that an expression is.
    fn default(&self, one: &Expression) -> Option<String> {
        let Expression::Traversal(traversal) = one else { return None };
        let Some(Item::Block(block)) =
            self.names.get(&name(traversal).filter(|name| name.starts_with("var."))?)
        else {
            return None;
        };
        Some(block.body.get_attribute("default")?.value.as_str()?.to_owned())
    }

    /// The expression of the local that an expression is.
    pub(super) fn local(&self, one: &Expression) -> Option<&'b Expression> {
        let Expression::Traversal(traversal) = one else { return None };
        let name =
            name(traversal).filter(|name| name.starts_with("local.") && traversal.operators.len() == 1)?;
        match self.names.get(&name) {
            Some(Item::Local(local)) => Some(local),
            _ => None,
        }
    }

    /// What is made of a local; nothing if too many were followed.
    pub(super) fn followed<T>(
        &self,
        local: &'b Expression,
        made: impl FnOnce(&'b Expression) -> T,
    ) -> Option<T> {
        self.spend(&local.span().unwrap_or_default()).then(|| self.deeper(|| made(local)))?
    }

    /// What is made in place of a reference; nothing if too many were followed in a row.
    pub(super) fn deeper<T>(&self, made: impl FnOnce() -> T) -> Option<T> {
        if self.depth.get() >= DEEPEST {
            return None;
        }
        self.depth.set(self.depth.get() + 1);
        let made = made();
        self.depth.set(self.depth.get() - 1);
        Some(made)
    }

    /// Whether as many bytes as are written there may be put in place of what refers to them.
    pub(super) fn spend(&self, span: &Range<usize>) -> bool {
        let left = self.budget.get().checked_sub(span.len() + 1);
        self.budget.set(left.unwrap_or(0));
        left.is_some()
    }

    /// The list that a function makes of lists.
    fn collected(&self, call: &FuncCall) -> Option<Value> {
        let one = call.args.len() == 1;
        let known = match call.name.name.as_str() {
            "concat" => true,
            "tolist" | "toset" => one,
            _ => false,
        };
        if !known || call.name.is_namespaced() || call.args.expand_final() {
            return None;
        }
        let mut all = Vec::new();
        for argument in &call.args {
            match self.value(argument).value {
                Value::List(items) => all.extend(items),
                _ => return None,
            }
        }
        Some(Value::List(all))
    }

    fn object(&self, object: &Object) -> Option<Value> {
        let mut members = Vec::new();
        for (key, value) in object {
            let (name, name_span) = match key {
                ObjectKey::Ident(name) => (name.as_str().to_owned(), name.span()),
                ObjectKey::Expression(key) => (self.value(key).known()?, key.span()),
            };
            let value = self.value(value.expr());
            members.push(Member { name, name_span: name_span.unwrap_or_else(|| value.span.clone()), value });
        }
        Some(Value::Object(members))
    }

    /// The text that a template makes; nothing if it is more than literals and values in a row.
    fn template<'e>(&self, elements: impl Iterator<Item = &'e Element>) -> Option<Value> {
        let mut parts: Vec<Part> = Vec::new();
        for element in elements {
            match element {
                Element::Literal(text) => parts.push(Part::Plain(text.value().clone())),
                Element::Interpolation(one) if one.strip == Strip::None => {
                    parts.extend(parts_of(self.value(&one.expr))?);
                }
                _ => return None,
            }
        }
        let mut joined: Vec<Part> = Vec::new();
        for part in parts {
            match (joined.last_mut(), part) {
                (Some(Part::Plain(before)), Part::Plain(text)) => before.push_str(&text),
                (_, part) => joined.push(part),
            }
        }
        Some(Value::Text(Text(joined)))
    }

    /// The attributes and blocks of a body, as an object: blocks are lists.
    pub(super) fn body(&self, body: &Body, span: Range<usize>) -> Node {
        let mut members: Vec<Member> = Vec::new();
        let mut blocks: BTreeMap<&str, Vec<Node>> = BTreeMap::new();
        let mut whole = None;
        let mut dynamic: BTreeMap<&str, Node> = BTreeMap::new();
        for attribute in body.attributes() {
            let key = attribute.key.as_str();
            let policy = ["policy", "inline_policy", "assume_role_policy"].contains(&key);
            let value = if policy { self.policy(&attribute.value) } else { self.value(&attribute.value) };
            let name_span = attribute.key.span().unwrap_or_default();
            members.push(Member { name: key.to_owned(), name_span, value });
        }
        for block in body.blocks() {
            let span = block.span().unwrap_or_default();
            match (block.ident.as_str(), block.labels.first()) {
                ("dynamic", Some(label)) => {
                    let name = format!("dynamic \"{}\"", label.as_str());
                    // All blocks of the body, since others of the same name may be beside it.
                    let definition = whole.get_or_insert_with(|| self.names.body(body, &self.owner.borrow()));
                    let hole = Hole { definition: definition.clone(), ..Hole::named(name) };
                    dynamic.insert(label.as_str(), Node { value: Value::Hole(hole), span });
                }
                (ident, _) => blocks.entry(ident).or_default().push(self.body(&block.body, span)),
            }
        }
        for (name, value) in dynamic {
            blocks.remove(name);
            members.push(Member { name: name.to_owned(), name_span: value.span.clone(), value });
        }
        for (name, items) in blocks {
            let first = items.first().map_or(0..0, |item| item.span.clone());
            let end = items.last().map_or(first.end, |item| item.span.end);
            let value = Node { value: Value::List(items), span: first.start..end };
            members.push(Member { name: name.to_owned(), name_span: first, value });
        }
        Node { value: Value::Object(members), span }
    }
}

/// The parts of the text that a value is made in a template; nothing if that is not known.
pub(super) fn parts_of(node: Node) -> Option<Vec<Part>> {
    match node.value {
        Value::Text(Text(parts)) => Some(parts),
        Value::Hole(hole) => Some(vec![Part::Hole(hole)]),
        Value::Boolean(value) => Some(vec![Part::Plain(value.to_string())]),
        // Other numbers are written in another way than they are spelled.
        Value::Number(digits) if digits.parse::<u32>().is_ok_and(|number| number.to_string() == digits) => {
            Some(vec![Part::Plain(digits)])
        }
        _ => None,
    }
}
