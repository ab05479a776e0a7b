//! The files of a folder.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::code::Code;
use super::read::{ReadError, io_error, ordinary, quote_path, read_error, shown};

/// The files of a folder that are read, and those that are not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folder {
    /// Its files `*.json`, by name.
    pub files: Vec<PathBuf>,
    /// The files `*.json` that are hidden: their names begin with a dot.
    pub hidden: Vec<PathBuf>,
}

/// The files `*.json` directly in a folder.
///
/// # Errors
/// The folder cannot be read, has no such file, or has one that may not be read: a FIFO, a socket, a device, or a
/// symbolic link that leads out of the folder or nowhere.
pub fn json_files(folder: &Path) -> Result<Folder, ReadError> {
    let name = shown(folder);
    files_of(folder, &quote_path(&name)).map_err(|error| error.about(&name))
}

fn files_of(folder: &Path, quoted: &str) -> Result<Folder, ReadError> {
    let failed = |error| io_error(quoted, &error);
    let root = folder.canonicalize().map_err(failed)?;
    let (mut files, mut hidden) = (BTreeSet::new(), BTreeSet::new());
    for entry in fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if !path.extension().is_some_and(|end| end.eq_ignore_ascii_case("json")) {
            continue;
        }
        if path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b".")) {
            hidden.insert(path);
        } else if is_file_of(&root, &path).map_err(|error| error.about(&shown(&path)))? {
            files.insert(path);
        }
    }
    if files.is_empty() {
        let message = format!("{quoted} has no files `*.json`");
        return Err(read_error(Code::NotFound, message, Some("name the files that are meant")));
    }
    Ok(Folder { files: files.into_iter().collect(), hidden: hidden.into_iter().collect() })
}

/// The files of a folder and of the folders in it whose names end in one of some endings, by path.
///
/// # Errors
/// As [`json_files`].
pub fn files_below(folder: &Path, endings: &[&str]) -> Result<Folder, ReadError> {
    let name = shown(folder);
    let quoted = quote_path(&name);
    let failed = |error: std::io::Error| io_error(&quoted, &error).about(&name);
    let root = folder.canonicalize().map_err(failed)?;
    let (mut files, mut hidden) = (BTreeSet::new(), BTreeSet::new());
    let mut open = vec![folder.to_path_buf()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).map_err(failed)? {
            let path = entry.map_err(failed)?.path();
            let ending = path.extension().and_then(|end| end.to_str()).map(str::to_ascii_lowercase);
            let is_hidden = path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
            let known = ending.is_some_and(|ending| endings.contains(&ending.as_str()));
            if is_hidden {
                hidden.extend(known.then_some(path));
            } else if path.is_dir() && !path.is_symlink() {
                open.push(path);
            } else if known && is_file_of(&root, &path).map_err(|error| error.about(&shown(&path)))? {
                files.insert(path);
            }
        }
    }
    if files.is_empty() {
        let endings: Vec<String> = endings.iter().map(|ending| format!("`*.{ending}`")).collect();
        let message = format!("{quoted} has no files {}", endings.join(" or "));
        return Err(read_error(Code::NotFound, message, Some("name the folder that is meant")));
    }
    Ok(Folder { files: files.into_iter().collect(), hidden: hidden.into_iter().collect() })
}

/// Whether a path is a file (not a folder) that is really inside the folder `root`.
fn is_file_of(root: &Path, path: &Path) -> Result<bool, ReadError> {
    let quoted = quote_path(&shown(path));
    let failed = |error| io_error(&quoted, &error);
    if path.symlink_metadata().map_err(failed)?.is_symlink() {
        let Ok(target) = path.canonicalize() else {
            let message = format!("{quoted} is a symbolic link that leads nowhere");
            return Err(read_error(Code::NotAFile, message, Some("remove it, or put the file in its place")));
        };
        if !target.starts_with(root) {
            let message = format!("{quoted} is a symbolic link that leads out of the folder");
            let help = "put the file in its place, or name the file itself";
            return Err(read_error(Code::NotAFile, message, Some(help)));
        }
    }
    let data = path.metadata().map_err(failed)?;
    if data.is_dir() {
        return Ok(false);
    }
    ordinary(&quoted, &data).map(|()| true)
}
