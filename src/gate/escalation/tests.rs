//! Tests of the published ways to gain privileges.

use std::collections::BTreeMap;

use super::*;
use crate::model::Catalogue;

fn folded(path: &Path) -> BTreeSet<&str> {
    path.actions.iter().map(Action::folded).collect()
}

#[test]
fn all_actions_are_known_and_ids_are_unique() {
    let catalogue = Catalogue::embedded().unwrap();
    let all = paths().unwrap();
    assert!(all.len() > 60, "{}", all.len());
    let mut ids = BTreeSet::new();
    for path in all {
        assert!(ids.insert(&path.id), "{} is there twice", path.id);
        assert_eq!(folded(path).len(), path.actions.len(), "{}", path.id);
        assert!(path.url.starts_with("https://"), "{}", path.id);
        for action in &path.actions {
            let entries = catalogue.service(action.service());
            let known = entries.iter().any(|entry| entry.action.spelling() == action.spelling());
            assert!(known, "{} has {action:?}", path.id);
        }
    }
}

#[test]
fn what_contains_another_says_so() {
    let all = paths().unwrap();
    for path in all {
        let mut inside: Vec<&str> = all
            .iter()
            .filter(|other| other.id != path.id && folded(other).is_subset(&folded(path)))
            .map(|other| other.id.as_str())
            .collect();
        let mut said: Vec<&str> = path.contains.iter().map(String::as_str).collect();
        inside.sort_unstable();
        said.sort_unstable();
        assert_eq!(inside, said, "{}", path.id);
        assert!(all.iter().all(|other| other.id == path.id || folded(other) != folded(path)), "{}", path.id);
    }
}

#[test]
fn well_known_ones_are_there() {
    let all: BTreeSet<BTreeSet<&str>> = paths().unwrap().iter().map(folded).collect();
    for actions in [
        &["iam:createpolicyversion"][..],
        &["iam:passrole", "ec2:runinstances"],
        &["iam:passrole", "lambda:createfunction", "lambda:invokefunction"],
        &["iam:passrole", "cloudformation:createstack"],
        &["iam:passrole", "glue:createdevendpoint"],
        &["iam:passrole", "sagemaker:createnotebookinstance"],
        &["iam:passrole", "apprunner:createservice"],
        &["ssm:sendcommand"],
    ] {
        assert!(all.contains(&actions.iter().copied().collect()), "{actions:?}");
    }
}

type Answers<'a> = &'a [(&'a str, Option<bool>)];

/// What a change opens among the paths to run an instance or assume a role whose trust was changed.
fn opens(before: Answers<'_>, after: Answers<'_>) -> Vec<(String, Certainty, Vec<String>)> {
    let tell = |answers: Answers<'_>, action: &str| {
        let answers: BTreeMap<&str, Option<bool>> = answers.iter().copied().collect();
        answers.get(action).copied().unwrap_or(Some(false))
    };
    let found = opened(&|action| tell(before, action), &|action| tell(after, action)).unwrap();
    let new = |one: &Opened| one.new.iter().map(|action| action.spelling().to_owned()).collect();
    found.into_iter().map(|one| (one.path.id.clone(), one.certainty, new(&one))).collect()
}

#[test]
fn a_way_is_opened_if_all_is_allowed_after_and_was_not_before() {
    const PASS: &str = "iam:passrole";
    const RUN: &str = "ec2:runinstances";
    let (yes, no, unknown) = (Some(true), Some(false), None);
    let (shown, open) = (Some(Certainty::Shown), Some(Certainty::Open));
    for (before, after, expected) in [
        ([no, no], [yes, yes], shown),
        ([yes, no], [yes, yes], shown),
        ([yes, yes], [yes, yes], None),
        ([no, no], [yes, no], None),
        ([no, no], [unknown, no], None),
        ([no, no], [unknown, yes], open),
        ([no, unknown], [yes, yes], shown),
        ([yes, unknown], [yes, yes], open),
        ([yes, unknown], [yes, unknown], open),
        ([yes, yes], [yes, unknown], None),
        ([yes, yes], [no, no], None),
        ([unknown, unknown], [unknown, unknown], open),
    ] {
        let answers = |both: [Option<bool>; 2]| [(PASS, both[0]), (RUN, both[1])];
        let found = opens(&answers(before), &answers(after));
        let found: Vec<_> = found.into_iter().map(|(id, certainty, _)| (id, certainty)).collect();
        let expected: Vec<_> =
            expected.map(|certainty| ("ec2-001".to_owned(), certainty)).into_iter().collect();
        assert_eq!(found, expected, "{before:?} {after:?}");
    }
    let found = opens(&[(PASS, yes)], &[(PASS, yes), (RUN, yes)]);
    assert_eq!(found, [("ec2-001".to_owned(), Certainty::Shown, vec!["ec2:RunInstances".to_owned()])]);
}

#[test]
fn everything_opens_all_and_nothing_opens_none() {
    let (all, none) = (|_: &str| Some(true), |_: &str| Some(false));
    assert_eq!(opened(&none, &all).unwrap().len(), paths().unwrap().len());
    assert!(opened(&none, &none).unwrap().is_empty() && opened(&all, &all).unwrap().is_empty());
    assert!(opened(&all, &none).unwrap().is_empty());
    let asked = actions().unwrap();
    assert!(asked.contains("iam:passrole") && asked.iter().all(|one| *one == one.to_ascii_lowercase()));
}

#[test]
fn a_list_that_is_wrong_is_refused_with_its_place() {
    let one =
        "[[path]]\nid = \"x\"\nname = \"n\"\nactions = [\"iam:PassRole\"]\nsource = \"s\"\nurl = \"u\"\n";
    let error = |text: String| {
        let source = Arc::new(Source { name: "p".into(), text });
        read(&source).unwrap_err().to_string()
    };
    for (old, new, expected) in [
        ("\"iam:PassRole\"", "\"iam:Pass*\"", "p:4:12: this is a pattern"),
        ("\"iam:PassRole\"", "\"iam\"", "p:4:12: `iam` is not an action"),
        ("[\"iam:PassRole\"]", "[]", "p:4:11: `actions` is an empty list"),
        ("url = \"u\"\n", "", "p:1:1: the path has no `url`"),
        ("id =", "di =", "p:2:1: a path has no key `di`"),
    ] {
        let found = error(one.replace(old, new));
        assert!(found.starts_with(expected), "{found}");
    }
    assert_eq!(error(String::new()), "p:1:1: there are no paths");
}
