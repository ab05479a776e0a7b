//! JSON, in a file of its own or inside of a text.

use std::ops::Range;
use std::sync::Arc;

use paredown_policy::parse::{Diagnostic, Json, Located, Source, Strictness, json};

use crate::value::{Member, Node, Value};

/// A value of a JSON file.
pub fn node(place: Located<'_>) -> Node {
    converted(place, &|span| span)
}

fn converted(place: Located<'_>, mapped: &impl Fn(Range<usize>) -> Range<usize>) -> Node {
    let value = if let Some(object) = place.object() {
        let member = |member: paredown_policy::parse::Member<'_>| Member {
            name: member.name.to_owned(),
            name_span: mapped(member.name_span),
            value: converted(member.value, mapped),
        };
        Value::Object(object.members().map(member).collect())
    } else if let Some(items) = place.items() {
        Value::List(items.into_iter().map(|item| converted(item, mapped)).collect())
    } else if let Some(text) = place.string() {
        return Node::text(text, mapped(place.span()));
    } else if place.is_null() {
        Value::Null
    } else {
        match place.raw() {
            "true" => Value::Boolean(true),
            "false" => Value::Boolean(false),
            number => Value::Number(number.to_owned()),
        }
    };
    Node { value, span: mapped(place.span()) }
}

/// A text that is written in a file as a literal, with escapes or over several lines, and where its characters are.
#[derive(Clone, Debug, Default)]
pub struct Literal {
    text: String,
    /// For runs of bytes that are written as they are, or together as an escape: where each begins in the text, and where it is
    /// in the file, ascending.
    runs: Vec<(usize, Range<usize>)>,
    /// Where the literal ends in the file.
    end: usize,
}

impl Literal {
    /// An empty one, which begins here in the file.
    pub fn new(at: usize) -> Self {
        Self { text: String::new(), runs: Vec::new(), end: at }
    }

    /// Adds a part of the text, which is written at this place of the file: as it is, or escaped.
    pub fn push(&mut self, text: &str, span: Range<usize>) {
        self.end = span.end;
        self.runs.push((self.text.len(), span));
        self.text.push_str(text);
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where a byte of the text is in the file.
    pub fn outer(&self, at: usize) -> usize {
        match self.run(at) {
            Some((inner, outer)) => (outer.start + (at - inner)).min(self.next(*inner)),
            None => self.end,
        }
    }

    /// Where a part of the text is in the file: to the end of what its last byte is written as.
    pub fn outer_span(&self, span: &Range<usize>) -> Range<usize> {
        let start = self.outer(span.start);
        let end = match span
            .end
            .checked_sub(1)
            .filter(|last| *last >= span.start)
            .and_then(|last| self.run(last))
        {
            Some((inner, outer)) if span.end < self.inner_end(*inner) => outer.start + (span.end - inner),
            Some((_, outer)) => outer.end,
            None => start,
        };
        start..end.max(start)
    }

    /// The run that a byte of the text is in.
    fn run(&self, at: usize) -> Option<&(usize, Range<usize>)> {
        let run = self.runs.partition_point(|(inner, _)| *inner <= at);
        self.runs.get(run.checked_sub(1)?)
    }

    /// The run after the one that begins here in the text.
    fn after(&self, inner: usize) -> Option<&(usize, Range<usize>)> {
        self.runs.get(self.runs.partition_point(|(other, _)| *other <= inner))
    }

    fn next(&self, inner: usize) -> usize {
        self.after(inner).map_or(self.end, |(_, outer)| outer.start)
    }

    fn inner_end(&self, inner: usize) -> usize {
        self.after(inner).map_or(self.text.len(), |(next, _)| *next)
    }

    /// The text between the quotes of a JSON string that is written at this place.
    pub fn of_json_string(source: &Source, span: &Range<usize>) -> Option<Self> {
        let raw = source.text.get(span.clone())?;
        let inside = raw.strip_prefix('"')?.strip_suffix('"')?;
        let mut literal = Self::new(span.start + 1);
        let mut rest = inside;
        let mut at = span.start + 1;
        while !rest.is_empty() {
            let plain = rest.find('\\').unwrap_or(rest.len());
            if plain > 0 {
                literal.push(rest.get(..plain)?, at..at + plain);
            } else {
                let escape = escape_length(rest)?;
                let decoded: String = serde_json::from_str(&format!("\"{}\"", rest.get(..escape)?)).ok()?;
                literal.push(&decoded, at..at + escape);
            }
            let taken = if plain > 0 { plain } else { escape_length(rest)? };
            rest = rest.get(taken..)?;
            at += taken;
        }
        Some(literal)
    }
}

/// The length of the escape that a text begins with.
fn escape_length(text: &str) -> Option<usize> {
    match text.as_bytes().get(1)? {
        b'u' if text
            .get(2..4)
            .is_some_and(|high| matches!(high.to_ascii_lowercase().as_bytes(), [b'd', b'8'..=b'b'])) =>
        {
            // A pair of surrogates is one character.
            Some(12)
        }
        b'u' => Some(6),
        _ => Some(2),
    }
}

/// The JSON value in a literal of a file.
///
/// # Errors
/// The first thing in it that is not JSON, with its place in the file.
pub fn embedded(source: &Arc<Source>, literal: &Literal) -> Result<Node, Diagnostic> {
    let inner = Arc::new(Source { name: source.name.clone(), text: literal.text.clone() });
    let outside = |error: Diagnostic| Diagnostic {
        source: Arc::clone(source),
        span: literal.outer_span(&error.span),
        ..error
    };
    let value: Json<'_> = json(&inner, Strictness::Strict).map_err(outside)?;
    Ok(converted(Located::new(&value, &inner), &|span| literal.outer_span(&span)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(text: &str) -> Arc<Source> {
        Arc::new(Source { name: "f".into(), text: text.into() })
    }

    #[test]
    fn what_is_inside_of_a_string_has_its_place_in_the_file() {
        let file = source(r#"{"policy": "{\"Sid\": \"a\\u0062c\", \"n\": [1, true]}"}"#);
        let value = json(&file, Strictness::Strict).unwrap();
        let root = node(Located::new(&value, &file));
        let policy = root.get("policy").unwrap();
        let literal = Literal::of_json_string(&file, &policy.span).unwrap();
        assert_eq!(literal.text(), policy.known().unwrap());
        let inner = embedded(&file, &literal).unwrap();
        let at = |node: &Node| file.text.get(node.span.clone()).unwrap().to_owned();
        let sid = inner.get("Sid").unwrap();
        assert_eq!((sid.known().as_deref(), at(sid).as_str()), (Some("abc"), r#"\"a\\u0062c\""#));
        let items = inner.get("n").unwrap().items().unwrap();
        assert_eq!(items.iter().map(at).collect::<Vec<_>>(), ["1", "true"]);
        assert_eq!(at(&inner), r#"{\"Sid\": \"a\\u0062c\", \"n\": [1, true]}"#);
    }

    #[test]
    fn an_error_inside_of_a_string_has_its_place_in_the_file() {
        let file = source(r#"["{\"a\": }"]"#);
        let value = json(&file, Strictness::Strict).unwrap();
        let root = node(Located::new(&value, &file));
        let [text] = root.items().unwrap() else { panic!() };
        let error = embedded(&file, &Literal::of_json_string(&file, &text.span).unwrap()).unwrap_err();
        assert_eq!(error.line_column(), (1, file.text.find('}').unwrap() + 1));
    }

    #[test]
    fn every_escape_is_decoded() {
        let raw = r#""a\n\t\"\\\/é😀b""#;
        let file = source(raw);
        let literal = Literal::of_json_string(&file, &(0..raw.len())).unwrap();
        assert_eq!(literal.text(), "a\n\t\"\\/é😀b");
        assert_eq!(literal.outer(literal.text().len()), raw.len() - 1);
        for broken in [r#""a\"#, r#""\u12""#, "a", r#""\ud83d\u""#] {
            assert!(Literal::of_json_string(&source(broken), &(0..broken.len())).is_none(), "{broken}");
        }
    }
}
