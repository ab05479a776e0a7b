//! Exceptions: access that is kept for a while, whatever shows that it is unused.

use std::sync::Arc;

use serde::Deserialize;
use toml::Spanned;
use toml::value::{Datetime, Offset};

use crate::model::{Pattern, Time};
use crate::parse::{Code, Diagnostic, Source};

/// Access that is kept for a while: what some actions of some principals give.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exception {
    /// Principals whose ARN this matches.
    pub principal: Pattern,
    /// Actions that one of these matches.
    pub actions: Vec<Pattern>,
    /// Who answers for it.
    pub owner: String,
    /// Why it is kept.
    pub reason: String,
    /// Until when, that moment included.
    pub until: Time,
    /// Where it is.
    pub place: (Arc<Source>, std::ops::Range<usize>),
}

impl Exception {
    /// Whether it has run out before a time.
    pub fn is_expired(&self, now: Time) -> bool {
        self.until < now
    }

    /// Whether it is about a principal with this folded ARN.
    pub fn is_about(&self, arn: &str) -> bool {
        self.principal.matches(arn)
    }

    /// Whether it keeps a folded action, of the principals that it is about.
    pub fn keeps(&self, action: &str) -> bool {
        self.actions.iter().any(|pattern| pattern.matches(action))
    }

    /// A warning, or an error, that it has run out.
    pub fn expired(&self) -> Diagnostic {
        let (source, span) = &self.place;
        let message = format!("the exception of `{}` ended at {}", self.owner.escape_debug(), self.until);
        Diagnostic::error(source, span.clone(), message, "no longer in force")
            .with_help("have its owner renew it, or take it out: what it kept may be called unused again")
    }
}

/// The file: `[[exception]]` with `principal`, `actions`, `owner`, `reason` and `until`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    exception: Vec<Spanned<Table>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    principal: Spanned<String>,
    actions: Spanned<Vec<Spanned<String>>>,
    owner: Spanned<String>,
    reason: Spanned<String>,
    until: Spanned<Datetime>,
}

/// The exceptions of a file.
///
/// # Errors
/// It is not TOML, something is missing or unknown, or a value is not what it should be.
pub fn exceptions(source: &Arc<Source>) -> Result<Vec<Exception>, Diagnostic> {
    let file: File = toml::from_str(&source.text).map_err(|error| {
        let span = error.span().unwrap_or(0..source.text.len().min(1));
        Diagnostic::error(source, span, format!("not a file of exceptions: {}", error.message()), "here")
            .with_help("write `[[exception]]` with principal, actions, owner, reason and until for each")
    })?;
    file.exception.into_iter().map(|table| exception(table, source)).collect()
}

fn exception(table: Spanned<Table>, source: &Arc<Source>) -> Result<Exception, Diagnostic> {
    let span = table.span();
    let Table { principal, actions, owner, reason, until } = table.into_inner();
    let refused = |span: std::ops::Range<usize>, message: &str, help: &str| {
        Diagnostic::error(source, span, message, "this one").coded(Code::Invalid).with_help(help)
    };
    for (text, message) in [(&owner, "the exception has no owner"), (&reason, "the exception has no reason")]
    {
        if text.get_ref().trim().is_empty() {
            return Err(refused(text.span(), message, "say who answers for it, and why it is kept"));
        }
    }
    if !principal.get_ref().starts_with(['a', '*']) {
        let help = "write the ARN of a principal, with `*` and `?` as wildcards: `arn:aws:iam::*:role/Name`";
        return Err(refused(principal.span(), "this matches no principal", help));
    }
    if actions.get_ref().is_empty() {
        return Err(refused(
            actions.span(),
            "the exception keeps no action",
            "write `actions = [\"iam:*\"]`",
        ));
    }
    for action in actions.get_ref() {
        let text = action.get_ref();
        if text != "*" && text.matches(':').count() != 1 {
            let help = "write a service, a colon and a name, such as `iam:*`, or `*` for all";
            return Err(refused(action.span(), "this is not a pattern of actions", help));
        }
    }
    Ok(Exception {
        principal: Pattern::new(principal.get_ref()),
        actions: actions.get_ref().iter().map(|action| Pattern::new(action.get_ref())).collect(),
        owner: owner.into_inner(),
        reason: reason.into_inner(),
        until: end(&until).ok_or_else(|| {
            let help = "write a day such as `2026-12-31`, or a time with an offset";
            refused(until.span(), "this is not a point in time", help)
        })?,
        place: (Arc::clone(source), span),
    })
}

/// The end of a day by UTC, or the point in time.
fn end(until: &Spanned<Datetime>) -> Option<Time> {
    let until = until.get_ref();
    match (until.date, until.time, until.offset) {
        (Some(date), None, None) => format!("{date}T23:59:59Z").parse().ok(),
        (Some(_), Some(_), Some(Offset::Z | Offset::Custom { .. })) => until.to_string().parse().ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<Exception>, String> {
        let source = Arc::new(Source { name: "e.toml".into(), text: text.into() });
        exceptions(&source).map_err(|error| {
            let (line, column) = error.line_column();
            format!("{line}:{column} {}", error.message)
        })
    }

    const WHOLE: &str = "[[exception]]\nprincipal = \"arn:aws:iam::*:role/Break*\"\nactions = [\"iam:*\"]\n\
                         owner = \"platform\"\nreason = \"used in emergencies\"\nuntil = 2026-12-31\n";

    #[test]
    fn an_exception_keeps_what_it_matches_until_the_end_of_its_day() {
        let found = read(WHOLE).unwrap();
        let [one] = found.as_slice() else { panic!("{found:?}") };
        assert!(one.is_about("arn:aws:iam::1:role/breakglass") && one.keeps("iam:createuser"));
        assert!(!one.keeps("s3:getobject"));
        assert!(!one.is_about("arn:aws:iam::1:role/other"));
        let time = |text: &str| text.parse::<Time>().unwrap();
        assert!(
            !one.is_expired(time("2026-12-31T23:59:59Z")) && one.is_expired(time("2027-01-01T00:00:00Z"))
        );
        assert_eq!(read("").unwrap(), []);
    }

    #[test]
    fn what_is_missing_or_odd_is_refused_with_its_place() {
        for (old, new, expected) in [
            ("owner = \"platform\"\n", "", "1:1 not a file of exceptions: missing field `owner`"),
            ("owner", "onwer", "4:1 not a file of exceptions: unknown field `onwer`"),
            ("\"platform\"", "\" \"", "4:9 the exception has no owner"),
            ("2026-12-31", "\"soon\"", "6:9 not a file of exceptions"),
            ("2026-12-31", "2026-12-31T10:00:00", "6:9 this is not a point in time"),
            ("\"iam:*\"", "\"iam\"", "3:12 this is not a pattern of actions"),
            ("[\"iam:*\"]", "[]", "3:11 the exception keeps no action"),
            ("\"arn:", "\"role/", "2:13 this matches no principal"),
        ] {
            let error = read(&WHOLE.replace(old, new)).unwrap_err();
            assert!(error.starts_with(expected), "{error}, not {expected}");
        }
    }
}
