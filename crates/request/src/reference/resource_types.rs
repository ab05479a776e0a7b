//! The resources of an action.

use std::cmp::Ordering;

use paredown_policy::model::ArnPattern;
use sha2::{Digest, Sha256};

/// Whether an action can be requested on `*`, which is the resource of a request that names none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StarResource {
    /// Never: the action requires a resource of at least one of its types.
    Never,
    /// Perhaps: all of the action's types are optional. Most such actions need one of them (`s3:GetObject` is on
    /// an object or on the object of an access point), but the reference does not say which do.
    Perhaps,
    /// Only: the action has no resource types.
    ///
    /// According to AWS, such an action supports no resource-level permissions, so a statement has to specify all
    /// resources (`*`). AWS's own managed policies nevertheless allow some of them on ARNs alone
    /// (`s3:ListAllMyBuckets` on `arn:aws:s3:::*`): that no ARN is requested is documented, not observed.
    Only,
}

impl StarResource {
    const ALL: [Self; 3] = [Self::Never, Self::Perhaps, Self::Only];

    /// The character of the stored form.
    fn letter(self) -> char {
        match self {
            Self::Never => '-',
            Self::Perhaps => '?',
            Self::Only => '*',
        }
    }

    pub(super) fn of_letter(letter: char) -> Option<Self> {
        Self::ALL.into_iter().find(|star| star.letter() == letter)
    }
}

/// A type of resources.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ResourceType {
    /// The ARNs of this type, with `*` for each placeholder. The placeholders of the first five fields hold no
    /// colon, so [`Reading::Segments`](paredown_policy::model::Reading::Segments) is what is meant; the other
    /// reading only admits more. Those of the rest may hold anything, also `/`: `arn:*:s3:::*`, the pattern of a
    /// bucket, matches objects too.
    pub pattern: ArnPattern,
    /// The name, for reports: `bucket`. Types with several kinds of ARNs are there once for each.
    pub name: Box<str>,
}

/// Which resource types an action has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TypeSet {
    pub(super) star: StarResource,
    /// Places among the types of the service.
    pub(super) types: Vec<usize>,
}

/// The resource types of an action, which say on which resources it can be requested: on the ARNs of these types, and
/// on `*` if [`star`](Self::star) says so. Equal for actions that can be requested on the same resources.
#[derive(Clone, Copy, Debug)]
pub struct ResourceTypes<'a> {
    pub(super) set: &'a TypeSet,
    pub(super) all: &'a [ResourceType],
}

/// The order of what is said. Actions of a service that have the same types share them, which takes no time to see.
impl Ord for ResourceTypes<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        if std::ptr::eq(self.set, other.set) {
            return Ordering::Equal;
        }
        self.star().cmp(&other.star()).then_with(|| self.iter().cmp(other.iter()))
    }
}

impl PartialOrd for ResourceTypes<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for ResourceTypes<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for ResourceTypes<'_> {}

impl<'a> ResourceTypes<'a> {
    /// Whether the action can be requested on `*`.
    pub fn star(&self) -> StarResource {
        self.set.star
    }

    /// The types, required or not, sorted by pattern; none if the action is requested on `*` only.
    pub fn iter(&self) -> impl Iterator<Item = &'a ResourceType> + use<'a> {
        let all = self.all;
        self.set.types.iter().filter_map(|&at| all.get(at))
    }

    /// Adds what the digest of a reference says of an action, after its name.
    pub(super) fn list(&self, hash: &mut Sha256) {
        hash.update(format!("\t{}", self.star().letter()));
        for found in self.iter() {
            hash.update(format!("\t{}\t{}", found.name, found.pattern.text()));
        }
        hash.update("\n");
    }
}
