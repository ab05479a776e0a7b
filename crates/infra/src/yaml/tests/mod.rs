//! YAML, and what it says.

mod random;

use std::fmt::Write;

use paredown_policy::parse::{Code, Located, Strictness, json};

use super::*;
use crate::json::node;
use crate::value::{Member, Text, Value};

fn source(text: &str) -> Arc<Source> {
    Arc::new(Source { name: "t.yaml".into(), text: text.into() })
}

fn read(text: &str) -> Node {
    yaml(&source(text)).unwrap_or_else(|error| panic!("{text:?}: {error}"))
}

fn of_json(text: &str) -> Node {
    let source = source(text);
    node(Located::new(&json(&source, Strictness::Strict).unwrap(), &source))
}

/// The value without its places.
pub(crate) fn bare(node: &Node) -> Node {
    let value = match &node.value {
        Value::List(items) => Value::List(items.iter().map(bare).collect()),
        Value::Object(members) => Value::Object(
            members
                .iter()
                .map(|one| Member { name: one.name.clone(), name_span: 0..0, value: bare(&one.value) })
                .collect(),
        ),
        other => other.clone(),
    };
    Node { value, span: 0..0 }
}

/// YAML and the JSON that says the same.
const SAME: &[(&str, &str)] = &[
    ("!Ref X", r#"{"Ref": "X"}"#),
    ("!Ref 'X'", r#"{"Ref": "X"}"#),
    ("Ref: X", r#"{"Ref": "X"}"#),
    ("!Ref 012", r#"{"Ref": "012"}"#),
    ("!GetAtt A.B", r#"{"Fn::GetAtt": ["A", "B"]}"#),
    ("!GetAtt A.Outputs.B", r#"{"Fn::GetAtt": ["A", "Outputs.B"]}"#),
    ("!GetAtt [A, B]", r#"{"Fn::GetAtt": ["A", "B"]}"#),
    ("!Sub 'a${B}'", r#"{"Fn::Sub": "a${B}"}"#),
    ("!Sub\n  - a${B}\n  - B: !Ref C", r#"{"Fn::Sub": ["a${B}", {"B": {"Ref": "C"}}]}"#),
    ("!Join [':', [a, !Ref B]]", r#"{"Fn::Join": [":", ["a", {"Ref": "B"}]]}"#),
    ("!If [C, !Ref A, !Ref 'AWS::NoValue']", r#"{"Fn::If": ["C", {"Ref": "A"}, {"Ref": "AWS::NoValue"}]}"#),
    ("!ImportValue\n  Fn::Sub: ${A}-x", r#"{"Fn::ImportValue": {"Fn::Sub": "${A}-x"}}"#),
    ("!FindInMap [M, !Ref 'AWS::Region', k]", r#"{"Fn::FindInMap": ["M", {"Ref": "AWS::Region"}, "k"]}"#),
    ("!Select [0, !Split [',', 'a,b']]", r#"{"Fn::Select": [0, {"Fn::Split": [",", "a,b"]}]}"#),
    ("!Base64 x", r#"{"Fn::Base64": "x"}"#),
    ("!GetAZs ''", r#"{"Fn::GetAZs": ""}"#),
    ("!Cidr [10.0.0.0/16, 2, 8]", r#"{"Fn::Cidr": ["10.0.0.0/16", 2, 8]}"#),
    ("!Transform {Name: M}", r#"{"Fn::Transform": {"Name": "M"}}"#),
    (
        "!And [!Condition A, !Equals [a, b]]",
        r#"{"Fn::And": [{"Condition": "A"}, {"Fn::Equals": ["a", "b"]}]}"#,
    ),
    ("!Not [!Equals [a, b]]", r#"{"Fn::Not": [{"Fn::Equals": ["a", "b"]}]}"#),
    ("!ToJsonString {a: 1}", r#"{"Fn::ToJsonString": {"a": 1}}"#),
    // Scalars.
    ("2012-10-17", r#""2012-10-17""#),
    ("2001-12-14t21:59:43.10-05:00", r#""2001-12-14t21:59:43.10-05:00""#),
    ("10.0.0.0", r#""10.0.0.0""#),
    ("123456789012", "123456789012"),
    ("+5", "5"),
    ("-5", "-5"),
    ("1.5", "1.5"),
    ("true", "true"),
    ("False", "false"),
    ("'yes'", r#""yes""#),
    ("n", r#""n""#),
    ("!!str 012", r#""012""#),
    ("!!int 12", "12"),
    ("! 12", r#""12""#),
    ("{! \"Ref\": X}", r#"{"Ref": "X"}"#),
    ("~", "null"),
    ("a:", r#"{"a": null}"#),
    ("arn:aws:s3:::b/*", r#""arn:aws:s3:::b/*""#),
    ("s3:Get*", r#""s3:Get*""#),
    ("=", r#""=""#),
    // Texts over several lines.
    ("|\n a\n b\n", r#""a\nb\n""#),
    ("|\n a\n b", r#""a\nb""#),
    (">-\n a\n b\n", r#""a b""#),
    ("\"a\\\n  b\\u00e9\"", r#""abé""#),
    ("'it''s'", r#""it's""#),
    // Aliases and merge keys.
    ("a: &x {b: 1}\nc: *x", r#"{"a": {"b": 1}, "c": {"b": 1}}"#),
    ("a: &x {b: 1, c: 2}\nd:\n  b: 3\n  <<: *x", r#"{"a": {"b": 1, "c": 2}, "d": {"b": 3, "c": 2}}"#),
    ("- &x {b: 1}\n- &y {b: 2, c: 3}\n- <<: [*x, *y]", r#"[{"b": 1}, {"b": 2, "c": 3}, {"b": 1, "c": 3}]"#),
    ("- &k key\n- *k : v", r#"["key", {"key": "v"}]"#),
    ("\u{feff}a: 1", r#"{"a": 1}"#),
    ("---\na: 1\n...\n", r#"{"a": 1}"#),
];

#[test]
fn yaml_says_the_same_as_json() {
    for (yaml, json) in SAME {
        assert_eq!(bare(&read(yaml)), bare(&of_json(json)), "{yaml}");
    }
}

#[test]
fn what_versions_of_yaml_read_differently_is_a_hole() {
    let some = |all: &[&str]| Some(all.iter().map(|one| (*one).to_owned()).collect::<Vec<String>>());
    for (text, allowed) in [
        ("yes", some(&["yes", "true"])),
        ("Off", some(&["Off", "false"])),
        ("010", some(&["010", "10", "8"])),
        ("012345670123", some(&["012345670123", "12345670123", "1402433619"])),
        ("089", some(&["089", "89"])),
        ("0x1F", None),
        ("0b1", None),
        ("0o7", None),
        ("1_000", None),
        ("12:30:45", None),
        ("1e3", None),
        ("-.5", None),
        ("5.", None),
        ("1.10", None),
        (".inf", None),
        (".NaN", None),
    ] {
        let Value::Hole(hole) = read(text).value else { panic!("{text}") };
        assert_eq!((hole.name.as_str(), hole.allowed), (text, allowed));
        assert_eq!(read(&format!("'{text}'")).known().as_deref(), Some(text));
    }
}

/// YAML, and what is written at the places of values: at each step a key, or the number of an item.
const PLACES: &[(&str, &[&str], &str)] = &[
    ("a:\n  b: 1 # c\n\nd: 2", &["a"], "b: 1"),
    ("a:\n- p\n- q\nb: 1", &["a"], "- p\n- q"),
    ("a:\n  - p\n  - q # c\n", &["a"], "- p\n  - q"),
    ("é: {b: [ü, c]}", &["é"], "{b: [ü, c]}"),
    ("é: {b: [ü, c]}", &["é", "b", "1"], "c"),
    ("a: |\n  x\n  y\n\nb: 1", &["a"], "x\n  y"),
    ("a: \"x\\ny\"", &["a"], "\"x\\ny\""),
    ("a: !Sub b", &["a"], "!Sub b"),
    ("a: !Sub b", &["a", "Fn::Sub"], "b"),
    ("a: !GetAtt B.C.D", &["a", "Fn::GetAtt", "1"], "C.D"),
    ("a: !If\n  - x\n  - y\n", &["a"], "!If\n  - x\n  - y"),
    ("a: &x [1]\nb: *x", &["b", "0"], "1"),
    ("a: b c\n  d", &["a"], "b c\n  d"),
];

#[test]
fn places_are_those_of_the_file() {
    for (text, path, at) in PLACES {
        let root = read(text);
        let node = path.iter().fold(&root, |node, step| match node.items() {
            Some(items) => &items[step.parse::<usize>().unwrap()],
            None => node.get(step).unwrap(),
        });
        assert_eq!(text.get(node.span.clone()), Some(*at), "{text} {path:?}");
    }
}

#[test]
fn what_is_not_understood_is_refused_with_its_place() {
    for (text, message) in [
        ("a: 1\nb: 2\na: 3", "t.yaml:3:1: duplicate key `a`"),
        ("a: {b: 1, \"b\": 2}", "t.yaml:1:11: duplicate key `b`"),
        ("a:\n\t- b", "t.yaml:2:2: this is not YAML: tabs"),
        ("a: [1", "t.yaml:1:4: this is not YAML: unclosed bracket"),
        ("a: b: c", "t.yaml:1:5: this is not YAML: mapping values"),
        ("a: 1\n---\nb: 2", "t.yaml:2:1: the file has more than one YAML document"),
        ("&a [*a]", "t.yaml:1:5: an alias is within what it stands for"),
        ("a: &a\n  b: *a", "t.yaml:2:6: an alias is within what it stands for"),
        ("a: *b", "t.yaml:1:4: this is not YAML"),
        ("", "t.yaml:1:1: the file has no YAML document"),
        ("# only a comment", "t.yaml:1:1: the file has no YAML document"),
        ("a: !!binary aGk=", "t.yaml:1:4: the tag `!!binary` is not known"),
        ("a: !!set {x}", "t.yaml:1:4: the tag `!!set` is not known"),
        ("a: !<tag:x,1:y> b", "t.yaml:1:4: the tag `!<tag:x,1:y>` is not known"),
        ("a: !!int x", "t.yaml:1:10: this is no `!!int`"),
        ("a: !!seq {}", "t.yaml:1:10: the tag does not fit"),
        ("? [a]\n: b", "t.yaml:1:3: a key is a list or an object"),
        ("!Sub a: b", "t.yaml:1:6: a key has a tag"),
        ("a:\n  b: 1\n c: 2", "t.yaml:3:2: this is not YAML"),
        ("<<: 1", "t.yaml:1:5: `<<` does not stand for an object"),
        ("'", "t.yaml:1:1: this is not YAML: unclosed quote"),
    ] {
        let error = match yaml(&source(text)) {
            Ok(node) => panic!("{text}: {node:?}"),
            Err(error) => error,
        };
        assert!(error.to_string().starts_with(message), "{text}: {error}");
    }
}

#[test]
fn aliases_do_not_expand_without_bound() {
    let mut laughs = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for number in 1..40 {
        let before = vec![format!("*a{}", number - 1); 10].join(", ");
        writeln!(laughs, "a{number}: &a{number} [{before}]").unwrap();
    }
    let error = yaml(&source(&laughs)).unwrap_err();
    assert_eq!((error.message.as_str(), error.code), ("aliases stand for more than 16 MB", Code::OverLimit));
    // Many anchors within each other.
    let nested = format!("{}x{}", "&a [".repeat(200), "]".repeat(200));
    assert!(yaml(&source(&nested)).is_ok());
    // Deep by aliases of aliases.
    let mut deep = "a0: &a0 [x]\n".to_owned();
    for number in 1..400 {
        writeln!(deep, "a{number}: &a{number} [*a{}]", number - 1).unwrap();
    }
    let error = yaml(&source(&deep)).unwrap_err();
    assert!(error.message.starts_with("lists and objects are nested more than 250 deep"), "{error}");
}

#[test]
fn what_is_nested_deeply_is_refused() {
    for (open, close) in [("[", "]"), ("{a: ", "}"), ("!Sub [", "]"), ("- ", ""), ("? ", "")] {
        let text = format!("{}x{}", open.repeat(100_000), close.repeat(100_000));
        let error = yaml(&source(&text)).unwrap_err();
        assert!(!error.message.is_empty());
    }
    let block: String = (0..300).fold(String::new(), |mut text, depth| {
        writeln!(text, "{}a:", " ".repeat(depth)).unwrap();
        text
    });
    let error = yaml(&source(&block)).unwrap_err();
    assert!(error.message.starts_with("lists and objects are nested more than 250 deep"), "{error}");
}

#[test]
fn characters_of_a_text_have_their_places() {
    for (text, path) in [
        ("a: |\n  {\"b\": [1,\n    \"<x>\"]}\n", "a"),
        ("a: '{\"b\": [1, \"<x>\"]}'", "a"),
        ("a: \"{\\\"b\\\": [1,\\\n   \\\"<x>\\\"]}\"", "a"),
        ("a: >-\n  {\"b\": [1,\n  \"<x>\"]}\n", "a"),
    ] {
        let file = source(text);
        let root = read(text);
        let node = root.get(path).unwrap();
        let known = node.known().unwrap();
        let literal = literal(&file, &node.span, &known);
        assert_eq!(literal.text(), known);
        let inside = known.find("<x>").unwrap();
        assert_eq!(literal.outer(inside), text.find("<x>").unwrap(), "{text}");
    }
}
