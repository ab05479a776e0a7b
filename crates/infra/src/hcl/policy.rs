//! A policy in HCL: `jsonencode`, a text with JSON, a heredoc, or a reference to a document of the file.

use std::ops::Range;

use hcl_edit::Span;
use hcl_edit::expr::{Expression, Traversal};
use hcl_edit::structure::Block;
use hcl_edit::template::{Element, Strip};

use super::canonical;
use super::json::Pieces;
use super::names::{Item, attribute, name};
use super::value::{Values, parts_of};
use crate::terraform::document::built;
use crate::terraform::resource::Resource;
use crate::value::{Node, Part, Value};

impl Values<'_> {
    /// The document that an expression is; otherwise a hole, and a reason.
    pub(super) fn policy(&self, one: &Expression) -> Node {
        let span = one.span().unwrap_or_default();
        match self.document(one, &span) {
            Ok(value) => Node { value, span },
            Err(why) => {
                self.reasons.borrow_mut().insert(span.start, why);
                Node { value: self.hole(one), span }
            }
        }
    }

    fn document(&self, one: &Expression, span: &Range<usize>) -> Result<Value, String> {
        match one {
            Expression::Null(_) => Ok(Value::Null),
            Expression::Parenthesis(inner) => self.document(inner.inner(), span),
            Expression::FuncCall(call)
                if call.name.name.as_str() == "jsonencode" && !call.name.is_namespaced() =>
            {
                let mut arguments = call.args.iter();
                match (arguments.next(), arguments.next(), call.args.expand_final()) {
                    (Some(argument), None, false) => self.encoded(argument),
                    _ => Err("`jsonencode` has one argument".into()),
                }
            }
            Expression::String(text) => {
                let mut pieces = Pieces::new(span.start);
                pieces.raw(&self.source.text, span.start + 1..span.end.saturating_sub(1), true)?;
                if pieces.text() != text.value() {
                    return Err("its text is not understood".into());
                }
                pieces.document(self.source)
            }
            Expression::StringTemplate(template) => match template.as_single_element() {
                Some(Element::Interpolation(inner)) => self.document(&inner.expr, span),
                _ => self.written(template.iter(), span, true),
            },
            Expression::HeredocTemplate(heredoc) => self.written(heredoc.template.iter(), span, false),
            Expression::Traversal(traversal) => match self.local(one) {
                Some(local) => {
                    let made =
                        self.followed(local, |local| self.document(local, &local.span().unwrap_or_default()));
                    made.unwrap_or_else(|| Err("too many locals have to be followed for it".into()))
                }
                None => self.referenced(one, traversal),
            },
            other => Err(self.unknown(other)),
        }
    }

    fn unknown(&self, one: &Expression) -> String {
        let mut text = canonical::expression(&self.source.text, one);
        if let Some((at, _)) = text.char_indices().nth(80) {
            text.truncate(at);
            text.push('…');
        }
        format!(
            "its policy is `{text}`, which is known only when it is planned; write it as `jsonencode` of an object, \
                 or give a plan as `terraform show -json` prints it"
        )
    }

    /// What `jsonencode` makes of a value.
    fn encoded(&self, argument: &Expression) -> Result<Value, String> {
        match self.value(argument).value {
            value @ Value::Object(_) => Ok(value),
            _ => Err(self.unknown(argument)),
        }
    }

    /// The document of a data source of the file.
    fn referenced(&self, one: &Expression, traversal: &Traversal) -> Result<Value, String> {
        let name = name(traversal).filter(|name| name.starts_with("data.aws_iam_policy_document."));
        let (Some(name), Some((index, "json" | "minified_json"))) = (name, attribute(traversal)) else {
            return Err(self.unknown(one));
        };
        let Some(Item::Block(block)) = self.names.get(&name) else {
            return Err(format!("its policy is that of `{name}`, which is not in the file"));
        };
        if !self.spend(&block.span().unwrap_or_default()) {
            return Err("the documents of the file are referred to too often".into());
        }
        let reasons = self.reasons.take();
        // In an instance, `each` and `count` are what the index and the block say.
        let instance = match index {
            Some(index) => {
                let text = canonical::expression(&self.source.text, index);
                let definition = self.names.definition(index, &self.owner.borrow());
                format!("{} at {text} where {definition}", self.over(block, &name))
            }
            None => name.clone(),
        };
        let owner = self.owner.replace(instance);
        let resource = self.deeper(|| self.resource(block, name.clone(), "aws_iam_policy_document", true));
        self.owner.replace(owner);
        self.reasons.replace(reasons);
        let resource = resource.ok_or("too many documents have to be followed for it")?;
        built(&resource)
            .map(|node| node.value)
            .map_err(|why| format!("its policy is that of `{name}`: {why}"))
    }

    /// What `each` and `count` of a block are about.
    pub(super) fn over(&self, block: &Block, address: &str) -> String {
        let over = ["for_each", "count"].into_iter().find_map(|name| block.body.get_attribute(name));
        match over {
            Some(over) => {
                let text = canonical::expression(&self.source.text, &over.value);
                let definition = self.names.definition(&over.value, address);
                format!("{address} over {text} where {definition}")
            }
            None => address.to_owned(),
        }
    }

    /// The resource of a block.
    pub(super) fn resource(&self, block: &Block, address: String, kind: &str, data: bool) -> Resource {
        let span = block.span().unwrap_or_default();
        let values = self.body(&block.body, span.clone());
        let reasons = self.reasons.take();
        Resource { address, kind: kind.to_owned(), data, values, span, reasons, derived: false }
    }

    /// The JSON that a template makes.
    fn written<'e>(
        &self,
        elements: impl Iterator<Item = &'e Element>,
        span: &Range<usize>,
        quoted: bool,
    ) -> Result<Value, String> {
        let mut pieces = Pieces::new(span.start);
        for element in elements {
            let place = element.span().unwrap_or_default();
            match element {
                Element::Literal(text) => {
                    let place = text.span().unwrap_or(place);
                    pieces.raw(&self.source.text, place, quoted)?;
                }
                Element::Interpolation(one) if one.strip == Strip::None => {
                    let json = matches!(&one.expr, Expression::FuncCall(call) if call.name.name.as_str() == "jsonencode");
                    let value = self.value(&one.expr);
                    let parts = parts_of(value).ok_or_else(|| self.unknown(&one.expr))?;
                    for part in parts {
                        match part {
                            Part::Plain(text) => pieces.text_at(&text, place.clone())?,
                            Part::Hole(hole) => pieces.hole(hole, place.clone(), json)?,
                        }
                    }
                }
                _ => return Err("its text is made by a template with `%{` or `~`".into()),
            }
        }
        pieces.document(self.source)
    }
}
