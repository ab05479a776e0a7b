//! The identifier of an item and of its answer.

use std::fmt;

use serde_json::value::RawValue;

/// The `id` of an item: a string or a number; null if none could be read from the line.
#[derive(Clone, Debug)]
pub(crate) struct Id(Box<RawValue>);

impl Id {
    /// The `id` of an item, from its JSON; `None` if that is not one.
    pub(crate) fn new(json: String) -> Option<Self> {
        RawValue::from_string(json).ok().map(Self)
    }

    /// The id as it is written into an answer.
    pub(crate) fn value(&self) -> &RawValue {
        &self.0
    }
}

impl Default for Id {
    fn default() -> Self {
        Self(RawValue::NULL.to_owned())
    }
}

impl PartialEq for Id {
    fn eq(&self, other: &Self) -> bool {
        self.0.get() == other.0.get()
    }
}

impl Eq for Id {}

/// The id as JSON.
impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.get())
    }
}
