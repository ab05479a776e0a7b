//! The same statements in another order, merged and split: what they allow and deny is the same.

use serde_json::{Map, Value};

use super::oracle::{Document, Statement};

/// How policies are rearranged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Policies, statements and patterns backwards.
    Reversed,
    /// All statements of one scope in one.
    Merged,
    /// A statement for each pattern.
    Split,
}

impl Way {
    pub const ALL: [Way; 3] = [Way::Reversed, Way::Merged, Way::Split];

    /// All documents of a principal. Statements move between policies of one version.
    pub fn of(self, documents: &[Document]) -> Vec<Document> {
        let mut all = documents.to_vec();
        match self {
            Self::Reversed => {
                all.reverse();
                for document in &mut all {
                    document.statements.reverse();
                    document.statements.iter_mut().for_each(|statement| statement.actions.reverse());
                }
            }
            Self::Merged => {
                let mut merged: Vec<Document> = Vec::new();
                for document in all {
                    match merged.iter_mut().find(|other| other.version == document.version) {
                        Some(other) => other.statements.extend(document.statements),
                        None => merged.push(document),
                    }
                }
                for document in &mut merged {
                    document.statements = together(std::mem::take(&mut document.statements));
                }
                all = merged;
            }
            Self::Split => {
                for document in &mut all {
                    document.statements = document.statements.iter().flat_map(apart).collect();
                }
            }
        }
        all
    }

    /// One policy of any kind, whatever its statements have; their Sids are removed, since no two may be equal.
    pub fn of_value(self, policy: &Value) -> Value {
        let mut policy = policy.clone();
        let statements = match policy["Statement"].take() {
            Value::Array(all) => all,
            only => vec![only],
        };
        let mut statements: Vec<Map<String, Value>> =
            statements.into_iter().map(|statement| statement.as_object().unwrap().clone()).collect();
        for statement in &mut statements {
            statement.shift_remove("Sid");
        }
        let rearranged: Vec<Map<String, Value>> = match self {
            Self::Reversed => {
                for statement in &mut statements {
                    if let Some(Value::Array(list)) = statement.get_mut("Action") {
                        list.reverse();
                    }
                }
                statements.into_iter().rev().collect()
            }
            Self::Split => statements.iter().flat_map(apart_value).collect(),
            Self::Merged => {
                let mut merged: Vec<(Map<String, Value>, Map<String, Value>)> = Vec::new();
                for statement in statements {
                    let mut scope = statement.clone();
                    let own = scope.shift_remove("Action").map(list);
                    let at = merged.iter().position(|(other, _)| *other == scope);
                    match (own, at) {
                        (Some(own), Some(at)) => {
                            let Some(Value::Array(all)) = merged[at].1.get_mut("Action") else {
                                unreachable!()
                            };
                            all.extend(own);
                        }
                        (Some(own), None) => {
                            let mut statement = statement;
                            statement.insert("Action".to_owned(), Value::Array(own));
                            merged.push((scope, statement));
                        }
                        // NotAction lists are never put together.
                        (None, _) => merged.push((Map::new(), statement)),
                    }
                }
                merged.into_iter().map(|(_, statement)| statement).collect()
            }
        };
        policy["Statement"] = Value::Array(rearranged.into_iter().map(Value::Object).collect());
        policy
    }
}

/// Statements with Action that have one scope as one, at the place of the first.
fn together(statements: Vec<Statement>) -> Vec<Statement> {
    let mut merged: Vec<Statement> = Vec::new();
    for statement in statements {
        let like = |other: &&mut Statement| {
            !other.not_action && !statement.not_action && other.scope() == statement.scope()
        };
        match merged.iter_mut().find(like) {
            Some(other) => other.actions.extend(statement.actions),
            None => merged.push(statement),
        }
    }
    merged
}

/// A statement for each pattern; one with NotAction stays.
fn apart(statement: &Statement) -> Vec<Statement> {
    if statement.not_action {
        return vec![statement.clone()];
    }
    let alone = |action: &String| Statement { actions: vec![action.clone()], ..statement.clone() };
    statement.actions.iter().map(alone).collect()
}

fn list(value: Value) -> Vec<Value> {
    match value {
        Value::Array(all) => all,
        only => vec![only],
    }
}

fn apart_value(statement: &Map<String, Value>) -> Vec<Map<String, Value>> {
    let Some(actions) = statement.get("Action") else { return vec![statement.clone()] };
    let alone = |action: Value| {
        let mut statement = statement.clone();
        statement.insert("Action".to_owned(), action);
        statement
    };
    list(actions.clone()).into_iter().map(alone).collect()
}
