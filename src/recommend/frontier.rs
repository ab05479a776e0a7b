//! The frontier of one pattern: the shortest safe prefixes, and the literals that no safe prefix
//! reaches.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::model::{Action, EffectiveCatalogue, Pattern, UnusedSet};
use crate::trie::{Leaf, Node, Trie};

use super::Mode;

/// Why a pattern cannot be shorter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// The next more general pattern.
    pub shorter: String,
    /// Something unused that it would match: an action, or `service:*`.
    pub unused: String,
}

/// A pattern that a recommendation puts in place of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Introduced {
    /// The pattern.
    pub pattern: Pattern,
    /// How many actions of the effective catalogue it matches.
    pub actions: usize,
    /// What keeps it from being more general; often the same as its neighbour's.
    pub blocked: Option<Arc<Block>>,
}

/// The frontier of `pattern`, sorted: safe narrowings of it whose union has exactly its intended
/// actions. Empty when nothing it matches is intended.
///
/// The cost is nearly linear in the length of the names it matches.
pub fn frontier(
    pattern: &Pattern,
    known: &EffectiveCatalogue,
    unused: &UnusedSet,
    mode: Mode,
) -> Vec<Introduced> {
    let leaves = known.matching(pattern).map(|(action, unused)| Leaf { action, unused }).collect();
    // A prefix in a service that is unused as a whole is itself a string of L(U).
    let trie = Trie::new(leaves, pattern.head().len(), |prefix| unused.has_service_of(prefix));
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
                unused: trie
                    .blocker(node)
                    .map_or_else(|| whole_service(action), |action| action.spelling().to_owned()),
            };
            let literal = Pattern::new(action.spelling());
            found.push(Introduced { pattern: literal, actions: 1, blocked: Some(Arc::new(blocked)) });
        }
    }
    found.sort_by(|a, b| a.pattern.cmp(&b.pattern));
    found
}

/// The intended action whose whole name is this cut point, if there is one.
fn sits_on<'a>(trie: &Trie<'a>, node: &Node) -> Option<&'a Action> {
    // The actions below are sorted, so the one that equals the prefix is the first.
    let leaf = trie.below(node).first()?;
    (leaf.action.folded().len() == node.len && !leaf.unused).then_some(leaf.action)
}

/// The patterns that stand for a safe cut point.
fn narrowed(
    pattern: &Pattern,
    trie: &Trie<'_>,
    at: usize,
    node: &Node,
    mode: Mode,
    blocked: &Arc<Block>,
) -> Vec<Introduced> {
    let blocked = Some(Arc::clone(blocked));
    if let ([only], 1) = (trie.below(node), node.actions()) {
        let literal = Pattern::new(only.action.spelling());
        return vec![Introduced { pattern: literal, actions: 1, blocked }];
    }
    let end = match mode {
        Mode::Shortest => node,
        Mode::Tight => longest_common(trie, at, node),
    };
    let patterns: BTreeSet<Pattern> = pattern.narrow(trie.spelling(end)).into_iter().collect();
    patterns
        .into_iter()
        .map(|pattern| Introduced { pattern, actions: node.actions(), blocked: blocked.clone() })
        .collect()
}

/// The longest cut point that all actions below `node` share: the last of the nodes directly behind
/// it that have as many below.
fn longest_common<'t>(trie: &'t Trie<'_>, at: usize, node: &'t Node) -> &'t Node {
    let below = trie.nodes().get(at..).unwrap_or_default();
    let same = |next: &&Node| next.first == node.first && next.end == node.end;
    below.iter().take_while(same).last().unwrap_or(node)
}

/// What keeps a frontier cut point from being shorter: something unused below its parent, which is
/// the pattern itself when no shorter cut point is in scope.
fn blocked(pattern: &Pattern, trie: &Trie<'_>, node: &Node, unused: &UnusedSet) -> Arc<Block> {
    let parent = node.parent.and_then(|parent| trie.nodes().get(parent));
    let shorter = parent.map_or_else(
        || pattern.spelling().to_owned(),
        |parent| narrowed_name(pattern, trie.spelling(parent)),
    );
    let action = parent.and_then(|parent| trie.blocker(parent)).map(|action| action.spelling().to_owned());
    let named = action.or_else(|| unused.touching(pattern)).unwrap_or_default();
    Arc::new(Block { shorter, unused: named })
}

/// How a narrowing is called: its most general pattern.
fn narrowed_name(pattern: &Pattern, prefix: &str) -> String {
    if pattern.as_prefix().is_some() {
        return format!("{prefix}*");
    }
    let name = pattern.narrow(prefix).into_iter().next();
    name.map_or_else(|| format!("{prefix}*"), |pattern| pattern.spelling().to_owned())
}

fn whole_service(action: &Action) -> String {
    format!("{}:*", action.service())
}
