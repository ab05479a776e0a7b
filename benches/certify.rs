//! How long the proof of a recommendation takes, with each engine. `*`, which takes Z3 long, is only given to
//! automata unless `PAREDOWN_BENCH_LARGE` is set.

#![allow(missing_docs, unreachable_pub, dead_code, reason = "a benchmark has no users")]
#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "a benchmark may fail loudly")]

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};
use paredown::prove::{Engine, Requirement, Settings, Verdict, certify};
use paredown::recommend::{Mode, recommend};

mod inputs;

const ENGINES: &[Engine] =
    if cfg!(feature = "z3") { &[Engine::Smt, Engine::Automata, Engine::Both] } else { &[Engine::Automata] };

fn cases(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("certify");
    group.sample_size(10).measurement_time(Duration::from_secs(10));
    let large = std::env::var_os("PAREDOWN_BENCH_LARGE").is_some();
    let all: &[Engine] = if large { ENGINES } else { &[Engine::Automata] };
    let cases = [(inputs::blog(), ENGINES), (inputs::ec2(), ENGINES), (inputs::everything(), all)];
    for (case, engines) in cases {
        let refined = [recommend(&case.policy, &case.unused, &case.catalogue, Mode::Shortest).policy];
        let originals = [case.policy];
        for &engine in engines {
            group.bench_function(format!("{}, {}", case.name, engine.name()), |bencher| {
                bencher.iter(|| {
                    let settings = Settings { engine, ..Settings::default() };
                    let proof =
                        certify(black_box(&originals), &case.unused, &refined, &case.catalogue, &settings);
                    // Only proofs are worth measuring.
                    assert_eq!(proof.verdict(Requirement::LeastGeneral, Mode::Shortest), Verdict::Proved);
                });
            });
        }
    }
    group.finish();
}

criterion_group!(benches, cases);
criterion_main!(benches);
