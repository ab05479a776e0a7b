//! Large and senseless rows are refused as fast as they are read: no number or string in a certificate makes the
//! kernel do more than the inputs and the certificate are long.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::{Sample, buckets, excuses};

/// Far more than any of these needs, in a slow build on a busy machine; each took minutes where what is listed
/// was multiplied.
const ENOUGH: Duration = Duration::from_secs(20);

#[track_caller]
fn refused(sample: &Sample, place: &str, changes: &[(&str, Value)]) {
    let begin = Instant::now();
    let rejection = sample.verify(changes).expect_err("accepted");
    assert_eq!(rejection.place, format!("policies[0].statements[0].{place}"));
    assert!(begin.elapsed() < ENOUGH, "{place}: {:?}", begin.elapsed());
}

#[test]
fn counts_and_places_may_be_anything() {
    for number in [u64::MAX, u64::MAX - 1, 1 << 63, 1 << 32] {
        let number = json!(number);
        for (pointer, place) in [
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
    // A long pattern, named so often that its copies would be half a million times as long.
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
