//! Input that is refused: exit code 2, nothing on standard output, and a message that names the place.

use std::fs;
use std::path::Path;

use crate::common::{paredown_command, program, text};

const POLICY: &str =
    r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}}"#;
const UNUSED: &str = r#"[{"serviceNamespace": "s3", "actions": ["GetObject"]}]"#;
const CATALOGUE: &str = r#"{"s3": ["GetObject", "PutObject"]}"#;

/// A folder with good input, in which a test may spoil something.
fn folder() -> tempfile::TempDir {
    program::folder(&[("policy.json", POLICY), ("unused.json", UNUSED), ("catalogue.json", CATALOGUE)])
}

/// The message of the program, if it refuses as it should.
fn refused(folder: &Path, arguments: &str) -> String {
    let out = program::ends(folder, arguments, 2);
    assert_eq!(text(&out.stdout), "", "{arguments}");
    text(&out.stderr).to_owned()
}

const RECOMMEND: &str = "recommend -p policy.json -u unused.json -c catalogue.json";

/// The message if one of the files has this content.
fn refused_with(file: &str, content: &str) -> String {
    let folder = folder();
    fs::write(folder.path().join(file), content).unwrap();
    let said = refused(folder.path(), RECOMMEND);
    let certify = RECOMMEND.replace("recommend", "certify -r policy.json");
    assert_eq!(refused(folder.path(), &certify), said, "certify refuses as recommend does");
    said
}

macro_rules! snapshot {
    ($name:literal, $said:expr) => {
        insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!($name, $said) });
    };
}

#[test]
fn refuses_an_empty_file() {
    snapshot!("empty-policy", refused_with("policy.json", ""));
    snapshot!("empty-unused", refused_with("unused.json", ""));
    snapshot!("empty-catalogue", refused_with("catalogue.json", ""));
}

#[test]
fn refuses_json_that_ends_in_the_middle() {
    snapshot!("truncated-policy", refused_with("policy.json", &POLICY[..60]));
    snapshot!(
        "truncated-unused",
        refused_with("unused.json", "[\n  {\n    \"serviceNamespace\": \"s3\",\n    \"act")
    );
}

#[test]
fn refuses_what_is_no_policy() {
    snapshot!("no-policy", refused_with("policy.json", UNUSED));
    snapshot!("no-policy-but-a-number", refused_with("policy.json", "7"));
}

#[test]
fn refuses_an_action_without_a_colon() {
    snapshot!("action-without-colon", refused_with("policy.json", &POLICY.replace("s3:Get*", "GetObject")));
}

#[test]
fn refuses_a_misspelt_key() {
    snapshot!("misspelt-key", refused_with("policy.json", &POLICY.replace("Action", "Actions")));
}

#[test]
fn refuses_a_wildcard_among_what_is_unused() {
    snapshot!("unused-wildcard", refused_with("unused.json", &UNUSED.replace("GetObject", "Get*")));
}

#[test]
fn refuses_a_policy_where_the_finding_should_be() {
    snapshot!("unused-is-a-policy", refused_with("unused.json", POLICY));
}

#[test]
fn refuses_a_catalogue_that_is_none() {
    snapshot!("no-catalogue", refused_with("catalogue.json", "s3:GetObject\ns3:PutObject\n"));
    snapshot!("catalogue-twice", refused_with("catalogue.json", r#"{"s3": ["GetObject", "getobject"]}"#));
    let tampered =
        fs::read_to_string(crate::common::root().join("crates/policy/data/catalogue.txt")).unwrap();
    let said = refused_with("catalogue.json", &tampered.replacen("GetObject\n", "GetObjekt\n", 1));
    assert!(said.contains("SHA-256"), "{said}");
}

#[test]
fn refuses_a_catalogue_in_its_own_format_with_names_that_are_none() {
    let built_in =
        fs::read_to_string(crate::common::root().join("crates/policy/data/catalogue.txt")).unwrap();
    for (from, to, place, message) in [
        ("\na2c 4 98\n", "\nA2C 4 98\n", "9:1", "the service `A2C` has upper-case letters"),
        ("\na2c 4 98\n", "\na?c 4 98\n", "9:2", "`a?c` is not the name of a service"),
        ("\na2c 4 98\n", "\na:c 4 98\n", "9:2", "`a:c` is not the name of a service"),
        ("\n0RGetContainer", "\n0R*etContainer", "466:3", "`*etContainerizationJobDetails` is not the name"),
        ("\n0RGetContainer", "\n0RGet:ontainer", "466:3", "`Get:ontainerizationJobDetails` is not the name"),
        ("\n0RGetContainer", "\n0RGet\u{1b}[Ktainer", "466:3", r"`Get\u{1b}[Ktainer"),
        ("\nsource npm", "\nsource \u{1b}[K", "2:8", r"`\u{1b}[K @cloud-copilot"),
        ("\ndate 2026-09-26", "\ndate 2026-09-31", "4:6", "`2026-09-31` is not a date"),
    ] {
        let text = built_in.replacen(from, to, 1);
        assert_ne!(text, built_in, "{from:?}");
        let said = refused_with("catalogue.json", &text);
        assert!(said.contains(&format!("catalogue.json:{place}\n")), "{to:?}: {said}");
        assert!(said.contains(message) && !said.contains('\u{1b}'), "{to:?}: {said}");
    }
}

#[test]
fn refuses_a_folder_and_a_file_that_is_not_there() {
    let folder = folder();
    fs::create_dir(folder.path().join("inputs")).unwrap();
    let instead = |file: &str, name: &str| refused(folder.path(), &RECOMMEND.replace(file, name));
    snapshot!("folder", instead("policy.json", "inputs"));
    snapshot!("missing", instead("unused.json", "not-there.json"));
    snapshot!("missing-catalogue", instead("catalogue.json", "not-there.json"));
    snapshot!("empty-folder-as-catalogue", instead("catalogue.json", "inputs"));
}

#[cfg(unix)]
#[test]
fn refuses_a_file_that_may_not_be_read() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = folder();
    let path = folder.path().join("policy.json");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
    if fs::read(&path).is_ok() {
        eprintln!("skipped: this user may read everything");
        return;
    }
    let said = refused(folder.path(), RECOMMEND);
    assert!(said.starts_with("error: `policy.json` cannot be read: permission denied\n"), "{said}");
}

#[test]
fn refuses_bytes_that_are_not_utf_8() {
    let folder = folder();
    fs::write(folder.path().join("policy.json"), b"{\"Version\": \"\xff\"}").unwrap();
    snapshot!("not-utf-8", refused(folder.path(), RECOMMEND));
}

#[test]
fn refuses_to_read_standard_input_twice() {
    let folder = folder();
    snapshot!("standard-input-twice", refused(folder.path(), "recommend -p - -u - -c catalogue.json"));
    let certify = "certify -p policy.json -u - -r - -c catalogue.json";
    assert_eq!(refused(folder.path(), certify), refused(folder.path(), "recommend -p - -u -"));
}

#[test]
fn refuses_wrong_usage() {
    let folder = folder();
    for arguments in [
        "",
        "refine",
        "recommend",
        "recommend -p policy.json",
        "recommend -p policy.json -u unused.json --mode loose",
        "recommend -p policy.json -u unused.json --timeout 0",
        "recommend -p policy.json -u unused.json --threads 0",
        "recommend -p policy.json -u unused.json --no-certify --require safe",
        "certify -p policy.json -u unused.json -r policy.json --require most",
    ] {
        let said = refused(folder.path(), arguments);
        assert!(said.contains("Usage: ") || said.contains("For more information"), "{arguments}: {said}");
    }
}

#[test]
fn refuses_to_certify_without_a_recommendation() {
    let folder = folder();
    snapshot!("no-recommendation", refused(folder.path(), "certify -p policy.json -u unused.json"));
    let two = "certify -p policy.json -u unused.json -r policy.json -r policy.json";
    snapshot!("two-recommendations", refused(folder.path(), two));
}

#[test]
fn warns_of_what_the_catalogue_does_not_know_and_goes_on() {
    let folder = folder();
    let unused = r#"[
  {"serviceNamespace": "s3", "actions": ["GetObject", "GetObjekt"]},
  {"serviceNamespace": "s4"},
  {"serviceNamespace": "s5", "actions": ["GetObject", "PutObject"]},
  {"serviceNamespace": "s6", "actions": ["GetObject"]}
]"#;
    fs::write(folder.path().join("unused.json"), unused).unwrap();
    let mut command = paredown_command();
    let out = command.current_dir(folder.path()).args(RECOMMEND.split_whitespace()).output().unwrap();
    // Nothing of what matches `s3:Get*` is left.
    assert_eq!((out.status.code(), text(&out.stdout)), (Some(0), ""));
    let said = text(&out.stderr);
    let warnings = said.split("policy.json").next().unwrap().split("Statement[0]").next().unwrap();
    snapshot!("unknown-in-the-finding", warnings);
}

#[test]
fn warns_of_a_policy_without_version_and_goes_on() {
    let folder = folder();
    let policy = r#"{"Statement": {"Effect": "Allow", "Action": ["s3:*"], "Resource": "*"}}"#;
    fs::write(folder.path().join("policy.json"), policy).unwrap();
    let mut command = paredown_command();
    let out = command.current_dir(folder.path()).args(RECOMMEND.split_whitespace()).output().unwrap();
    assert_eq!(
        (out.status.code(), text(&out.stdout)),
        (Some(0), policy.replace("s3:*", "s3:PutObject").as_str())
    );
    assert!(text(&out.stderr).contains("\nwarning: the policy has no `Version`\n"), "{}", text(&out.stderr));
}
