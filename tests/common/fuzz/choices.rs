//! Bytes as choices.

/// Once the bytes are used up, the first option is chosen.
pub(super) struct Choices<'a>(pub(super) std::slice::Iter<'a, u8>);

impl Choices<'_> {
    /// A number below `below`, which is not 0.
    pub(super) fn below(&mut self, below: usize) -> usize {
        let mut byte = || usize::from(self.0.next().copied().unwrap_or(0));
        let number = if below > 256 { byte() * 256 + byte() } else { byte() };
        number % below
    }

    pub(super) fn one<'b, T: ?Sized>(&mut self, of: &[&'b T]) -> &'b T {
        of[self.below(of.len())]
    }

    /// A non-empty range of how many.
    pub(super) fn some(&mut self, most: usize) -> std::ops::Range<usize> {
        0..self.below(most) + 1
    }
}
