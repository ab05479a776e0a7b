//! The syntax of Action elements and of action names.

use std::ops::Range;
use std::sync::Arc;

use super::characters::{instead, plain, remark};
use super::diagnostic::{Diagnostic, Source, quote};
use super::located::Located;
use crate::model::{Action, LONGEST_ACTION, Pattern, is_name_character};

/// Reads one action of a policy: only wildcards, or a service, a colon and a name, each with wildcards anywhere.
///
/// Source: IAM User Guide, "IAM JSON policy elements: Action". IAM refuses an action without a service ("must be
/// prefaced by a vendor"). Policy variables are not actions.
pub(super) fn action_pattern(place: Located<'_>) -> Result<Pattern, Diagnostic> {
    let text = place.expect_string("an action")?;
    check(text, true).map_err(|fault| fault.diagnostic(place, text))?;
    Ok(Pattern::new(text))
}

/// Reads the action of a request: a service, a colon and a name, without wildcards.
///
/// # Errors
/// It is not an action, or is the pattern of several.
pub fn action(place: Located<'_>) -> Result<Action, Diagnostic> {
    let text = place.expect_string("an action")?;
    if text.contains(['*', '?']) {
        let error = place.error(format!("the action {} has a wildcard", quote(text)), "a pattern");
        return Err(error.with_help("a request is for one action, such as `s3:GetObject`"));
    }
    check(text, false).map_err(|fault| fault.diagnostic(place, text))?;
    Ok(Action::new(text))
}

/// Checks `text`, which is at `span`: the name of an action without its service, or a service. It may not contain
/// wildcards.
pub(super) fn plain_name(
    source: &Arc<Source>,
    span: Range<usize>,
    text: &str,
    service: bool,
) -> Result<(), Diagnostic> {
    let error = |message: String, label: String| Diagnostic::error(source, span, message, label);
    let what = if service { "a service" } else { "an action" };
    if text.is_empty() {
        return Err(error(format!("the name of {what} is empty"), "no name".to_owned()));
    }
    if text.len() > LONGEST_ACTION {
        return Err(error(format!("the name of {what} has {} bytes", text.len()), "too long".to_owned()));
    }
    let Some(odd) = text.chars().find(|&c| !is_name_character(c, service)) else { return Ok(()) };
    let message = format!("{} is not the name of {what}", quote(text));
    let label = format!("{} is not allowed here", quote(odd.encode_utf8(&mut [0; 4])));
    let help = match odd {
        _ if remark(text).is_some() => without_remark(text),
        _ if instead(odd).is_some() => instead(odd).unwrap_or_default(),
        '*' | '?' => format!("wildcards are for policies; give the full name of {what}"),
        _ if service => "a service has letters, digits and `-`, such as `s3` or `access-analyzer`".into(),
        _ => "an action has letters, digits, `-` and `_`, such as `GetObject`".into(),
    };
    Err(error(message, label).with_help(help))
}

/// Whether a text outside of JSON is meant as an action and so may be shown: a service and a name that begins
/// with a capital letter or a wildcard, with at most one wrong character; or a short word.
pub(super) fn seems_action(text: &str) -> bool {
    const WORD: usize = 8;
    let text = if remark(text).is_some() { text.split_whitespace().next().unwrap_or_default() } else { text };
    let plain: String = text.chars().map(|c| plain(c).map_or(c, |(_, plain)| plain)).collect();
    let odd = |part: &str| {
        part.chars().filter(|&c| !is_name_character(c, false) && !matches!(c, '*' | '?')).count()
    };
    match plain.split_once(':') {
        None => plain.chars().count() <= WORD && odd(&plain) <= 1,
        Some((service, name)) => {
            let begins = |c: char| c.is_ascii_uppercase() || matches!(c, '*' | '?');
            service.len() <= 30
                && name.len() <= 80
                && odd(service) + odd(name) <= 1
                && !service.contains(|c: char| c.is_ascii_uppercase())
                && (name.is_empty() || name.starts_with(begins))
        }
    }
}

/// What to write instead of a name with a remark after it.
fn without_remark(text: &str) -> String {
    let remark = quote(remark(text).unwrap_or_default());
    format!(
        "leave out {remark}: AWS's documentation writes remarks like this after names, which are not part \
            of them"
    )
}

/// Why a string is not an action; offsets are in bytes of the string.
enum Fault {
    Empty,
    Long,
    Variable(usize),
    Character(usize, char),
    NoService,
    EmptyService,
    EmptyName,
    SecondColon(usize),
}

fn check(text: &str, wildcards: bool) -> Result<(), Fault> {
    if text.is_empty() {
        return Err(Fault::Empty);
    }
    if text.len() > LONGEST_ACTION {
        return Err(Fault::Long);
    }
    if let Some(at) = text.find("${") {
        return Err(Fault::Variable(at));
    }
    let mut colon = None;
    for (at, c) in text.char_indices() {
        match c {
            ':' if colon.is_some() => return Err(Fault::SecondColon(at)),
            ':' => colon = Some(at),
            '*' | '?' if wildcards => {}
            '_' if colon.is_some() => {}
            '-' => {}
            _ if c.is_ascii_alphanumeric() => {}
            _ => return Err(Fault::Character(at, c)),
        }
    }
    match colon {
        Some(0) => Err(Fault::EmptyService),
        Some(at) if at + 1 == text.len() => Err(Fault::EmptyName),
        None if !text.chars().all(|c| matches!(c, '*' | '?')) => Err(Fault::NoService),
        _ => Ok(()),
    }
}

impl Fault {
    fn diagnostic(&self, place: Located<'_>, text: &str) -> Diagnostic {
        let quoted = quote(text);
        let (at, message, label, help) = match *self {
            Self::Empty => (
                None,
                "an action is empty".to_owned(),
                "expected an action".to_owned(),
                "an action is a service, a colon and a name, such as `s3:GetObject`",
            ),
            Self::Long => (
                None,
                format!("an action has {} bytes", text.len()),
                "too long".to_owned(),
                "an action has at most 512 bytes here; the longest that AWS publishes has 71",
            ),
            Self::Variable(at) => (
                Some((at, 2)),
                format!("the action {quoted} has a policy variable"),
                "no variables here".to_owned(),
                "IAM expands variables in `Resource` and `Condition` only",
            ),
            Self::Character(at, c) => (
                Some((at, c.len_utf8())),
                format!("{quoted} is not an action"),
                match c {
                    ' ' => "a space is not allowed here".to_owned(),
                    _ => format!("{} is not allowed here", quote(c.encode_utf8(&mut [0; 4]))),
                },
                "an action has letters, digits, `-`, `_`, the wildcards `*` and `?`, and one colon",
            ),
            Self::NoService => (
                None,
                format!("the action {quoted} has no service"),
                "no colon here".to_owned(),
                "an action is a service, a colon and a name, such as `s3:GetObject`",
            ),
            Self::EmptyService => (
                None,
                format!("the action {quoted} has nothing before its colon"),
                "no service".to_owned(),
                "name the service, such as `s3` in `s3:GetObject`",
            ),
            Self::EmptyName => (
                None,
                format!("the action {quoted} has nothing after its colon"),
                "no name".to_owned(),
                "name the action, such as `s3:GetObject`, or write `*` for all of the service",
            ),
            Self::SecondColon(at) => (
                Some((at, 1)),
                format!("the action {quoted} has two colons"),
                "the second colon".to_owned(),
                "an action is a service, a colon and a name, such as `s3:GetObject`",
            ),
        };
        let help = match *self {
            Self::Character(..) if remark(text).is_some() => without_remark(text),
            Self::Character(_, c) => instead(c).unwrap_or(help.to_owned()),
            _ => help.to_owned(),
        };
        let mut error = place.error(message, label).with_help(help);
        // Unless it has escapes, the string is in the text as it is, after its quote.
        if let Some((at, len)) = at
            && place.raw().len() == text.len() + 2
        {
            let start = error.span.start + 1 + at;
            error.span = start..start + len;
        }
        error
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::parse::Source;
    use crate::parse::json::json;
    use crate::parse::strictness::Strictness;

    fn read(text: &str) -> Result<Pattern, Diagnostic> {
        let text = serde_json::to_string(text).unwrap();
        let source = Arc::new(Source { name: "t".into(), text });
        let value = json(&source, Strictness::Strict).unwrap();
        action_pattern(Located::new(&value, &source))
    }

    #[test]
    fn actions_are_taken() {
        for text in [
            "*",
            "?",
            "**",
            "s3:GetObject",
            "S3:get*",
            "ec2:*Tags",
            "s?:*",
            "*:*",
            "access-analyzer:Get?",
            "test:controller-action",
            "x:Do_it",
            "s*:Get*Acl",
        ] {
            assert_eq!(read(text).unwrap().spelling(), text);
        }
    }

    #[test]
    fn what_is_no_action_is_refused_at_its_place() {
        for (text, message, column) in [
            ("", "an action is empty", 1),
            ("s3", "the action `s3` has no service", 1),
            ("s3*", "the action `s3*` has no service", 1),
            ("s3:", "the action `s3:` has nothing after its colon", 1),
            (":Get", "the action `:Get` has nothing before its colon", 1),
            ("s3:a:b", "the action `s3:a:b` has two colons", 6),
            ("s3:Get Object", "`s3:Get Object` is not an action", 8),
            (" s3:Get", "` s3:Get` is not an action", 2),
            ("s3:Gét", r"`s3:G\u{e9}t` is not an action", 6),
            ("s_3:Get", "`s_3:Get` is not an action", 3),
            ("s3:${a}", "the action `s3:${a}` has a policy variable", 5),
            ("s3:Get\n", r"`s3:Get\u{a}` is not an action", 1),
        ] {
            let error = read(text).unwrap_err();
            assert_eq!(error.message, message);
            assert_eq!(error.line_column(), (1, column), "{text}");
        }
    }
}
