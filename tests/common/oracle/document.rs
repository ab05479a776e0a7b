//! Policies as the oracle reads and writes them: the text of a document, with nothing left out.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::common::twin::glob;

/// A policy.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    pub version: Option<String>,
    pub statements: Vec<Statement>,
}

/// A statement without its Sid.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    pub allow: bool,
    pub not_action: bool,
    pub actions: Vec<String>,
    pub not_resource: bool,
    pub resources: Vec<String>,
    pub condition: Vec<Test>,
}

/// An entry of a condition.
#[derive(Clone, Debug, PartialEq)]
pub struct Test {
    pub operator: String,
    pub key: String,
    pub values: Vec<Word>,
}

/// A value of a condition.
#[derive(Clone, Debug, PartialEq)]
pub enum Word {
    /// A string or a Boolean.
    Text(String),
    /// A number by its spelling.
    Number(String),
}

impl Word {
    /// The meaning, equal for two values that IAM surely reads as the same text.
    fn meaning(&self) -> String {
        match self {
            Self::Text(text) => format!("text {text}"),
            Self::Number(spelling) => {
                let digits = spelling.trim_start_matches('-');
                let plain = digits.bytes().all(|byte| byte.is_ascii_digit()) && spelling != "-0";
                format!("{} {spelling}", if plain { "text" } else { "number" })
            }
        }
    }

    fn written(&self, style: Style) -> String {
        match self {
            Self::Text(text) if matches!(text.as_str(), "true" | "false") && style.flips() => text.clone(),
            Self::Text(text) if text == "100" && style.flips() => text.clone(),
            Self::Text(text) => Value::from(text.as_str()).to_string(),
            Self::Number(spelling) if spelling == "100" && style.flips() => format!("\"{spelling}\""),
            Self::Number(spelling) => spelling.clone(),
        }
    }
}

impl Test {
    /// The meaning, equal for two entries that are surely the same.
    pub fn meaning(&self) -> (String, String, BTreeSet<String>) {
        let values = self.values.iter().map(Word::meaning).collect();
        (self.operator.clone(), self.key.to_ascii_lowercase(), values)
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Raw {
    version: Option<String>,
    statement: Box<RawValue>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct RawStatement {
    effect: String,
    action: Option<Value>,
    not_action: Option<Value>,
    resource: Option<Value>,
    not_resource: Option<Value>,
    #[serde(default)]
    condition: BTreeMap<String, BTreeMap<String, Box<RawValue>>>,
}

/// One value, or several in a list, each as it is written.
fn several(raw: &RawValue) -> Vec<Box<RawValue>> {
    if raw.get().trim_start().starts_with('[') {
        serde_json::from_str(raw.get()).unwrap()
    } else {
        vec![raw.to_owned()]
    }
}

fn strings(value: Value) -> Vec<String> {
    match value {
        Value::Array(all) => all.into_iter().flat_map(strings).collect(),
        Value::String(text) => vec![text],
        other => panic!("{other} is no string"),
    }
}

impl Document {
    /// Reads a text; panics if it is not a policy.
    pub fn read(text: &str) -> Self {
        let raw: Raw = serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"));
        let statements = several(&raw.statement);
        let statement = |raw: &RawValue| Statement::of(serde_json::from_str(raw.get()).unwrap());
        Self { version: raw.version, statements: statements.iter().map(|raw| statement(raw)).collect() }
    }

    /// Writes it in one of many spellings that mean the same.
    pub fn written(&self, seed: u64) -> String {
        let statements: Vec<String> = self
            .statements
            .iter()
            .zip(0..)
            .map(|(statement, at)| statement.written(Style(seed.rotate_left(7 * at))))
            .collect();
        let statements = match statements.as_slice() {
            [only] if seed & 1 == 1 => only.clone(),
            _ => format!("[{}]", statements.join(", ")),
        };
        let version = self.version.as_ref().map(|version| format!("\"Version\": \"{version}\", "));
        format!("{{{}\"Statement\": {statements}}}", version.unwrap_or_default())
    }
}

/// How things are spelled: one bit per choice.
#[derive(Clone, Copy)]
struct Style(u64);

impl Style {
    /// Whether values change between Booleans or plain integers and their texts.
    fn flips(self) -> bool {
        self.0 & 2 == 2
    }

    /// A list, perhaps reversed, with a duplicate, or a single element without brackets.
    fn list(self, mut all: Vec<String>) -> String {
        if self.0 & 4 == 4 {
            all.reverse();
        }
        if self.0 & 0b1_1000 == 0b1_1000 {
            all.extend(all.first().cloned());
        }
        match all.as_slice() {
            [only] if self.0 & 32 == 32 => only.clone(),
            _ => format!("[{}]", all.join(", ")),
        }
    }

    fn case(self, text: &str) -> String {
        if self.0 & 64 == 64 { text.to_ascii_uppercase() } else { text.to_owned() }
    }
}

impl Statement {
    fn of(raw: RawStatement) -> Self {
        let (not_action, not_resource) = (raw.action.is_none(), raw.resource.is_none());
        let word = |raw: &RawValue| match serde_json::from_str::<Value>(raw.get()).unwrap() {
            Value::String(text) => Word::Text(text),
            Value::Bool(value) => Word::Text(value.to_string()),
            Value::Number(_) => Word::Number(raw.get().trim().to_owned()),
            other => panic!("{other} is no value of a condition"),
        };
        let tests = raw.condition.iter().flat_map(|(operator, keys)| {
            keys.iter().map(move |(key, values)| Test {
                operator: operator.clone(),
                key: key.clone(),
                values: several(values).iter().map(|raw| word(raw)).collect(),
            })
        });
        Self {
            allow: raw.effect == "Allow",
            not_action,
            not_resource,
            condition: tests.collect(),
            actions: strings(raw.action.or(raw.not_action).unwrap()),
            resources: strings(raw.resource.or(raw.not_resource).unwrap()),
        }
    }

    /// Whether it applies to a folded action.
    pub fn speaks_of(&self, action: &str) -> bool {
        self.actions.iter().any(|pattern| glob(&pattern.to_ascii_lowercase(), action)) != self.not_action
    }

    /// What narrows it besides its actions, as a text that is equal for two that are surely the same.
    pub fn scope(&self) -> String {
        let resources: BTreeSet<&String> = self.resources.iter().collect();
        let condition: BTreeSet<_> = self.condition.iter().map(Test::meaning).collect();
        format!("{} {} {resources:?} {condition:?}", self.allow, self.not_resource)
    }

    fn written(&self, style: Style) -> String {
        let quoted =
            |all: &[String]| style.list(all.iter().map(|p| Value::from(p.as_str()).to_string()).collect());
        let not = |not: bool| if not { "Not" } else { "" };
        let mut elements = vec![
            format!("\"Effect\": \"{}\"", if self.allow { "Allow" } else { "Deny" }),
            format!("\"{}Action\": {}", not(self.not_action), quoted(&self.actions)),
            format!("\"{}Resource\": {}", not(self.not_resource), quoted(&self.resources)),
        ];
        let mut operators: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for test in &self.condition {
            let values = style.list(test.values.iter().map(|word| word.written(style)).collect());
            operators
                .entry(&test.operator)
                .or_default()
                .push(format!("\"{}\": {values}", style.case(&test.key)));
        }
        if !operators.is_empty() {
            let one =
                |(operator, keys): (&&str, &Vec<String>)| format!("\"{operator}\": {{{}}}", keys.join(", "));
            let all: Vec<String> = operators.iter().map(one).collect();
            elements.push(format!("\"Condition\": {{{}}}", all.join(", ")));
        }
        if style.0 & 128 == 128 {
            elements.reverse();
        }
        format!("{{{}}}", elements.join(", "))
    }
}
