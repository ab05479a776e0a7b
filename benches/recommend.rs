//! How long a recommendation takes, without its proof.

#![allow(missing_docs, unreachable_pub, dead_code, reason = "a benchmark has no users")]
#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "a benchmark may fail loudly")]

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use paredown::recommend::{Mode, recommend};

mod inputs;

fn cases(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("recommend");
    for case in [inputs::blog(), inputs::ec2(), inputs::everything()] {
        for mode in [Mode::Shortest, Mode::Tight] {
            group.bench_function(BenchmarkId::new(mode.name(), &case.name), |bencher| {
                bencher.iter(|| recommend(black_box(&case.policy), &case.unused, &case.catalogue, mode));
            });
        }
    }
    group.finish();
}

fn growth(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("recommend: time by number of actions");
    group.sample_size(20);
    for actions in [1_000, 5_000, 22_000] {
        let case = inputs::growth(actions);
        group.throughput(Throughput::Elements(actions as u64));
        group.bench_function(BenchmarkId::from_parameter(&case.name), |bencher| {
            bencher
                .iter(|| recommend(black_box(&case.policy), &case.unused, &case.catalogue, Mode::Shortest));
        });
    }
    group.finish();
}

criterion_group!(benches, cases, growth);
criterion_main!(benches);
