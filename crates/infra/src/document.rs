//! The document of a policy, read by the reader of policies.
//!
//! It is written as JSON, with marks for holes, and read by the strict reader, so that a policy means the same wherever it is
//! written; errors and statements have their places in the file.

use std::fmt::Write;
use std::ops::Range;
use std::sync::Arc;

use paredown_policy::model::{defined, hole};
use paredown_policy::parse::{Diagnostic, Fault, ParsedPolicy, Source, Strictness, policy_with};

use crate::places::{Places, written_at};
use crate::value::{Hole, Member, Node, Part, Text, Value};

/// A policy that was read.
#[derive(Clone, Debug)]
pub struct ReadDocument {
    /// The policy. Places in it are places in the JSON that it was written as: see [`Self::place`].
    pub parsed: ParsedPolicy,
    /// Its holes, without duplicates.
    pub holes: Vec<Hole>,
    places: Places,
}

impl ReadDocument {
    /// Where in the file a place of the JSON is written.
    pub fn place(&self, span: &Range<usize>) -> Range<usize> {
        self.places.outer(span)
    }

    /// Where in the file a statement is written.
    pub fn statement(&self, number: usize) -> Option<Range<usize>> {
        Some(self.place(&self.parsed.document.statement_span(number)?))
    }
}

/// Reads the document of a policy of a file.
///
/// # Errors
/// What is not a policy, or is one in which a hole takes the place of something else than a resource or a value of a condition;
/// with its place in the file.
pub fn document(source: &Arc<Source>, document: &Node) -> Result<ReadDocument, Diagnostic> {
    if let Some((node, what)) = crate::misplaced::misplaced(document) {
        let names: Vec<String> = node.holes().into_iter().map(|hole| format!("`{}`", hole.name)).collect();
        let message = format!("{what} is known only once it is deployed: it depends on {}", names.join(", "));
        return Err(Diagnostic::error(source, node.span.clone(), message, "filled in when it is deployed")
            .with_help(
                "a resource or a value of a condition may depend on that; write everything else out",
            ));
    }
    if let Some(node) = crate::misplaced::marked(document) {
        let message = "the text has a character that stands for what is filled in later";
        return Err(Diagnostic::error(source, node.span.clone(), message, "U+F8F0 to U+F8F2")
            .with_help("leave it out: IAM does not take it"));
    }
    let mut written = Written::default();
    written.node(document);
    let inner = Arc::new(Source { name: source.name.clone(), text: written.json });
    let places = Places::new(written.places);
    let outside = |error: Diagnostic| Diagnostic {
        source: Arc::clone(source),
        span: places.outer(&error.span),
        ..error
    };
    let mut parsed = policy_with(&inner, Strictness::Strict).map_err(outside)?;
    parsed.warnings = parsed.warnings.into_iter().map(outside).collect();
    parsed.faults =
        parsed.faults.into_iter().map(|fault| Fault { found: outside(fault.found), ..fault }).collect();
    parsed.document = parsed.document.written_at(written_at(source, document));
    let mut holes: Vec<Hole> = document.holes().into_iter().cloned().collect();
    holes.sort();
    holes.dedup();
    Ok(ReadDocument { parsed, holes, places })
}

/// All that a value says, in one text, without layout and the order of members: what says the same has the same meaning,
/// whatever its holes stand for.
pub fn says(node: &Node) -> String {
    let mut written = Written::default();
    written.node(&sorted(node));
    written.json
}

/// The value with the members of objects sorted.
fn sorted(node: &Node) -> Node {
    let value = match &node.value {
        Value::Object(members) => {
            let mut members: Vec<Member> =
                members.iter().map(|one| Member { value: sorted(&one.value), ..one.clone() }).collect();
            members.sort_by(|one, other| one.name.cmp(&other.name));
            Value::Object(members)
        }
        Value::List(items) => Value::List(items.iter().map(sorted).collect()),
        other => other.clone(),
    };
    Node { value, span: node.span.clone() }
}

/// The name of a hole in a text: different holes have different ones.
pub fn hole_name(hole: &Hole) -> String {
    defined(&hole.name, &hole.definition)
}

/// JSON that is being written, and the places that its values have in the file.
#[derive(Default)]
struct Written {
    json: String,
    places: Vec<(Range<usize>, Range<usize>)>,
}

impl Written {
    fn node(&mut self, node: &Node) {
        let start = self.json.len();
        match &node.value {
            Value::Null => self.json.push_str("null"),
            Value::Boolean(value) => self.json.push_str(if *value { "true" } else { "false" }),
            Value::Number(spelling) => self.json.push_str(spelling),
            Value::Text(text) => self.text(text),
            Value::Hole(one) => self.text(&Text(vec![Part::Hole(one.clone())])),
            Value::List(items) => {
                self.json.push('[');
                for (number, item) in items.iter().enumerate() {
                    self.comma(number);
                    self.node(item);
                }
                self.json.push(']');
            }
            Value::Object(members) => {
                self.json.push('{');
                for (number, member) in members.iter().enumerate() {
                    self.comma(number);
                    let start = self.json.len();
                    self.quoted(&member.name);
                    self.places.push((start..self.json.len(), member.name_span.clone()));
                    self.json.push(':');
                    self.node(&member.value);
                }
                self.json.push('}');
            }
        }
        self.places.push((start..self.json.len(), node.span.clone()));
    }

    fn comma(&mut self, number: usize) {
        if number > 0 {
            self.json.push(',');
        }
    }

    fn text(&mut self, text: &Text) {
        let parts = text.0.iter().map(|part| match part {
            Part::Plain(plain) => plain.clone(),
            Part::Hole(one) => hole(&hole_name(one)),
        });
        let whole: String = parts.collect();
        self.quoted(&whole);
    }

    fn quoted(&mut self, text: &str) {
        // Writing into a string does not fail.
        let _ = write!(self.json, "{}", serde_json::Value::from(text));
    }
}

#[cfg(test)]
mod tests {
    use paredown_policy::model::holes;
    use paredown_policy::parse::{Located, json};

    use super::*;
    use crate::json::node;

    /// A JSON document in which `{"Ref": "X"}` is a hole, and `<X>` in a text.
    fn read(text: &str) -> Result<(String, ReadDocument), Diagnostic> {
        let source = Arc::new(Source { name: "f".into(), text: text.into() });
        let value = json(&source, Strictness::Strict).unwrap();
        let root = with_holes(node(Located::new(&value, &source)));
        document(&source, &root).map(|read| (source.text.clone(), read))
    }

    fn with_holes(node: Node) -> Node {
        let value = match node.value {
            Value::Object(members) => match members.as_slice() {
                [Member { name, value, .. }] if name == "Ref" => {
                    Value::Hole(Hole::named(value.known().unwrap()))
                }
                _ => Value::Object(
                    members.into_iter().map(|one| Member { value: with_holes(one.value), ..one }).collect(),
                ),
            },
            Value::List(items) => Value::List(items.into_iter().map(with_holes).collect()),
            Value::Text(text) => {
                let known = text.known().unwrap();
                match known.split_once('<') {
                    Some((before, rest)) => {
                        let (name, after) = rest.split_once('>').unwrap();
                        let plain = |text: &str| Part::Plain(text.to_owned());
                        Value::Text(Text(vec![plain(before), Part::Hole(Hole::named(name)), plain(after)]))
                    }
                    None => Value::Text(text),
                }
            }
            other => other,
        };
        Node { value, ..node }
    }

    const POLICY: &str = r#"{"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": "s3:*", "Resource": [{"Ref": "Arn"}, "arn:aws:s3:::<Bucket>/*"]},
        {"Effect": "Deny", "Action": "s3:Put*", "Resource": "*",
         "Condition": {"StringEquals": {"aws:PrincipalTag/team": {"Ref": "Team"}}}}]}"#;

    #[test]
    fn resources_and_values_of_conditions_may_have_holes() {
        let (text, read) = read(POLICY).unwrap();
        let names: Vec<&str> = read.holes.iter().map(|hole| hole.name.as_str()).collect();
        assert_eq!(names, ["Arn", "Bucket", "Team"]);
        let [allow, deny] = read.parsed.policy.statements.as_slice() else { panic!() };
        let shown: Vec<&str> = allow.scope.resource().patterns.iter().flat_map(|text| holes(text)).collect();
        assert_eq!(shown, ["Bucket", "Arn"]);
        assert_eq!(deny.scope.tests().len(), 1);
        let place = read.statement(1).unwrap();
        assert!(text.get(place).unwrap().starts_with(r#"{"Effect": "Deny""#));
    }

    #[test]
    fn holes_elsewhere_are_refused_with_their_place() {
        for (from, to, at, message) in [
            (r#""s3:*""#, r#"{"Ref": "A"}"#, r#"{"Ref": "A"}"#, "Action is known only once"),
            (r#""s3:*""#, r#"["s3:Get*", "<A>:*"]"#, r#"["s3:Get*""#, "Action is known only once"),
            (r#""Allow""#, r#"{"Ref": "A"}"#, r#"{"Ref": "A"}"#, "Effect is known only once"),
            (
                r#"{"StringEquals": {"aws:PrincipalTag/team": {"Ref": "Team"}}}"#,
                r#"{"Ref": "C"}"#,
                r#"{"Ref": "C"}"#,
                "Condition",
            ),
            (
                r#"{"aws:PrincipalTag/team": {"Ref": "Team"}}"#,
                r#"{"Ref": "C"}"#,
                r#"{"Ref": "C"}"#,
                "StringEquals",
            ),
        ] {
            let changed = POLICY.replacen(from, to, 1);
            let error = read(&changed).unwrap_err();
            assert!(error.message.contains(message), "{}", error.message);
            assert!(changed.get(error.span.start..).unwrap().starts_with(at), "{changed} {:?}", error.span);
        }
    }

    #[test]
    fn characters_of_marks_are_no_holes() {
        for odd in ["\u{F8F0}x\u{F8F1}", "\u{F8F2}"] {
            let changed = POLICY.replacen("s3:Put*", &format!("s3:Put{odd}"), 1);
            let error = read(&changed).unwrap_err();
            assert!(error.message.contains("stands for what is filled in"), "{}", error.message);
            assert!(changed.get(error.span).unwrap().contains(odd));
        }
    }

    #[test]
    fn what_is_no_policy_has_its_place_in_the_file() {
        let changed = POLICY.replacen("\"Allow\"", "\"Permit\"", 1);
        let error = read(&changed).unwrap_err();
        assert_eq!(changed.get(error.span.clone()), Some("\"Permit\""), "{}", error.message);
    }
}
