//! What is well known, and what is not known.

use std::collections::BTreeSet;

use super::super::{KeyType, StarResource, ValueType};
use super::embedded;

#[test]
fn the_types_of_well_known_actions() {
    use StarResource::{Never, Only, Perhaps};
    for (action, star, expected) in [
        (
            "s3:getobject",
            Perhaps,
            &["accesspointobject arn:*:s3:*:*:accesspoint/*/object/*", "object arn:*:s3:::*/*"][..],
        ),
        ("s3:listbucket", Perhaps, &["accesspoint arn:*:s3:*:*:accesspoint/*", "bucket arn:*:s3:::*"]),
        ("s3:listallmybuckets", Only, &[]),
        ("ec2:describeinstances", Only, &[]),
        ("iam:passrole", Never, &["role arn:*:iam::*:role/*"]),
        ("sts:assumerole", Never, &["role arn:*:iam::*:role/*"]),
        ("sqs:sendmessage", Never, &["queue arn:*:sqs:*:*:*"]),
        ("lambda:invokefunction", Never, &["function arn:*:lambda:*:*:function:*"]),
        (
            "dynamodb:query",
            Never,
            &["table arn:*:dynamodb:*:*:table/*", "index arn:*:dynamodb:*:*:table/*/index/*"],
        ),
        ("kms:decrypt", Never, &["key arn:*:kms:*:*:key/*"]),
        ("ec2:terminateinstances", Never, &["instance arn:*:ec2:*:*:instance/*"]),
    ] {
        let found = embedded().resource_types(action).unwrap_or_else(|| panic!("{action} is not known"));
        let types: Vec<String> =
            found.iter().map(|one| format!("{} {}", one.name, one.pattern.text())).collect();
        assert_eq!(
            (found.star(), &types[..]),
            (star, &expected.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>()[..]),
            "{action}"
        );
    }
    let of = |action| embedded().resource_types(action).unwrap();
    assert_eq!(of("s3:getobject"), of("s3:getobjectacl"));
    assert_eq!(of("s3:listallmybuckets"), of("ec2:describeinstances"));
    assert_eq!(of("iam:passrole"), of("sts:assumerole"));
    assert_ne!(of("s3:getobject"), of("s3:listbucket"));
    assert_ne!(of("sqs:sendmessage"), of("iam:passrole"));
    let run = embedded().resource_types("ec2:runinstances").unwrap();
    let names: BTreeSet<&str> = run.iter().map(|one| &*one.name).collect();
    assert_eq!(run.star(), Never);
    assert!(names.is_superset(&BTreeSet::from([
        "image",
        "instance",
        "key-pair",
        "network-interface",
        "security-group",
        "subnet",
        "volume"
    ])));
    assert!(!names.contains("vpc"));
    let stages = embedded().resource_types("apigateway:get").unwrap();
    let stages: Vec<&str> =
        stages.iter().filter(|one| &*one.name == "Stage").map(|one| one.pattern.text()).collect();
    assert_eq!(stages, ["arn:*:apigateway:*::/apis/*/stages/*", "arn:*:apigateway:*::/restapis/*/stages/*"]);
}

#[test]
fn nothing_is_known_of_what_is_not_in_the_reference() {
    for action in
        ["s3:frobnicate", "nosuch:GetObject", "getobject", "", "s3:", "s3:GetObject", "aws:x", "*:x"]
    {
        assert!(embedded().resource_types(action).is_none(), "{action}");
    }
    let keys = [
        "aws:nosuchkey",
        "nosuch:key",
        "aws",
        "",
        ":",
        "aws:",
        "*:x",
        "aws:PrincipalTag",
        "token.actions.githubusercontent.com:sub",
        // One service says that a request has one value, and others that it has several.
        "identitystore:UserId",
        // AWS's documents contradict each other.
        "cognito-identity.amazonaws.com:amr",
        // `events:metadata/*` and `events:metadata/*/matcher` both match, and differ.
        "events:metadata/source/matcher",
    ];
    for key in keys {
        assert_eq!(embedded().key_type(key), None, "{key}");
    }
}

#[test]
fn the_types_of_well_known_keys() {
    use ValueType::{Arn, Bool, Date, IpAddress, Numeric, String};
    for (key, value, multivalued) in [
        ("aws:TagKeys", String, true),
        ("aws:CalledVia", String, true),
        ("aws:CalledViaFirst", String, false),
        ("aws:PrincipalOrgPaths", String, true),
        ("aws:ResourceOrgPaths", String, true),
        ("aws:SourceOrgPaths", String, true),
        ("aws:VpceOrgPaths", String, true),
        ("aws:PrincipalServiceNamesList", String, true),
        ("aws:PrincipalOrgID", String, false),
        ("aws:PrincipalServiceName", String, false),
        ("aws:SourceIp", IpAddress, false),
        ("aws:VpcSourceIp", IpAddress, false),
        ("aws:SourceArn", Arn, false),
        ("aws:PrincipalArn", Arn, false),
        ("aws:SecureTransport", Bool, false),
        ("aws:MultiFactorAuthPresent", Bool, false),
        ("aws:MultiFactorAuthAge", Numeric, false),
        ("aws:CurrentTime", Date, false),
        ("aws:EpochTime", Date, false),
        ("aws:username", String, false),
        ("aws:PrincipalTag/x", String, false),
        ("aws:PrincipalTag/Cost:Centre/2", String, false),
        ("AWS:RESOURCETAG/X", String, false),
        ("aws:RequestTag/${aws:PrincipalTag/team}", String, false),
        ("s3:ExistingObjectTag/project", String, false),
        ("s3:prefix", String, false),
        ("s3:max-keys", Numeric, false),
        ("dynamodb:LeadingKeys", String, true),
        ("kms:EncryptionContextKeys", String, true),
        ("kms:EncryptionContext:department", String, false),
        ("kms:GrantIsForAWSResource", Bool, false),
        ("iam:PassedToService", String, false),
        ("sts:TransitiveTagKeys", String, true),
        ("saml:eduPersonAffiliation", String, true),
        ("saml:aud", String, false),
        ("token.actions.githubusercontent.com:actor", String, false),
        ("token.actions.githubusercontent.com/octo:actor", String, false),
        ("ec2:InstanceType", String, false),
        ("ec2:Vpc", Arn, false),
        ("events:metadata/source", String, true),
    ] {
        let found = embedded().key_type(key);
        assert_eq!(found, Some(KeyType { value, multivalued }), "{key}");
        assert_eq!(embedded().key_type(&key.to_ascii_uppercase()), found, "{key}");
    }
}
