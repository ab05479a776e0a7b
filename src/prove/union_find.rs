//! Union-find: which things are connected.

use super::Fault;

/// A partition of some things into groups.
#[derive(Clone, Debug)]
pub(crate) struct UnionFind {
    /// For each, another member of its group, or itself.
    leaders: Vec<usize>,
}

impl UnionFind {
    /// A partition of this many things into singletons.
    pub(crate) fn new(count: usize) -> Self {
        Self { leaders: (0..count).collect() }
    }

    /// The representative of a thing's group.
    ///
    /// # Errors
    /// There is no such thing.
    pub(crate) fn of(&self, mut index: usize) -> Result<usize, Fault> {
        loop {
            let leader = *self.leaders.get(index).ok_or(Fault)?;
            if leader == index {
                return Ok(index);
            }
            index = leader;
        }
    }

    /// Merges the groups of some things.
    ///
    /// # Errors
    /// There is no such thing.
    pub(crate) fn join(&mut self, members: &[usize]) -> Result<(), Fault> {
        let leaders = members.iter().map(|&member| self.of(member)).collect::<Result<Vec<usize>, Fault>>()?;
        let Some(first) = leaders.into_iter().min() else { return Ok(()) };
        for &member in members {
            let mut at = member;
            // Shortens the path on the way.
            loop {
                let slot = self.leaders.get_mut(at).ok_or(Fault)?;
                let next = std::mem::replace(slot, first);
                if next == at || next == first {
                    break;
                }
                at = next;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_joined_hangs_together() {
        let mut all = UnionFind::new(6);
        for members in [&[1, 2][..], &[4, 3], &[], &[2, 4], &[5]] {
            all.join(members).unwrap();
        }
        let groups: Vec<usize> = (0..6).map(|index| all.of(index).unwrap()).collect();
        assert_eq!(groups, [0, 1, 1, 1, 1, 5]);
        assert_eq!((all.of(6), all.join(&[0, 6])), (Err(Fault), Err(Fault)));
        assert_eq!(all.of(0), Ok(0), "nothing was joined");
    }
}
