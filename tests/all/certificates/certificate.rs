//! Certificates are written for every case in both modes and accepted by the kernel; nothing else is.

use crate::common::evidence::World;
use crate::common::{Case, MODES, root};
use paredown::certificate::Certificate;
use paredown::certificate::kernel::verify;

#[test]
fn every_case_has_a_certificate() {
    let mut failures = Vec::new();
    for (case, mode) in Case::all("cases").iter().flat_map(|case| MODES.map(|mode| (case, mode))) {
        let world = World::of_case(case, mode);
        match world.certificate(mode) {
            Ok(certificate) => {
                let text = serde_json::to_string(&certificate).unwrap();
                let read: Certificate = serde_json::from_str(&text).unwrap();
                assert_eq!(read, certificate, "{}", case.name);
                assert_eq!(verify(&read, &world.inputs()), Ok(()), "{}", case.name);
            }
            Err(error) => failures.push(format!("{} in mode {}: {error}", case.name, mode.name())),
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn the_kernel_knows_nothing_but_the_model_and_the_format() {
    let kernel = ["check", "comparison"].map(|name| root().join("crates/kernel/src").join(name));
    let files = kernel.iter().flat_map(|folder| std::fs::read_dir(folder).unwrap());
    let files = files.map(|entry| entry.unwrap().path());
    let files: Vec<_> = files.filter(|path| path.is_file()).collect();
    assert_eq!(files.len(), 13 + 7, "{files:?}");
    let formats =
        ["format.rs", "envelope.rs", "usage.rs"].map(|name| root().join("crates/kernel/src").join(name));
    for file in files.into_iter().chain(formats) {
        let text = std::fs::read_to_string(&file).unwrap();
        for (at, _) in text.match_indices("crate::") {
            let named = &text[at..];
            let allowed = [
                "crate::model::",
                "crate::model`",
                "crate::model]",
                "crate::certificate)",
                "crate::check::",
                "crate::envelope::",
                "crate::format::STATEMENT_TYPE",
                "crate::read_comparison)",
                "crate::parse::Source",
            ];
            assert!(
                allowed.iter().any(|name| named.starts_with(name)),
                "{}: {}",
                file.display(),
                &named[..40]
            );
        }
        for outside in ["z3::", "regex", "super::super::produce", "super::super::read"] {
            assert!(!text.contains(outside), "{}: {outside}", file.display());
        }
    }
}
