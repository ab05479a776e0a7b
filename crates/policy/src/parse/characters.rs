//! Characters that look like others, and what to write instead.

/// The plain character that is meant by one that a word processor, an input method or a web page put in its
/// place, and the name of the latter.
pub(super) fn plain(c: char) -> Option<(&'static str, char)> {
    Some(match c {
        '\u{ff01}'..='\u{ff5e}' => {
            let plain = u32::from(c).checked_sub(0xfee0).and_then(char::from_u32)?;
            ("a full-width character", plain)
        }
        '\u{201c}'..='\u{201f}' | '\u{ab}' | '\u{bb}' | '\u{2033}' | '\u{300c}'..='\u{300f}' => {
            ("a typographic quotation mark", '"')
        }
        '\u{2018}'..='\u{201b}' | '\u{2039}' | '\u{203a}' | '\u{2032}' | '\u{b4}' => {
            ("a typographic quotation mark", '\'')
        }
        '\u{2010}'..='\u{2015}' | '\u{2212}' => ("a dash", '-'),
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => {
            ("a space of another kind", ' ')
        }
        '\u{2217}' | '\u{204e}' | '\u{d7}' => ("a sign that looks like an asterisk", '*'),
        '\u{a789}' | '\u{2236}' | '\u{fe55}' => ("a sign that looks like a colon", ':'),
        _ => return None,
    })
}

/// What to write instead of a character that looks like a plain one; for an invisible one, to leave it out.
pub(super) fn instead(c: char) -> Option<String> {
    if matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
    {
        return Some("there is an invisible character here: leave it out".to_owned());
    }
    let (what, plain) = plain(c)?;
    Some(match plain {
        ' ' => format!("this is {what}: leave it out, or write a plain space"),
        _ => format!("this is {what}: write `{plain}`"),
    })
}

/// The remark in brackets after a name, as in `PassRole [permission only]`.
pub(super) fn remark(text: &str) -> Option<&str> {
    let (name, rest) = text.split_once(char::is_whitespace)?;
    let rest = rest.trim();
    let bracketed =
        (rest.starts_with('[') && rest.ends_with(']')) || (rest.starts_with('(') && rest.ends_with(')'));
    (bracketed && !name.is_empty()).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_alike_has_a_plain_form() {
        for (c, expected) in [
            ('：', Some("this is a full-width character: write `:`")),
            ('ｓ', Some("this is a full-width character: write `s`")),
            ('＊', Some("this is a full-width character: write `*`")),
            ('“', Some("this is a typographic quotation mark: write `\"`")),
            ('’', Some("this is a typographic quotation mark: write `'`")),
            ('–', Some("this is a dash: write `-`")),
            ('\u{a0}', Some("this is a space of another kind: leave it out, or write a plain space")),
            ('\u{200b}', Some("there is an invisible character here: leave it out")),
            ('é', None),
            ('a', None),
        ] {
            assert_eq!(instead(c).as_deref(), expected, "{c:?}");
        }
    }

    #[test]
    fn remarks_stand_in_brackets_behind_a_name() {
        for (text, expected) in [
            ("s3:GetObject [permission only]", Some("[permission only]")),
            ("GetObject (deprecated)", Some("(deprecated)")),
            ("GetObject  (not  in use) ", Some("(not  in use)")),
            ("GetObject", None),
            (" [permission only]", None),
            ("GetObject or PutObject", None),
        ] {
            assert_eq!(remark(text), expected, "{text}");
        }
    }
}
