//! Large and senseless rows are refused as fast as they are read: no number or string in a certificate makes the
//! kernel do more than the lengths of inputs and certificate justify. Each of these took minutes, or all memory,
//! when what is listed was multiplied.

use serde_json::{Value, json};

use super::{Sample, buckets, excuses};

#[track_caller]
fn refused(sample: &Sample, place: &str, changes: &[(&str, Value)]) {
    let rejection = sample.verify(changes).expect_err("accepted");
    let wanted =
        place.strip_prefix('#').map_or_else(|| format!("rows[0].{place}"), std::borrow::ToOwned::to_owned);
    assert_eq!(rejection.place, wanted, "{rejection}");
}

#[test]
fn counts_and_places_may_be_anything() {
    for number in [u64::MAX, u64::MAX - 1, 1 << 63, 1 << 32] {
        let number = json!(number);
        for (pointer, place) in [
            ("/original/0", "#rows[0].original"),
            ("/patterns/0/at/0", "#rows"),
            ("/patterns/0/at/1", "#rows"),
            ("/covers/0/1", "covers[0]"),
            ("/covers/0/0", "covers[0]"),
            ("/patterns/0/within", "patterns[0].within"),
            ("/patterns/0/unused/0", "patterns[0].unused"),
            ("/patterns/0/unused/1", "patterns[0].unused"),
            ("/origins/0/pattern", "origins"),
            ("/origins/0/kept/0/1/0", "origins[0].kept[0]"),
        ] {
            refused(&buckets(), place, &[(pointer, number.clone())]);
        }
    }
}

#[test]
fn a_long_witness_is_not_looked_up() {
    let long = "s3:GetBucketA".repeat(100_000);
    refused(&buckets(), "patterns[0].witness", &[("/patterns/0/witness", json!(long))]);
    refused(&buckets(), "origins[0].blocked[0]", &[("/origins/0/blocked/0", json!([long, long]))]);
    let weights = json!([{ "capacity": 1, "weights": [[long, 1]] }]);
    refused(&buckets(), "fewest[0].weights[0]", &[("/fewest", weights)]);
}

#[test]
fn many_states_are_walked_through_once() {
    let states: Vec<Value> = (0..100_000).map(|at| json!([at, [[at]]])).collect();
    let container = json!({ "patterns": [0], "states": states });
    refused(&buckets(), "patterns[0].within", &[("/patterns/0/within", container)]);
}

#[test]
fn a_pattern_that_is_named_often_is_held_once() {
    // A long pattern, named so often that its copies would be half a million times its length.
    let (long, times) = (format!("s3:Get{}*", "A".repeat(5000)), 100_000);
    let mut sample = buckets();
    sample.originals = vec![super::document("original", &[&format!("{long} s3:Get* s3:List*")])];
    let container = json!({ "patterns": vec![0; times], "states": [[0, vec![[0]; times]]] });
    refused(&sample, "patterns[0].within", &[("/patterns/0/within", container)]);
}

#[test]
fn what_excuses_counts_once_however_often_it_is_listed() {
    // Two thousand actions, none of which is matched by what is listed.
    let mut sample = excuses::greedy();
    let more = (0..2000).fold(String::new(), |names, n| names + &format!(" ec2:GetRedMore{n}A"));
    let known = "ec2:GetBlueA ec2:GetGreenB ec2:GetRedOneA ec2:GetRedTwoB ec2:GetYellow ec2:PutA ec2:PutB";
    sample.catalogue = super::catalogue(&format!("{known}{more}"));
    let covers = ("/covers", json!([[0, 1], [1, 1], [0, 2001], [1, 1]]));
    sample.accepts(std::slice::from_ref(&covers));
    let listed: Vec<Value> = (0..100_000).map(|_| json!([1, "ec2:GetB"])).collect();
    refused(&sample, "origins[0].kept[0]", &[covers, (excuses::EXCUSED, json!(listed))]);
}

#[test]
fn rows_and_places_may_be_as_many_as_anyone_likes() {
    let nothing = json!({ "original": [] });
    let mut sample = buckets();
    sample.rows.extend((0..100_000).map(|_| nothing.clone()));
    sample.accepts(&[]);
    let places: Vec<usize> = (0..100_000).collect();
    refused(&buckets(), "#rows[0].original", &[("/original", json!(places))]);
    let denies: Vec<Value> = (0..100_000).map(|at| json!({ "statement": at, "within": [0] })).collect();
    refused(&buckets(), "#denies[0]", &[("#/predicate/denies", json!(denies))]);
    let mut denied = buckets();
    denied.originals[0].policy.statements.push(super::statement("deny s3:Tag*"));
    denied.recommended[0][0].policy.statements.push(super::statement("deny s3:Tag*"));
    let within = json!([{ "statement": 1, "within": places }]);
    refused(&denied, "#denies[0]", &[("#/predicate/denies", within)]);
    for number in [u64::MAX, 1 << 32] {
        let by = json!([{ "statement": 1, "by": number, "within": [number] }]);
        refused(&denied, "#denies[0]", &[("#/predicate/denies", by)]);
    }
}
