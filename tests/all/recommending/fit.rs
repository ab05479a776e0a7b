//! Documents that are made to fit: each is within its limit, and together they are certified like the
//! recommendation.

use crate::common::worlds::{Kinds, World, cases, world};
use crate::common::{MODES, certified, policy, source};
use paredown::fit::{Fitted, Fitting, Step, fit_within};
use paredown::model::{Catalogue, Effect, EffectiveCatalogue, Policy, PolicyKind, UnusedSet, size_of};
use paredown::parse::{self, ParsedPolicy};
use paredown::prove::{Requirement, Settings, Verdict, certify};
use paredown::recommend::{Disposition, Mode, recommend};
use proptest::prelude::*;
use proptest::sample::select;

const KINDS: Kinds = Kinds { statements: 3, patterns: 5, not_action: true };

struct Job {
    original: ParsedPolicy,
    unused: UnusedSet,
    catalogue: Catalogue,
    mode: Mode,
}

impl Job {
    fn new(text: &str, unused: UnusedSet, catalogue: Catalogue, mode: Mode) -> Self {
        Self { original: parse::policy(&source(text)).unwrap(), unused, catalogue, mode }
    }

    fn of(world: &World, mode: Mode) -> Self {
        Self::new(&world.policy, world.unused(), world.catalogue(), mode)
    }

    fn fitted(&self, kind: PolicyKind, limit: usize) -> Fitted {
        let recommendation = recommend(&self.original.policy, &self.unused, &self.catalogue, self.mode);
        let fitting = Fitting {
            original: &self.original,
            recommendation: &recommendation,
            known: &EffectiveCatalogue::new(&self.catalogue, &self.original.policy, &self.unused),
            unused: &self.unused,
            mode: self.mode,
        };
        fit_within(&fitting, kind, limit).unwrap()
    }

    /// The verdict on the documents together.
    fn verdict(&self, fitted: &Fitted) -> Verdict {
        let documents: Vec<Policy> = fitted.documents.iter().map(|text| policy(text)).collect();
        let settings = Settings { threads: 1, ..Settings::default() };
        let original = std::slice::from_ref(&self.original.policy);
        let proof = certify(original, &self.unused, &documents, &self.catalogue, &settings);
        proof.verdict(Requirement::LeastGeneral, self.mode)
    }
}

proptest! {
    #![proptest_config(cases(150))]

    #[test]
    fn what_fits_is_within_the_limit_and_certified(
        world in world(KINDS), share in 30..110_usize, kind in select(&PolicyKind::ALL[..]),
    ) {
        for mode in MODES {
            let job = Job::of(&world, mode);
            let refined = recommend(&job.original.policy, &job.unused, &job.catalogue, mode);
            let Some(plain) = crate::common::edited(&world.policy, &refined) else {
                prop_assert!(job.fitted(kind, 0).documents.is_empty());
                continue;
            };
            let limit = size_of(&plain, kind) * share / 100;
            let fitted = job.fitted(kind, limit);
            prop_assert_eq!(&fitted, &job.fitted(kind, limit));
            prop_assert_eq!(fitted.size_before, size_of(&plain, kind));
            if fitted.size_before <= limit {
                prop_assert_eq!((&fitted.documents, fitted.steps.len()), (&vec![plain], 0));
            }
            let sizes: Vec<usize> = fitted.documents.iter().map(|text| size_of(text, kind)).collect();
            prop_assert_eq!(&sizes, &fitted.sizes);
            let fits = sizes.iter().all(|size| *size <= limit);
            prop_assert_eq!(fits, fitted.over.is_none(), "{:?}", fitted);
            prop_assert_eq!(job.verdict(&fitted), Verdict::Proved, "{:?}", fitted);
            for document in &fitted.documents {
                let sids = policy(document).statements.into_iter().filter_map(|statement| statement.sid);
                let sids: Vec<String> = sids.collect();
                prop_assert_eq!(sids.iter().collect::<std::collections::BTreeSet<_>>().len(), sids.len());
            }
        }
    }
}

const UNUSED: &str = r#"[{"serviceNamespace":"a","actions":["GetBucketAcl","GetBucket"]}]"#;

fn job(text: &str) -> Job {
    let known =
        ["a:GetAccountPublicAccessBlock", "a:GetBucket", "a:GetBucketAcl", "a:ListAll", "a:ListX", "b:Put"];
    Job::new(text, crate::common::unused(UNUSED), crate::common::catalogue(known), Mode::Shortest)
}

/// A policy on four lines with these statements.
fn text(statements: &[&str]) -> String {
    format!(
        "{{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [\n    {}\n  ]\n}}\n",
        statements.join(",\n    ")
    )
}

const GET: &str =
    r#"{"Sid": "One", "Effect": "Allow", "Action": ["a:Get*", "a:List*", "a:ListAll"], "Resource": "*"}"#;
const PUT: &str = r#"{"Sid": "Two", "Effect": "Allow", "Action": "b:Put", "Resource": "arn:x"}"#;
const DENY: &str = r#"{"Sid": "No", "Effect": "Deny", "Action": "b:Put", "Resource": "arn:y"}"#;

#[test]
fn one_thing_after_the_other_until_it_fits() {
    let job = job(&text(&[GET, PUT]));
    let whole = job.fitted(PolicyKind::Scp, 10_000);
    assert!(whole.documents[0].contains(r#"["a:GetAccountPublicAccessBlock", "a:List*", "a:ListAll"]"#));
    let kinds = |fitted: &Fitted| -> Vec<String> {
        let kind = |step: &Step| match step {
            Step::WhiteSpace { .. } => "white-space".to_owned(),
            Step::Nested { .. } => "nested".to_owned(),
            Step::Wildcards { .. } => "wildcards".to_owned(),
            Step::Split { .. } => "split".to_owned(),
        };
        fitted.steps.iter().map(kind).collect()
    };
    let mut limit = whole.size_before;
    let mut seen = Vec::new();
    loop {
        let fitted = job.fitted(PolicyKind::Scp, limit);
        assert_eq!(job.verdict(&fitted), Verdict::Proved, "{fitted:?}");
        if fitted.over.is_some() {
            break;
        }
        seen.push(kinds(&fitted));
        limit = fitted.sizes.iter().max().unwrap() - 1;
    }
    seen.dedup();
    let expected: [&[&str]; 5] = [
        &[],
        &["white-space"],
        &["white-space", "nested"],
        &["white-space", "nested", "wildcards"],
        &["white-space", "nested", "wildcards", "split"],
    ];
    assert_eq!(seen, expected.map(|steps| steps.iter().map(ToString::to_string).collect::<Vec<_>>()));
    let shortest = job.fitted(PolicyKind::Managed, 140);
    assert!(shortest.documents[0].contains(r#"["a:GetAccount*", "a:List*"]"#), "{shortest:?}");
    let Step::Wildcards { rewritten, saved } = &shortest.steps[1] else { panic!("{shortest:?}") };
    assert_eq!((rewritten[0].by.as_str(), *saved), ("a:GetAccount*", 16));
}

#[test]
fn split_documents_keep_the_text_of_the_original() {
    let fitted = job(&text(&[GET, DENY, PUT])).fitted(PolicyKind::Managed, 150);
    let expected = [
        text(&[&GET.replace(r#""a:Get*", "a:List*", "a:ListAll""#, r#""a:GetAccount*", "a:List*""#)]),
        text(&[DENY]),
        text(&[PUT]),
    ];
    assert_eq!(fitted.documents, expected);
    let Some(Step::Split { policies: 3, divided }) = fitted.steps.last() else { panic!("{fitted:?}") };
    assert!(divided.is_empty());
}

#[test]
fn a_statement_without_room_is_divided() {
    let fitted = job(&text(&[PUT, GET, DENY])).fitted(PolicyKind::Managed, 115);
    let Some(Step::Split { divided, .. }) = fitted.steps.last() else { panic!("{fitted:?}") };
    assert_eq!(divided, &[1]);
    assert_eq!(fitted.documents.iter().filter(|text| text.contains("\"One\"")).count(), 2);
    assert_eq!(fitted.documents.iter().filter(|text| text.contains("\"No\"")).count(), 1);
}

#[test]
fn what_cannot_fit_says_by_how_much_and_why() {
    let job = job(&text(&[PUT, &GET.replace("\"*\"", &format!("\"arn:{}\"", "x".repeat(300)))]));
    let fitted = job.fitted(PolicyKind::Managed, 300);
    let over = fitted.over.clone().unwrap();
    assert_eq!(over.statement, Some(1));
    assert!(over.help.contains("even with a single action"));
    assert_eq!(fitted.documents.len(), 1);
    assert_eq!(job.verdict(&fitted), Verdict::Proved);
    let inline = job.fitted(PolicyKind::InlineRole, 300).over.unwrap();
    assert_eq!((inline.statement, inline.characters), (None, fitted.sizes[0] - 300));
    assert!(inline.help.contains("managed policy"));
}

#[test]
fn a_real_policy_becomes_three() {
    // Every action of the largest service, a third of them unused, one by one.
    let catalogue = Catalogue::embedded().unwrap();
    let all: Vec<String> = catalogue.service("ec2").iter().map(|entry| entry.action.to_string()).collect();
    let quoted: Vec<String> = all.iter().map(|action| format!("\"{action}\"")).collect();
    let statement =
        format!(r#"{{"Sid": "All", "Effect": "Allow", "Action": [{}], "Resource": "*"}}"#, quoted.join(", "));
    let mut unused = UnusedSet::default();
    for action in all.iter().step_by(3) {
        unused.add_action(paredown::model::Action::new(action));
    }
    let job = Job::new(&text(&[&statement, DENY]), unused, catalogue, Mode::Shortest);
    let fitted = job.fitted(PolicyKind::Managed, PolicyKind::Managed.limit());
    assert!(fitted.documents.len() > 1 && fitted.over.is_none() && !fitted.beyond_attachments());
    assert_eq!(job.verdict(&fitted), Verdict::Proved);
    // Each document alone is not the recommendation.
    let alone = policy(&fitted.documents[0]);
    let proof = certified(&job.original.policy, &job.unused, &alone, &job.catalogue);
    assert_eq!(proof.verdict(Requirement::Exact, Mode::Shortest), Verdict::Refuted);
    let refined = recommend(&job.original.policy, &job.unused, &job.catalogue, Mode::Shortest);
    assert_eq!(refined.outcome, Disposition::Replace);
    assert!(refined.policy.statements.iter().any(|statement| statement.effect == Effect::Deny));
}

#[test]
fn a_literal_that_an_inner_wildcard_allowed_as_well_stays() {
    let statement = r#"{"Effect": "Allow", "Action": ["a:List*", "a:*Cell*"], "Resource": "*"}"#;
    let known = ["a:ListCellRuns", "a:ListFoo", "a:ListZedZed", "a:GetCell"];
    let unused = crate::common::unused(r#"[{"serviceNamespace":"a","actions":["ListFoo","GetCell"]}]"#);
    let job = Job::new(&text(&[statement]), unused, crate::common::catalogue(known), Mode::Shortest);
    let fitted = job.fitted(PolicyKind::Managed, 114);
    assert!(fitted.documents[0].contains(r#"["a:ListCellRuns", "a:ListZed*"]"#), "{fitted:?}");
    assert_eq!(job.verdict(&fitted), Verdict::Proved);
}
