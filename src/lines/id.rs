//! The identifier of an item and of its answer.

use std::fmt;

use serde_json::value::RawValue;

use crate::parse::{Diagnostic, Located};

/// The `id` of an item: a string or a number; null if none could be read from the line.
#[derive(Clone, Debug)]
pub(crate) struct Id(Box<RawValue>);

impl Id {
    /// The `id` of an item: what its member of that name says.
    ///
    /// # Errors
    /// It is neither a string nor a number.
    pub(crate) fn read(place: Located<'_>) -> Result<Self, Diagnostic> {
        let json = (place.string().is_some() || place.is_number()).then(|| place.json_text());
        let read = json.and_then(|json| RawValue::from_string(json).ok());
        read.map(Self).ok_or_else(|| place.mismatch("`id`", "a string or a number"))
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
