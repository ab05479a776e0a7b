//! The files of a side: of the working tree, of a folder, or of a revision of git.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

use crate::parse::{Limits, ReadError, Source, files_below, read_source};

/// Files by their paths, which are relative and have `/` on every system.
pub(crate) type Files = BTreeMap<String, Arc<Source>>;

/// Why the files of a side cannot be read.
#[derive(Debug)]
pub(crate) enum FilesError {
    /// A file cannot be read.
    File(ReadError),
    /// Git does not do what is asked of it.
    Git(String),
}

impl From<ReadError> for FilesError {
    fn from(error: ReadError) -> Self {
        Self::File(error)
    }
}

/// The endings of files that may have policies.
const ENDINGS: [&str; 7] = ["json", "yaml", "yml", "template", "tf", "tofu", "tfvars"];

/// Whether the name of a file is one that may have policies.
fn is_meant(path: &str) -> bool {
    has_ending(path, &ENDINGS)
}

/// Whether the name of a file has one of some endings, in any case.
pub(super) fn has_ending(path: &str, endings: &[&str]) -> bool {
    let own = Path::new(path).extension();
    own.is_some_and(|own| endings.iter().any(|ending| own.eq_ignore_ascii_case(ending)))
}

/// Whether a file is Terraform's or `OpenTofu`'s configuration.
pub(super) fn is_hcl(path: &str) -> bool {
    has_ending(path, &["tf", "tofu"])
}

/// The files of a path, under their paths relative to it; a single file, whatever its name, is under the name of `alone`.
///
/// # Errors
/// One cannot be read.
pub(crate) fn of_path(path: &Path, alone: &str, wanted: impl Fn(&str) -> bool) -> Result<Files, FilesError> {
    if !path.is_dir() {
        return Ok(Files::from([(alone.to_owned(), read_source(path)?)]));
    }
    let mut files = Files::new();
    for file in files_below(path)?.files {
        let name = slashed(file.strip_prefix(path).unwrap_or(&file));
        if is_meant(&name) && wanted(&name) {
            let source = read_source(&file)?;
            files.insert(name, source);
        }
    }
    Ok(files)
}

/// The files of some paths of the working tree that git knows, or would know if they were added.
///
/// # Errors
/// One cannot be read, or git fails.
pub(crate) fn of_tree(paths: &[PathBuf], wanted: impl Fn(&str) -> bool) -> Result<Files, FilesError> {
    let mut arguments =
        vec!["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate", "--"];
    let paths: Vec<String> = paths.iter().map(|path| slashed(path)).collect();
    arguments.extend(paths.iter().map(String::as_str));
    let mut files = Files::new();
    for name in git(&arguments)?.split('\0').filter(|name| is_meant(name) && wanted(name)) {
        // What is deleted is still in the index.
        if Path::new(name).exists() {
            files.insert(name.to_owned(), read_source(name)?);
        }
    }
    Ok(files)
}

/// The files of some paths in a revision.
///
/// # Errors
/// Git does not know the revision, or one of the files is not text.
pub(crate) fn of_revision(
    revision: &str,
    paths: &[PathBuf],
    wanted: impl Fn(&str) -> bool,
) -> Result<Files, FilesError> {
    let commit = format!("{revision}^{{commit}}");
    let commit = git(&["rev-parse", "--verify", "--quiet", "--end-of-options", &commit]).map_err(|_| {
        FilesError::Git(format!(
            "git does not know the revision `{revision}`: fetch it first, as with `git fetch --depth 1 origin main`"
        ))
    })?;
    let commit = commit.trim();
    let mut arguments = vec!["ls-tree", "-r", "-z", commit, "--"];
    let paths: Vec<String> = paths.iter().map(|path| slashed(path)).collect();
    arguments.extend(paths.iter().map(String::as_str));
    let listed = git(&arguments)?;
    let mut blobs = Vec::new();
    for entry in listed.split('\0').filter(|entry| !entry.is_empty()) {
        let Some((about, name)) = entry.split_once('\t') else { continue };
        let mut about = about.split(' ');
        let (mode, Some("blob"), Some(object)) = (about.next(), about.next(), about.next()) else { continue };
        // A symbolic link is not a file.
        if mode != Some("120000") && is_meant(name) && wanted(name) {
            blobs.push((name.to_owned(), object.to_owned()));
        }
    }
    contents(revision, blobs)
}

/// A file in a revision; `None` if it is not there.
///
/// # Errors
/// Git cannot be run.
pub(crate) fn in_revision(revision: &str, path: &Path) -> Result<Option<Arc<Source>>, FilesError> {
    let name = format!("{revision}:./{}", slashed(path));
    let output = Command::new("git").args(["cat-file", "blob", &name]).stdin(Stdio::null()).output();
    let output = output.map_err(|error| FilesError::Git(format!("git cannot be run: {error}")))?;
    let text = output.status.success().then(|| String::from_utf8(output.stdout).ok()).flatten();
    Ok(text.map(|text| Arc::new(Source { name: slashed(path), text })))
}

/// The contents of some objects.
fn contents(revision: &str, blobs: Vec<(String, String)>) -> Result<Files, FilesError> {
    let failed = |error: std::io::Error| FilesError::Git(format!("git cannot be asked: {error}"));
    let mut child = Command::new("git")
        .args(["cat-file", "--batch"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(failed)?;
    let (input, output) = (child.stdin.take(), child.stdout.take());
    let (Some(mut input), Some(output)) = (input, output) else {
        return Err(FilesError::Git("git has no streams".to_owned()));
    };
    let mut output = BufReader::new(output);
    let mut files = Files::new();
    for (name, object) in blobs {
        // One question at a time: neither side has to hold more than one answer.
        writeln!(input, "{object}").and_then(|()| input.flush()).map_err(failed)?;
        let mut header = String::new();
        output.read_line(&mut header).map_err(failed)?;
        let size = header.trim_end().rsplit(' ').next().and_then(|size| size.parse::<u64>().ok());
        let Some(size) = size else {
            return Err(FilesError::Git(format!(
                "git does not have {name} of {revision}: {}",
                header.trim_end()
            )));
        };
        if size > Limits::of_process().size {
            return Err(FilesError::Git(format!(
                "{name} of {revision} has {size} bytes, which is over the limit"
            )));
        }
        let mut bytes = Vec::new();
        let mut own = output.by_ref().take(size + 1);
        own.read_to_end(&mut bytes).map_err(failed)?;
        bytes.pop();
        let text = String::from_utf8(bytes)
            .map_err(|_| FilesError::Git(format!("{name} of {revision} is not UTF-8")))?;
        files.insert(name.clone(), Arc::new(Source { name: format!("{revision}:{name}"), text }));
    }
    drop(input);
    child.wait().map_err(failed)?;
    Ok(files)
}

/// What git prints.
fn git(arguments: &[&str]) -> Result<String, FilesError> {
    let output = Command::new("git").args(arguments).stdin(Stdio::null()).output();
    let output = output.map_err(|error| FilesError::Git(format!("git cannot be run: {error}")))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(FilesError::Git(format!("git {}: {}", arguments.first().unwrap_or(&""), said.trim())));
    }
    String::from_utf8(output.stdout)
        .map_err(|_| FilesError::Git("git prints a path that is not UTF-8".to_owned()))
}

/// A path with `/`, without `./` at its beginning.
fn slashed(path: &Path) -> String {
    let text = path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
    text.strip_prefix("./").unwrap_or(&text).to_owned()
}
