//! What is proved to be included holds for every request that is drawn near it.

use std::io::{BufRead as _, BufReader};

use paredown_request::{Decision, under};
use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::TestRunner;

use super::corpus::{read, split};
use super::draws::Draws;
use super::random::alike;
use super::*;
use crate::model::{Catalogue, Reading};
use crate::parse::unused;
use crate::recommend::{Mode, recommend};

/// What was drawn near inclusions that count.
#[derive(Debug, Default)]
struct Counts {
    inclusions: usize,
    requests: usize,
    /// Requests that the inner side allows, and so has the outer one to.
    allowed: usize,
    /// Requests that it denies.
    denied: usize,
}

/// How many inclusions of a kind are looked at, and how many requests are drawn in each.
#[derive(Clone, Copy)]
struct Much {
    inclusions: usize,
    requests: usize,
}

/// What takes some seconds without optimisation.
const SOME: Much = Much { inclusions: 200, requests: 300 };
/// Two kinds of pairs: a thousand inclusions together.
const ALL: Much = Much { inclusions: 500, requests: 10_000 };

/// One draw in so many, at least, is allowed by the inner side of an inclusion that counts: of others, nothing is learned.
const ONE_IN: usize = 50;

impl Counts {
    /// Draws requests near an inclusion, of which none may be allowed by the inner side and not by the outer one, under
    /// either reading of ARNs.
    fn draw(&mut self, name: &str, inner: &[Rule], outer: &[Rule], requests: usize) {
        let mut draws = Draws::new(inner, outer, self.inclusions as u64 + 1);
        let (mut allowed, mut denied) = (0, 0);
        for _ in 0..requests {
            let request = draws.next();
            for reading in Reading::ALL {
                match under(&[inner], &request, draws.keys(), reading).allowed() {
                    Some(true) => {
                        let outer = under(&[outer], &request, draws.keys(), reading);
                        let contradicts = matches!(outer, Decision::Denied(..) | Decision::NotAllowed(_));
                        assert!(!contradicts, "{name}: {request:?} {reading:?} {outer:?}");
                        allowed += 1;
                    }
                    Some(false) => denied += 1,
                    None => {}
                }
            }
        }
        if allowed * ONE_IN < 2 * requests {
            return;
        }
        self.inclusions += 1;
        self.requests += requests;
        self.allowed += allowed / 2;
        self.denied += denied / 2;
    }

    /// What came of it; fails if the requests showed little.
    fn told(&self, kind: &str, much: Much) {
        eprintln!("{kind}: {self:?}");
        assert!(self.inclusions >= much.inclusions, "{kind}: {self:?}");
        assert!(self.allowed * 3 >= self.requests && self.denied * 20 >= self.requests, "{kind}: {self:?}");
    }
}

/// The engines that prove what is drawn from: all of this build.
fn engine() -> Engine {
    if Engine::Both.is_built_in() { Engine::Both } else { Engine::Automata }
}

fn of_random_pairs(much: Much) {
    let mut runner = TestRunner::deterministic();
    let mut counts = Counts::default();
    while counts.inclusions < much.inclusions {
        let (a, b) = alike().new_tree(&mut runner).unwrap().current();
        let (a, b) = (rules(&a), rules(&b));
        for (inner, outer) in [(&a, &b), (&b, &a)] {
            if included(inner, outer, &by(engine())) == Answer::Included {
                counts.draw("random pair", inner, outer, much.requests);
            }
        }
    }
    counts.told("random pairs", much);
}

/// Two sides by a name.
type Named = (String, Vec<Rule>, Vec<Rule>);

/// A policy of the corpus with one that allows nothing more, by a name.
fn real_pairs(most: usize) -> Option<Vec<Named>> {
    let file = shared("scenarios/open.jsonl.gz")?;
    let jobs = BufReader::new(flate2::read::GzDecoder::new(std::fs::File::open(file).unwrap()));
    let catalogue = Catalogue::embedded().unwrap();
    let mut pairs = Vec::new();
    // A prime, so that there are jobs of all kinds.
    for (number, line) in jobs.lines().enumerate().filter(|(number, _)| number % JOBS_APART == 0) {
        let job: Value = serde_json::from_str(&line.unwrap()).unwrap();
        let id = job["id"].as_str().unwrap().to_owned();
        let source = |value: &Value| Arc::new(Source { name: "job".into(), text: value.to_string() });
        let Ok(original) = policy(&source(&job["policy"])) else { continue };
        let Some(original_rules) = read(&job["policy"]) else { continue };
        let (changed, name) = if number % 2 == 0 {
            let unused = unused(&source(&job["unused"]), None).unwrap().set();
            let policy = recommend(&original.policy, &unused, &catalogue, Mode::Shortest).policy;
            (policy.statements.iter().map(Rule::new).collect(), format!("{id}, recommended"))
        } else {
            (read(&split(&job["policy"])).unwrap(), format!("{id}, split"))
        };
        pairs.push((name, changed, original_rules));
        if pairs.len() == most {
            break;
        }
    }
    Some(pairs)
}

/// One job in how many is taken.
const JOBS_APART: usize = 11;

fn of_real_policies(much: Much) {
    // Of some, everything is removed; and of some it is not known whether requests are allowed.
    let Some(pairs) = real_pairs(much.inclusions * 6 / 5) else { return };
    let mut counts = Counts::default();
    for (name, changed, original) in &pairs {
        let answer = included(changed, original, &by(engine()));
        if answer != Answer::Included {
            eprintln!("{name}: {answer:?}");
            continue;
        }
        counts.draw(name, changed, original, much.requests);
        if counts.inclusions == much.inclusions {
            break;
        }
    }
    counts.told("policies of the corpus", much);
}

#[test]
fn requests_near_random_inclusions() {
    of_random_pairs(SOME);
}

#[test]
fn requests_near_real_inclusions() {
    of_real_policies(SOME);
}

#[test]
#[ignore = "takes long without optimisation"]
fn ten_thousand_requests_in_each_of_a_thousand_inclusions() {
    of_random_pairs(ALL);
    of_real_policies(ALL);
}

/// Draws can tell: for a request that only one side allows, there are draws that show it.
#[test]
fn draws_find_what_is_allowed_by_one_side_alone() {
    let (mut found, mut outside) = (0, 0);
    let mut runner = TestRunner::deterministic();
    for seed in 0..150 {
        let (a, b) = alike().new_tree(&mut runner).unwrap().current();
        let (a, b) = (rules(&a), rules(&b));
        for (inner, outer) in [(&a, &b), (&b, &a)] {
            if !matches!(included(inner, outer, &by(Engine::Automata)), Answer::Outside(_)) {
                continue;
            }
            outside += 1;
            let pair = Pair::new(inner, outer);
            let mut draws = Draws::new(inner, outer, seed);
            found += usize::from((0..1_000).any(|_| pair.confirm(&draws.next()).is_ok()));
        }
    }
    eprintln!("{found} of {outside} differences are found by drawing");
    assert!(outside > 30 && found * 4 >= outside * 3, "{found} of {outside}");
}
