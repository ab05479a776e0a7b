//! Untrusted policies and pairs of `compare`.

use std::fs;
use std::process::Command;

use super::untrusted::{POLICY, ended, place, refused, run_in};
use crate::common::text;

#[test]
fn a_line_of_pairs_may_not_be_too_long_or_deep_and_stops_no_other() {
    let folder = place();
    let pair = |id: usize, more: &str| {
        format!(r#"{{"id": {id}, "baseline": {POLICY}, "candidate": {POLICY}{more}}}"#)
    };
    let deep = format!(r#", "more": {}{}"#, "[".repeat(100_000), "]".repeat(100_000));
    let pairs = [pair(1, ""), pair(2, &" ".repeat(200_000)), pair(3, &deep), pair(4, "")].join("\n");
    fs::write(folder.path().join("pairs.jsonl"), pairs).unwrap();
    for (limit, messages) in [
        ("", [None, Some("more than 250 deep")]),
        (
            "--max-line-size 100kB",
            [Some("bytes, more than 100,000 bytes"), Some("bytes, more than 100,000 bytes")],
        ),
        ("--max-input-size 1000", [None, Some("more than 250 deep")]),
    ] {
        let out = run_in(folder.path(), &format!("compare --pairs pairs.jsonl --engine automata {limit}"));
        assert_eq!(out.status.code(), Some(2), "{}", text(&out.stderr));
        let lines: Vec<serde_json::Value> =
            text(&out.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let expected = [None, messages[0], messages[1], None];
        assert_eq!(lines.len(), expected.len(), "{limit}");
        for (line, expected) in lines.iter().zip(expected) {
            match expected {
                None => assert_eq!(line["verdict"], "equivalent", "{limit}: {line}"),
                Some(expected) => {
                    let message = line["error"]["message"].as_str().unwrap();
                    assert!(message.contains(expected), "{limit}: {message}");
                }
            }
        }
    }
    // A line without end takes no memory.
    let mut command = Command::new("sh");
    let program = env!("CARGO_BIN_EXE_paredown");
    let script = format!(
        "{{ yes | tr -d '\\n' | head -c 100000000; echo; cat pairs.jsonl; }} | {program} compare --pairs - --engine automata"
    );
    command.current_dir(folder.path()).args(["-c", &script]);
    let out = ended(command);
    assert_eq!(text(&out.stdout).lines().count(), 5);
    assert!(text(&out.stdout).contains("the line has 100 MB, more than 16 MB"), "{}", text(&out.stdout));
}

#[test]
fn policies_to_compare_have_the_same_limits() {
    let folder = place();
    let write = |text: &str| fs::write(folder.path().join("odd.json"), text).unwrap();
    let both = |more: &str, words: &[&str]| {
        for sides in ["odd.json policy.json", "policy.json odd.json"] {
            refused(&run_in(folder.path(), &format!("compare {sides} --engine automata {more}")), words);
        }
    };
    write(&format!("{}{}", "[".repeat(100_000), "]".repeat(100_000)));
    both("", &["more than 250 deep", "odd.json:1:251", "--max-nesting"]);
    let statement = r#"{"Effect": "Allow", "Action": "sqs:List*", "Resource": "*"}"#;
    let many = vec![statement; 10_001].join(",\n");
    write(&format!(r#"{{"Version": "2012-10-17", "Statement": [{many}]}}"#));
    both("", &["the policy has more than 10000 statements", "odd.json:10001:1", "--max-statements"]);
    // What is printed of it cannot steer a terminal.
    write(&POLICY.replace("sqs:List*", "sqs:\u{1b}[31mList*\u{202e}"));
    for arguments in ["compare odd.json policy.json", "compare policy.json odd.json"] {
        let out = run_in(folder.path(), &format!("{arguments} --engine automata"));
        let said = format!("{}{}", text(&out.stdout), text(&out.stderr));
        assert!(!said.contains('\u{1b}') && !said.contains('\u{202e}'), "{said:?}");
    }
}
