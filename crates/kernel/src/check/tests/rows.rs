//! Rows that do not account for statements and patterns correctly.

use serde_json::{Value, json};

use super::{Sample, document, pattern, row};

const KNOWN: &str = "s3:GetObject s3:ListBucket";

/// Two statements that are kept, after one that denies.
fn two(rows: &[&Value]) -> Sample {
    let lines = ["deny s3:Put*", "@a s3:Get*", "@b s3:List*"];
    let kept = json!({ "statement": 0, "within": [0] });
    let sample = Sample::of(KNOWN, "", &[&lines], &[&[&lines]]).with_denies([kept]);
    sample.with_rows(rows.iter().copied().cloned())
}

fn get() -> Value {
    row(&[1], &[([1, 0], "s3:Get*")], &[[0, 1]])
}

fn list() -> Value {
    row(&[2], &[([2, 0], "s3:List*")], &[[0, 1]])
}

#[test]
fn each_original_allow_statement_is_in_just_one_row() {
    two(&[&get(), &list()]).accepts(&[]);
    two(&[&list(), &get()]).accepts(&[]);
    two(&[]).rejects("#rows", &[]);
    two(&[&get()]).rejects("#rows", &[]);
    two(&[&list()]).rejects("#rows", &[]);
    two(&[&get(), &get()]).rejects("#rows[1].original", &[]);
    two(&[&get(), &list(), &get()]).rejects("#rows[2].original", &[]);
    two(&[&get(), &list()]).rejects("original", &[("/original", json!([1, 1]))]);
    two(&[&get(), &list()]).rejects("#rows[1].original", &[("/original", json!([1, 2]))]);
    // A row without original statements does not account for them.
    let nothing = json!({ "original": [] });
    two(&[&get(), &list(), &nothing]).accepts(&[]);
    two(&[&get(), &nothing]).rejects("#rows", &[]);
}

#[test]
fn a_row_is_about_allow_statements() {
    for place in [0, 3, usize::MAX] {
        let wrong = row(&[place], &[], &[]);
        two(&[&get(), &list(), &wrong]).rejects("#rows[2].original", &[]);
        two(&[&wrong, &get(), &list()]).rejects("original", &[]);
    }
}

#[test]
fn each_recommended_pattern_is_in_a_row() {
    two(&[&get(), &row(&[2], &[], &[])]).rejects("#rows", &[]);
    two(&[&get(), &list()]).rejects("#rows", &[("/patterns", json!([]))]);
    let longer = |rows: &[Value]| {
        let kept = Sample::of(KNOWN, "", &[&["s3:*"]], &[&[&["s3:Get*", "s3:List* s3:ListB*"]]]);
        kept.with_rows(rows.iter().cloned())
    };
    let all = [([0, 0], "s3:Get*"), ([1, 0], "s3:List*"), ([1, 1], "s3:ListB*")];
    longer(&[row(&[0], &all, &[[0, 1], [1, 1]])]).accepts(&[]);
    for left_out in 0..3 {
        let mut less = all.to_vec();
        less.remove(left_out);
        longer(&[row(&[0], &less, &[[0, 1], [1, 1]])]).rejects("#rows", &[]);
    }
}

#[test]
fn a_pattern_may_be_in_several_rows_and_in_any_order() {
    let sample = Sample::of(KNOWN, "", &[&["@a s3:Get*", "@a s3:*"]], &[&[&["@a s3:Get* s3:List*"]]]);
    let (get, list) = (([0, 0], "s3:Get*"), ([0, 1], "s3:List*"));
    let first = row(&[0], &[get], &[[0, 1]]);
    let both = sample.with_rows([first, row(&[1], &[list, get], &[[1, 1], [0, 1]])]);
    both.accepts(&[]);
    both.rejects("#rows[1].covers[0]", &[("#/predicate/rows/1/covers", json!([[0, 1], [1, 1]]))]);
    // Twice in one row counts once.
    both.accepts(&[("/patterns/-", pattern([0, 0], "s3:Get*", 0, [0, 0]))]);
}

#[test]
fn a_pattern_stands_where_it_is_said_to() {
    let with = |at: Value, spelled: &str| {
        let more = json!({ "at": at, "pattern": spelled, "within": 0, "unused": [0, 0] });
        two(&[&get(), &list()]).rejects("patterns[1].at", &[("/patterns/-", more)]);
    };
    with(json!([1, 1]), "s3:Get*");
    with(json!([1, u64::MAX]), "s3:Get*");
    with(json!([3, 0]), "s3:Get*");
    with(json!([u64::MAX, 0]), "s3:Get*");
    // In a Deny statement, and in one of another scope.
    with(json!([0, 0]), "s3:Put*");
    with(json!([2, 0]), "s3:List*");
    for spelled in ["s3:get*", "s3:GetO*", "s3:List*", ""] {
        two(&[&get(), &list()]).rejects("patterns[0].at", &[("/patterns/0/pattern", json!(spelled))]);
    }
    two(&[&get(), &list()]).rejects("#rows", &[("/patterns/0/at", json!([2, 0]))]);
}

#[test]
fn a_pattern_of_a_not_action_statement_is_none_of_a_row() {
    let lines = ["@a s3:Get*", "@a not s3:Get*"];
    let negated = json!({ "original": [1], "recommended": 1, "excluded": [0] });
    let sample = Sample::of(KNOWN, "", &[&lines], &[&[&lines]])
        .with_rows([row(&[0], &[([0, 0], "s3:Get*")], &[[0, 1]]), negated]);
    sample.accepts(&[]);
    let more = pattern([1, 0], "s3:Get*", 0, [0, 0]);
    sample.rejects("patterns[1].at", &[("/patterns/-", more)]);
}

#[test]
fn all_statements_of_a_row_have_one_scope() {
    let both = row(&[1, 2], &[([1, 0], "s3:Get*")], &[[0, 1]]);
    two(&[&both, &row(&[], &[([2, 0], "s3:List*")], &[])]).rejects("original", &[]);
    let wide = |before: &str, after: &str| {
        let row = row(&[0], &[([0, 0], "s3:Get*")], &[[0, 1]]);
        Sample::of(KNOWN, "", &[&[before]], &[&[&[after]]]).with_rows([row])
    };
    wide("@a s3:Get*", "@a s3:Get*").accepts(&[]);
    wide("@a @b s3:Get*", "@b @a @b s3:Get*").accepts(&[]);
    for (before, after) in [
        ("@a s3:Get*", "@b s3:Get*"),
        ("@a s3:Get*", "@a @b s3:Get*"),
        ("@a s3:Get*", "s3:Get*"),
        ("s3:Get*", "@a s3:Get*"),
        ("@A s3:Get*", "@a s3:Get*"),
        ("if s3:Get*", "s3:Get*"),
        ("s3:Get*", "if s3:Get*"),
    ] {
        wide(before, after).claiming("safe").rejects("patterns[0].at", &[]);
    }
}

#[test]
fn what_has_no_original_is_of_one_scope_too() {
    // Both are denied, so neither needs an original; but they are not in one row.
    let sample = |after: &[&str]| {
        let patterns = [pattern([0, 0], "s3:A*", 0, [0, 0]), pattern([1, 0], "s3:B*", 1, [0, 0])];
        let row = json!({ "original": [], "patterns": patterns });
        Sample::of(KNOWN, "", &[&[]], &[&[after]]).with_rows([row])
    };
    sample(&["@a s3:A*", "@a s3:B*", "deny s3:A* s3:B*"]).accepts(&[]);
    sample(&["@a s3:A*", "@b s3:B*", "deny s3:A* s3:B*"]).rejects("patterns[1].at", &[]);
    sample(&["@a s3:A*", "@a s3:B*", "deny s3:A*"]).rejects("patterns[1].within", &[]);
}

#[test]
fn statements_may_be_merged() {
    let of =
        |originals: &[&[&str]], recommended: &[&[&[&str]]]| Sample::of(KNOWN, "", originals, recommended);
    let patterns = json!([pattern([0, 0], "s3:Get*", 0, [0, 0]), pattern([0, 1], "s3:List*", 1, [0, 0])]);
    let one =
        |original: Value| json!({ "original": original, "patterns": patterns, "covers": [[0, 1], [1, 1]] });
    let each = [row(&[0], &[([0, 0], "s3:Get*")], &[[0, 1]]), row(&[1], &[([0, 1], "s3:List*")], &[[0, 1]])];
    for sample in [
        of(&[&["@a s3:Get*", "@a s3:List*"]], &[&[&["@a s3:Get* s3:List*"]]]),
        of(&[&["@a s3:Get*"], &["@a s3:List*"]], &[&[&["@a s3:Get* s3:List*"]], &[]]),
        of(&[&["@a s3:Get*"], &["@a s3:List*"]], &[&[], &[&["@a s3:Get* s3:List*"]]]),
    ] {
        sample.clone().with_rows([one(json!([0, 1]))]).accepts(&[]);
        sample.clone().with_rows(each.clone()).accepts(&[]);
        // The patterns of the originals come in the order in which the row names the statements.
        sample.with_rows([one(json!([1, 0]))]).rejects("patterns[0].within", &[]);
    }
}

#[test]
fn a_statement_may_be_split() {
    let rows = |at: [[usize; 2]; 3], patterns: [&str; 3]| {
        let all: Vec<([usize; 2], &str)> = at.into_iter().zip(patterns).collect();
        [row(&[0], &all, &[[0, 1]])]
    };
    let split = |after: &[&[&str]]| Sample::of("s3:GetABC", "", &[&["s3:Get*"]], &[after]);
    let (at, patterns) = ([[0, 0], [0, 1], [1, 0]], ["s3:GetA*", "s3:GetB*", "s3:GetC*"]);
    for after in [&[&["s3:GetA* s3:GetB*", "s3:GetC*"][..]][..], &[&["s3:GetA* s3:GetB*"], &["s3:GetC*"]]] {
        split(after).with_rows(rows(at, patterns)).accepts(&[]);
        let turned = [at[2], at[0], at[1]];
        split(after).with_rows(rows(turned, patterns)).rejects("patterns[0].at", &[]);
        let other = split(after).with_rows(rows(turned, ["s3:GetC*", "s3:GetA*", "s3:GetB*"]));
        other.rejects("covers[0]", &[]);
        other.accepts(&[("/covers", json!([[1, 1]]))]);
    }
}

#[test]
fn what_a_document_takes_may_come_from_another_policy() {
    let sample = Sample::of(
        KNOWN,
        "",
        &[&["@a s3:Get*"], &["@b s3:List*"]],
        &[&[&["@b s3:List*"]], &[&["@a s3:Get*"], &["@b s3:ListB*"]]],
    );
    let list = row(&[1], &[([0, 0], "s3:List*"), ([2, 0], "s3:ListB*")], &[[0, 1]]);
    let right = sample.with_rows([row(&[0], &[([1, 0], "s3:Get*")], &[[0, 1]]), list]);
    right.accepts(&[]);
    right.rejects("#rows", &[("#/predicate/rows/1/patterns/1", Value::Null)]);
}

/// Two kept statements with NotAction, of one scope.
fn negated() -> Sample {
    let lines = ["@a not s3:Get*", "@a not s3:List*"];
    let row = |place: usize| json!({ "original": [place], "recommended": place, "excluded": [0] });
    Sample::of(KNOWN, "", &[&lines], &[&[&lines]]).with_rows([row(0), row(1)])
}

#[test]
fn each_recommended_not_action_statement_is_in_a_row() {
    negated().accepts(&[]);
    negated().claiming("safe").rejects("#rows", &[("/recommended", Value::Null)]);
    negated().claiming("safe").rejects("#rows", &[("#/predicate/rows/1/recommended", json!(0))]);
    // One may account for two.
    let mut one = negated();
    one.recommended = vec![vec![document("recommended", &["@a not s3:Get* s3:List*"])]];
    let second = ("#/predicate/rows/1/recommended", json!(0));
    let within = ("#/predicate/rows/1/excluded", json!([1]));
    one.clone().claiming("safe").accepts(&[second.clone(), within.clone()]);
    one.rejects("recommended", &[second, within]);
}

#[test]
fn a_not_action_statement_stands_where_it_is_said_to() {
    let after = ["@a not s3:Get*", "@b not s3:Get*", "@a s3:Get*", "@a deny not s3:Get*"];
    let sample = Sample::of(KNOWN, "", &[&["@a not s3:Get*", "@b not s3:Get*", "@a s3:Get*"]], &[&[&after]]);
    let of = |place: usize| json!({ "original": [place], "recommended": place, "excluded": [0] });
    let right = sample.claiming("safe").with_rows([of(0), of(1), row(&[2], &[([2, 0], "s3:Get*")], &[])]);
    right.accepts(&[]);
    // A row for each of the others accounts for all.
    let again = ("#/predicate/rows/-", json!({ "original": [], "recommended": 0 }));
    for wrong in [1, 2, 3, 4, usize::MAX] {
        right.rejects("recommended", &[again.clone(), ("/recommended", json!(wrong))]);
    }
    right.rejects("#rows[3].original", std::slice::from_ref(&again));
}

#[test]
fn a_row_mixes_nothing() {
    let both = [("/original", json!([0, 1])), ("#/predicate/rows/1/original", json!([]))];
    negated().rejects("original", &both);
    let lines = ["@a s3:Get*", "@a not s3:Get*"];
    let mixed = Sample::of(KNOWN, "", &[&lines], &[&[&lines]]).claiming("safe");
    let listed = pattern([0, 0], "s3:Get*", 0, [0, 0]);
    for (place, wrong) in [
        ("original", json!({ "original": [0, 1], "recommended": 1, "patterns": [listed], "excluded": [0] })),
        ("original", json!({ "original": [1, 0], "recommended": 1, "patterns": [listed], "excluded": [0] })),
        ("patterns", json!({ "original": [1], "recommended": 1, "patterns": [listed], "excluded": [0] })),
        ("original", json!({ "original": [0], "recommended": 1, "patterns": [listed], "excluded": [0] })),
        ("original", json!({ "original": [], "recommended": 1, "patterns": [listed] })),
    ] {
        let named: Vec<usize> = serde_json::from_value(wrong["original"].clone()).unwrap();
        let others: Vec<usize> = [0, 1].into_iter().filter(|place| !named.contains(place)).collect();
        let rest = others.into_iter().map(|place| row(&[place], &[], &[]));
        mixed.clone().with_rows([wrong].into_iter().chain(rest)).rejects(place, &[]);
    }
}
