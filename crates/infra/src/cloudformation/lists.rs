//! Functions that choose: `Fn::Select`, `Fn::Split`, `Fn::FindInMap`, `Fn::If`.

use super::functions::{list, text_of};
use super::template::Template;
use crate::document::says;
use crate::value::{Hole, Member, Node, Text, Value};

/// The most values of a hole that are looked at one by one.
const MOST: usize = 256;

impl Template<'_> {
    /// `Fn::Select`: an element of a list.
    pub(super) fn select(&self, argument: &Node, node: &Node) -> Node {
        let chosen = || {
            let [index, values] = argument.items()? else { return None };
            let index: usize = text_of(&self.eval(index)?)?.known()?.parse().ok()?;
            if let Some(items) = values.items() {
                // What `AWS::NoValue` removes would move the others.
                let mut known = items.iter().map(|item| self.eval(item)).collect::<Option<Vec<Node>>>()?;
                return (index < known.len()).then(|| known.swap_remove(index));
            }
            list(&self.eval(values)?)?.get(index).cloned()
        };
        let open = || {
            let call = node.members().and_then(<[Member]>::first);
            let written =
                argument.items().and_then(|both| both.get(1)).and_then(Node::items).unwrap_or_default();
            // All lists that functions make are of texts; others may have anything.
            let texts =
                written.iter().all(|item| self.eval(item).is_some_and(|item| text_of(&item).is_some()));
            call.filter(|_| texts)
                .map_or_else(|| self.opaque(node, "Fn::Select").value, |call| self.hole(node, call))
        };
        match chosen() {
            Some(one) => Node { value: one.value, span: node.span.clone() },
            None => Node { value: open(), span: node.span.clone() },
        }
    }

    /// `Fn::Split`: the pieces of a text that is known.
    pub(super) fn split(&self, argument: &Node, node: &Node) -> Option<Value> {
        let [delimiter, text] = argument.items()? else { return None };
        let delimiter = self.eval(delimiter)?.known().filter(|text| !text.is_empty())?;
        let text = self.eval(text)?.known()?;
        let pieces = text.split(delimiter.as_str());
        let node = |piece: &str| Node { value: Value::Text(Text::plain(piece)), span: node.span.clone() };
        self.spend(text.len() * 8).then(|| Value::List(pieces.map(node).collect()))
    }

    /// `Fn::FindInMap`: what a mapping has for two keys.
    pub(super) fn find_in_map(&self, argument: &Node, node: &Node) -> Option<Value> {
        let [map, first, second] = argument.items()? else { return None };
        let map = self.mappings.get(self.eval(map)?.known()?.as_str())?;
        let second = text_of(&self.eval(second)?)?.known()?;
        let first = text_of(&self.eval(first)?)?;
        if let Some(first) = first.known() {
            let found = map.get(&first)?.get(&second)?;
            return Some(self.eval(found)?.value);
        }
        let rows = map.members()?;
        if !self.spend(rows.len()) {
            return None;
        }
        let mut values = Vec::new();
        let found = rows.iter().filter_map(|row| row.value.get(&second));
        for value in found {
            values.push(text_of(value)?);
        }
        let allowed = (values.len() <= MOST)
            .then(|| values.iter().map(Text::known).collect::<Option<Vec<String>>>())
            .flatten();
        let example = allowed.as_ref().and_then(|values| values.first().cloned());
        let call = node.members()?.first()?;
        let Value::Hole(hole) = self.hole(node, call) else { return None };
        Some(Value::Hole(Hole { name: format!("{}.{second}", hole.name), allowed, example, ..hole }))
    }

    /// `Fn::If`: one of two values.
    pub(super) fn choice(&self, argument: &Node, node: &Node) -> Option<Node> {
        let Some([_, yes, no]) = argument.items() else { return Some(self.opaque(node, "Fn::If")) };
        let (yes, no) = (self.eval(yes), self.eval(no));
        let (yes, no) = match (yes, no) {
            (None, None) => return None,
            (Some(yes), Some(no)) => (yes, no),
            _ => return Some(self.opaque(node, "Fn::If")),
        };
        let (one, other) = (says(&yes), says(&no));
        if self.spend(one.len() + other.len()) && one == other {
            return Some(Node { value: yes.value, span: node.span.clone() });
        }
        let (Some(yes), Some(no)) = (text_of(&yes), text_of(&no)) else {
            return Some(self.opaque(node, "Fn::If"));
        };
        let call = node.members().and_then(<[Member]>::first);
        let value = call.map_or(Value::Null, |call| self.hole(node, call));
        let Value::Hole(hole) = value else { return Some(self.opaque(node, "Fn::If")) };
        let allowed = yes.known().zip(no.known()).map(|(yes, no)| vec![yes, no]);
        let example = allowed.as_ref().and_then(|values| values.first().cloned());
        Some(Node { value: Value::Hole(Hole { allowed, example, ..hole }), span: node.span.clone() })
    }
}
