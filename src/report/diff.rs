//! A unified diff of two documents, with colours.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};
use similar::{ChangeTag, TextDiff};

/// The unified diff from `old` to `new`; empty if they are equal. Colours are ANSI escapes, which the writer
/// removes where they are not wanted.
pub fn unified(old: (&str, &str), new: (&str, &str)) -> String {
    let ((old_name, old_text), (new_name, new_text)) = (old, new);
    let bold = Style::new().bold();
    let mut text = String::new();
    let diff = TextDiff::from_lines(old_text, new_text);
    for (number, group) in diff.grouped_ops(3).iter().enumerate() {
        if number == 0 {
            let _ = writeln!(text, "{bold}--- {old_name}{bold:#}\n{bold}+++ {new_name}{bold:#}");
        }
        let header = similar::udiff::UnifiedHunkHeader::new(group);
        let colour = AnsiColor::Cyan.on_default();
        let _ = writeln!(text, "{colour}{header}{colour:#}");
        for change in group.iter().flat_map(|op| diff.iter_changes(op)) {
            let (sign, colour) = match change.tag() {
                ChangeTag::Delete => ('-', AnsiColor::Red.on_default()),
                ChangeTag::Insert => ('+', AnsiColor::Green.on_default()),
                ChangeTag::Equal => (' ', Style::new()),
            };
            let line = change.value().trim_end_matches(['\n', '\r']);
            let _ = writeln!(text, "{colour}{sign}{line}{colour:#}");
            if change.missing_newline() {
                text.push_str("\\ No newline at end of file\n");
            }
        }
    }
    text
}

/// The unified diff from one document to another. Documents on one line are laid out first: else it would show two long
/// lines.
pub(super) fn of_documents(old: (&str, &str), new: (&str, &str)) -> String {
    let laid_out = laid_out(old.1).zip(laid_out(new.1));
    let (before, after) = laid_out.unwrap_or_else(|| (old.1.to_owned(), new.1.to_owned()));
    unified((old.0, &before), (new.0, &after))
}

/// The same without colours.
pub fn plain(old: (&str, &str), new: (&str, &str)) -> String {
    anstream::adapter::strip_str(&of_documents(old, new)).to_string()
}

/// A one-line document laid out over several lines; `None` if it has several lines already, or is not JSON.
fn laid_out(document: &str) -> Option<String> {
    let document = document.trim();
    if document.contains('\n') {
        return None;
    }
    let value: serde_json::Value = serde_json::from_str(document).ok()?;
    serde_json::to_string_pretty(&value).ok().map(|text| text + "\n")
}
