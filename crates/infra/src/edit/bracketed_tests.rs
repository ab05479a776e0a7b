//! Lists in brackets, of one-letter elements. Letters in comments are capitals.

use proptest::prelude::*;

use super::*;

/// Edits a list; `edit` gives what takes the place of each element, itself if it stays.
fn edit_letters(text: &str, edit_one: impl Fn(char) -> String) -> String {
    let letters = text.char_indices().filter(|(_, c)| c.is_lowercase());
    let elements: Vec<Element> = letters
        .map(|(at, c)| {
            let mut texts: Vec<String> = edit_one(c).chars().map(String::from).collect();
            let stays = texts.first().is_some_and(|first| *first == c.to_string());
            if stays {
                texts.remove(0);
            }
            Element { span: at..at + 1, stays, texts }
        })
        .collect();
    let mut out = Splices::default();
    edit(text, &(0..text.len()), &elements, " ", &mut out).unwrap();
    out.applied(text).unwrap()
}

fn without(text: &str, gone: &str) -> String {
    edit_letters(text, |c| if gone.contains(c) { String::new() } else { c.to_string() })
}

#[test]
fn an_element_takes_its_comma_and_line_with_it() {
    for (text, gone, expected) in [
        ("[a, b, c]", "a", "[b, c]"),
        ("[a, b, c]", "b", "[a, c]"),
        ("[a, b, c]", "c", "[a, b]"),
        ("[a, b, c]", "bc", "[a]"),
        ("[a,b,c]", "b", "[a,c]"),
        ("[ a, b, c ]", "c", "[ a, b ]"),
        ("[ a, b, c ]", "ab", "[ c ]"),
        ("[\n  a,\n  b,\n  c\n]", "a", "[\n  b,\n  c\n]"),
        ("[\n  a,\n  b,\n  c\n]", "b", "[\n  a,\n  c\n]"),
        ("[\n  a,\n  b,\n  c\n]", "c", "[\n  a,\n  b\n]"),
        ("[\n  a,\n  b,\n  c\n]", "bc", "[\n  a\n]"),
        ("[\r\n  a,\r\n  b,\r\n]", "b", "[\r\n  a,\r\n]"),
        ("[a,\n b,\n c]", "a", "[b,\n c]"),
        ("[a,\n b,\n c]", "c", "[a,\n b]"),
        ("[\n  a, b,\n  c\n]", "a", "[\n  b,\n  c\n]"),
        ("[\n  a, b,\n  c\n]", "ab", "[\n  c\n]"),
        ("[\n  a,\n  b, c\n]", "b", "[\n  a,\n  c\n]"),
        ("[ a\n, b\n, c\n]", "a", "[ b\n, c\n]"),
        ("[ a\n, b\n, c\n]", "b", "[ a\n, c\n]"),
        ("[ a\n, b\n, c\n]", "c", "[ a\n, b\n]"),
        ("[\n\n  a,\n\n  b,\n\n  c\n]", "b", "[\n\n  a,\n\n  c\n]"),
    ] {
        assert_eq!(without(text, gone), expected, "{text:?} without {gone}");
    }
}

#[test]
fn escaped_line_breaks_are_line_breaks() {
    let text = r"[\n  1,\n  2,\n  3\n]";
    let spans: Vec<usize> = "123".chars().map(|c| text.find(c).unwrap()).collect();
    let element = |number: usize, stays: bool, texts: &[&str]| Element {
        span: spans[number]..spans[number] + 1,
        stays,
        texts: texts.iter().map(|&text| text.to_owned()).collect(),
    };
    let mut out = Splices::default();
    let elements = [element(0, false, &["8", "9"]), element(1, false, &[]), element(2, true, &[])];
    edit(text, &(0..text.len()), &elements, " ", &mut out).unwrap();
    assert_eq!(out.applied(text).unwrap(), r"[\n  8,\n  9,\n  3\n]");
}

#[test]
fn an_element_that_goes_takes_the_comment_on_its_line() {
    for (text, gone, expected) in [
        ("[\n  a, // A\n  b, // B\n  c // C\n]", "a", "[\n  b, // B\n  c // C\n]"),
        ("[\n  a, // A\n  b, // B\n  c // C\n]", "b", "[\n  a, // A\n  c // C\n]"),
        ("[\n  a, # A\n  b, # B\n  c # C\n]", "c", "[\n  a, # A\n  b # B\n]"),
        ("[\n  # A\n  a,\n  # B\n  b\n]", "b", "[\n  # A\n  a\n  # B\n]"),
        ("[\n  # A\n  a,\n  # B\n  b\n]", "a", "[\n  # A\n  # B\n  b\n]"),
        ("[\r\n\ta /* A */ ,\r\n\tb,\r\n]", "a", "[\r\n\tb,\r\n]"),
        ("[a, b,]", "b", "[a,]"),
        ("[a, b,]", "a", "[b,]"),
        ("[a, b, /* , */ c]", "b", "[a, /* , */ c]"),
        ("[a, // A\n b]", "b", "[a // A\n ]"),
        ("[a, // A\n b, c]", "b", "[a, // A\n c]"),
        ("[a /* A */, b]", "a", "[/* A */ b]"),
        ("[a// A\n,b \n  ]", "b", "[a// A\n  ]"),
    ] {
        assert_eq!(without(text, gone), expected, "{text:?} without {gone}");
    }
}

#[test]
fn what_is_put_in_looks_like_its_neighbours() {
    for (text, expected) in [
        ("[a, b]", "[a, x, y]"),
        ("[a,b]", "[a,x,y]"),
        ("[\r\n\ta,\r\n\tb\r\n]", "[\r\n\ta,\r\n\tx,\r\n\ty\r\n]"),
        ("[a,\n b]", "[a,\n x,\n y]"),
        ("[\n  a,\n\n  b # B\n]", "[\n  a,\n\n  x,\n  y # B\n]"),
        ("[ a\n, b\n]", "[ a\n, x\n, y\n]"),
        ("[ a, // A\n  b, // B\n]", "[ a, // A\n  x,\n  y, // B\n]"),
    ] {
        assert_eq!(edit_letters(text, |c| if c == 'a' { "a".into() } else { "xy".into() }), expected);
    }
    for (text, expected) in [
        ("[a]", "[x, y]"),
        ("[a,\n b]", "[x,\n y,\n b]"),
        ("[\n  a\n]", "[\n  x,\n  y\n]"),
        ("[\n  # A\n  a, # B\n  b\n]", "[\n  # A\n  x,\n  y, # B\n  b\n]"),
        ("[ a\n, b\n]", "[ x\n, y\n, b\n]"),
    ] {
        assert_eq!(edit_letters(text, |c| if c == 'a' { "xy".into() } else { "b".into() }), expected);
    }
}

#[test]
fn what_is_not_written_out_is_not_edited() {
    for text in ["(a, b)", "[a b]", "[a, !Sub b]", "[a, *b]", "[, a]", "[a,, b]", "[-a]"] {
        let spans = text.char_indices().filter(|(_, c)| ['a', 'b'].contains(c)).filter(|(at, _)| {
            // The letter of the tag is none.
            text.get(at - 1..*at) != Some("u")
        });
        let elements: Vec<Element> =
            spans.map(|(at, _)| Element { span: at..at + 1, stays: true, texts: Vec::new() }).collect();
        assert!(edit(text, &(0..text.len()), &elements, " ", &mut Splices::default()).is_none(), "{text}");
    }
}

/// The letters of a list that has the syntax of one, without comments.
fn letters(text: &str) -> Option<String> {
    let mut plain = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let length = if rest.starts_with("//") || c == '#' {
            rest.find('\n')?
        } else if rest.starts_with("/*") {
            rest.find("*/")? + 2
        } else {
            plain.push(c);
            c.len_utf8()
        };
        rest = &rest[length..];
    }
    plain.retain(|c| !c.is_whitespace());
    let inside = plain.strip_prefix('[')?.strip_suffix(']')?;
    let inside = inside.strip_suffix(',').unwrap_or(inside);
    let items: Option<Vec<char>> =
        inside.split(',').map(|item| item.chars().next().filter(|_| item.chars().count() == 1)).collect();
    Some(items?.into_iter().collect())
}

fn gap() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => Just(""), 4 => Just(" "), 4 => Just("\n  "), 1 => Just("\r\n\t"), 1 => Just("\n\n"),
        1 => Just("/* , ] */"), 1 => Just("// A, ]\n"), 1 => Just("# A\r\n"), 1 => Just(" // B\n    "),
    ];
    proptest::collection::vec(piece, 0..3).prop_map(|pieces| pieces.concat())
}

fn list() -> impl Strategy<Value = (String, usize)> {
    let gaps = proptest::collection::vec((gap(), gap()), 1..6);
    (gaps, proptest::bool::weighted(0.2), gap()).prop_map(|(gaps, trailing, end)| {
        let count = gaps.len();
        let mut text = "[".to_owned();
        for (number, (before, after)) in gaps.iter().enumerate() {
            if number > 0 {
                text.push(',');
            }
            text.push_str(before);
            text.push(char::from(b'a' + u8::try_from(number).unwrap()));
            text.push_str(after);
        }
        if trailing {
            text.push(',');
        }
        (text + &end + "]", count)
    })
}

proptest! {
    #[test]
    fn a_list_has_what_stays_and_what_is_put_in(
        (text, count) in list(),
        edits in proptest::collection::vec(0..5_usize, 6),
    ) {
        let texts = |c: char| -> String {
            let number = usize::from(u8::try_from(c).unwrap() - b'a');
            match edits[number] {
                0 | 1 if edits.iter().take(count).any(|edit| *edit > 1) => String::new(),
                3 => "x".into(),
                4 => "yz".into(),
                _ => c.to_string(),
            }
        };
        let edited = edit_letters(&text, texts);
        let expected: String = text.chars().filter(char::is_ascii_lowercase).map(texts).collect();
        prop_assert_eq!(letters(&edited), Some(expected), "{} {}", text, edited);
        prop_assert_eq!(without(&text, ""), text);
    }

    #[test]
    fn comments_on_lines_of_their_own_stay((text, count) in list(), gone in 0..5_usize) {
        prop_assume!(count > 1 && gone < count);
        let gone = char::from(b'a' + u8::try_from(gone).unwrap()).to_string();
        let edited = without(&text, &gone);
        let comments = ["/* , ] */", "// A, ]", "# A", "// B"];
        let own = text.lines().filter(|line| comments.contains(&line.trim())).count();
        let left: usize = comments.iter().map(|comment| edited.matches(comment).count()).sum();
        prop_assert!(left >= own, "{} {}", text, edited);
    }
}
