//! Marks by which kinds of text that are not JSON are recognised.

/// A property of a text. Lines are taken without the white space around them; empty lines, and lines that begin
/// with `#` or `---`, are ignored.
#[derive(Clone, Copy)]
pub(super) enum Mark {
    /// The text begins with this.
    Begins(&'static str),
    /// The text contains this.
    Has(&'static str),
    /// A line begins with this.
    Line(&'static str),
    /// The first line has this form.
    First(fn(&str) -> bool),
    /// There is more than one line.
    Several,
}

impl Mark {
    pub(super) fn is_in(self, text: &str) -> bool {
        match self {
            Self::Begins(with) => text.starts_with(with),
            Self::Has(part) => text.contains(part),
            Self::Line(with) => {
                text.lines().any(|line| line.trim_start().trim_start_matches("- ").starts_with(with))
            }
            Self::First(fits) => lines(text).next().is_some_and(fits),
            Self::Several => lines(text).nth(1).is_some(),
        }
    }
}

/// The lines that are not ignored.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| {
        let line = line.trim();
        !line.is_empty() && !line.starts_with('#') && line != "---"
    })
}

/// Whether a text is a word of letters, digits, `_` and `-` that begins with a letter.
pub(super) fn is_word(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))
}

pub(super) fn tabbed(line: &str) -> bool {
    line.contains('\t') && !line.starts_with(['{', '['])
}

/// A time as AWS writes it, in one of the columns.
pub(super) fn has_time(line: &str) -> bool {
    line.split('\t').any(|column| {
        column.get(..11).is_some_and(|date| {
            date.ends_with('T') && date.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | 'T'))
        })
    })
}

/// Text output of the AWS CLI: the lines of a list begin with its name in capitals.
pub(super) fn marked_line(line: &str) -> bool {
    let name = line.split('\t').next().unwrap_or_default();
    line.contains('\t') && name.len() > 4 && name.chars().all(|c| c.is_ascii_uppercase())
}

/// A header row: words separated by commas, none of which is an action.
pub(super) fn columns(line: &str) -> bool {
    let names: Vec<&str> = line.split(',').map(|name| name.trim().trim_matches('"')).collect();
    let heading = |name: &&str| is_word(&name.replace([' ', '/', '(', ')'], "_")) && !name.is_empty();
    names.len() > 2 && names.iter().all(heading)
}

pub(super) fn java(line: &str) -> bool {
    line.split_once('(')
        .is_some_and(|(name, rest)| is_word(name) && name.ends_with("Response") && rest.contains('='))
}

/// `Name   : value`, as PowerShell's `Format-List` prints it.
pub(super) fn powershell(line: &str) -> bool {
    line.split_once(" : ").is_some_and(|(name, _)| is_word(name.trim_end()))
}

pub(super) fn hcl(line: &str) -> bool {
    let mut words = line.split_whitespace();
    let (block, next) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    match block {
        "resource" | "data" | "module" | "variable" | "provider" | "output" => next.starts_with('"'),
        "terraform" | "locals" => next == "{",
        _ => false,
    }
}

/// A key, bare or quoted, a colon, and then the end of the line or a space.
pub(super) fn yaml(line: &str) -> bool {
    let line = line.trim_start().trim_start_matches("- ");
    let Some((key, rest)) = line.split_once(':') else { return false };
    let bare = key.trim_matches(|c| matches!(c, '"' | '\''));
    (rest.is_empty() || rest.starts_with([' ', '\t'])) && is_word(bare) && !key.contains(' ')
}

pub(super) fn html(line: &str) -> bool {
    let line = line.to_ascii_lowercase();
    line.starts_with("<!doctype html") || line.starts_with("<html")
}

/// An object whose first key is not quoted.
pub(super) fn unquoted(line: &str) -> bool {
    let inside = line.trim_start().strip_prefix('{').unwrap_or_default().trim_start();
    inside.split_once(':').is_some_and(|(key, _)| is_word(key.trim_end()))
}
