//! Texts with policy variables.

use super::{Keys, Opaque, Request};

/// A part of a text with policy variables.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Text as it is written; where a pattern is expected, `*` and `?` in it are wildcards.
    Text(String),
    /// The character that `${*}`, `${?}` or `${$}` stands for.
    Char(char),
    /// The value of a key.
    Key {
        /// The key, in lower case.
        key: String,
        /// What stands in its place if the key is absent.
        default: Option<String>,
    },
}

/// A text with policy variables.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Template {
    text: String,
    parts: Vec<Part>,
}

/// What a template is for one request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filled {
    /// This text; a `*` or `?` that is not a wildcard is one of two characters that stand for them.
    Text(String),
    /// A key has no value and no default.
    NoValue,
    /// It is not known.
    Open(Opaque),
}

/// Replacements for a `*` and a `?` that are plain characters.
const PLAIN: [(char, char); 2] = [('*', '\u{E000}'), ('?', '\u{E001}')];

impl Template {
    /// The template in a text: `${key}`, `${key, 'default'}`, and `${*}`, `${?}` and `${$}`, which are those characters.
    ///
    /// # Errors
    /// A `${` that is none of these: what it means is not known.
    pub fn read(text: &str) -> Result<Self, Opaque> {
        let other = || Opaque::NotAVariable(text.to_owned());
        if text.contains(PLAIN.map(|(_, stand_in)| stand_in)) {
            return Err(other());
        }
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some((plain, variable)) = rest.split_once("${") {
            if !plain.is_empty() {
                parts.push(Part::Text(plain.to_owned()));
            }
            let (variable, after) = variable.split_once('}').ok_or_else(other)?;
            parts.push(read(variable).ok_or_else(other)?);
            rest = after;
        }
        if !rest.is_empty() {
            parts.push(Part::Text(rest.to_owned()));
        }
        Ok(Self { text: text.to_owned(), parts })
    }

    /// The text as it is written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The parts, in order.
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// The keys of its variables, in lower case.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|part| match part {
            Part::Key { key, .. } => Some(key.as_str()),
            _ => None,
        })
    }

    /// The text with a value in place of each variable.
    pub fn filled(&self, request: &Request, keys: &Keys) -> Filled {
        let mut all = String::new();
        for part in &self.parts {
            match part {
                Part::Text(text) => all.push_str(text),
                Part::Char(c) => all.push_str(&as_plain(&c.to_string())),
                Part::Key { key, default } => {
                    let several = keys.has_several(key);
                    match (request.values(key), default) {
                        (_, Some(_)) if several => {
                            return Filled::Open(Opaque::DefaultOfSeveral(self.text.clone()));
                        }
                        ([one], _) if one.contains(PLAIN.map(|(_, stand_in)| stand_in)) => {
                            return Filled::Open(Opaque::SpecialValue(self.text.clone()));
                        }
                        ([one], _) if !several => all.push_str(&as_plain(one)),
                        ([], Some(default)) => all.push_str(&as_plain(default)),
                        ([_, _, ..], Some(_)) => {
                            return Filled::Open(Opaque::DefaultOfSeveral(self.text.clone()));
                        }
                        _ => return Filled::NoValue,
                    }
                }
            }
        }
        Filled::Text(all)
    }
}

/// What stands between `${` and `}`, if it is a policy variable.
fn read(variable: &str) -> Option<Part> {
    if let "*" | "?" | "$" = variable {
        return variable.chars().next().map(Part::Char);
    }
    let (key, default) = match variable.split_once(',') {
        None => (variable, None),
        Some((key, rest)) => {
            let default = rest.trim().strip_prefix('\'').and_then(|rest| rest.strip_suffix('\''))?;
            (key, Some(default))
        }
    };
    let plain = default.is_none_or(|default| !default.contains(['\'', '$']));
    (is_key(key) && plain)
        .then(|| Part::Key { key: key.to_ascii_lowercase(), default: default.map(str::to_owned) })
}

/// Prefixes with a colon of placeholders of the Serverless Framework and of Terraform.
const TEMPLATES: [&str; 9] = ["cf", "env", "file", "git", "opt", "output", "param", "self", "sls"];

/// Whether a text can be a key in IAM: `aws:username`, but not `bucket`, `AWS::Region` or `self:stage`, which are
/// placeholders of templates.
fn is_key(text: &str) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, ':' | '/' | '-' | '_' | '.' | '@');
    let named = text.split_once(':').is_some_and(|(service, name)| {
        !service.is_empty()
            && !name.is_empty()
            && !name.starts_with([':', '/'])
            && !TEMPLATES.contains(&service)
    });
    named && text.chars().all(allowed)
}

/// The text with its wildcards as plain characters.
pub(crate) fn as_plain(text: &str) -> String {
    let plain = |c| PLAIN.iter().find(|(wildcard, _)| *wildcard == c).map_or(c, |(_, stand_in)| *stand_in);
    text.chars().map(plain).collect()
}

/// Whether a text has wildcards that are plain characters.
pub(crate) fn has_plain_wildcards(text: &str) -> bool {
    text.contains(PLAIN.map(|(_, stand_in)| stand_in))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_are_filled_in() {
        let one =
            |key: &str, values: &[&str]| (key.to_owned(), values.iter().map(|v| (*v).to_owned()).collect());
        let context = [one("aws:username", &["ada"]), one("k:many", &["a", "b"]), one("k:star", &["*"])];
        let request = Request { context: context.into(), ..Request::default() };
        let keys = Keys::default();
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
        ] {
            assert_eq!(Template::read(pattern).unwrap().filled(&request, &keys), expected, "{pattern}");
        }
        let template = Template::read("${aws:UserName}/${*}/${k:none, 'x'}").unwrap();
        assert_eq!(template.keys().collect::<Vec<_>>(), ["aws:username", "k:none"]);
    }

    #[test]
    fn what_is_not_a_variable_is_opaque() {
        for text in [
            "${bucket}",
            "${AWS::Region}",
            "${self:custom.bucket}",
            "${ssm:/path}",
            "${k:none, x}",
            "${aws:username",
            "${}",
            "${aws:${x}}",
            "\u{E000}",
        ] {
            assert_eq!(Template::read(text), Err(Opaque::NotAVariable(text.to_owned())), "{text}");
        }
    }
}
