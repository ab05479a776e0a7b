//! `--pairs`: many pairs as JSON lines.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::Stdio;

use serde_json::{Value, json};

use super::{Pair, answers, compared, engines, open, policy, statement};
use crate::common::corpus::shared;
use crate::common::paredown_command;
use crate::common::program::{allow, ends, folder, text};

fn lines(count: usize) -> Vec<String> {
    let pair = |id: usize| {
        let side = |at: usize| allow(["sqs:SendMessage", "sqs:*", "sns:Publish"][at % 3]);
        json!({"id": id, "baseline": side(id), "candidate": [side(id / 3), side(id / 9)]}).to_string()
    };
    (0..count).map(pair).collect()
}

#[test]
fn answers_are_the_same_on_any_number_of_threads_and_packed() {
    let lines = lines(60);
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(lines.join("\n").as_bytes()).unwrap();
    let folder = folder(&[("p.jsonl", lines.join("\n")), ("a.json", format!("[{}]", lines.join(",\n")))]);
    std::fs::write(folder.path().join("p.gz"), packed.finish().unwrap()).unwrap();
    let ask = |arguments: &str| {
        ends(folder.path(), &format!("compare --engine automata --pairs {arguments}"), 1).stdout
    };
    let one = ask("p.jsonl --threads 1");
    let ids: Vec<u64> = answers(&one).iter().map(|answer| answer["id"].as_u64().unwrap()).collect();
    assert_eq!(ids, (0..60).collect::<Vec<u64>>());
    for other in ["p.jsonl --threads 5", "p.gz", "a.json"] {
        assert!(ask(other) == one, "{other}");
    }
}

#[test]
fn a_pair_is_answered_before_the_next_is_read() {
    let mut command = paredown_command();
    command.args(["compare", "--engine", "automata", "--pairs", "-"]);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let (mut input, mut output) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
    for id in ["one", "two"] {
        writeln!(input, "{}", Pair::new(id, &allow("sqs:*"), &allow("sqs:Get*")).line()).unwrap();
        let mut line = String::new();
        output.read_line(&mut line).unwrap();
        assert_eq!(serde_json::from_str::<Value>(&line).unwrap()["id"], id);
    }
    drop(input);
    let mut rest = String::new();
    output.read_to_string(&mut rest).unwrap();
    assert_eq!((rest.as_str(), child.wait().unwrap().code()), ("", Some(0)));
}

#[test]
fn exit_codes_and_counts() {
    let (all, some, other) = (allow("sqs:*"), allow("sqs:SendMessage"), allow("sns:Publish"));
    let equal = Pair::new("equivalent", &all, &all);
    let narrower = Pair::new("narrower", &all, &some);
    let wider = Pair::new("wider", &some, &all);
    let incomparable = Pair::new("incomparable", &other, &all);
    let unknown = Pair::new(
        "unknown",
        &open(),
        &policy(json!([statement("Allow", "s3:GetObject", "arn:aws:s3:::x/*")])),
    );
    let bad = "{}";
    for (pairs, code) in [
        (vec![], 0),
        (vec![&equal, &narrower], 0),
        (vec![&equal, &unknown], 3),
        (vec![&unknown, &wider], 1),
        (vec![&incomparable], 1),
    ] {
        let text_of: String = pairs.iter().map(|pair| pair.line() + "\n").collect();
        let folder = folder(&[("p.jsonl", text_of.clone()), ("b.jsonl", text_of + bad)]);
        let out = ends(folder.path(), "compare --engine automata --pairs p.jsonl", code);
        let found = answers(&out.stdout);
        for (pair, answer) in pairs.iter().zip(&found) {
            assert_eq!(answer["verdict"], pair.id, "{answer}");
        }
        let told = text(&out.stderr);
        assert!(told.starts_with(&format!("{} pairs: ", pairs.len())), "{told}");
        for pair in &pairs {
            assert!(told.contains(&format!("1 {}", pair.id)), "{told}");
        }
        ends(folder.path(), "compare --engine automata --pairs b.jsonl", 2);
    }
}

#[test]
fn what_takes_too_long_is_unknown_and_stops_no_other() {
    let few = Pair::new("few", &allow("sqs:SendMessage"), &allow("sqs:SendMessage"));
    let condition =
        |value: usize| json!({"StringLike": {"aws:PrincipalTag/x": format!("*{value}?*a{value}*")}});
    let statements = |from: usize| -> Vec<Value> {
        let one = |number: usize| {
            let mut one = statement("Allow", "*", &format!("arn:aws:s3:::*{number}?*b*"));
            one["Condition"] = condition(number);
            one
        };
        (from..from + 60).map(one).collect()
    };
    let many = Pair::new("many", &policy(json!(statements(0))), &policy(json!(statements(30))));
    let folder = folder(&[("p.jsonl", format!("{}\n{}\n", many.line(), few.line()))]);
    let out = ends(folder.path(), "compare --engine automata --pairs p.jsonl --max-time 0.2", 3);
    let found = answers(&out.stdout);
    assert_eq!((&found[0]["verdict"], &found[1]["verdict"]), (&json!("unknown"), &json!("equivalent")));
    let reason = found[0]["newly_allowed"]["reason"].as_str().unwrap();
    assert!(reason.contains("time"), "{reason}");
}

#[test]
fn the_pairs_of_the_corpus_come_out_as_they_should() {
    let Some(path) = shared("corpus/requests/pairs.jsonl") else { return };
    let all = std::fs::read_to_string(path).unwrap();
    let all: Vec<Value> = all.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(all.len(), 20);
    let pairs: Vec<Pair> =
        all.iter().map(|pair| Pair::new(pair["about"].as_str().unwrap(), &pair["b"], &pair["a"])).collect();
    let folder = tempfile::tempdir().unwrap();
    for engine in engines() {
        for (pair, answer) in all.iter().zip(compared(folder.path(), &pairs, engine)) {
            let included = pair["every request that a allows, b allows"].as_bool().unwrap();
            let new = &answer["newly_allowed"];
            assert_eq!(new["answer"], if included { "no" } else { "yes" }, "{} {answer}", engine.name());
            assert_eq!(new["by_resource_types"], Value::Null, "{answer}");
        }
    }
}
