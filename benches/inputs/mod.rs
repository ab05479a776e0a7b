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
