//! Every shape in which policies, what is unused, and recommendations arrive: `tests/inputs/` has a folder for
//! each, containing a folder `malformed` of what is refused.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use crate::common::root;
use paredown::model::{Action, Policy, PrincipalKind};
use paredown::parse::{
    self, Diagnostic, ElementEdit, Holder, ParsedPolicy, ParsedUnused, PolicyFile, RecommendationFile,
    RecommendedAction, Source, StatementEdit, Strictness, UnusedFormat,
};

fn folder(name: &str) -> PathBuf {
    root().join("tests/inputs").join(name)
}

/// A file below `tests/inputs`, under its own name.
fn source(path: &str) -> Arc<Source> {
    let path = folder(path);
    let name = path.file_name().unwrap().to_str().unwrap().to_owned();
    Arc::new(Source { name, text: fs::read_to_string(path).unwrap() })
}

/// The files of a folder below `tests/inputs`, sorted.
fn files(name: &str) -> Vec<String> {
    let entries = fs::read_dir(folder(name)).unwrap().map(|entry| entry.unwrap().path());
    let names = entries.filter(|path| path.is_file());
    let mut names: Vec<String> =
        names.map(|path| format!("{name}/{}", path.file_name().unwrap().to_str().unwrap())).collect();
    names.sort();
    assert!(!names.is_empty(), "{name}");
    names
}

fn policies(path: &str) -> PolicyFile {
    parse::policies(&source(path), Strictness::Strict)
        .unwrap_or_else(|error| panic!("{}", error.render(false)))
}

fn unused(path: &str) -> ParsedUnused {
    parse::unused(&source(path), None).unwrap_or_else(|error| panic!("{}", error.render(false)))
}

fn recommendation(path: &str) -> RecommendationFile {
    parse::recommendation(&source(path), Strictness::Strict)
        .unwrap_or_else(|error| panic!("{}", error.render(false)))
}

fn bare(name: &str) -> ParsedPolicy {
    policies(&format!("bare/{name}.json")).policies.remove(0).parsed
}

fn policy(parsed: &ParsedPolicy) -> &Policy {
    &parsed.policy
}

fn edits() -> [StatementEdit; 2] {
    let by = |actions: &[&str]| ElementEdit::Replace(actions.iter().map(ToString::to_string).collect());
    [
        StatementEdit::Elements(vec![by(&["s3:GetObject", "s3:GetBucket*"]), ElementEdit::Keep]),
        StatementEdit::Elements(vec![by(&["sqs:Get*", "sqs:List*"])]),
    ]
}

/// The messages for all files of a folder `malformed`.
fn refused<T>(shape: &str, read: impl Fn(&Arc<Source>) -> Result<T, Diagnostic>) -> String {
    let mut said = String::new();
    for file in files(&format!("{shape}/malformed")) {
        match read(&source(&file)) {
            Ok(_) => panic!("{file} was taken"),
            Err(error) => writeln!(said, "{}\n", error.render(false)).unwrap(),
        }
    }
    said
}

macro_rules! snapshot {
    ($name:literal, $said:expr) => {
        insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!($name, $said) });
    };
}

#[test]
fn an_answer_of_iam_has_the_same_policy_as_the_bare_document() {
    let bare = bare("policy");
    for (shape, name, holder) in [
        ("get-policy-version", None, Holder::Managed),
        ("get-role-policy", Some("reports"), Holder::Inline(PrincipalKind::Role, "reporter".into())),
        ("get-user-policy", Some("reports"), Holder::Inline(PrincipalKind::User, "reporter".into())),
        ("get-group-policy", Some("reports"), Holder::Inline(PrincipalKind::Group, "reporter".into())),
    ] {
        for file in files(shape) {
            let read = policies(&file);
            assert_eq!(read.shape, format!("answer of iam {shape}"));
            assert!(read.warnings.is_empty());
            let [found] = &read.policies[..] else { panic!("{file}") };
            assert_eq!(found.parsed.policy, bare.policy, "{file}");
            assert_eq!((found.identity.name.as_deref(), &found.identity.arn), (name, &None));
            assert_eq!(found.identity.holder, holder);
            assert!(found.recommended.is_none());
        }
    }
}

#[test]
fn a_policy_in_place_comes_out_as_the_bare_document_would() {
    let bare = bare("policy").document;
    for shape in ["get-policy-version", "get-role-policy", "get-user-policy", "get-group-policy"] {
        let inside = policies(&format!("{shape}/object.json")).policies.remove(0).parsed.document;
        assert_eq!(inside.text(), bare.text().trim_end());
        assert_eq!(inside.edited(&edits()).unwrap(), bare.edited(&edits()).unwrap().trim_end());
        let place = inside.element_span(1, 0).unwrap();
        assert_eq!(&inside.source().text[place], "\"sqs:*\"");
        assert_eq!(inside.source().name, "object.json");
    }
}

#[test]
fn a_policy_in_a_string_is_decoded_and_named() {
    for (file, name) in [
        ("get-policy-version/json-string.json", "json-string.json (PolicyVersion.Document)"),
        ("get-policy-version/url-encoded.json", "url-encoded.json (PolicyVersion.Document)"),
        ("get-role-policy/url-encoded.json", "url-encoded.json (PolicyDocument)"),
        ("whole-file/url-encoded.txt", "url-encoded.txt (decoded)"),
        ("whole-file/json-string.json", "json-string.json (decoded)"),
        ("whole-file/url-encoded-string.json", "url-encoded-string.json (decoded)"),
    ] {
        let document = policies(file).policies.remove(0).parsed.document;
        assert_eq!(document.source().name, name);
        let edited = document.edited(&edits()).unwrap();
        let again = Arc::new(Source { name: "again".into(), text: edited });
        assert_eq!(parse::policy(&again).unwrap().policy.statements.len(), 2);
    }
}

#[test]
fn a_whole_file_may_be_encoded() {
    let bare = bare("policy");
    for file in files("whole-file") {
        let read = policies(&file);
        assert!(["URL-encoded policy document", "policy document in a JSON string"].contains(&read.shape));
        assert_eq!(read.policies[0].parsed.policy, bare.policy, "{file}");
        assert_eq!(parse::policy(&source(&file)).unwrap().policy, bare.policy);
    }
}

#[test]
fn comments_are_taken_when_asked_for_and_told_of() {
    let source = source("bare/commented.json");
    let read = parse::policies(&source, Strictness::Lenient).unwrap();
    let parsed = &read.policies[0].parsed;
    assert_eq!(policy(parsed), policy(&bare("policy")));
    assert_eq!(parsed.document.text(), source.text);
    let told: Vec<String> = parsed.warnings.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "commented.json:2:3: the document has comments",
            "commented.json:8:44: the document has a comma after a last element"
        ]
    );
    assert!(parsed.warnings[0].help.as_ref().unwrap().contains("IAM itself takes strict JSON only"));
    let strict = parse::policies(&source, Strictness::Strict).unwrap_err();
    assert!(strict.help.unwrap().contains("`--lenient`"));
}

#[test]
fn security_hub_has_existing_and_recommended_policies() {
    let (old, new) = (bare("policy"), bare("recommended"));
    let read = policies("get-recommended-policy-v2/answer.json");
    assert_eq!(read.shape, "answer of securityhub get-recommended-policy-v2");
    let [replaced, detached] = &read.policies[..] else { panic!("{}", read.policies.len()) };
    assert_eq!(policy(&replaced.parsed), policy(&old));
    assert_eq!(replaced.identity.arn.as_deref(), Some("arn:aws:iam::111122223333:policy/team/reports"));
    assert_eq!(replaced.identity.name.as_deref(), Some("reports"));
    assert_eq!(replaced.identity.holder, Holder::Managed);
    let step = replaced.recommended.as_ref().unwrap();
    assert_eq!(step.action, RecommendedAction::Create);
    assert_eq!(policy(step.policy.as_ref().unwrap()), policy(&new));
    assert_eq!(policy(&detached.parsed), policy(&new));
    assert_eq!(detached.identity.name.as_deref(), Some("old"));
    assert_eq!(detached.identity.holder, Holder::Inline(PrincipalKind::Role, "reporter".into()));
    let step = detached.recommended.as_ref().unwrap();
    assert_eq!((step.action, step.policy.is_none()), (RecommendedAction::Detach, true));

    let several = parse::policy(&source("get-recommended-policy-v2/answer.json")).unwrap_err();
    assert_eq!(several.message, "the file has 2 policies, not one");

    let in_place = policies("get-recommended-policy-v2/in-place.json");
    assert_eq!(in_place.policies[0].parsed.document.text(), old.document.text().trim_end());
    assert_eq!(in_place.warnings.len(), 1, "a token for the next page");
    assert_eq!(in_place.warnings[0].message, "the answer goes on: it has a token for the next page");
}

#[test]
fn recommendations_are_read_in_every_shape() {
    let new = bare("recommended");
    for (file, steps) in [
        ("get-finding-recommendation/as-answered.json", 2),
        ("get-finding-recommendation/as-documented.json", 2),
        ("get-recommended-policy-v2/answer.json", 3),
    ] {
        let read = recommendation(file);
        assert_eq!(read.steps.len(), steps);
        let arn = Some("arn:aws:iam::111122223333:policy/team/reports");
        assert_eq!(read.steps[0].existing.as_ref().map(|stated| stated.value.as_str()), arn);
        assert_eq!(read.steps[0].action, RecommendedAction::Create);
        assert_eq!(policy(read.steps[0].policy.as_ref().unwrap()), policy(&new), "{file}");
        assert_eq!(read.steps[1].existing.as_ref().map(|stated| stated.value.as_str()), arn);
        assert_eq!(read.steps[1].action, RecommendedAction::Detach);
        assert!(read.steps[1].policy.is_none());
    }
    let shapes =
        ["get-policy-version", "get-role-policy", "get-user-policy", "get-group-policy", "whole-file"];
    let wrapped = shapes.iter().flat_map(|shape| files(shape));
    for file in wrapped.chain(["bare/policy.json".to_owned()]) {
        let read = recommendation(&file);
        let [step] = &read.steps[..] else { panic!("{file}") };
        assert_eq!((step.action, &step.existing), (RecommendedAction::Create, &None));
        assert_eq!(policy(step.policy.as_ref().unwrap()), policy(&bare("policy")));
    }
}

#[test]
fn what_is_unused_is_the_same_in_every_shape() {
    for (shape, format) in [
        ("services", UnusedFormat::Services),
        ("get-finding-v2", UnusedFormat::Finding),
        ("lines", UnusedFormat::Lines),
    ] {
        for file in files(shape) {
            for asked in [None, Some(format)] {
                let read = parse::unused(&source(&file), asked).unwrap();
                assert_eq!(read.format, format);
                assert!(read.warnings.is_empty(), "{file}");
                let set = read.set();
                let actions: Vec<&str> = set.actions().map(Action::spelling).collect();
                assert_eq!(actions, ["s3:GetBucketAcl", "s3:GetObjectTagging"], "{file}");
                assert_eq!(set.services().collect::<Vec<_>>(), ["sqs"], "{file}");
                for entry in &read.entries {
                    assert!(entry.source.text[entry.span.clone()].len() >= 3);
                }
            }
        }
    }
}

#[test]
fn a_finding_says_of_whom_and_since_when() {
    for file in ["finding", "boto3", "pages"] {
        let read = unused(&format!("get-finding-v2/{file}.json"));
        let finding = read.finding.unwrap();
        assert_eq!(finding.id.as_deref(), Some("0a1b2c3d-finding"));
        assert_eq!(
            finding.resource.as_ref().map(|stated| stated.value.as_str()),
            Some("arn:aws:iam::111122223333:role/team/reporter")
        );
        assert_eq!(finding.resource_type.as_deref(), Some("AWS::IAM::Role"));
        assert_eq!(finding.analyzed_at.unwrap().to_string(), "2025-01-31T10:00:00Z");
        let accessed: Vec<Option<String>> =
            read.entries.iter().map(|entry| entry.last_accessed.map(|time| time.to_string())).collect();
        let christmas = Some("2024-12-24T18:00:00Z".to_owned());
        assert_eq!(accessed, [christmas.clone(), None, christmas]);
    }
    let accessed = unused("services/as-objects.json").entries[1].last_accessed.unwrap();
    assert_eq!(accessed.to_string(), "2025-01-31T09:00:00Z");
}

#[test]
fn pages_of_a_finding_are_put_together() {
    let pages: Vec<ParsedUnused> = files("get-finding-v2/pages").iter().map(|file| unused(file)).collect();
    assert_eq!(pages[0].warnings.len(), 1, "the second page is missing");
    let whole = unused("get-finding-v2/finding.json");
    let merged = parse::merge(pages).unwrap();
    assert!(merged.warnings.is_empty());
    assert_eq!(merged.set(), whole.set());
    let said = |unused: ParsedUnused| {
        let finding = unused.finding.unwrap();
        (finding.id, finding.resource.unwrap().value, finding.resource_type, finding.analyzed_at)
    };
    assert_eq!(said(merged), said(whole));
}

#[test]
fn a_finding_that_is_settled_is_warned_of() {
    for status in ["ARCHIVED", "RESOLVED"] {
        let mut source = Source::clone(&source("get-finding-v2/finding.json"));
        source.text = source.text.replace("ACTIVE", status);
        let read = parse::unused(&Arc::new(source), None).unwrap();
        let [warning] = &read.warnings[..] else { panic!("{:?}", read.warnings) };
        assert_eq!(warning.message, format!("the finding is not active: its status is `{status}`"));
    }
}

#[test]
fn malformed_policies_are_refused() {
    let strict = |source: &Arc<Source>| parse::policies(source, Strictness::Strict);
    snapshot!("bare", refused("bare", strict));
    snapshot!("whole-file", refused("whole-file", strict));
    snapshot!("get-policy-version", refused("get-policy-version", strict));
    snapshot!("get-role-policy", refused("get-role-policy", strict));
    snapshot!("get-recommended-policy-v2", refused("get-recommended-policy-v2", strict));
}

#[test]
fn malformed_recommendations_are_refused() {
    let strict = |source: &Arc<Source>| parse::recommendation(source, Strictness::Strict);
    snapshot!("get-finding-recommendation", refused("get-finding-recommendation", strict));
}

#[test]
fn malformed_lists_of_what_is_unused_are_refused() {
    let any = |source: &Arc<Source>| parse::unused(source, None);
    snapshot!("services", refused("services", any));
    snapshot!("lines", refused("lines", any));
    snapshot!("get-finding-v2", refused("get-finding-v2", any));
}
