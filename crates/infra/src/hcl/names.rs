//! What a file defines, and what determines the value of an expression.
//!
//! Two holes with the same name and definition have to stand for the same value before and after a change. The definition of
//! an expression is therefore all that the file says of what it refers to, and of what that refers to in turn: a variable
//! with another default, a local with another expression, a data source that looks for something else, a resource with
//! another name, or other arguments of a module are other holes. In `each` and `count` it is what they go over, and the
//! address of the block, since they are about its instances. Functions whose value the expression does not determine, such
//! as `file` and `timestamp`, have the digest of the file in it.
//!
//! What other files define is only known by its name. That is why each definition of a file that others may use is listed as
//! not understood: if it changes, that is said. What is outside of all files is taken to stay the same: the values that
//! variables are given, the workspace, and what exists in the account.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use hcl_edit::Decorated;
use hcl_edit::expr::{Expression, FuncCall, Traversal, TraversalOperator};
use hcl_edit::structure::{Block, BlockLabel, Body, Structure};
use hcl_edit::visit::{Visit, visit_expr, visit_func_call, visit_traversal};
use paredown_policy::parse::sha256;

use super::canonical;
use super::effects::{IMPURE, not_in_attributes, not_in_identity};

/// What follows the name of a resource of which only an attribute is used that identifies it.
const IDENTITY: &str = "#";

/// Definitions that are longer are replaced by a digest.
const LONGEST: usize = 300;

/// Definitions that depend on more others in a row are not followed.
const DEEPEST: usize = 50;

/// What a file defines.
pub(super) struct Names<'b> {
    source: &'b str,
    items: BTreeMap<String, Item<'b>>,
    /// Definitions that were made; nothing while one is being made.
    made: RefCell<BTreeMap<String, Option<String>>>,
    digest: String,
}

/// A definition.
#[derive(Clone, Copy)]
pub(super) enum Item<'b> {
    /// The value of a local.
    Local(&'b Expression),
    /// A variable, data source, resource or module.
    Block(&'b Block),
}

impl<'b> Names<'b> {
    /// What the body of a file defines.
    pub(super) fn of(source: &'b str, body: &'b Body) -> Self {
        let mut items = BTreeMap::new();
        for block in body.blocks() {
            let labels: Vec<&str> = block.labels.iter().map(BlockLabel::as_str).collect();
            let name = match (block.ident.as_str(), labels.as_slice()) {
                ("locals", _) => {
                    for local in block.body.attributes() {
                        items.insert(format!("local.{}", local.key.as_str()), Item::Local(&local.value));
                    }
                    continue;
                }
                ("variable", [name]) => format!("var.{name}"),
                ("module", [name]) => format!("module.{name}"),
                ("data", [kind, name]) => format!("data.{kind}.{name}"),
                ("resource", [kind, name]) => format!("{kind}.{name}"),
                _ => continue,
            };
            items.insert(name, Item::Block(block));
        }
        Self { source, items, made: RefCell::default(), digest: format!("sha256:{}", sha256(source)) }
    }

    /// What is defined by a name such as `local.x`.
    pub(super) fn get(&self, name: &str) -> Option<Item<'b>> {
        self.items.get(name).copied()
    }

    /// The names that are defined.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.items.keys().map(String::as_str)
    }

    /// What determines the value of an expression; `owner` is what `each` and `count` are about.
    pub(super) fn definition(&self, expression: &Expression, owner: &str) -> String {
        let mut references = References::default();
        references.visit_expr(expression);
        self.all(&references, owner, 0)
    }

    /// The canonical text of the body of a block, and what determines its value.
    pub(super) fn body(&self, body: &Body, owner: &str) -> String {
        let mut references = References::default();
        references.body(body, &[]);
        let own = canonical::body(self.source, body, &[]);
        short(joined(own, &self.all(&references, owner, 0)))
    }

    /// What determines the value of a name that the file defines.
    pub(super) fn of_name(&self, name: &str) -> Option<String> {
        self.made(name, 0)
    }

    fn made(&self, name: &str, depth: usize) -> Option<String> {
        let (plain, without) = match name.strip_suffix(IDENTITY) {
            Some(plain) => (plain, not_in_identity()),
            None => (name, not_in_attributes(name)),
        };
        let item = self.items.get(plain)?;
        if let Some(made) = self.made.borrow().get(name) {
            // What depends on itself is refused by Terraform.
            return Some(made.clone().unwrap_or_else(|| self.digest.clone()));
        }
        if depth > DEEPEST {
            return Some(self.digest.clone());
        }
        self.made.borrow_mut().insert(name.to_owned(), None);
        let mut references = References::default();
        let own = match item {
            Item::Local(expression) => {
                references.visit_expr(expression);
                canonical::expression(self.source, expression)
            }
            Item::Block(block) => {
                references.body(&block.body, without);
                canonical::body(self.source, &block.body, without)
            }
        };
        let definition = short(joined(own, &self.all(&references, plain, depth + 1)));
        self.made.borrow_mut().insert(name.to_owned(), Some(definition.clone()));
        Some(definition)
    }

    fn all(&self, references: &References, owner: &str, depth: usize) -> String {
        let mut parts = Vec::new();
        if references.impure {
            parts.push(self.digest.clone());
        }
        let one = references.names.len() == 1;
        for name in &references.names {
            if name == "each" || name == "count" {
                parts.push(format!("{name} of {owner}"));
            } else if let Some(definition) = self.made(name, depth) {
                parts.push(if one {
                    definition
                } else {
                    format!("{} = {definition}", name.trim_end_matches(IDENTITY))
                });
            }
        }
        short(parts.join("; "))
    }
}

fn joined(own: String, other: &str) -> String {
    if other.is_empty() { own } else { format!("{own} where {other}") }
}

fn short(text: String) -> String {
    if text.len() > LONGEST { format!("sha256:{}", sha256(&text)) } else { text }
}

/// What expressions refer to.
#[derive(Default)]
struct References {
    names: BTreeSet<String>,
    impure: bool,
}

impl References {
    fn body(&mut self, body: &Body, without: &[&str]) {
        for structure in body {
            match structure {
                Structure::Attribute(one) if !without.contains(&one.key.as_str()) => {
                    self.visit_expr(&one.value);
                }
                Structure::Block(one) if !without.contains(&one.ident.as_str()) => self.body(&one.body, &[]),
                _ => {}
            }
        }
    }
}

impl Visit for References {
    fn visit_expr(&mut self, node: &Expression) {
        // A namespace as a whole: what is taken out of it is not known.
        if let Expression::Variable(name) = node
            && ["var", "local", "data", "module"].contains(&name.as_str())
        {
            self.impure = true;
        }
        visit_expr(self, node);
    }

    fn visit_traversal(&mut self, node: &Traversal) {
        match name(node) {
            Some(mut name) => {
                let other =
                    ["var.", "local.", "data.", "module."].iter().any(|other| name.starts_with(other));
                let resource = name.contains('.') && !other;
                if resource && matches!(attribute(node), Some((_, "arn" | "id" | "name" | "bucket"))) {
                    name.push_str(IDENTITY);
                }
                self.names.insert(name);
                for operator in &node.operators {
                    self.visit_traversal_operator(operator);
                }
            }
            None => visit_traversal(self, node),
        }
    }

    fn visit_func_call(&mut self, node: &FuncCall) {
        let name = node.name.name.as_str();
        self.impure |= node.name.is_namespaced() || IMPURE.contains(&name);
        visit_func_call(self, node);
    }
}

/// What a traversal refers to: `var.x`, `data.aws_x.y`, `aws_x.y`, `each`.
pub(super) fn name(traversal: &Traversal) -> Option<String> {
    let Expression::Variable(base) = &traversal.expr else { return None };
    let base = base.as_str();
    let count = match base {
        "each" | "count" | "self" | "path" | "terraform" => 0,
        "data" => 2,
        _ => 1,
    };
    let mut name = base.to_owned();
    for number in 0..count {
        match traversal.operators.get(number).map(Decorated::value) {
            Some(TraversalOperator::GetAttr(attribute)) => {
                name.push('.');
                name.push_str(attribute.as_str());
            }
            _ => return None,
        }
    }
    Some(name)
}

/// The attribute that follows the name, and the index between the two if there is one; nothing if more follows.
pub(super) fn attribute(traversal: &Traversal) -> Option<(Option<&Expression>, &str)> {
    let data = matches!(&traversal.expr, Expression::Variable(base) if base.as_str() == "data");
    let rest = traversal.operators.get(if data { 2 } else { 1 }..)?;
    let (index, last) = match rest {
        [one] => (None, one.value()),
        [index, one] => match index.value() {
            TraversalOperator::Index(index) => (Some(index), one.value()),
            _ => return None,
        },
        _ => return None,
    };
    match last {
        TraversalOperator::GetAttr(attribute) => Some((index, attribute.as_str())),
        _ => None,
    }
}
