//! Tests of the file of accepted findings.

use super::*;
use crate::gate::config::tests::suppressions::finding;

fn read(text: &str) -> Result<Accepted, String> {
    let source = Arc::new(Source { name: "accepted.json".into(), text: text.into() });
    Accepted::read(&source).map_err(|error| error.to_string())
}

fn outcome() -> Outcome {
    let mut suppressed = finding(Rule::Fits, "c.json", "", &[]);
    suppressed.suppressed = Some(Suppression {
        owner: "o".into(),
        reason: "r".into(),
        expires: None,
        source: SuppressedBy::Configuration,
    });
    let odd = finding(Rule::NoNewAccess, "b\"\u{e9}\n.json", "X", &["s3:GetObject"]);
    let findings = vec![
        odd.clone(),
        finding(Rule::Forbid, "a.json", "Y", &[]),
        finding(Rule::NoNewAccess, "a.json", "Y", &["s3:GetObject"]),
        finding(Rule::Suppressions, "paredown.toml", "", &[]),
        suppressed,
        odd,
    ];
    Outcome { findings, ..Outcome::default() }
}

#[test]
fn the_file_is_sorted_and_has_a_line_for_each_finding_that_counts() {
    let text = accept(&outcome());
    let policies: Vec<&str> = text.lines().filter(|line| line.contains("fingerprint")).collect();
    assert_eq!(policies.len(), 3, "{text}");
    for (line, begin) in policies.iter().zip(["a.json: Y", "a.json: Y", "b\\\"é\\n.json: X"]) {
        assert!(line.contains(&format!("\"policy\": \"{begin}\"")), "{line}");
    }
    assert!(policies[0].contains("\"forbid\"") && policies[1].contains("\"no-new-access\""), "{text}");
    let mut turned = outcome();
    turned.findings.reverse();
    assert_eq!(accept(&turned), text);
    assert_eq!(accept(&Outcome::default()), "{\n  \"version\": 1,\n  \"accepted\": []\n}\n");
    assert!(text.starts_with("{\n  \"version\": 1,\n  \"accepted\": [\n    {\"fingerprint\": \""));
}

#[test]
fn the_file_has_its_shape() {
    let (mut schemas, mut compiler) = (boon::Schemas::new(), boon::Compiler::new());
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/schemas/gate-accepted.schema.json");
    let index = compiler.compile(path, &mut schemas).unwrap();
    for outcome in [outcome(), Outcome::default()] {
        let value = serde_json::from_str(&accept(&outcome)).unwrap();
        schemas.validate(&value, index).unwrap_or_else(|error| panic!("{error:#}"));
    }
    assert!(schemas.validate(&serde_json::json!({"version": 2, "accepted": []}), index).is_err());
}

#[test]
fn what_was_accepted_does_not_count_and_what_does_not_occur_is_noted() {
    let accepted = read(&accept(&outcome())).unwrap();
    let mut all = outcome();
    accepted.suppress(&mut all.findings, &Config::default());
    assert_eq!(all.findings.len(), 6);
    let counting: Vec<Rule> = all.counting().map(|finding| finding.rule).collect();
    assert_eq!(counting, [Rule::Suppressions]);
    assert_eq!(all.findings[4].suppressed.as_ref().unwrap().source, SuppressedBy::Configuration);
    let suppression = all.findings[0].suppressed.clone().unwrap();
    assert_eq!((suppression.source, suppression.expires), (SuppressedBy::Accepted, None));

    // Another rule with the same fingerprint is another finding.
    let mut other = finding(Rule::Escalation, "a.json", "Y", &[]);
    other.fingerprint = finding(Rule::Forbid, "a.json", "Y", &[]).fingerprint;
    let mut findings = vec![other];
    accepted.suppress(&mut findings, &Config::default());
    assert!(findings[0].suppressed.is_none());
    let notes: Vec<(usize, Level)> = findings[1..].iter().map(|one| (one.place.start.0, one.level)).collect();
    assert_eq!(notes, [(4, Level::Note), (5, Level::Note), (6, Level::Note)]);
    assert_eq!(findings[1].message, "what forbid found in `a.json: Y` is accepted and does not occur");

    let mut off = Config::default();
    off.override_levels(&[(Rule::Suppressions, None)]);
    let mut findings = Vec::new();
    accepted.suppress(&mut findings, &off);
    assert!(findings.is_empty());
}

#[test]
fn what_is_wrong_has_its_place() {
    let one = r#"{"fingerprint": "a", "rule": "fits", "policy": "p", "message": "m"}"#;
    for (text, expected) in [
        ("[]", "1:1: a file of accepted findings must be an object, found a list"),
        ("{", "1:2: the document ends here"),
        ("{\"accepted\": []}", "1:1: the file has no `version`"),
        ("{\"version\": 1}", "1:1: the file has no `accepted`"),
        ("{\"version\": 2, \"accepted\": []}", "1:13: there is no version `2` of this file"),
        ("{\"version\": \"1\", \"accepted\": []}", "1:13: there is no version `\"1\"` of this file"),
        ("{\"version\": 1, \"acepted\": []}", "1:16: a file of accepted findings has no element `acepted`"),
        ("{\"version\": 1, \"accepted\": {}}", "1:28: `accepted` must be a list, found an object"),
        (
            "{\"version\": 1, \"accepted\": [1]}",
            "1:29: an accepted finding must be an object, found a number",
        ),
        (
            &format!("{{\"version\": 1, \"accepted\": [\n{one},\n{one}]}}"),
            "3:1: the finding `a` is accepted twice",
        ),
        (
            &format!("{{\"version\": 1, \"accepted\": [\n{}]}}", one.replace("fits", "fist")),
            "2:30: `fist` is no rule whose findings are accepted",
        ),
        (
            &format!("{{\"version\": 1, \"accepted\": [\n{}]}}", one.replace("fits", "suppressions")),
            "2:30: `suppressions` is no rule whose findings are accepted",
        ),
        (
            &format!("{{\"version\": 1, \"accepted\": [\n{}]}}", one.replace("\"a\"", "\"\"")),
            "2:17: the fingerprint is empty",
        ),
        (
            &format!("{{\"version\": 1, \"accepted\": [\n{}]}}", one.replace("\"m\"", "null")),
            "2:64: `message` must be a string, found `null`",
        ),
        (
            &format!("{{\"version\": 1, \"accepted\": [\n{}]}}", one.replace(", \"message\": \"m\"", "")),
            "2:1: the finding has no `message`",
        ),
    ] {
        let error = read(text).unwrap_err();
        assert!(error.starts_with(&format!("accepted.json:{expected}")), "{text}: {error}");
    }
}
