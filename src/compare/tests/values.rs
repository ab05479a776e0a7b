//! Values of one key at the edges of what is modelled.

use serde_json::{Value, json};

use super::edges::{Included, NotIncluded, NotOutside, Outside, Unknown, conditions, holds};

#[test]
#[expect(clippy::too_many_lines, reason = "cases as data")]
fn values_of_one_key() {
    let one = |operator: &str, values: Value| json!({operator: {"k:v": values}});
    holds(&[
        (
            "no values",
            conditions(&one("StringEquals", json!([])), &[one("StringEquals", json!(["x"]))]),
            Unknown,
        ),
        (
            "no values, negated",
            conditions(&one("StringNotEquals", json!([])), &[one("Null", json!("true"))]),
            Unknown,
        ),
        (
            "nothing between",
            conditions(&json!({"NumericGreaterThan": {"k:v": "1"}, "NumericLessThan": {"k:v": "1.0"}}), &[]),
            Included,
        ),
        (
            "something between",
            conditions(
                &json!({"NumericGreaterThan": {"k:v": "1"}, "NumericLessThan": {"k:v": "1.0000000001"}}),
                &[],
            ),
            Outside,
        ),
        (
            "large numbers",
            conditions(
                &one("NumericGreaterThan", json!("1e300")),
                &[one("NumericGreaterThan", json!("1e300"))],
            ),
            Included,
        ),
        (
            "very large numbers",
            conditions(
                &one("NumericGreaterThan", json!("1e300")),
                &[one("NumericGreaterThan", json!("1e299"))],
            ),
            NotOutside,
        ),
        (
            "an address of IPv6 is not one of IPv4",
            conditions(&one("IpAddress", json!("::/0")), &[one("IpAddress", json!("0.0.0.0/0"))]),
            Outside,
        ),
        (
            "all addresses, or none",
            conditions(&one("Null", json!("false")), &[one("IpAddress", json!(["::/0", "0.0.0.0/0"]))]),
            NotIncluded,
        ),
        (
            "the last address",
            conditions(
                &one("IpAddress", json!("ffff::/16")),
                &[one("IpAddress", json!(["ffff::/17", "ffff:8000::/17"]))],
            ),
            Included,
        ),
        (
            "the last address but one",
            conditions(
                &one("IpAddress", json!("ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe/127")),
                &[one("IpAddress", json!("ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe"))],
            ),
            Outside,
        ),
        (
            "cases",
            conditions(
                &one("StringEqualsIgnoreCase", json!("ab")),
                &[one("StringEquals", json!(["ab", "Ab", "aB", "AB"]))],
            ),
            Included,
        ),
        (
            "Kelvin",
            conditions(&one("StringEqualsIgnoreCase", json!("k")), &[one("StringEquals", json!(["k", "K"]))]),
            Outside,
        ),
        (
            "Booleans",
            conditions(&one("Bool", json!("true")), &[one("Bool", json!(["TRUE", "x"]))]),
            NotOutside,
        ),
        (
            "a Boolean is true or false, or neither",
            conditions(&one("Null", json!("false")), &[one("Bool", json!(["true", "false"]))]),
            NotIncluded,
        ),
        (
            "dates",
            conditions(
                &one("DateLessThan", json!("2024-01-01")),
                &[one("DateLessThanEquals", json!("2023-12-31T23:59:59.999999999Z"))],
            ),
            Included,
        ),
        (
            "dates, a little less",
            conditions(
                &one("DateLessThan", json!("2024-01-01")),
                &[one("DateLessThanEquals", json!("2023-12-31T23:59:59.999999998Z"))],
            ),
            Outside,
        ),
        (
            "binary",
            conditions(&one("BinaryEquals", json!(["YQ==", "YWI="])), &[one("BinaryEquals", json!("YQ=="))]),
            Outside,
        ),
        (
            "a text is not a number",
            conditions(&json!({"StringEquals": {"k:v": "abc"}, "NumericLessThan": {"k:v": "1"}}), &[]),
            NotOutside,
        ),
        (
            "a text that is a number",
            conditions(&json!({"StringEquals": {"k:v": "0"}, "NumericLessThan": {"k:v": "1"}}), &[]),
            Outside,
        ),
        (
            "ARNs, or not",
            conditions(
                &json!({"Null": {"k:v": "false"}}),
                &[one("ArnLike", json!("arn:aws:iam::1:*")), one("ArnNotLike", json!("arn:aws:iam::1:*"))],
            ),
            NotIncluded,
        ),
        (
            "ARNs by fields",
            conditions(
                &one("ArnLike", json!("arn:aws:iam::1:role/*")),
                &[one("ArnLike", json!("arn:*:iam::*:role*"))],
            ),
            Included,
        ),
        (
            "stars of ARNs stay in their fields",
            conditions(
                &one("StringLike", json!("arn:aws:iam::1:role/*")),
                &[one("ArnLike", json!("arn:aws:*:role/*:*:*"))],
            ),
            Outside,
        ),
        (
            "a letter beyond those of Z3",
            conditions(&one("StringLike", json!("\u{50000}*")), &[one("StringLike", json!("\u{50001}*"))]),
            NotIncluded,
        ),
        (
            "the same letter beyond those of Z3",
            conditions(&one("StringLike", json!("\u{50000}")), &[one("StringLike", json!("\u{50000}*"))]),
            NotOutside,
        ),
    ]);
}
