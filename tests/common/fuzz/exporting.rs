//! The target `account`: any bytes as a file of an account's export.

use std::collections::BTreeSet;
use std::sync::Arc;

use paredown::analyze::{Analysis, Class, Evidence, Observability, Period, Settings, analyze};
use paredown::model::{Catalogue, Time};
use paredown::parse::Source;
use paredown_account::{Account, Export, File, export};

const DETAILS: &str = include_str!("../../../examples/account/details.json");

/// A file that is read is read whole or refused with a place; an account that it belongs to is analysed; and nothing that
/// it says was used is called unused.
pub fn account(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let file = |name: &str, text: &str| -> Option<File> {
        let source = Arc::new(Source { name: name.to_owned(), text: text.to_owned() });
        match export(&source) {
            Ok(export) => Some(File { source, export, principal: Some(ROLE.to_owned()) }),
            Err(error) => {
                assert!(error.span.end <= text.len().max(1), "{error:?}");
                assert!(!error.render(false).is_empty());
                None
            }
        }
    };
    let Some(own) = file("own", text) else { return };
    let whole = matches!(own.export, Export::Authorization(_));
    let others = || if whole { None } else { file("details.json", DETAILS) };
    let first = analysed(others().into_iter().chain([own.clone()]).collect());
    let second = analysed(std::iter::once(own).chain(others()).collect());
    assert_eq!(format!("{first:?}"), format!("{second:?}"), "the order of files means nothing");
    let Some((account, analyses)) = first else { return };
    let mut arns = BTreeSet::new();
    for analysis in &analyses {
        assert!(arns.insert(&analysis.arn), "{} twice", analysis.arn);
        nothing_used_is_unused(analysis, &account);
    }
}

const ROLE: &str = "arn:aws:iam::111122223333:role/orders";

fn period() -> Period {
    Period { days: 90, end: "2026-06-30T00:00:00Z".parse::<Time>().unwrap() }
}

fn analysed(files: Vec<File>) -> Option<(Account, Vec<Analysis>)> {
    let account = Account::gather(files, "account").ok()?.account;
    let catalogue = Catalogue::embedded().unwrap();
    let settings = Settings {
        catalogue: &catalogue,
        period: period(),
        evidence: Evidence::Strict,
        exclude_tags: Vec::new(),
        exclude: Vec::new(),
        exceptions: Vec::new(),
        observable: Observability::default(),
    };
    let analyses = analyze(&account, &settings);
    Some((account, analyses))
}

fn nothing_used_is_unused(analysis: &Analysis, account: &Account) {
    let report = account.last_accessed.get(&analysis.arn);
    for (allowed, class) in &analysis.classes {
        let Class::Unused { last, .. } = class else { continue };
        assert!(!period().has(*last), "{} of {}", allowed.action, analysis.arn);
        let (service, name) = allowed.action.folded().split_once(':').unwrap();
        let service = report.and_then(|report| report.services.get(service));
        let tracked = service.and_then(|service| service.actions.as_ref()?.get(name));
        assert!(!tracked.is_some_and(|tracked| period().has(tracked.last)), "{} was used", allowed.action);
    }
}
