//! What is not HCL, and what is meant to exhaust.

use proptest::prelude::*;

use super::*;

#[test]
fn errors_have_their_place() {
    for (text, line, part) in [
        ("resource \"a\" \"b\" {\n  x = \n}\n", 2, "this is not HCL"),
        ("resource \"a\" {\n x = 1\n x = 2\n}", 3, "redefined"),
        ("\n é\n x = ", 2, "this is not HCL"),
        ("{\"resource\": {}}", 1, "JSON syntax"),
    ] {
        let error = hcl(&source(text)).unwrap_err();
        assert_eq!(error.line_column().0, line, "{text}: {}", error.message);
        assert!(error.message.contains(part), "{}", error.message);
        assert!(error.span.end <= text.len());
        assert!(!error.render(false).is_empty());
    }
}

#[test]
fn a_file_with_too_many_assignments_is_refused() {
    let text = "a=1\n".repeat(30_001);
    let error = hcl(&source(&text)).unwrap_err();
    assert_eq!((error.code, error.line_column()), (Code::OverLimit, (30_001, 2)));
}

#[test]
fn hostile_files_are_read_or_refused_in_time() {
    let nested = |open: &str, inner: &str, close: &str, count: usize| {
        format!("locals {{\n x = {}{inner}{}\n}}\n", open.repeat(count), close.repeat(count))
    };
    let line = |n: usize| {
        format!(
            " l{n} = [local.l{0}, local.l{0}]
",
            n + 1
        )
    };
    let chain = (0..2000).map(line).collect::<Vec<_>>().concat();
    let line = |n: usize| {
        format!(
            " l{n} = \"${{local.l{0}}}${{local.l{0}}}\"
",
            n + 1
        )
    };
    let texts = (0..200).map(line).collect::<Vec<_>>().concat();
    let used = "resource \"aws_iam_policy\" \"p\" {\n policy = jsonencode({a = local.l0})\n}\n";
    let line = |n: usize| format!(" l{n} = {}local.l{}{}\n", "[f(".repeat(28), n + 1, ")]".repeat(28));
    let deep = (0..100).map(line).collect::<Vec<_>>().concat();
    for text in [
        format!("locals {{\n{deep}}}\n{used}"),
        nested("\"${[{a = (f(", "1", "))}]}\"", 12),
        nested("\"${[{a = (f(", "1", "))}]}\"", 100),
        "a = 1\n".repeat(40_000),
        nested("[", "1", "]", 100_000),
        nested("{a = ", "1", "}", 60),
        nested("(", "1", ")", 60),
        nested("\"${", "a.b", "}\"", 60),
        nested("!", "true", "", 60),
        nested("f(", "1", ")", 60),
        nested("1 + ", "1", "", 5000),
        nested("a ? ", "1", " : 2", 60),
        "a {\n".repeat(100_000),
        format!("locals {{\n{chain}}}\n{used}"),
        format!("locals {{\n{texts} l200 = \"aaaaaaaaaaaaaaaaaa\"\n}}\n{used}"),
        "data \"aws_iam_policy_document\" \"d\" {\n policy = data.aws_iam_policy_document.d.json\n}\n".into(),
    ] {
        if let Ok(contents) = hcl(&source(&text)) {
            assert!(
                says(
                    &contents
                        .policies
                        .first()
                        .map_or_else(|| crate::value::Node::text("", 0..0), |one| one.document.clone())
                )
                .len()
                    < 100_000_000
            );
        }
    }
}

proptest! {
    /// Any change of a file is read or refused.
    #[test]
    fn no_file_panics(at in 0..4000_usize, text in "[\\]\\[{}\"=,:0a-z$%\\n\\\\é<~.*]{0,4}", cut in 0..9_usize) {
        let whole = format!("{DOCUMENT}resource \"aws_iam_policy\" \"p\" {{\n policy = <<EOF\n{}\nEOF\n}}\n", JSON.replace("aws:", "var."));
        let at = at % whole.len();
        let end = (at + cut).min(whole.len());
        if let (Some(before), Some(rest)) = (whole.get(..at), whole.get(end..)) {
            let source = source(&format!("{before}{text}{rest}"));
            match hcl(&source) {
                Ok(contents) => for written in &contents.policies {
                    let _ = document(&source, &written.document);
                },
                Err(error) => prop_assert!(!error.render(false).is_empty()),
            }
        }
    }
}
