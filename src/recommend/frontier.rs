//! The frontier of a pattern: the shortest safe prefixes, and the literals that no safe prefix reaches.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::model::{Action, EffectiveCatalogue, Pattern, UnusedSet};
use crate::trie::{Leaf, Node, Trie};

use super::Mode;

/// Why a pattern cannot be more general.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// The next more general pattern.
    pub shorter: String,
    /// Something unused that it would match: an action, or `service:*`.
    pub unused: String,
}

/// A pattern introduced by a recommendation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Introduced {
    /// The pattern.
    pub pattern: Pattern,
    /// The number of actions of the effective catalogue that it matches.
    pub actions: usize,
    /// Why it is not more general; often the same as for its neighbour.
    pub blocked: Option<Arc<Block>>,
}

/// The frontier of `pattern`, sorted: safe narrowings of it, the union of which has exactly its intended actions.
/// Empty if it matches nothing intended.
///
/// The cost is nearly linear in the total length of the names that it matches.
pub fn frontier(
    pattern: &Pattern,
    known: &EffectiveCatalogue,
    unused: &UnusedSet,
    mode: Mode,
) -> Vec<Introduced> {
    let leaves = known.matching(pattern).map(|(action, unused)| Leaf { action, unused }).collect();
    let reaches = |prefix: &str| reaches_whole_service(pattern, prefix, unused);
    let trie = Trie::new(leaves, pattern.head().len(), reaches);
    let mut found = Vec::new();
    let mut blocks: BTreeMap<Option<usize>, Arc<Block>> = BTreeMap::new();
    let mut covered_to = 0;
    for (at, node) in trie.nodes().iter().enumerate() {
        if node.first < covered_to {
            continue;
        }
        if node.safe {
            let block = blocks.entry(node.parent).or_insert_with(|| blocked(pattern, &trie, node, unused));
            found.extend(narrowed(pattern, &trie, at, node, mode, block));
            covered_to = node.end;
        } else if let Some(action) = sits_on(&trie, node) {
            let blocked = Block {
                shorter: narrowed_name(pattern, trie.spelling(node)),
                unused: blocker(pattern, &trie, node, unused),
            };
            let literal = action.literal();
            found.push(Introduced { pattern: literal, actions: 1, blocked: Some(Arc::new(blocked)) });
        }
    }
    found.sort_by(|a, b| a.pattern.cmp(&b.pattern));
    found.dedup_by(|a, b| a.pattern == b.pattern);
    found
}

/// Whether the narrowing of `pattern` to a folded prefix matches something in a whole unused service.
fn reaches_whole_service(pattern: &Pattern, prefix: &str, unused: &UnusedSet) -> bool {
    match unused.service_of(prefix) {
        None => false,
        Some([]) => true,
        Some(_) => pattern.narrow(prefix).iter().any(|narrowed| unused.touching(narrowed).is_some()),
    }
}

/// The intended action that equals this cut point, if there is one.
fn sits_on<'a>(trie: &Trie<'a>, node: &Node) -> Option<&'a Action> {
    // The actions below are sorted, so one that equals the prefix is the first.
    let leaf = trie.below(node).first()?;
    (leaf.action.folded().len() == node.len && !leaf.unused).then_some(leaf.action)
}

/// The patterns for a safe cut point: those patterns of its narrowing that match a known action.
fn narrowed(
    pattern: &Pattern,
    trie: &Trie<'_>,
    at: usize,
    node: &Node,
    mode: Mode,
    blocked: &Arc<Block>,
) -> Vec<Introduced> {
    let introduced = |pattern, actions| Introduced { pattern, actions, blocked: Some(Arc::clone(blocked)) };
    let literal = |leaf: &Leaf<'_>| introduced(leaf.action.literal(), 1);
    if let ([only], 1) = (trie.below(node), node.actions()) {
        return vec![literal(only)];
    }
    let patterns: BTreeSet<Pattern> = pattern.narrow(trie.spelling(node)).into_iter().collect();
    let mut found = Vec::with_capacity(patterns.len());
    for pattern in patterns {
        let matched = trie.below(node).iter().filter(|leaf| pattern.matches(leaf.action.folded()));
        let matched: Vec<&Leaf<'_>> = matched.collect();
        match (matched.as_slice(), mode) {
            ([], _) => {}
            ([only], _) => found.push(literal(only)),
            (all, Mode::Shortest) => found.push(introduced(pattern, all.len())),
            (all, Mode::Tight) => found.push(introduced(tightened(pattern, trie, at, all), all.len())),
        }
    }
    found
}

/// The narrowing of `pattern` to the longest cut point, from node `at` on, that gives one pattern for all the
/// matched actions.
fn tightened(pattern: Pattern, trie: &Trie<'_>, at: usize, matched: &[&Leaf<'_>]) -> Pattern {
    let below = trie.nodes().get(at..).unwrap_or_default();
    let (Some(node), [first, .., last]) = (below.first(), matched) else { return pattern };
    let (first, last) = (first.action.folded(), last.action.folded());
    // A common prefix of the first and the last of sorted strings is a prefix of all.
    let common = |next: &&Node| {
        let prefix = trie.folded(next);
        first.starts_with(prefix) && last.starts_with(prefix)
    };
    let nodes: Vec<&Node> =
        below.iter().skip(1).take_while(|next| next.first < node.end).filter(common).collect();
    let narrow = |node: &Node| {
        let all = |narrowed: &Pattern| {
            narrowed.as_prefix() == Some(trie.folded(node))
                || matched.iter().all(|leaf| narrowed.matches(leaf.action.folded()))
        };
        pattern.narrow(trie.spelling(node)).into_iter().find(all)
    };
    nodes.into_iter().rev().find_map(narrow).unwrap_or(pattern)
}

/// Why a frontier cut point cannot be shorter: something unused below its parent, which is the pattern itself if
/// no shorter cut point is in reach.
fn blocked(pattern: &Pattern, trie: &Trie<'_>, node: &Node, unused: &UnusedSet) -> Arc<Block> {
    let block = match node.parent.and_then(|parent| trie.nodes().get(parent)) {
        None => Block {
            shorter: pattern.spelling().to_owned(),
            unused: unused.touching(pattern).unwrap_or_default(),
        },
        Some(parent) => Block {
            shorter: narrowed_name(pattern, trie.spelling(parent)),
            unused: blocker(pattern, trie, parent, unused),
        },
    };
    Arc::new(block)
}

/// Something unused that makes a cut point unsafe; a known action if possible.
fn blocker(pattern: &Pattern, trie: &Trie<'_>, node: &Node, unused: &UnusedSet) -> String {
    if let Some(action) = trie.blocker(node) {
        return action.spelling().to_owned();
    }
    let narrowed = pattern.narrow(trie.spelling(node));
    narrowed.iter().find_map(|narrowed| unused.touching(narrowed)).unwrap_or_default()
}

/// The name of a narrowing: its most general pattern.
fn narrowed_name(pattern: &Pattern, prefix: &str) -> String {
    if pattern.as_prefix().is_some() {
        return [prefix, "*"].concat();
    }
    let name = pattern.narrow(prefix).into_iter().next();
    name.map_or_else(|| format!("{prefix}*"), |pattern| pattern.spelling().to_owned())
}
