//! On which resources an action can be requested, and of which type a condition key is.
//!
//! The facts are those of AWS's Service Authorization Reference and of the list of global condition keys, as of the
//! date of the built-in catalogue; `data/README.md` has the source, the licence and the format. They are part of
//! every claim that uses them, so reports name the [`identity`](Reference::identity). What the reference does not
//! know is `None`, and must then not be restricted.

mod block;
mod header;
mod keys;
mod lines;
mod resource_types;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::sync::OnceLock;

use paredown_policy::model::{Catalogue, hex, service_of};
use sha2::{Digest, Sha256};

use block::Block;
use header::{Row, open};
use keys::ANY_NAMESPACE;
use lines::error;

pub use header::ReferenceIdentity;
pub use keys::{KeyType, ValueType};
pub use lines::ReferenceError;
pub use resource_types::{ResourceType, ResourceTypes, StarResource};

/// The built-in reference; see `data/README.md` for its source and licence.
const EMBEDDED: &str = include_str!("../../data/reference.txt");

/// The resource types of actions and the types of condition keys. A block, which is that of a service or of the
/// namespace of keys, is decoded once, when it is first asked for.
#[derive(Debug)]
pub struct Reference {
    identity: ReferenceIdentity,
    /// The catalogue whose actions the blocks go through.
    catalogue: Catalogue,
    text: Cow<'static, str>,
    /// The blocks with their places in the text; sorted by name.
    index: Vec<Row>,
    /// The decoded blocks, in the order of the index; `None` if one is damaged.
    decoded: Vec<OnceLock<Option<Block>>>,
}

impl Reference {
    /// The built-in reference, shared by all threads.
    ///
    /// # Errors
    /// The built-in reference or the built-in catalogue is damaged, or the two do not belong together.
    pub fn embedded() -> Result<&'static Self, ReferenceError> {
        static SHARED: OnceLock<Result<Reference, ReferenceError>> = OnceLock::new();
        let shared = SHARED.get_or_init(|| {
            let catalogue = Catalogue::embedded().map_err(|damage| error(0, &damage.message))?;
            Self::open(Cow::Borrowed(EMBEDDED), catalogue)
        });
        shared.as_ref().map_err(Clone::clone)
    }

    /// The reference in `text`, which is in paredown's own format (`data/README.md`) and belongs to `catalogue`.
    ///
    /// # Errors
    /// The first violation of the format: in the header, the index, a block, the counts or the digest.
    pub fn from_text(text: String, catalogue: Catalogue) -> Result<Self, ReferenceError> {
        let reference = Self::open(Cow::Owned(text), catalogue)?;
        reference.check()?;
        Ok(reference)
    }

    /// Which reference this is, for reports.
    pub fn identity(&self) -> &ReferenceIdentity {
        &self.identity
    }

    /// The resource types of a folded action; `None` if the reference does not know the action: then nothing is known
    /// of the resources on which it can be requested.
    pub fn resource_types(&self, action: &str) -> Option<ResourceTypes<'_>> {
        let service = service_of(action);
        let known = self.catalogue.service(service);
        let at = known.binary_search_by(|entry| entry.action.folded().cmp(action)).ok()?;
        self.block(service)?.resource_types(at)
    }

    /// The type of a condition key, in any case; `None` if the reference does not know the key, or if what it
    /// knows is contradictory.
    ///
    /// A name such as `aws:PrincipalTag/*` is that of all keys that begin so.
    pub fn key_type(&self, key: &str) -> Option<KeyType> {
        let key = key.to_ascii_lowercase();
        let namespace = key.split_once(':')?.0;
        let blocks = [namespace, ANY_NAMESPACE].into_iter().filter_map(|name| self.block(name));
        let mut types = blocks.flat_map(|block| block.types_of(&key));
        let first = types.next()?;
        types.all(|other| other == first).then_some(first)
    }

    /// Reads the header and the index; the blocks are decoded later.
    fn open(text: Cow<'static, str>, catalogue: Catalogue) -> Result<Self, ReferenceError> {
        let (identity, index) = open(&text)?;
        if identity.catalogue != catalogue.identity().sha256 {
            return Err(error(5, "the reference belongs to another catalogue"));
        }
        let decoded = index.iter().map(|_| OnceLock::new()).collect();
        Ok(Self { identity, catalogue, text, index, decoded })
    }

    fn block(&self, name: &str) -> Option<&Block> {
        let named = |row: &Row| self.text.get(row.name.clone()).unwrap_or_default();
        let at = self.index.binary_search_by(|row| named(row).cmp(name)).ok()?;
        let (row, decoded) = self.index.get(at).zip(self.decoded.get(at))?;
        decoded.get_or_init(|| self.decode(row).ok()).as_ref()
    }

    /// A block, or what is wrong with it.
    fn decode(&self, row: &Row) -> Result<Block, ReferenceError> {
        let name = self.text.get(row.name.clone()).unwrap_or_default();
        let text = self.text.get(row.block.clone()).unwrap_or_default();
        let block = if self.catalogue.service(name).len() == row.actions {
            Block::decode(name, row, text)
        } else {
            Err(error(0, "the block does not have as many actions as the service in the catalogue"))
        };
        block.map_err(|mut damage| {
            damage.line += self.text.get(..row.block.start).unwrap_or_default().matches('\n').count();
            damage
        })
    }

    /// Decodes all of it, and compares the digest.
    fn check(&self) -> Result<(), ReferenceError> {
        let mut hash = Sha256::new();
        for row in &self.index {
            let name = self.text.get(row.name.clone()).unwrap_or_default();
            let block = self.decode(row)?;
            for (at, entry) in self.catalogue.service(name).iter().enumerate() {
                hash.update(entry.action.spelling());
                let types = block.resource_types(at).ok_or_else(|| error(0, "an action has no resources"))?;
                types.list(&mut hash);
            }
            block.keys().iter().for_each(|key| key.list(&mut hash));
        }
        let missing = self.catalogue.services().find(|service| self.block(service).is_none());
        if let Some(service) = missing {
            return Err(error(0, &format!("the reference lacks the service `{service}` of the catalogue")));
        }
        if hex(&hash.finalize()) == self.identity.sha256 {
            return Ok(());
        }
        Err(error(6, "the reference's SHA-256 is not that of its contents: it was changed"))
    }
}
