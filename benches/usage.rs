//! How long it takes to check what a certificate says of usage, beside the rest of it: with the exports already read.

#![allow(missing_docs, unreachable_pub, dead_code, reason = "a benchmark has no users")]
#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "a benchmark may fail loudly")]

use std::hint::black_box;
use std::sync::Arc;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use paredown::analyze::{Analysis, Class, Evidence, Observability, Period, Settings, analyze};
use paredown::certificate::kernel::{Document, Exports, Inputs, verify, verify_usage};
use paredown::certificate::{Certificate, Subject, UsageOf, write_with_usage};
use paredown::model::{Catalogue, UnusedSet};
use paredown::parse::Source;
use paredown::prove::Requirement;
use paredown::recommend::{Mode, recommend};
use paredown_account::{Account, File, export};
use serde_json::{Value, json};

mod inputs;

const ARN: &str = "arn:aws:iam::111122223333:role/app";
const NOW: &str = "2026-06-30T00:00:00Z";

/// A role that may do everything. Of each fifth service every tenth action was used and all are tracked; the other
/// services were not accessed.
fn account(catalogue: &Catalogue) -> Account {
    let services = catalogue.services().enumerate().map(|(number, service)| {
        let mut listed = json!({"ServiceName": service, "ServiceNamespace": service});
        if number % 5 == 0 {
            let tracked = catalogue.service(service).iter().enumerate().map(|(at, entry)| {
                let name = &entry.action.spelling()[service.len() + 1..];
                let used = (at % 10 == 0).then_some(NOW);
                json!({"ActionName": name, "LastAccessedTime": used})
            });
            listed["LastAuthenticated"] = NOW.into();
            listed["TrackedActionsLastAccessed"] = tracked.collect();
        }
        listed
    });
    let services: Value = services.collect();
    let report = json!({
        "JobStatus": "COMPLETED", "JobType": "ACTION_LEVEL", "JobCreationDate": NOW, "ServicesLastAccessed": services,
    });
    let patterns: Vec<String> = catalogue.services().map(|service| format!("{service}:*")).collect();
    let policy = json!({"Statement": [{"Effect": "Allow", "Action": patterns, "Resource": "*"}]});
    let details = json!({"RoleDetailList": [{
        "Path": "/", "RoleName": "app", "RoleId": "AROA", "Arn": ARN, "CreateDate": "2025-01-01T00:00:00Z",
        "RolePolicyList": [{"PolicyName": "p", "PolicyDocument": policy}],
        "RoleLastUsed": {"LastUsedDate": NOW},
    }]});
    let files = [("d.json", details), ("r.json", json!({"arn": ARN, "report": report}))];
    let files = files.map(|(name, value)| {
        let source = Arc::new(Source { name: name.to_owned(), text: value.to_string() });
        File { export: export(&source).expect("it is an export"), source, principal: None }
    });
    Account::gather(files.into(), "a").expect("it is an account").account
}

/// What was found to be unused, action by action.
fn unused(analysis: &Analysis) -> UnusedSet {
    let mut set = UnusedSet::default();
    for (allowed, class) in &analysis.classes {
        if matches!(class, Class::Unused { .. }) {
            set.add_action(allowed.action.clone());
        }
    }
    set
}

fn sizes(criterion: &mut Criterion) {
    for size in [5_000, 10_000, 20_000] {
        let catalogue = inputs::growth(size).catalogue;
        let account = account(&catalogue);
        let settings = Settings {
            catalogue: &catalogue,
            period: Period { days: 90, end: NOW.parse().expect("it is a time") },
            evidence: Evidence::Strict,
            exclude_tags: Vec::new(),
            exclude: Vec::new(),
            exceptions: Vec::new(),
            observable: Observability::default(),
        };
        let analysis = analyze(&account, &settings).remove(0);
        let unused = unused(&analysis);
        let policy = account.policies_of(&account.details.identities[0]).expect("they are there").remove(0);
        let policy = policy.policy.policy.clone();
        let refined = recommend(&policy, &unused, &catalogue, Mode::Shortest).policy;
        let document = |policy| Document { policy, sha256: String::new() };
        let (originals, recommended) = ([document(policy)], [vec![document(refined)]]);
        let inputs = Inputs {
            originals: &originals,
            recommended: &recommended,
            unused: &unused,
            catalogue: &catalogue,
        };
        let subjects = [Subject { name: "p".to_owned(), documents: vec!["r".to_owned()] }];
        let usage = Some(UsageOf { analysis: &analysis, account: &account, settings: &settings });
        let claim = (Requirement::LeastGeneral, Mode::Shortest);
        let certificate: Certificate =
            write_with_usage(&inputs, &subjects, claim, usage).expect("it is right");
        let exports = Exports { account: &account, observable: &settings.observable };
        let count = unused.actions().count();
        let bytes = serde_json::to_string(&certificate.predicate.usage).expect("it is JSON").len();
        eprintln!("{count} unused actions: {bytes} bytes about usage");
        let mut group = criterion.benchmark_group(format!("usage of {count} actions"));
        group.sample_size(20).throughput(Throughput::Elements(count as u64));
        group.bench_function("without", |bencher| {
            bencher.iter(|| verify(black_box(&certificate), &inputs).expect("it is accepted"));
        });
        group.bench_function("with", |bencher| {
            bencher.iter(|| {
                verify_usage(black_box(&certificate), &inputs, &exports).expect("it is accepted");
            });
        });
        group.finish();
    }
}

criterion_group!(benches, sizes);
criterion_main!(benches);
