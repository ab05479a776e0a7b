//! Real policies. The corpus is not in the repository; without it these tests say so and pass.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::Value;

use super::{
    ElementEdit, ParsedPolicy, RecommendedAction, Source, StatementEdit, Strictness, policy, recommendation,
};

/// A file of the corpus, which is next to the project or above it. If CI has the folder, it has to have the file.
pub(super) fn corpus(file: &str) -> Option<PathBuf> {
    let folders =
        || Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().map(|folder| folder.join("shared/corpus"));
    let path = folders().map(|folder| folder.join(file)).find(|path| path.exists());
    if path.is_none() {
        let ci = std::env::var_os("CI").is_some_and(|ci| ci == "true");
        assert!(!(ci && folders().any(|folder| folder.exists())), "there is no shared/corpus/{file}");
        eprintln!("skipped: there is no shared/corpus/{file} beside the project");
    }
    path
}

/// The lines of a file of the corpus.
fn lines(file: &str) -> Vec<Value> {
    let text = corpus(file).map(|path| std::fs::read_to_string(path).unwrap()).unwrap_or_default();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn read(text: String) -> Result<ParsedPolicy, String> {
    policy(&Arc::new(Source { name: "p".into(), text })).map_err(|error| error.render(false))
}

/// The value in common layouts.
fn layouts(value: &Value) -> [String; 4] {
    let pretty = serde_json::to_string_pretty(value).unwrap();
    let spaced = serde_json::to_string(value).unwrap().replace("\",\"", "\", \"");
    let crlf = pretty.replace("  ", "\t").replace('\n', "\r\n") + "\r\n";
    [value.to_string(), spaced, crlf, pretty]
}

/// A pseudorandom number below `bound`; the sequence is the same in every run.
fn random(state: &mut u64, bound: usize) -> usize {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    usize::try_from(*state >> 33).unwrap() % bound
}

pub(super) fn random_edit(state: &mut u64, elements: usize) -> StatementEdit {
    let new = |count: usize| (0..count).map(|n| format!("new:Action{n}")).collect::<Vec<_>>();
    match random(state, 6) {
        0 => StatementEdit::Keep,
        1 => StatementEdit::Remove,
        2 => StatementEdit::Append(new(random(state, 3))),
        _ => StatementEdit::Elements(
            (0..elements)
                .map(|_| match random(state, 5) {
                    count @ 0..=2 => ElementEdit::Replace(new(count)),
                    _ => ElementEdit::Keep,
                })
                .collect(),
        ),
    }
}

/// The expected actions of a statement after its edit.
pub(super) fn apply(actions: &[String], edit: &StatementEdit) -> Vec<String> {
    match edit {
        StatementEdit::Keep | StatementEdit::Remove => actions.to_vec(),
        StatementEdit::Append(new) => [actions, new].concat(),
        StatementEdit::Elements(edits) => actions
            .iter()
            .zip(edits)
            .flat_map(|(action, edit)| match edit {
                ElementEdit::Keep => vec![action.clone()],
                ElementEdit::Replace(new) => new.clone(),
            })
            .collect(),
    }
}

pub(super) fn actions(parsed: &ParsedPolicy) -> Vec<Vec<String>> {
    let spelt = |p: &crate::model::Pattern| p.spelling().to_owned();
    parsed.policy.statements.iter().map(|s| s.actions.patterns.iter().map(spelt).collect()).collect()
}

#[test]
fn real_policies_are_read_and_come_out_as_they_went_in() {
    let mut refused = Vec::new();
    let mut state = 1;
    for line in lines("policies/open.jsonl") {
        for text in layouts(&line["policy"]) {
            let parsed = match read(text.clone()) {
                Ok(parsed) => parsed,
                Err(error) => {
                    refused.push(line["id"].as_str().unwrap().to_owned());
                    eprintln!("{}\n{error}", line["id"]);
                    break;
                }
            };
            let before = actions(&parsed);
            let keep = vec![StatementEdit::Keep; before.len()];
            assert_eq!(parsed.document.edited(&keep).unwrap(), text);
            let edits: Vec<_> = before.iter().map(|a| random_edit(&mut state, a.len())).collect();
            if edits.iter().all(|edit| *edit == StatementEdit::Remove) {
                continue;
            }
            let after = read(parsed.document.edited(&edits).unwrap()).unwrap();
            let expected: Vec<_> = before
                .iter()
                .zip(&edits)
                .filter(|(_, edit)| **edit != StatementEdit::Remove)
                .map(|(actions, edit)| apply(actions, edit))
                .collect();
            assert_eq!(actions(&after), expected, "{text}\n{edits:?}");
        }
    }
    // One policy has both Resource and NotResource in a statement, which IAM also refuses.
    refused.retain(|id| id != "cust:f3515be09dcb67ee");
    assert!(refused.is_empty(), "{refused:?}");
}

/// All are refused, except those with an empty list of actions. Such a list is accepted because AWS reports a
/// suggestion, not an error: "This statement includes no actions and does not affect the policy" (IAM User Guide,
/// policy check reference, "Suggestion – Empty array action"), where suggestions "do not impact access" and
/// errors "report when a part of the policy is not functional" (IAM Access Analyzer API Reference,
/// `ValidatePolicyFinding`). That IAM stores such a policy follows from this, but is not stated.
#[test]
fn documents_that_are_no_policies_are_refused() {
    let (mut refused, mut empty) = (0, 0);
    for line in lines("invalid/rejected_documents.jsonl") {
        match read(line["document"].to_string()) {
            Err(_) => refused += 1,
            Ok(parsed) => {
                assert!(actions(&parsed).iter().any(Vec::is_empty), "{line}");
                empty += 1;
            }
        }
    }
    eprintln!("{refused} documents refused, {empty} taken that have an empty list of actions");
    assert!((refused, empty) == (303, 4) || (refused, empty) == (0, 0));
}

/// Real policies in the answer of `iam get-policy-version`: in place, as a string, and URL-encoded.
#[test]
fn real_policies_are_read_out_of_answers() {
    for line in lines("policies/open.jsonl").iter().step_by(5) {
        let text = serde_json::to_string_pretty(&line["policy"]).unwrap();
        let Ok(bare) = read(text.clone()) else { continue };
        let url =
            percent_encoding::utf8_percent_encode(&text, percent_encoding::NON_ALPHANUMERIC).to_string();
        let answer = |document: &Value| serde_json::json!({"PolicyVersion": {"Document": document}});
        for document in [&line["policy"], &Value::from(text.clone()), &Value::from(url.clone())] {
            let parsed = read(serde_json::to_string_pretty(&answer(document)).unwrap()).unwrap();
            assert_eq!(parsed.policy, bare.policy, "{}", line["id"]);
            assert_eq!(parsed.document.text(), text, "{}", line["id"]);
        }
        assert_eq!(read(url).unwrap().policy, bare.policy, "{}", line["id"]);
    }
}

#[test]
fn the_recommendation_that_aws_published_is_read() {
    let Some(path) = corpus("findings/aws_blog_recommendation_2024.json") else { return };
    let file: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let text = serde_json::to_string_pretty(&file["get_finding_recommendation"]).unwrap();
    let source = Arc::new(Source { name: "r".into(), text });
    let read =
        recommendation(&source, Strictness::Strict).unwrap_or_else(|error| panic!("{}", error.render(false)));
    let steps: Vec<(RecommendedAction, &str, Option<usize>)> = read
        .steps
        .iter()
        .map(|step| {
            let actions = step.policy.as_ref().map(|parsed| actions(parsed).concat().len());
            (step.action, step.existing.as_ref().unwrap().value.rsplit('/').next().unwrap(), actions)
        })
        .collect();
    assert_eq!(
        steps,
        [
            (RecommendedAction::Detach, "AmazonBedrockReadOnly", None),
            (RecommendedAction::Create, "AmazonS3ReadOnlyAccess", Some(19)),
            (RecommendedAction::Detach, "AmazonS3ReadOnlyAccess", None),
            (RecommendedAction::Create, "InlinePolicyListLambda", Some(2)),
            (RecommendedAction::Detach, "InlinePolicyListLambda", None),
        ]
    );
    assert!(read.warnings.is_empty());
}
