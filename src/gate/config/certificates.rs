//! The certificates that a configuration names.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::globs::Globs;
use crate::parse::{Code, Diagnostic, Source};

/// The globs, and the file that they are in.
#[derive(Clone, Debug, Default)]
pub(super) struct Certificates(Option<(Globs, Arc<Source>)>);

/// The number of files and folders that are looked at.
const MOST: usize = 1_000_000;

impl Certificates {
    pub(super) fn new(globs: Globs, source: &Arc<Source>) -> Self {
        Self(Some((globs, Arc::clone(source))))
    }

    /// The certificates, in a folder, by path. Symbolic links to folders are not followed.
    ///
    /// # Errors
    /// A glob matches no file (who takes out a certificate has to take out its glob), or a folder cannot be read.
    pub(super) fn find(&self, folder: &Path) -> Result<Vec<PathBuf>, Diagnostic> {
        let Some((globs, source)) = &self.0 else { return Ok(Vec::new()) };
        let mut all = Vec::new();
        for (number, text) in globs.texts().iter().enumerate() {
            let failed = |message: String, help: &str| {
                Diagnostic::error(source, text.span(), message, "this one")
                    .coded(Code::NotFound)
                    .with_help(help)
            };
            let begin = beginning(text.get_ref());
            let found = below(folder, begin).map_err(|error| {
                failed(format!("the folder `{begin}` cannot be read: {error}"), "correct it, or take it out")
            })?;
            let before = all.len();
            all.extend(
                found.into_iter().filter(|path| globs.has(number, path)).map(|path| folder.join(path)),
            );
            if all.len() == before {
                let message = format!("`{}` matches no file", text.get_ref());
                return Err(failed(message, "write the certificate, or take this out"));
            }
        }
        all.sort();
        all.dedup();
        Ok(all)
    }
}

/// The folders before the first part of a glob that has something special.
fn beginning(glob: &str) -> &str {
    let special = glob.find(['*', '?', '[', '{']).unwrap_or(glob.len());
    glob.get(..special).and_then(|plain| plain.rsplit_once('/')).map_or("", |(folders, _)| folders)
}

/// The files in a part of a folder and below, by their paths from the folder.
fn below(folder: &Path, begin: &str) -> std::io::Result<Vec<String>> {
    let mut found = Vec::new();
    let mut open = vec![begin.to_owned()];
    let mut seen = 0;
    while let Some(inner) = open.pop() {
        let here = folder.join(&inner);
        let here = if here.as_os_str().is_empty() { Path::new(".") } else { &here };
        for entry in fs::read_dir(here)? {
            let entry = entry?;
            seen += 1;
            if seen > MOST {
                return Err(std::io::Error::other("it has more than a million files"));
            }
            // A name that is not UTF-8 may be meant, and then cannot be opened by this one.
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = if inner.is_empty() { name } else { format!("{inner}/{name}") };
            if entry.file_type()?.is_dir() { open.push(path) } else { found.push(path) }
        }
    }
    Ok(found)
}
