//! Small random catalogues, policies and unused sets for the property tests.

use std::collections::{BTreeMap, BTreeSet};

use paredown::model::{Action, Catalogue, Pattern, Policy, UnusedSet};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use proptest::test_runner::FileFailurePersistence;

use super::twin;

/// As many cases as the environment says, or `count`.
pub fn cases(count: u32) -> ProptestConfig {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|text| text.parse().ok());
    ProptestConfig {
        cases: asked.unwrap_or(count),
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct(
            "proptest-regressions/properties.txt",
        ))),
        ..ProptestConfig::default()
    }
}

/// The data of one test case, as the texts that a user would give.
#[derive(Clone, Debug)]
pub struct World {
    /// `service:Action`, distinct when folded.
    pub catalogue: Vec<String>,
    pub policy: String,
    pub unused: BTreeSet<String>,
    pub unused_services: BTreeSet<String>,
    /// Patterns to keep, whatever is unused.
    pub keep: Vec<String>,
}

impl World {
    pub fn catalogue(&self) -> Catalogue {
        super::catalogue(self.catalogue.iter().map(String::as_str))
    }

    pub fn policy(&self) -> Policy {
        super::policy(&self.policy)
    }

    pub fn unused(&self) -> UnusedSet {
        let mut unused = UnusedSet::default();
        self.unused_services.iter().for_each(|service| unused.add_service(service));
        self.unused.iter().for_each(|action| unused.add_action(Action::new(action)));
        self.keep.iter().for_each(|pattern| unused.keep(Pattern::new(pattern.as_str())));
        unused
    }

    /// What is unused, for the twin.
    pub fn twin_unused(&self) -> twin::Unused {
        twin::Unused {
            actions: self.unused.iter().map(|action| action.to_ascii_lowercase()).collect(),
            services: self.unused_services.clone(),
            keep: self.keep.iter().map(|pattern| pattern.to_ascii_lowercase()).collect(),
        }
    }

    /// A+, for the twin.
    pub fn known(&self) -> twin::Known {
        let policy = self.policy();
        let patterns = policy.statements.iter().flat_map(|s| &s.actions.patterns).map(Pattern::spelling);
        let literals = |patterns: Vec<&str>| {
            let literals = patterns.into_iter().filter(|pattern| !pattern.contains(['*', '?']));
            literals.map(str::to_owned).collect::<Vec<_>>()
        };
        let named = literals(patterns.collect()).into_iter().chain(self.unused.iter().cloned());
        let kept = literals(self.keep.iter().map(String::as_str).collect());
        let mut known = BTreeMap::new();
        for action in self.catalogue.iter().cloned().chain(named).chain(kept) {
            known.entry(action.to_ascii_lowercase()).or_insert(action);
        }
        known
    }

    /// Strings that decide every question about this world and another policy.
    pub fn deciding(&self, recommended: &Policy) -> BTreeSet<String> {
        let original = self.policy();
        let statements = original.statements.iter().chain(&recommended.statements);
        let folded = statements.flat_map(|s| &s.actions.patterns).map(|p| p.folded().to_owned());
        let unused = self.unused.iter().map(|action| action.to_ascii_lowercase());
        let services = self.unused_services.iter().map(|service| format!("{service}:*"));
        let kept = self.keep.iter().map(|pattern| pattern.to_ascii_lowercase());
        let known = self.known().into_keys();
        let all: Vec<String> = folded.chain(unused).chain(services).chain(kept).chain(known).collect();
        twin::deciding(all.iter().map(String::as_str))
    }
}

const WORDS: [&[&str]; 2] =
    [&["Get", "List", "Object", "Objects", "Acl", "ACLs", "V2"], &["X", "Xy", "Yx", "XX", "XXs", "y"]];

/// Some names, distinct when folded.
pub fn names() -> impl Strategy<Value = Vec<String>> {
    select(&WORDS[..]).prop_flat_map(|words| {
        let name = prop::collection::vec(select(words), 1..=3).prop_map(|words| words.concat());
        prop::collection::vec((select(&["a", "b"][..]), name), 2..=14).prop_map(|all| {
            let named = all.into_iter().map(|(service, name)| format!("{service}:{name}"));
            let distinct: BTreeMap<String, String> =
                named.map(|action| (action.to_ascii_lowercase(), action)).collect();
            distinct.into_values().collect()
        })
    })
}

/// A pattern: a literal, a prefix of one, a service, or everything.
pub fn pattern(pool: Vec<String>) -> impl Strategy<Value = String> {
    let action = select(pool);
    let prefix = (action.clone(), any::<prop::sample::Index>()).prop_map(|(action, at)| {
        let colon = action.find(':').unwrap();
        let end = colon + 1 + at.index(action.len() - colon);
        format!("{}*", &action[..end])
    });
    prop_oneof![
        4 => action,
        8 => prefix,
        2 => select(&["a:*", "b:*"][..]).prop_map(str::to_owned),
        1 => Just("*".to_owned()),
    ]
}

/// The same string in some other case.
pub fn recased(text: &str, bits: u64) -> String {
    let flip = |(at, c): (usize, char)| match bits >> (at % 64) & 1 {
        0 => c,
        _ if c.is_ascii_lowercase() => c.to_ascii_uppercase(),
        _ => c.to_ascii_lowercase(),
    };
    text.chars().enumerate().map(flip).collect()
}

/// Which kinds of statements there are.
#[derive(Clone, Copy, Debug)]
pub struct Kinds {
    pub statements: usize,
    pub patterns: usize,
    pub not_action: bool,
}

/// A pattern of any kind, often with an inner wildcard: an action in which something was replaced by one or two
/// wildcards.
pub fn inner_pattern(pool: Vec<String>) -> BoxedStrategy<String> {
    let at = || any::<prop::sample::Index>();
    let cut = (select(pool.clone()), at(), at(), select(&["*", "*", "*", "?", "*?"][..]), any::<bool>());
    let inner = cut.prop_map(|(action, from, to, wildcard, open)| {
        let colon = action.find(':').unwrap() + 1;
        let places = action.len() - colon + 1;
        let (from, to) = (colon + from.index(places), colon + to.index(places));
        let (from, to) = (from.min(to), from.max(to));
        format!("{}{wildcard}{}{}", &action[..from], &action[to..], if open { "*" } else { "" })
    });
    prop_oneof![
        6 => inner.clone(),
        1 => inner.prop_map(|pattern| pattern.replacen("a:", "*:", 1)),
        3 => pattern(pool),
    ]
    .boxed()
}

/// How patterns are drawn from the names.
type Patterns = fn(Vec<String>) -> BoxedStrategy<String>;

fn statement(
    pool: Vec<String>,
    kinds: Kinds,
    patterns: Patterns,
) -> impl Strategy<Value = (String, String, Vec<String>)> {
    let element = if kinds.not_action {
        prop_oneof![4 => Just(("Allow", "Action")), 1 => Just(("Deny", "Action")), 2 => Just(("Allow", "NotAction"))]
            .boxed()
    } else if kinds.statements > 1 {
        prop_oneof![6 => Just(("Allow", "Action")), 1 => Just(("Deny", "Action"))].boxed()
    } else {
        Just(("Allow", "Action")).boxed()
    };
    let patterns = prop::collection::vec(patterns(pool), 1..=kinds.patterns);
    (element, patterns).prop_map(|((effect, key), patterns)| (effect.to_owned(), key.to_owned(), patterns))
}

/// A world in which the catalogue does not know some actions.
pub fn world(kinds: Kinds) -> impl Strategy<Value = World> {
    world_of(kinds, |pool| pattern(pool).boxed())
}

/// A world with wildcards anywhere in its patterns.
pub fn inner_world(kinds: Kinds) -> impl Strategy<Value = World> {
    world_of(kinds, inner_pattern)
}

fn world_of(kinds: Kinds, patterns: Patterns) -> impl Strategy<Value = World> {
    let sets = names().prop_flat_map(|pool| {
        let count = pool.len();
        (
            Just(pool.clone()),
            subsequence(pool.clone(), count.div_ceil(2)..=count),
            subsequence(pool, 0..=count),
        )
    });
    sets.prop_flat_map(move |(pool, catalogue, unused)| {
        let kept = prop::collection::vec(patterns(pool.clone()), 1..=2);
        let keep = prop_oneof![2 => Just(vec![]), 1 => kept];
        let statements = prop::collection::vec(statement(pool, kinds, patterns), 1..=kinds.statements);
        let services = prop_oneof![3 => Just(vec![]), 1 => subsequence(vec!["a", "b", "c"], 1..=2)];
        (Just(catalogue), Just(unused), statements, (services, keep), any::<u64>(), 0..4_usize)
    })
    .prop_map(move |(catalogue, unused, statements, (services, keep), bits, layout)| {
        let known: BTreeSet<&String> = catalogue.iter().collect();
        // If only inputs name an action, their spelling is the one that is cut into words.
        let wild = |p: &str| p.contains(['*', '?']);
        let spell = |p: &String| if wild(p) || known.contains(p) { recased(p, bits) } else { p.clone() };
        let policy = render(&statements, spell, layout);
        let unused = unused.into_iter().collect();
        // What is kept of a whole service cannot be expressed by NotAction.
        let services = if kinds.not_action && !keep.is_empty() { vec![] } else { services };
        let unused_services = services.into_iter().map(str::to_owned).collect();
        World { catalogue, policy, unused, unused_services, keep }
    })
}

/// A policy in one of several layouts. Each statement has its own resource.
fn render(
    statements: &[(String, String, Vec<String>)],
    spell: impl Fn(&String) -> String,
    layout: usize,
) -> String {
    let (line, tab, space) = [("", "", ""), ("\n", "  ", " "), ("\r\n", "\t", " "), ("", "", " ")][layout];
    let indent = |depth: usize| format!("{line}{}", tab.repeat(depth));
    let one = |(place, (effect, key, patterns)): (usize, &(String, String, Vec<String>))| {
        let quoted: Vec<String> = patterns.iter().map(|pattern| format!("\"{}\"", spell(pattern))).collect();
        let value = match quoted.as_slice() {
            [only] if place % 2 == 0 => only.clone(),
            _ => format!("[{}{}{}]", indent(4), quoted.join(&format!(",{}", indent(4))), indent(3)),
        };
        let resource = format!("\"Resource\":{space}\"arn:aws:a:::{place}\"");
        format!(
            "{{{i}\"Effect\":{space}\"{effect}\",{i}\"{key}\":{space}{value},{i}{resource}{o}}}",
            i = indent(3),
            o = indent(2)
        )
    };
    let all: Vec<String> = statements.iter().enumerate().map(one).collect();
    let all = all.join(&format!(",{}", indent(2)));
    format!(
        "{{{i}\"Version\":{space}\"2012-10-17\",{i}\"Statement\":{space}[{d}{all}{i}]{line}}}",
        i = indent(1),
        d = indent(2)
    )
}
