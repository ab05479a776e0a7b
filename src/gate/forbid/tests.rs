//! Tests of the files that say what must stay denied.

use paredown_request::{Context, Request, Resource, decide};

use super::*;

fn read(name: &str, text: &str) -> Result<Vec<Forbidden>, String> {
    let source = Arc::new(Source { name: name.into(), text: text.into() });
    forbidden(&source).map_err(|error| error.to_string())
}

/// Label, rules, reason and place of an entry.
type Entry<'a> = (String, String, Option<&'a str>, (usize, usize));

fn said(all: &[Forbidden]) -> Vec<Entry<'_>> {
    let rules = |one: &Forbidden| {
        let texts = one.rules.iter().map(|rule| {
            let actions: Vec<&str> = rule.actions.patterns.iter().map(Pattern::spelling).collect();
            let resources: Vec<&str> = rule.resources.patterns.iter().map(Resource::text).collect();
            format!("{:?} {} on {}", rule.effect, actions.join(" "), resources.join(" "))
        });
        texts.collect::<Vec<_>>().join("; ")
    };
    all.iter().map(|one| (one.label.clone(), rules(one), one.reason.as_deref(), one.place.start)).collect()
}

type Said<'a> = &'a [(&'a str, &'a str, Option<&'a str>, (usize, usize))];

#[test]
fn every_format_says_what_must_stay_denied() {
    let list: Said<'_> = &[
        ("`iam:*` in `F`", "Allow iam:* on *", Some("break glass only"), (2, 1)),
        ("`s3:Delete*` in `F`", "Allow s3:Delete* on *", Some("backups"), (3, 3)),
    ];
    let plain: Said<'_> = &[
        ("`iam:*` in `F`", "Allow iam:* on *", None, (1, 2)),
        ("`s3:Get*` in `F`", "Allow s3:Get* on *", None, (1, 11)),
    ];
    let entries: Said<'_> = &[
        ("`forbid[0]` in `F`", "Allow iam:* sts:* on *", Some("r"), (1, 1)),
        ("`forbid[1]` in `F`", "Allow s3:* on arn:aws:s3:::a arn:aws:s3:::a/*", None, (5, 1)),
    ];
    let toml = "[[forbid]]\nactions = [\"iam:*\", \"sts:*\"]\nreason = \"r\"\n\n[[forbid]]\nactions = [\"s3:*\"]\n\
                resources = [\"arn:aws:s3:::a\", \"arn:aws:s3:::a/*\"]\n";
    let object = "{\"forbid\": [\n{\"actions\": [\"iam:*\", \"sts:*\"], \"reason\": \"r\"},\n\
                  {\"actions\": [\"s3:*\"], \"resources\": [\"arn:aws:s3:::a\", \"arn:aws:s3:::a/*\"]}]}";
    let policy = r#"{"Version": "2012-10-17", "Statement": [
  {"Sid": "All", "Effect": "Allow", "Action": "iam:*", "Resource": "*"},
  {"Effect": "Allow", "NotAction": "s3:*", "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": "false"}}},
  {"Effect": "Deny", "Action": "iam:Get*", "Resource": "*"}]}"#;
    let whole: Said<'_> = &[
        ("`All` in `F`", "Allow iam:* on *; Deny iam:Get* on *", None, (2, 3)),
        ("`Statement[1]` in `F`", "Allow s3:* on *; Deny iam:Get* on *", None, (3, 3)),
    ];
    for (name, text, expected) in [
        ("F.txt", "# break glass only\niam:*\n  s3:Delete* # backups\n", list),
        ("F.txt", "[\"iam:*\", \"s3:Get*\"]", plain),
        ("F.json", "[\"iam:*\", \"s3:Get*\"]", plain),
        ("F.toml", toml, entries),
        ("F", &format!("\u{feff}{toml}")[3..], entries),
        ("F.json", policy, whole),
    ] {
        let found = read(name, text).unwrap_or_else(|error| panic!("{name}: {error}"));
        let expected: Vec<_> = expected
            .iter()
            .map(|(label, rules, reason, place)| {
                (label.replace("`F`", &format!("`{name}`")), (*rules).to_owned(), *reason, *place)
            })
            .collect();
        assert_eq!(said(&found), expected, "{name}");
        assert!(found.iter().all(|one| one.place.file == name));
    }
    let same: Vec<_> = said(&read("F.json", object).unwrap()).into_iter().map(|one| (one.1, one.3)).collect();
    let places = [(2, 1), (3, 1)];
    let expected: Vec<_> = entries.iter().zip(places).map(|(one, place)| (one.1.to_owned(), place)).collect();
    assert_eq!(same, expected);
    assert!(read("F.json", policy).unwrap()[1].rules[0].actions.negated);
}

#[test]
fn exceptions_are_taken_out() {
    let policy = r#"{"Statement": [{"Effect": "Allow", "Action": "iam:*", "Resource": "*"},
        {"Effect": "Deny", "Action": "iam:Get*", "Resource": "*"}]}"#;
    let found = read("p.json", policy).unwrap();
    for (action, forbidden) in [("iam:createuser", true), ("iam:getuser", false), ("s3:getobject", false)] {
        let request = Request { action: action.into(), resource: "*".into(), context: Context::default() };
        let rules = &found[0].rules;
        let decision = decide(&[rules.as_slice()], &request, &Statement::keys(rules));
        assert_eq!(decision.allowed(), Some(forbidden), "{action}");
    }
}

#[test]
fn what_is_wrong_has_its_place() {
    for (name, text, expected) in [
        ("f.txt", "", "1:1: the file forbids nothing"),
        ("f.txt", "# nothing\n", "1:1: the file forbids nothing"),
        ("f.txt", "iam:*\ns3\n", "2:1: the action `s3` has no service"),
        ("f.json", "[]", "1:1: the file forbids nothing"),
        ("f.json", "[\"iam:*\", 1]", "1:11: an action must be a string, found a number"),
        ("f.json", "[\"iam:*\", \"s3\"]", "1:11: `s3` is not an action"),
        ("f.json", "[\"iam:* # all\"]", "1:2: `iam:* # all` is not an action"),
        ("f.json", "{\"forbid\": []}", "1:1: the file forbids nothing"),
        ("f.json", "{\"forbid\": {}}", "1:12: `forbid` must be a list, found an object"),
        ("f.json", "{\"forbid\": [1]}", "1:13: what is forbidden must be an object, found a number"),
        ("f.json", "{\"forbid\": [{}]}", "1:13: what is forbidden has no `actions`"),
        ("f.json", "{\"forbid\": [{\"actions\": []}]}", "1:25: `actions` is an empty list"),
        (
            "f.json",
            "{\"forbid\": [{\"actions\": [\"*\"], \"resources\": []}]}",
            "1:45: `resources` is an empty list",
        ),
        (
            "f.json",
            "{\"forbid\": [{\"action\": [\"*\"]}]}",
            "1:14: what is forbidden has no element `action`",
        ),
        ("f.json", "{\"forbid\": [], \"x\": 1}", "1:16: the file has no element `x`"),
        (
            "f.json",
            "{\"forbid\": [{\"actions\": [\"*\"], \"resources\": [\"a\"]}]}",
            "1:46: `a` is not a pattern of ARNs",
        ),
        (
            "f.json",
            "{\"Statement\": [{\"Effect\": \"Deny\", \"Action\": \"*\", \"Resource\": \"*\"}]}",
            "1:1: the policy has no statement with Allow",
        ),
        (
            "f.json",
            "{\"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"*\"}]}",
            "1:16: the statement has neither `Resource`",
        ),
        ("f.json", "{\"x\": 1}", "1:1: "),
        ("f.toml", "", "1:1: the file forbids nothing"),
        ("f.toml", "forbid = []", "1:10: `forbid` is an empty list"),
        ("f.toml", "[forbid]\nactions = [\"*\"]", "1:1: `forbid` must be a list of tables, found a table"),
        ("f.toml", "[[forbid]]\nreason = \"r\"", "1:1: what is forbidden has no `actions`"),
        ("f.toml", "[[forbid]]\nactions = [\"s3\"]", "2:12: `s3` is not an action"),
        (
            "f.toml",
            "[[forbid]]\nactions = [\"*\"]\nresources = [\"s3:::a\"]",
            "3:14: `s3:::a` is not a pattern of ARNs",
        ),
        ("f.toml", "[[forbid]]\nactions = [\"*\"]\nresources = [\"arn:aws:s3:::${aws:username}\"]", "3:14: "),
        (
            "f.toml",
            "[[forbid]]\nactions = [\"*\"]\nresource = [\"*\"]",
            "3:1: what is forbidden has no key `resource`",
        ),
        ("f.toml", "[[forbid]]\nactions = [\"*\"]\nreason = \"\"", "3:10: `reason` is empty"),
    ] {
        let error = read(name, text).unwrap_err();
        assert!(error.starts_with(&format!("{name}:{expected}")), "{text}: {error}");
    }
}
