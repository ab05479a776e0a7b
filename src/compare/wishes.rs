//! What is wished of the conditions of a request, key by key.

use std::collections::{BTreeMap, BTreeSet};

use paredown_request::{Entry, Keys, Opaque};

/// An entry that has to hold, or not to.
pub(super) type Wish<'a> = (&'a Entry, bool);

/// Whether something fits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fit<T> {
    /// This does.
    Certain(T),
    /// Perhaps: that depends on this.
    Possible(Opaque),
    /// Nothing does.
    Impossible,
}

/// The values of a key; none if it is absent.
pub(super) type Values = Vec<String>;

/// What is wished of one key.
#[derive(Clone, Debug)]
pub(super) struct KeyWish<'a> {
    pub(super) key: &'a str,
    /// Whether it has several values.
    pub(super) several: bool,
    /// Whether it has to be there, with one value.
    pub(super) needed: bool,
    pub(super) wishes: Vec<Wish<'a>>,
}

/// The keys of some entries, with what is wished of each.
pub(super) fn by_key<'a>(
    wishes: &[Wish<'a>],
    needed: &BTreeSet<&'a str>,
    keys: &Keys,
) -> BTreeMap<&'a str, KeyWish<'a>> {
    let mut all: BTreeMap<&'a str, KeyWish<'a>> = BTreeMap::new();
    let of = |key: &'a str| KeyWish {
        key,
        several: keys.has_several(key),
        needed: needed.contains(key),
        wishes: Vec::new(),
    };
    for key in needed {
        all.entry(key).or_insert_with(|| of(key));
    }
    for wish in wishes {
        let key = wish.0.key();
        let own = &mut all.entry(key).or_insert_with(|| of(key)).wishes;
        if !own.contains(wish) {
            own.push(*wish);
        }
    }
    all
}
