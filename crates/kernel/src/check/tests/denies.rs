//! Deny statements: wrong evidence that what was denied still is, and newly denied actions.

use serde_json::{Value, json};

use super::{Sample, inclusion, row};

const KNOWN: &str = "s3:GetObject s3:ListBucket s3:PutObject";

/// A policy that allows `s3:Get*` and has some Deny statements, before and after, with evidence on them.
fn denied(before: &[&str], after: &[&str], evidence: Value) -> Sample {
    denied_of(KNOWN, "", before, after, evidence)
}

fn denied_of(known: &str, unused: &str, before: &[&str], after: &[&str], evidence: Value) -> Sample {
    let (before, after) = (behind_get(before), behind_get(after));
    let Value::Array(evidence) = evidence else { panic!("no list") };
    Sample::of(known, unused, &[&before], &[&[&after]]).with_denies(evidence).with_rows([row(
        &[0],
        &[([0, 0], "s3:Get*")],
        &[[0, 1]],
    )])
}

fn behind_get<'a>(denies: &[&'a str]) -> Vec<&'a str> {
    std::iter::once("s3:Get*").chain(denies.iter().copied()).collect()
}

/// The evidence that the patterns of the first Deny statement are inside these.
fn within(places: &[usize]) -> Value {
    json!([{ "statement": 1, "within": places }])
}

const PLACE: &str = "#denies[0]";

#[test]
fn what_was_denied_still_is() {
    let deny = ["deny s3:PutA* s3:PutB*"];
    denied(&deny, &deny, within(&[0, 1])).accepts(&[]);
    denied(&deny, &["deny s3:putb* S3:PutA*"], within(&[1, 0])).accepts(&[]);
    denied(&deny, &["deny s3:PutB*", "deny s3:PutA*"], within(&[1, 0])).accepts(&[]);
    denied(&deny, &["deny s3:PutA*", "deny s3:Put*"], within(&[1, 1])).claiming("safe").accepts(&[]);
    denied(&deny, &["deny s3:Put*"], within(&[0, 0])).claiming("safe").accepts(&[]);
    for claim in ["safe", "exact", "least-general"] {
        for wrong in [&[0, 0][..], &[1, 1], &[1, 0], &[0], &[0, 1, 1], &[], &[0, 2], &[0, usize::MAX]] {
            denied(&deny, &deny, within(wrong)).claiming(claim).rejects(PLACE, &[]);
        }
        for dropped in [&[][..], &["deny s3:PutA*"], &["deny s3:PutA* s3:PutBucket*"], &["s3:GetX*"]] {
            for places in [&[0, 1][..], &[0, 0]] {
                let sample = denied(&deny, dropped, within(places)).claiming(claim);
                sample.rejects(PLACE, &[]);
            }
        }
    }
}

#[test]
fn what_denies_less_often_does_not_count() {
    for (before, after, counts) in [
        ("deny s3:Put*", "deny if s3:Put*", false),
        ("deny s3:Put*", "deny @b s3:Put*", false),
        ("deny @b s3:Put*", "deny @c s3:Put*", false),
        ("deny @b s3:Put*", "deny @b if s3:Put*", false),
        ("deny if s3:Put*", "deny @b if s3:Put*", false),
        ("deny @b @c s3:Put*", "deny @b s3:Put*", false),
        // Wider resources would suffice, but except for `*` their meaning is not considered.
        ("deny @b s3:Put*", "deny @b @c s3:Put*", false),
        ("deny @b s3:Put*", "deny @* @b s3:Put*", false),
        ("deny @b s3:Put*", "deny @b s3:Put*", true),
        ("deny @b @c s3:Put*", "deny @c @b s3:Put*", true),
        ("deny @b s3:Put*", "deny s3:Put*", true),
        ("deny if s3:Put*", "deny s3:Put*", true),
        ("deny @b if s3:Put*", "deny s3:Put*", true),
        // An Allow statement denies nothing.
        ("deny s3:Put*", "s3:Put*", false),
    ] {
        let sample = denied(&[before], &[after], within(&[0])).claiming("safe");
        if counts { sample.accepts(&[]) } else { sample.rejects(PLACE, &[]) }
    }
}

#[test]
fn places_count_through_the_statements_that_count() {
    let before = ["deny @b s3:PutA* s3:PutB*"];
    let after = [
        "deny @b s3:PutA*",
        "deny @c s3:PutB*",
        "@b s3:GetB*",
        "deny not s3:PutB*",
        "deny @b if s3:PutB*",
        "deny s3:PutB*",
    ];
    let sample = |places: &[usize]| {
        let mut sample = denied(&before, &after, within(places)).claiming("safe");
        let more = json!({ "original": [], "patterns": [super::pattern([3, 0], "s3:GetB*", 0, [0, 0])] });
        sample.rows.push(more);
        sample
    };
    // The row for what is newly allowed shows nothing; it is checked last.
    sample(&[0, 1]).rejects("#rows[1].patterns[0].within", &[]);
    for wrong in [[0, 0], [1, 1], [0, 2], [0, 3], [0, 4]] {
        sample(&wrong).rejects(PLACE, &[]);
    }
}

#[test]
fn several_patterns_may_deny_together_what_one_did() {
    let several = |relation: Value| json!([{ "statement": 1, "within": [relation] }]);
    let relation = inclusion::relation();
    let sample =
        |after: &[&str], relation: Value| denied(&["deny a*"], after, several(relation)).claiming("safe");
    sample(&["deny a x a?*"], relation.clone()).accepts(&[]);
    sample(&["deny a", "deny x a?*"], relation.clone()).accepts(&[]);
    sample(&["deny a", "deny x", "deny @b a?*"], relation.clone()).rejects(PLACE, &[]);
    sample(&["deny a x a??*"], relation.clone()).rejects(PLACE, &[]);
    let mut less = relation;
    less["states"].as_array_mut().unwrap().pop();
    sample(&["deny a x a?*"], less).rejects(PLACE, &[]);
}

#[test]
fn a_list_is_not_kept_by_a_not_action() {
    let not = ["deny not s3:Get*"];
    denied(&["deny s3:Put*"], &not, within(&[0])).rejects(PLACE, &[]);
    let by = json!([{ "statement": 1, "by": 1, "within": [0] }]);
    denied(&["deny s3:Put*"], &not, by.clone()).rejects(PLACE, &[]);
    denied(&["deny s3:Put*"], &["deny s3:Put*"], by).rejects(PLACE, &[]);
    denied(&not, &["deny s3:Put* s3:List*"], within(&[0])).rejects(PLACE, &[]);
    let by = json!([{ "statement": 1, "by": 1, "within": [0, 0] }]);
    denied(&not, &["deny s3:Put* s3:List*"], by).rejects(PLACE, &[]);
}

/// The evidence that a statement denies what the first Deny statement, with NotAction, did.
fn by(place: usize, places: &[usize]) -> Value {
    json!([{ "statement": 1, "by": place, "within": places }])
}

#[test]
fn a_not_action_leaves_out_no_more_than_before() {
    let not = ["deny not s3:Get* s3:List*"];
    let safe = |after: &[&str], evidence| denied(&not, after, evidence).claiming("safe");
    denied(&not, &not, by(1, &[0, 1])).accepts(&[]);
    denied(&not, &["deny not s3:LIST* s3:get*"], by(1, &[1, 0])).accepts(&[]);
    // Narrower patterns, and fewer, deny more.
    safe(&["deny not s3:Get*"], by(1, &[0])).accepts(&[]);
    safe(&["deny not s3:GetO* s3:GetB*"], by(1, &[0, 0])).accepts(&[]);
    safe(&["deny not s3:Get*"], by(1, &[1])).rejects(PLACE, &[]);
    safe(&["deny not s3:Get*"], by(1, &[0, 1])).rejects(PLACE, &[]);
    for (after, places) in [
        ("deny not s3:Get* s3:List* s3:Put*", &[0, 1, 1][..]),
        ("deny not s3:Get* s3:List* s3:Put*", &[0, 1]),
        ("deny not s3:G*", &[0]),
        ("deny not s3:*", &[0]),
        ("deny not *", &[0]),
        ("deny if not s3:Get* s3:List*", &[0, 1]),
        ("deny @b not s3:Get* s3:List*", &[0, 1]),
        ("deny s3:Get* s3:List*", &[0, 1]),
    ] {
        safe(&[after], by(1, places)).rejects(PLACE, &[]);
    }
    // Several statements do not together deny what one did.
    safe(&["deny not s3:Get* s3:P*", "deny not s3:List* s3:P*"], by(1, &[0, 1])).rejects(PLACE, &[]);
}

#[test]
fn a_not_action_is_kept_by_one_that_counts() {
    let after = ["deny @b s3:Get*", "deny @c not s3:Get*", "deny not s3:Get*", "deny @b not s3:Get*"];
    let sample = |evidence| denied(&["deny @b not s3:Get*"], &after, evidence).claiming("safe");
    for (place, counts) in
        [(0, false), (1, false), (2, false), (3, true), (4, true), (5, false), (usize::MAX, false)]
    {
        if counts {
            sample(by(place, &[0])).accepts(&[]);
        } else {
            sample(by(place, &[0])).rejects(PLACE, &[]);
        }
    }
    sample(within(&[0])).rejects(PLACE, &[]);
    for wrong in [&[][..], &[1], &[0, 0]] {
        sample(by(4, wrong)).rejects(PLACE, &[]);
    }
}

#[test]
fn there_is_a_row_for_each_deny_statement_in_order() {
    let both = ["deny s3:PutA*", "deny @b s3:PutB*"];
    let (first, second) =
        (json!({ "statement": 1, "within": [0] }), json!({ "statement": 2, "within": [1] }));
    let sample = |rows: &[&Value]| denied(&both, &both, json!(rows));
    sample(&[&first, &second]).accepts(&[]);
    sample(&[]).rejects("#denies", &[]);
    sample(&[&first]).rejects("#denies", &[]);
    sample(&[&second]).rejects("#denies", &[]);
    sample(&[&second, &first]).rejects("#denies", &[]);
    sample(&[&first, &first, &second]).rejects("#denies", &[]);
    sample(&[&first, &second, &second]).rejects("#denies[2]", &[]);
    sample(&[&first, &json!({ "statement": 2, "within": [0] })]).rejects("#denies[1]", &[]);
    for place in [0, 3, usize::MAX] {
        let wrong = json!({ "statement": place, "within": [0] });
        sample(&[&wrong, &second]).rejects("#denies", &[]);
        sample(&[&first, &second, &wrong]).rejects("#denies[2]", &[]);
    }
    denied(&[], &[], json!([])).accepts(&[]);
    denied(&[], &[], json!([first])).rejects("#denies[0]", &[]);
}

#[test]
fn places_count_through_all_policies() {
    let originals: [&[&str]; 2] = [&["s3:Get*", "deny s3:PutA*"], &["deny s3:PutB*"]];
    let rows = || [row(&[0], &[([1, 0], "s3:Get*")], &[[0, 1]])];
    let sample = |evidence: [Value; 2]| {
        let after: [&[&[&str]]; 2] = [&[&["deny s3:PutB*", "s3:Get*"]], &[&["deny s3:PutA*"]]];
        Sample::of(KNOWN, "", &originals, &after).with_rows(rows()).with_denies(evidence)
    };
    let of = |statement: usize, place: usize| json!({ "statement": statement, "within": [place] });
    sample([of(1, 1), of(2, 0)]).accepts(&[]);
    sample([of(1, 0), of(2, 1)]).rejects(PLACE, &[]);
    sample([of(1, 1), of(0, 0)]).rejects("#denies", &[]);
}

#[test]
fn deny_statements_stay_where_nothing_is_allowed_any_more() {
    let mut sample = denied(&["deny s3:Put*"], &["deny s3:Put*"], within(&[0])).claiming("safe");
    sample.rows = vec![row(&[0], &[], &[])];
    sample.recommended = vec![vec![super::document("recommended", &["deny s3:Put*"])]];
    sample.accepts(&[]);
    sample.recommended = vec![vec![]];
    sample.rejects(PLACE, &[]);
}

#[test]
fn nothing_that_is_used_is_denied_anew() {
    let place = "#recommended";
    let anew = |after: &str| denied(&[], &[after], json!([]));
    for used in ["deny s3:PutObject", "deny s3:Put*", "deny *", "deny @b s3:List*", "deny if s3:Get*"] {
        anew(used).rejects(place, &[]);
        anew(used).claiming("least-general").rejects(place, &[]);
        anew(used).claiming("safe").accepts(&[]);
    }
    // Unknown actions may be newly denied.
    anew("deny s3:PutX*").accepts(&[]);
    anew("deny @b sqs:*").accepts(&[]);
    anew("deny s3:PutNothing").accepts(&[]);
    anew("deny not s3:*").accepts(&[]);
    anew("deny not s3:Get* s3:List*").rejects(place, &[]);
    denied_of(&format!("{KNOWN} sqs:GetQueue"), "", &[], &["deny not s3:*"], json!([])).rejects(place, &[]);
    // And what is unused.
    let unused = |after: &str| denied_of(KNOWN, "s3:PutObject sqs:*", &[], &[after], json!([]));
    unused("deny s3:PutObject").accepts(&[]);
    unused("deny @b s3:Put* sqs:*").accepts(&[]);
    unused("deny s3:Put* s3:List*").rejects(place, &[]);
    let mut kept = unused("deny s3:PutObject");
    kept.unused = super::set("s3:PutObject", "s3:Put*");
    kept.rejects(place, &[]);
}

#[test]
fn what_was_denied_is_not_denied_anew() {
    let place = "#recommended";
    let put = |after: &[&str], places: &[usize]| denied(&["deny s3:Put* s3:List*"], after, within(places));
    put(&["deny s3:Put*", "deny s3:List*"], &[0, 1]).accepts(&[]);
    put(&["deny s3:Put* s3:List*", "deny @b s3:PutObject"], &[0, 1]).accepts(&[]);
    put(&["deny s3:Put* s3:List*", "deny if s3:List*"], &[0, 1]).accepts(&[]);
    put(&["deny s3:Put* s3:List* s3:GetX*"], &[0, 1]).accepts(&[]);
    put(&["deny s3:Put* s3:List* s3:GetO*"], &[0, 1]).rejects(place, &[]);
    put(&["deny s3:Put* s3:List*", "deny @b s3:GetO*"], &[0, 1]).rejects(place, &[]);
    // Several of the originals together, of one scope.
    let two = json!([{ "statement": 1, "within": [0] }, { "statement": 2, "within": [1] }]);
    denied(&["deny s3:Put*", "deny s3:List*"], &["deny s3:Put* s3:List*"], two.clone()).accepts(&[]);
    denied(
        &["deny @b s3:Put*", "deny s3:List*"],
        &["deny @b s3:Put* s3:List*", "deny s3:List*"],
        json!([
            { "statement": 1, "within": [0] },
            { "statement": 2, "within": [0] },
        ]),
    )
    .accepts(&[]);
    // One that denied in fewer cases does not count.
    for narrow in ["deny @b s3:Put*", "deny if s3:Put*"] {
        denied(&[narrow], &["deny s3:Put*"], within(&[0])).rejects(place, &[]);
        denied(&[narrow], &["deny s3:Put*"], within(&[0])).claiming("safe").accepts(&[]);
    }
    denied(&["deny @b s3:Put*"], &["deny @b s3:Put*", "deny @c s3:Put*"], within(&[0])).rejects(place, &[]);
    // One with NotAction counts by what it denies, and an Allow statement denies nothing.
    let list = denied(&["deny not s3:Get*"], &["deny not s3:Get*", "deny s3:List*"], by(1, &[0]));
    list.accepts(&[]);
    let get = denied(&["deny not s3:Get*"], &["deny not s3:Get*", "deny s3:GetO*"], by(1, &[0]));
    get.rejects(place, &[]);
    denied(&["deny not s3:Get* s3:List*"], &["deny not s3:Get*"], by(1, &[0])).rejects(place, &[]);
}
