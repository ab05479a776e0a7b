//! Reads points in time, as AWS writes them.

use jsonc_parser::ast::Value;

use super::diagnostic::{Diagnostic, quote};
use super::located::Located;
use crate::model::Time;

/// Reads a point in time: ISO 8601 with any offset, the format of IAM Access Analyzer, or seconds since 1970.
/// `what` names it in messages.
pub(super) fn timestamp(place: Located<'_>, what: &str) -> Result<Time, Diagnostic> {
    let read = match place.value() {
        Value::StringLit(literal) => literal.value.parse().ok(),
        Value::NumberLit(literal) => literal.value.parse().ok().and_then(Time::since_1970),
        _ => return Err(place.mismatch(what, "a time")),
    };
    read.ok_or_else(|| {
        let shown = quote(place.string().unwrap_or(place.raw()));
        place
            .error(format!("{what} is not a time: {shown}"), "expected a time")
            .with_help("write it as `2024-05-29T07:25:34Z`, or as seconds since 1970, such as `1716967534`")
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::parse::Source;
    use crate::parse::json::json;
    use crate::parse::strictness::Strictness;

    fn read(text: &str) -> Result<String, Diagnostic> {
        let source = Arc::new(Source { name: "t".into(), text: text.into() });
        let value = json(&source, Strictness::Strict).unwrap();
        timestamp(Located::new(&value, &source), "`createdAt`").map(|time| time.to_string())
    }

    #[test]
    fn times_are_read() {
        for (text, expected) in [
            ("\"2024-05-29T07:25:34+00:00\"", "2024-05-29T07:25:34Z"),
            ("\"2024-05-29T07:25:34Z\"", "2024-05-29T07:25:34Z"),
            ("\"2024-05-29T07:25:34.413698-02:30\"", "2024-05-29T09:55:34.413698Z"),
            ("\"2024-05-29 07:25:34+00:00\"", "2024-05-29T07:25:34Z"),
            ("1716967534", "2024-05-29T07:25:34Z"),
            ("1716967534.5", "2024-05-29T07:25:34.5Z"),
            ("1.716967534E9", "2024-05-29T07:25:34Z"),
            ("-1", "1969-12-31T23:59:59Z"),
        ] {
            assert_eq!(read(text).unwrap(), expected);
        }
    }

    #[test]
    fn anything_else_is_refused() {
        for (text, message) in [
            ("\"yesterday\"", "`createdAt` is not a time: `yesterday`"),
            ("\"2024-05-29\"", "`createdAt` is not a time: `2024-05-29`"),
            ("\"2024-05-29T07:25:34\"", "`createdAt` is not a time: `2024-05-29T07:25:34`"),
            ("\"2024-13-29T07:25:34Z\"", "`createdAt` is not a time: `2024-13-29T07:25:34Z`"),
            ("\"\"", "`createdAt` is not a time: ``"),
            ("1e300", "`createdAt` is not a time: `1e300`"),
            ("true", "`createdAt` must be a time, found `true`"),
        ] {
            assert_eq!(read(text).unwrap_err().message, message);
        }
    }
}
