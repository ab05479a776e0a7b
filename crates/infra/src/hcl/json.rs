//! JSON that is written in a text with interpolations.
//!
//! What is filled into a string is taken to have no quotation marks and backslashes, with which it would end the string.

use std::ops::Range;
use std::sync::Arc;

use paredown_policy::model::before_hole;
use paredown_policy::model::hole as marked;
use paredown_policy::parse::Source;

use crate::json::{Literal, embedded};
use crate::value::{Hole, Member, Node, Part, Text, Value};

/// The pieces of a text.
pub(super) struct Pieces {
    literal: Literal,
    holes: Vec<Hole>,
    /// Whether the next character is inside of a JSON string, and whether it is escaped there.
    inside: bool,
    escaped: bool,
}

/// What begins what is filled in and is not in a JSON string: it is a value.
const VALUE: &str = "value ";

impl Pieces {
    /// No pieces yet, of a text that begins here.
    pub(super) fn new(at: usize) -> Self {
        Self { literal: Literal::new(at), holes: Vec::new(), inside: false, escaped: false }
    }

    /// The text so far, without what is filled in.
    pub(super) fn text(&self) -> &str {
        self.literal.text()
    }

    /// Adds what is written at a place of the file: between quotation marks, or in a heredoc.
    pub(super) fn raw(&mut self, source: &str, place: Range<usize>, quoted: bool) -> Result<(), String> {
        let mut rest = source.get(place.clone()).ok_or("its text is not understood")?;
        let mut at = place.start;
        while !rest.is_empty() {
            let plain = special(rest, quoted);
            let (before, after) = rest.split_at_checked(plain).ok_or("its text is not understood")?;
            if after.starts_with(['$', '%']) && before.chars().next_back() == after.chars().next() {
                return Err("three `$` or `%` before a brace are not understood".into());
            }
            if plain > 0 {
                self.text_at(before, at..at + plain)?;
            }
            let (taken, decoded) = escape(after).ok_or("its text has an escape that is not understood")?;
            if taken > 0 {
                self.text_at(&decoded, at + plain..at + plain + taken)?;
            }
            at += plain + taken;
            rest = after.get(taken..).ok_or("its text is not understood")?;
        }
        Ok(())
    }

    /// Adds characters that are written, or refer to what is written, at a place.
    pub(super) fn text_at(&mut self, text: &str, place: Range<usize>) -> Result<(), String> {
        if before_hole(text).is_some() {
            return Err("it contains characters for private use, which policies do not".into());
        }
        for c in text.chars() {
            match c {
                _ if self.escaped => self.escaped = false,
                '\\' if self.inside => self.escaped = true,
                '"' => self.inside = !self.inside,
                _ => {}
            }
        }
        self.literal.push(text, place);
        Ok(())
    }

    /// Adds what is filled in at a place; outside of strings only if it is JSON.
    pub(super) fn hole(&mut self, hole: Hole, place: Range<usize>, json: bool) -> Result<(), String> {
        if self.escaped || !self.inside && !json {
            return Err(format!("`{}` is filled in outside of quotation marks", hole.name));
        }
        if self.inside && json {
            return Err(format!("`{}` is filled in between quotation marks", hole.name));
        }
        let number = self.holes.len();
        let mark = if json {
            format!("\"{}\"", marked(&format!("{VALUE}{number}")))
        } else {
            marked(&number.to_string())
        };
        self.literal.push(&mark, place);
        self.holes.push(hole);
        Ok(())
    }

    /// The JSON object that the pieces are.
    pub(super) fn document(self, source: &Arc<Source>) -> Result<Value, String> {
        // An escape could write the mark of a hole.
        if self.literal.text().to_ascii_lowercase().contains("\\uf8f") {
            return Err("it contains characters for private use, which policies do not".into());
        }
        let node = embedded(source, &self.literal)
            .map_err(|error| format!("its policy is not JSON: {}", error.message))?;
        match self.filled(node)?.value {
            value @ Value::Object(_) => Ok(value),
            _ => Err("its policy is not a JSON object".into()),
        }
    }

    fn filled(&self, node: Node) -> Result<Node, String> {
        let value = match node.value {
            Value::Text(text) => self.text_with_holes(&text.known().unwrap_or_default())?,
            Value::List(items) => {
                Value::List(items.into_iter().map(|item| self.filled(item)).collect::<Result<_, _>>()?)
            }
            Value::Object(members) => {
                let member = |member: Member| {
                    if before_hole(&member.name).is_some() {
                        return Err("a key of its policy is filled in".to_owned());
                    }
                    Ok(Member { value: self.filled(member.value)?, ..member })
                };
                Value::Object(members.into_iter().map(member).collect::<Result<_, _>>()?)
            }
            other => other,
        };
        Ok(Node { value, span: node.span })
    }

    fn text_with_holes(&self, text: &str) -> Result<Value, String> {
        let numbers: Vec<&str> = paredown_policy::model::holes(text).collect();
        let hole = |number: &str| {
            let number: usize = number.parse().map_err(|_| "its text is not understood".to_owned())?;
            self.holes.get(number).cloned().ok_or_else(|| "its text is not understood".to_owned())
        };
        if let [one] = numbers.as_slice()
            && let Some(number) = one.strip_prefix(VALUE)
        {
            return Ok(Value::Hole(hole(number)?));
        }
        let mut parts = Vec::new();
        let mut rest = text;
        for number in numbers {
            let mark = marked(number);
            let (before, after) = rest.split_once(&mark).ok_or("its text is not understood")?;
            if !before.is_empty() {
                parts.push(Part::Plain(before.to_owned()));
            }
            parts.push(Part::Hole(hole(number)?));
            rest = after;
        }
        if !rest.is_empty() || parts.is_empty() {
            parts.push(Part::Plain(rest.to_owned()));
        }
        Ok(Value::Text(Text(parts)))
    }
}

/// Where the first escape of a text begins, or where the text ends.
fn special(text: &str, quoted: bool) -> usize {
    let begins = |at: usize, c: char| match c {
        '\\' => quoted,
        _ => text.get(at..).is_some_and(|rest| rest.starts_with("$${") || rest.starts_with("%%{")),
    };
    let mut candidates = text.match_indices(['\\', '$', '%']);
    let found = candidates.find(|(at, found)| found.chars().all(|c| begins(*at, c)));
    found.map_or(text.len(), |(at, _)| at)
}

/// The length of the escape that a text begins with, and what it stands for; nothing of an empty text.
fn escape(text: &str) -> Option<(usize, String)> {
    let mut characters = text.chars();
    let short = |c: char| Some((2, c.to_string()));
    match (characters.next(), characters.next()) {
        (None, _) => Some((0, String::new())),
        (Some('\\'), Some(c)) => match c {
            'n' => short('\n'),
            'r' => short('\r'),
            't' => short('\t'),
            '"' | '\\' => short(c),
            'u' | 'U' => {
                let length = if c == 'u' { 6 } else { 10 };
                let code = u32::from_str_radix(text.get(2..length)?, 16).ok()?;
                Some((length, char::from_u32(code)?.to_string()))
            }
            _ => None,
        },
        (Some(c @ ('$' | '%')), _) => Some((3, format!("{c}{{"))),
        _ => None,
    }
}
