//! Actions denied everywhere: in the originals, D(P), which are not intended; and in the recommendation, D(R),
//! which are not allowed. And the known actions, which are the same for all policies.

use serde_json::{Value, json};

use super::{Sample, document, pattern, row, set};

const KNOWN: &str = "s3:GetObject s3:ListBucket s3:PutObject";

/// One statement and its recommendation, each together with Deny statements.
fn sample(unused: &str, before: &[&str], after: &[&str], patterns: &[Value], covers: Value) -> Sample {
    let mut row = json!({ "original": [0], "patterns": patterns });
    row["covers"] = covers;
    Sample::of(KNOWN, unused, &[before], &[&[after]]).with_rows([row])
}

/// Deny statements that do not deny these patterns everywhere.
fn not_everywhere(patterns: &str) -> [Vec<String>; 6] {
    [
        vec![],
        vec![format!("deny if {patterns}")],
        vec![format!("deny @b {patterns}")],
        vec![format!("deny @* @b {patterns}")],
        vec!["deny not s3:List*".to_owned()],
        vec![format!("@b {patterns}")],
    ]
}

#[test]
fn a_pattern_that_is_wholly_denied_needs_no_original() {
    let patterns = [pattern([0, 0], "s3:Get*", 0, [0, 0]), pattern([0, 1], "s3:Put*", 1, [0, 1])];
    let of = |denies: &[String]| {
        let mut after = vec!["s3:Get* s3:Put*"];
        after.extend(denies.iter().map(String::as_str));
        sample("s3:PutObject", &["s3:Get*"], &after, &patterns, json!([[0, 1]]))
    };
    let denied = |patterns: &str| of(&[format!("deny {patterns}")]);
    denied("s3:Put*").accepts(&[]);
    denied("s3:P*").accepts(&[]);
    // The patterns that are denied come after those of the originals, in order.
    denied("s3:X* s3:Put*").accepts(&[("/patterns/1/within", json!(2))]);
    of(&["deny s3:X*".to_owned(), "deny s3:Put*".to_owned()]).accepts(&[("/patterns/1/within", json!(2))]);
    of(&["deny @b s3:X*".to_owned(), "deny s3:Put*".to_owned()]).accepts(&[]);
    for wrong in [0, 2, usize::MAX] {
        denied("s3:Put*").rejects("patterns[1].within", &[("/patterns/1/within", json!(wrong))]);
    }
    denied("s3:PutO*").rejects("patterns[1].within", &[]);
    for denies in not_everywhere("s3:Put*") {
        of(&denies).claiming("safe").rejects(
            if denies.iter().any(|line| line.starts_with('@')) { "#rows" } else { "patterns[1].within" },
            &[],
        );
    }
    // It needs no original statement.
    let mut alone = denied("s3:Put*");
    alone.rows = vec![
        json!({ "original": [0], "patterns": [patterns[0]], "covers": [[0, 1]] }),
        json!({ "original": [], "patterns": [pattern([0, 1], "s3:Put*", 0, [0, 1])] }),
    ];
    alone.accepts(&[]);
    alone.rejects("#rows[1].patterns[0].within", &[("#/predicate/rows/1/patterns/0/within", json!(1))]);
}

#[test]
fn what_is_unused_may_be_matched_where_it_is_denied() {
    let patterns = [pattern([0, 0], "s3:*", 0, [0, 1])];
    let of = |denies: &[String]| {
        let mut after = vec!["s3:*"];
        after.extend(denies.iter().map(String::as_str));
        sample("s3:PutObject", &["s3:*"], &after, &patterns, json!([[0, 2]]))
    };
    let denied = |patterns: &str| of(&[format!("deny {patterns}")]);
    denied("s3:PutObject").accepts(&[]);
    denied("S3:P*").accepts(&[]);
    denied("s3:X* s3:Put*").accepts(&[]);
    denied("s3:PutObject").rejects("patterns[0].unused", &[("/patterns/0/unused", json!([0, 0]))]);
    denied("s3:PutObject").rejects("patterns[0].unused", &[("/patterns/0/unused", json!([1, 1]))]);
    denied("s3:PutObjects").rejects("patterns[0].unused", &[]);
    for denies in not_everywhere("s3:PutObject") {
        let allowed = denies.iter().any(|line| line.starts_with('@'));
        of(&denies).claiming("safe").rejects(if allowed { "#rows" } else { "patterns[0].unused" }, &[]);
    }
    // What the original denied does not suffice, since the recommendation may no longer deny it.
    let kept = json!({ "statement": 1, "within": [0] });
    let before = sample("s3:PutObject", &["s3:*", "deny s3:Put*"], &["s3:*"], &patterns, json!([[0, 2]]));
    before.with_denies([kept]).rejects("#denies[0]", &[]);
}

#[test]
fn a_whole_unused_service_may_be_reached_where_it_is_denied() {
    let of = |lines: &[&str], keep: &str| {
        let after: Vec<&str> = std::iter::once("*").chain(lines.iter().copied()).collect();
        let mut sample =
            sample("", &["*"], &after, &[pattern([0, 0], "*", 0, [0, 0])], Value::Null).claiming("safe");
        sample.rows[0].as_object_mut().unwrap().shift_remove("covers");
        sample.unused = set("sqs:*", keep);
        sample
    };
    let place = "patterns[0].pattern";
    of(&["deny sqs:*"], "").accepts(&[]);
    of(&["deny sq*"], "").accepts(&[]);
    of(&["deny sqs:*"], "sqs:Get*").accepts(&[]);
    of(&[], "").rejects(place, &[]);
    for wrong in ["deny sqs:Get*", "deny sns:*", "deny if sqs:*", "deny @b sqs:*", "deny not s3:*"] {
        of(&[wrong], "").rejects(place, &[]);
    }
    // What is kept and what is denied do not suffice together.
    of(&["deny sqs:Get*"], "sqs:List*").rejects(place, &[]);
}

#[test]
fn what_is_denied_everywhere_is_not_lost() {
    // `s3:GetBucket*` is safe and not recommended, but it is denied, before and after.
    let known = "s3:GetBucketAbac s3:GetBucketAcl s3:GetObject s3:ListBucket";
    let sample = |deny: &str, kept: Value| {
        let row = json!({
            "original": [0],
            "patterns": [pattern([0, 0], "s3:List*", 1, [1, 1])],
            "covers": [[0, 1]],
            "origins": [{ "pattern": 0, "blocked": [["s3:Get", "s3:GetObject"]], "kept": kept }],
        });
        let originals: [&[&str]; 1] = [&["s3:Get* s3:List*", deny]];
        Sample::of(known, "s3:GetObject", &originals, &[&[&["s3:List*", deny]]])
            .claiming("least-general")
            .with_denies([json!({ "statement": 1, "within": [0] })])
            .with_rows([row])
    };
    let kept = |places: &[usize]| json!([["s3:GetBucket", places]]);
    sample("deny s3:GetBucket*", kept(&[1])).accepts(&[]);
    sample("deny s3:GetB*", kept(&[1])).accepts(&[]);
    for wrong in [kept(&[0]), kept(&[2]), kept(&[])] {
        sample("deny s3:GetBucket*", wrong).rejects("origins[0].kept[0]", &[]);
    }
    sample("deny s3:GetBucket*", json!([])).rejects("origins[0].kept", &[]);
    sample("deny s3:GetBucketA*", kept(&[1])).rejects("origins[0].kept[0]", &[]);
    sample("deny if s3:GetBucket*", kept(&[1])).rejects("covers[0]", &[]);
}

#[test]
fn what_was_denied_is_not_intended() {
    let of = |deny: &str, covers: Value| {
        let evidence = json!({ "statement": 1, "by": Value::Null, "within": [0] });
        let patterns = [pattern([0, 0], "s3:Get*", 0, [0, 0])];
        sample("", &["s3:Get* s3:List*", deny], &["s3:Get*", deny], &patterns, covers).with_denies([evidence])
    };
    of("deny s3:List*", json!([[0, 1]])).accepts(&[]);
    of("deny s3:L*", json!([[0, 1]])).accepts(&[]);
    of("deny s3:List*", json!([[0, 2]])).rejects("covers[0]", &[]);
    of("deny s3:ListB*", json!([])).rejects("covers", &[]);
    for deny in ["deny s3:ListX*", "deny if s3:List*", "deny @b s3:List*", "deny @* @b s3:List*"] {
        of(deny, json!([[0, 1]])).rejects("covers", &[]);
        of(deny, json!([[0, 1]])).claiming("safe").accepts(&[]);
    }
    let not = |deny: &str| {
        let evidence = json!({ "statement": 1, "by": 1, "within": [0] });
        of(deny, json!([[0, 1]])).with_denies([evidence])
    };
    not("deny not s3:Get*").accepts(&[]);
    not("deny not s3:*").rejects("covers", &[]);
    not("deny if not s3:Get*").rejects("covers", &[]);
    // What is recommended and denied anyway need not be kept.
    of("deny s3:Get*", json!([[0, 1]])).rejects("covers[0]", &[]);
    of("deny s3:Get*", json!([])).rejects("covers", &[]);
}

#[test]
fn what_another_policy_denies_is_denied() {
    let originals: [&[&str]; 2] = [&["s3:Get* s3:List*"], &["deny s3:List*"]];
    let patterns = [pattern([0, 0], "s3:Get*", 0, [0, 0])];
    let row = json!({ "original": [0], "patterns": patterns, "covers": [[0, 1]] });
    let with = |deny: &'static str| {
        Sample::of(KNOWN, "", &originals, &[&[&["s3:Get*"]], &[&[deny]]])
            .with_rows([row.clone()])
            .with_denies([json!({ "statement": 1, "within": [0] })])
    };
    with("deny s3:List*").accepts(&[]);
    with("deny s3:ListB*").rejects("#denies[0]", &[]);
    let mut allowed = with("deny s3:List*");
    allowed.originals[1] = document("original 1", &["deny @b s3:List*"]);
    allowed.claim = "safe";
    allowed.accepts(&[]);
    allowed.claim = "exact";
    // What was denied in some cases is denied in all.
    allowed.rejects("#recommended", &[]);
}

#[test]
fn what_is_denied_is_not_kept_by_a_not_action() {
    let of = |deny: &str, recommended: Option<&str>| {
        let after: Vec<&str> = recommended.into_iter().chain([deny]).collect();
        let place = usize::from(recommended.is_some());
        let mut row = json!({ "original": [0], "excluded": [0] });
        if recommended.is_some() {
            row["recommended"] = json!(0);
        } else {
            row["excluded"] = json!([]);
        }
        let evidence = if deny.contains("not ") {
            json!({ "statement": 1, "by": place, "within": [0] })
        } else {
            json!({ "statement": 1, "within": [0] })
        };
        Sample::of(KNOWN, "", &[&["not s3:Get*", deny]], &[&[&after]])
            .with_rows([row])
            .with_denies([evidence])
    };
    of("deny s3:Put*", Some("not s3:Get* s3:Put*")).accepts(&[]);
    of("deny s3:Put*", Some("not s3:Get* s3:Put* s3:List*")).rejects("recommended", &[]);
    of("deny if s3:Put*", Some("not s3:Get* s3:Put*")).rejects("recommended", &[]);
    of("deny @b s3:Put*", Some("not s3:Get* s3:Put*")).rejects("recommended", &[]);
    of("deny not s3:List*", Some("not s3:Get* s3:Put*")).accepts(&[]);
    // The same if the statement was removed.
    of("deny s3:*", None).accepts(&[]);
    of("deny s3:Put*", None).rejects("recommended", &[]);
    of("deny s3:Put*", None).claiming("safe").accepts(&[]);
    of("deny if s3:*", None).rejects("recommended", &[]);
    of("deny not s3:Get*", None).accepts(&[]);
    of("deny not s3:List*", None).rejects("recommended", &[]);
}

/// A policy that allows `s3:Get*`, together with others; the recommendation for the first covers `count` actions.
fn beside(others: &[&str], unused: &str, keep: &str, count: usize) -> Sample {
    let originals: Vec<Vec<&str>> =
        std::iter::once("s3:Get*").chain(others.iter().copied()).map(|line| vec![line]).collect();
    let originals: Vec<&[&str]> = originals.iter().map(Vec::as_slice).collect();
    let after: Vec<&[&[&str]]> = vec![std::slice::from_ref(&originals[0])]
        .into_iter()
        .chain(originals[1..].iter().map(std::slice::from_ref))
        .collect();
    let mut sample = Sample::of("s3:GetObject", unused, &originals, &after);
    sample.unused = set(unused, keep);
    let last = sample.unused.actions().count();
    let patterns = [pattern([0, 0], "s3:Get*", 0, [0, last])];
    sample.with_rows([json!({ "original": [0], "patterns": patterns, "covers": [[0, count]] })])
}

#[test]
fn what_one_policy_names_is_known_for_all() {
    let named = row(&[1], &[([1, 0], "s3:GetNew")], &[[0, 1]]);
    let mut two = beside(&["s3:GetNew"], "", "", 2);
    two.rows.push(named.clone());
    two.accepts(&[]);
    let mut less = beside(&["s3:GetNew"], "", "", 1);
    less.rows.push(named);
    less.rejects("covers", &[]);
    // A pattern with a wildcard does not make an action known.
    let mut wild = beside(&["s3:GetNew?"], "", "", 1);
    wild.rows.push(row(&[1], &[([1, 0], "s3:GetNew?")], &[]));
    wild.accepts(&[]);
    // Literals in NotAction and in Deny statements of any scope are known, too.
    let negated = json!({ "original": [1], "recommended": 1, "excluded": [0] });
    for (count, accepted) in [(1, false), (2, true)] {
        let mut not = beside(&["@b not s3:GetNew"], "", "", count);
        not.rows.push(negated.clone());
        let mut deny = beside(&["deny @b s3:GetNew"], "", "", count);
        deny.denies.push(json!({ "statement": 1, "within": [0] }));
        for sample in [not, deny] {
            if accepted { sample.accepts(&[]) } else { sample.rejects("covers", &[]) }
        }
    }
}

#[test]
fn what_is_kept_is_known_and_what_is_recommended_is_not() {
    beside(&[], "", "s3:GetNew", 2).accepts(&[]);
    beside(&[], "", "s3:GetNew", 1).rejects("covers", &[]);
    beside(&[], "", "s3:GetNew*", 1).accepts(&[]);
    beside(&[], "s3:GetNew", "s3:GetNew", 2).accepts(&[]);
    // Literals that only the recommendation names are not intended.
    let patterns = [pattern([0, 0], "s3:Get*", 0, [0, 0]), pattern([0, 1], "s3:GetNew", 0, [0, 0])];
    let of = |covers: Value| {
        let row = json!({ "original": [0], "patterns": patterns, "covers": covers });
        Sample::of("s3:GetObject", "", &[&["s3:Get*"]], &[&[&["s3:Get* s3:GetNew"]]]).with_rows([row])
    };
    of(json!([[0, 1]])).accepts(&[]);
    of(json!([[0, 2]])).rejects("covers[0]", &[]);
    // So they are not witnesses, and not newly denied.
    of(json!([[0, 1]])).claiming("least-general").rejects("patterns[1].witness", &[]);
    let mut denied = of(json!([[0, 1]]));
    denied.recommended = vec![vec![document("recommended 0", &["s3:Get* s3:GetNew", "deny s3:GetNew"])]];
    denied.accepts(&[]);
}
