//! `covers` and `apart` against all short words.

use paredown_policy::model::Piece;
use paredown_request::Part;

use super::super::symbols::{Symbol, apart, covers};
use super::{matches, words};

/// Two variables.
fn variables() -> [Part; 2] {
    ["u", "v"].map(|key| Part::Key { key: key.to_owned(), default: None })
}

/// The symbols that patterns are made of.
fn symbols(variables: &[Part; 2]) -> Vec<Symbol<'_>> {
    let pieces = [
        Piece::Char('a'),
        Piece::Char(':'),
        Piece::One { stays: true },
        Piece::One { stays: false },
        Piece::Star { stays: true },
        Piece::Star { stays: false },
    ];
    pieces.map(Symbol::Piece).into_iter().chain(variables.iter().map(Symbol::Variable)).collect()
}

/// What the first variable may be, and for each of these what the second one may be. Where one has no value nothing is
/// matched, which neither test could get wrong.
fn values() -> Vec<[Vec<char>; 2]> {
    let second = [vec!['a'], vec![':', 'b']];
    words(&['a', 'b', ':'], 2).into_iter().flat_map(|u| second.clone().map(|v| [u.clone(), v])).collect()
}

/// The words that a sequence matches, by all values of variables: one bit for each.
fn matched(
    form: &[Symbol<'_>],
    variables: &[Part; 2],
    words: &[Vec<char>],
    values: &[[Vec<char>; 2]],
) -> Vec<u64> {
    let has_variables = form.iter().any(|symbol| matches!(symbol, Symbol::Variable(_)));
    let of = |values: &[Vec<char>; 2]| -> Vec<bool> {
        let value = |part: &Part| Some(values[usize::from(*part == variables[1])].clone());
        words.iter().map(|word| matches(form, word, &value)).collect()
    };
    // Without variables it is the same for all values.
    let bits = if has_variables {
        values.iter().flat_map(of).collect()
    } else {
        of(&values[0]).repeat(values.len())
    };
    bits.chunks(64).map(|bits| bits.iter().rev().fold(0, |all, bit| all << 1 | u64::from(*bit))).collect()
}

fn lies(inner: &[u64], outer: &[u64]) -> bool {
    inner.iter().zip(outer).all(|(inner, outer)| inner & !outer == 0)
}

fn disjoint(one: &[u64], other: &[u64]) -> bool {
    one.iter().zip(other).all(|(one, other)| one & other == 0)
}

#[test]
fn what_is_covered_lies_within_and_what_is_apart_shares_no_word() {
    let variables = variables();
    let symbols = symbols(&variables);
    let mut forms: Vec<Vec<Symbol<'_>>> = vec![Vec::new()];
    for _ in 0..3 {
        let longer =
            forms.iter().flat_map(|form| symbols.iter().map(|symbol| [form.as_slice(), &[*symbol]].concat()));
        let longer: Vec<_> = longer.collect();
        forms.extend(longer);
        forms.sort_by_key(|form| format!("{form:?}"));
        forms.dedup();
    }
    assert_eq!(forms.len(), 1 + 8 + 64 + 512);
    let (words, values) = (words(&['a', 'b', ':'], 5), values());
    let sets: Vec<Vec<u64>> = forms.iter().map(|form| matched(form, &variables, &words, &values)).collect();
    let (mut covered, mut within, mut separate, mut disjoined) = (0, 0, 0, 0);
    for (inner, inner_set) in forms.iter().zip(&sets) {
        for (outer, outer_set) in forms.iter().zip(&sets) {
            let (lies, disjoint) = (lies(inner_set, outer_set), disjoint(inner_set, outer_set));
            let (covers, apart) = (covers(outer, inner), apart(outer, inner));
            assert!(lies || !covers, "{outer:?} covers {inner:?}");
            assert!(disjoint || !apart, "{outer:?} is apart from {inner:?}");
            covered += usize::from(covers);
            within += usize::from(lies);
            separate += usize::from(apart);
            disjoined += usize::from(disjoint);
        }
    }
    eprintln!("{covered} covered of {within} within, {separate} apart of {disjoined} disjoint");
    assert!(covered * 4 > within * 3 && separate * 2 > disjoined);
}

#[test]
fn a_text_is_covered_by_all_that_match_it() {
    let variables = variables();
    let symbols = &symbols(&variables)[..6];
    let words = words(&['a', 'b', ':'], 4);
    let none = |_: &Part| None;
    let mut seed = 1_u64;
    for _ in 0..2_000 {
        let form: Vec<Symbol<'_>> = (0..drawn(&mut seed, 7)).map(|_| symbols[drawn(&mut seed, 6)]).collect();
        for word in &words {
            let text: Vec<Symbol<'_>> = word.iter().map(|c| Symbol::Piece(Piece::Char(*c))).collect();
            let matched = matches(&form, word, &none);
            assert_eq!(covers(&form, &text), matched, "{form:?} {word:?}");
            assert_eq!(apart(&form, &text), !matched, "{form:?} {word:?}");
        }
    }
}

#[test]
fn what_is_said_of_longer_patterns_is_so() {
    let variables = variables();
    let symbols = symbols(&variables);
    let (words, values) = (words(&['a', 'b', ':'], 5), values());
    let mut seed = 2_u64;
    let mut said = [0; 2];
    for _ in 0..3_000 {
        let inner: Vec<Symbol<'_>> =
            (0..=drawn(&mut seed, 6)).map(|_| symbols[drawn(&mut seed, 8)]).collect();
        // The other one differs in some places.
        let mut outer = inner.clone();
        for _ in 0..drawn(&mut seed, 4) {
            let at = drawn(&mut seed, outer.len());
            match drawn(&mut seed, 3) {
                0 => outer.insert(at, symbols[drawn(&mut seed, 8)]),
                1 if !outer.is_empty() => drop(outer.remove(at)),
                _ if !outer.is_empty() => outer[at] = symbols[drawn(&mut seed, 8)],
                _ => {}
            }
        }
        let (covers, apart) = (covers(&outer, &inner), apart(&outer, &inner));
        if covers || apart {
            let [inner_set, outer_set] =
                [&inner, &outer].map(|form| matched(form, &variables, &words, &values));
            assert!(!covers || lies(&inner_set, &outer_set), "{outer:?} covers {inner:?}");
            assert!(!apart || disjoint(&inner_set, &outer_set), "{outer:?} is apart from {inner:?}");
            said[usize::from(apart)] += 1;
        }
    }
    assert!(said.iter().all(|count| *count > 300), "{said:?}");
}

/// A number below a bound that looks random.
fn drawn(seed: &mut u64, bound: usize) -> usize {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    usize::try_from(*seed >> 33).unwrap() % bound.max(1)
}
