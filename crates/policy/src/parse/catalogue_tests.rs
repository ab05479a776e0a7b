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
    assert!(error.ends_with("t.json:1:9: duplicate service `S3` in the catalogue"), "{error}");
}

/// The built-in catalogue is opened without checking its names, so that the program starts fast; they are checked
/// here.
#[test]
fn reads_its_own_format_and_names_it_by_its_file() {
    let read = file(include_str!("../../data/catalogue.txt")).unwrap();
    let embedded = Catalogue::embedded().unwrap();
    let (own, built_in) = (read.identity(), embedded.identity());
    assert_eq!((&own.sha256, own.services, own.actions), (&built_in.sha256, 456, 22_091));
    assert_eq!((own.source.as_str(), &own.version, &own.date), ("my.json", &None, &None));
    let stated = read.stated().unwrap();
    assert_eq!((&stated.source, &stated.version), (&built_in.source, &built_in.version));
    assert_eq!(stated.date, built_in.date);
    assert!(embedded.stated().is_none());
}

/// A catalogue in paredown's own format.
const OWN: &str = "\
paredown-catalogue 1
source somebody's list
version 1.2
date 2026-01-31
sha256 160bfd5c2944369d09a5ba4a20276819ba2899f5b11a6fc48a7c4f15d810742f
services 2
actions 4

a-b 1 6
s3 3 30

0-X_y
0RGetObject
9RAcl
0-PutObject
";

#[test]
fn a_small_one_is_read() {
    let digest = "160bfd5c2944369d09a5ba4a20276819ba2899f5b11a6fc48a7c4f15d810742f";
    let read = file(OWN).unwrap();
    assert_eq!(
        actions(&read),
        ["a-b:X_y unknown", "s3:GetObject read", "s3:GetObjectAcl read", "s3:PutObject unknown"]
    );
    assert_eq!(read.identity().sha256, digest);
    assert!(file(&OWN.replace("version 1.2\ndate 2026-01-31", "version -\ndate -")).is_ok());
}

#[test]
fn each_part_of_its_own_format_is_checked_at_its_place() {
    for (from, to, place, message) in [
        ("catalogue 1", "catalogue 2", (1, 20), "format 1 only"),
        ("source somebody's", "source some\u{1b}[2Kbody's", (2, 12), r"`some\u{1b}[2Kbody"),
        ("source somebody's", "source some\rbody's", (2, 12), r"`some\rbody"),
        ("source somebody's", "source \u{9b}2K", (2, 8), r"`\u{9b}2K"),
        ("source somebody's", "source \u{202e}", (2, 8), r"`\u{202e}"),
        ("source somebody's list", "source ", (2, 8), "a value is missing"),
        ("source somebody's list", "source", (2, 1), "expected `source …`, found `source`"),
        ("version 1.2", "version 1 2", (3, 9), "`1 2` is not a version"),
        ("version 1.2", "version\u{7}1.2", (3, 1), r"found `version\u{7}1.2`"),
        ("2026-01-31", "2026-02-31", (4, 6), "`2026-02-31` is not a date"),
        ("2026-01-31", "2026-1-31", (4, 6), "`2026-1-31` is not a date"),
        ("2026-01-31", "yesterday", (4, 6), "`yesterday` is not a date"),
        ("2026-01-31", "+002026-01-31", (4, 6), "is not a date"),
        ("sha256 16", "sha256 zz", (5, 8), "SHA-256 is not that of its actions"),
        ("sha256 16", "sha256 7\u{1b}", (5, 9), "other characters"),
        ("services 2", "services 02", (6, 10), "expected a number, found `02`"),
        ("services 2", "services 3", (11, 1), "expected `service actions bytes`, found ``"),
        ("services 2", "services 1", (7, 9), "does not add up"),
        ("services 2", "services 18446744073709551615", (11, 1), "expected `service actions bytes`"),
        ("services 2", "services 18446744073709551616", (6, 10), "expected a number"),
        ("actions 4", "actions 5", (7, 9), "does not add up"),
        ("actions 4", "actions 0", (7, 9), "no actions"),
        ("actions 4\n\n", "actions 4\n", (8, 1), "expected an empty line, found `a-b 1 6`"),
        ("a-b 1 6", "A-b 1 6", (9, 1), "the service `A-b` has upper-case letters"),
        ("a-b 1 6", "aB 1 6", (9, 2), "the service `aB` has upper-case letters"),
        ("a-b 1 6", "a* 1 6", (9, 2), "`a*` is not the name of a service"),
        ("a-b 1 6", "a_b 1 6", (9, 2), "`a_b` is not the name of a service"),
        ("a-b 1 6", "a:b 1 6", (9, 2), "`a:b` is not the name of a service"),
        ("a-b 1 6", "a\u{1b}b 1 6", (9, 2), r"`a\u{1b}b` is not the name"),
        ("a-b 1 6", " 1 6", (9, 1), "the name of a service is empty"),
        ("a-b 1 6", "a-b 1", (9, 1), "expected `service actions bytes`, found `a-b 1`"),
        ("a-b 1 6", "a-b 1 6 ", (9, 1), "expected `service actions bytes`"),
        ("a-b 1 6", "a-b +1 6", (9, 5), "expected a number, found `+1`"),
        ("a-b 1 6", "a-b 1 x", (9, 7), "expected a number, found `x`"),
        ("a-b 1 6", "a-b 0 6", (9, 5), "6 bytes cannot be the block of 0 actions"),
        ("a-b 1 6", "a-b 3 6", (9, 5), "6 bytes cannot be the block of 3 actions"),
        ("a-b 1 6", "a-b 18446744073709551615 6", (9, 5), "cannot be the block"),
        ("a-b 1 6", "a-b 1 7", (11, 1), "the blocks are not as long as the index says"),
        ("a-b 1 6", "a-b 1 18446744073709551615", (11, 1), "the blocks are not as long"),
        ("a-b 1 6", "s3 1 6", (10, 1), "duplicate service `s3`"),
        ("a-b 1 6", "z-b 1 6", (10, 1), "the services of the index are not sorted"),
        ("a-b 1 6\ns3 3 30", "a-b 1 5\ns3 3 31", (12, 1), "ends in the middle of a line"),
        ("0-X_y", "1-X_y", (12, 1), "the length that a name shares"),
        ("0-X_y", "0?X_y", (12, 2), "this is not an access level"),
        ("0-X_y", "0-X*y", (12, 3), "`X*y` is not the name of an action"),
        ("0-X_y", "0-X:y", (12, 3), "`X:y` is not the name of an action"),
        ("0-X_y", "0-X\ry", (12, 3), r"`X\ry` is not the name of an action"),
        ("0-X_y", "0-X\u{1b}y", (12, 3), r"`X\u{1b}y` is not the name of an action"),
        ("0-X_y", "0-X\ny", (13, 1), "the length that a name shares"),
        ("0RGetObject\n9RAcl", "0RGetObjectsAclsX", (13, 1), "as many lines as the index says"),
        ("0RGetObject", "0R?etObject", (13, 3), "`?etObject` is not the name"),
        ("9RAcl", "9RA:l", (14, 3), "`GetObjectA:l` is not the name"),
        ("9RAcl", "0RAcl", (14, 3), "the action `s3:Acl` is out of order"),
        ("9RAcl\n0-PutObject", "0RGETOBJECT\n0-Put", (14, 3), "duplicate action `s3:GETOBJECT`"),
        ("9RAcl", "zRAcl", (14, 1), "the length that a name shares"),
        ("0-PutObject\n", "0-PutObject", (11, 1), "the blocks are not as long"),
        ("0-PutObject\n", "0-PutObject\n\n", (11, 1), "the blocks are not as long"),
    ] {
        let text = OWN.replacen(from, to, 1);
        assert_ne!(text, OWN, "{from:?}");
        let Error::Diagnostic(error) = file(&text).unwrap_err() else { panic!("{to:?}") };
        assert!(error.message.contains(message), "{to:?}: {}", error.message);
        assert_eq!(error.line_column(), place, "{to:?}: {}", error.message);
        assert!(!error.render(false).contains(['\u{1b}', '\u{9b}', '\r', '\u{7}']), "{to:?}");
    }
}

#[test]
fn what_is_no_catalogue_is_refused() {
    for (text, expected) in [
        ("{}", "has no actions"),
        (r#"{"s3":[]}"#, "has no actions"),
        ("[]", "not a catalogue: the document is a list"),
        ("", "the document is empty"),
        ("hello", "this is not JSON: it does not begin like a JSON document"),
        ("password: x", "this is not JSON: it does not begin like a JSON document"),
        (r#"{"s3":{}}"#, "the actions of a service must be a list, found an object"),
        (r#"{"s3":[1]}"#, "an action must be a string, found a number"),
        (r#"{"s3":["s3:Get"]}"#, "`s3:Get` is not the name of an action"),
        (r#"{"s_3":[]}"#, "`s_3` is not the name of a service"),
        (r#"{"s3":["Get","get"]}"#, "duplicate action `s3:get` in the catalogue"),
        (r#"{"s3":[],"S3":[]}"#, "duplicate service `S3` in the catalogue"),
        (r#"{"Name":"s3","Actions":[{}]}"#, "the action has no `Name`"),
    ] {
        let error = file(text).unwrap_err();
        assert!(error.to_string().contains(expected), "{text}: {error}");
    }
    assert!(catalogue(Path::new("no/such")).unwrap_err().to_string().contains("does not exist"));
}
