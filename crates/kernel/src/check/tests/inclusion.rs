//! Inclusion of a pattern in others, compared with trying all short strings.

use serde_json::{Value, json};

use super::super::inclusion::{accepts, after, contained, reads};
use crate::format::{Container, Simulation};
use crate::model::Pattern;

/// All strings of some symbols up to a length.
fn strings(symbols: &[char], most: usize) -> Vec<String> {
    let mut all = vec![String::new()];
    let mut last = all.clone();
    for _ in 0..most {
        last = last
            .iter()
            .flat_map(|string| symbols.iter().map(move |symbol| format!("{string}{symbol}")))
            .collect();
        all.extend(last.iter().cloned());
    }
    all
}

#[test]
fn what_reads_a_pattern_contains_it() {
    let (patterns, samples) = (strings(&['a', 'b', '*', '?'], 3), strings(&['a', 'b', 'c'], 5));
    let patterns: Vec<Pattern> = patterns.into_iter().map(Pattern::new).collect();
    for inner in &patterns {
        for outer in &patterns {
            let inside = samples.iter().all(|string| !inner.matches(string) || outer.matches(string));
            let read = reads(inner, outer);
            assert!(!read || inside, "`{outer}` reads `{inner}`");
            // Literals are read as they are matched, and a prefix reads everything that begins with it.
            let exact =
                inner.is_literal() || outer.as_prefix().is_some_and(|head| inner.head().starts_with(head));
            assert!(read || !exact || !inside, "`{outer}` does not read `{inner}`");
        }
    }
}

#[test]
fn wildcards_are_read_by_wildcards() {
    for (inner, outer, read) in [
        ("a*b", "*", true),
        ("a*b", "a*", true),
        ("a*b", "*b", true),
        ("a*b*c", "a*c", true),
        ("a*c", "a*b*c", false),
        ("a?c", "a*c", true),
        ("a?c", "a?c", true),
        ("a*c", "a?c", false),
        ("ab?", "a?*", true),
        ("a*", "a?*", false),
        ("a", "a*b", false),
        ("a", "a*?", false),
        ("ab", "a*?", true),
        ("**", "*?*", false),
        ("A*B", "a*b", true),
    ] {
        assert_eq!(reads(&Pattern::new(inner), &Pattern::new(outer)), read, "`{inner}` in `{outer}`");
    }
}

#[test]
fn places_follow_one_another() {
    let pattern: Vec<char> = "a?*b**".chars().collect();
    for (place, symbol, places) in [
        (0, 'a', vec![1]),
        (0, 'b', vec![]),
        (0, '*', vec![]),
        (0, '?', vec![]),
        (1, 'a', vec![2]),
        (1, '?', vec![2]),
        (1, '*', vec![]),
        (2, 'a', vec![2]),
        (2, 'b', vec![2, 4]),
        (2, '*', vec![2]),
        (4, 'a', vec![4, 5]),
        (5, 'a', vec![5]),
        (6, 'a', vec![]),
        (usize::MAX, 'a', vec![]),
    ] {
        assert_eq!(after(&pattern, place, symbol), places, "{place} {symbol}");
    }
    let accepting: Vec<usize> = (0..7).filter(|&place| accepts(&pattern, place)).collect();
    assert_eq!(accepting, [4, 5, 6]);
}

/// `a*` is `a`, or `a` and more.
pub(super) fn relation() -> Value {
    json!({ "patterns": [0, 2], "states": [[0, [[0], [0]]], [1, [[1], [1]]], [1, [[], [2]]]] })
}

fn simulated(inner: &str, simulation: &Value, outer: &[&str]) -> bool {
    let outer: Vec<Pattern> = outer.iter().map(|pattern| Pattern::new(*pattern)).collect();
    let outer: Vec<&Pattern> = outer.iter().collect();
    let simulation: Simulation = serde_json::from_value(simulation.clone()).unwrap();
    contained(&Pattern::new(inner), &Container::Several(simulation), &outer)
}

#[test]
fn a_relation_shows_that_patterns_together_contain_another() {
    let outer = ["a", "x", "a?*"];
    assert!(simulated("a*", &relation(), &outer));
    for inner in ["a**", "*", "b*", "x"] {
        assert!(!simulated(inner, &relation(), &outer), "{inner}");
    }
    for outer in
        [&["b", "x", "a?*"][..], &["a", "x", "a??*"], &["a", "x", "b?*"], &["a", "x"], &["a", "x", "a?"]]
    {
        assert!(!simulated("a*", &relation(), outer), "{outer:?}");
    }
}

#[test]
fn a_relation_with_a_state_less_or_wrong_shows_nothing() {
    let outer = ["a", "x", "a?*"];
    for state in 0..3 {
        let mut less = relation();
        less["states"].as_array_mut().unwrap().remove(state);
        assert!(!simulated("a*", &less, &outer), "{less}");
    }
    for (pointer, value) in [
        ("/states/0/1/0", json!([])),
        ("/states/0/1/1/0", json!(1)),
        ("/states/1/1/0", json!([])),
        ("/states/2/1/1", json!([])),
        ("/states/2/1", json!([[]])),
        ("/states/2/1", json!([[], [2], [3]])),
        ("/states/0/0", json!(1)),
        ("/patterns", json!([0])),
        ("/patterns", json!([0, 1])),
        ("/patterns", json!([0, 3])),
        ("/patterns", json!([0, u64::MAX])),
        ("/patterns", json!([])),
        ("/states", json!([])),
    ] {
        let mut wrong = relation();
        *wrong.pointer_mut(pointer).unwrap() = value;
        assert!(!simulated("a*", &wrong, &outer), "{wrong}");
    }
    // The same holds for a state that nothing leads to.
    for more in [json!([1, [[], []]]), json!([9, [[], []]]), json!([0, [[0], [2]]]), json!([1, [[1]]])] {
        let mut wrong = relation();
        wrong["states"].as_array_mut().unwrap().push(more);
        assert!(!simulated("a*", &wrong, &outer), "{wrong}");
    }
    let mut more = relation();
    more["states"].as_array_mut().unwrap().push(json!([9, [[9], []]]));
    assert!(simulated("a*", &more, &outer));
}

#[test]
fn a_relation_without_an_end_is_not_enough() {
    // `?` is read as a character that no pattern names.
    let states = json!([[0, [[0]]], [1, [[1]]]]);
    let of = |patterns: Value| json!({ "patterns": patterns, "states": states });
    assert!(simulated("?", &of(json!([0])), &["?"]));
    assert!(!simulated("?", &of(json!([0])), &["a"]));
    assert!(!simulated("?", &of(json!([0])), &["?b"]));
}
