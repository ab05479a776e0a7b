//! Pages in headless Chromium: `tests/browser/run.mjs` opens, sorts, filters and reads them as a user does, and has axe-core
//! look at them.
//!
//! `make browser` brings what drives it; Chromium itself is Debian's. Without either this is skipped, but not in CI.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::model::{evil, large, small};
use crate::common::{root, skipped, text};

/// The names of Chromium, and of what is the same for this.
const NAMES: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];

/// Where Chromium is: `CHROMIUM` names another one.
fn chromium() -> Option<PathBuf> {
    if let Some(path) = std::env::var_os("CHROMIUM") {
        return Some(path.into());
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    let all = NAMES.iter().flat_map(|name| std::env::split_paths(&path).map(move |folder| folder.join(name)));
    all.into_iter().find(|candidate| candidate.is_file())
}

#[test]
fn pages_work_in_a_browser_and_axe_finds_nothing_serious() {
    let modules = root().join(".browser");
    if !modules.join("VERSION").is_file() {
        // If it is missing, `make browser` was not run; CI runs it.
        skipped::<()>("there is no .browser: `make browser` brings it", true);
        return;
    }
    let Some(chromium) = chromium() else {
        skipped::<()>("there is no Chromium (Debian: apt install chromium)", true);
        return;
    };
    // They stay there, with screenshots, to be looked at.
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("dashboard");
    std::fs::create_dir_all(&folder).unwrap();
    for (name, model) in [("small", small()), ("evil", evil()), ("large", large(2000, false))] {
        std::fs::write(folder.join(format!("{name}.html")), model.page()).unwrap();
    }
    let mut command = Command::new("node");
    command.arg(root().join("tests/browser/run.mjs")).arg(modules).arg(chromium).arg(&folder);
    let out = command.output().unwrap();
    assert!(out.status.success(), "{}{}", text(&out.stdout), text(&out.stderr));
    eprintln!("{}", text(&out.stdout));
    assert!(text(&out.stdout).contains("everything is as it should be"), "{}", text(&out.stdout));
}
