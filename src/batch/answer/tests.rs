use serde_json::Value;
use serde_json::value::RawValue;

use super::*;
use crate::batch::Summary;
use crate::job::{self, Job, Original, Settings};
use crate::model::{Catalogue, UnusedSet};
use crate::parse::{self, Source, Strictness};
use crate::prove::{Disagreement as Found, Judgement, Obligation, Subject, Verdict, Witness};
use std::sync::Arc;

fn judgement(verdict: Verdict) -> Judgement {
    Judgement {
        subject: Subject::Denies,
        obligation: Obligation::NoEscalation,
        verdict,
        witness: (verdict == Verdict::Refuted)
            .then(|| Witness::Action { action: "a:b".to_owned(), known: true }),
        reason: None,
        evidence: Vec::new(),
        spent: std::time::Duration::ZERO,
        spent_by_smt: std::time::Duration::ZERO,
    }
}

#[test]
fn a_disagreement_is_said_and_nothing_is_recommended() {
    let text = r#"{"Statement": {"Effect": "Allow", "Action": "sqs:List*", "Resource": "*"}}"#;
    let source = Arc::new(Source { name: "policy".to_owned(), text: text.to_owned() });
    let found = parse::only(parse::policies(&source, Strictness::Strict).unwrap(), &source).unwrap();
    let original = Original::new("policy", found.parsed).identified(found.identity);
    let catalogue = Catalogue::embedded().unwrap();
    let job = Job::new(vec![original], UnusedSet::default());
    let mut outcome = job::run(job, &Settings::builder(&catalogue).build()).unwrap();
    assert!(outcome.may_be_shown());
    // Even about what was not asked for.
    outcome.certification.as_mut().unwrap().disagreements =
        vec![Found { smt: judgement(Verdict::Refuted), automata: judgement(Verdict::Proved) }];
    let id = RawValue::from_string("\"job\"".to_owned()).unwrap();
    let passed = [("team".to_owned(), RawValue::from_string("[1, 2]".to_owned()).unwrap())];
    let asked = Asked {
        id: &id,
        several: false,
        warnings: Vec::new(),
        passed: &passed,
        planned: None,
        documents: true,
        timings: false,
    };
    let answer = Answer::of(&outcome, asked);
    let mut summary = Summary::default();
    summary.count(1, &answer, std::time::Duration::ZERO);
    assert_eq!((summary.disagreements, summary.unknown, summary.proved), (1, 1, 0));
    let line: Value = serde_json::from_str(&answer.line()).unwrap();
    assert_eq!(line["recommended"], Value::Null);
    assert_eq!(line["disagreements"][0]["smt"]["verdict"], "refuted");
    assert_eq!(line["team"], serde_json::json!([1, 2]));
    let (mut schemas, mut compiler) = (boon::Schemas::new(), boon::Compiler::new());
    let schema = concat!(env!("CARGO_MANIFEST_DIR"), "/schemas/batch.schema.json");
    let index = compiler.compile(schema, &mut schemas).unwrap();
    assert!(schemas.validate(&line, index).is_ok(), "{line:#}");
}
