//! How long the proof of a recommendation takes. `*`, which takes long, only with
//! `PAREDOWN_BENCH_LARGE` set.

#![allow(missing_docs, unreachable_pub, dead_code, reason = "a benchmark has no users")]
#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "a benchmark may fail loudly")]

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};
use paredown::prove::{Requirement, Settings, Verdict, certify};
use paredown::recommend::{Mode, recommend};

mod inputs;

fn cases(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("certify");
    group.sample_size(10).measurement_time(Duration::from_secs(10));
    let large = std::env::var_os("PAREDOWN_BENCH_LARGE").map(|_| inputs::everything());
    for case in [inputs::blog(), inputs::ec2()].into_iter().chain(large) {
        let refined = recommend(&case.policy, &case.unused, &case.catalogue, Mode::Shortest).policy;
        group.bench_function(&case.name, |bencher| {
            bencher.iter(|| {
                let settings = Settings::default();
                let proof =
                    certify(black_box(&case.policy), &case.unused, &refined, &case.catalogue, &settings);
                // Only proofs are worth measuring.
                assert_eq!(proof.verdict(Requirement::LeastGeneral, Mode::Shortest), Verdict::Proved);
            });
        });
    }
    group.finish();
}

criterion_group!(benches, cases);
criterion_main!(benches);
