//! What stands for what is known only once it is planned.

use super::*;

/// The holes of a policy with this resource: name and definition.
fn holes(resource: &str, others: &str) -> Vec<(String, String)> {
    let text = format!(
        "resource \"aws_iam_policy\" \"p\" {{\n policy = jsonencode({{Version = \"2012-10-17\", Statement = [{{Effect = \
         \"Allow\", Action = \"a:b\", Resource = {resource}}}]}})\n}}\n{others}\n"
    );
    let source = source(&text);
    let contents = hcl(&source).unwrap();
    let read = document(&source, &contents.policies[0].document).unwrap();
    read.holes.into_iter().map(|hole| (hole.name, hole.definition)).collect()
}

#[test]
fn references_are_holes_with_what_determines_them() {
    for (resource, others, name, definition) in [
        ("aws_s3_bucket.b.arn", "", "aws_s3_bucket.b.arn", ""),
        ("\"${aws_s3_bucket.b.arn}/*\"", "", "aws_s3_bucket.b.arn", ""),
        ("var.x", "variable \"x\" {\n default = \"y\" # z\n}", "var.x", "{default = \"y\"; }"),
        ("[\"a${var.x}\"]", "variable \"x\" {\n description = \"d\"\n}", "var.x", "{}"),
        ("local.l", "locals {\n l = upper( var.y )\n}", "local.l", "upper(var.y)"),
        ("local.l", "locals {\n l = \"a-${var.y}\"\n}", "var.y", ""),
        (
            "\"arn:${data.aws_partition.current.partition}:s3:::b\"",
            "",
            "data.aws_partition.current.partition",
            "",
        ),
        ("module.m.arn", "module \"m\" {\n source = \"./m\"\n}", "module.m.arn", "{source = \"./m\"; }"),
        ("concat(local.l, var.x)", "locals {\n l = []\n}", "concat(local.l, var.x)", "local.l = []"),
        ("var.a ? \"x\" : \"y\"", "", "var.a ? \"x\" : \"y\"", ""),
        (
            "aws_iam_role.r.arn",
            "resource \"aws_iam_role\" \"r\" {\n name = \"n\"\n assume_role_policy = \"{}\"\n}",
            "aws_iam_role.r.arn",
            "{name = \"n\"; }",
        ),
    ] {
        assert_eq!(holes(resource, others), [(name.to_owned(), definition.to_owned())], "{resource}");
    }
    for (resource, others) in [
        ("local.l", "locals {\n l = \"arn:aws:s3:::b\"\n}"),
        ("\"arn:aws:s3:::${local.l}\"", "locals {\n l = local.m\n m = \"b\"\n}"),
        ("local.l", "locals {\n l = [\"a\", \"b\"]\n}"),
        ("concat(local.l, toset([\"b\"]))", "locals {\n l = tolist([\"a\"])\n}"),
    ] {
        assert_eq!(holes(resource, others), [], "{resource}");
    }
}

#[test]
fn what_changes_a_value_changes_its_hole() {
    let default = |value: &str| format!("variable \"x\" {{\n default = \"{value}\"\n}}");
    for (resource, one, other) in [
        ("var.x", default("a"), default("b")),
        ("var.x", String::new(), default("b")),
        (
            "upper(local.l)",
            format!("locals {{\n l = var.x\n}}\n{}", default("a")),
            format!("locals {{\n l = var.x\n}}\n{}", default("b")),
        ),
        (
            "data.aws_s3_bucket.b.arn",
            "data \"aws_s3_bucket\" \"b\" {\n bucket = \"a\"\n}".into(),
            "data \"aws_s3_bucket\" \"b\" {\n bucket = \"b\"\n}".into(),
        ),
        (
            "aws_s3_bucket.b.arn",
            "resource \"aws_s3_bucket\" \"b\" {\n bucket = var.x\n}\n".to_owned() + &default("a"),
            "resource \"aws_s3_bucket\" \"b\" {\n bucket = var.x\n}\n".to_owned() + &default("b"),
        ),
        ("file(\"a\")", "# a".into(), "# b".into()),
        ("aws_s3_bucket.b[each.key].arn", "# a".into(), "locals {\n}".into()),
        ("f(local.l)", "locals {\n l = \"a\u{F8F0}\"\n}".into(), "locals {\n l = \"a\"\n}".into()),
        ("var.x", format!("{}# a", default("1")), format!("{}# a", default("1.0"))),
    ] {
        let same = resource.contains("each");
        assert_eq!(holes(resource, &one) == holes(resource, &other), same, "{resource}");
    }
    // Data sources look for tags, and tags are attributes themselves.
    let tagged = |kind: &str, tag: &str| format!("{kind} \"b\" {{\n tags = {{a = \"{tag}\"}}\n}}");
    for (resource, kind) in [
        ("data.aws_vpc.b.arn", "data \"aws_vpc\""),
        ("aws_vpc.b.tags[\"a\"]", "resource \"aws_vpc\""),
        ("module.b.arn", "module"),
    ] {
        assert_ne!(holes(resource, &tagged(kind, "1")), holes(resource, &tagged(kind, "2")), "{resource}");
    }
    // Layout, comments and tags change nothing.
    let tagged = "resource \"aws_s3_bucket\" \"b\" {\n bucket   = \"a\" # c\n tags = {a = \"b\"}\n}";
    let plain = "resource \"aws_s3_bucket\" \"b\" {\n bucket = \"a\"\n}";
    assert_eq!(holes("aws_s3_bucket.b.arn", tagged), holes("aws_s3_bucket.b.arn", plain));
}

#[test]
fn what_each_goes_over_determines_it() {
    let over = |list: &str, value: &str| {
        let text = format!(
            "resource \"aws_iam_policy\" \"p\" {{\n for_each = toset({list})\n policy = jsonencode({{Statement = \
             {{Effect = \"Allow\", Action = \"a:b\", Resource = {value}}}}})\n}}\n"
        );
        let contents = read(&text);
        assert_eq!(contents.unchecked[0].address, "aws_iam_policy.p.for_each");
        (says(&contents.policies[0].document), contents.unchecked[0].says.clone())
    };
    for value in [
        "each.value",
        "each.value.arn",
        "\"${each.key}/*\"",
        "aws_s3_bucket.b[each.key].arn",
        "f(each.value.name)",
    ] {
        let (one, other) = (over("[\"a\"]", value), over("[\"a\", \"b\"]", value));
        assert_ne!(one.0, other.0);
        assert_ne!(one.1, other.1);
        assert_eq!(over("[ \"a\" ]", value), one);
    }
}

#[test]
fn instances_of_a_document_are_told_apart() {
    let data = "data \"aws_iam_policy_document\" \"d\" {\n for_each = local.all\n statement {\n actions = [\"a:b\"]\n \
                resources = [each.value]\n }\n}\nlocals {\n all = ALL\n}\n";
    let said = |index: &str, all: &str| {
        let policy = format!(
            "resource \"aws_iam_policy\" \"p\" {{\n policy = data.aws_iam_policy_document.d[{index}].json\n}}\n"
        );
        let contents = read(&(policy + &data.replace("ALL", all)));
        says(&contents.policies[0].document)
    };
    assert_eq!(said("\"a\"", "{a = 1}"), said(" \"a\" ", "{ a = 1 }"));
    assert_ne!(said("\"a\"", "{a = 1}"), said("\"b\"", "{a = 1}"));
    assert_ne!(said("\"a\"", "{a = 1}"), said("\"a\"", "{a = 2}"));
}

#[test]
fn marks_of_holes_are_no_part_of_their_names() {
    let said = |argument: &str| policy(&format!("jsonencode({{a = f(\"{argument}\")}})"), "").unwrap();
    assert_ne!(said("a\u{F8F0}"), said("a"));
    assert_ne!(said("\\uF8F1"), said(""));
    assert_ne!(said("\\uF8F1"), said("\\\\uf8f1"));
}
