//! What in a template determines the value of an expression, as one canonical text.

use std::collections::BTreeSet;
use std::fmt::Write;

use paredown_policy::parse::sha256;

use super::template::Template;
use crate::document::says;
use crate::value::{Node, Part, Value};

/// Longer definitions are replaced by their digests.
const LONG: usize = 1024;

/// What looking at a name costs besides its text.
const EACH: usize = 64;

impl Template<'_> {
    /// What determines the value of an expression: what is written, and the parameters, mappings, conditions and types of
    /// resources that it refers to, also through conditions.
    pub(super) fn definition(&self, expression: &Node) -> String {
        let mut seen = BTreeSet::new();
        let mut names = Names::default();
        if !self.names_in(expression, &mut names) {
            return self.digest().to_owned();
        }
        let mut text = says(expression);
        while let Some(name) = names.open.pop_first() {
            if !seen.insert(name.clone()) {
                continue;
            }
            if let Some(condition) = self.conditions.get(name.as_str())
                && !self.names_in(condition, &mut names)
            {
                return self.digest().to_owned();
            }
        }
        for name in seen {
            let meanings = [
                ("parameter", self.parameters.get(name.as_str()).map(|one| parameter(one))),
                ("condition", self.conditions.get(name.as_str()).map(|one| says(one))),
                ("mapping", self.mappings.get(name.as_str()).map(|one| says(one))),
                ("resource", self.type_of(&name)),
            ];
            for (kind, meaning) in meanings {
                let Some(meaning) = meaning else { continue };
                if !self.spend(meaning.len() + EACH) {
                    return self.digest().to_owned();
                }
                let _ = write!(text, "; {kind} {name}: {}", short(meaning));
            }
        }
        if names.any_mapping {
            let all = self.root.get("Mappings").map(says).unwrap_or_default();
            let _ = write!(text, "; mappings: {}", short(all));
        }
        short(text)
    }

    /// Collects all that may be names in an expression; whether there was time for it.
    fn names_in(&self, node: &Node, names: &mut Names) -> bool {
        match &node.value {
            Value::Text(text) => {
                for part in &text.0 {
                    let Part::Plain(plain) = part else { continue };
                    if !self.spend(plain.len() + 1) {
                        return false;
                    }
                    self.add_name(plain, names);
                    for variable in plain.split("${").skip(1) {
                        let name = variable.split(['}', '.']).next().unwrap_or_default();
                        self.add_name(name.trim(), names);
                    }
                    // The short form `A.B` of an attribute.
                    self.add_name(plain.split('.').next().unwrap_or_default(), names);
                }
                true
            }
            Value::List(items) => {
                self.spend(items.len() + 1) && items.iter().all(|one| self.names_in(one, names))
            }
            Value::Object(members) => {
                self.spend(members.len() + 1)
                    && members.iter().all(|member| {
                        let map = member.value.items().and_then(<[Node]>::first).and_then(Node::known);
                        names.any_mapping |= member.name == "Fn::FindInMap" && map.is_none();
                        self.names_in(&member.value, names)
                    })
            }
            _ => self.spend(1),
        }
    }

    fn add_name(&self, name: &str, names: &mut Names) {
        let known = self.parameters.contains_key(name)
            || self.conditions.contains_key(name)
            || self.mappings.contains_key(name)
            || self.resources.contains_key(name);
        if known {
            names.open.insert(name.to_owned());
        }
    }
}

#[derive(Default)]
struct Names {
    open: BTreeSet<String>,
    /// Whether any mapping may be used.
    any_mapping: bool,
}

/// All of a parameter that bears on its value.
pub(super) fn parameter(parameter: &Node) -> String {
    let mut kept = parameter.clone();
    if let Value::Object(members) = &mut kept.value {
        members
            .retain(|one| !matches!(one.name.as_str(), "Description" | "ConstraintDescription" | "NoEcho"));
    }
    short(says(&kept))
}

fn short(text: String) -> String {
    if text.len() > LONG { format!("sha256:{}", sha256(&text)) } else { text }
}
