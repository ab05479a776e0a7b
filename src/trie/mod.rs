//! The tree of cut points below one pattern: which are safe, and how many actions are below each.
//!
//! A node is a folded prefix. Nodes are ordered by *string* prefixes, not by words, so `GetFinding` is the parent
//! of `GetFindings` although no action is cut at both: whether a prefix is safe is decided on strings.

use crate::model::{Action, cut_points};

/// An action in the trie.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Leaf<'a> {
    /// The action; its spelling is cut into words.
    pub action: &'a Action,
    /// Whether the finding says that it is unused.
    pub unused: bool,
}

/// A cut point, and what is below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Node {
    /// The number of the first action below; the prefix is taken from it.
    pub first: usize,
    /// One past the last action below: those below are `first..end`.
    pub end: usize,
    /// The length of the prefix in bytes.
    pub len: usize,
    /// The number of an action that has this as its own cut point.
    pub cut_from: usize,
    /// The number of the next shorter cut point in [`Trie::nodes`].
    pub parent: Option<usize>,
    /// The number of unused actions below.
    pub unused: usize,
    /// The first of these.
    pub first_unused: Option<usize>,
    /// Whether nothing unused is below, neither an action nor a whole service.
    pub safe: bool,
}

impl Node {
    /// The number of actions below.
    pub(crate) fn actions(&self) -> usize {
        self.end - self.first
    }
}

/// The cut points in reach of one pattern, in the order of their folded prefixes (a parent comes directly before
/// what is below it).
#[derive(Debug)]
pub(crate) struct Trie<'a> {
    leaves: Vec<Leaf<'a>>,
    nodes: Vec<Node>,
}

impl<'a> Trie<'a> {
    /// The trie over `leaves`, which are sorted by folded string, without duplicates. A cut point is in reach if
    /// it has at least `scope` bytes, the length of the pattern's head. `unused_elsewhere` tells whether
    /// something unused that is not a leaf (a whole service) begins with a folded prefix. Nearly linear in the
    /// total length of the leaves.
    pub(crate) fn new(leaves: Vec<Leaf<'a>>, scope: usize, unused_elsewhere: impl Fn(&str) -> bool) -> Self {
        let mut nodes = cut_nodes(&leaves, scope);
        close(&leaves, &mut nodes);
        let unused_before = running_count(&leaves);
        let places = leaves.iter().enumerate().filter(|(_, leaf)| leaf.unused);
        let unused_places: Vec<usize> = places.map(|(place, _)| place).collect();
        for node in &mut nodes {
            let before = |at: usize| unused_before.get(at).copied().unwrap_or(0);
            node.unused = before(node.end) - before(node.first);
            node.first_unused = unused_places.get(before(node.first)).copied().filter(|&at| at < node.end);
            node.safe = node.unused == 0 && !unused_elsewhere(prefix(&leaves, node, Action::folded));
        }
        Self { leaves, nodes }
    }

    /// The cut points, sorted by folded prefix.
    pub(crate) fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// The folded prefix of a node.
    pub(crate) fn folded(&self, node: &Node) -> &'a str {
        prefix(&self.leaves, node, Action::folded)
    }

    /// The prefix of a node, spelled as in an action that is cut there.
    pub(crate) fn spelling(&self, node: &Node) -> &'a str {
        let spelled = self.leaves.get(node.cut_from).map(|leaf| leaf.action.spelling());
        spelled.and_then(|text| text.get(..node.len)).unwrap_or_default()
    }

    /// The first unused action below a node, which makes it unsafe.
    pub(crate) fn blocker(&self, node: &Node) -> Option<&'a Action> {
        let leaf = node.first_unused.and_then(|place| self.leaves.get(place));
        leaf.map(|leaf| leaf.action)
    }

    /// The actions below a node.
    pub(crate) fn below(&self, node: &Node) -> &[Leaf<'a>] {
        self.leaves.get(node.first..node.end).unwrap_or_default()
    }
}

fn prefix<'a>(leaves: &[Leaf<'a>], node: &Node, text: impl Fn(&'a Action) -> &'a str) -> &'a str {
    let first = leaves.get(node.first).map(|leaf| text(leaf.action));
    first.and_then(|text| text.get(..node.len)).unwrap_or_default()
}

/// One node for each distinct folded cut point, sorted; `end` and `parent` are set later.
///
/// A prefix is represented by the first action that begins with it and by its length, so sorting pairs of numbers
/// sorts the prefixes.
fn cut_nodes(leaves: &[Leaf<'_>], scope: usize) -> Vec<Node> {
    // (first leaf with the prefix, its length, a leaf that is cut there)
    let mut keys: Vec<(usize, usize, usize)> = Vec::with_capacity(4 * leaves.len());
    // For each n: the first leaf that shares its first n bytes with the current one, and whether these are a cut
    // point already.
    let mut prefixes: Vec<(usize, bool)> = Vec::new();
    let mut previous = "";
    for (index, leaf) in leaves.iter().enumerate() {
        let folded = leaf.action.folded();
        prefixes.truncate(shared(previous, folded) + 1);
        prefixes.resize(folded.len() + 1, (index, false));
        for len in cut_points(leaf.action.spelling()).filter(|&len| len >= scope) {
            if let Some((first, known @ false)) = prefixes.get_mut(len) {
                *known = true;
                keys.push((*first, len, index));
            }
        }
        previous = folded;
    }
    // Nearly sorted: only cut points that a later action is the first to have are out of place.
    keys.sort_by(Ord::cmp);
    let node = |(first, len, cut_from)| Node {
        first,
        end: leaves.len(),
        len,
        cut_from,
        parent: None,
        unused: 0,
        first_unused: None,
        safe: false,
    };
    keys.into_iter().map(node).collect()
}

/// Sets the end and the parent of each node.
fn close(leaves: &[Leaf<'_>], nodes: &mut [Node]) {
    let mut open: Vec<usize> = Vec::new();
    let mut next = 0;
    let mut previous = "";
    for (index, leaf) in leaves.iter().enumerate() {
        let folded = leaf.action.folded();
        let common = shared(previous, folded);
        while let Some(node) = open.last().and_then(|&last| nodes.get_mut(last)) {
            if node.len <= common {
                break;
            }
            node.end = index;
            open.pop();
        }
        while let Some(node) = nodes.get_mut(next).filter(|node| node.first == index) {
            node.parent = open.last().copied();
            open.push(next);
            next += 1;
        }
        previous = folded;
    }
}

/// `counts[n]`: the number of unused leaves among the first n.
fn running_count(leaves: &[Leaf<'_>]) -> Vec<usize> {
    let counts = leaves.iter().scan(0, |count, leaf| {
        *count += usize::from(leaf.unused);
        Some(*count)
    });
    std::iter::once(0).chain(counts).collect()
}

/// The length of the common prefix of two strings in bytes.
fn shared(left: &str, right: &str) -> usize {
    left.bytes().zip(right.bytes()).take_while(|(a, b)| a == b).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The trie of some actions; those that begin with `-` are unused.
    fn draw(names: &[&str], scope: usize) -> Vec<String> {
        let unused: Vec<bool> = names.iter().map(|name| name.starts_with('-')).collect();
        let actions: Vec<Action> =
            names.iter().map(|name| Action::new(name.trim_start_matches('-'))).collect();
        let leaves = actions.iter().zip(unused).map(|(action, unused)| Leaf { action, unused });
        let mut leaves: Vec<Leaf<'_>> = leaves.collect();
        leaves.sort_by(|a, b| a.action.folded().cmp(b.action.folded()));
        let trie = Trie::new(leaves, scope, |_| false);
        let depth =
            |node: &Node| std::iter::successors(node.parent, |&parent| trie.nodes()[parent].parent).count();
        let line = |node: &Node| {
            let safe = if node.safe { "" } else { " unsafe" };
            let (indent, prefix) = ("  ".repeat(depth(node)), trie.spelling(node));
            format!("{indent}{prefix} {}+{}{safe}", node.actions() - node.unused, node.unused)
        };
        trie.nodes().iter().map(line).collect()
    }

    #[test]
    fn counts_what_is_below_and_says_what_is_safe() {
        let names = ["s3:GetObject", "-s3:GetObjectAcl", "s3:ListBuckets", "s3:ListBucketVersions"];
        assert_eq!(
            draw(&names, 0),
            [
                "s3: 3+1 unsafe",
                "  s3:Get 1+1 unsafe",
                "    s3:GetObject 1+1 unsafe",
                "      s3:GetObjectAcl 0+1 unsafe",
                "  s3:List 2+0",
                "    s3:ListBucket 2+0",
                "      s3:ListBuckets 1+0",
                "      s3:ListBucketVersions 1+0",
            ]
        );
    }

    #[test]
    fn prefixes_are_strings_and_not_words() {
        let names = ["x:GetFindingsStatistics", "-x:GetFinding", "x:GETTER"];
        assert_eq!(
            draw(&names, 5),
            [
                "x:Get 2+1 unsafe",
                "  x:GetFinding 1+1 unsafe",
                "    x:GetFindings 1+0",
                "      x:GetFindingsStatistics 1+0",
                "  x:GETTER 1+0",
            ]
        );
    }
}
