//! Logic with a third value: nothing, for what is not known.

/// Whether all are so.
pub(super) fn all(these: impl IntoIterator<Item = Option<bool>>) -> Option<bool> {
    any(these.into_iter().map(not)).map(|some| !some)
}

/// Whether some is so. It need not be known of the others.
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
