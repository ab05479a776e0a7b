//! Random documents in every form, and random edits of them: reading gives exactly the lists that are wanted, and all bytes
//! outside of the changed lists are the same.

use std::fmt::Write as _;
use std::ops::Range;

use proptest::prelude::*;

use super::*;
use crate::edit::actions;

/// A statement: how many actions it has, and numbers that say how it is laid out.
#[derive(Clone, Debug)]
struct Statement {
    actions: usize,
    single: bool,
    negated: bool,
    layout: Vec<u8>,
}

impl Statement {
    fn name(&self) -> &'static str {
        if self.negated { "NotAction" } else { "Action" }
    }

    fn layout(&self, number: usize) -> u8 {
        self.layout[number % self.layout.len()]
    }

    fn is_single(&self) -> bool {
        self.single && self.actions == 1
    }
}

fn statement() -> impl Strategy<Value = Statement> {
    (1..5_usize, any::<bool>(), any::<bool>(), proptest::collection::vec(0..12_u8, 8))
        .prop_map(|(actions, single, negated, layout)| Statement { actions, single, negated, layout })
}

/// An action of a statement; all of a document are different.
fn action(statement: usize, number: usize) -> String {
    format!("s{statement}x:Get{}*", ["A", "B", "C", "D", "E"][number])
}

/// A list in brackets.
fn bracketed(
    own: &Statement,
    at: usize,
    quote: &dyn Fn(usize) -> &'static str,
    comment: Option<&str>,
    indent: &str,
) -> String {
    let item = |number: usize| format!("{0}{1}{0}", quote(number), action(at, number));
    if own.is_single() {
        return item(0);
    }
    let mut text = "[".to_owned();
    for number in 0..own.actions {
        let line = own.layout(number) < 6;
        if line {
            let _ = write!(text, "\n{indent}  ");
        } else if number > 0 || own.layout(7) < 3 {
            text.push(' ');
        }
        text.push_str(&item(number));
        if number + 1 < own.actions {
            text.push(',');
        }
        if let Some(comment) = comment
            && own.layout(number).is_multiple_of(3)
        {
            let _ = write!(text, " {comment}\n{indent}");
        }
    }
    if own.layout(6) < 6 {
        let _ = write!(text, "\n{indent}");
    }
    text + "]"
}

fn json(all: &[Statement], comment: Option<&str>) -> String {
    let statement = |(at, own): (usize, &Statement)| {
        let list = bracketed(own, at, &|_| "\"", comment, "      ");
        let gap = if own.layout(5) < 6 { "\n      " } else { " " };
        format!("{{{gap}\"Effect\": \"Allow\",{gap}\"{}\": {list},{gap}\"Resource\": \"*\"}}", own.name())
    };
    let all: Vec<String> = all.iter().enumerate().map(statement).collect();
    format!("{{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [\n    {}\n  ]\n}}", all.join(",\n    "))
}

fn yaml(all: &[Statement], depth: usize) -> String {
    let mut text = "Version: \"2012-10-17\"\nStatement:\n".to_owned();
    for (at, own) in all.iter().enumerate() {
        let quote = |number: usize| ["", "'", "\""][usize::from(own.layout(number) / 2) % 3];
        let comment = |number: usize| if own.layout(number).is_multiple_of(4) { "  # why" } else { "" };
        text.push_str("  # A statement.\n  - Effect: Allow\n");
        if own.is_single() {
            let _ = writeln!(text, "    {}: {1}{2}{1}{3}", own.name(), quote(0), action(at, 0), comment(0));
        } else if own.layout(5) < 3 {
            let list = bracketed(own, at, &quote, Some("# flow"), "      ");
            let _ = writeln!(text, "    {}: {list}", own.name());
        } else {
            let _ = writeln!(text, "    {}:{}", own.name(), comment(3));
            let indent = " ".repeat(depth + 4);
            for number in 0..own.actions {
                if own.layout(number + 1) == 5 {
                    let _ = writeln!(text, "{indent}# about it");
                }
                let _ = writeln!(
                    text,
                    "{indent}- {1}{0}{1}{2}",
                    action(at, number),
                    quote(number),
                    comment(number)
                );
            }
        }
        text.push_str("    Resource: '*'\n");
        if own.layout(6) == 0 {
            text.push('\n');
        }
    }
    text
}

fn data_source(all: &[Statement]) -> String {
    let mut text = "data \"aws_iam_policy_document\" \"d\" {\n".to_owned();
    for (at, own) in all.iter().enumerate() {
        let own = Statement { single: false, ..own.clone() };
        let list = bracketed(&own, at, &|_| "\"", Some("# why"), "    ");
        let name = if own.negated { "not_actions" } else { "actions" };
        let _ = write!(text, "  statement {{\n    {name} = {list}\n    resources = [\"*\"]\n  }}\n\n");
    }
    text + "}\n"
}

fn encoded(all: &[Statement]) -> String {
    let statement = |(at, own): (usize, &Statement)| {
        let list = bracketed(own, at, &|_| "\"", Some("// why"), "      ");
        format!("{{\n      Effect = \"Allow\"\n      {} = {list}\n      Resource = var.a\n    }}", own.name())
    };
    let all: Vec<String> = all.iter().enumerate().map(statement).collect();
    format!("jsonencode({{\n    Version = \"2012-10-17\"\n    Statement = [{}]\n  }})", all.join(", "))
}

const FORMS: usize = 10;

/// A file in one of the forms: its name, the address of the policy, and the text.
fn form(number: usize, all: &[Statement]) -> (&'static str, &'static str, String) {
    let plain = json(all, None);
    let quoted = serde_json::Value::from(plain.as_str()).to_string();
    let resource = |policy: &str| format!("resource \"aws_iam_policy\" \"p\" {{\n  policy = {policy}\n}}\n");
    let template = |policy: &str| {
        format!(
            "Resources:\n  P:\n    Type: AWS::IAM::ManagedPolicy\n    Properties:\n      PolicyDocument: {policy}\n  Q: {{Type: 'AWS::SNS::Topic'}}\n"
        )
    };
    let deeper = |text: &str, indent: &str| text.trim_end().replace('\n', &format!("\n{indent}"));
    match number {
        0 => ("p.json", "", json(all, Some("// why"))),
        1 => ("p.yaml", "", yaml(all, 2)),
        2 => ("p.yml", "", yaml(all, 0)),
        3 => ("main.tf", "data.aws_iam_policy_document.d", data_source(all)),
        4 => ("main.tf", "aws_iam_policy.p", resource(&encoded(all))),
        5 => ("main.tf", "aws_iam_policy.p", resource(&format!("<<EOF\n{plain}\nEOF"))),
        6 => ("main.tf", "aws_iam_policy.p", resource(&quoted)),
        7 => ("t.yaml", "P", template(&quoted)),
        8 => ("t.yaml", "P", template(&format!("\n        {}", deeper(&yaml(all, 2), "        ")))),
        _ => ("t.yaml", "P", template(&format!("|\n        {}", deeper(&plain, "        ")))),
    }
}

/// The edits that numbers stand for, and the lists that are then wanted; a statement without any goes.
fn wanted(all: &[Statement], numbers: &[u8]) -> (Vec<StatementEdit>, Vec<(&'static str, Vec<String>)>) {
    let (mut edits, mut lists) = (Vec::new(), Vec::new());
    for (at, own) in all.iter().enumerate() {
        let number = |item: usize| numbers[(at * 5 + item) % numbers.len()];
        let mut list: Vec<String> = (0..own.actions).map(|number| action(at, number)).collect();
        let edit = if own.negated {
            let new = vec![format!("t{at}:New"), format!("t{at}:More*")];
            list.extend(new.clone());
            StatementEdit::Append(new)
        } else {
            let mut all = Vec::new();
            list.clear();
            for item in 0..own.actions {
                let new = |what: &str| format!("t{at}x{item}:{what}");
                let edit = match number(item) % 4 {
                    0 => ElementEdit::Replace(vec![]),
                    1 => ElementEdit::Replace(vec![new("Put")]),
                    2 => ElementEdit::Replace(vec![new("Put"), new("List*")]),
                    _ => ElementEdit::Keep,
                };
                match &edit {
                    ElementEdit::Keep => list.push(action(at, item)),
                    ElementEdit::Replace(new) => list.extend(new.clone()),
                }
                all.push(edit);
            }
            if list.is_empty() { StatementEdit::Remove } else { StatementEdit::Elements(all) }
        };
        edits.push(edit);
        if !list.is_empty() {
            lists.push((own.name(), list));
        }
    }
    (edits, lists)
}

/// The lists of actions, each with its name.
type Lists = Vec<(String, Vec<String>)>;

/// The lists of a file, and the places of what belongs to them: from the key to the end of the last line.
fn lists(name: &str, address: &str, text: &str) -> (Lists, Vec<Range<usize>>) {
    let file = read(name, text);
    let policy = file.policies().iter().find(|one| one.address == address).unwrap();
    let (mut lists, mut places) = (Vec::new(), Vec::new());
    for statement in policy.document.get("Statement").unwrap().items().unwrap() {
        let member = actions(statement).unwrap();
        let value = &member.value;
        let items = value.items().unwrap_or(std::slice::from_ref(value));
        lists.push((member.name.clone(), items.iter().map(|item| item.known().unwrap()).collect()));
        let line = text[value.span.end..].find('\n').map_or(text.len(), |at| value.span.end + at);
        let yaml = name.ends_with("ml") && !text[member.name_span.clone()].contains('"');
        let mut end = if yaml { line } else { value.span.end };
        // A comment stays, also where the element below it goes.
        while let Some(next) = text[end..].strip_prefix('\n').filter(|_| yaml) {
            let line = next.find('\n').unwrap_or(next.len());
            if next[..line].trim() != "# about it" {
                break;
            }
            end += 1 + line;
        }
        places.push(member.name_span.end.min(value.span.start)..end);
    }
    (lists, places)
}

/// A text without some places.
fn without(text: &str, places: &[Range<usize>]) -> String {
    let mut out = String::new();
    let mut at = 0;
    for place in places {
        out.push_str(&text[at..place.start]);
        out.push_str("<list>");
        at = place.end;
    }
    out + &text[at..]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]
    #[test]
    fn lists_are_as_wanted_and_all_else_as_it_was(
        all in proptest::collection::vec(statement(), 1..4),
        numbers in proptest::collection::vec(any::<u8>(), 15),
        number in 0..FORMS,
        windows: bool,
    ) {
        let (name, address, text) = form(number, &all);
        // Strings with escapes have the line ends that were escaped.
        let text = if windows { text.replace('\n', "\r\n") } else { text };
        let (edits, expected) = wanted(&all, &numbers);
        let file = read(name, &text);
        let result = file.edited(&[(address, &edits)]);
        if expected.is_empty() {
            prop_assert!(result.unwrap_err().message.contains("none of the statements"));
            return Ok(());
        }
        let done = result.unwrap_or_else(|error| panic!("{error}\n{text}"));
        let (found, after) = lists(name, address, &done);
        let found: Vec<(&str, Vec<String>)> = found.iter().map(|(name, list)| (name.as_str(), list.clone())).collect();
        prop_assert_eq!(&found, &expected, "{}\n{}", text, done);
        let (_, before) = lists(name, address, &text);
        if before.len() == after.len() {
            prop_assert_eq!(without(&text, &before), without(&done, &after));
        } else {
            let (first, last) = (before[0].start, before[before.len() - 1].end);
            if !matches!(edits[0], StatementEdit::Remove) {
                prop_assert_eq!(&text[..first], &done[..after[0].start]);
            }
            if !matches!(edits[edits.len() - 1], StatementEdit::Remove) {
                prop_assert_eq!(&text[last..], &done[after[after.len() - 1].end..]);
            }
            // What is said of those that stay is still there.
            prop_assert_eq!(text.matches("# A statement.").count(), done.matches("# A statement.").count());
        }
        if windows {
            prop_assert!(!done.replace("\r\n", "").contains('\n'));
        } else {
            prop_assert!(!done.contains('\r'));
        }
        // Nothing to do leaves all bytes as they are.
        let nothing: Vec<StatementEdit> = edits.iter().map(|_| StatementEdit::Keep).collect();
        prop_assert_eq!(file.edited(&[(address, &nothing)]).unwrap(), text);
    }
}
