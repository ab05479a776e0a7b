//! Paths into JSON documents, as used in the tables of kinds.
//!
//! A path consists of keys separated by slashes. `*` is each element of a list, `@` the value of each member of
//! an object, `?a.b` selects the objects that have `b` in `a`, and `?a.b:text` those in which it is this string.
//! A *mark* is a path that leads somewhere; followed by `=text`, to that string; followed by `^text`, to a string
//! that begins like that.

use crate::parse::located::Located;

/// The number of elements or members by which a kind is recognised.
const FIRST: usize = 50;

/// The values that a path leads to, in the order of the document.
pub(super) fn values<'a>(root: Located<'a>, path: &str) -> Vec<Located<'a>> {
    path.split('/').fold(vec![root], |found, step| {
        found.into_iter().flat_map(|value| next(value, step)).take(FIRST).collect()
    })
}

/// The values that one step of a path leads to.
fn next<'a>(value: Located<'a>, step: &str) -> Vec<Located<'a>> {
    match step {
        "*" => value.items().unwrap_or_default().into_iter().take(FIRST).collect(),
        "@" => {
            let object = value.object();
            object.map_or(Vec::new(), |object| object.members().map(|m| m.value).take(FIRST).collect())
        }
        _ => match step.strip_prefix('?') {
            Some(mark) if has(value, &mark.replace('.', "/").replace(':', "=")) => vec![value],
            Some(_) => Vec::new(),
            None => value.object().and_then(|object| object.get(step)).into_iter().collect(),
        },
    }
}

/// Whether the document has a mark. A key with the value `null` counts as absent.
pub(super) fn has(root: Located<'_>, mark: &str) -> bool {
    let (path, fits): (&str, &dyn Fn(&str) -> bool) = match (mark.split_once('='), mark.split_once('^')) {
        (Some((path, text)), _) => (path, &move |found| found == text),
        (None, Some((path, text))) => (path, &move |found: &str| found.starts_with(text)),
        (None, None) => return values(root, mark).iter().any(|value| !value.is_null()),
    };
    values(root, path)
        .into_iter()
        .any(|value| value.is_scalar() && fits(value.string().unwrap_or(value.raw())))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::parse::Source;
    use crate::parse::json::json;
    use crate::parse::strictness::Strictness;

    #[test]
    fn marks_are_found() {
        let text = r#"{"a": [{"b": null}, {"b": "xyz", "c": {"d": 4}}], "e": {"f": {"T": "AWS::X"}}}"#;
        let source = Arc::new(Source { name: "t".into(), text: text.into() });
        let value = json(&source, Strictness::Strict).unwrap();
        let root = Located::new(&value, &source);
        for (mark, expected) in [
            ("a", true),
            ("a/*", true),
            ("a/b", false),
            ("a/*/b", true),
            ("a/*/b=xyz", true),
            ("a/*/b=xy", false),
            ("a/*/b^xy", true),
            ("a/*/c/d=4", true),
            ("e/@/T^AWS::", true),
            ("e/T", false),
            ("a/*/?c.d/b", true),
            ("e/@/?U/T", false),
            ("a/*/?c.d:4/b", true),
            ("a/*/?c.d:5/b", false),
            ("x", false),
        ] {
            assert_eq!(has(root, mark), expected, "{mark}");
        }
    }
}
