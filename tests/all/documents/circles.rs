//! No circles of files: within a crate, no file uses, directly or through others, a file that uses it.
//!
//! The sources are parsed, and each path in them is followed, also through re-exports, to the file that defines
//! what it names. Declaring (`mod`) or re-exporting (`pub use`) something is not using it. Modules of tests are
//! left out. Calls of methods are not seen, since only the compiler knows what they refer to.

mod graph;
mod paths;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::common::root;
use graph::Crate;

/// The crate with its root at `path`, with the text of each of its files.
fn read(path: &str, text: &dyn Fn(&str) -> Option<String>) -> Crate {
    let mut all = Crate::default();
    let (folder, _) = path.rsplit_once('/').unwrap();
    all.read(path, folder, None, text).unwrap_or_else(|| panic!("there is no {path}"));
    all
}

/// The sources below a folder that are not tests, by their paths from the root of the project.
fn sources(folder: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for entry in fs::read_dir(root().join(folder)).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        let stem = Path::new(name).file_stem().unwrap().to_str().unwrap();
        let place = format!("{folder}/{name}");
        if stem == "tests" || stem.ends_with("_tests") {
            continue;
        }
        if path.is_dir() {
            found.extend(sources(&place));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.insert(place);
        }
    }
    found
}

#[test]
fn no_files_of_a_crate_use_each_other_in_a_circle() {
    let mut folders = vec!["src".to_owned()];
    for entry in fs::read_dir(root().join("crates")).unwrap() {
        folders.push(format!("crates/{}/src", entry.unwrap().file_name().to_str().unwrap()));
    }
    let text = |path: &str| fs::read_to_string(root().join(path)).ok();
    let mut circles = Vec::new();
    for folder in &folders {
        let mut left = sources(folder);
        for name in ["lib.rs", "main.rs"] {
            let path = format!("{folder}/{name}");
            if !left.contains(&path) {
                continue;
            }
            let all = read(&path, &text);
            circles.extend(all.circles());
            left.retain(|path| all.files.iter().all(|file| file.path != *path));
        }
        assert!(left.is_empty(), "these belong to no crate that was looked at: {left:?}");
    }
    assert!(folders.len() > 4, "{folders:?}");
    assert!(circles.is_empty(), "{}", circles.join("\n"));
}

/// The circles of a crate with these files.
fn circles(files: &[(&str, &str)]) -> Vec<String> {
    let text = |path: &str| {
        files.iter().find(|(name, _)| format!("src/{name}") == path).map(|(_, text)| (*text).to_owned())
    };
    read("src/lib.rs", &text).circles()
}

#[test]
fn a_circle_is_found_however_it_is_written() {
    let lib = ("lib.rs", "mod a; mod b; mod c;");
    let (a, b) = ("pub struct A; fn f() { crate::b::g() }", "pub fn g() {}");
    let cases: [(&str, &str, &str); 8] = [
        ("in a use", b, "use super::a::A; fn g() -> A { A }"),
        ("renamed", b, "use super::a::A as Other; pub fn g() -> Other { Other }"),
        ("in a path", b, "pub fn g() -> crate::a::A { todo!() }"),
        ("of a module", b, "use super::a; pub fn g() -> a::A { a::A }"),
        ("in a macro", b, "pub fn g() { assert_eq!(1, super::a::A::new()) }"),
        ("in an attribute", b, "pub fn g() {} #[arg(parser = super::a::f)] struct B;"),
        ("through a re-export", b, "pub use super::c::A; pub fn g() -> A { A }"),
        ("through a third file", b, "pub fn g() { super::c::h() }"),
    ];
    let c = "pub use crate::a::A; pub fn h() { let _ = A; }";
    for (how, without, with) in cases {
        let files = |text| [lib, ("a.rs", a), ("b.rs", text), ("c.rs", c)];
        assert_eq!(circles(&files(without)), Vec::<String>::new(), "{how}");
        let found = circles(&files(with));
        assert_eq!(found.len(), 1, "{how}");
        assert!(
            found[0].contains("src/a.rs uses src/b.rs") && found[0].contains("src/b.rs uses "),
            "{found:?}"
        );
    }
}

#[test]
fn a_parent_and_its_child_are_a_circle_if_both_use_what_the_other_defines() {
    let child = ("child.rs", "use super::Shared; pub fn work(_: Shared) {}");
    let calling = "mod child; pub use child::work; pub struct Shared; pub fn all() { work(Shared) }";
    let declaring = "mod child; pub use child::work; pub struct Shared;";
    assert_eq!(circles(&[("lib.rs", calling), child]).len(), 1);
    assert!(circles(&[("lib.rs", declaring), child]).is_empty());
    // A module and a function with the same name are both found.
    let named = "mod child; pub use child::child; pub struct Shared; pub fn all() { child(Shared) }";
    let alone = ("child.rs", "pub fn child<T>(_: T) {}");
    let using = ("child.rs", "pub fn child(_: super::Shared) {}");
    assert!(circles(&[("lib.rs", named), alone]).is_empty());
    assert_eq!(circles(&[("lib.rs", named), using]).len(), 1);
}

#[test]
fn what_only_tests_use_counts_for_nothing() {
    let tests =
        "pub fn g() {} #[cfg(test)] mod tests { use super::super::a::A; } #[test] fn t() { super::a::f() }";
    let files =
        [("lib.rs", "mod a; mod b;"), ("a.rs", "pub struct A; fn f() { crate::b::g() }"), ("b.rs", tests)];
    assert!(circles(&files).is_empty());
    // Nor does something from elsewhere under a name of the crate.
    let foreign = "use std::fmt; pub fn g() -> fmt::Result { fmt::a::A }";
    assert!(circles(&[files[0], files[1], ("b.rs", foreign)]).is_empty());
}
