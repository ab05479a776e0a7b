//! Evidence made by hand: each step and each reason, right and wrong.

#![expect(clippy::needless_pass_by_value, reason = "callers write it in place")]

use serde_json::{Value, json};

use super::{Pair, changes};
use crate::common::dice::Dice;
use crate::lines::{Lines, checker};

/// How many changes are tried on each.
const CHANGES: usize = 60;

fn document(version: &str, statements: Value) -> Value {
    json!({"Version": version, "Statement": statements})
}

/// A statement on resources, with a Condition.
fn statement(effect: &str, actions: Value, resources: Value, condition: Value) -> Value {
    let mut statement = json!({"Effect": effect, "Condition": condition});
    let elements = [("Action", actions), ("Resource", resources)];
    for (name, value) in elements {
        match value.get("not") {
            Some(not) => statement[format!("Not{name}")] = not.clone(),
            None => statement[name] = value,
        }
    }
    statement
}

fn allow(actions: Value, resources: Value, condition: Value) -> Value {
    statement("Allow", actions, resources, condition)
}

fn plain(effect: &str, actions: Value) -> Value {
    statement(effect, actions, json!("*"), json!({}))
}

/// It matches: the action by a reason, any resource, the entries by those with these numbers.
fn by(actions: Value, entries: Value) -> Value {
    json!({"actions": actions, "resources": {"everything": 0}, "entries": entries})
}

fn allowed(statement: usize, matches: Value, denies: Value) -> Value {
    json!({"allowed": {"by": statement, "matches": matches, "denies": denies}})
}

fn first(place: usize) -> Value {
    json!({"within": [0, [place]]})
}

/// What is right, and places at which something else is wrong.
struct Case {
    name: &'static str,
    inner: Value,
    outer: Value,
    evidence: Value,
    wrong: Vec<(&'static str, Value)>,
}

impl Case {
    fn new(name: &'static str, inner: Vec<Value>, outer: Vec<Value>, denies: Value, tree: Value) -> Self {
        let [inner, outer] = [inner, outer].map(|all| document("2012-10-17", all.into()));
        Self { name, inner, outer, evidence: json!({"denies": denies, "allows": [tree]}), wrong: Vec::new() }
    }

    fn wrong(mut self, place: &'static str, value: Value) -> Self {
        self.wrong.push((place, value));
        self
    }

    fn pair(&self) -> Pair {
        Pair::new(self.name, &self.inner, &self.outer)
    }
}

fn steps() -> Vec<Case> {
    let get = || plain("Allow", json!("s3:Get*"));
    let wide = || plain("Allow", json!(["ec2:*", "s3:*"]));
    let at_second = || allowed(0, by(first(1), json!([])), json!([]));
    let open = |tree: Value| allowed(0, by(first(1), json!([])), json!([tree]));
    let acl = || plain("Deny", json!("s3:*acl"));
    vec![
        Case::new("allowed", vec![get()], vec![wide()], json!([]), at_second())
            .wrong("/allows/0/allowed/by", json!(1))
            .wrong("/allows/0/allowed/matches/actions/within/1/0", json!(0))
            .wrong("/allows/0/allowed/matches/actions/within/0", json!(1))
            .wrong("/allows/0/allowed/matches/actions/within/1", json!([]))
            .wrong("/allows/0/allowed/matches/actions", json!({"everything": 1}))
            .wrong("/allows/0/allowed/matches/resources/everything", json!(1))
            .wrong("/allows/0/allowed/matches/entries", json!([0]))
            .wrong("/allows/0/allowed/denies", json!([at_second()]))
            .wrong("/denies", json!([null]))
            .wrong("/allows", json!([])),
        Case::new(
            "denied",
            vec![get(), acl()],
            vec![wide(), plain("Deny", json!("s3:Get*acl"))],
            json!([{"denied": {"by": 1, "matches": by(first(0), json!([]))}}]),
            at_second(),
        )
        .wrong("/denies/0/denied/by", json!(0))
        .wrong("/denies/0/denied/by", json!(2))
        .wrong("/denies/0", Value::Null)
        .wrong("/denies/0", at_second()),
        Case::new(
            "denied where it is allowed",
            vec![get(), acl()],
            vec![wide(), plain("Deny", json!("s3:Get*acl"))],
            json!([null]),
            open(json!({"denied": {"by": 1, "matches": by(json!({"within": [1, [0]]}), json!([]))}})),
        )
        .wrong("/allows/0/allowed/denies/0/denied/matches/actions/within/0", json!(0))
        .wrong("/allows/0/allowed/denies", json!([])),
        Case::new(
            "apart",
            vec![get()],
            vec![wide(), plain("Deny", json!(["ec2:*", "s3:Put*"]))],
            json!([null]),
            open(json!({"impossible": {"of": "actions", "fact": 1, "why": {"apart": 0}}})),
        )
        .wrong("/allows/0/allowed/denies/0/impossible/of", json!("resources"))
        .wrong("/allows/0/allowed/denies/0/impossible/fact", json!(2))
        .wrong("/allows/0/allowed/denies/0/impossible/why/apart", json!(1))
        .wrong("/allows/0/allowed/denies/0/impossible/why", json!({"within": [0, [0]]})),
        Case::new(
            "outside, apart",
            vec![get()],
            vec![wide(), plain("Deny", json!(["ec2:*", "s3:Put*"]))],
            json!([null]),
            open(json!({"impossible": {"of": "actions", "fact": 1, "why": {"outside": [[0, null], [0, null]]}}})),
        )
        .wrong("/allows/0/allowed/denies/0/impossible/why/outside", json!([[0, null]]))
        .wrong("/allows/0/allowed/denies/0/impossible/why/outside/0", json!([0, 0]))
        .wrong("/allows/0/allowed/denies/0/impossible/why/outside/1/0", json!(1)),
        Case::new(
            "outside, by what does not match",
            vec![get()],
            vec![wide(), plain("Deny", json!({"not": ["ec2:*", "s3:*"]}))],
            json!([null]),
            open(json!({"impossible": {"of": "actions", "fact": 0, "why": {"outside": [[1, 1]]}}})),
        )
        .wrong("/allows/0/allowed/denies/0/impossible/why/outside/0/1", json!(0))
        .wrong("/allows/0/allowed/denies/0/impossible/why/outside/0/1", json!(2))
        .wrong("/allows/0/allowed/denies/0/impossible/why/outside/0/0", json!(0)),
        Case::new(
            "within what is negated",
            vec![get()],
            vec![wide(), plain("Deny", json!({"not": ["ec2:*", "s3:*"]}))],
            json!([null]),
            open(json!({"impossible": {"of": "actions", "fact": 1, "why": first(1)}})),
        )
        .wrong("/allows/0/allowed/denies/0/impossible/why", first(0)),
        Case::new(
            "cases",
            vec![plain("Allow", json!(["a:X", "b:Y", "a:Z*"]))],
            vec![plain("Allow", json!("b:*")), plain("Allow", json!("a:*"))],
            json!([]),
            json!({"cases": {"of": "actions", "fact": 0, "groups": [
                [[1], allowed(0, by(json!({"within": [1, [0]]}), json!([])), json!([]))],
                [[2, 0], allowed(1, by(json!({"within": [1, [0, 0]]}), json!([])), json!([]))],
            ]}}),
        )
        .wrong("/allows/0/cases/groups/1/0", json!([2]))
        .wrong("/allows/0/cases/groups/1/0", json!([2, 3]))
        .wrong("/allows/0/cases/groups/0/0", json!([0]))
        .wrong("/allows/0/cases/fact", json!(1))
        .wrong("/allows/0/cases/of", json!("resources")),
        Case::new(
            "split on an action, and on a resource",
            vec![statement("Allow", json!("s3:*"), json!("arn:aws:s3:::b/*"), json!({}))],
            vec![
                statement("Allow", json!("s3:Get*"), json!("*"), json!({})),
                statement("Allow", json!({"not": "s3:Get*"}), json!("arn:aws:s3:::b/x*"), json!({})),
                statement("Allow", json!("s3:*"), json!({"not": "arn:aws:s3:::b/x*"}), json!({})),
            ],
            json!([]),
            json!({"split": {
                "on": {"side": "outer", "statement": 0, "part": "action", "number": 0},
                "holds": allowed(0, by(json!({"within": [1, [0]]}), json!([])), json!([])),
                "fails": {"split": {
                    "on": {"side": "outer", "statement": 2, "part": "resource", "number": 0},
                    "holds": allowed(1, json!({"actions": {"outside": [[1, 0]]}, "resources": {"within": [1, [0]]}}), json!([])),
                    "fails": allowed(2, json!({"actions": first(0), "resources": {"outside": [[1, 0]]}}), json!([])),
                }},
            }}),
        )
        .wrong("/allows/0/split/on/side", json!("inner"))
        .wrong("/allows/0/split/on/statement", json!(3))
        .wrong("/allows/0/split/on/number", json!(1))
        .wrong("/allows/0/split/on/part", json!("entry"))
        .wrong("/allows/0/split/fails/split/on/statement", json!(1 << 30)),
    ]
}

fn with_entries() -> Vec<Case> {
    let on = |condition: Value| allow(json!("a:*"), json!("*"), condition);
    let star = || by(first(0), json!([0]));
    let right = |name, inner: Value, outer: Value| {
        Case::new(name, vec![on(inner)], vec![on(outer)], json!([]), allowed(0, star(), json!([])))
    };
    let x = |operator: &str, values: Value| json!({operator: {"k": values}});
    vec![
        right("fewer values", x("StringLike", json!(["x"])), x("StringLike", json!(["y", "x"])))
            .wrong("/allows/0/allowed/matches/entries/0", json!(1))
            .wrong("/allows/0/allowed/matches/entries", json!([]))
            .wrong("/allows/0/allowed/matches/entries", json!([0, 0])),
        right(
            "more negated values",
            x("StringNotEquals", json!(["y", "x"])),
            x("StringNotEquals", json!(["x"])),
        ),
        right(
            "for all",
            x("ForAllValues:StringLike", json!("x")),
            x("ForAllValues:StringLike", json!(["x", "y"])),
        ),
        right(
            "for any",
            x("ForAnyValue:ArnLike", json!("arn:a:b:c:d:e")),
            x("ForAnyValue:ArnEquals", json!(["arn:a:b:c:d:e", "arn:*:*:*:*:*"])),
        ),
        right("if it exists", x("BoolIfExists", json!(true)), x("BoolIfExists", json!(["false", "true"]))),
        right("the same number", x("NumericLessThan", json!("10")), x("NumericLessThan", json!("10.0"))),
        right(
            "a variable",
            x("StringLike", json!("${aws:username}")),
            x("StringLike", json!(["a", "${aws:username}"])),
        ),
        Case::new(
            "contrary",
            vec![on(x("StringEquals", json!("x")))],
            vec![on(x("StringEquals", json!(["x", "y"])))],
            json!([]),
            json!({"split": {
                "on": {"side": "outer", "statement": 0, "part": "entry", "number": 0},
                "holds": allowed(0, by(first(0), json!([1])), json!([])),
                "fails": {"contrary": {"holds": 0, "fails": 0}},
            }}),
        )
        .wrong("/allows/0/split/fails/contrary/holds", json!(1))
        .wrong("/allows/0/split/fails/contrary/fails", json!(1))
        .wrong("/allows/0/split/on/number", json!(1)),
    ]
}

#[test]
fn agrees_with_the_kernel_on_each_step() {
    let Some(checker) = checker() else { return };
    let (mut lines, mut dice) = (Lines::default(), Dice::new(21));
    for case in steps().into_iter().chain(with_entries()) {
        let pair = case.pair();
        let evidence = serde_json::from_value(case.evidence.clone()).unwrap();
        assert!(pair.add(&mut lines, "", false, &evidence), "{}", case.name);
        let open = case.evidence["denies"].as_array().unwrap().contains(&Value::Null);
        assert_eq!(pair.add(&mut lines, "beside others", true, &evidence), !open, "{}", case.name);
        for (place, value) in &case.wrong {
            let mut wrong = case.evidence.clone();
            *wrong.pointer_mut(place).unwrap_or_else(|| panic!("{}: {place}", case.name)) = value.clone();
            let evidence =
                serde_json::from_value(wrong).unwrap_or_else(|e| panic!("{}: {place}: {e}", case.name));
            assert!(!pair.add(&mut lines, place, false, &evidence), "{}: {place} {value}", case.name);
        }
        for _ in 0..CHANGES {
            if let Some(changed) = (0..4).find_map(|_| changes::changed(&evidence, &mut dice)) {
                pair.add(&mut lines, "changed", dice.often(30), &changed);
            }
        }
    }
    lines.check(&checker, "steps");
}
