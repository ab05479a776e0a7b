//! Random values, and random texts.

use std::fmt::Write;

use proptest::prelude::*;

use super::*;

/// Any value.
fn any_node() -> impl Strategy<Value = Node> {
    let text = prop_oneof![
        "[ -~]{0,12}",
        any::<String>(),
        Just("yes".to_owned()),
        Just("- a: #b".to_owned()),
        Just("012".to_owned()),
        Just("a\n\nb\n".to_owned()),
        "[a-z: #'\"\\\\\n-]{0,8}",
    ];
    let plain = |value| Node { value, span: 0..0 };
    let leaf = prop_oneof![
        Just(plain(Value::Null)),
        any::<bool>().prop_map(move |value| plain(Value::Boolean(value))),
        any::<i64>().prop_map(move |value| plain(Value::Number(value.to_string()))),
        text.prop_map(move |text| plain(Value::Text(Text::plain(text)))),
    ];
    leaf.prop_recursive(4, 24, 4, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(move |items| plain(Value::List(items))),
            prop::collection::btree_map("[a-zA-Z:. ]{0,6}", inner, 0..4).prop_map(move |all| {
                let member = |(name, value)| Member { name, name_span: 0..0, value };
                plain(Value::Object(all.into_iter().map(member).collect()))
            }),
        ]
    })
}

/// A value in block style, with texts in single quotes where that can be.
fn write_yaml(node: &Node, indent: usize, out: &mut String) {
    let space = " ".repeat(indent);
    let quoted = |text: &str| {
        let simple =
            !text.contains(|c: char| c.is_control() || c == '\u{feff}' || c == '\u{2028}' || c == '\u{2029}');
        if simple { format!("'{}'", text.replace('\'', "''")) } else { escaped(text) }
    };
    match &node.value {
        Value::List(items) if !items.is_empty() => {
            for item in items {
                write!(out, "\n{space}-").unwrap();
                write_yaml(item, indent + 2, out);
            }
        }
        Value::Object(members) if !members.is_empty() => {
            for member in members {
                write!(out, "\n{space}{}:", quoted(&member.name)).unwrap();
                write_yaml(&member.value, indent + 2, out);
            }
        }
        Value::List(_) => out.push_str(" []"),
        Value::Object(_) => out.push_str(" {}"),
        Value::Null => out.push_str(" null"),
        Value::Boolean(value) => write!(out, " {value}").unwrap(),
        Value::Number(spelling) => write!(out, " {spelling}").unwrap(),
        Value::Text(text) => write!(out, " {}", quoted(&text.known().unwrap())).unwrap(),
        Value::Hole(hole) => out.push_str(&hole.name),
    }
}

fn escaped(text: &str) -> String {
    let mut out = "\"".to_owned();
    for c in text.chars() {
        match c {
            '"' | '\\' => write!(out, "\\{c}").unwrap(),
            c if c.is_control() || matches!(c, '\u{feff}' | '\u{2028}' | '\u{2029}') => {
                write!(out, "\\u{:04x}", u32::from(c)).unwrap();
            }
            c => out.push(c),
        }
    }
    out + "\""
}

proptest! {
    #[test]
    fn a_value_is_the_same_in_json_and_in_yaml(node in any_node()) {
        let mut text = String::new();
        write_yaml(&node, 0, &mut text);
        let written = read(&text);
        prop_assert_eq!(bare(&written), bare(&node), "{}", text);
        // JSON is YAML.
        prop_assert_eq!(bare(&read(&crate::document::says(&node))), bare(&of_json(&crate::document::says(&node))));
    }

    #[test]
    fn no_text_makes_it_panic(text in "[-a-c{}\\[\\]:,&*!#|>'\"%@?<~0-9 \t\n\r\\\\é\u{feff}]{0,60}") {
        let file = source(&text);
        match yaml(&file) {
            Ok(node) => prop_assert!(text.get(node.span).is_some()),
            Err(error) => prop_assert!(text.get(error.span).is_some()),
        }
    }
}
