//! Catalogues from files and folders.

use std::path::Path;

use super::{Error, catalogue};
use crate::model::Catalogue;

fn file(text: &str) -> Result<Catalogue, Error> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("my.json");
    std::fs::write(&path, text).unwrap();
    catalogue(&path)
}

fn actions(catalogue: &Catalogue) -> Vec<String> {
    let services: Vec<&str> = catalogue.services().collect();
    let entries = services.iter().flat_map(|service| catalogue.service(service));
    entries.map(|entry| format!("{} {}", entry.action, entry.level)).collect()
}

#[test]
fn reads_a_json_object() {
    let read = file(r#"{"S3":["PutObject","GetObject"],"a-b":["X_y"],"empty":[]}"#).unwrap();
    assert_eq!(actions(&read), ["a-b:X_y unknown", "s3:GetObject unknown", "s3:PutObject unknown"]);
    assert_eq!(read.identity().source, "my.json");
}

#[test]
fn reads_a_folder_of_aws_files() {
    let folder = tempfile::tempdir().unwrap();
    let flags = |name: &str, flags: &str| {
        format!(r#"{{"Name":"{name}","Annotations":{{"Properties":{{{flags}}}}},"Resources":[]}}"#)
    };
    let s3 = [
        flags("GetObject", r#""IsList":false,"IsWrite":false"#),
        flags("ListBucket", r#""IsList":true"#),
        flags("PutObject", r#""IsWrite":true"#),
        flags("PutObjectTagging", r#""IsTaggingOnly":true,"IsWrite":true"#),
        flags("PutBucketPolicy", r#""IsPermissionManagement":true,"IsWrite":true"#),
        r#"{"Name":"Odd"}"#.to_owned(),
    ];
    let s3 = format!(r#"{{"Name":"s3","Actions":[{}],"Version":"v1.4"}}"#, s3.join(","));
    for (name, text) in [
        ("s3.json", s3.as_str()),
        ("list.json", r#"[{"service":"s3","url":"https://x"}]"#),
        ("none.json", r#"{"Name":"none","Resources":[]}"#),
        ("README.md", "no JSON"),
    ] {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    assert_eq!(
        actions(&catalogue(folder.path()).unwrap()),
        [
            "s3:GetObject read",
            "s3:ListBucket list",
            "s3:Odd unknown",
            "s3:PutBucketPolicy permissions management",
            "s3:PutObject write",
            "s3:PutObjectTagging tagging",
        ]
    );
    let one = catalogue(&folder.path().join("s3.json")).unwrap();
    assert_eq!(one.identity().actions, 6);
    std::fs::write(folder.path().join("t.json"), r#"{"Name":"S3","Actions":[]}"#).unwrap();
    let error = catalogue(folder.path()).unwrap_err().to_string();
    assert!(error.ends_with("t.json:1:9: the service `S3` stands twice in the catalogue"), "{error}");
}

#[test]
fn reads_its_own_format() {
    let own = include_str!("../../data/catalogue.txt");
    assert_eq!(file(own).unwrap().identity(), Catalogue::embedded().unwrap().identity());
    let damaged = own.replacen("services 456", "services 4x6", 1);
    let Error::Diagnostic(error) = file(&damaged).unwrap_err() else { panic!() };
    assert_eq!(error.line_column(), (6, 1));
}

#[test]
fn what_is_no_catalogue_is_refused() {
    for (text, expected) in [
        ("{}", "has no actions"),
        (r#"{"s3":[]}"#, "has no actions"),
        ("[]", "not a catalogue: the document is a list"),
        ("", "the document is empty"),
        ("hello", "unexpected `hello`"),
        (r#"{"s3":{}}"#, "the actions of a service must be a list, found an object"),
        (r#"{"s3":[1]}"#, "an action must be a string, found a number"),
        (r#"{"s3":["s3:Get"]}"#, "`s3:Get` is not the name of an action"),
        (r#"{"s_3":[]}"#, "`s_3` is not the name of a service"),
        (r#"{"s3":["Get","get"]}"#, "the action `s3:get` stands twice in the catalogue"),
        (r#"{"s3":[],"S3":[]}"#, "the service `S3` stands twice in the catalogue"),
        (r#"{"Name":"s3","Actions":[{}]}"#, "the action has no `Name`"),
    ] {
        let error = file(text).unwrap_err();
        assert!(error.to_string().contains(expected), "{text}: {error}");
    }
    assert!(catalogue(Path::new("no/such")).unwrap_err().to_string().contains("does not exist"));
}
