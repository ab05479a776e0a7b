//! Reading: no panic, each message at a place inside its text, an edited document that means what it should.

use std::sync::Arc;

use paredown::model::{Pattern, Policy};
use paredown::parse::{
    self, Contradiction, Diagnostic, ElementEdit, ParsedPolicy, ParsedUnused, Source, StatementEdit,
    Strictness, UnusedFormat,
};

pub(super) fn source(text: &str) -> Arc<Source> {
    Arc::new(Source { name: "input".to_owned(), text: text.to_owned() })
}

/// The place of a message is a part of its text, and it can be shown.
pub(super) fn placed(message: &Diagnostic) {
    let text = &message.source.text;
    assert!(
        text.get(message.span.clone()).is_some(),
        "{:?} of {} bytes: {message}",
        message.span,
        text.len()
    );
    let (line, column) = message.line_column();
    assert!(line <= text.matches('\n').count() + 1 && column <= text.chars().count() + 1, "{line}:{column}");
    assert!(!message.render(false).is_empty() && !message.message.is_empty());
}

/// Policies in every shape, strictly and leniently; what AWS recommends, and patterns to keep.
pub fn policy(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let source = source(text);
    let strict = policies(&source, Strictness::Strict);
    let lenient = policies(&source, Strictness::Lenient);
    if strict.is_some() {
        assert_eq!(strict, lenient, "what is JSON means the same if comments are allowed");
    }
    if let Err(error) = parse::recommendation(&source, Strictness::Strict) {
        placed(&error);
    }
    if let Err(error) = parse::keep(&source) {
        placed(&error);
    }
}

fn policies(source: &Arc<Source>, strictness: Strictness) -> Option<Vec<Policy>> {
    let file = parse::policies(source, strictness).map_err(|error| placed(&error)).ok()?;
    assert!(!file.policies.is_empty());
    file.warnings.iter().for_each(placed);
    for found in &file.policies {
        document(&found.parsed, strictness);
        if let Some(policy) = found.recommended.as_ref().and_then(|step| step.policy.as_ref()) {
            document(policy, strictness);
        }
    }
    Some(file.policies.into_iter().map(|found| found.parsed.policy).collect())
}

/// Edits of a document give the policy with the same edits.
fn document(parsed: &ParsedPolicy, strictness: Strictness) {
    parsed.warnings.iter().for_each(placed);
    let (policy, document) = (&parsed.policy, &parsed.document);
    let text = &document.source().text;
    for (place, statement) in policy.statements.iter().enumerate() {
        let span = document.statement_span(place).unwrap();
        assert!(text[span].starts_with('{'));
        for element in 0..statement.actions.patterns.len() {
            let element = &text[document.element_span(place, element).unwrap()];
            assert!(element.starts_with('"') && element.ends_with('"'), "{element}");
        }
    }
    let unchanged = document.edited(&vec![StatementEdit::Keep; policy.statements.len()]).unwrap();
    assert_eq!(unchanged, document.text());
    for change in [double, drop_first, keep_last, append, drop_statement] {
        let (edits, expected): (Vec<_>, Vec<_>) =
            (0..policy.statements.len()).map(|place| change(policy, place)).unzip();
        let statements: Vec<_> = policy.statements.iter().zip(&expected).collect();
        if expected.iter().all(Option::is_none) {
            assert!(document.edited(&edits).is_err());
            continue;
        }
        let edited = document.edited(&edits).unwrap();
        let mut wanted = policy.clone();
        wanted.statements = statements
            .into_iter()
            .filter_map(|(statement, patterns)| {
                let mut statement = statement.clone();
                statement.actions.patterns = patterns.clone()?.into_iter().map(Pattern::new).collect();
                Some(statement)
            })
            .collect();
        let again = parse::policy_with(&source(&edited), strictness);
        let again = again.unwrap_or_else(|error| panic!("{}\n{edited}", error.render(false)));
        assert_eq!(again.policy, wanted, "{edited}");
    }
}

/// An edit of one statement, with its actions afterwards; `None` if it is removed.
type Edited = (StatementEdit, Option<Vec<String>>);

fn spellings(policy: &Policy, statement: usize) -> Vec<String> {
    let patterns = &policy.statements[statement].actions.patterns;
    patterns.iter().map(|pattern| pattern.spelling().to_owned()).collect()
}

/// Each element is followed by another.
fn double(policy: &Policy, statement: usize) -> Edited {
    let pairs: Vec<Vec<String>> = spellings(policy, statement)
        .into_iter()
        .map(|action| vec![action, "new:Action*".to_owned()])
        .collect();
    let edits = pairs.iter().cloned().map(ElementEdit::Replace).collect();
    (StatementEdit::Elements(edits), Some(pairs.concat()))
}

/// The first element is removed, if there are others.
fn drop_first(policy: &Policy, statement: usize) -> Edited {
    let all = spellings(policy, statement);
    let goes = |place: usize| place == 0 && all.len() > 1;
    elements(&all, goes)
}

/// Only the last element stays.
fn keep_last(policy: &Policy, statement: usize) -> Edited {
    let all = spellings(policy, statement);
    elements(&all, |place| place + 1 < all.len())
}

fn elements(all: &[String], goes: impl Fn(usize) -> bool) -> Edited {
    let edit = |place| if goes(place) { ElementEdit::Replace(Vec::new()) } else { ElementEdit::Keep };
    let left = all.iter().enumerate().filter(|&(place, _)| !goes(place)).map(|(_, action)| action.clone());
    (StatementEdit::Elements((0..all.len()).map(edit).collect()), Some(left.collect()))
}

/// Something is added.
fn append(policy: &Policy, statement: usize) -> Edited {
    let added = vec!["new:Action".to_owned(), "new:Other*".to_owned()];
    let all = [spellings(policy, statement), added.clone()].concat();
    (StatementEdit::Append(added), Some(all))
}

/// Every other statement is removed.
fn drop_statement(policy: &Policy, statement: usize) -> Edited {
    if statement.is_multiple_of(2) {
        (StatementEdit::Remove, None)
    } else {
        (StatementEdit::Keep, Some(spellings(policy, statement)))
    }
}

/// What is unused, in every format.
pub fn unused(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let source = source(text);
    let recognised = read_unused(&source, None);
    for format in [UnusedFormat::Services, UnusedFormat::Finding, UnusedFormat::Lines] {
        let told = read_unused(&source, Some(format));
        if let Some(recognised) = recognised.as_ref().filter(|parsed| parsed.format == format) {
            let told =
                told.unwrap_or_else(|| panic!("not read as what it was recognised as: {format:?} {text}"));
            assert_eq!(told.entries, recognised.entries);
        }
    }
}

fn read_unused(source: &Arc<Source>, format: Option<UnusedFormat>) -> Option<ParsedUnused> {
    let parsed = parse::unused(source, format).map_err(|error| placed(&error)).ok()?;
    parsed.warnings.iter().for_each(placed);
    let set = parsed.set();
    let disbelieved: Vec<String> = parsed
        .contradictions()
        .iter()
        .filter_map(|contradiction| match contradiction {
            Contradiction::Listed { whole, .. } => Some(whole.name.to_ascii_lowercase()),
            Contradiction::Times { .. } => None,
        })
        .collect();
    // What was used within a day before AWS looked, or later, is kept, and with an action its whole service.
    let analyzed = parsed.finding.as_ref().and_then(|finding| finding.analyzed_at);
    let kept: Vec<String> = parsed
        .entries
        .iter()
        .filter(|entry| {
            entry.last_accessed.zip(analyzed).is_some_and(|(last, at)| last.is_within_days(1, at))
        })
        .map(|entry| entry.name.to_ascii_lowercase())
        .collect();
    let is_kept = |name: &str, action: bool| {
        kept.iter().any(|own| own == name || (!action && own.split(':').next() == Some(name)))
    };
    for entry in &parsed.entries {
        assert!(entry.source.text.get(entry.span.clone()).is_some_and(|text| !text.is_empty()), "{entry:?}");
        // A whole service is not unused where another entry lists actions of it.
        if !entry.action && disbelieved.contains(&entry.name.to_ascii_lowercase()) {
            continue;
        }
        let name = entry.name.to_ascii_lowercase();
        if is_kept(&name, entry.action) {
            continue;
        }
        assert!(set.contains(&if entry.action { name } else { format!("{name}:Anything") }), "{entry:?}");
    }
    for now in parsed.entries.iter().filter_map(|entry| entry.last_accessed) {
        let (fewer, spared) = parsed.unused_for(90, now);
        assert!(spared.len() <= parsed.entries.len());
        assert!(fewer.actions().all(|action| set.contains(action.folded())));
    }
    match parse::merge(vec![parsed.clone()]) {
        Ok(merged) => assert_eq!(merged.entries, parsed.entries),
        Err(error) => placed(&error),
    }
    if let Err(error) = parse::merge(vec![parsed.clone(), parsed.clone()]) {
        placed(&error);
    }
    Some(parsed)
}
