//! What IAM refuses in a policy: refused if the recommendation introduces it, a warning if the original has it
//! too, in every command that reads a recommendation.

use std::fs;
use std::path::Path;

use crate::common::program::run;
use crate::common::text;
use serde_json::{Value, json};

/// What has a fault, its name, and its place in the statements `[…]`: after this text.
const FAULTS: [(&str, &str, &str); 9] = [
    (
        r#"[{"Sid":"Read","Effect":"Allow","Action":"a:Get","Resource":"*"},
            {"Sid":"Read","Effect":"Allow","Action":"a:List","Resource":"*"}]"#,
        "duplicate Sid `Read` in one policy",
        "            {\"Sid\":",
    ),
    (
        r#"[{"Sid":"Read all","Effect":"Allow","Action":["a:Get","a:List"],"Resource":"*"}]"#,
        "`Read all` is a Sid that IAM refuses",
        "[{\"Sid\":",
    ),
    (
        r#"[{"Sid":"Read\u002dall","Effect":"Allow","Action":["a:Get","a:List"],"Resource":"*"}]"#,
        "`Read-all` is a Sid that IAM refuses",
        "[{\"Sid\":",
    ),
    (
        r#"[{"Sid":"Lesezugriffü","Effect":"Allow","Action":["a:Get","a:List"],"Resource":"*"}]"#,
        r"`Lesezugriff\u{fc}` is a Sid that IAM refuses",
        "[{\"Sid\":",
    ),
    (
        r#"[{"Effect":"Allow","Action":["a:Get","a:List"],"Resource":"*"},{"Effect":"Allow","Action":[],"Resource":"*"}]"#,
        "`Action` is an empty list, which IAM refuses",
        r#""*"},{"Effect":"Allow","Action":"#,
    ),
    (
        r#"[{"Effect":"Allow","Action":["a:Get","a:List"],"Resource":"*"},{"Effect":"Allow","Action":"a:Get","Resource":[]}]"#,
        "`Resource` is an empty list, which IAM refuses",
        r#""*"},{"Effect":"Allow","Action":"a:Get","Resource":"#,
    ),
    (
        r#"[{"Effect":"Allow","Action":["a:Get","a:List"],"Resource":"*"},
            {"Effect":"Allow","Action":"a:Get","Resource":"*","Condition":{"StringLike":{"aws:UserAgent":"x","AWS:useragent":"y"}}}]"#,
        "duplicate condition key `AWS:useragent` under `StringLike` (case aside)",
        r#""aws:UserAgent":"x","#,
    ),
    (
        r#"[{"Effect":"Allow","Action":["a:Get","a:List"],"Resource":["*","arn:aws:s3:::ключи"]}]"#,
        "the character U+043A is in a string, which IAM refuses",
        r#"["*","arn:aws:s3:::"#,
    ),
    (
        r#"[{"Effect":"Allow","Action":["a:Get","a:List"],"Resource":"*"},
            {"Effect":"Allow","Action":"a:Get","Resource":"*","Condition":{"StringEquals":{"aws:PrincipalTag/a":"x\u0000"}}}]"#,
        r"the character U+0000 is in a string",
        r#""aws:PrincipalTag/a":"#,
    ),
];

const PLAIN: &str = r#"[{"Effect":"Allow","Action":["a:Get","a:List"],"Resource":"*"}]"#;

fn policy(statements: &str) -> String {
    format!(r#"{{"Version":"2012-10-17","Statement":{statements}}}"#)
}

/// A folder with an original and a recommendation.
fn folder(original: &str, recommended: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in [
        ("p.json", policy(original).as_str()),
        ("r.json", &policy(recommended)),
        ("u.txt", "a:Put\n"),
        ("c.json", r#"{"a":["Get","List","Put"]}"#),
    ] {
        fs::write(folder.path().join(name), content).unwrap();
    }
    folder
}

const CERTIFY: &str = "certify -p p.json -u u.txt -r r.json -c c.json --require safe --engine automata";
const DRIFT: &str = "drift -p p.json -u u.txt -r r.json --certified c.json -c c.json";

/// The answer of batch to a job with this recommendation: whether it is an error, and its message.
fn in_batch(folder: &Path, original: &str, recommended: &str) -> (Value, String) {
    let value = |statements: &str| serde_json::from_str::<Value>(&policy(statements)).unwrap();
    let job = json!({"id": 1, "policy": value(original), "unused": [], "recommended": value(recommended)});
    fs::write(folder.join("jobs"), job.to_string()).unwrap();
    let out = run(folder, "batch jobs -c c.json --certify none");
    let row = serde_json::from_slice::<Value>(&out.stdout).unwrap();
    assert_eq!(out.status.code(), Some(if row["error"].is_null() { 0 } else { 2 }));
    (row["error"]["message"].clone(), text(&out.stderr).to_owned())
}

#[test]
fn refuses_what_the_recommendation_brings_in() {
    for (faulty, message, before) in FAULTS {
        let folder = folder(PLAIN, faulty);
        let whole = policy(faulty);
        let at = whole.find(before).unwrap() + before.len();
        let line = whole[..at].matches('\n').count() + 1;
        let column = whole[..at].rsplit('\n').next().unwrap().chars().count() + 1;
        for arguments in [CERTIFY, DRIFT] {
            let out = run(folder.path(), arguments);
            let said = text(&out.stderr);
            assert_eq!(
                (out.status.code(), text(&out.stdout)),
                (Some(2), ""),
                "{arguments}: {faulty}: {said}"
            );
            assert!(said.contains(&format!("error: {message}")), "{said}");
            assert!(said.contains(&format!("r.json:{line}:{column}\n")), "{line}:{column} {said}");
            assert!(said.contains("the original policy has no such fault"), "{said}");
        }
        let (error, _) = in_batch(folder.path(), PLAIN, faulty);
        assert!(error.as_str().unwrap().starts_with(message), "{error}");
    }
}

#[test]
fn warns_of_what_the_original_has_too() {
    for (faulty, message, _) in FAULTS {
        for recommended in [faulty, PLAIN] {
            let folder = folder(faulty, recommended);
            for arguments in [CERTIFY, DRIFT, "recommend -p p.json -u u.txt -c c.json --no-certify"] {
                let out = run(folder.path(), arguments);
                let said = text(&out.stderr);
                assert_ne!(out.status.code(), Some(2), "{arguments}: {faulty}: {said}");
                assert!(said.contains(&format!("warning: {message}")), "{arguments}: {said}");
            }
            let (error, said) = in_batch(folder.path(), faulty, recommended);
            assert!(error.is_null() && !said.contains("warning"), "{error} {said}");
        }
    }
}

#[test]
fn recommends_for_a_policy_with_faults_and_certifies_it() {
    for (faulty, ..) in FAULTS {
        // The consequences of having no resources are not tested here.
        let folder = folder(&faulty.replace("\"a:List\"", "\"a:*\"").replace(":[]}]", ":\"*\"}]"), PLAIN);
        let out = run(folder.path(), "recommend -p p.json -u u.txt -c c.json --require safe");
        assert_eq!(out.status.code(), Some(0), "{faulty}: {}", text(&out.stderr));
        assert!(text(&out.stdout).contains("a:List"), "{faulty}: {}", text(&out.stdout));
    }
}

#[test]
fn verify_refuses_it_as_well() {
    let folder = folder(PLAIN, PLAIN);
    let made = run(folder.path(), &format!("{CERTIFY} --certificate cert"));
    assert_eq!(made.status.code(), Some(0), "{}", text(&made.stderr));
    for (faulty, message, _) in FAULTS {
        fs::write(folder.path().join("r.json"), policy(faulty)).unwrap();
        let out = run(folder.path(), "verify cert -p p.json -u u.txt -r r.json -c c.json");
        assert_eq!(out.status.code(), Some(2), "{}", text(&out.stderr));
        assert!(text(&out.stderr).contains(&format!("error: {message}")), "{}", text(&out.stderr));
    }
}

#[test]
fn an_answer_with_both_policies_is_no_different() {
    let answer = |existing: &str, recommended: &str| {
        let document = |statements: &str| policy(statements);
        json!({"RecommendationSteps": [{"UnusedPermissions": {
            "RecommendedAction": "CREATE_POLICY",
            "ExistingPolicyId": "One",
            "ExistingPolicy": document(existing),
            "RecommendedPolicy": document(recommended),
        }}], "Status": "SUCCEEDED"})
        .to_string()
    };
    let folder = folder(PLAIN, PLAIN);
    for (faulty, message, _) in FAULTS {
        for (existing, level, refused) in [(PLAIN, "error", true), (faulty, "warning", false)] {
            fs::write(folder.path().join("p.json"), answer(existing, faulty)).unwrap();
            let out = run(folder.path(), &CERTIFY.replace(" -r r.json", ""));
            assert_eq!(out.status.code() == Some(2), refused, "{faulty}: {}", text(&out.stderr));
            assert!(text(&out.stderr).contains(&format!("{level}: {message}")), "{}", text(&out.stderr));
        }
    }
}

#[test]
fn many_faults_are_counted() {
    let sids: Vec<String> = (0..30)
        .map(|at| format!(r#"{{"Sid":"s-{at}","Effect":"Allow","Action":"*:Get{at}","Resource":"*"}}"#))
        .collect();
    let folder = folder(&format!("[{}]", sids.join(",")), PLAIN);
    let out = run(folder.path(), "recommend -p p.json -u u.txt -c c.json --no-certify");
    let said = text(&out.stderr);
    assert_eq!(said.matches("is a Sid that IAM refuses").count(), 3, "{said}");
    assert!(said.contains("warning: 30 faults for which IAM refuses the policy; the first 3 are shown"));
    assert_eq!(said.matches("there is a wildcard in the service of").count(), 3, "{said}");
    assert!(said.contains("warning: 30 actions have a wildcard in their service; the first 3 are shown"));
}

#[test]
fn warns_of_wildcards_in_the_service_and_of_nothing_else() {
    for (pattern, wide) in [
        ("*", false),
        ("*:*", false),
        ("a:*", false),
        ("a:?et", false),
        ("*:Get*", true),
        ("?:Get", true),
        ("a*:Get", true),
        ("*b:*", true),
    ] {
        for key in ["Action", "NotAction"] {
            let statements = format!(r#"[{{"Effect":"Deny","{key}":"{pattern}","Resource":"*"}}]"#);
            let folder = folder(&statements, PLAIN);
            let out = run(folder.path(), "recommend -p p.json -u u.txt -c c.json --no-certify");
            let said = text(&out.stderr);
            let warning = format!("warning: there is a wildcard in the service of `{pattern}`\n");
            assert_eq!(said.contains(&warning), wide, "{said}");
        }
    }
}

#[test]
fn warns_of_actions_that_the_catalogue_does_not_know() {
    for (action, message, help) in [
        ("a:Gett", "the action `a:Gett` is not in the catalogue", "the nearest name in it is `a:Get`"),
        ("A:lists", "the action `A:lists` is not in the catalogue", "the nearest name in it is `A:List`"),
        ("a:Completely", "the action `a:Completely` is not in the catalogue", "no name in it is similar"),
        ("ab:Get", "the service of `ab:Get` is not in the catalogue", "the nearest name in it is `a`"),
        ("zz:Get", "the service of `zz:Get` is not in the catalogue", "no name in it is similar"),
    ] {
        for (effect, key) in [("Allow", "Action"), ("Allow", "NotAction"), ("Deny", "Action")] {
            let statements = format!(
                r#"[{{"Effect":"{effect}","{key}":["a:GET","a:L*","{action}","{action}"],"Resource":"*"}}]"#
            );
            let folder = folder(&statements, PLAIN);
            let out = run(folder.path(), "recommend -p p.json -u u.txt -c c.json --no-certify");
            let said = text(&out.stderr);
            assert_eq!(said.matches("is not in the catalogue").count(), 1, "{said}");
            assert!(said.contains(&format!("warning: {message}\n")) && said.contains(help), "{said}");
            assert!(text(&out.stdout).contains(action), "it stays: {}", text(&out.stdout));
        }
    }
    let many: Vec<String> = (0..9).map(|at| format!("\"a:Get{at}\"")).collect();
    let statements = PLAIN.replace("\"a:Get\"", &many.join(","));
    let folder = folder(&statements, PLAIN);
    let said = run(folder.path(), "recommend -p p.json -u u.txt -c c.json --no-certify");
    let said = text(&said.stderr);
    assert_eq!(said.matches("the nearest name in it is `a:Get`").count(), 3, "{said}");
    assert!(said.contains("warning: 9 of the actions of the policies are not in the catalogue"), "{said}");
}
