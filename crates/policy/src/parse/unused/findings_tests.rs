//! Files with the findings of several principals.

use super::tests::{names, read, source};
use super::*;

fn finding_text(id: &str, resource: &str, action: &str, more: &str) -> String {
    let details = "\"unusedPermissionDetails\"";
    format!(
        r#"{{"id":"{id}","resource":"{resource}","findingDetails":[{{{details}:{{"serviceNamespace":"s3","actions":[{{"action":"{action}"}}]}}}}]{more}}}"#
    )
}

/// Findings about `arn:a` (two of them, one settled) and `arn:b`, and an unused role.
fn several_findings() -> Vec<String> {
    vec![
        finding_text("1", "arn:a", "GetA", r#","status":"ACTIVE""#),
        finding_text("2", "arn:a", "Used", r#","status":"RESOLVED""#),
        finding_text("3", "arn:b", "GetB", ""),
        r#"{"id":"4","resource":"arn:c","findingType":"UnusedIAMRole","findingDetails":[{"unusedIamRoleDetails":{}}]}"#
            .to_owned(),
    ]
}

#[test]
fn the_findings_of_one_principal_are_taken_from_any_list() {
    let all = several_findings();
    let by_arn = format!(r#"{{"arn:a":[{},{}],"arn:b":{},"arn:c":{}}}"#, all[0], all[1], all[2], all[3]);
    for text in [
        format!("[{}]", all.join(",")),
        all.join("\n"),
        all.join(" "),
        format!("[{},{}]\n[{}]\n{}", all[0], all[1], all[2], all[3]),
        format!(r#"{{"findings":[{}]}}"#, all.join(",")),
        by_arn,
    ] {
        let file = unused_file(&source(&text), None).unwrap();
        assert_eq!((file.findings().count(), file.others().len()), (3, 1), "{text}");
        let about = |arn| file.clone().about(Some(arn));
        let a = about("arn:a").unwrap();
        assert_eq!(names(&a), ["s3:GetA"]);
        let entry = &a.entries[0];
        assert_eq!(&text[entry.span.clone()], "\"GetA\"");
        let [warning] = &a.warnings[..] else { panic!("{:?}", a.warnings) };
        let said = "1 of 4 findings taken: those that are active and about unused permissions about `arn:a`";
        assert_eq!(warning.message, said);
        assert_eq!(names(&about("arn:b").unwrap()), ["s3:GetB"]);
        let role = "the finding is about an unused role, not about unused permissions";
        assert_eq!(about("arn:c").unwrap_err().message, role);
        let error = about("arn:d").unwrap_err();
        assert_eq!(error.message, "no finding is about `arn:d`; they are about `arn:a`, `arn:b`, `arn:c`");
        let error = file.about(None).unwrap_err();
        assert_eq!(error.message, "the findings are about different resources: `arn:a`, `arn:b`");
        assert_eq!(&text[error.span], "\"arn:b\"");
    }
}

#[test]
fn one_principal_needs_no_name() {
    let all = several_findings();
    let parsed = read(&[all[0].as_str(), &all[1], &all[3]].join("\n")).unwrap();
    assert_eq!((names(&parsed), parsed.warnings.len()), (vec!["s3:GetA"], 1));
    // A settled finding is used if there is no other, with a warning.
    let parsed = read(&all[1]).unwrap();
    assert_eq!((names(&parsed), parsed.warnings.len()), (vec!["s3:Used"], 1));
    let list = unused_file(&source("s3:GetObject"), None).unwrap();
    assert_eq!(names(&list.clone().about(Some("arn:a")).unwrap()), ["s3:GetObject"]);
    let both = UnusedFile::join(vec![unused_file(&source(&all[0]), None).unwrap(), list]);
    assert_eq!(both.about(None).unwrap_err().message, "a list is given together with a finding");
    let two = UnusedFile::join(
        all.iter().map(|text| unused_file(&source(text), None).unwrap()).collect::<Vec<_>>(),
    );
    assert_eq!(names(&two.about(Some("arn:b")).unwrap()), ["s3:GetB"]);
}

#[test]
fn a_list_that_is_no_list_of_findings_is_refused_at_its_place() {
    let all = several_findings();
    for (text, expected) in [
        (format!(r#"{{"arn:b":{}}}"#, all[0]), "u.json:1:31: the finding of `arn:b` is about `arn:a`"),
        (format!("{}\n{{\"id\":\"5\"}}", all[0]), "u.json:2:1: not a list of unused actions"),
        (format!("{}\n{{\"id\":}}", all[0]), "u.json:2:7: a value is missing after the colon"),
        (format!("[{},1]", all[0]), "u.json:1:153: a finding is expected here"),
        (
            format!("{}\n{}", all[0], all[2].replace("arn:b\"", "arn:b\",\"x\":1")),
            "u.json:2:30: the answer of get-finding-v2 has no element `x`",
        ),
    ] {
        let error = unused_file(&source(&text), None).unwrap_err().to_string();
        assert!(error.starts_with(expected), "{error}");
    }
}
