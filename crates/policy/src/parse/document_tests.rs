//! Edits change what they name, and nothing else.

use std::sync::Arc;

use super::{Document, EditError, ElementEdit, Source, StatementEdit, policy};
use ElementEdit::Keep;
use StatementEdit::{Append, Elements, Remove};

fn document(text: &str) -> Document {
    let source = Arc::new(Source { name: "p".into(), text: text.into() });
    policy(&source).unwrap_or_else(|error| panic!("{}", error.render(false))).document
}

fn edited(text: &str, edits: &[StatementEdit]) -> String {
    let result = document(text).edited(edits).unwrap();
    document(&result);
    result
}

fn by(actions: &[&str]) -> ElementEdit {
    ElementEdit::Replace(actions.iter().map(ToString::to_string).collect())
}

const PRETTY: &str = r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": [
        "s3:Get*",
        "\u0073qs:*",
        "ec2:Run"
      ],
      "Resource": "*"
    },
    {
      "Effect": "Allow",
      "Action": "iam:*",   "Resource": ["a",
   "b"]
    }
  ]
}
"#;

/// `PRETTY` with one piece exchanged, the same with CRLF, with tabs, and without a final newline.
fn check_in_all_layouts(piece: &str, new: &str, edits: &[StatementEdit]) {
    assert!(PRETTY.contains(piece));
    let expected = PRETTY.replace(piece, new);
    let layouts: [fn(&str) -> String; 4] = [
        str::to_owned,
        |text| text.replace('\n', "\r\n"),
        |text| text.replace("  ", "\t"),
        |text| text.trim_end().to_owned(),
    ];
    for layout in layouts {
        assert_eq!(edited(&layout(PRETTY), edits), layout(&expected));
    }
}

#[test]
fn elements_are_replaced_in_their_lines() {
    check_in_all_layouts(
        "        \"s3:Get*\",\n",
        "        \"s3:GetA\",\n        \"s3:GetB*\",\n",
        &[Elements(vec![by(&["s3:GetA", "s3:GetB*"]), Keep, Keep]), StatementEdit::Keep],
    );
    check_in_all_layouts(
        "        \"ec2:Run\"\n",
        "        \"ec2:RunA\",\n        \"ec2:RunB\"\n",
        &[Elements(vec![Keep, Keep, by(&["ec2:RunA", "ec2:RunB"])]), StatementEdit::Keep],
    );
}

#[test]
fn elements_go_with_comma_and_line() {
    check_in_all_layouts(
        "        \"s3:Get*\",\n",
        "",
        &[Elements(vec![by(&[]), Keep, Keep]), StatementEdit::Keep],
    );
    check_in_all_layouts(
        ",\n        \"ec2:Run\"\n",
        "\n",
        &[Elements(vec![Keep, Keep, by(&[])]), StatementEdit::Keep],
    );
}

#[test]
fn a_string_stays_a_string_or_becomes_a_list() {
    check_in_all_layouts(
        "\"iam:*\"",
        "\"iam:Get*\"",
        &[StatementEdit::Keep, Elements(vec![by(&["iam:Get*"])])],
    );
    check_in_all_layouts(
        "\"iam:*\"",
        "[\n        \"iam:Get*\",\n        \"iam:List*\"\n      ]",
        &[StatementEdit::Keep, Elements(vec![by(&["iam:Get*", "iam:List*"])])],
    );
}

#[test]
fn statements_go_with_comma_and_lines() {
    let start = PRETTY.find("    {\n").unwrap();
    let end = PRETTY.find("},\n").unwrap() + 3;
    check_in_all_layouts(&PRETTY[start..end], "", &[Remove, StatementEdit::Keep]);
    let start = end - 2;
    let end = PRETTY.find("\n  ]\n}").unwrap();
    check_in_all_layouts(&PRETTY[start..end], "", &[StatementEdit::Keep, Remove]);
}

#[test]
fn appended_actions_stand_at_the_end() {
    check_in_all_layouts(
        "\"ec2:Run\"\n",
        "\"ec2:Run\",\n        \"a:B\"\n",
        &[Append(vec!["a:B".into()]), Append(vec![])],
    );
    let one_line =
        |value: &str| format!(r#"{{"Statement":{{"Effect":"Allow","NotAction":{value},"Resource":"*"}}}}"#);
    for (before, after) in [
        (r#""iam:*""#, r#"["iam:*","a:B","c:D"]"#),
        (r#" "iam:*""#, r#" ["iam:*", "a:B", "c:D"]"#),
        (r#"["iam:*"]"#, r#"["iam:*","a:B","c:D"]"#),
        (r#" [ "iam:*" ]"#, r#" [ "iam:*", "a:B", "c:D" ]"#),
        (r#"["x:Y", "iam:*"]"#, r#"["x:Y", "iam:*", "a:B", "c:D"]"#),
        ("[]", r#"["a:B", "c:D"]"#),
    ] {
        let edits = [Append(vec!["a:B".into(), "c:D".into()])];
        assert_eq!(edited(&one_line(before), &edits), one_line(after));
    }
}

#[test]
fn minified_documents_stay_minified() {
    let text = r#"{"Statement":[{"Effect":"Allow","Action":["a:*","b:*"],"Resource":"*"},{"Effect":"Allow","Action":"c:*","Resource":"*"}]}"#;
    let edits = [Elements(vec![by(&["a:B", "a:C"]), by(&[])]), Elements(vec![by(&["c:D", "c:E"])])];
    let expected = text.replace(r#""a:*","b:*""#, r#""a:B","a:C""#).replace(r#""c:*""#, r#"["c:D","c:E"]"#);
    assert_eq!(edited(text, &edits), expected);
    let first_gone = r#"{"Statement":[{"Effect":"Allow","Action":"c:*","Resource":"*"}]}"#;
    assert_eq!(edited(text, &[Remove, StatementEdit::Keep]), first_gone);
}

#[test]
fn edits_that_do_not_fit_are_refused() {
    let document = document(PRETTY);
    assert_eq!(document.edited(&[]), Err(EditError::Count));
    assert_eq!(document.edited(&[Remove, Remove]), Err(EditError::NothingLeft));
    let few = [Elements(vec![Keep]), StatementEdit::Keep];
    assert_eq!(document.edited(&few), Err(EditError::Count));
}

#[test]
fn places_can_be_looked_up() {
    let document = document(PRETTY);
    let text = |span: Option<std::ops::Range<usize>>| span.map(|span| &PRETTY[span]);
    assert_eq!(text(document.element_span(0, 1)), Some("\"\\u0073qs:*\""));
    assert_eq!(text(document.element_span(1, 0)), Some("\"iam:*\""));
    assert!(text(document.statement_span(1)).unwrap().starts_with("{\n      \"Effect\""));
    assert_eq!(document.element_span(2, 0), None);
}

#[test]
fn a_policy_inside_a_document_comes_out_as_if_it_stood_alone() {
    let edits =
        [Elements(vec![by(&["s3:GetA", "s3:GetB*"]), Keep, by(&[])]), Elements(vec![by(&["x:Y", "x:Z"])])];
    let layouts: [fn(&str) -> String; 3] =
        [str::to_owned, |text| text.replace('\n', "\r\n"), |text| text.replace("  ", "\t")];
    for layout in layouts {
        let alone = layout(PRETTY.trim_end());
        for (before, line) in [
            ("{\"PolicyVersion\":{\"Document\":", "\n"),
            ("{\n  \"PolicyVersion\": {\n      \"Document\": ", "\n      "),
        ] {
            let text = format!("{}{}\n}}}}", layout(before), layout(&PRETTY.trim_end().replace('\n', line)));
            assert_eq!(document(&text).text(), alone);
            assert_eq!(edited(&text, &edits), edited(&alone, &edits));
            let place = document(&text).element_span(0, 1).unwrap();
            assert_eq!(&text[place], "\"\\u0073qs:*\"");
        }
    }
}
