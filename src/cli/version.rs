//! `--version --verbose`: the components of this program.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};

use paredown_request::reference::{Reference, ReferenceIdentity};
use sha2::{Digest as _, Sha256};

use crate::model::{Catalogue, hex};
use crate::prove::z3_version;

use crate::parse::visible;

use super::failure::Failure;
use super::io::catalogue;

/// Whether the arguments ask for more than the version: with `--verbose` or `-v`, anywhere.
pub(super) fn in_full<'a>(arguments: impl IntoIterator<Item = &'a OsStr>) -> bool {
    arguments.into_iter().any(|argument| match argument.as_encoded_bytes() {
        b"--verbose" => true,
        [b'-', flags @ ..] => flags.contains(&b'v') && flags.iter().all(|flag| b"vV".contains(flag)),
        _ => false,
    })
}

/// The versions of everything: the program and the commit that it was built from, the loaded Z3, the built-in
/// catalogue, and the built-in reference of resource types and condition keys.
pub(super) fn everything() -> Result<String, Failure> {
    let known = catalogue(None)?;
    let reference = Reference::embedded()
        .map_err(|error| Failure::Internal(format!("the built-in reference is damaged: {error}")))?;
    Ok(format!(
        "paredown  {}\ncommit    {}\nz3        {}\ncatalogue {}\nreference {}\n",
        env!("CARGO_PKG_VERSION"),
        commit(),
        z3_version().map_or_else(
            || "none: it was built without the feature `z3`".to_owned(),
            |version| format!("{version}, {}", library())
        ),
        described(&known),
        described_reference(reference.identity())
    ))
}

/// The commit, as `build.rs` found it.
fn commit() -> String {
    match (option_env!("PAREDOWN_COMMIT"), option_env!("PAREDOWN_CHANGED")) {
        (None, _) => "unknown: it was not built in a clone of the repository".to_owned(),
        (Some(commit), Some("no")) => commit.to_owned(),
        (Some(commit), _) => format!("{commit}, with changes that are not committed"),
    }
}

fn described_reference(identity: &ReferenceIdentity) -> String {
    let ReferenceIdentity { source, version, date, sha256, types, actions, keys, .. } = identity;
    format!(
        "{source} {version} of {date}: {types} resource types, {actions} actions, {keys} condition keys (sha256 {sha256})"
    )
}

fn described(known: &Catalogue) -> String {
    let identity = known.identity();
    let version = identity.version.as_deref().unwrap_or("of an unknown version");
    let date = identity.date.as_deref().unwrap_or("an unknown day");
    format!(
        "{} {version} of {date}: {} services, {} actions (sha256 {})",
        identity.source, identity.services, identity.actions, identity.sha256
    )
}

/// The file that the library was loaded from, and its version.
fn library() -> String {
    let Some(path) = std::fs::read("/proc/self/maps").ok().and_then(|maps| loaded(&maps)) else {
        return "from an unknown place".to_owned();
    };
    let shown = visible(&path.display().to_string());
    match std::fs::read(&path) {
        Ok(bytes) => format!("loaded from {shown} (sha256 {})", hex(&Sha256::digest(&bytes))),
        Err(error) => format!("loaded from {shown}, which cannot be read any more: {error}"),
    }
}

/// The file of libz3 in Linux's list of mappings: according to proc(5), a line has five fields before the path.
fn loaded(maps: &[u8]) -> Option<PathBuf> {
    let path = |line: &[u8]| {
        let at = line.iter().position(|&byte| byte == b'/')?;
        Some(Path::new(OsStr::from_bytes(line.get(at..)?)).to_owned())
    };
    let is_z3 = |path: &PathBuf| path.file_name().is_some_and(|name| name.as_bytes().starts_with(b"libz3."));
    maps.split(|&byte| byte == b'\n').filter_map(path).find(is_z3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_library_is_found_by_its_name() {
        let maps = b"559-55a r--p 00000000 fe:01 7 /home/libz3.d/paredown\n\
                     7f0-7f1 r-xp 00000000 fe:01 8     /opt/a b/libz3.so.5.4\n\
                     7f1-7f2 r--p 00000000 00:00 0     [vdso]\n";
        assert_eq!(loaded(maps).unwrap(), Path::new("/opt/a b/libz3.so.5.4"));
        assert_eq!(loaded(b"7f1-7f2 r--p 00000000 00:00 0 [vdso]\n"), None);
    }

    #[test]
    fn more_is_asked_for_in_any_order() {
        for (arguments, expected) in [
            (&["--version", "--verbose"][..], true),
            (&["-v", "-V"], true),
            (&["-Vv"], true),
            (&["--version"], false),
            (&["-V", "verbose"], false),
            (&["-V", "-p", "-vx"], false),
        ] {
            assert_eq!(in_full(arguments.iter().map(OsStr::new)), expected, "{arguments:?}");
        }
    }
}
