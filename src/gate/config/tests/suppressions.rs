//! What is said not to count.

use std::collections::BTreeMap;

use jiff::civil::{Date, date};

use super::{Config, read};
use crate::gate::{Certainty, Finding, Level, NewAccess, Place, Rule, SuppressedBy, Suppression};
use crate::model::AccessLevel;

const TODAY: Date = date(2026, 11, 27);

fn place(file: &str) -> Place {
    Place { file: file.into(), start: (1, 1), end: (1, 2), line: "{".into() }
}

/// Something that is objected to, with what is newly allowed.
pub(in crate::gate) fn finding(rule: Rule, file: &str, address: &str, actions: &[&str]) -> Finding {
    let allowed = actions.iter().map(|action| NewAccess {
        action: (*action).into(),
        known: true,
        level: AccessLevel::Read,
        resource: "*".into(),
        context: BTreeMap::new(),
        statement: "Statement[1]".into(),
        scope: String::new(),
        place: place(file),
    });
    Finding {
        rule,
        level: Level::Error,
        certainty: Certainty::Shown,
        message: format!("{} objects", rule.name()),
        reason: None,
        policy: format!("{file}: {address}"),
        place: place(file),
        allowed: allowed.collect(),
        fingerprint: crate::parse::sha256(&[rule.name(), file, address].concat()),
        suppressed: None,
    }
}

fn config(criteria: &str) -> Config {
    let all = "[[gate.suppress]]\nrule = \"no-new-access\"\nowner = \"o\"\nreason = \"r\"\n";
    read(&format!("{all}{criteria}\n")).unwrap_or_else(|error| panic!("{criteria}: {error:?}"))
}

#[test]
fn all_that_is_said_has_to_be_so() {
    let one = || {
        finding(Rule::NoNewAccess, "iam/a.yaml", "Role.Policies[Read]", &["s3:GetObject", "s3:GetBucketAcl"])
    };
    let fingerprint = one().fingerprint;
    for (criteria, expected) in [
        ("paths = [\"iam/*\"]", true),
        ("paths = [\"x\", \"iam/*\"]", true),
        ("paths = [\"a.yaml\"]", false),
        ("policy = \"iam/a.yaml: Role.Policies[Read]\"", true),
        ("policy = \"*: Role.*\"", true),
        ("policy = \"iam/a.yaml\"", false),
        ("policy = \"iam/a.yaml: Role.Policies[R]\"", false),
        ("policy = \"iam/a.yaml: Role.Policies[rEAD]\"", false),
        ("policy = \"iam/?.yaml: *[????]\"", true),
        ("policy = \"iam/{a,b}.yaml: *\"", false),
        ("actions = [\"s3:Get*\"]", true),
        ("actions = [\"S3:GETOBJECT\", \"s3:*acl\"]", true),
        ("actions = [\"s3:GetObject\"]", false),
        ("paths = [\"iam/*\"]\nactions = [\"s3:GetObject\"]", false),
        ("paths = [\"iam/*\"]\nactions = [\"s3:*\"]", true),
        ("paths = [\"**\"]\npolicy = \"*a.yaml*\"", true),
        ("rules = [\"forbid\"]", false),
        ("paths = [\"iam/*\"]\nexpires = 2026-11-27", true),
        ("paths = [\"iam/*\"]\nexpires = 2026-11-26", false),
        (&format!("fingerprint = \"{fingerprint}\""), true),
        (&format!("fingerprint = \"{}\"", &fingerprint[1..]), false),
    ] {
        let config = if criteria.starts_with("rules") {
            let text = "[[gate.suppress]]\nowner = \"o\"\nreason = \"r\"\npaths = [\"iam/*\"]\n";
            read(&format!("{text}{criteria}")).unwrap()
        } else {
            config(criteria)
        };
        let mut findings = vec![one()];
        config.suppress(&mut findings, TODAY);
        assert_eq!(findings[0].suppressed.is_some(), expected, "{criteria}");
        let said: Vec<(Rule, Level)> = findings[1..].iter().map(|one| (one.rule, one.level)).collect();
        let level = if criteria.contains("11-26") { Level::Error } else { Level::Warning };
        let unneeded = [(Rule::Suppressions, level)];
        assert_eq!(said, if expected { &[][..] } else { &unneeded[..] }, "{criteria}");
    }
}

#[test]
fn actions_say_nothing_of_what_is_not_shown() {
    let config = config("actions = [\"s3:*\"]");
    let mut open = finding(Rule::NoNewAccess, "a", "", &["s3:GetObject"]);
    open.certainty = Certainty::Open;
    let mut findings = vec![open, finding(Rule::NoNewAccess, "a", "", &[])];
    config.suppress(&mut findings, TODAY);
    assert!(findings.iter().all(|one| one.suppressed.is_none()), "{findings:?}");
}

#[test]
fn what_is_said_is_kept_and_the_first_one_counts() {
    let text = "[[gate.suppress]]\nrules = [\"fits\", \"forbid\"]\npaths = [\"a\"]\nowner = \"one\"\nreason = \"because\"\n\
                expires = 2027-01-31\n[[gate.suppress]]\nrule = \"fits\"\npaths = [\"*\"]\npolicy = \"a*\"\nowner = \"two\"\nreason = \"r\"\n";
    let mut findings = vec![finding(Rule::Fits, "a", "", &[]), finding(Rule::Escalation, "a", "", &[])];
    read(text).unwrap().suppress(&mut findings, TODAY);
    let expected = Suppression {
        owner: "one".into(),
        reason: "because".into(),
        expires: Some("2027-01-31".into()),
        source: SuppressedBy::Configuration,
    };
    assert_eq!(findings[0].suppressed, Some(expected));
    assert_eq!(findings.len(), 2, "the second is about something, too: {findings:?}");
    assert!(findings[1].suppressed.is_none());
}

#[test]
fn what_is_wrong_with_a_suppression_has_its_place() {
    let text = "[gate.rules]\nsuppressions = \"LEVEL\"\n\n[[gate.suppress]]\nrule = \"fits\"\npaths = [\"a\"]\nowner = \"one\"\n\
                reason = \"r\"\nexpires = 2026-11-26\n\n[[gate.suppress]]\nrule = \"fits\"\npaths = [\"b\"]\nowner = \"two\"\nreason = \"r\"\n";
    for (level, expected) in [
        ("error", &[(4, Level::Error), (11, Level::Warning)][..]),
        ("warning", &[(4, Level::Warning), (11, Level::Warning)]),
        ("note", &[(4, Level::Note), (11, Level::Note)]),
        ("off", &[]),
    ] {
        let mut findings = vec![finding(Rule::Fits, "a", "", &[])];
        read(&text.replace("LEVEL", level)).unwrap().suppress(&mut findings, TODAY);
        assert!(findings[0].suppressed.is_none(), "an expired one suppresses nothing");
        let said: Vec<_> = findings[1..].iter().map(|one| (one.place.start.0, one.level)).collect();
        assert_eq!(said, expected, "{level}");
        for one in &findings[1..] {
            assert_eq!((one.rule, one.certainty), (Rule::Suppressions, Certainty::Shown));
            assert_eq!(
                (one.place.file.as_str(), one.place.line.as_str()),
                ("paredown.toml", "[[gate.suppress]]")
            );
        }
        if let [_, expired, unneeded] = findings.as_slice() {
            assert_eq!(expired.message, "the suppression of `one` expired on 2026-11-26");
            assert_eq!(unneeded.message, "the suppression of `two` is about no finding");
            assert_ne!(expired.fingerprint, unneeded.fingerprint);
        }
    }
}

#[test]
fn fingerprints_stay_when_lines_move() {
    let text = "[[gate.suppress]]\nrule = \"fits\"\npaths = [\"a\"]\nowner = \"one\"\nreason = \"r\"\n";
    let fingerprint = |text: &str| {
        let mut findings = Vec::new();
        read(text).unwrap().suppress(&mut findings, TODAY);
        findings.remove(0).fingerprint
    };
    assert_eq!(fingerprint(text), fingerprint(&format!("# more\n\n{text}")));
    assert_ne!(fingerprint(text), fingerprint(&text.replace("\"a\"", "\"b\"")));
}
