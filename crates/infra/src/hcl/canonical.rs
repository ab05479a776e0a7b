//! Expressions and blocks of HCL in one canonical text: without layout and comments, so that what has the same text says the
//! same.

use std::fmt::Write;

use hcl_edit::Span;
use hcl_edit::expr::{Expression, ForExpr, ObjectKey, TraversalOperator};
use hcl_edit::structure::{Body, Structure};
use hcl_edit::template::{Directive, Element, Strip};

use crate::terraform::resource::without_marks;

/// Writes canonical texts of what is in this file.
pub(super) struct Canonical<'s> {
    source: &'s str,
    text: String,
}

/// The canonical text of an expression of this file.
pub(super) fn expression(source: &str, one: &Expression) -> String {
    let mut canonical = Canonical { source, text: String::new() };
    canonical.expression(one);
    canonical.text
}

/// The canonical text of a body of this file, without the attributes and blocks of these names.
pub(super) fn body(source: &str, one: &Body, without: &[&str]) -> String {
    let mut canonical = Canonical { source, text: String::new() };
    canonical.body(one, without);
    canonical.text
}

impl Canonical<'_> {
    fn put(&mut self, text: &str) {
        self.text.push_str(text);
    }

    fn quoted(&mut self, text: &str) {
        self.text.push_str(&without_marks(&serde_json::Value::from(text).to_string()));
    }

    fn body(&mut self, body: &Body, without: &[&str]) {
        self.put("{");
        for structure in body {
            match structure {
                Structure::Attribute(attribute) if !without.contains(&attribute.key.as_str()) => {
                    self.put(attribute.key.as_str());
                    self.put(" = ");
                    self.expression(&attribute.value);
                    self.put("; ");
                }
                Structure::Block(block) if !without.contains(&block.ident.as_str()) => {
                    self.put(block.ident.as_str());
                    for label in &block.labels {
                        self.put(" ");
                        self.quoted(label.as_str());
                    }
                    self.put(" ");
                    self.body(&block.body, &[]);
                    self.put("; ");
                }
                _ => {}
            }
        }
        self.put("}");
    }

    fn list<'e>(&mut self, all: impl Iterator<Item = &'e Expression>) {
        for (number, one) in all.enumerate() {
            if number > 0 {
                self.put(", ");
            }
            self.expression(one);
        }
    }

    fn expression(&mut self, one: &Expression) {
        match one {
            Expression::Null(_) => self.put("null"),
            Expression::Bool(value) => self.put(if *value.value() { "true" } else { "false" }),
            // As it is written: the parser rounds.
            Expression::Number(number) => {
                let written = number.span().and_then(|span| self.source.get(span)).unwrap_or_default();
                self.text.extend(written.chars().filter(|c| !c.is_whitespace()));
            }
            Expression::String(text) => self.quoted(text.value()),
            Expression::Array(array) => {
                self.put("[");
                self.list(array.iter());
                self.put("]");
            }
            Expression::Object(object) => {
                self.put("{");
                for (key, value) in object {
                    match key {
                        ObjectKey::Ident(name) => self.quoted(name.as_str()),
                        ObjectKey::Expression(key) => self.expression(key),
                    }
                    self.put(" = ");
                    self.expression(value.expr());
                    self.put(", ");
                }
                self.put("}");
            }
            Expression::StringTemplate(template) => self.template(template.iter()),
            Expression::HeredocTemplate(heredoc) => self.template(heredoc.template.iter()),
            Expression::Parenthesis(inner) => {
                self.put("(");
                self.expression(inner.inner());
                self.put(")");
            }
            Expression::Variable(name) => self.put(name.as_str()),
            Expression::Conditional(one) => {
                self.expression(&one.cond_expr);
                self.put(" ? ");
                self.expression(&one.true_expr);
                self.put(" : ");
                self.expression(&one.false_expr);
            }
            Expression::FuncCall(call) => {
                for space in &call.name.namespace {
                    self.put(space.as_str());
                    self.put("::");
                }
                self.put(call.name.name.as_str());
                self.put("(");
                self.list(call.args.iter());
                self.put(if call.args.expand_final() { "...)" } else { ")" });
            }
            Expression::Traversal(traversal) => {
                self.expression(&traversal.expr);
                for operator in &traversal.operators {
                    self.operator(operator.value());
                }
            }
            Expression::UnaryOp(one) => {
                self.put(one.operator.value().as_str());
                self.expression(&one.expr);
            }
            Expression::BinaryOp(one) => {
                // With parentheses, as precedence is not written.
                self.put("(");
                self.expression(&one.lhs_expr);
                let _ = write!(self.text, " {} ", one.operator.value().as_str());
                self.expression(&one.rhs_expr);
                self.put(")");
            }
            Expression::ForExpr(one) => self.for_expression(one),
        }
    }

    fn operator(&mut self, operator: &TraversalOperator) {
        match operator {
            TraversalOperator::AttrSplat(_) => self.put(".*"),
            TraversalOperator::FullSplat(_) => self.put("[*]"),
            TraversalOperator::GetAttr(name) => {
                self.put(".");
                self.put(name.as_str());
            }
            TraversalOperator::Index(index) => {
                self.put("[");
                self.expression(index);
                self.put("]");
            }
            TraversalOperator::LegacyIndex(index) => {
                let _ = write!(self.text, ".{}", index.value());
            }
        }
    }

    fn for_expression(&mut self, one: &ForExpr) {
        self.put(if one.key_expr.is_some() { "{for " } else { "[for " });
        if let Some(key) = &one.intro.key_var {
            self.put(key.as_str());
            self.put(", ");
        }
        self.put(one.intro.value_var.as_str());
        self.put(" in ");
        self.expression(&one.intro.collection_expr);
        self.put(" : ");
        if let Some(key) = &one.key_expr {
            self.expression(key);
            self.put(" => ");
        }
        self.expression(&one.value_expr);
        self.put(if one.grouping { "..." } else { "" });
        if let Some(condition) = &one.cond {
            self.put(" if ");
            self.expression(&condition.expr);
        }
        self.put(if one.key_expr.is_some() { "}" } else { "]" });
    }

    /// A template, whose literals have no quotes around them that could be mistaken for its own.
    fn template<'e>(&mut self, elements: impl Iterator<Item = &'e Element>) {
        self.put("t[");
        for element in elements {
            match element {
                Element::Literal(text) => self.quoted(text.value()),
                Element::Interpolation(one) => {
                    self.put("${");
                    self.strip(one.strip);
                    self.expression(&one.expr);
                    self.put("}");
                }
                Element::Directive(directive) => self.directive(directive),
            }
        }
        self.put("]");
    }

    fn strip(&mut self, strip: Strip) {
        self.put(match strip {
            Strip::None => "",
            Strip::Start => "~< ",
            Strip::End => "~> ",
            Strip::Both => "~ ",
        });
    }

    fn directive(&mut self, directive: &Directive) {
        match directive {
            Directive::If(one) => {
                self.put("%{if ");
                self.strip(one.if_expr.strip);
                self.expression(&one.if_expr.cond_expr);
                self.put("}");
                self.template(one.if_expr.template.iter());
                if let Some(other) = &one.else_expr {
                    self.put("%{else ");
                    self.strip(other.strip);
                    self.put("}");
                    self.template(other.template.iter());
                }
                self.put("%{endif ");
                self.strip(one.endif_expr.strip);
                self.put("}");
            }
            Directive::For(one) => {
                self.put("%{for ");
                self.strip(one.for_expr.strip);
                if let Some(key) = &one.for_expr.key_var {
                    self.put(key.as_str());
                    self.put(", ");
                }
                self.put(one.for_expr.value_var.as_str());
                self.put(" in ");
                self.expression(&one.for_expr.collection_expr);
                self.put("}");
                self.template(one.for_expr.template.iter());
                self.put("%{endfor ");
                self.strip(one.endfor_expr.strip);
                self.put("}");
            }
        }
    }
}
