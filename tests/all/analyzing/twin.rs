//! Random accounts, judged by the program and by a slow and plain twin.

use std::collections::BTreeMap;

use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::account::{analyzed, arn, details, laid_out, report, role, service, yesterday};

const ACTIONS: [&str; 5] =
    ["sqs:SendMessage", "sqs:ReceiveMessage", "sqs:DeleteQueue", "s3:GetObject", "s3:PutObject"];
/// Days before the analysis: in a period of 90 days, on its edge, and before it.
const DAYS: [u32; 4] = [1, 89, 90, 200];

fn time(days: u32) -> String {
    let hours = jiff::SignedDuration::from_hours(i64::from(days) * 24);
    let now: jiff::Timestamp = super::account::NOW.parse().unwrap();
    (now - hours).to_string()
}

/// What a report says of a service: when it was last accessed, and each tracked action (by its number) likewise.
#[derive(Clone, Debug)]
struct Said {
    last: Option<u32>,
    tracked: Option<BTreeMap<usize, Option<u32>>>,
}

fn said() -> impl Strategy<Value = Option<Said>> {
    let day = || proptest::option::of(proptest::sample::select(&DAYS[..]));
    let tracked = proptest::option::of(proptest::collection::btree_map(0..ACTIONS.len(), day(), 0..4));
    proptest::option::of((day(), tracked).prop_map(|(last, tracked)| Said { last, tracked }))
}

/// The class that the contract asks for, action by action (ANALYZER.md §3).
fn expected(allowed: &str, sqs: Option<&Said>, s3: Option<&Said>, age: u32) -> &'static str {
    let (service, name) = allowed.split_once(':').unwrap();
    let said = if service == "sqs" { sqs } else { s3 };
    let Some(said) = said else { return "undecided no-source" };
    let recent = |day: Option<u32>| day.is_some_and(|day| day < age);
    let tracked = said.tracked.iter().flatten().filter(|(at, _)| ACTIONS[**at].starts_with(service));
    let tracked: Vec<(&str, Option<u32>)> =
        tracked.map(|(at, day)| (ACTIONS[*at].split_once(':').unwrap().1, *day)).collect();
    let own = tracked.iter().find(|(action, _)| *action == name);
    if own.is_some_and(|(_, day)| recent(*day)) {
        return "used action-last-accessed";
    }
    let service_used = recent(said.last) || tracked.iter().any(|(_, day)| recent(*day));
    match own {
        _ if !service_used => "unused service-last-accessed",
        Some(_) => "unused action-last-accessed",
        None if tracked.is_empty() => "undecided service-level-only",
        None => "undecided not-tracked",
    }
}

fn written(namespace: &str, said: &Said) -> Value {
    let tracked = said.tracked.as_ref().map(|all| {
        let own = all.iter().filter(|(at, _)| ACTIONS[**at].starts_with(namespace));
        let rows = own.map(|(at, day)| {
            let name = ACTIONS[*at].split_once(':').unwrap().1;
            match day {
                Some(day) => json!({"ActionName": name, "LastAccessedTime": time(*day)}),
                None => json!({"ActionName": name}),
            }
        });
        Value::from(rows.collect::<Vec<_>>())
    });
    service(namespace, said.last.map(time).as_deref(), tracked.as_ref())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn a_plain_twin_agrees_and_more_days_make_less_unused(
        allowed in vec(0..ACTIONS.len(), 1..5),
        sqs in said(),
        s3 in said(),
    ) {
        let actions: Vec<&str> = allowed.iter().map(|at| ACTIONS[*at]).collect();
        let services: Vec<Value> = [("sqs", &sqs), ("s3", &s3)]
            .into_iter()
            .filter_map(|(name, said)| Some(written(name, said.as_ref()?)))
            .collect();
        let folder = laid_out(&[
            ("d.json", details(&[role("app", &actions, &yesterday())])),
            ("r.json", json!({"arn": arn("app"), "report": report("ACTION_LEVEL", &json!(services))})),
        ]);
        let mut unused: Option<Vec<String>> = None;
        for age in [90, 180] {
            let (_, principals) = analyzed(&folder, &format!("--age {age}"));
            let mut found = BTreeMap::new();
            for (class, why) in [("used", "source"), ("unused", "source"), ("undecided", "reason")] {
                for row in principals[0][class].as_array().unwrap() {
                    let text = format!("{class} {}", row[why].as_str().unwrap());
                    prop_assert!(found.insert(row["action"].as_str().unwrap().to_owned(), text).is_none());
                }
            }
            let twin: BTreeMap<String, String> = actions
                .iter()
                .map(|action| {
                    ((*action).to_owned(), expected(action, sqs.as_ref(), s3.as_ref(), age).to_owned())
                })
                .collect();
            prop_assert_eq!(&found, &twin, "{} days", age);
            let now: Vec<String> =
                found.into_iter().filter(|(_, why)| why.starts_with("unused")).map(|(action, _)| action).collect();
            if let Some(before) = unused.replace(now.clone()) {
                prop_assert!(now.iter().all(|action| before.contains(action)));
            }
        }
    }
}
