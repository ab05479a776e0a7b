//! Functions that put texts together: `Fn::Sub`, `Fn::Join`.

use super::dynamic::finished;
use super::functions::{list, text_of};
use super::template::Template;
use crate::value::{Node, Part, Text, Value};

impl Template<'_> {
    /// `Fn::Sub`: a text, or a text and values for variables.
    pub(super) fn sub(&self, argument: &Node, node: &Node) -> Option<Value> {
        let (text, values) = match argument.items() {
            None => (argument.known()?, None),
            Some([text]) => (text.known()?, None),
            Some([text, values]) => (text.known()?, Some(values.members()?)),
            Some(_) => return None,
        };
        let mut parts = Vec::new();
        let mut rest = text.as_str();
        while let Some((before, after)) = rest.split_once("${") {
            let Some((variable, after)) = after.split_once('}') else { break };
            rest = after;
            parts.push(Part::Plain(before.to_owned()));
            if let Some(literal) = variable.strip_prefix('!') {
                parts.push(Part::Plain(format!("${{{literal}}}")));
                continue;
            }
            let name = variable.trim();
            let given = values.and_then(|values| values.iter().find(|member| member.name == name));
            let value = match given {
                Some(member) => text_of(&self.eval(&member.value)?)?,
                None => self.variable(name, node)?,
            };
            self.append(&mut parts, value)?;
        }
        parts.push(Part::Plain(rest.to_owned()));
        Some(Value::Text(finished(parts)))
    }

    /// The value of a variable of `Fn::Sub`.
    fn variable(&self, name: &str, node: &Node) -> Option<Text> {
        let value = match name.split_once('.') {
            Some((resource, attribute)) => self.attribute_of(resource, attribute, node)?,
            None => self.reference(name, node),
        };
        text_of(&Node { value, span: node.span.clone() })
    }

    /// `Fn::Join`: a known delimiter between texts.
    pub(super) fn join(&self, argument: &Node) -> Option<Value> {
        let [delimiter, values] = argument.items()? else { return None };
        let delimiter = self.eval(delimiter)?.known()?;
        let values = self.eval(values)?;
        let mut parts = Vec::new();
        for (number, item) in list(&values)?.iter().enumerate() {
            if number > 0 {
                self.append(&mut parts, Text::plain(delimiter.as_str()))?;
            }
            self.append(&mut parts, text_of(item)?)?;
        }
        Some(Value::Text(finished(parts)))
    }

    /// Adds a text, if the template may still grow.
    fn append(&self, parts: &mut Vec<Part>, text: Text) -> Option<()> {
        let length = |part: &Part| match part {
            Part::Plain(text) => text.len() + 1,
            Part::Hole(hole) => hole.name.len() + hole.definition.len() + 1,
        };
        if !self.spend(text.0.iter().map(length).sum()) {
            return None;
        }
        parts.extend(text.0);
        Some(())
    }
}
