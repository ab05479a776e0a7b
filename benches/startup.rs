//! How long the whole program takes for little work: the time to wait at every call.

#![allow(missing_docs, reason = "a benchmark has no users")]
#![allow(clippy::expect_used, reason = "a benchmark may fail loudly")]

use std::process::{Command, Stdio};

use criterion::{Criterion, criterion_group, criterion_main};

const POLICY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases/blog/policy.json");
const UNUSED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases/blog/unused.json");

fn run(args: &[&str]) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_paredown"));
    let status = command.args(args).stdout(Stdio::null()).stderr(Stdio::null()).status();
    assert!(status.expect("the program can be run").success(), "{args:?} failed");
}

fn calls(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("startup");
    group.sample_size(20);
    group.bench_function("catalogue", |bencher| bencher.iter(|| run(&["catalogue"])));
    let refine = ["recommend", "--policy", POLICY, "--unused", UNUSED];
    let without_proof: Vec<&str> = refine.into_iter().chain(["--no-certify"]).collect();
    group.bench_function("recommend --no-certify blog", |bencher| bencher.iter(|| run(&without_proof)));
    group.bench_function("recommend blog", |bencher| bencher.iter(|| run(&refine)));
    group.finish();
}

criterion_group!(benches, calls);
criterion_main!(benches);
