//! Globs mean what is said of them.

use proptest::prelude::*;

use super::read;
use crate::model::Pattern;

/// Whether a glob of letters, `*`, `?` and `**` matches a path, by definition.
fn twin(glob: &[&str], path: &[&str]) -> bool {
    match (glob.split_first(), path.split_first()) {
        (None, None) => true,
        // At the end it is what is below, which is something.
        (Some((&"**", [])), _) => !path.is_empty(),
        (Some((&"**", rest)), Some((_, below))) => twin(rest, path) || twin(glob, below),
        (Some((part, rest)), Some((name, below))) if *part != "**" => {
            Pattern::new(part).matches(name) && twin(rest, below)
        }
        _ => false,
    }
}

fn globs(text: &str) -> super::Config {
    read(&format!("[gate]\npaths = [{text:?}]\n")).unwrap()
}

proptest! {
    #[test]
    fn globs_are_what_is_said_of_them(
        glob in prop::collection::vec("[ab*?]{1,3}|\\*\\*", 1..4),
        path in prop::collection::vec("[ab]{1,3}", 1..5),
    ) {
        let plain = |part: &String| !part.contains("**") || part == "**";
        prop_assume!(glob.iter().all(plain));
        let (parts, names): (Vec<&str>, Vec<&str>) =
            (glob.iter().map(String::as_str).collect(), path.iter().map(String::as_str).collect());
        let matches = globs(&glob.join("/")).reads(&path.join("/"));
        prop_assert_eq!(matches, twin(&parts, &names), "{:?} {:?}", parts, names);
    }
}

#[test]
fn special_characters_are_what_is_said_of_them() {
    for (glob, matched, not_matched) in [
        ("iam", &["iam"][..], &["iam/a", "IAM", "x/iam"][..]),
        ("iam/**", &["iam/a", "iam/a/b", "iam/.a"], &["iam", "iamx/a"]),
        ("**/x.json", &["x.json", "a/x.json", "a/b/x.json"], &["ax.json"]),
        ("a/**/b", &["a/b", "a/x/b", "a/x/y/b"], &["ab", "a/xb"]),
        ("*", &["a", ".a"], &["a/b"]),
        ("[ab]/[0-9]/[!x]", &["a/5/y"], &["c/5/y", "a/x/y", "a/5/x"]),
        ("*.{json,yaml}", &["a.json", "a.yaml"], &["a.toml", "a.{json,yaml}"]),
        ("a[*]", &["a*"], &["ab"]),
        ("é/{ä,ö}*", &["é/ä", "é/öx"], &["e/ä", "é/ü"]),
    ] {
        let config = globs(glob);
        for path in matched {
            assert!(config.reads(path), "{glob} {path}");
        }
        for path in not_matched {
            assert!(!config.reads(path), "{glob} {path}");
        }
    }
}
