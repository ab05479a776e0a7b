//! Three-valued logic; `None` stands for what is not known.

/// Whether all are true.
pub(super) fn all(these: impl IntoIterator<Item = Option<bool>>) -> Option<bool> {
    any(these.into_iter().map(not)).map(|some| !some)
}

/// Whether some are true; the others need not be known.
pub(super) fn any(these: impl IntoIterator<Item = Option<bool>>) -> Option<bool> {
    let mut answer = Some(false);
    for this in these {
        match this {
            Some(true) => return this,
            Some(false) => {}
            None => answer = None,
        }
    }
    answer
}

pub(super) fn not(this: Option<bool>) -> Option<bool> {
    this.map(|so| !so)
}
