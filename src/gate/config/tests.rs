//! Tests of `paredown.toml`.

mod globs;
mod malformed;
pub(in crate::gate) mod suppressions;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Config, init};
use crate::gate::{Level, Rule};
use crate::model::Pattern;
use crate::parse::Source;
use crate::prove::Engine;

/// What is in a file, or line, column, message and help of the error.
pub(super) fn read_as(name: &str, text: &str) -> Result<Config, (usize, usize, String, String)> {
    let source = Arc::new(Source { name: name.into(), text: text.into() });
    Config::read(&source).map_err(|error| {
        let (line, column) = error.line_column();
        (line, column, error.message, error.help.unwrap_or_default())
    })
}

pub(super) fn read(text: &str) -> Result<Config, (usize, usize, String, String)> {
    read_as("paredown.toml", text)
}

const WHOLE: &str = r#"
version = 1
[gate]
paths = ["iam/**/*.json", "infra/*.yaml"]
exclude = ["**/node_modules/**"]
engine = "automata"
catalogue = "catalogue.json"
keep = ["s3:GetObject", "iam:*"]
unused = ["findings.json"]
used = ["used.txt", "more/used.txt"]
forbid = ["forbid.toml"]
accepted = "paredown-accepted.json"
allow-unchecked = true
[gate.rules]
no-new-access = "note"
forbid = "off"
[[gate.path]]
paths = ["sandbox/**"]
rules = { no-new-access = "off", fits = "error" }
[[gate.path]]
paths = ["sandbox/old/**"]
rules = { no-new-access = "warning" }
"#;

#[test]
fn all_is_read() {
    let config = read(WHOLE).unwrap();
    for (path, expected) in [
        ("iam/a.json", true),
        ("./iam/a.json", true),
        ("iam/b/c/a.json", true),
        ("iam/node_modules/x/a.json", false),
        ("infra/a.yaml", true),
        ("infra/b/a.yaml", false),
        ("a.json", false),
        ("other/iam/a.json", false),
    ] {
        assert_eq!(config.reads(path), expected, "{path}");
    }
    assert_eq!(config.engine(), Some(Engine::Automata));
    assert_eq!(config.catalogue(), Some(Path::new("catalogue.json")));
    assert_eq!(config.keep().iter().map(Pattern::spelling).collect::<Vec<_>>(), ["s3:GetObject", "iam:*"]);
    assert_eq!(config.unused(), [PathBuf::from("findings.json")]);
    assert_eq!(config.used(), [PathBuf::from("used.txt"), PathBuf::from("more/used.txt")]);
    assert_eq!(config.forbid(), [PathBuf::from("forbid.toml")]);
    assert_eq!(config.accepted(), Some(Path::new("paredown-accepted.json")));
}

#[test]
fn levels_are_those_of_the_last_table_that_has_path_and_rule() {
    let mut config = read(WHOLE).unwrap();
    for (rule, path, expected) in [
        (Rule::NoNewAccess, "iam/a.json", Some(Level::Note)),
        (Rule::NoNewAccess, "sandbox/a.json", None),
        (Rule::NoNewAccess, "sandbox/old/a.json", Some(Level::Warning)),
        (Rule::Fits, "sandbox/old/a.json", Some(Level::Error)),
        (Rule::Fits, "iam/a.json", Some(Level::Warning)),
        (Rule::Forbid, "iam/a.json", None),
        (Rule::Checked, "iam/a.json", Some(Level::Warning)),
        (Rule::Escalation, "iam/a.json", Some(Level::Error)),
    ] {
        assert_eq!(config.level(rule, path), expected, "{rule:?} {path}");
    }
    config.override_levels(&[(Rule::NoNewAccess, Some(Level::Error)), (Rule::Fits, None)]);
    assert_eq!(config.level(Rule::NoNewAccess, "sandbox/a.json"), Some(Level::Error));
    assert_eq!(config.level(Rule::Fits, "sandbox/a.json"), None);
}

#[test]
fn without_a_file_everything_is_read_and_all_rules_hold() {
    let mut config = Config::default();
    assert!(config.reads("a/b.json") && config.certificates().unwrap().is_empty());
    for rule in Rule::ALL {
        let expected = if rule == Rule::Fits { Level::Warning } else { Level::Error };
        assert_eq!(config.level(rule, "a.json"), Some(expected), "{rule:?}");
    }
    config.allow_unchecked();
    for rule in Rule::ALL {
        let warning = matches!(rule, Rule::Fits | Rule::Checked);
        let expected = if warning { Level::Warning } else { Level::Error };
        assert_eq!(config.level(rule, "a.json"), Some(expected), "{rule:?}");
    }
    // A level that is lower stays.
    let mut noted = read("[gate.rules]\nchecked = \"note\"\n").unwrap();
    noted.allow_unchecked();
    assert_eq!(noted.level(Rule::Checked, "a.json"), Some(Level::Note));
}

#[test]
fn paths_are_relative_to_the_folder_of_the_file() {
    let text = "[gate]\npaths = [\"iam/*\"]\nused = [\"used.txt\"]\ncatalogue = \"/c.json\"\n";
    for (name, read, not_read, used) in [
        ("paredown.toml", "iam/a", "sub/iam/a", "used.txt"),
        ("sub/paredown.toml", "sub/iam/a", "iam/a", "sub/used.txt"),
        ("./sub/dir/paredown.toml", "sub/dir/iam/a", "sub/iam/a", "./sub/dir/used.txt"),
        ("/etc/paredown.toml", "iam/a", "etc/iam/a", "/etc/used.txt"),
        ("../paredown.toml", "iam/a", "../iam/a", "../used.txt"),
    ] {
        let config = read_as(name, text).unwrap();
        assert!(config.reads(read) && !config.reads(not_read), "{name}");
        assert_eq!(config.used(), [PathBuf::from(used)], "{name}");
        assert_eq!(config.catalogue(), Some(Path::new("/c.json")));
    }
    // What is outside of the folder is read unless the file says what is.
    let config = read_as("sub/paredown.toml", "[gate]\nexclude = [\"iam/*\"]\n").unwrap();
    assert!(config.reads("iam/a") && !config.reads("sub/iam/a"));
}

#[test]
fn certificates_are_found_and_each_glob_has_to_find_one() {
    let folder = tempfile::tempdir().unwrap();
    for path in [
        "certificates/b.json",
        "certificates/a.json",
        "certificates/a.txt",
        "certificates/x/c.json",
        "d.json",
    ] {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, "").unwrap();
    }
    let name = folder.path().join("paredown.toml").display().to_string();
    for (globs, expected) in [
        ("[\"certificates/*.json\"]", Ok(vec!["certificates/a.json", "certificates/b.json"])),
        (
            "[\"certificates/a.json\", \"certificates/*.json\"]",
            Ok(vec!["certificates/a.json", "certificates/b.json"]),
        ),
        (
            "[\"certificates/**\"]",
            Ok(vec![
                "certificates/a.json",
                "certificates/a.txt",
                "certificates/b.json",
                "certificates/x/c.json",
            ]),
        ),
        ("[\"*.json\"]", Ok(vec!["d.json"])),
        ("[\"d.json\", \"e.json\"]", Err("2:27: `e.json` matches no file")),
        ("[\"none/*.json\"]", Err("2:17: the folder `none` cannot be read")),
    ] {
        let config = read_as(&name, &format!("[gate]\ncertificates = {globs}\n")).unwrap();
        match (config.certificates(), expected) {
            (Ok(found), Ok(expected)) => {
                let expected: Vec<PathBuf> = expected.iter().map(|path| folder.path().join(path)).collect();
                assert_eq!(found, expected, "{globs}");
            }
            (Err(error), Err(expected)) => assert!(error.to_string().contains(expected), "{error}"),
            (found, _) => panic!("{globs}: {found:?}"),
        }
    }
}

#[test]
fn the_text_to_begin_with_says_nothing_and_has_every_option() {
    let config = read(init()).unwrap();
    let nothing = Config::default();
    assert!(config.reads("a/b.json") && config.suppressions.is_empty() && config.accepted().is_none());
    for rule in Rule::ALL {
        assert_eq!(config.level(rule, "sandbox/a.json"), nothing.level(rule, "sandbox/a.json"));
    }
    let options = |line: &str| {
        line.strip_prefix('#').filter(|rest| rest.starts_with(|c: char| c != ' ')).map(str::to_owned)
    };
    let set: Vec<String> =
        init().lines().map(|line| options(line).unwrap_or_else(|| line.to_owned())).collect();
    let config = read(&set.join("\n")).unwrap();
    assert!(config.reads("a/b.json") && !config.reads("a/node_modules/b.json"));
    assert_eq!(config.suppressions.len(), 1);
    assert_eq!(config.level(Rule::NoNewAccess, "sandbox/a.json"), Some(Level::Warning));
    for rule in Rule::ALL {
        assert_eq!(
            config.level(rule, "a.json"),
            nothing.level(rule, "a.json"),
            "the default is what it says"
        );
        assert!(
            init().contains(&format!("#{} = ", rule.name())) && init().contains(rule.demands()),
            "{rule:?}"
        );
    }
    for key in super::read::KEYS.iter().chain(&super::suppress::KEYS) {
        let header = set.iter().any(|line| line.contains(&format!("gate.{key}]")));
        let rules = *key == "rules" && init().contains("`rules = [");
        assert!(rules || header || set.iter().any(|line| line.starts_with(&format!("{key} = "))), "{key}");
    }
}
