//! Folders that commands write: all files or none, never over files from elsewhere, and without files of earlier
//! runs left over.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::intake::is_inside;
use crate::parse::{sha256, visible};

use super::drafts::DraftFolder;
use super::failure::Failure;

/// A file of a folder, and the SHA-256 of its bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Listed {
    /// Its name, relative to the folder.
    pub(super) file: String,
    /// Its SHA-256, in lower-case hex.
    pub(super) sha256: String,
}

/// The part of the manifest of an earlier run that is read.
#[derive(Deserialize)]
struct Manifest {
    format: String,
    files: Vec<Listed>,
}

/// Whether a folder has a manifest of this format, and each file that it lists as it was written.
pub(super) fn is_whole(place: &Path, manifest: &str, format: &str) -> bool {
    let Ok(text) = fs::read_to_string(place.join(manifest)) else { return false };
    let Ok(listed) = serde_json::from_str::<Manifest>(&text) else { return false };
    let unchanged = |one: &Listed| {
        is_inside(&one.file)
            && fs::read_to_string(place.join(&one.file)).is_ok_and(|text| sha256(&text) == one.sha256)
    };
    listed.format == format && listed.files.iter().all(unchanged)
}

/// A folder to be written.
#[derive(Clone, Copy)]
pub(super) struct Folder<'a> {
    pub(super) place: &'a Path,
    /// The name of its manifest, which lists all other files, and the format of that.
    pub(super) manifest: &'static str,
    pub(super) format: &'static str,
    /// Whether files that no earlier run wrote may be replaced.
    pub(super) force: bool,
    /// Files that must not be touched.
    pub(super) inputs: &'a [PathBuf],
}

impl<'a> Folder<'a> {
    /// The folder, created if necessary and locked against other writers.
    ///
    /// # Errors
    /// It cannot be created or read; or the file with the manifest's name is not a manifest.
    pub(super) fn open(self) -> Result<OpenFolder<'a>, Failure> {
        fs::create_dir_all(self.place).map_err(|error| self.failed("", "made", &error))?;
        let lock = File::open(self.place).map_err(|error| self.failed("", "opened", &error))?;
        // A second writer waits for the first.
        #[cfg(unix)]
        rustix::fs::flock(&lock, rustix::fs::FlockOperation::LockExclusive)
            .map_err(|error| self.failed("", "locked", &error.into()))?;
        let before = match fs::read_to_string(self.place.join(self.manifest)) {
            Ok(text) => match serde_json::from_str::<Manifest>(&text) {
                Ok(manifest) if manifest.format == self.format => Some((text, manifest.files)),
                _ if self.force => None,
                _ => return Err(self.in_the_way(self.manifest)),
            },
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(_) if self.force => None,
            Err(error) => return Err(self.failed(self.manifest, "read", &error)),
        };
        Ok(OpenFolder { folder: self, _lock: lock, before })
    }

    fn failed(&self, name: &str, what: &str, error: &io::Error) -> Failure {
        let path = if name.is_empty() { self.place.to_owned() } else { self.place.join(name) };
        Failure::NotWritten(format!("`{}` cannot be {what}: {error}", visible(&path.display().to_string())))
    }

    fn in_the_way(&self, name: &str) -> Failure {
        Failure::Other(format!(
            "`{}` is in the way: it was not written by paredown, or was changed since; name another folder, or \
             have it replaced with --force",
            visible(&self.place.join(name).display().to_string())
        ))
    }

    /// Whether a file of the folder is one of the inputs, under any name.
    fn is_input(&self, name: &str) -> bool {
        let Ok(own) = fs::canonicalize(self.place.join(name)) else { return false };
        self.inputs.iter().any(|input| fs::canonicalize(input).is_ok_and(|input| input == own))
    }
}

/// A folder locked against other writers.
pub(super) struct OpenFolder<'a> {
    folder: Folder<'a>,
    _lock: File,
    /// The manifest of an earlier run, and the files that it lists.
    before: Option<(String, Vec<Listed>)>,
}

/// The present state of a file in the folder.
enum Present {
    Nothing,
    /// It already has this text.
    Same,
    /// It is as an earlier run wrote it.
    Ours,
    Foreign,
}

impl OpenFolder<'_> {
    /// The manifest of an earlier run.
    pub(super) fn manifest(&self) -> Option<&str> {
        self.before.as_ref().map(|(text, _)| text.as_str())
    }

    /// Replaces the files of an earlier run by these, and writes the manifest last: without a manifest the folder
    /// is not recognised.
    ///
    /// # Errors
    /// Something that no earlier run wrote, or an input, is in the way: then nothing has changed. Or the
    /// operating system refuses something: then the folder has no manifest.
    pub(super) fn replace(self, stage: &Stage, manifest: &str) -> Result<(), Failure> {
        let folder = self.folder;
        let old: BTreeMap<&str, &str> = self
            .before
            .iter()
            .flat_map(|(_, files)| files.iter().map(|one| (one.file.as_str(), one.sha256.as_str())))
            .filter(|(name, _)| is_inside(name))
            .collect();
        let mut moved = Vec::new();
        for file in stage.files.values() {
            match self.present(&file.listed, &old) {
                Present::Same => continue,
                Present::Foreign if file.kept || !folder.force => {
                    return Err(folder.in_the_way(&file.listed.file));
                }
                Present::Nothing | Present::Ours | Present::Foreign => {}
            }
            if folder.is_input(&file.listed.file) && !folder.force {
                return Err(folder.in_the_way(&file.listed.file));
            }
            moved.push(file);
        }
        let mut removed = Vec::new();
        for (name, sha256) in &old {
            if stage.files.contains_key(*name) {
                continue;
            }
            let listed = Listed { file: (*name).to_owned(), sha256: (*sha256).to_owned() };
            match self.present(&listed, &old) {
                Present::Nothing => {}
                Present::Foreign if !folder.force => return Err(folder.in_the_way(name)),
                _ if folder.is_input(name) && !folder.force => return Err(folder.in_the_way(name)),
                _ => removed.push(*name),
            }
        }
        let staged = stage.draft.path().join("manifest");
        fs::write(&staged, manifest).map_err(|error| folder.failed(folder.manifest, "written", &error))?;
        if moved.is_empty() && removed.is_empty() && self.manifest() == Some(manifest) {
            return Ok(());
        }
        // Changes begin here.
        remove(folder, folder.manifest)?;
        for file in moved {
            let target = folder.place.join(&file.listed.file);
            let parent = target.parent().unwrap_or(folder.place);
            let put = fs::create_dir_all(parent).and_then(|()| fs::rename(&file.path, &target));
            put.map_err(|error| folder.failed(&file.listed.file, "written", &error))?;
        }
        removed.into_iter().try_for_each(|name| remove(folder, name))?;
        fs::rename(&staged, folder.place.join(folder.manifest))
            .map_err(|error| folder.failed(folder.manifest, "written", &error))
    }

    fn present(&self, wanted: &Listed, old: &BTreeMap<&str, &str>) -> Present {
        let path = self.folder.place.join(&wanted.file);
        match fs::symlink_metadata(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Present::Nothing,
            Ok(data) if data.is_file() => {}
            _ => return Present::Foreign,
        }
        let Ok(bytes) = fs::read(&path) else { return Present::Foreign };
        let found = std::str::from_utf8(&bytes).map_or_else(|_| String::new(), sha256);
        match old.get(wanted.file.as_str()) {
            Some(ours) if found == **ours && found != wanted.sha256 => Present::Ours,
            // Even an unchanged file of ours may have to be removed.
            _ if found == wanted.sha256 => Present::Same,
            _ => Present::Foreign,
        }
    }
}

/// Removes a file if it exists.
fn remove(folder: Folder<'_>, name: &str) -> Result<(), Failure> {
    match fs::remove_file(folder.place.join(name)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(folder.failed(name, "removed", &error)),
        _ => Ok(()),
    }
}

/// Files to be put into a folder all at once.
pub(super) struct Stage {
    draft: DraftFolder,
    /// The files by name.
    files: BTreeMap<String, Staged>,
}

struct Staged {
    listed: Listed,
    path: PathBuf,
    /// Whether later runs leave it alone; its name then depends on its content.
    kept: bool,
}

/// The kinds of files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FileKind {
    /// A file that a later run replaces or removes.
    Plain,
    /// The same, executable.
    Script,
    /// A file that is never replaced or removed; it is not listed.
    Kept,
}

impl Stage {
    /// An empty stage, on the file system of the folder, so that files can be renamed into it.
    ///
    /// # Errors
    /// The error of the operating system.
    pub(super) fn within(place: &Path) -> io::Result<Self> {
        fs::create_dir_all(place)?;
        Ok(Self { draft: DraftFolder::within(place)?, files: BTreeMap::new() })
    }

    /// Adds a file. If a file with this name and text was added before, nothing happens.
    ///
    /// # Errors
    /// The error of the operating system; or a file with this name and another text was added before.
    pub(super) fn add(&mut self, name: &str, text: &str, kind: FileKind) -> io::Result<()> {
        let listed = Listed { file: name.to_owned(), sha256: sha256(text) };
        if let Some(before) = self.files.get(name) {
            let twice = || io::Error::other("two files would have this name");
            return if before.listed == listed { Ok(()) } else { Err(twice()) };
        }
        let path = self.draft.path().join(self.files.len().to_string());
        fs::write(&path, text)?;
        #[cfg(unix)]
        if kind == FileKind::Script {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = fs::metadata(&path)?.permissions().mode();
            // Whoever may read it may execute it.
            fs::set_permissions(&path, fs::Permissions::from_mode(mode | (mode & 0o444) >> 2))?;
        }
        self.files.insert(name.to_owned(), Staged { listed, path, kept: kind == FileKind::Kept });
        Ok(())
    }

    /// What a manifest lists: all files except the kept ones.
    pub(super) fn listed(&self) -> Vec<Listed> {
        self.files.values().filter(|file| !file.kept).map(|file| file.listed.clone()).collect()
    }

    /// A manifest that says no more than that.
    pub(super) fn manifest(&self, format: &str) -> String {
        let list = serde_json::json!({
            "format": format, "paredown": env!("CARGO_PKG_VERSION"), "files": self.listed(),
        });
        format!("{list:#}\n")
    }
}
