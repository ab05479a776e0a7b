//! The one recommendation of AWS that was published, against the policy that its article creates afterwards.

use serde_json::{Value, json};

use crate::common::corpus::shared;
use crate::common::program::{ends, folder, text};

#[test]
fn what_differs_from_the_published_recommendation_is_found() {
    let Some(path) = shared("corpus/findings/aws_blog_recommendation_2024.json") else { return };
    let published: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let steps = published["get_finding_recommendation"]["recommendedSteps"].as_array().unwrap();
    let steps = steps.iter().map(|step| &step["unusedPermissionsRecommendedStep"]);
    let read_only = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess";
    let recommended = steps
        .filter(|step| step["existingPolicyId"] == read_only)
        .find_map(|step| step["recommendedPolicy"].as_str())
        .unwrap();
    let original = published["existing_AmazonS3ReadOnlyAccess_versions"]["3"].to_string();
    let created = published["downloaded_recommended_policy"].to_string();
    let files = folder(&[
        ("original.json", original.as_str()),
        ("recommended.json", recommended),
        ("created.json", created.as_str()),
        ("unused.json", "[]"),
    ]);
    let files = files.path();
    let lost = "compare created.json recommended.json --format json";
    let lost: Value = serde_json::from_slice(&ends(files, lost, 1).stdout).unwrap();
    assert_eq!(lost["verdict"], "wider");
    let actions = lost["newly_allowed"]["actions"].as_array().unwrap();
    let actions: Vec<&Value> = actions.iter().map(|one| &one["action"]).collect();
    let of_article = [
        "s3:GetBucketObjectLockConfiguration",
        "s3:GetBucketOwnershipControls",
        "s3:GetBucketVersioning",
        "s3:ListAllMyBuckets",
    ];
    for action in of_article {
        assert!(actions.contains(&&json!(action)), "{action} {actions:?}");
    }
    // The policy that was created allows nothing that AWS did not recommend, and that nothing that there was not before.
    ends(files, "compare recommended.json created.json", 0);
    ends(files, "compare original.json recommended.json", 0);
    let certify =
        "certify --policy recommended.json --recommended created.json --unused unused.json --require exact";
    let certified = ends(files, certify, 1);
    assert!(text(&certified.stdout).contains("refuted  used-kept"), "{}", text(&certified.stdout));
    assert!(text(&certified.stdout).contains("proved   no-escalation"), "{}", text(&certified.stdout));
}
