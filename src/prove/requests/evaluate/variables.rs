//! Replaces policy variables by values from the context.

use super::request::Context;

/// The value of a text with variables in a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::prove::requests) enum Filled {
    /// This text; a `*` or `?` that is not a wildcard is one of the two characters below.
    Text(String),
    /// A key has no value and no default.
    NoValue,
    /// It is not known.
    Unclear,
}

/// Replacements for a `*` and a `?` that are plain characters.
const PLAIN: [(char, char); 2] = [('*', '\u{E000}'), ('?', '\u{E001}')];

/// Keys that have several values by their type, and so none as variables.
const SEVERAL: [&str; 4] = ["aws:calledvia", "aws:principalorgpaths", "aws:resourceorgpaths", "aws:tagkeys"];

/// The text with a value in place of each variable: `${key}`, `${key, 'default'}`, or `${*}`, `${?}` and `${$}`,
/// which are those characters. Anything written otherwise, or without the name of a key, is unclear.
pub(in crate::prove::requests) fn filled(text: &str, context: &Context) -> Filled {
    if text.contains(PLAIN.map(|(_, stand_in)| stand_in)) {
        return Filled::Unclear;
    }
    let mut all = String::new();
    let mut rest = text;
    while let Some((plain, variable)) = rest.split_once("${") {
        all.push_str(plain);
        let Some((variable, after)) = variable.split_once('}') else { return Filled::Unclear };
        match value(variable, context) {
            Filled::Text(value) => all.push_str(&value),
            other => return other,
        }
        rest = after;
    }
    all.push_str(rest);
    Filled::Text(all)
}

fn value(variable: &str, context: &Context) -> Filled {
    if matches!(variable, "*" | "?" | "$") {
        return Filled::Text(as_plain(variable));
    }
    let (key, default) = variable.split_once(',').map_or((variable, None), |(key, rest)| (key, Some(rest)));
    let default = match default.map(str::trim) {
        Some(quoted) => match quoted.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')) {
            Some(default) if !default.contains(['\'', '$']) => Some(default),
            _ => return Filled::Unclear,
        },
        None => None,
    };
    if !is_key(key) || SEVERAL.contains(&key.to_ascii_lowercase().as_str()) && default.is_some() {
        return Filled::Unclear;
    }
    match (context.get(&key.to_ascii_lowercase()).map(Vec::as_slice), default) {
        (Some([one]), _) if one.contains(PLAIN.map(|(_, stand_in)| stand_in)) => Filled::Unclear,
        (Some([_]), _) if SEVERAL.contains(&key.to_ascii_lowercase().as_str()) => Filled::Unclear,
        (Some([one]), _) => Filled::Text(as_plain(one)),
        (None | Some([]), Some(default)) => Filled::Text(as_plain(default)),
        (Some([_, _, ..]), Some(_)) => Filled::Unclear,
        _ => Filled::NoValue,
    }
}

/// Prefixes with a colon of placeholders of the Serverless Framework and of Terraform.
const TEMPLATES: [&str; 9] = ["cf", "env", "file", "git", "opt", "output", "param", "self", "sls"];

/// Whether a text can be a key in IAM: `aws:username`, but not `bucket`, `AWS::Region` or `self:stage`, which are
/// placeholders of templates.
fn is_key(text: &str) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, ':' | '/' | '-' | '_' | '.' | '@');
    let parts = text.split_once(':');
    let named = parts.is_some_and(|(service, name)| {
        !service.is_empty()
            && !name.is_empty()
            && !name.starts_with([':', '/'])
            && !TEMPLATES.contains(&service)
    });
    named && text.chars().all(allowed)
}

/// The keys of the variables in a text, in lower case.
pub(in crate::prove::requests) fn keys(text: &str) -> impl Iterator<Item = String> + '_ {
    let variables = text.split("${").skip(1).filter_map(|rest| rest.split_once('}'));
    let keys = variables.map(|(variable, _)| variable.split_once(',').map_or(variable, |(key, _)| key));
    keys.filter(|key| is_key(key)).map(str::to_ascii_lowercase)
}

/// The text with its wildcards as plain characters.
pub(super) fn as_plain(text: &str) -> String {
    let plain = |c| PLAIN.iter().find(|(wildcard, _)| *wildcard == c).map_or(c, |(_, stand_in)| *stand_in);
    text.chars().map(plain).collect()
}

/// Whether a text has wildcards that are plain characters.
pub(in crate::prove::requests) fn has_plain_wildcards(text: &str) -> bool {
    text.contains(PLAIN.map(|(_, stand_in)| stand_in))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_are_filled_in() {
        let one =
            |key: &str, values: &[&str]| (key.to_owned(), values.iter().map(|v| (*v).to_owned()).collect());
        let context =
            Context::from([one("aws:username", &["ada"]), one("k:many", &["a", "b"]), one("k:star", &["*"])]);
        let text = |text: &str| Filled::Text(text.to_owned());
        for (pattern, expected) in [
            ("a", text("a")),
            ("a/${aws:UserName}/*", text("a/ada/*")),
            ("${aws:username, 'x'}", text("ada")),
            ("${k:none, 'x y'}*", text("x y*")),
            ("${k:none}", Filled::NoValue),
            ("${k:many}", Filled::NoValue),
            ("${k:star}?", text("\u{E000}?")),
            ("${*}${?}${$}", text("\u{E000}\u{E001}$")),
            ("${bucket}", Filled::Unclear),
            ("${AWS::Region}", Filled::Unclear),
            ("${self:custom.bucket}", Filled::Unclear),
            ("${ssm:/path}", Filled::Unclear),
            ("${k:none, x}", Filled::Unclear),
            ("${aws:username", Filled::Unclear),
            ("${}", Filled::Unclear),
            ("${aws:${x}}", Filled::Unclear),
            ("\u{E000}", Filled::Unclear),
        ] {
            assert_eq!(filled(pattern, &context), expected, "{pattern}");
        }
        let keys: Vec<String> = keys("${aws:UserName}/${*}/${k:none, 'x'}/${bucket}").collect();
        assert_eq!(keys, ["aws:username", "k:none"]);
    }
}
