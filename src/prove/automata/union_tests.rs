//! Tests of `union.rs`.

use super::state::State;
use super::union::Union;
use crate::model::matches;
use crate::prove::Fault;

/// Runs a string through the automaton.
fn run(union: &Union<'_>, string: &str) -> State {
    let mut state = union.start().unwrap();
    let mut depth = 0;
    for c in string.chars() {
        state = union.step(&state, depth, Some(c)).unwrap();
        depth += c.len_utf8();
    }
    state
}

#[test]
fn accepts_what_direct_matching_matches() {
    let patterns = ["a:get*", "a:getx", "a:*tags", "b:?x*y?", "*:list*acl", "é*", "c", "a:**t", "d:??*"];
    let union = Union::new(patterns);
    let strings = [
        "",
        "a:",
        "a:ge",
        "a:get",
        "a:getx",
        "a:gettags",
        "a:tags",
        "a:tag",
        "b:xx",
        "b:axyz",
        "b:axqqyz",
        "b:axyyz",
        "b:axyy",
        "z:listacl",
        "z:listxxacl",
        ":listacl",
        "é",
        "éa",
        "c",
        "cc",
        "a:put",
        "d:a",
        "d:ab",
        "d:abc",
    ];
    for string in strings {
        let direct = patterns.iter().any(|pattern| matches(pattern, string));
        assert_eq!(run(&union, string).accepts(), direct, "{string}");
    }
    assert_eq!(run(&union, "a:get"), State::Always);
    assert_eq!(run(&Union::new(["a:b", "a:c?"]), "a:d"), State::Never);
    assert_eq!(Union::new([]).start(), Ok(State::Never));
}

#[test]
fn names_the_letters_that_matter() {
    let union = Union::new(["ab", "ac*", "b*x", "?z"]);
    let mut letters = Vec::new();
    union.letters(&union.start().unwrap(), 0, &mut letters).unwrap();
    letters.sort_unstable();
    assert_eq!(letters, ['a', 'b']);
    letters.clear();
    union.letters(&run(&union, "a"), 1, &mut letters).unwrap();
    letters.sort_unstable();
    assert_eq!(letters, ['b', 'c', 'z']);
}

#[test]
fn a_place_that_is_nowhere_is_a_fault() {
    let union = Union::new(["ab*c", "ad"]);
    let open = |heads, places| State::Open { heads, places, accepts: false };
    for (state, depth) in
        [(open((0, 0), vec![99]), 0), (open((0, 99), Vec::new()), 0), (open((0, 2), Vec::new()), 3)]
    {
        assert_eq!(union.step(&state, depth, Some('a')), Err(Fault), "{state:?}");
        assert_eq!(union.letters(&state, depth, &mut Vec::new()), Err(Fault), "{state:?}");
    }
}
