//! Statements, as answers about requests name them.

use serde::Serialize;

use crate::evaluation::At;
use crate::model::Effect;

/// A statement of a policy, with its place.
#[derive(Serialize)]
#[expect(clippy::struct_field_names, reason = "the names are those of other reports")]
pub(super) struct Statement<'a> {
    layer: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<usize>,
    policy: &'a str,
    statement: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    sid: Option<&'a str>,
    effect: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    column: usize,
}

impl<'a> From<&'a At> for Statement<'a> {
    fn from(at: &'a At) -> Self {
        let file = at.place.file.as_ref();
        Self {
            layer: at.layer.name(),
            level: at.layer.level(),
            policy: &at.policy,
            statement: at.statement,
            sid: at.sid.as_deref(),
            effect: match at.effect {
                Effect::Allow => "Allow",
                Effect::Deny => "Deny",
            },
            file: file.map(|(file, _)| file.as_str()),
            line: file.map(|(_, line)| *line),
            column: at.place.column,
        }
    }
}
