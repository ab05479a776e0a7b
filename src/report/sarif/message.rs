//! Texts, and what else is said of something.

use std::collections::BTreeMap;

use serde_json::Value;
use serde_sarif::sarif::{Message, PropertyBag};

/// A message: what looks like a placeholder (§3.11.5) or a link (§3.11.6) is neither.
pub(super) fn message(text: impl AsRef<str>) -> Message {
    let text = text.as_ref().replace('{', "{{").replace('}', "}}").replace("](", "]\\u{{28}}");
    Message::builder().text(text).build()
}

pub(super) fn properties<const N: usize>(all: [(&str, Value); N]) -> PropertyBag {
    let all = all.into_iter().map(|(name, value)| (name.to_owned(), value));
    PropertyBag::builder().additional_properties(all.collect::<BTreeMap<_, _>>()).build()
}
