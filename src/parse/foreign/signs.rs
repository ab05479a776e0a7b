//! How a kind of file is told: by paths of keys.

use super::super::located::Located;

/// Paths that are all there. `a.b` is the member `b` of the member `a`; `[]` is the first element of a list,
/// and `*` the first member of an object; `a=v` says that it is this string, `!a` that it is not there.
pub(super) type Signs = &'static [&'static str];

/// Whether all are there.
pub(super) fn are_in(root: Located<'_>, signs: &[&str]) -> bool {
    signs.iter().all(|sign| match sign.strip_prefix('!') {
        Some(path) => at(root, path).is_none(),
        None => match sign.split_once('=') {
            Some((path, value)) => at(root, path).and_then(Located::string) == Some(value),
            None => at(root, sign).is_some(),
        },
    })
}

/// The value at a path.
fn at<'a>(root: Located<'a>, path: &str) -> Option<Located<'a>> {
    path.split('.').try_fold(root, |place, step| match step {
        "[]" => place.items()?.into_iter().next(),
        "*" => place.object()?.members().next().map(|member| member.value),
        key => place.object()?.get(key),
    })
}

/// An advice with the values of the file in place of `{path}`.
pub(super) fn filled(root: Located<'_>, advice: &str) -> String {
    let mut filled = String::new();
    let mut rest = advice;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((path, after)) = after.split_once('}') else {
            rest = after;
            continue;
        };
        let value = at(root, path).and_then(Located::string).filter(|value| is_plain(value));
        match value {
            Some(value) => filled.push_str(value),
            None => filled.extend(["<", last_key(path), ">"]),
        }
        rest = after;
    }
    filled + rest
}

fn last_key(path: &str) -> &str {
    path.rsplit('.').find(|step| *step != "[]").unwrap_or(path)
}

/// Whether a value can stand in a command as it is: that of an id or an ARN.
fn is_plain(value: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_:/.+=@".contains(c);
    !value.is_empty() && value.len() <= 256 && !value.starts_with('-') && value.chars().all(plain)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::parse::{Source, Strictness, json};

    #[test]
    fn paths_lead_through_lists_and_objects() {
        let text = r#"{"a": [{"b": "x"}], "c": {"any": {"d": 1}}, "id": "f-1", "odd": "$(x)"}"#;
        let source = Arc::new(Source { name: "t".into(), text: text.into() });
        let value = json(&source, Strictness::Strict).unwrap();
        let root = Located::new(&value, &source);
        for there in ["a", "a.[].b", "a.[].b=x", "c.*.d", "!x", "!a.[].c"] {
            assert!(are_in(root, &[there]), "{there}");
        }
        for absent in ["x", "a.b", "a.[].b=y", "c.d", "!a", "[].a"] {
            assert!(!are_in(root, &[absent]), "{absent}");
        }
        assert_eq!(filled(root, "get --id {id} {odd} {a.[].x} end"), "get --id f-1 <odd> <x> end");
    }
}
