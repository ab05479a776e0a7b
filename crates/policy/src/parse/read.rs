//! Reads files and standard input.

use std::fmt::{self, Write as _};
use std::fs::{File, Metadata};
use std::io::{self, Read as _};
use std::path::Path;
use std::sync::Arc;

use super::code::Code;
use super::diagnostic::{Diagnostic, Source, visible};
use super::limits::Limits;

/// Why a file could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ReadError {
    /// The path as it was given; `<stdin>` for standard input.
    pub file: String,
    /// The kind of error.
    pub code: Code,
    /// What happened, with the path: a sentence without capital and full stop.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for ReadError {}

impl ReadError {
    /// The same error about this file, unless it already names one.
    pub(super) fn about(mut self, file: &str) -> Self {
        if self.file.is_empty() {
            file.clone_into(&mut self.file);
        }
        self
    }
}

/// Why an input was refused.
#[derive(Clone, Debug)]
pub enum Error {
    /// It could not be read.
    Read(ReadError),
    /// It was read, but is not what it should be.
    Diagnostic(Box<Diagnostic>),
}

impl Error {
    /// The kind of error.
    pub fn code(&self) -> Code {
        match self {
            Self::Read(error) => error.code,
            Self::Diagnostic(diagnostic) => diagnostic.code,
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

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        // The message is that of the wrapped error, so its source is that error's source.
        match self {
            Self::Read(error) => error.source(),
            Self::Diagnostic(diagnostic) => diagnostic.source(),
        }
    }
}

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

/// Whether a path means standard input: `-`, or one of the names that the system has for it.
pub fn is_standard_input(path: &Path) -> bool {
    path == Path::new("-") || descriptor(path) == Some(0) || path == Path::new("/dev/stdin")
}

/// The number of the open stream that a path names, such as a shell gives for `<(…)`. Source: proc(5); bash's
/// manual, "Redirections".
fn descriptor(path: &Path) -> Option<u32> {
    let text = path.to_str()?;
    let number = text.strip_prefix("/dev/fd/").or_else(|| text.strip_prefix("/proc/self/fd/"))?;
    number.parse().ok().filter(|_| number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Reads all of a file, or of standard input if `path` is `-`.
///
/// # Errors
/// The file does not exist, is not an ordinary file, cannot be read, is too large, or is not UTF-8.
pub fn read_source(path: impl AsRef<Path>) -> Result<Arc<Source>, ReadError> {
    let path = path.as_ref();
    if !is_standard_input(path) {
        return read_file(path);
    }
    let shown = "standard input";
    let bytes = all_of(io::stdin().lock(), shown, |error| {
        read_error(Code::Unreadable, format!("{shown} cannot be read: {}", reason(error)), None)
    });
    bytes.and_then(|bytes| source("<stdin>", shown, bytes)).map_err(|error| error.about("<stdin>"))
}

/// Reads all of a file.
pub(super) fn read_file(path: &Path) -> Result<Arc<Source>, ReadError> {
    let name = shown(path);
    let quoted = quote_path(&name);
    let bytes = all_of(open(path)?, &quoted, |error| io_error(&quoted, error));
    bytes.and_then(|bytes| source(&name, &quoted, bytes)).map_err(|error| error.about(&name))
}

/// All bytes of an input named `shown`, up to the limit.
fn all_of(
    input: impl io::Read,
    shown: &str,
    unreadable: impl Fn(&io::Error) -> ReadError,
) -> Result<Vec<u8>, ReadError> {
    let limit = Limits::of_process().size;
    let mut bytes = Vec::new();
    input.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(|error| unreadable(&error))?;
    if bytes.len() as u64 > limit {
        let message = format!("{shown} is larger than {}", super::limits::bytes(limit));
        return Err(read_error(
            Code::OverLimit,
            message,
            Some("--max-input-size sets the limit, such as `128M`"),
        ));
    }
    Ok(bytes)
}

/// Opens a file that is too large to be read at once.
///
/// # Errors
/// The file does not exist, is not an ordinary file (but a folder, a socket, a device, or a FIFO, on which one
/// might wait for ever), or cannot be read.
pub fn open(path: &Path) -> Result<File, ReadError> {
    let name = shown(path);
    opened(path, &quote_path(&name)).map_err(|error| error.about(&name))
}

fn opened(path: &Path, quoted: &str) -> Result<File, ReadError> {
    let failed = |error: io::Error| io_error(quoted, &error);
    if descriptor(path).is_some() {
        // The user's own stream; pipes are meant for this.
        let file = File::open(path).map_err(failed)?;
        return if file.metadata().map_err(failed)?.is_dir() {
            Err(not_a_file(quoted, FOLDER))
        } else {
            Ok(file)
        };
    }
    ordinary(quoted, &std::fs::metadata(path).map_err(failed)?)?;
    let mut options = File::options();
    options.read(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        // If it has become a FIFO in the meantime, opening it does not block.
        options.custom_flags(rustix::fs::OFlags::NONBLOCK.bits().cast_signed());
    }
    let file = options.open(path).map_err(failed)?;
    ordinary(quoted, &file.metadata().map_err(failed)?)?;
    Ok(file)
}

/// Things that are not files: the name of each, and what to do instead.
const FOLDER: (&str, &str) = ("folder", "name a file in it");

/// Refuses everything but ordinary files.
pub(super) fn ordinary(quoted: &str, data: &Metadata) -> Result<(), ReadError> {
    let instead = "write what it gives into a file, or hand it over as `-`, standard input";
    let kind = data.file_type();
    if kind.is_file() {
        return Ok(());
    }
    if kind.is_dir() {
        return Err(not_a_file(quoted, FOLDER));
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt as _;
        if kind.is_fifo() {
            return Err(not_a_file(quoted, ("FIFO", instead)));
        }
        if kind.is_socket() {
            return Err(not_a_file(quoted, ("socket", instead)));
        }
    }
    Err(not_a_file(quoted, ("device", instead)))
}

fn not_a_file(quoted: &str, (what, help): (&str, &str)) -> ReadError {
    read_error(Code::NotAFile, format!("{quoted} is a {what}"), Some(help))
}

/// The error that the operating system reported for `quoted`.
pub(super) fn io_error(quoted: &str, error: &io::Error) -> ReadError {
    match error.kind() {
        io::ErrorKind::NotFound => read_error(
            Code::NotFound,
            format!("{quoted} does not exist"),
            Some("check the path; `-` stands for standard input"),
        ),
        io::ErrorKind::PermissionDenied => read_error(
            Code::PermissionDenied,
            format!("{quoted} cannot be read: permission denied"),
            Some("make it readable for you, or copy it"),
        ),
        _ => read_error(Code::Unreadable, format!("{quoted} cannot be read: {}", reason(error)), None),
    }
}

/// An error of a kind with its message, not yet about a particular file.
pub(super) fn read_error(code: Code, message: String, help: Option<&str>) -> ReadError {
    ReadError { file: String::new(), code, message, help: help.map(str::to_owned) }
}

/// A path as text; bytes that are not UTF-8 are written as `\xFF`.
pub fn shown(path: &Path) -> String {
    let mut text = String::new();
    for chunk in path.as_os_str().as_encoded_bytes().utf8_chunks() {
        text.push_str(chunk.valid());
        for byte in chunk.invalid() {
            let _ = write!(text, "\\x{byte:02X}");
        }
    }
    text
}

/// A path as it is shown in a message: in full, in backticks.
pub(super) fn quote_path(name: &str) -> String {
    format!("`{}`", visible(name))
}

fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or_default();
    text.to_lowercase()
}

/// The first bytes of files in other formats, the name of the format, and what to do instead.
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
        return Err(read_error(Code::NotText, format!("{shown} is {what}"), Some(help)));
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
            Err(read_error(Code::NotText, format!("{shown} is not UTF-8: see byte {at}"), Some(help)))
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
        assert_eq!((missing.file.as_str(), missing.code), ("no/such/file.json", Code::NotFound));
        let folder = read_source("src").unwrap_err();
        assert_eq!(folder.message, "`src` is a folder");
        assert_eq!((folder.file.as_str(), folder.code), ("src", Code::NotAFile));
        let shown = Error::from(folder).render(false);
        assert_eq!(shown, "error: `src` is a folder\n |\n = help: name a file in it");
        let bare = Error::from(read_error(Code::Unreadable, "bad".into(), None));
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
