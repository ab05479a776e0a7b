//! The search against a slow twin, which compares all pairs action by action.

use std::collections::BTreeSet;
use std::time::Instant;

use proptest::prelude::*;
use proptest::sample::select;

use super::*;

use crate::model::{
    AccessLevel, Action, ActionElement, Catalogue, Effect, Pattern, ResourceElement, Scope, Statement,
};

const STRANGER: u64 = 1_000_000;

/// The cheapest pairing by its definition, over all pairs: known actions that only one of two speaks of, and
/// patterns that match no known action and stand in only one of them; of several, the one that pairs sooner.
fn twin(s: &[Statement], r: &[Statement], known: &EffectiveCatalogue, unused: &UnusedSet) -> Alignment {
    let vain = |s: &Statement| -> BTreeSet<String> {
        let matches = |p: &Pattern| known.iter().any(|(action, _)| p.matches(action.folded()));
        s.actions.patterns.iter().filter(|p| !matches(p)).map(|p| p.folded().to_owned()).collect()
    };
    let differences = |s: &Statement, r: Option<&Statement>| {
        let named = vain(s).symmetric_difference(&r.map(vain).unwrap_or_default()).count();
        let differs = known.iter().filter(|(action, _)| {
            let intended = s.actions.matches(action.folded()) && !unused.contains(action.folded());
            intended != r.is_some_and(|r| r.actions.matches(action.folded()))
        });
        2 * (differs.count() + named) as u64
    };
    let lost = |s: &Statement| if s.effect == Effect::Deny { STRANGER } else { differences(s, None) };
    let pair = |s: &Statement, r: &Statement| {
        let differs = if s.effect == Effect::Deny { 0 } else { differences(s, Some(r)) };
        s.is_comparable_to(r).then(|| differs + u64::from(s.sid != r.sid))
    };
    let mut cost = vec![vec![0; r.len() + 1]; s.len() + 1];
    for i in (0..=s.len()).rev() {
        for j in (0..=r.len()).rev() {
            let mut ways = Vec::new();
            if i < s.len() {
                ways.push(cost[i + 1][j] + lost(&s[i]));
            }
            if j < r.len() {
                ways.push(cost[i][j + 1] + STRANGER);
            }
            if i < s.len() && j < r.len() {
                ways.extend(pair(&s[i], &r[j]).map(|pair| cost[i + 1][j + 1] + pair));
            }
            cost[i][j] = ways.into_iter().min().unwrap_or(0);
        }
    }
    let mut found = Alignment { refined_by: vec![None; s.len()], strangers: Vec::new() };
    let (mut i, mut j) = (0, 0);
    while i < s.len() || j < r.len() {
        let paired = if i < s.len() && j < r.len() { pair(&s[i], &r[j]) } else { None };
        if paired.is_some_and(|pair| cost[i][j] == cost[i + 1][j + 1] + pair) {
            found.refined_by[i] = Some(j);
            (i, j) = (i + 1, j + 1);
        } else if i < s.len() && cost[i][j] == cost[i + 1][j] + lost(&s[i]) {
            i += 1;
        } else {
            found.strangers.push(j);
            j += 1;
        }
    }
    found
}

fn statement(effect: Effect, sid: Option<&str>, resource: &str, patterns: Vec<Pattern>) -> Statement {
    let resource = ResourceElement { negated: false, patterns: vec![resource.to_owned()] };
    Statement {
        sid: sid.map(str::to_owned),
        effect,
        actions: ActionElement { negated: false, patterns },
        scope: Scope { resource: Some(resource), ..Scope::default() },
    }
}

const ACTIONS: [&str; 6] = ["a:Get", "a:GetX", "a:GetXY", "a:Put", "b:Get", "b:Put"];

fn any_statement() -> impl Strategy<Value = Statement> {
    let pattern = select(&["a:*", "a:Get*", "a:GetX", "a:Put", "b:*", "b:Get", "*", "a:Nothing*"][..]);
    (
        prop_oneof![5 => Just(Effect::Allow), 1 => Just(Effect::Deny)],
        select(&[None, None, Some("one"), Some("two")][..]),
        select(&["x", "x", "y"][..]),
        prop::collection::vec(pattern.prop_map(Pattern::new), 0..=2),
        prop_oneof![5 => Just(false), 1 => Just(true)],
    )
        .prop_map(|(effect, sid, resource, patterns, negated)| {
            let mut statement = statement(effect, sid, resource, patterns);
            statement.actions.negated = negated;
            statement
        })
}

/// Two policies, the second one made from the first, and what is unused.
fn two_policies() -> impl Strategy<Value = (Vec<Statement>, Vec<Statement>, UnusedSet)> {
    let policy = prop::collection::vec(any_statement(), 0..=7);
    let edit = (0..5_usize, any::<prop::sample::Index>(), any_statement());
    (policy, prop::collection::vec(edit, 0..=4), prop::sample::subsequence(ACTIONS.to_vec(), 0..=4)).prop_map(
        |(before, edits, unused)| {
            let mut after = before.clone();
            for (kind, at, other) in edits {
                let place = at.index(after.len().max(1));
                match kind {
                    0 | 1 if !after.is_empty() => drop(after.remove(place)),
                    2 if !after.is_empty() => after[place].actions = other.actions,
                    3 if !after.is_empty() => after[place] = other,
                    _ => after.insert(place.min(after.len()), other),
                }
            }
            let mut set = UnusedSet::default();
            for action in unused {
                set.add_action(Action::new(action));
            }
            (before, after, set)
        },
    )
}

fn known(actions: &[String]) -> EffectiveCatalogue {
    let policy = Policy {
        version: None,
        statements: vec![statement(
            Effect::Allow,
            None,
            "x",
            actions.iter().map(|a| Pattern::new(a.as_str())).collect(),
        )],
    };
    let one = [("none".to_owned(), vec![("None".to_owned(), AccessLevel::Unknown)])];
    let catalogue = Catalogue::from_services("test", one.into()).unwrap();
    EffectiveCatalogue::new(&catalogue, &policy, &UnusedSet::default())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn finds_what_comparing_all_pairs_finds((before, after, unused) in two_policies()) {
        let known = known(&ACTIONS.map(str::to_owned));
        let policy = |statements: &Vec<Statement>| Policy { version: None, statements: statements.clone() };
        let found = align(&policy(&before), &policy(&after), &known, &unused);
        let in_place = before.len() == after.len() && before.iter().zip(&after).all(|(s, r)| s.is_comparable_to(r));
        if in_place {
            prop_assert!(found.strangers.is_empty());
        } else {
            prop_assert_eq!(found, twin(&before, &after, &known, &unused));
        }
    }

    #[test]
    fn pieces_are_in_order_and_comparable((before, after, unused) in two_policies()) {
        let known = known(&ACTIONS.map(str::to_owned));
        let found = search::pairs(&Costs::new(&before, &after, &known, &unused), 0);
        prop_assert!(found.windows(2).all(|pair| pair[0].0 < pair[1].0 && pair[0].1 < pair[1].1), "{found:?}");
        for (s, r) in found {
            prop_assert!(before[s].is_comparable_to(&after[r]));
        }
    }
}

/// Five thousand statements, each with two actions and a resource of its own, or all with the same.
fn many(own_resource: bool) -> (Vec<String>, Policy) {
    let actions: Vec<String> = (0..10_000).map(|n| format!("s{}:Do{n:05}", n % 50)).collect();
    let one = |(n, pair): (usize, &[String])| {
        let resource = if own_resource { format!("arn:{n}") } else { "*".to_owned() };
        statement(Effect::Allow, None, &resource, pair.iter().map(|a| Pattern::new(a.as_str())).collect())
    };
    let statements = actions.chunks(2).enumerate().map(one).collect();
    (actions, Policy { version: None, statements })
}

#[test]
fn five_thousand_statements_are_aligned_quickly() {
    for own_resource in [true, false] {
        let (actions, original) = many(own_resource);
        let known = known(&actions);
        let mut unused = UnusedSet::default();
        let gone = |place: usize| place % 3 == 1;
        for (place, statement) in original.statements.iter().enumerate().filter(|(place, _)| gone(*place)) {
            assert!(gone(place));
            for pattern in &statement.actions.patterns {
                unused.add_action(Action::new(pattern.spelling()));
            }
        }
        let kept: Vec<usize> = (0..original.statements.len()).filter(|place| !gone(*place)).collect();
        let statements = kept.iter().map(|&place| original.statements[place].clone()).collect();
        let mut recommended = Policy { version: None, statements };
        let expected = |lost: Option<usize>| -> Vec<Option<usize>> {
            let mut next = 0..;
            let partner = |place: usize| if gone(place) || lost == Some(place) { None } else { next.next() };
            (0..original.statements.len()).map(partner).collect()
        };
        let start = Instant::now();
        let found = align(&original, &recommended, &known, &unused);
        assert_eq!(found, Alignment { refined_by: expected(None), strangers: Vec::new() });
        // One too many is gone: nothing is free any more.
        recommended.statements.remove(1_000);
        let found = align(&original, &recommended, &known, &unused);
        assert_eq!(found, Alignment { refined_by: expected(Some(kept[1_000])), strangers: Vec::new() });
        // Far below that in a release build.
        assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
    }
}

#[test]
fn a_pattern_that_matches_nothing_known_tells_its_statement() {
    let allow = |patterns: &[&str]| {
        statement(Effect::Allow, None, "x", patterns.iter().copied().map(Pattern::new).collect())
    };
    let policy = |statements: Vec<Statement>| Policy { version: None, statements };
    let before = policy(vec![allow(&["a:*"]), allow(&["a:*", "c:Get*"])]);
    let after = policy(vec![allow(&["c:Get*"])]);
    let known = known(&["a:Get".to_owned()]);
    let mut unused = UnusedSet::default();
    unused.add_action(Action::new("a:Get"));
    assert_eq!(align(&before, &after, &known, &unused).refined_by, [None, Some(0)]);
}
