//! Folders that commands write: all files or none, over nothing that was not written there before, and nothing
//! of an earlier run beside what a later one wrote.

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
    /// Its name, from the folder.
    pub(super) file: String,
    /// In lower-case hex.
    pub(super) sha256: String,
}

/// What is read of a manifest that was left by an earlier run.
#[derive(Deserialize)]
struct Manifest {
    format: String,
    files: Vec<Listed>,
}

/// Which folder it is, and what it may be.
#[derive(Clone, Copy)]
pub(super) struct Folder<'a> {
    pub(super) place: &'a Path,
    /// The file that lists all others, and the format that it says it has.
    pub(super) manifest: &'static str,
    pub(super) format: &'static str,
    /// Whether files that were not written by an earlier run may be replaced.
    pub(super) force: bool,
    /// Files that must not be touched.
    pub(super) inputs: &'a [PathBuf],
}

impl<'a> Folder<'a> {
    /// The folder, made if it is not there, while nobody else writes to it.
    ///
    /// # Errors
    /// It cannot be made or read; or there is a file with the manifest's name that is none.
    pub(super) fn open(self) -> Result<OpenFolder<'a>, Failure> {
        fs::create_dir_all(self.place).map_err(|error| self.failed("", "made", &error))?;
        let lock = File::open(self.place).map_err(|error| self.failed("", "opened", &error))?;
        // Of two writers one waits for the other.
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

    /// Whether a file of the folder is one of the inputs, by whatever name.
    fn is_input(&self, name: &str) -> bool {
        let Ok(own) = fs::canonicalize(self.place.join(name)) else { return false };
        self.inputs.iter().any(|input| fs::canonicalize(input).is_ok_and(|input| input == own))
    }
}

/// A folder that nobody else writes to.
pub(super) struct OpenFolder<'a> {
    folder: Folder<'a>,
    _lock: File,
    /// The manifest of an earlier run, and the files that it lists.
    before: Option<(String, Vec<Listed>)>,
}

/// What a file of the folder is at present.
enum Present {
    Nothing,
    /// It has this text already.
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

    /// Puts the files in place of those of an earlier run, which go, and the manifest last: while it is not
    /// there, the folder counts as nothing.
    ///
    /// # Errors
    /// Something that is no file of an earlier run is in the way, or an input: then nothing has changed. Or the
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
        // From here on something changes.
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
            // One of ours that does not change may still have to go.
            _ if found == wanted.sha256 => Present::Same,
            _ => Present::Foreign,
        }
    }
}

/// Removes a file, if it is there.
fn remove(folder: Folder<'_>, name: &str) -> Result<(), Failure> {
    match fs::remove_file(folder.place.join(name)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(folder.failed(name, "removed", &error)),
        _ => Ok(()),
    }
}

/// Files that are going to be put into a folder, all at once.
pub(super) struct Stage {
    draft: DraftFolder,
    /// By their names.
    files: BTreeMap<String, Staged>,
}

struct Staged {
    listed: Listed,
    path: PathBuf,
    /// It stays whatever later runs write, under a name that says what is in it.
    kept: bool,
}

/// What kind of file it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FileKind {
    /// A file that a later run replaces or removes.
    Plain,
    /// The same, to be run.
    Script,
    /// A file that is never replaced nor removed; it is not listed.
    Kept,
}

impl Stage {
    /// Nothing yet. It is on the file system of the folder, so that files can be put there by renaming.
    ///
    /// # Errors
    /// What the operating system says.
    pub(super) fn within(place: &Path) -> io::Result<Self> {
        fs::create_dir_all(place)?;
        Ok(Self { draft: DraftFolder::within(place)?, files: BTreeMap::new() })
    }

    /// Adds a file. One that was added under that name already is left as it is, if both are the same.
    ///
    /// # Errors
    /// What the operating system says; or a file of that name with another text was added already.
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
            // Whoever may read it may run it.
            fs::set_permissions(&path, fs::Permissions::from_mode(mode | (mode & 0o444) >> 2))?;
        }
        self.files.insert(name.to_owned(), Staged { listed, path, kept: kind == FileKind::Kept });
        Ok(())
    }

    /// What a manifest lists: all but what is kept.
    pub(super) fn listed(&self) -> Vec<Listed> {
        self.files.values().filter(|file| !file.kept).map(|file| file.listed.clone()).collect()
    }
}
