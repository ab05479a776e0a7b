//! Messages about inputs, each with its place.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use super::code::Code;
use super::excerpt::{escaped, floor};

/// A text and its origin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The path as it was given, or `<stdin>`.
    pub name: String,
    /// The whole text.
    pub text: String,
}

/// The severity of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// The input is refused.
    Error,
    /// The input is accepted, but the user should look at it.
    Warning,
}

/// What is wrong, where, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Error or warning.
    pub severity: Severity,
    /// The kind of error.
    pub code: Code,
    /// The text that it is about.
    pub source: Arc<Source>,
    /// The place in that text, in bytes.
    pub span: Range<usize>,
    /// What was found: a sentence without capital and full stop, with input in backticks.
    pub message: String,
    /// A few words at the caret; may be empty.
    pub label: String,
    /// What to do about it.
    pub help: Option<String>,
    /// Whether to show the line.
    pub excerpt: Shown,
}

/// Whether a message shows the line that it is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shown {
    /// It does.
    #[default]
    Line,
    /// It does not: the text is not what it should be and may be anything, even a secret.
    Nothing,
}

impl Diagnostic {
    /// An error at `span`.
    pub fn error(
        source: &Arc<Source>,
        span: Range<usize>,
        message: impl Into<String>,
        label: impl Into<String>,
    ) -> Self {
        Self {
            severity: Severity::Error,
            code: Code::Invalid,
            source: Arc::clone(source),
            span,
            message: message.into(),
            label: label.into(),
            help: None,
            excerpt: Shown::Line,
        }
    }

    /// The same message as a warning.
    #[must_use]
    pub fn as_warning(mut self) -> Self {
        self.severity = Severity::Warning;
        self
    }

    /// The same message with this kind of error.
    #[must_use]
    pub fn coded(mut self, code: Code) -> Self {
        self.code = code;
        self
    }

    /// The same message with help.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same message without the line of the text.
    #[must_use]
    pub(super) fn without_excerpt(mut self) -> Self {
        self.excerpt = Shown::Nothing;
        self
    }

    /// Line and column of the place, from 1; columns count characters.
    pub fn line_column(&self) -> (usize, usize) {
        let text = &self.source.text;
        let before = text.get(..floor(text, self.span.start)).unwrap_or_default();
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let line = before.bytes().filter(|&byte| byte == b'\n').count() + 1;
        let column = before.get(line_start..).unwrap_or_default().chars().count() + 1;
        (line, column)
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (line, column) = self.line_column();
        write!(f, "{}:{line}:{column}: {}", visible(&self.source.name), self.message)
    }
}

impl std::error::Error for Diagnostic {}

/// Input as it is shown in a message: in backticks, everything but visible ASCII escaped, at most 60 characters.
pub(super) fn quote(text: &str) -> String {
    let end = text.char_indices().nth(60).map_or(text.len(), |(at, _)| at);
    let more = if end < text.len() { "…" } else { "" };
    format!("`{}{more}`", escaped(text.get(..end).unwrap_or_default()).replace('\t', r"\u{9}"))
}

/// A name as the user gave it, with control characters, invisible characters and those that change the direction
/// of text escaped.
pub fn visible(name: &str) -> String {
    let odd = |c: char| {
        c.is_control()
            || matches!(c, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}')
            || matches!(c, '\u{2060}'..='\u{206f}' | '\u{feff}')
    };
    name.chars().map(|c| if odd(c) { c.escape_unicode().to_string() } else { c.into() }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, span: Range<usize>) -> Diagnostic {
        let source = Arc::new(Source { name: "p.json".into(), text: text.into() });
        Diagnostic::error(&source, span, "this is `wrong`", "here").with_help("do it right")
    }

    #[test]
    fn shows_place_line_caret_and_help() {
        let shown = at("{\n  \"Ä\": 1\n}", 10..11).render(false);
        let expected = "\
error: this is `wrong`
 --> p.json:2:8
  |
2 |   \"\\u{c4}\": 1
  |             ^ here
  |
  = help: do it right";
        assert_eq!(shown, expected);
        assert_eq!(at("{\n  \"Ä\": 1\n}", 10..11).to_string(), "p.json:2:8: this is `wrong`");
    }

    #[test]
    fn warnings_say_so_and_colour_is_asked_for() {
        let warning = at("{}", 0..1).as_warning();
        assert!(warning.render(false).starts_with("warning: "));
        assert!(!warning.render(false).contains('\u{1b}'));
        assert!(warning.render(true).contains('\u{1b}'));
        assert!(!warning.render(true).contains("\u{1b}]8"));
    }

    #[test]
    fn the_column_shown_is_the_column_said() {
        for text in ["\t\t\"x\"", "日本\u{1b}\u{9b}\"x\"", "🦀\u{200d}é\"x\"", "\"x\" é", "\u{0}\"x\""]
        {
            let text = format!("[\n{text}]");
            let start = text.find('"').unwrap();
            let diagnostic = at(&text, start..start + 3);
            let (line, column) = diagnostic.line_column();
            let shown = diagnostic.render(false);
            assert!(shown.contains(&format!("p.json:{line}:{column}\n")), "{column} {shown}");
        }
    }

    #[test]
    fn an_empty_file_and_a_place_behind_the_end_are_shown() {
        assert!(at("", 0..0).render(false).contains("p.json:1:1"));
        assert!(at("ab\n", 3..3).render(false).contains("p.json:2:1"));
        assert!(at("ab", 90..95).render(false).contains("p.json:1:3"));
        assert!(at("äö", 1..3).render(false).contains("p.json:1:1"));
    }

    #[test]
    fn a_long_line_is_shown_in_part_and_fast() {
        let text = format!("[{}]", "\"s3:GetObject\",".repeat(10_000));
        let begin = std::time::Instant::now();
        let shown = at(&text, 75_001..75_015).render(false);
        assert!(begin.elapsed().as_secs() < 2);
        assert!(shown.contains("p.json:1:75002"), "{shown}");
        assert!(shown.lines().all(|line| line.chars().count() < 150), "{shown}");
        assert!(shown.contains("^^^^^^^^^^^^^^ here"), "{shown}");
    }

    #[test]
    fn control_characters_do_not_reach_the_terminal() {
        let mut diagnostic = at("a\u{1b}[31m\u{9b}b\rc", 0..3);
        diagnostic.message = format!("found {}", quote("x\u{1b}[31m\n"));
        let shown = diagnostic.render(false);
        assert!(!shown.contains(['\u{1b}', '\u{9b}', '\r']), "{shown:?}");
        assert!(shown.contains(r"found `x\u{1b}[31m\u{a}`"), "{shown}");
    }

    #[test]
    fn a_place_of_several_lines_is_marked_on_its_first() {
        let shown = at("[\n1,\n2]", 0..7).render(false);
        assert!(shown.contains("1 | [\n  | ^ here"), "{shown}");
    }

    #[test]
    fn long_input_is_cut_in_messages() {
        assert_eq!(quote(&"e".repeat(100)).chars().count(), 63);
        assert_eq!(quote("é\t"), r"`\u{e9}\u{9}`");
    }

    #[test]
    fn what_cannot_be_seen_is_escaped_and_nothing_else() {
        // Controls, what changes the direction, ends of lines, and what has no width.
        for odd in [
            "\0", "\n", "\u{7f}", "\u{9b}", "\u{61c}", "\u{200b}", "\u{200f}", "\u{2028}", "\u{2029}",
            "\u{202e}",
        ] {
            assert_eq!(visible(odd), odd.escape_unicode().to_string());
        }
        for odd in ["\u{2060}", "\u{2066}", "\u{2069}", "\u{206f}", "\u{feff}"] {
            assert_eq!(visible(odd), odd.escape_unicode().to_string());
        }
        let plain = "a Ä\u{2027}\u{202f}\u{205f}\u{2070}\u{fefe} `\\` \u{1f600}";
        assert_eq!(visible(plain), plain);
    }
}
