//! Finds and checks the Z3 to link with, makes the built programs find it at run time, and records the commit
//! that they are built from.
//!
//! z3-sys links with any Z3 that the linker finds, and an old or missing one fails late and obscurely; this
//! reports at once what is missing. Without the feature `z3` none is searched for.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed=DOCS_RS");
    if env::var_os("DOCS_RS").is_some() {
        return; // documentation links nothing
    }
    let project = folder("CARGO_MANIFEST_DIR");
    if let Some((commit, changed)) = of_git(&project).or_else(|| of_package(&project)) {
        println!("cargo::rustc-env=PAREDOWN_COMMIT={commit}");
        println!("cargo::rustc-env=PAREDOWN_CHANGED={}", if changed { "yes" } else { "no" });
    }
    #[cfg(feature = "z3")]
    z3::link(&project);
}

/// A folder that the environment names.
fn folder(variable: &str) -> PathBuf {
    env::var_os(variable).unwrap_or_default().into()
}

#[cfg(feature = "z3")]
mod z3 {
    use std::env;
    use std::fs;
    use std::path::{Path, PathBuf};

    use super::folder;

    /// The oldest Z3 that numbers its operators as z3-sys 0.14 does.
    const OLDEST: [u64; 2] = [5, 3];

    /// Names the folder of a Z3 (with its `lib/`), or the folder of its library.
    const FOLDER: &str = "PAREDOWN_Z3";

    /// Makes the linker and the built programs find Z3; or fails the build and says what to do.
    pub(super) fn link(project: &Path) {
        println!("cargo::rerun-if-env-changed={FOLDER}");
        println!("cargo::rerun-if-env-changed=PAREDOWN_DIST");
        let brought = project.join(".z3");
        let stamp = brought.join("VERSION");
        if stamp.is_file() {
            println!("cargo::rerun-if-changed={}", stamp.display());
        }
        match find(&brought) {
            Ok(folders) => lead_to(&folders, &brought),
            // These lines fail the build; a failing exit status would only bury them in output.
            Err(message) => message.lines().for_each(|line| println!("cargo::error={line}")),
        }
    }

    /// The folders of the library: that of `PAREDOWN_Z3`; otherwise those that pkg-config finds
    /// (`.cargo/config.toml` points it to `.z3`); otherwise that of `.z3`. Or what to do if there is no suitable
    /// one.
    fn find(brought: &Path) -> Result<Vec<PathBuf>, String> {
        if env::var_os(FOLDER).is_some_and(|name| !name.is_empty()) {
            let named = folder(FOLDER);
            return library(&named).map(|lib| vec![lib]).map_err(|why| {
                format!("{FOLDER}={} is not a Z3 that can be used: {why}\n{}", named.display(), what_to_run())
            });
        }
        let found = match pkg_config::Config::new().cargo_metadata(false).probe("z3") {
            Ok(z3) if is_new(&z3.version) => return Ok(z3.link_paths),
            Ok(z3) => {
                let folders: Vec<_> = z3.link_paths.iter().map(|f| f.to_string_lossy()).collect();
                format!("pkg-config found {} in {}", z3.version, folders.join(", "))
            }
            Err(pkg_config::Error::Command { .. }) => "there is no pkg-config to find it".to_owned(),
            Err(_) => "pkg-config found none".to_owned(),
        };
        if let Ok(lib) = library(brought) {
            return Ok(vec![lib]);
        }
        let mut lines = vec![format!("Z3 5.3 or newer is needed, but {found}")];
        for name in ["PKG_CONFIG_PATH", "PKG_CONFIG_LIBDIR"] {
            if env::var_os(name).is_some() {
                lines.push(format!("it looked in {name}={}", folder(name).display()));
            }
        }
        lines.push(what_to_run());
        Err(lines.join("\n"))
    }

    /// What to run if there is no Z3.
    fn what_to_run() -> String {
        format!(
            "run `make z3` in paredown's folder, or set {FOLDER} to the folder of a Z3, or PKG_CONFIG_PATH to that of \
             its z3.pc, or build without it: `--no-default-features`"
        )
    }

    /// The folder of the library in the folder of a Z3, or why it is not suitable.
    fn library(folder: &Path) -> Result<PathBuf, String> {
        let folder = folder.canonicalize().map_err(|error| error.to_string())?;
        let has = |lib: &PathBuf| ["libz3.so", "libz3.dylib"].iter().any(|name| lib.join(name).exists());
        let lib = [folder.join("lib"), folder.clone()].into_iter().find(has);
        let lib = lib.ok_or("neither it nor its `lib` has a `libz3.so`")?;
        let root = if lib == folder { lib.parent().unwrap_or(&lib) } else { &folder };
        match version(&lib, root) {
            Some(version) if is_new(&version) => Ok(lib),
            Some(version) => Err(format!("it is {version}, and 5.3 or newer is needed")),
            None => {
                Err("no z3.pc, no z3_version.h and no library's name says which version it is".to_owned())
            }
        }
    }

    fn is_new(version: &str) -> bool {
        version.split('.').map_while(|number| number.parse::<u64>().ok()).ge(OLDEST)
    }

    /// The version of a Z3, from its pkg-config file, its header or the name of its library.
    fn version(lib: &Path, root: &Path) -> Option<String> {
        let stated = |path: PathBuf, start: &str| {
            let text = fs::read_to_string(path).ok()?;
            let line = text.lines().find_map(|line| line.strip_prefix(start))?;
            Some(line.trim().trim_matches('"').trim_start_matches("Z3 ").to_owned())
        };
        let packages = [root.join("pkgconfig"), lib.join("pkgconfig"), lib.to_owned()];
        packages
            .into_iter()
            .find_map(|folder| stated(folder.join("z3.pc"), "Version:"))
            .or_else(|| stated(root.join("include/z3_version.h"), "#define Z3_FULL_VERSION"))
            .or_else(|| {
                let name = lib.join("libz3.so").canonicalize().ok()?.file_name()?.to_str()?.to_owned();
                name.strip_prefix("libz3.so.").map(str::to_owned)
            })
    }

    /// Makes the linker and the built programs search these folders.
    fn lead_to(folders: &[PathBuf], brought: &Path) {
        let folders: Vec<_> = folders.iter().flat_map(|f| f.canonicalize()).collect();
        let macos = env::var("CARGO_CFG_TARGET_OS").is_ok_and(|os| os == "macos");
        let origin = if macos { "@loader_path" } else { "$ORIGIN" };
        // The program of `make dist` uses the library next to it, and no other: a folder of the machine that it
        // was built on may belong to anybody on the machine that it runs on.
        let dist = env::var_os("PAREDOWN_DIST").is_some();
        if dist {
            println!("cargo::rustc-link-arg-bins=-Wl,-rpath,{origin}");
        }
        for folder in &folders {
            // Before the folders of z3-sys, which may have been built before `make z3`, or found another Z3.
            println!("cargo::rustc-link-search=native={}", folder.display());
            if !dist {
                println!("cargo::rustc-link-arg=-Wl,-rpath,{}", folder.display());
            }
        }
        // From target/release/ in a project that was moved. Not for doctests, which run in a folder in the shared
        // /tmp, where others could put a library.
        if !dist && folders.contains(&brought.join("lib").canonicalize().unwrap_or_default()) {
            println!("cargo::rustc-link-arg-bins=-Wl,-rpath,{origin}/../../.z3/lib");
        }
    }
}

/// The sources of the program.
const SOURCES: [&str; 6] = ["src", "crates", "build.rs", "Cargo.toml", "Cargo.lock", ".cargo"];

/// The commit that is checked out, and whether the sources differ from it; `None` if this is not a clone of its
/// own.
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

/// The same for a published package, into which cargo writes it.
fn of_package(project: &Path) -> Option<(String, bool)> {
    let text = std::fs::read_to_string(project.join(".cargo_vcs_info.json")).ok()?;
    let (_, rest) = text.split_once("\"sha1\": \"")?;
    let (commit, _) = rest.split_once('"')?;
    Some((commit.to_owned(), text.contains("\"dirty\": true")))
}
