//! The target `compare`: bytes choose two sides; what evidence shows of them, also after changes of it, no engine
//! contradicts, and no request.

use std::sync::Arc;

use paredown::compare::{Answer, Pair, Settings, evidence};
use paredown::parse::{self, Source};
use paredown::prove::Engine;
use paredown_kernel::comparison::included;
use paredown_request::{Request, Rule, decide};
use serde_json::{Value, json};

use super::choices::Choices;
use super::tampering;

const ACTIONS: [&str; 8] = ["*", "a:*", "a:x", "a:x*", "a:*y", "a:?", "a:xy", "b:*"];
const RESOURCES: [&str; 10] = [
    "*",
    "arn:aws:s3:::b",
    "arn:aws:s3:::b/*",
    "arn:aws:s3:::b/?",
    "arn:aws:s3:::*x",
    "arn:aws:s3:::b/${aws:username}",
    "arn:aws:s3:::b/${placeholder}",
    "arn:aws:s3:*:*:b/x",
    "arn:*:s3:::b*",
    "b*",
];
const OPERATORS: [&str; 6] = [
    "StringEquals",
    "StringNotEquals",
    "StringLikeIfExists",
    "ForAnyValue:StringEquals",
    "ForAllValues:StringNotLike",
    "Bool",
];
const VALUES: [&str; 6] = ["x", "y", "x*", "true", "false", "${aws:username}"];

impl Choices<'_> {
    fn list(&mut self, of: &[&'static str]) -> Vec<&'static str> {
        self.some(2).map(|_| self.one(of)).collect()
    }

    fn rule(&mut self) -> Value {
        let effect = self.one(&["Allow", "Allow", "Deny"]);
        let action = self.one(&["Action", "Action", "NotAction"]);
        let resource = self.one(&["Resource", "Resource", "NotResource"]);
        let mut statement =
            json!({"Effect": effect, action: self.list(&ACTIONS), resource: self.list(&RESOURCES)});
        if self.below(2) == 1 {
            let key = self.one(&["k:s", "aws:username", "aws:tagkeys"]);
            statement["Condition"] = json!({self.one(&OPERATORS): {key: self.list(&VALUES)}});
        }
        statement
    }

    fn side(&mut self) -> Vec<Value> {
        self.some(3).map(|_| self.rule()).collect()
    }
}

fn rules(statements: &[Value]) -> Vec<Rule> {
    let text = json!({"Version": "2012-10-17", "Statement": statements}).to_string();
    let parsed = parse::policy(&Arc::new(Source { name: "p".to_owned(), text })).unwrap();
    parsed.policy.statements.iter().map(Rule::new).collect()
}

/// Neither the engine without a solver nor any of some requests contradicts an inclusion.
fn is_so(inner: &[Rule], outer: &[Rule]) {
    let pair = Pair::new(inner, outer);
    let settings = Settings { engine: Engine::Automata, ..Settings::default() };
    let answer = pair.included(&settings);
    assert!(!matches!(answer, Answer::Outside(_)), "{answer:?} {inner:?} {outer:?}");
    let keys = Rule::keys(inner.iter().chain(outer));
    let resources = ["*", "arn:aws:s3:::b", "arn:aws:s3:::b/x", "arn:aws:s3:r:1:b/x", "arn:aws:s3:::q"];
    for action in ["a:x", "a:y", "a:xy", "b:x", "c:z"] {
        for resource in resources {
            for value in [None, Some("x"), Some("y"), Some("true")] {
                let names = ["k:s", "aws:username", "aws:tagkeys"];
                let values: Vec<String> = value.into_iter().map(str::to_owned).collect();
                let context = names.map(|name| (name.to_owned(), values.clone())).into();
                let request = Request { action: action.to_owned(), resource: resource.to_owned(), context };
                let allowed = |rules: &[Rule]| decide(&[rules], &request, &keys).allowed();
                let contradicts = allowed(inner) == Some(true) && allowed(outer) == Some(false);
                assert!(!contradicts, "{request:?} {inner:?} {outer:?}");
            }
        }
    }
}

/// Two sides that are often alike, and what is shown of one that allows no more.
pub fn compare(bytes: &[u8]) {
    let mut choices = Choices(bytes.iter());
    let first = choices.side();
    let mut second = if choices.below(2) == 0 { first.clone() } else { choices.side() };
    match choices.below(3) {
        0 => second.push(choices.rule()),
        1 => second.reverse(),
        _ => second = second.into_iter().skip(1).chain([choices.rule()]).collect(),
    }
    let (inner, outer) = (rules(&first), rules(&second));
    for (inner, outer) in [(&inner, &outer), (&outer, &inner)] {
        let Some(found) = evidence(inner, outer) else { continue };
        assert_eq!(included(inner, outer, &found), Ok(()));
        is_so(inner, outer);
        let Some(changed) = tampering::tampered_inclusion(&found, &mut choices) else { continue };
        for (inner, outer) in [(inner, outer), (outer, inner)] {
            match included(inner, outer, &changed) {
                Ok(()) => is_so(inner, outer),
                Err(rejection) => assert!(!rejection.place.is_empty() && !rejection.why.is_empty()),
            }
        }
    }
}
