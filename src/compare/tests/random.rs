//! Random pairs, against trying requests, and the engines against each other.

use std::collections::BTreeMap;
#[cfg(feature = "z3")]
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};

use paredown_request::{Request, decide};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::json;

use super::*;

const ACTIONS: [&str; 9] = ["*", "a:*", "a:x", "a:y", "a:x*", "a:*y", "a:?", "a:xy", "b:*"];
const RESOURCES: [&str; 14] = [
    "*",
    "arn:aws:s3:::b",
    "arn:aws:s3:::b/*",
    "arn:aws:s3:::b/x",
    "arn:aws:s3:::b/?",
    "arn:aws:s3:::*x",
    "arn:aws:s3:::b/${aws:username}",
    "arn:aws:s3:::b/${aws:username}/*",
    "arn:aws:s3:::b/x${k:s, 'y'}",
    "arn:aws:s3:::b/${placeholder}",
    "arn:aws:s3:*:q",
    "arn:aws:s3:*:*:b/x",
    "arn:*:s3:::b*",
    "b*",
];

fn condition() -> impl Strategy<Value = (String, String, Value)> {
    let texts = || subsequence(vec!["x", "y", "x*", "*y", "?", "${aws:username}", ""], 1..=2);
    let string = (
        select(vec!["", "ForAnyValue:", "ForAllValues:"]),
        select(vec![
            "StringEquals",
            "StringNotEquals",
            "StringLike",
            "StringNotLike",
            "StringEqualsIgnoreCase",
        ]),
        select(vec!["", "IfExists"]),
        select(vec!["k:s", "k:t", "aws:username", "aws:tagkeys"]),
        texts(),
    )
        .prop_map(|(set, operator, end, key, values)| {
            (format!("{set}{operator}{end}"), key.to_owned(), json!(values))
        });
    let null = (select(vec!["k:s", "k:t", "k:n"]), select(vec!["true", "false"]))
        .prop_map(|(key, value)| ("Null".to_owned(), key.to_owned(), json!(value)));
    let number = (
        select(vec![
            "NumericEquals",
            "NumericNotEquals",
            "NumericLessThan",
            "NumericGreaterThanEquals",
            "NumericLessThanIfExists",
        ]),
        subsequence(vec!["1", "2", "2.5", "none"], 1..=2),
    )
        .prop_map(|(operator, values)| (operator.to_owned(), "k:n".to_owned(), json!(values)));
    let address = (
        select(vec!["IpAddress", "NotIpAddress"]),
        subsequence(vec!["10.0.0.0/8", "10.0.0.0/9", "10.128.0.0/9", "::/0"], 1..=2),
    )
        .prop_map(|(operator, values)| (operator.to_owned(), "aws:sourceip".to_owned(), json!(values)));
    let arn = (
        select(vec!["ArnLike", "ArnNotLike", "ArnEquals"]),
        subsequence(vec!["arn:aws:iam::1:*", "arn:aws:iam::*:role/x", "*"], 1..=2),
    )
        .prop_map(|(operator, values)| (operator.to_owned(), "k:a".to_owned(), json!(values)));
    let boolean =
        select(vec!["true", "false"]).prop_map(|value| ("Bool".to_owned(), "k:b".to_owned(), json!(value)));
    prop_oneof![4 => string, 2 => null, 2 => number, 1 => address, 1 => arn, 1 => boolean]
}

fn statement() -> impl Strategy<Value = Value> {
    (
        select(vec!["Allow", "Allow", "Deny"]),
        (select(vec!["Action", "Action", "Action", "NotAction"]), subsequence(ACTIONS.to_vec(), 1..=2)),
        (
            select(vec!["Resource", "Resource", "Resource", "NotResource"]),
            subsequence(RESOURCES.to_vec(), 1..=2),
        ),
        prop::collection::vec(condition(), 0..=2),
    )
        .prop_map(|(effect, (action, actions), (resource, resources), conditions)| {
            let mut all: BTreeMap<String, BTreeMap<String, Value>> = BTreeMap::new();
            for (operator, key, values) in conditions {
                all.entry(operator).or_default().insert(key, values);
            }
            let mut statement = json!({"Effect": effect, action: actions, resource: resources});
            if !all.is_empty() {
                statement["Condition"] = json!(all);
            }
            statement
        })
}

pub(super) fn side() -> impl Strategy<Value = Value> {
    prop::collection::vec(statement(), 1..=3)
        .prop_map(|statements| json!({"Version": "2012-10-17", "Statement": statements}))
}

/// The values of a key; none if it is absent.
type Choice = &'static [&'static str];

const VALUES: [(&str, &[Choice]); 8] = [
    ("k:s", &[&[], &["x"], &["y"], &["xy"], &["X"], &[""], &["x", "y"], &["q", "x"]]),
    ("k:t", &[&[], &["x"], &["y"], &["x", "y"], &["q"]]),
    ("aws:username", &[&[], &["x"], &["y"], &["q"]]),
    ("aws:tagkeys", &[&[], &["x"], &["y"], &["x", "y"], &["q"], &["X", "q"]]),
    ("k:n", &[&[], &["1"], &["1.5"], &["2"], &["3"], &["0"], &["none"]]),
    ("aws:sourceip", &[&[], &["10.1.1.1"], &["10.200.1.1"], &["9.9.9.9"], &["2001:db8::1"]]),
    (
        "k:a",
        &[&[], &["arn:aws:iam::1:role/x"], &["arn:aws:iam::1:user/x"], &["arn:aws:iam::2:role/x"], &["none"]],
    ),
    ("k:b", &[&[], &["true"], &["false"]]),
];

const ASKED_ACTIONS: [&str; 7] = ["a:x", "a:y", "a:xy", "a:z", "a:", "b:x", "c:y"];
const ASKED_RESOURCES: [&str; 9] = [
    "*",
    "arn:aws:s3:::b",
    "arn:aws:s3:::b/x",
    "arn:aws:s3:::b/y",
    "arn:aws:s3:::b/xy",
    "arn:aws:s3:::b/y/z",
    "arn:aws:s3:r:1:q",
    "arn:aws:s3:::b/",
    "arn:aws:s3:::q",
];

/// Requests about what some rules name: all, or evenly spread ones if there are very many.
fn requests(both: &[Rule]) -> Vec<Request> {
    let text = format!("{both:?}");
    let keys: Vec<_> = VALUES.iter().filter(|(key, _)| text.contains(key)).collect();
    let all = keys.iter().map(|(_, values)| values.len()).product::<usize>()
        * ASKED_ACTIONS.len()
        * ASKED_RESOURCES.len();
    let step = (all / 2000).max(1) | 1;
    let one = |number: usize| {
        let mut rest = number;
        let mut digit = |base: usize| {
            let digit = rest % base;
            rest /= base;
            digit
        };
        let mut request = Request {
            action: ASKED_ACTIONS[digit(ASKED_ACTIONS.len())].to_owned(),
            resource: ASKED_RESOURCES[digit(ASKED_RESOURCES.len())].to_owned(),
            ..Request::default()
        };
        for (key, values) in &keys {
            let chosen = values[digit(values.len())].iter().map(|value| (*value).to_owned());
            request.context.insert((*key).to_owned(), chosen.collect());
        }
        request
    };
    (0..all).step_by(step).map(one).collect()
}

/// How often each answer is given.
#[derive(Default)]
struct Counts([AtomicUsize; 3]);

impl Counts {
    const fn new() -> Self {
        Self([const { AtomicUsize::new(0) }; 3])
    }

    fn count(&self, answer: &Answer) {
        let place = match answer {
            Answer::Included => 0,
            Answer::Outside(_) => 1,
            Answer::Unknown(_) | Answer::Disagreement(_) => 2,
        };
        let before = self.0[place].fetch_add(1, Ordering::Relaxed);
        let counts = [0, 1, 2].map(|place| self.0[place].load(Ordering::Relaxed));
        if before == 0 || counts.iter().sum::<usize>() % 100 == 0 {
            eprintln!("included, outside, unknown: {counts:?}; {answer:?}");
        }
    }
}

/// Whether no request contradicts an answer.
pub(super) fn check(a: &[Rule], b: &[Rule], answer: &Answer) -> Result<(), TestCaseError> {
    if *answer != Answer::Included {
        return Ok(());
    }
    let both: Vec<Rule> = a.iter().chain(b).cloned().collect();
    let keys = Rule::keys(&both);
    for request in requests(&both) {
        let allowed = |rules: &[Rule]| decide(&[rules], &request, &keys).allowed();
        let contradicts = allowed(a) == Some(true) && allowed(b) == Some(false);
        prop_assert!(!contradicts, "{request:?}");
    }
    Ok(())
}

pub(super) fn cases(usual: u32) -> ProptestConfig {
    let given = std::env::var("PROPTEST_CASES").ok().and_then(|n| n.parse().ok());
    ProptestConfig::with_cases(given.unwrap_or(usual))
}

/// A side with actions that there are, and that have resource types.
#[cfg(feature = "z3")]
fn real(side: &Value) -> Value {
    let text =
        side.to_string().replace("\"a:x\"", "\"s3:GetObject\"").replace("\"a:y\"", "\"s3:ListBucket\"");
    serde_json::from_str(&text.replace("\"a:", "\"s3:")).unwrap()
}

/// One side, and the same with a change, which may be none.
pub(super) fn alike() -> impl Strategy<Value = (Value, Value)> {
    (side(), 0..7_usize, any::<prop::sample::Index>(), statement()).prop_map(|(a, change, place, other)| {
        let mut b = a.clone();
        let all = b["Statement"].as_array_mut().unwrap();
        let at = place.index(all.len());
        match change {
            0 if all.len() > 1 => drop(all.remove(at)),
            1 => drop(all[at].as_object_mut().unwrap().remove("Condition")),
            2 => all.reverse(),
            3 => all.push(other),
            4 => {
                let list = all[at].as_object_mut().unwrap();
                let key = if list.contains_key("Action") { "Action" } else { "NotAction" };
                list[key].as_array_mut().unwrap().push(json!("a:z"));
            }
            5 => {
                let statement = all[at].clone();
                all.push(statement);
            }
            6 => {
                let conditions = all[at].get_mut("Condition").and_then(Value::as_object_mut);
                let entry = conditions.and_then(|all| all.values_mut().next()).and_then(Value::as_object_mut);
                if let Some(Value::Array(values)) = entry.and_then(|entry| entry.values_mut().next()) {
                    values
                        .pop()
                        .filter(|_| values.len() > 1)
                        .into_iter()
                        .for_each(|last| values.insert(0, last));
                }
            }
            _ => {}
        }
        (a, b)
    })
}

static MINIMAL: Counts = Counts::new();
#[cfg(feature = "z3")]
static SMT: Counts = Counts::new();
#[cfg(feature = "z3")]
static BOTH: Counts = Counts::new();

proptest! {
    #![proptest_config(cases(500))]
    #[test]
    fn no_request_contradicts_an_inclusion(a in side(), b in side()) {
        let (a, b) = (rules(&a), rules(&b));
        let answer = included(&a, &b, &by(Engine::Automata));
        MINIMAL.count(&answer);
        check(&a, &b, &answer)?;
    }

    #[test]
    fn no_request_contradicts_an_inclusion_of_what_is_alike((a, b) in alike()) {
        let (a, b) = (rules(&a), rules(&b));
        for (a, b) in [(&a, &b), (&b, &a)] {
            check(a, b, &included(a, b, &by(Engine::Automata)))?;
        }
    }
}

#[cfg(feature = "z3")]
proptest! {
    #![proptest_config(cases(60))]
    #[test]
    fn no_request_contradicts_an_inclusion_by_z3(a in side(), b in side()) {
        let (a, b) = (rules(&a), rules(&b));
        let answer = included(&a, &b, &by(Engine::Smt));
        SMT.count(&answer);
        check(&a, &b, &answer)?;
    }

    #[test]
    fn the_engines_agree((a, b) in alike(), other in side(), of_types in any::<bool>()) {
        let (restricted, all) = if of_types {
            (["s3:getobject", "s3:listbucket"].map(str::to_owned).into(), [a, b, other].map(|one| real(&one)))
        } else {
            (BTreeSet::new(), [a, b, other])
        };
        let [a, b, other] = all.map(|one| rules(&one));
        for (a, b) in [(&a, &b), (&b, &a), (&a, &other)] {
            let [smt, automata] =
                [Engine::Smt, Engine::Automata].map(|engine| included_where(a, b, &restricted, &by(engine)));
            BOTH.count(&smt);
            let opposed = matches!(
                (&smt, &automata),
                (Answer::Included, Answer::Outside(_)) | (Answer::Outside(_), Answer::Included)
            );
            prop_assert!(!opposed, "smt: {smt:?}, automata: {automata:?}");
            if matches!(smt, Answer::Unknown(_)) != matches!(automata, Answer::Unknown(_)) {
                eprintln!("only one knows: smt {smt:?}; automata {automata:?}");
            }
            if !of_types {
                check(a, b, &smt)?;
            }
        }
    }
}
