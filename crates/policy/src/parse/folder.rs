//! The files of a folder.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{fs, io};

use super::code::Code;
use super::read::{ReadError, io_error, ordinary, quote_path, read_error, shown};

/// The files of a folder that are read, and those that are not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folder {
    /// The files that are read, by path.
    pub files: Vec<PathBuf>,
    /// Those that would be, if they were not hidden: their names begin with a dot.
    pub hidden: Vec<PathBuf>,
}

/// The files `*.json` directly in a folder.
///
/// # Errors
/// The folder cannot be read, has no such file, or has one that may not be read: a FIFO, a socket, a device, or a
/// symbolic link that leads out of the folder or nowhere.
pub fn json_files(folder: &Path) -> Result<Folder, ReadError> {
    let is_json = |path: &Path| path.extension().is_some_and(|own| own.eq_ignore_ascii_case("json"));
    let found = files(folder, is_json, false)?;
    if found.files.is_empty() {
        return Err(empty(folder, "no files `*.json`", "name the files that are meant"));
    }
    Ok(found)
}

/// All files of a folder and of the folders in it, by path.
///
/// # Errors
/// The folder cannot be read or has no files; or it has one that may not be read, or a symbolic link to a folder.
pub fn files_below(folder: &Path) -> Result<Folder, ReadError> {
    let found = files(folder, |_| true, true)?;
    if found.files.is_empty() {
        return Err(empty(folder, "no files", "name the folder that is meant"));
    }
    Ok(found)
}

fn empty(folder: &Path, what: &str, help: &str) -> ReadError {
    let name = shown(folder);
    read_error(Code::NotFound, format!("{} has {what}", quote_path(&name)), Some(help)).about(&name)
}

/// The files that are meant, in the folders below too if that is asked for.
fn files(folder: &Path, is_meant: impl Fn(&Path) -> bool, below: bool) -> Result<Folder, ReadError> {
    let name = shown(folder);
    let quoted = quote_path(&name);
    let failed = |error: io::Error| io_error(&quoted, &error).about(&name);
    let root = folder.canonicalize().map_err(failed)?;
    let (mut files, mut hidden) = (BTreeSet::new(), BTreeSet::new());
    let mut open = vec![folder.to_path_buf()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).map_err(failed)? {
            let path = entry.map_err(failed)?.path();
            if path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b".")) {
                hidden.extend(is_meant(&path).then_some(path));
            } else if below && path.is_dir() {
                if path.is_symlink() {
                    let message = format!("{} is a symbolic link to a folder", quote_path(&shown(&path)));
                    let help = "put the folder in its place, or name it as well";
                    return Err(read_error(Code::NotAFile, message, Some(help)).about(&shown(&path)));
                }
                open.push(path);
            } else if is_meant(&path)
                && is_file_of(&root, &path).map_err(|error| error.about(&shown(&path)))?
            {
                files.insert(path);
            }
        }
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
