//! The order of files and pages means nothing.

use serde_json::json;

use super::account::{analyzed, arn, details, laid_out, report, role, service, yesterday};

#[test]
fn pages_and_names_of_files_make_no_difference() {
    let roles = [role("a", &["sqs:*"], &yesterday()), role("b", &["s3:*"], &yesterday())];
    let services = [service("sqs", None, None), service("s3", None, None)];
    let whole = report("SERVICE_LEVEL", &json!(services));
    let one = laid_out(&[
        ("d.json", details(&roles)),
        ("x/arn%3Aaws%3Aiam%3A%3A111122223333%3Arole%2Fa.json", whole.clone()),
        ("b.json", json!({"arn": arn("b"), "report": whole})),
    ]);
    let (mut first, mut second) = (details(&roles[..1]), details(&roles[1..]));
    first["IsTruncated"] = json!(true);
    first["Marker"] = json!("m");
    second["IsTruncated"] = json!(false);
    let page = |at: usize, more: bool| {
        let mut page = report("SERVICE_LEVEL", &json!([services[at]]));
        page["IsTruncated"] = json!(more);
        page
    };
    let two = laid_out(&[
        ("2.json", first),
        ("1.json", second),
        ("9.json", json!({"arn": arn("b"), "report": page(0, true)})),
        ("3.json", json!({"arn": arn("b"), "report": page(1, false)})),
        ("r.json", whole),
    ]);
    let options = format!("--last-accessed {}=a/r.json", arn("a"));
    std::fs::rename(two.path().join("a/r.json"), two.path().join("r.json")).unwrap();
    let options = options.replace("a/r.json", "r.json");
    assert_eq!(analyzed(&one, ""), analyzed(&two, &options));
    assert_eq!(analyzed(&one, "").0.len(), 2);
}
