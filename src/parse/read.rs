//! Reads files and standard input.

use std::fmt;
use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;
use std::sync::Arc;

use annotate_snippets::{Level, Padding};

use super::diagnostic::{Diagnostic, Source, draw, quote};

/// Why a file could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadError {
    /// What happened, with the path: a sentence without capital and full stop.
    pub message: String,
    /// What would do.
    pub help: Option<String>,
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for ReadError {}

/// Why an input was refused.
#[derive(Clone, Debug)]
pub enum Error {
    /// It could not be read.
    Read(ReadError),
    /// It was read, but is not what it should be.
    Diagnostic(Box<Diagnostic>),
}

impl Error {
    /// The message in full, with place and help; several lines, the last one not ended.
    pub fn render(&self, colour: bool) -> String {
        match self {
            Self::Read(error) => {
                let title = Level::ERROR.primary_title(error.message.as_str());
                let group = match &error.help {
                    Some(help) => title.element(Level::HELP.message(help.as_str())),
                    None => title.elements(std::iter::empty::<Padding>()),
                };
                draw(group, colour)
            }
            Self::Diagnostic(diagnostic) => diagnostic.render(colour),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Read(error) => error.fmt(f),
            Self::Diagnostic(diagnostic) => diagnostic.fmt(f),
        }
    }
}

impl std::error::Error for Error {}

impl From<ReadError> for Error {
    fn from(error: ReadError) -> Self {
        Self::Read(error)
    }
}

impl From<Diagnostic> for Error {
    fn from(diagnostic: Diagnostic) -> Self {
        Self::Diagnostic(Box::new(diagnostic))
    }
}

/// Reads all of a file, or of standard input if `path` is `-`.
///
/// # Errors
/// There is no such file, it is a folder, it cannot be read, or it is not UTF-8.
pub fn read_source(path: &str) -> Result<Arc<Source>, ReadError> {
    if path != "-" {
        return read_file(Path::new(path));
    }
    let mut bytes = Vec::new();
    io::stdin()
        .lock()
        .read_to_end(&mut bytes)
        .map_err(|error| read_error(format!("standard input cannot be read: {}", reason(&error)), None))?;
    source("<stdin>", "standard input", bytes)
}

/// Reads all of a file.
pub(super) fn read_file(path: &Path) -> Result<Arc<Source>, ReadError> {
    let name = path.display().to_string();
    let quoted = quote_path(&name);
    let mut bytes = Vec::new();
    open(path)?.read_to_end(&mut bytes).map_err(|error| io_error(&quoted, &error))?;
    source(&name, &quoted, bytes)
}

/// Opens a file that is too large to be read at once.
///
/// # Errors
/// There is no such file, it is a folder, or it cannot be read.
pub fn open(path: &Path) -> Result<File, ReadError> {
    let quoted = quote_path(&path.display().to_string());
    if path.is_dir() {
        return Err(read_error(format!("{quoted} is a folder"), Some("name a file in it")));
    }
    File::open(path).map_err(|error| io_error(&quoted, &error))
}

/// What the operating system said about `quoted`.
pub(super) fn io_error(quoted: &str, error: &io::Error) -> ReadError {
    match error.kind() {
        io::ErrorKind::NotFound => read_error(
            format!("{quoted} does not exist"),
            Some("check the path; `-` stands for standard input"),
        ),
        io::ErrorKind::PermissionDenied => read_error(
            format!("{quoted} cannot be read: permission denied"),
            Some("make it readable for you, or copy it"),
        ),
        _ => read_error(format!("{quoted} cannot be read: {}", reason(error)), None),
    }
}

/// An error with its words.
pub(super) fn read_error(message: String, help: Option<&str>) -> ReadError {
    ReadError { message, help: help.map(str::to_owned) }
}

/// A path in a message: in full, but without control characters.
pub(super) fn quote_path(name: &str) -> String {
    let shown: String = name
        .chars()
        .map(|c| if c.is_control() { quote(c.encode_utf8(&mut [0; 4])).replace('`', "") } else { c.into() })
        .collect();
    format!("`{shown}`")
}

fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or_default();
    text.to_lowercase()
}

/// What files of other formats begin with, what they are, and what would do.
const FORMATS: [(&[u8], &str, &str); 6] = [
    (b"PK\x03\x04", "a ZIP archive", "unpack it, and give the file in it that is meant"),
    (b"\x1f\x8b", "compressed (gzip)", "unpack it with `gunzip`, and give what comes out"),
    (b"\x28\xb5\x2f\xfd", "compressed (zstd)", "unpack it with `unzstd`, and give what comes out"),
    (b"\xfd7zXZ\x00", "compressed (xz)", "unpack it with `unxz`, and give what comes out"),
    (b"BZh9", "compressed (bzip2)", "unpack it with `bunzip2`, and give what comes out"),
    (b"%PDF-", "a PDF document", "give the JSON document itself"),
];

fn source(name: &str, shown: &str, bytes: Vec<u8>) -> Result<Arc<Source>, ReadError> {
    if let Some((_, what, help)) = FORMATS.iter().find(|(begin, ..)| bytes.starts_with(begin)) {
        return Err(read_error(format!("{shown} is {what}"), Some(help)));
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Arc::new(Source { name: name.to_owned(), text })),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let utf16 = matches!(error.as_bytes(), [0xff, 0xfe, ..] | [0xfe, 0xff, ..]);
            let help = if utf16 {
                "it looks like UTF-16, which PowerShell writes for `>`: save it as UTF-8"
            } else {
                "save it as UTF-8"
            };
            Err(read_error(format!("{shown} is not UTF-8: see byte {at}"), Some(help)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_read_is_named() {
        let missing = read_source("no/such/file.json").unwrap_err();
        assert_eq!(missing.message, "`no/such/file.json` does not exist");
        let folder = read_source("src").unwrap_err();
        assert_eq!(folder.message, "`src` is a folder");
        let shown = Error::from(folder).render(false);
        assert_eq!(shown, "error: `src` is a folder\n |\n = help: name a file in it");
        let bare = Error::from(read_error("bad".into(), None));
        assert_eq!(bare.render(false), "error: bad");
    }

    #[test]
    fn only_utf_8_is_read() {
        let latin = source("x", "`x`", b"{\"a\": \"\xe4\"}".to_vec()).unwrap_err();
        assert_eq!(latin.message, "`x` is not UTF-8: see byte 7");
        let utf16 = source("x", "`x`", vec![0xff, 0xfe, b'{', 0]).unwrap_err();
        assert!(utf16.help.unwrap().contains("UTF-16"));
        let zip = source("x", "`x`", b"PK\x03\x04\x14\x00".to_vec()).unwrap_err();
        assert_eq!(zip.message, "`x` is a ZIP archive");
        let gzip = source("x", "`x`", vec![0x1f, 0x8b, 8, 0, 0xff]).unwrap_err();
        assert_eq!(gzip.message, "`x` is compressed (gzip)");
        assert_eq!(source("x", "`x`", b"{}".to_vec()).unwrap().text, "{}");
    }

    #[test]
    fn a_path_cannot_steer_the_terminal() {
        assert_eq!(quote_path("a\u{1b}b"), r"`a\u{1b}b`");
    }
}
