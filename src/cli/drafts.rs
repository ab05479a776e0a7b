//! Files and folders that are being made: under a name of their own until they are whole, and gone if the
//! program is interrupted before.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tempfile::{NamedTempFile, TempDir};

/// All that are there. Whoever holds this makes none, so that none is missed.
static DRAFTS: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

fn drafts() -> MutexGuard<'static, BTreeSet<PathBuf>> {
    DRAFTS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A name in the list of drafts, as long as this lives.
struct Listed(PathBuf);

impl Listed {
    /// Makes a draft and lists it, both or neither as far as [`discard_all`] sees.
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

/// A file that is whole, and not yet in its place. It goes if it is not put there.
pub(super) struct Draft {
    // Dropped in this order: it is listed until it is gone.
    file: NamedTempFile,
    _listed: Listed,
}

impl Draft {
    /// A draft of the file at `path`, in the same folder.
    ///
    /// # Errors
    /// What the operating system says of that folder, or of writing.
    pub(super) fn of(path: &Path, text: &str) -> io::Result<Self> {
        let folder = match path.parent() {
            Some(folder) if folder.as_os_str().is_empty() => Path::new("."),
            Some(folder) => folder,
            None => Path::new("."),
        };
        let mut draft = tempfile::Builder::new();
        // As if it had been made by its name: the umask decides who may read it.
        #[cfg(unix)]
        draft.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        // What tempfile says of it names a draft that nobody knows.
        let made = || draft.tempfile_in(folder).map_err(|error| error.kind().into());
        let (mut file, listed) = Listed::new(made, NamedTempFile::path)?;
        file.write_all(text.as_bytes())?;
        Ok(Self { file, _listed: listed })
    }

    /// Puts it in its place; what was there is replaced.
    ///
    /// # Errors
    /// What the operating system says; then what was there is as it was.
    pub(super) fn put(self, path: &Path) -> io::Result<()> {
        self.file.persist(path).map(drop).map_err(|error| error.error)
    }
}

/// A folder that is being filled. It goes with all that is in it if it is not put in its place.
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

    /// Puts it in its place, where nothing is yet.
    ///
    /// # Errors
    /// What the operating system says.
    pub(super) fn put(self, path: &Path) -> io::Result<()> {
        fs::rename(self.folder.path(), path)?;
        // It is no draft any more.
        let _ = self.folder.keep();
        Ok(())
    }
}

/// Removes every draft, and has no other be made from now on: for when the program is about to end.
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
