//! Real accounts: skipped, aloud, where the corpus is not there.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

use std::path::Path;

use paredown_account::{Account, Export, File, LastUsed, export};
use paredown_policy::parse::read_source;

fn corpus(path: &str) -> Option<std::path::PathBuf> {
    let found = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus/accounts").join(path);
    if found.exists() {
        return Some(found);
    }
    assert!(
        std::env::var_os("CI").is_none() || !found.parent().unwrap().exists(),
        "{} is missing",
        found.display()
    );
    eprintln!("skipped: there is no {}", found.display());
    None
}

fn file(path: &str) -> Option<File> {
    let source = read_source(corpus(path)?).unwrap();
    let export = export(&source).unwrap_or_else(|error| panic!("{}", error));
    Some(File { source, export, principal: None })
}

#[test]
fn an_account_with_many_principals_is_read() {
    let Some(file) = file("salesforce_cloudsplaining/examples__files__example.json") else { return };
    let found = Account::gather(vec![file], "account").unwrap_or_else(|error| panic!("{error}"));
    // Somebody put a user of another account into it.
    assert_eq!((found.warnings.len(), found.account.ids.len()), (1, 2));
    let details = &found.account.details;
    assert_eq!((details.identities.len(), details.groups.len(), details.policies.len()), (122, 5, 84));
    let unread = details.policies.values().flat_map(|policy| &policy.versions);
    assert_eq!(unread.filter(|version| version.document.is_err()).count(), 0);
    assert!(details.identities.iter().any(|one| matches!(one.last_used, LastUsed::At(_))));
}

#[test]
fn reports_of_last_accessed_services_are_read() {
    let name = "duo-labs_cloudmapper/account-data__demo__us-east-1__iam-get-service-last-accessed-details__\
                a2b53fd9-88bc-d0b5-1b9a-af9c4af22371.json";
    let Some(file) = file(name) else { return };
    let Export::LastAccessed { arn: None, page } = file.export else { panic!() };
    assert!(page.report.services["logs"].last.is_some() && !page.report.action_level);
}
