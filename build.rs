//! Checks the Z3 that will be linked, makes what is built find it when run, and says which commit it is
//! built from.
//!
//! z3-sys links whichever Z3 pkg-config names, and an old or missing one fails late
//! and obscurely; this says at once what is missing. `.cargo/config.toml` is what leads
//! pkg-config to the Z3 that `make z3` brings into `.z3`.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The oldest Z3 that numbers its operators as z3-sys 0.14 does.
const OLDEST: [u64; 2] = [5, 3];

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed=DOCS_RS");
    println!("cargo::rerun-if-env-changed=PAREDOWN_DIST");
    if env::var_os("DOCS_RS").is_some() {
        return; // documentation links nothing
    }
    let project = folder("CARGO_MANIFEST_DIR");
    if let Some((commit, changed)) = of_git(&project).or_else(|| of_package(&project)) {
        println!("cargo::rustc-env=PAREDOWN_COMMIT={commit}");
        println!("cargo::rustc-env=PAREDOWN_CHANGED={}", if changed { "yes" } else { "no" });
    }
    let brought = project.join(".z3");
    match find(&brought) {
        Ok(folders) => lead_to(&folders, &brought),
        // These lines fail the build; a failing exit status would only bury them in output.
        Err(message) => message.lines().for_each(|line| println!("cargo::error={line}")),
    }
}

/// A folder that cargo names in the environment.
fn folder(variable: &str) -> PathBuf {
    env::var_os(variable).unwrap_or_default().into()
}

/// The folders of the library that pkg-config finds, or what to do if it is not good.
fn find(brought: &Path) -> Result<Vec<PathBuf>, String> {
    let stamp = brought.join("VERSION");
    if stamp.is_file() {
        println!("cargo::rerun-if-changed={}", stamp.display());
    }
    let found = match pkg_config::Config::new().cargo_metadata(false).probe("z3") {
        Ok(z3) => {
            let numbers = z3.version.split('.').map_while(|n| n.parse::<u64>().ok());
            if numbers.ge(OLDEST) {
                return Ok(z3.link_paths);
            }
            let folders: Vec<_> = z3.link_paths.iter().map(|f| f.to_string_lossy()).collect();
            format!("found {} in {}", z3.version, folders.join(", "))
        }
        Err(pkg_config::Error::Command { .. }) => {
            return Err("pkg-config, which finds Z3, is missing: install it".into());
        }
        Err(_) => "found none".into(),
    };
    let mut lines = vec![format!("Z3 5.3 or newer is needed, but pkg-config {found}")];
    for name in ["PKG_CONFIG_PATH", "PKG_CONFIG_LIBDIR"] {
        if env::var_os(name).is_some() {
            lines.push(format!("it looked in {name}={}", folder(name).display()));
        }
    }
    lines.push(if stamp.is_file() {
        "to use .z3, run cargo inside the project, with neither of PKG_CONFIG_PATH and \
         PKG_CONFIG_LIBDIR set"
            .into()
    } else {
        "run `make z3`, or set PKG_CONFIG_PATH to the folder of a newer Z3's z3.pc".into()
    });
    Err(lines.join("\n"))
}

/// Makes the linker, and then the built programs, look in those folders.
fn lead_to(folders: &[PathBuf], brought: &Path) {
    let folders: Vec<_> = folders.iter().flat_map(|f| f.canonicalize()).collect();
    let macos = env::var("CARGO_CFG_TARGET_OS").is_ok_and(|os| os == "macos");
    let origin = if macos { "@loader_path" } else { "$ORIGIN" };
    // What `make dist` builds takes the library beside it, and no other: a folder of the machine that it was
    // built on may be anybody's on the machine that it runs on.
    let dist = env::var_os("PAREDOWN_DIST").is_some();
    if dist {
        println!("cargo::rustc-link-arg-bins=-Wl,-rpath,{origin}");
    }
    for folder in &folders {
        // Said here too, as z3-sys may have been built before `make z3`.
        println!("cargo::rustc-link-search=native={}", folder.display());
        if !dist {
            println!("cargo::rustc-link-arg=-Wl,-rpath,{}", folder.display());
        }
    }
    // From target/release/ in a project that has moved. Not so doctests, which run in a folder of the shared
    // /tmp, where others could put a library.
    if !dist && folders.contains(&brought.join("lib").canonicalize().unwrap_or_default()) {
        println!("cargo::rustc-link-arg-bins=-Wl,-rpath,{origin}/../../.z3/lib");
    }
}

/// What the program is made of.
const SOURCES: [&str; 6] = ["src", "crates", "build.rs", "Cargo.toml", "Cargo.lock", ".cargo"];

/// The commit that is checked out, and whether the sources differ from it; nothing where this is no clone of
/// its own.
fn of_git(project: &Path) -> Option<(String, bool)> {
    let git = |arguments: &[&str]| {
        let out = Command::new("git").current_dir(project).args(arguments).output().ok()?;
        out.status.success().then(|| String::from_utf8_lossy(&out.stdout).trim().to_owned())
    };
    let top = PathBuf::from(git(&["rev-parse", "--show-toplevel"])?).canonicalize().ok()?;
    if top != project.canonicalize().ok()? {
        return None;
    }
    // The log of HEAD grows with each commit and each checkout.
    let log = project.join(git(&["rev-parse", "--git-path", "logs/HEAD"])?);
    for path in SOURCES.iter().map(|name| project.join(name)).chain([log]).filter(|path| path.exists()) {
        println!("cargo::rerun-if-changed={}", path.display());
    }
    let changes = git(&[&["status", "--porcelain", "--"], SOURCES.as_slice()].concat())?;
    Some((git(&["rev-parse", "HEAD"])?, !changes.is_empty()))
}

/// The same of what was published: cargo writes it into the package.
fn of_package(project: &Path) -> Option<(String, bool)> {
    let text = std::fs::read_to_string(project.join(".cargo_vcs_info.json")).ok()?;
    let (_, rest) = text.split_once("\"sha1\": \"")?;
    let (commit, _) = rest.split_once('"')?;
    Some((commit.to_owned(), text.contains("\"dirty\": true")))
}
