//! The inputs of the benchmarks, the same on every run: the built-in catalogue with a part unused, chosen by a
//! seeded generator.

use std::collections::BTreeMap;
use std::sync::Arc;

use paredown::model::{ActionElement, Catalogue, Effect, Pattern, Policy, Scope, Statement, UnusedSet};
use paredown::parse;

/// A policy with what is unused of it.
pub struct Case {
    /// Its name in the report.
    pub name: String,
    pub policy: Policy,
    pub unused: UnusedSet,
    pub catalogue: Catalogue,
}

/// The built-in catalogue.
pub fn catalogue() -> Catalogue {
    Catalogue::embedded().expect("the built-in catalogue is whole")
}

/// The AWS blog's example.
pub fn blog() -> Case {
    let read = |name: &str| {
        let path = format!("{}/tests/cases/blog/{name}", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(&path).expect("the example is there");
        Arc::new(parse::Source { name: name.to_owned(), text })
    };
    Case {
        name: "blog".to_owned(),
        policy: parse::policy(&read("policy.json")).expect("it is a policy").policy,
        unused: parse::unused(&read("unused.json"), None).expect("it says what is unused").set(),
        catalogue: catalogue(),
    }
}

/// `ec2:*` with a random half unused: the largest service.
pub fn ec2() -> Case {
    case("ec2 half unused", "ec2:*", catalogue(), 2)
}

/// `*` with a random third unused: every service.
pub fn everything() -> Case {
    case("* a third unused", "*", catalogue(), 3)
}

/// `*` with a random third unused, over the first services that together have `actions` actions, to see how the
/// time grows.
pub fn growth(actions: usize) -> Case {
    let all = catalogue();
    let (mut services, mut count) = (BTreeMap::new(), 0);
    for service in all.services() {
        if count >= actions {
            break;
        }
        let name = |entry: &paredown::model::Entry| entry.action.spelling()[service.len() + 1..].to_owned();
        let names: Vec<_> = all.service(service).iter().map(|entry| (name(entry), entry.level)).collect();
        count += names.len();
        services.insert(service.to_owned(), names);
    }
    let part = Catalogue::from_services("benchmark", services).expect("it is a part of another");
    case(&count.to_string(), "*", part, 3)
}

/// Policies of one principal, with half unused: some services each, partly on resources of their own, partly denied, and
/// with conditions.
pub fn principal(count: usize) -> Vec<Case> {
    let catalogue = catalogue();
    let services: Vec<String> = catalogue.services().map(str::to_owned).collect();
    let one = |number: usize| {
        let service = |by: usize| services[(number * 17 + by * 5) % services.len()].as_str();
        let text = format!(
            r#"{{"Version": "2012-10-17", "Statement": [
                {{"Effect": "Allow", "Action": ["{}:*", "s3:List*"], "Resource": "*"}},
                {{"Effect": "Allow", "Action": ["s3:Get*", "s3:PutObject"],
                    "Resource": ["arn:aws:s3:::bucket{number}", "arn:aws:s3:::bucket{number}/*"],
                    "Condition": {{"Bool": {{"aws:SecureTransport": "true"}}}}}},
                {{"Effect": "Allow", "Action": ["{}:Describe*", "{}:Get*"], "Resource": "*",
                    "Condition": {{"StringLike": {{"aws:PrincipalTag/team": ["team{number}", "ops-*"]}}}}}},
                {{"Effect": "Deny", "Action": "s3:Put*", "Resource": "arn:aws:s3:::bucket{number}/kept/*",
                    "Condition": {{"StringNotEquals": {{"aws:PrincipalTag/team": "team{number}"}}}}}}]}}"#,
            service(0),
            service(1),
            service(2),
        );
        let source = Arc::new(parse::Source { name: format!("policy {number}"), text });
        let policy = parse::policy(&source).expect("it is a policy").policy;
        let mut random = Random(number as u64);
        let mut unused = UnusedSet::default();
        for entry in catalogue.services().flat_map(|service| catalogue.service(service)) {
            let allowed = policy.statements.iter().any(|one| one.actions.matches(entry.action.folded()));
            if allowed && random.below(2) == 0 {
                unused.add_action(entry.action.clone());
            }
        }
        Case { name: number.to_string(), policy, unused, catalogue: catalogue.clone() }
    };
    (0..count).map(one).collect()
}

/// A policy that allows one pattern, with one in `one_in` of the actions it matches unused.
fn case(name: &str, pattern: &str, catalogue: Catalogue, one_in: u64) -> Case {
    let pattern = Pattern::new(pattern);
    let mut random = Random(20_260_926);
    let mut unused = UnusedSet::default();
    for entry in catalogue.services().flat_map(|service| catalogue.service(service)) {
        if pattern.matches(entry.action.folded()) && random.below(one_in) == 0 {
            unused.add_action(entry.action.clone());
        }
    }
    let statement = Statement {
        sid: None,
        effect: Effect::Allow,
        actions: ActionElement { negated: false, patterns: vec![pattern] },
        scope: Scope::everywhere(),
    };
    let policy = Policy { version: Some("2012-10-17".to_owned()), statements: vec![statement] };
    Case { name: name.to_owned(), policy, unused, catalogue }
}

/// The generator `SplitMix64`, which suffices here.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % bound
    }
}
