//! Wrapping of lines at the width of the terminal.

use textwrap::{Options, WordSplitter, wrap};

/// The text with each line wrapped; continuations are indented.
pub(super) fn wrapped(text: &str, width: Option<usize>) -> String {
    let Some(width) = width else { return text.to_owned() };
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        let indent = line.len() - line.trim_start().len();
        let below = " ".repeat(indent + 4);
        let options = Options::new(width.max(40))
            .subsequent_indent(&below)
            .break_words(false)
            .word_splitter(WordSplitter::NoHyphenation);
        for part in wrap(line, options) {
            out += &part;
            out.push('\n');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_wrapped_between_words_and_short_ones_stay() {
        let long =
            format!("  refuted  exact           `{}` is wrongly allowed here\nshort\n", "a".repeat(60));
        let expected =
            format!("  refuted  exact\n      `{}`\n      is wrongly allowed here\nshort\n", "a".repeat(60));
        assert_eq!(wrapped(&long, Some(40)), expected);
        assert_eq!(wrapped(&long, None), long);
    }
}
