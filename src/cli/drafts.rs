//! Files and folders being written: under temporary names until they are complete, and removed if the program is
//! interrupted before.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tempfile::{NamedTempFile, TempDir};

/// All existing drafts. While this lock is held, none can be made, so none is missed.
static DRAFTS: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

fn drafts() -> MutexGuard<'static, BTreeSet<PathBuf>> {
    DRAFTS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A name in the list of drafts, until this is dropped.
struct Listed(PathBuf);

impl Listed {
    /// Makes a draft and lists it; for [`discard_all`], both happen at once.
    fn new<T>(make: impl FnOnce() -> io::Result<T>, path: impl Fn(&T) -> &Path) -> io::Result<(T, Self)> {
        let mut drafts = drafts();
        let made = make()?;
        let own = path(&made).to_owned();
        drafts.insert(own.clone());
        Ok((made, Self(own)))
    }
}

impl Drop for Listed {
    fn drop(&mut self) {
        drafts().remove(&self.0);
    }
}

/// A complete file that is not in its place yet. Removed if it is not put there.
pub(super) struct Draft {
    // Fields are dropped in this order: the file is listed until it is removed.
    file: NamedTempFile,
    _listed: Listed,
}

impl Draft {
    /// A draft of the file at `path`, in the same folder.
    ///
    /// # Errors
    /// The error of the operating system about that folder, or about writing.
    pub(super) fn of(path: &Path, text: &str) -> io::Result<Self> {
        let folder = match path.parent() {
            Some(folder) if folder.as_os_str().is_empty() => Path::new("."),
            Some(folder) => folder,
            None => Path::new("."),
        };
        let mut draft = tempfile::Builder::new();
        // As if it had been created under its name: the umask decides who may read it.
        #[cfg(unix)]
        draft.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        // tempfile's message would name a draft that the user does not know.
        let made = || draft.tempfile_in(folder).map_err(|error| error.kind().into());
        let (mut file, listed) = Listed::new(made, NamedTempFile::path)?;
        file.write_all(text.as_bytes())?;
        Ok(Self { file, _listed: listed })
    }

    /// Puts the file in its place, replacing what was there.
    ///
    /// # Errors
    /// The error of the operating system; then what was there is unchanged.
    pub(super) fn put(self, path: &Path) -> io::Result<()> {
        self.file.persist(path).map(drop).map_err(|error| error.error)
    }
}

/// A folder being filled. Removed with its content if it is not put in its place.
pub(super) struct DraftFolder {
    folder: TempDir,
    _listed: Listed,
}

impl DraftFolder {
    /// An empty one inside `place`.
    ///
    /// # Errors
    /// What the operating system says.
    pub(super) fn within(place: &Path) -> io::Result<Self> {
        let make = || {
            let made = tempfile::Builder::new().prefix(".paredown-").tempdir_in(place);
            made.map_err(|error| error.kind().into())
        };
        let (folder, listed) = Listed::new(make, TempDir::path)?;
        Ok(Self { folder, _listed: listed })
    }

    /// Where it is.
    pub(super) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Puts it in its place, where nothing may be yet.
    ///
    /// # Errors
    /// What the operating system says.
    pub(super) fn put(self, path: &Path) -> io::Result<()> {
        fs::rename(self.folder.path(), path)?;
        // It is not a draft any more.
        let _ = self.folder.keep();
        Ok(())
    }
}

/// Removes all drafts and prevents new ones, since the program is about to end.
pub(super) fn discard_all() {
    let drafts = drafts();
    for path in drafts.iter() {
        let _ = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
    }
    std::mem::forget(drafts);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(place: &Path) -> Vec<String> {
        let entries = fs::read_dir(place).unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }

    #[test]
    fn a_draft_is_listed_as_long_as_it_is_one() {
        let place = tempfile::tempdir().unwrap();
        let draft = Draft::of(&place.path().join("a"), "text").unwrap();
        let own = draft.file.path().to_owned();
        assert!(drafts().contains(&own) && own.parent() == Some(place.path()));
        draft.put(&place.path().join("a")).unwrap();
        assert!(!drafts().contains(&own));
        assert_eq!(names(place.path()), ["a"]);
        let dropped = DraftFolder::within(place.path()).unwrap();
        fs::write(dropped.path().join("inside"), "text").unwrap();
        let own = dropped.path().to_owned();
        assert!(drafts().contains(&own));
        drop(dropped);
        assert!(!drafts().contains(&own));
        assert_eq!(names(place.path()), ["a"]);
    }

    #[test]
    fn a_draft_that_cannot_be_put_leaves_what_was_there() {
        let place = tempfile::tempdir().unwrap();
        let target = place.path().join("folder");
        fs::create_dir(&target).unwrap();
        assert!(Draft::of(&target, "text").unwrap().put(&target).is_err());
        assert_eq!(names(place.path()), ["folder"]);
    }
}
