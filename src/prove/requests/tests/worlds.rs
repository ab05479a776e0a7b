//! Small random worlds, compared with trying all requests of a few actions, resources and contexts. Matching is
//! done by the code of this file alone.

use paredown_request::reference::{Reference, StarResource};
use proptest::prelude::*;

use super::*;
use crate::prove::requests::inclusion::NEVER_MADE;

const ACTIONS: [&str; 9] =
    ["s3:*", "s3:getobject", "s3:get*", "*", "sqs:*", "s*:*object", "s3:?utobject", "*:list*", "s3:frob"];

const RESOURCES: [&str; 16] = [
    "*",
    "arn:aws:s3:::b",
    "arn:aws:s3:::*",
    "arn:aws:s3:::b*",
    "arn:aws:s3:::?",
    "arn:aws:s3",
    "arn:aws:s3:*:b",
    "arn:aws:s?:*",
    "arn:aws:s3:*:*:b",
    "arn:aws:s3:?::b",
    "arn:aws:s3:a*:1:b",
    "arn:*:s3:a:1:b:c",
    "arn:aws:sqs:a:1:*",
    "arn:aws:s3:a:1:b",
    "b*",
    "arn:aws:s3:::${aws:username}",
];

/// The requests that are tried.
const TRIED_ACTIONS: [&str; 10] = [
    "s3:getobject",
    "s3:getobjectacl",
    "s3:putobject",
    "s3:listbucket",
    "s3:frob",
    "sqs:sendmessage",
    "sqs:listqueues",
    "sqs:x",
    "iam:passrole",
    "x",
];
const TRIED_RESOURCES: [&str; 16] = [
    "*",
    "arn:aws:s3:::b",
    "arn:aws:s3:::c",
    "arn:aws:s3:::bc",
    "arn:aws:s3:::",
    "arn:aws:s3:a:b:b",
    "arn:aws:s3:b:a:b",
    "arn:aws:s3:a:1:b",
    "arn:aws:s3:a:1:b:c",
    "arn:aws:s3:a:1:1:b",
    "arn:aws:s3:a:x:1:b",
    "arn:aws:s3:a::b",
    "arn:aws-cn:s3:a:1:b:c",
    "arn:aws:sqs:a:1:q",
    "arn:aws:sqs:a::q",
    "arn:aws:s:3:a:1:b",
];

/// Conditions on `k` and `m`, with their truth for each value of the key.
type Entry = (&'static str, &'static str, &'static str, fn(Option<&str>) -> bool);

const ENTRIES: [Entry; 7] = [
    ("StringEquals", "k", "a", |k| k == Some("a")),
    ("StringNotEquals", "k", "a", |k| k != Some("a")),
    ("StringLike", "k", "*", |k| k.is_some()),
    ("Null", "k", "true", |k| k.is_none()),
    ("Bool", "m", "true", |m| m == Some("true")),
    ("BoolIfExists", "m", "false", |m| m.is_none_or(|m| m == "false")),
    ("ForAllValues:StringEquals", "k", "b", |k| k.is_none_or(|k| k == "b")),
];

fn glob(pattern: &[u8], text: &[u8], crosses: bool) -> bool {
    match (pattern, text) {
        ([], text) => text.is_empty(),
        ([b'*', rest @ ..], _) => {
            glob(rest, text, crosses)
                || text.first().is_some_and(|c| crosses || *c != b':') && glob(pattern, &text[1..], crosses)
        }
        ([b'?', rest @ ..], [c, more @ ..]) => (crosses || *c != b':') && glob(rest, more, crosses),
        ([wanted, rest @ ..], [c, more @ ..]) => wanted == c && glob(rest, more, crosses),
        (_, []) => false,
    }
}

/// Fields one after the other. `open` if a `*` at the end of one of the first five may cross colons.
fn in_order(fields: &[&str], text: &str, open: bool, sixth: usize) -> bool {
    let (first, rest) = (fields[0], &fields[1..]);
    let crosses = sixth == 0;
    let own = |text: &str| {
        glob(first.as_bytes(), text.as_bytes(), crosses)
            || open && !crosses && first.ends_with('*') && {
                let start = &first[..first.len() - 1];
                (0..=text.len()).any(|end| glob(start.as_bytes(), &text.as_bytes()[..end], false))
            }
    };
    if rest.is_empty() {
        return own(text);
    }
    text.match_indices(':')
        .any(|(at, _)| own(&text[..at]) && in_order(rest, &text[at + 1..], open, sixth - 1))
}

fn resource(pattern: &str, text: &str, reading: Reading, user: Option<&str>) -> bool {
    if pattern == "*" {
        return true;
    }
    let pattern = match (pattern.contains("${"), user) {
        (true, None) => return false,
        (true, Some(user)) => pattern.replace("${aws:username}", user),
        // Whatever AWS makes of it, this is one possibility.
        _ if pattern == "b*" => return user.is_some(),
        _ => pattern.to_owned(),
    };
    if text.matches(':').count() < 5 {
        return false;
    }
    let written: Vec<&str> = pattern.splitn(6, ':').collect();
    let mut completed = written.clone();
    completed.resize(6, "*");
    let open = reading == Reading::Crossing;
    in_order(&completed, text, open, 5) || open && in_order(&written, text, true, 5)
}

/// A request to try.
#[derive(Clone, Copy, Debug)]
struct Tried<'a> {
    action: &'a str,
    resource: &'a str,
    k: Option<&'a str>,
    m: Option<&'a str>,
    user: Option<&'a str>,
    reading: Reading,
}

fn matches(statement: &Statement, tried: &Tried<'_>) -> bool {
    let patterns = &statement.actions.patterns;
    let listed = patterns.iter().any(|p| glob(p.folded().as_bytes(), tried.action.as_bytes(), true));
    let element = statement.scope.resource();
    let on = element.patterns.iter().any(|p| resource(p, tried.resource, tried.reading, tried.user));
    let met = statement.scope.tests().iter().all(|test| {
        let value = if test.key == "k" { tried.k } else { tried.m };
        let wanted = &test.values;
        let entry = ENTRIES.iter().find(|(operator, key, one, _)| {
            *operator == test.operator.spelling()
                && *key == test.key
                && wanted == &[ConditionValue::Text((*one).to_owned())]
        });
        entry.unwrap().3(value)
    });
    listed != statement.actions.negated && on != element.negated && met
}

fn some(side: &Policy, effect: Effect, tried: &Tried<'_>) -> bool {
    side.statements.iter().any(|statement| statement.effect == effect && matches(statement, tried))
}

fn allowed(side: &Policy, tried: &Tried<'_>) -> bool {
    some(side, Effect::Allow, tried) && !some(side, Effect::Deny, tried)
}

/// Whether a request contradicts the claim of a question, in the sense in which it is proved.
fn against(world: &World, kind: Kind, tried: &Tried<'_>) -> bool {
    let (before, after) = (&world.before, &world.after);
    let unused = world.unused.contains(tried.action);
    let used = !unused && world.known.contains(tried.action);
    match kind {
        Kind::NoEscalation => allowed(after, tried) && !some(before, Effect::Allow, tried),
        Kind::UnusedRemoved => allowed(after, tried) && unused,
        Kind::UsedKept => used && allowed(before, tried) && !some(after, Effect::Allow, tried),
        Kind::DeniedStill => some(before, Effect::Deny, tried) && !some(after, Effect::Deny, tried),
        Kind::DeniedNoMore => used && some(after, Effect::Deny, tried) && !some(before, Effect::Deny, tried),
    }
}

/// Whether a request refutes it.
fn refutes(world: &World, kind: Kind, tried: &Tried<'_>) -> bool {
    let (before, after) = (&world.before, &world.after);
    let unused = world.unused.contains(tried.action);
    match kind {
        Kind::NoEscalation | Kind::DeniedStill => allowed(after, tried) && !allowed(before, tried),
        Kind::UnusedRemoved => unused && allowed(after, tried),
        Kind::UsedKept | Kind::DeniedNoMore => {
            !unused && world.known.contains(tried.action) && allowed(before, tried) && !allowed(after, tried)
        }
    }
}

fn any_statement(plain: bool) -> impl Strategy<Value = Value> {
    let list = |pool: Vec<&'static str>| {
        let some = prop::collection::vec(prop::sample::select(pool), 1..3);
        (some, prop::bool::weighted(0.2))
            .prop_map(|(list, negated)| format!("{}{}", if negated { "!" } else { "" }, list.join(" ")))
    };
    let resources = if plain { RESOURCES[..6].to_vec() } else { RESOURCES.to_vec() };
    let condition = prop::option::weighted(0.3, prop::sample::select(&ENTRIES[..]));
    let effect = prop_oneof![3 => Just("Allow"), 1 => Just("Deny")];
    (effect, list(ACTIONS.to_vec()), list(resources), condition).prop_map(
        move |(effect, actions, resources, entry)| {
            let one = statement(effect, &actions, &resources);
            match entry.filter(|_| !plain) {
                Some((operator, key, value, _)) => when(one, json!({ operator: {key: value} })),
                None => one,
            }
        },
    )
}

fn any_world(plain: bool) -> impl Strategy<Value = World> {
    let side = || prop::collection::vec(any_statement(plain), 1..4);
    let unused = prop::sample::subsequence(vec!["s3:PutObject", "sqs:*", "s3:GetObjectAcl", "s3:Frob"], 0..4);
    // Cases are interesting if both sides have something in common.
    (side(), side(), any_statement(plain), unused).prop_map(|(mut before, mut after, shared, unused)| {
        before.push(shared.clone());
        after.push(shared);
        World::new(&before, &after, &unused)
    })
}

const KINDS: [Kind; 5] =
    [Kind::NoEscalation, Kind::UnusedRemoved, Kind::UsedKept, Kind::DeniedStill, Kind::DeniedNoMore];

/// All requests that are tried.
fn all_tried() -> impl Iterator<Item = Tried<'static>> {
    let contexts = || {
        let ks = [None, Some("a"), Some("b")].into_iter();
        let ms = [None, Some("true"), Some("false")];
        ks.flat_map(move |k| ms.into_iter().map(move |m| (k, m)))
    };
    Reading::ALL.into_iter().flat_map(move |reading| {
        ["b", "a:b"].map(Some).into_iter().chain([None]).flat_map(move |user| {
            contexts().flat_map(move |(k, m)| {
                TRIED_ACTIONS.into_iter().flat_map(move |action| {
                    let tried = move |resource| Tried { action, resource, k, m, user, reading };
                    TRIED_RESOURCES.into_iter().map(tried)
                })
            })
        })
    })
}

/// The answer about a world is right.
fn check(world: &World, kind: Kind) -> Result<Answer, TestCaseError> {
    let answer = world.both(kind);
    let sides = || format!("{kind:?} {:?} {:?}", world.before.statements, world.after.statements);
    match (&answer.verdict, &answer.witness) {
        (Verdict::Proved, _) => {
            let found = all_tried().find(|tried| against(world, kind, tried));
            prop_assert!(found.is_none(), "{:?} {}", found, sides());
        }
        (_, Some(Witness::Request { action, resource, context, known })) => {
            let action = action.to_ascii_lowercase();
            prop_assert_eq!(*known, world.known.contains(&action));
            let value = |key: &str| {
                context
                    .iter()
                    .find(|entry| entry.key == key)
                    .and_then(|entry| entry.values.first().map(String::as_str))
            };
            let name = "aws:username";
            let users = if context.iter().any(|entry| entry.key == name) {
                vec![value(name)]
            } else {
                vec![None, Some("b"), Some("a:b"), Some("example")]
            };
            for reading in Reading::ALL {
                for &user in &users {
                    let tried =
                        Tried { action: &action, resource, k: value("k"), m: value("m"), user, reading };
                    prop_assert!(refutes(world, kind, &tried), "{:?} {}", tried, sides());
                }
            }
        }
        _ => {}
    }
    Ok(answer)
}

/// Whether AWS makes such a request: the action can be requested on the resource, or nothing is known of it.
fn is_made(tried: &Tried<'_>) -> bool {
    let Some(types) = Reference::embedded().unwrap().resource_types(tried.action) else { return true };
    match types.star() {
        StarResource::Only => true,
        StarResource::Perhaps if tried.resource == "*" => true,
        _ => types.iter().any(|one| resource(one.pattern.text(), tried.resource, tried.reading, None)),
    }
}

/// Whether there is a statement that the question may be asked about.
fn is_asked(world: &World, kind: Kind) -> bool {
    let side = match kind {
        Kind::NoEscalation | Kind::UnusedRemoved | Kind::DeniedNoMore => &world.after,
        Kind::UsedKept | Kind::DeniedStill => &world.before,
    };
    let effect = if kind.is_about_denies() { Effect::Deny } else { Effect::Allow };
    side.statements.iter().any(|statement| statement.effect == effect)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn answers_are_so(world in any_world(false)) {
        for kind in KINDS {
            check(&world, kind)?;
        }
    }

    /// Where everything is understood, granted requests are decided; only what AWS does not make refutes nothing.
    #[test]
    fn answers_are_given(world in any_world(true)) {
        for kind in KINDS.into_iter().filter(|kind| is_asked(&world, *kind)) {
            let Answer { verdict, reason, .. } = check(&world, kind)?;
            if kind.is_about_denies() || verdict != Verdict::Unknown {
                continue;
            }
            prop_assert_eq!(reason.as_deref(), Some(NEVER_MADE), "{:?}", kind);
            let made = all_tried().find(|tried| is_made(tried) && refutes(&world, kind, tried));
            prop_assert!(made.is_none(), "{:?} {:?}", kind, made);
        }
    }
}
