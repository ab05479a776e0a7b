//! Large inputs: they are decided, rightly, and in a time that one can wait for.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::unreachable,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

mod common;

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use common::{certified, policy};
use paredown::fit::{Fitting, fit};
use paredown::model::{Action, Catalogue, EffectiveCatalogue, Policy, PolicyKind, UnusedSet, size_of};
use paredown::parse;
use paredown::prove::{Certification, Requirement, Settings, Verdict, certify};
use paredown::recommend::{Disposition, Mode, Recommendation, recommend};

/// Says how long something took; `--nocapture` shows it.
fn timed<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let result = work();
    println!("{what}: {:?}", start.elapsed());
    result
}

fn verdict(proof: &Certification) -> Verdict {
    proof.verdict(Requirement::LeastGeneral, Mode::Shortest)
}

/// A policy of `count` statements with two literals each, of fifty services, and every third unused.
fn statements(count: usize, own_resource: bool) -> (String, UnusedSet, Catalogue) {
    let action = |n: usize| format!("s{}:Do{n:05}", n % 50);
    let mut text = String::from("{\"Version\": \"2012-10-17\", \"Statement\": [");
    let mut unused = UnusedSet::default();
    for n in 0..count {
        let pair = [action(2 * n), action(2 * n + 1)];
        let comma = if n == 0 { "" } else { "," };
        let resource = if own_resource { format!("arn:aws:s:::{n}") } else { "*".to_owned() };
        let _ = write!(
            text,
            "{comma}\n{{\"Effect\": \"Allow\", \"Action\": [\"{}\", \"{}\"], \"Resource\": \"{resource}\"}}",
            pair[0], pair[1]
        );
        for action in pair.iter().filter(|_| n % 3 == 1) {
            unused.add_action(Action::new(action));
        }
    }
    text.push_str("\n]}");
    let all: Vec<String> = (0..2 * count).map(action).collect();
    (text, unused, common::catalogue(all.iter().map(String::as_str)))
}

fn many_statements(count: usize) {
    let (text, unused, catalogue) = statements(count, true);
    let original = timed("read", || policy(&text));
    let refined = timed("recommend", || recommend(&original, &unused, &catalogue, Mode::Shortest));
    assert_eq!(refined.policy.statements.len(), count - count.div_ceil(3) + usize::from(count % 3 == 1));
    let proof = timed("certify", || certified(&original, &unused, &refined.policy, &catalogue));
    assert_eq!(verdict(&proof), Verdict::Proved);
    let mut lacking = refined.policy.clone();
    lacking.statements.remove(count / 3);
    let proof = timed("certify what lacks one", || certified(&original, &unused, &lacking, &catalogue));
    assert_eq!(proof.verdict(Requirement::Safe, Mode::Shortest), Verdict::Proved);
    assert_eq!(proof.verdict(Requirement::Exact, Mode::Shortest), Verdict::Refuted);
    let refuted: Vec<_> = proof.judgements().filter(|j| j.witness.is_some()).map(|j| j.subject).collect();
    let lacking = |subject| common::statement_of(&proof, subject).is_some();
    assert!(refuted.iter().all(|one| *one == refuted[0] && lacking(*one)), "only the one that lacks");
}

/// The same, split into as many policies as it takes.
fn many_statements_split(count: usize, own_resource: bool) {
    let (text, unused, catalogue) = statements(count, own_resource);
    pipeline(&text, &unused, &catalogue);
}

#[test]
fn hundreds_of_statements_are_split() {
    many_statements_split(300, true);
    many_statements_split(300, false);
}

#[test]
#[ignore = "takes long without optimisation"]
fn thousands_of_statements_are_split() {
    many_statements_split(2_500, true);
    many_statements_split(2_500, false);
}

#[test]
fn hundreds_of_statements_a_third_of_which_goes() {
    many_statements(300);
}

#[test]
#[ignore = "takes long without optimisation"]
fn five_thousand_statements_a_third_of_which_goes() {
    many_statements(5_000);
}

/// One statement with `count` literals of two hundred services, half of them unused.
fn literals(count: usize) {
    let action = |n: usize| format!("s{}:Do{n:05}", n % 200);
    let all: Vec<String> = (0..count).map(action).collect();
    let quoted: Vec<String> = all.iter().map(|action| format!("\"{action}\"")).collect();
    let text = format!(
        r#"{{"Version":"2012-10-17","Statement":{{"Effect":"Allow","Action":[{}],"Resource":"*"}}}}"#,
        quoted.join(",\n")
    );
    let mut unused = UnusedSet::default();
    all.iter().take(count / 2).for_each(|action| unused.add_action(Action::new(action)));
    let catalogue = common::catalogue(all.iter().map(String::as_str));
    pipeline(&text, &unused, &catalogue);
}

/// Everything from the text to the documents that fit.
fn pipeline(text: &str, unused: &UnusedSet, catalogue: &Catalogue) -> Recommendation {
    let original = timed("read", || parse::policy(&common::source(text)).unwrap());
    let refined = timed("recommend", || recommend(&original.policy, unused, catalogue, Mode::Shortest));
    let settings = Settings { timeout: Duration::from_secs(90), ..Settings::default() };
    let (originals, recommended) = ([original.policy.clone()], [refined.policy.clone()]);
    let proof = timed("certify", || certify(&originals, unused, &recommended, catalogue, &settings));
    assert_eq!(verdict(&proof), Verdict::Proved);
    let fitting = Fitting {
        original: &original,
        recommendation: &refined,
        known: &EffectiveCatalogue::new(catalogue, &original.policy, unused),
        unused,
        mode: Mode::Shortest,
    };
    let fitted = timed("fit", || fit(&fitting, PolicyKind::Managed).unwrap());
    println!("{} characters become {} documents", fitted.size_before, fitted.documents.len());
    // A statement may be too large by its resources alone.
    let within = fitted.sizes.iter().all(|size| *size <= PolicyKind::Managed.limit());
    assert_eq!(within, fitted.over.is_none(), "{:?}", fitted.over);
    println!("{:?}", fitted.over);
    let documents: Vec<Policy> = fitted.documents.iter().map(|text| policy(text)).collect();
    let proof = timed("certify the parts", || certify(&originals, unused, &documents, catalogue, &settings));
    assert_eq!(verdict(&proof), Verdict::Proved, "{:#?}", common::doubts(&proof, Mode::Shortest));
    refined
}

#[test]
fn a_thousand_literals_half_of_which_go() {
    literals(1_000);
}

#[test]
#[ignore = "takes long without optimisation"]
fn twenty_thousand_literals_half_of_which_go() {
    literals(20_000);
}

/// The real policies beside the project that are too large for a managed policy, with every second action
/// unused.
#[test]
#[ignore = "takes long without optimisation"]
fn real_policies_that_are_too_large() {
    let Some(policies) = common::corpus::policies(1) else { return };
    let mut large: Vec<String> = policies.into_iter().map(|(_, policy)| policy.to_string()).collect();
    large.retain(|text| size_of(text, PolicyKind::Managed) > PolicyKind::Managed.limit());
    large.sort_by_key(|text| std::cmp::Reverse(text.len()));
    let catalogue = Catalogue::embedded().unwrap();
    for text in large {
        println!("\n{} characters", text.len());
        let mut unused = UnusedSet::default();
        let known = EffectiveCatalogue::new(&catalogue, &policy(&text), &unused);
        for (action, _) in known.iter().step_by(2) {
            unused.add_action(action.clone());
        }
        if pipeline(&text, &unused, &catalogue).outcome == Disposition::Detach {
            println!("detached");
        }
    }
}
