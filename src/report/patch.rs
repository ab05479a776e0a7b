//! A patch for `git apply`.

use std::fmt::Write as _;

use similar::{ChangeTag, TextDiff};

/// The patch that makes `new` of `old` in the file at a path with `/`; empty if they are equal. Lines keep their ends.
pub(crate) fn patch(path: &str, old: &str, new: &str) -> String {
    let lines = |text: &str| -> Vec<String> { text.split_inclusive('\n').map(str::to_owned).collect() };
    let (before, after) = (lines(old), lines(new));
    let (before, after): (Vec<&str>, Vec<&str>) =
        (before.iter().map(String::as_str).collect(), after.iter().map(String::as_str).collect());
    let diff = TextDiff::from_slices(&before, &after);
    let mut text = String::new();
    for (number, group) in diff.grouped_ops(3).iter().enumerate() {
        if number == 0 {
            let _ = writeln!(text, "--- {}\n+++ {}", name("a/", path), name("b/", path));
        }
        let _ = writeln!(text, "{}", similar::udiff::UnifiedHunkHeader::new(group));
        for change in group.iter().flat_map(|op| diff.iter_changes(op)) {
            text.push(match change.tag() {
                ChangeTag::Delete => '-',
                ChangeTag::Insert => '+',
                ChangeTag::Equal => ' ',
            });
            text.push_str(change.value());
            if !change.value().ends_with('\n') {
                text.push_str("\n\\ No newline at end of file\n");
            }
        }
    }
    text
}

/// The name of a file as git writes and reads it: quoted if it has control characters, quotation marks or backslashes; with a
/// tab at its end if it has white space.
fn name(prefix: &str, path: &str) -> String {
    if path.chars().any(|c| c.is_control() || matches!(c, '"' | '\\')) {
        let mut quoted = format!("\"{prefix}");
        for c in path.chars() {
            match c {
                '"' | '\\' => quoted.extend(['\\', c]),
                c if c.is_control() => {
                    for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                        let _ = write!(quoted, "\\{byte:03o}");
                    }
                }
                c => quoted.push(c),
            }
        }
        return quoted + "\"";
    }
    let end = if path.contains(char::is_whitespace) { "\t" } else { "" };
    format!("{prefix}{path}{end}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_keep_their_ends() {
        let old = "a\r\nb\rb\r\nc\nd";
        let new = "a\r\nB\r\nc\nd";
        let expected = "--- a/x y.tf\t\n+++ b/x y.tf\t\n@@ -1,4 +1,4 @@\n a\r\n-b\rb\r\n+B\r\n c\n d\n\\ No newline at end of file\n";
        assert_eq!(patch("x y.tf", old, new), expected);
        assert_eq!(patch("x", old, old), "");
        assert!(patch("a\"\n\u{85}", old, new).starts_with("--- \"a/a\\\"\\012\\302\\205\"\n"));
    }
}
