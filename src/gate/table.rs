//! Tables of TOML, read with a place for every error.

use std::ops::Range;
use std::sync::Arc;

use jiff::civil::Date;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::parse::{Code, Diagnostic, Source, nearest, visible};

/// A text, and its place in the file.
pub(super) type Written = Spanned<String>;

/// A table, of which all keys are known.
#[derive(Clone, Debug)]
pub(super) struct Table<'a> {
    source: &'a Arc<Source>,
    span: Range<usize>,
    members: &'a DeTable<'a>,
}

/// The value of a key, or of an element of a list.
#[derive(Clone, Debug)]
pub(super) struct Item<'a> {
    source: &'a Arc<Source>,
    /// What messages call it.
    name: String,
    value: &'a Spanned<DeValue<'a>>,
}

/// What `read` makes of a whole file that may have these keys. `what` is what has them, with article.
pub(super) fn document<T>(
    source: &Arc<Source>,
    what: &str,
    known: &[&str],
    read: impl FnOnce(&Table<'_>) -> Result<T, Diagnostic>,
) -> Result<T, Diagnostic> {
    let parsed = DeTable::parse(&source.text).map_err(|error| {
        let span = error.span().unwrap_or(0..source.text.len().min(1));
        Diagnostic::error(source, span, format!("this is not TOML: {}", error.message()), "here")
            .with_help("write `key = value`, `[table]` and `[[list of tables]]`, as TOML 1.1 has them")
    })?;
    read(&Table::new(source, parsed.span(), parsed.get_ref(), what, known)?)
}

impl<'a> Table<'a> {
    fn new(
        source: &'a Arc<Source>,
        span: Range<usize>,
        members: &'a DeTable<'a>,
        what: &str,
        known: &[&str],
    ) -> Result<Self, Diagnostic> {
        let unknown = members.keys().filter(|key| !known.contains(&key.get_ref().as_ref()));
        if let Some(key) = unknown.min_by_key(|key| key.span().start) {
            let name = key.get_ref().as_ref();
            let message = format!("{what} has no key {}", quoted(name));
            return Err(Diagnostic::error(source, key.span(), message, "unknown key")
                .coded(Code::UnknownMember)
                .with_help(did_you_mean(name, known)));
        }
        Ok(Self { source, span, members })
    }

    /// Its place: that of its header, if it has one.
    pub(super) fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// The value of a key, if it is there.
    pub(super) fn get(&self, key: &str) -> Option<Item<'a>> {
        let value = self.members.get(key)?;
        Some(Item { source: self.source, name: format!("`{key}`"), value })
    }

    /// All keys with their values, in the order of the file.
    pub(super) fn all(&self) -> Vec<(&'a str, Item<'a>)> {
        let mut all: Vec<_> = self.members.iter().collect();
        all.sort_by_key(|(key, _)| key.span().start);
        let names = all.into_iter().map(|(key, value)| (key.get_ref().as_ref(), value));
        names
            .map(|(key, value)| (key, Item { source: self.source, name: format!("`{key}`"), value }))
            .collect()
    }

    /// An error at the table.
    pub(super) fn error(&self, message: impl Into<String>, help: impl Into<String>) -> Diagnostic {
        Diagnostic::error(self.source, self.span(), message, "here").with_help(help)
    }

    /// An error that a key is missing.
    pub(super) fn missing(&self, message: impl Into<String>, help: impl Into<String>) -> Diagnostic {
        self.error(message, help).coded(Code::MissingMember)
    }
}

impl<'a> Item<'a> {
    /// Its place.
    pub(super) fn span(&self) -> Range<usize> {
        self.value.span()
    }

    /// An error at the value.
    pub(super) fn error(&self, message: impl Into<String>, help: impl Into<String>) -> Diagnostic {
        Diagnostic::error(self.source, self.span(), message, "this one").with_help(help)
    }

    fn mismatch(&self, expected: &str, help: &str) -> Diagnostic {
        let found = match self.value.get_ref() {
            DeValue::String(_) => "a string",
            DeValue::Integer(_) => "an integer",
            DeValue::Float(_) => "a float",
            DeValue::Boolean(_) => "a Boolean",
            DeValue::Datetime(_) => "a date or time",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        let message = format!("{} must be {expected}, found {found}", self.name);
        Diagnostic::error(self.source, self.span(), message, format!("expected {expected}"))
            .coded(Code::WrongType)
            .with_help(help)
    }

    /// A string.
    pub(super) fn string(&self) -> Result<Written, Diagnostic> {
        let DeValue::String(text) = self.value.get_ref() else {
            return Err(self.mismatch("a string", "write it in quotes: `\"…\"`"));
        };
        Ok(Spanned::new(self.span(), text.clone().into_owned()))
    }

    /// A string that says something.
    pub(super) fn text(&self) -> Result<Written, Diagnostic> {
        let text = self.string()?;
        if text.get_ref().trim().is_empty() {
            return Err(self.error(format!("{} is empty", self.name), "write what is meant, or leave it out"));
        }
        Ok(text)
    }

    /// A list with at least one element.
    pub(super) fn list(&self) -> Result<Vec<Item<'a>>, Diagnostic> {
        let DeValue::Array(list) = self.value.get_ref() else {
            return Err(self.mismatch("a list", "write it in brackets: `[\"…\"]`"));
        };
        if list.is_empty() {
            return Err(
                self.error(format!("{} is an empty list", self.name), "write what is meant, or leave it out")
            );
        }
        let name = format!("each element of {}", self.name);
        Ok(list.iter().map(|value| Item { source: self.source, name: name.clone(), value }).collect())
    }

    /// A list of strings that say something.
    pub(super) fn texts(&self) -> Result<Vec<Written>, Diagnostic> {
        self.list()?.iter().map(Item::text).collect()
    }

    /// `true` or `false`.
    pub(super) fn boolean(&self) -> Result<bool, Diagnostic> {
        let help = "write `true` or `false`, without quotes";
        self.value.get_ref().as_bool().ok_or_else(|| self.mismatch("`true` or `false`", help))
    }

    /// A whole number, as it is written in decimal.
    pub(super) fn integer(&self) -> Result<&'a str, Diagnostic> {
        let number = self.value.get_ref().as_integer().filter(|number| number.radix() == 10);
        let number = number.ok_or_else(|| self.mismatch("a decimal number", "write it without quotes"))?;
        Ok(number.as_str())
    }

    /// A day.
    pub(super) fn date(&self) -> Result<Date, Diagnostic> {
        let help = "write a day such as `2027-01-31`, without quotes and without a time";
        let day = self.value.get_ref().as_datetime().filter(|day| day.time.is_none());
        let day = day.and_then(|day| day.date).ok_or_else(|| self.mismatch("a day", help))?;
        let fields = (i16::try_from(day.year).ok(), i8::try_from(day.month).ok(), i8::try_from(day.day).ok());
        let (Some(year), Some(month), Some(number)) = fields else {
            return Err(self.error(format!("`{day}` is no day"), help));
        };
        Date::new(year, month, number).map_err(|_| self.error(format!("`{day}` is no day"), help))
    }

    /// A table that may have these keys. `what` is what has them, with article.
    pub(super) fn table(&self, what: &str, known: &[&str]) -> Result<Table<'a>, Diagnostic> {
        let DeValue::Table(members) = self.value.get_ref() else {
            return Err(self.mismatch("a table", &format!("a table has keys: {}", listed(known))));
        };
        Table::new(self.source, self.span(), members, what, known)
    }

    /// A list of such tables.
    pub(super) fn tables(&self, what: &str, known: &[&str]) -> Result<Vec<Table<'a>>, Diagnostic> {
        if let DeValue::Table(_) = self.value.get_ref() {
            return Err(self.mismatch("a list of tables", "write its header in two brackets: `[[…]]`"));
        }
        self.list()?.iter().map(|item| item.table(what, known)).collect()
    }
}

/// The help that goes with an unknown word.
pub(super) fn did_you_mean(word: &str, known: &[&str]) -> String {
    nearest(word, known.iter().copied()).map_or_else(
        || format!("it can be one of {}", listed(known)),
        |candidate| format!("did you mean `{candidate}`?"),
    )
}

fn listed(known: &[&str]) -> String {
    known.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ")
}

/// Input as a message shows it: in backticks, at most 60 characters.
pub(super) fn quoted(text: &str) -> String {
    const MOST: usize = 60;
    let shown: String = text.chars().take(MOST).collect();
    let more = if shown.len() < text.len() { "…" } else { "" };
    format!("`{}{more}`", visible(&shown))
}
