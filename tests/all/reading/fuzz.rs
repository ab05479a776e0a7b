//! The fuzz targets of `fuzz/`, without a fuzzer: on what it found, and on random changes of good inputs.

#[path = "../../common/fuzz/mod.rs"]
mod targets;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use crate::common::{root, source};
use paredown::parse::{self, Source, Strictness};
use paredown_infra::{cloudformation, hcl, terraform_plan};
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::FileFailurePersistence;
use targets::TARGETS;

/// The files of a folder and of those in it, sorted.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { all.extend(files(&path)) } else { all.push(path) }
    }
    all.sort();
    all
}

#[test]
fn holds_of_what_was_found() {
    for (name, target) in TARGETS {
        let found = files(&root().join("tests/fuzz").join(name));
        assert!(!found.is_empty(), "nothing in tests/fuzz/{name}");
        for file in found {
            println!("{name}: {}", file.display());
            target(&fs::read(file).unwrap());
        }
    }
}

/// Small inputs that are mostly good: those of the cases and of the other tests.
fn seeds() -> &'static [Vec<u8>] {
    static SEEDS: OnceLock<Vec<Vec<u8>>> = OnceLock::new();
    SEEDS.get_or_init(|| {
        small(&[
            "tests/cases",
            "tests/inputs",
            "tests/fuzz/policy",
            "tests/fuzz/unused",
            "tests/fuzz/certificate",
            "tests/fuzz/account",
            "examples/account",
        ])
    })
}

/// The same of infrastructure as code: small templates, plans and configurations.
fn infrastructure() -> &'static [Vec<u8>] {
    static SEEDS: OnceLock<Vec<Vec<u8>>> = OnceLock::new();
    SEEDS.get_or_init(|| {
        small(&["tests/fuzz/cloudformation", "tests/fuzz/hcl", "tests/fuzz/plan", "examples/ci"])
    })
}

fn small(folders: &[&str]) -> Vec<Vec<u8>> {
    let all = folders.iter().flat_map(|folder| files(&root().join(folder)));
    let texts = all.filter(|file| file.extension().is_none_or(|end| end != "md"));
    texts.map(|file| fs::read(file).unwrap()).filter(|seed| (1..4000).contains(&seed.len())).collect()
}

#[test]
fn the_seeds_are_good_inputs() {
    let read = |read: &dyn Fn(&Arc<Source>) -> bool| {
        let texts = seeds().iter().filter_map(|seed| String::from_utf8(seed.clone()).ok());
        texts.filter(|seed| read(&source(seed))).count()
    };
    let policies = read(&|text| parse::policies(text, Strictness::Strict).is_ok());
    let unused = read(&|text| parse::unused(text, None).is_ok());
    assert!(policies > 100 && unused > 50, "{policies} policies, {unused} unused sets");
}

#[test]
fn so_are_those_of_infrastructure() {
    let read = |kind: Reader| {
        let texts = infrastructure().iter().filter_map(|seed| String::from_utf8(seed.clone()).ok());
        texts.filter_map(|seed| kind(&source(&seed))).filter(|count| *count > 0).count()
    };
    let templates = read(|file| Some(cloudformation(file).ok()?.policies.len()));
    let configurations = read(|file| Some(hcl(file).ok()?.policies.len()));
    let plans = read(|file| Some(terraform_plan(file).ok()?.after.policies.len()));
    assert!(templates >= 4 && configurations >= 3 && plans >= 1, "{templates} {configurations} {plans}");
}

/// How many policies there are in a file of a kind, if it is one.
type Reader = fn(&Arc<Source>) -> Option<usize>;

/// What may turn up anywhere.
const TOKENS: [&str; 38] = [
    "\"",
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    "*",
    "?",
    "\\",
    "\\u0000",
    "\\ud800",
    "%7B",
    "%",
    "//",
    "/*",
    "*/",
    "\n",
    "\r\n",
    "\u{feff}",
    "é",
    "null",
    "\"Action\":",
    "s3:*",
    "${",
    "${X}",
    "%{",
    "!Sub ",
    "&a ",
    "*a",
    "- ",
    "  ",
    "|-\n",
    "<<EOT\n",
    " = ",
    "#",
    "'",
    "\"Fn::Sub\":",
];

/// As many cases as the environment says, or `count`; failures are stored in a file.
fn cases(count: u32) -> ProptestConfig {
    let file = FileFailurePersistence::Direct("proptest-regressions/fuzz.txt");
    ProptestConfig { failure_persistence: Some(Box::new(file)), ..crate::common::worlds::cases(count) }
}

/// One change of an input.
#[derive(Clone, Debug)]
enum Change {
    Insert(Index, &'static str),
    Remove(Index, usize),
    Double(Index, usize),
    Byte(Index, u8),
}

fn change() -> impl Strategy<Value = Change> {
    let at = any::<Index>;
    prop_oneof![
        (at(), prop::sample::select(&TOKENS[..])).prop_map(|(at, token)| Change::Insert(at, token)),
        (at(), 1..20_usize).prop_map(|(at, count)| Change::Remove(at, count)),
        (at(), 1..60_usize).prop_map(|(at, count)| Change::Double(at, count)),
        (at(), any::<u8>()).prop_map(|(at, byte)| Change::Byte(at, byte)),
    ]
}

fn changed(seeds: &[Vec<u8>], seed: Index, changes: &[Change]) -> Vec<u8> {
    let mut bytes = seed.get(seeds).clone();
    for change in changes {
        let end = |at: usize, count: usize| (at + count).min(bytes.len());
        match change {
            Change::Insert(at, token) => {
                let at = at.index(bytes.len() + 1);
                bytes.splice(at..at, token.bytes());
            }
            Change::Remove(at, count) => {
                let at = at.index(bytes.len() + 1);
                bytes.drain(at..end(at, *count));
            }
            Change::Double(at, count) => {
                let at = at.index(bytes.len() + 1);
                let part = bytes[at..end(at, *count)].to_vec();
                bytes.splice(at..at, part);
            }
            Change::Byte(at, byte) => {
                if !bytes.is_empty() {
                    let at = at.index(bytes.len());
                    bytes[at] = *byte;
                }
            }
        }
    }
    bytes
}

proptest! {
    #![proptest_config(cases(3000))]

    #[test]
    fn holds_of_texts_that_are_nearly_good(
        seed in any::<Index>(),
        changes in prop::collection::vec(change(), 0..4),
    ) {
        let bytes = changed(seeds(), seed, &changes);
        targets::policy(&bytes);
        targets::unused(&bytes);
        targets::certificate(&bytes);
        targets::account(&bytes);
    }

    #[test]
    fn holds_of_infrastructure_that_is_nearly_good(
        seed in any::<Index>(),
        changes in prop::collection::vec(change(), 0..4),
    ) {
        let bytes = changed(infrastructure(), seed, &changes);
        targets::cloudformation(&bytes);
        targets::hcl(&bytes);
        targets::plan(&bytes);
    }
}

proptest! {
    #![proptest_config(cases(100))]

    #[test]
    fn holds_of_random_worlds(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        targets::refine(&bytes);
    }

    #[test]
    fn holds_of_random_sides(bytes in prop::collection::vec(any::<u8>(), 0..120)) {
        targets::compare(&bytes);
    }
}
