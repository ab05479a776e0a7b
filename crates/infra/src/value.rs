//! What is written in a template: what JSON, YAML and HCL have in common, with places and holes.

use std::ops::Range;

/// A value and its place, in bytes of the file.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// Where it is written.
    pub span: Range<usize>,
}

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `null`.
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// A number, as it is spelled.
    Number(String),
    /// A text, which may have holes.
    Text(Text),
    /// A list.
    List(Vec<Node>),
    /// An object, in the order of the file.
    Object(Vec<Member>),
    /// Nothing is known of the value, not even its type: it is known only once the template is deployed.
    Hole(Hole),
}

/// A member of an object.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// The key; keys with holes are not read.
    pub name: String,
    /// Where the key is written.
    pub name_span: Range<usize>,
    /// The value.
    pub value: Node,
}

/// A text: its parts, one after the other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text(pub Vec<Part>);

/// A part of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// These characters.
    Plain(String),
    /// Any characters.
    Hole(Hole),
}

/// What stands for a text that is known only once the template is deployed. Two holes with equal name and definition have
/// the same value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hole {
    /// What it refers to, as it is written: `BucketName`, `Bucket.Arn`, `AWS::Region`, `aws_s3_bucket.logs.arn`.
    pub name: String,
    /// What in the file determines its value, such as the definition of a parameter or an expression, in one canonical text;
    /// empty if only the name does.
    pub definition: String,
    /// All values that it can have, if the file says so.
    pub allowed: Option<Vec<String>>,
    /// A value that it may have, such as a default, to show an example.
    pub example: Option<String>,
}

impl Hole {
    /// A hole that only its name determines.
    pub fn named(name: impl Into<String>) -> Self {
        Self { name: name.into(), definition: String::new(), allowed: None, example: None }
    }
}

impl Text {
    /// A text without holes.
    pub fn plain(text: impl Into<String>) -> Self {
        Self(vec![Part::Plain(text.into())])
    }

    /// The text, if it has no holes.
    pub fn known(&self) -> Option<String> {
        let parts = self.0.iter().map(|part| match part {
            Part::Plain(text) => Some(text.as_str()),
            Part::Hole(_) => None,
        });
        parts.collect()
    }

    /// Its holes, in order.
    pub fn holes(&self) -> impl Iterator<Item = &Hole> {
        self.0.iter().filter_map(|part| match part {
            Part::Hole(hole) => Some(hole),
            Part::Plain(_) => None,
        })
    }
}

impl Node {
    /// A text without holes.
    pub fn text(text: impl Into<String>, span: Range<usize>) -> Self {
        Self { value: Value::Text(Text::plain(text)), span }
    }

    /// The text, if it is one without holes.
    pub fn known(&self) -> Option<String> {
        match &self.value {
            Value::Text(text) => text.known(),
            _ => None,
        }
    }

    /// The members, if it is an object.
    pub fn members(&self) -> Option<&[Member]> {
        match &self.value {
            Value::Object(members) => Some(members),
            _ => None,
        }
    }

    /// The elements, if it is a list.
    pub fn items(&self) -> Option<&[Node]> {
        match &self.value {
            Value::List(items) => Some(items),
            _ => None,
        }
    }

    /// The value of a member, if it is an object that has it.
    pub fn get(&self, name: &str) -> Option<&Self> {
        self.members()?.iter().find(|member| member.name == name).map(|member| &member.value)
    }

    /// All holes in it.
    pub fn holes(&self) -> Vec<&Hole> {
        match &self.value {
            Value::Hole(hole) => vec![hole],
            Value::Text(text) => text.holes().collect(),
            Value::List(items) => items.iter().flat_map(Self::holes).collect(),
            Value::Object(members) => members.iter().flat_map(|member| member.value.holes()).collect(),
            Value::Null | Value::Boolean(_) | Value::Number(_) => Vec::new(),
        }
    }
}
