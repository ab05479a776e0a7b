//! How long it takes to compare policies, with each engine: whether a recommendation allows more than the original, and
//! the other way round; and to decide a request. `growth` has how it grows.

#![allow(missing_docs, unreachable_pub, dead_code, reason = "a benchmark has no users")]
#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "a benchmark may fail loudly")]

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use paredown::compare::{Answer, Pair, Settings};
use paredown::model::Policy;
use paredown::prove::Engine;
use paredown::recommend::{Mode, recommend};
use paredown_request::{Keys, Request, Rule, decide};

mod inputs;

const ENGINES: &[Engine] =
    if cfg!(feature = "z3") { &[Engine::Smt, Engine::Automata, Engine::Both] } else { &[Engine::Automata] };

/// Two sides by a name.
struct Case {
    name: String,
    original: Vec<Rule>,
    recommended: Vec<Rule>,
}

fn rules(policy: &Policy) -> Vec<Rule> {
    policy.statements.iter().map(Rule::new).collect()
}

/// The recommendation for a policy.
fn recommended(case: &inputs::Case) -> Case {
    let recommended = recommend(&case.policy, &case.unused, &case.catalogue, Mode::Shortest).policy;
    Case { name: case.name.clone(), original: rules(&case.policy), recommended: rules(&recommended) }
}

/// The policies of a principal together.
fn principal() -> Case {
    let (mut original, mut together) = (Vec::new(), Vec::new());
    for case in inputs::principal(20) {
        let one = recommended(&case);
        original.extend(one.original);
        together.extend(one.recommended);
    }
    Case { name: "20 policies".to_owned(), original, recommended: together }
}

fn pairs(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("compare");
    group.sample_size(20).measurement_time(Duration::from_secs(5));
    for case in [recommended(&inputs::blog()), recommended(&inputs::ec2()), principal()] {
        for &engine in ENGINES {
            let settings = Settings { engine, ..Settings::default() };
            group.bench_function(format!("{}, {}", case.name, engine.name()), |bencher| {
                bencher.iter(|| {
                    let (before, after) = (black_box(&case.original), black_box(&case.recommended));
                    assert_eq!(Pair::new(after, before).included(&settings), Answer::Included);
                    let answer = Pair::new(before, after).included(&settings);
                    assert!(matches!(answer, Answer::Outside(_)), "it allows less: {answer:?}");
                });
            });
        }
    }
    group.finish();
}

fn requests(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("evaluate");
    for case in [recommended(&inputs::blog()), principal()] {
        let actions = ["s3:GetObject", "ec2:DescribeInstances", "iam:PassRole", "sqs:SendMessage"];
        let request = |action: &&str| Request {
            action: action.to_lowercase(),
            resource: "arn:aws:s3:::bucket3/x".to_owned(),
            ..Request::default()
        };
        let requests: Vec<Request> = actions.iter().map(request).collect();
        let keys: Keys = Rule::keys(&case.original);
        group.throughput(Throughput::Elements(requests.len() as u64));
        group.bench_function(&case.name, |bencher| {
            bencher.iter(|| {
                let layers = [black_box(case.original.as_slice())];
                requests.iter().filter_map(|request| decide(&layers, request, &keys).allowed()).count()
            });
        });
    }
    group.finish();
}

criterion_group!(benches, pairs, requests);
criterion_main!(benches);
