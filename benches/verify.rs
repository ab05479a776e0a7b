//! How long it takes to write a certificate, and to check one: read from its text, with the inputs already read.

#![allow(missing_docs, unreachable_pub, dead_code, reason = "a benchmark has no users")]
#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "a benchmark may fail loudly")]

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use paredown::certificate::kernel::{Document, Inputs, verify};
use paredown::certificate::{Certificate, Subject, write};
use paredown::prove::Requirement;
use paredown::recommend::{Mode, recommend};

mod inputs;

fn cases(criterion: &mut Criterion) {
    for case in [inputs::blog(), inputs::ec2(), inputs::everything()] {
        let refined = recommend(&case.policy, &case.unused, &case.catalogue, Mode::Shortest).policy;
        let document = |policy| Document { policy, sha256: String::new() };
        let (originals, recommended) = ([document(case.policy)], [vec![document(refined)]]);
        let inputs = Inputs {
            originals: &originals,
            recommended: &recommended,
            unused: &case.unused,
            catalogue: &case.catalogue,
        };
        let subject = Subject { name: "policy".to_owned(), documents: vec!["recommended".to_owned()] };
        let subjects = [subject];
        let make =
            || write(&inputs, &subjects, Requirement::LeastGeneral, Mode::Shortest).expect("it is right");
        let text = serde_json::to_string(&make()).expect("it is JSON");
        let mut group = criterion.benchmark_group(&case.name);
        group.sample_size(20).throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function("write", |bencher| bencher.iter(&make));
        group.bench_function("verify", |bencher| {
            bencher.iter(|| {
                let read: Certificate = serde_json::from_str(black_box(&text)).expect("it is one");
                verify(&read, &inputs).expect("it is accepted");
            });
        });
        group.finish();
    }
}

criterion_group!(benches, cases);
criterion_main!(benches);
