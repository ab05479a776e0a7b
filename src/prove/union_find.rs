//! Which things hang together.

/// Which of some things hang together.
#[derive(Clone, Debug)]
pub(crate) struct UnionFind {
    /// For each, another of its group, or itself.
    leaders: Vec<usize>,
}

impl UnionFind {
    /// So many things, each by itself.
    pub(crate) fn new(count: usize) -> Self {
        Self { leaders: (0..count).collect() }
    }

    /// The one that stands for the group.
    pub(crate) fn of(&self, mut index: usize) -> usize {
        while let Some(&leader) = self.leaders.get(index).filter(|&&leader| leader != index) {
            index = leader;
        }
        index
    }

    /// Makes one group of those of some things.
    pub(crate) fn join(&mut self, members: &[usize]) {
        let Some(first) = members.iter().map(|&member| self.of(member)).min() else { return };
        for &member in members {
            let mut at = member;
            // What is passed on the way is led straight to the group.
            while let Some(slot) = self.leaders.get_mut(at).filter(|slot| **slot != first) {
                let next = std::mem::replace(slot, first);
                if next == at {
                    break;
                }
                at = next;
            }
        }
    }
}
