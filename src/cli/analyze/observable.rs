//! `--observable`: how AWS records the use of single actions.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::parse::{Code, Diagnostic, Located, Source, Strictness, json};

/// Whether single actions can never be observed, by folded action.
pub(super) fn observable(source: &Arc<Source>) -> Result<BTreeMap<String, bool>, Diagnostic> {
    let value = json(source, Strictness::Strict)?;
    let mut all = BTreeMap::new();
    for member in Located::new(&value, source).expect_object("the table of observable actions")?.members() {
        let kind = member.value.expect_string("how an action is observed")?;
        let never = match kind {
            "management" | "data" | "unlogged" => false,
            "never" => true,
            _ => {
                let message = format!("`{}` is not how an action is observed", kind.escape_debug());
                return Err(member
                    .value
                    .error(message, "this one")
                    .with_help("it is `management`, `data`, `unlogged` or `never`"));
            }
        };
        if all.insert(member.name.to_ascii_lowercase(), never).is_some() {
            let message = format!("duplicate action `{}`", member.name.escape_debug());
            return Err(
                Diagnostic::error(source, member.name_span, message, "again here").coded(Code::Duplicate)
            );
        }
    }
    Ok(all)
}
