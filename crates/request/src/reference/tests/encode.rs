//! The stored form, written a second time; `scripts/reference.py` writes the built-in file.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use paredown_policy::model::{AccessLevel, Catalogue, hex};
use sha2::{Digest, Sha256};

use super::super::{Reference, ReferenceIdentity, StarResource};

/// An action with its resource types, as pattern and name.
pub(super) type ActionFacts = (String, StarResource, Vec<(String, String)>);

/// What a reference says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Facts {
    /// The actions of each service, in the order of the catalogue.
    pub(super) actions: BTreeMap<String, Vec<ActionFacts>>,
    /// The letter of each key, by spelling.
    pub(super) keys: BTreeMap<String, String>,
}

impl Facts {
    pub(super) fn catalogue(&self) -> Catalogue {
        let names = |actions: &Vec<ActionFacts>| {
            actions.iter().map(|(name, ..)| (name.clone(), AccessLevel::Read)).collect()
        };
        let services = self.actions.iter().map(|(service, actions)| (service.clone(), names(actions)));
        Catalogue::from_services("", services.collect()).unwrap()
    }

    pub(super) fn identity(&self, catalogue: &Catalogue) -> ReferenceIdentity {
        let mut hash = Sha256::new();
        for name in self.names() {
            for (action, star, types) in self.actions.get(&name).into_iter().flatten() {
                hash.update(format!("{name}:{action}\t{}", letter(*star)));
                for (pattern, kind) in types {
                    hash.update(format!("\t{kind}\t{pattern}"));
                }
                hash.update("\n");
            }
            self.keys_of(&name).iter().for_each(|(key, letter)| hash.update(format!("{key}\t{letter}\n")));
        }
        ReferenceIdentity {
            source: "-".into(),
            version: "-".into(),
            date: "-".into(),
            catalogue: catalogue.identity().sha256.clone(),
            sha256: hex(&hash.finalize()),
            types: self.actions.values().map(|actions| types_of(actions).len()).sum(),
            actions: self.actions.values().map(Vec::len).sum(),
            keys: self.keys.len(),
        }
    }

    /// The names of the blocks.
    fn names(&self) -> Vec<String> {
        let mut names: Vec<String> =
            self.actions.keys().cloned().chain(self.keys.keys().map(|key| namespace(key))).collect();
        names.sort();
        names.dedup();
        names
    }

    fn keys_of(&self, name: &str) -> Vec<(&String, &String)> {
        let mut keys: Vec<_> = self.keys.iter().filter(|(key, _)| namespace(key) == name).collect();
        keys.sort_by_key(|(key, _)| key.to_ascii_lowercase());
        keys
    }
}

/// The resource types of some actions.
fn types_of(actions: &[ActionFacts]) -> Vec<&(String, String)> {
    let mut types: Vec<_> = actions.iter().flat_map(|(_, _, types)| types).collect();
    types.sort();
    types.dedup();
    types
}

fn namespace(key: &str) -> String {
    let head = key.split(':').next().unwrap().to_ascii_lowercase();
    if head.contains('*') { "*".into() } else { head }
}

fn letter(star: StarResource) -> char {
    match star {
        StarResource::Never => '-',
        StarResource::Perhaps => '?',
        StarResource::Only => '*',
    }
}

/// What a reference says, all of it.
pub(super) fn facts_of(reference: &Reference) -> Facts {
    let mut facts = Facts { actions: BTreeMap::new(), keys: BTreeMap::new() };
    for service in reference.catalogue.services() {
        for entry in reference.catalogue.service(service) {
            let found = reference.resource_types(entry.action.folded()).unwrap();
            let types = found.iter().map(|one| (one.pattern.text().to_owned(), one.name.to_string()));
            let name = entry.action.spelling().split_once(':').unwrap().1.to_owned();
            facts.actions.entry(service.to_owned()).or_default().push((name, found.star(), types.collect()));
        }
    }
    for row in &reference.index {
        for key in reference.decode(row).unwrap().keys() {
            facts.keys.insert(key.spelling.to_string(), key.typed.letter().to_string());
        }
    }
    facts
}

fn front_coded(previous: &str, text: &str) -> (char, String) {
    let shared = previous.bytes().zip(text.bytes()).take(78).take_while(|(a, b)| a == b).count();
    (char::from(b'0' + u8::try_from(shared).unwrap()), text[shared..].to_owned())
}

pub(super) fn encode(facts: &Facts, identity: &ReferenceIdentity) -> String {
    let names = facts.names();
    let (mut index, mut blocks) = (String::new(), String::new());
    for name in &names {
        let none = Vec::new();
        let actions = facts.actions.get(name).unwrap_or(&none);
        let keys = facts.keys_of(name);
        let types = types_of(actions);
        let place = |one: &(String, String)| types.binary_search(&one).unwrap();
        let set_of =
            |(_, star, chosen): &ActionFacts| (letter(*star), chosen.iter().map(place).collect::<Vec<_>>());
        let used: Vec<_> = actions.iter().map(set_of).collect();
        let mut sets = used.clone();
        sets.sort();
        sets.dedup();
        sets.sort_by_key(|set| usize::MAX - used.iter().filter(|one| *one == set).count());
        let mut block = String::new();
        let mut previous = "";
        for (pattern, name) in &types {
            let (shared, rest) = front_coded(previous, pattern);
            writeln!(block, "{shared}{rest} {name}").unwrap();
            previous = pattern;
        }
        for (star, chosen) in &sets {
            let chosen: Vec<String> = chosen.iter().map(ToString::to_string).collect();
            writeln!(block, "{star}{}", chosen.join(" ")).unwrap();
        }
        let numbers: Vec<usize> =
            used.iter().map(|one| sets.iter().position(|set| set == one).unwrap()).collect();
        let runs = numbers.chunk_by(|a, b| a == b).map(|run| match run {
            [one] => one.to_string(),
            more => format!("{}x{}", more[0], more.len()),
        });
        if !actions.is_empty() {
            writeln!(block, "{}", runs.collect::<Vec<_>>().join(" ")).unwrap();
        }
        let mut previous = String::new();
        for (key, letter) in &keys {
            let written = if name == "*" { (*key).clone() } else { key[name.len() + 1..].to_owned() };
            let (shared, rest) = front_coded(&previous, &written);
            writeln!(block, "{shared}{letter}{rest}").unwrap();
            previous = written;
        }
        writeln!(
            index,
            "{name} {} {} {} {} {}",
            types.len(),
            sets.len(),
            actions.len(),
            keys.len(),
            block.len()
        )
        .unwrap();
        blocks.push_str(&block);
    }
    let ReferenceIdentity { source, version, date, catalogue, sha256, types, actions, keys } = identity;
    format!(
        "paredown-reference 1\nsource {source}\nversion {version}\ndate {date}\ncatalogue {catalogue}\n\
         sha256 {sha256}\nblocks {}\ntypes {types}\nactions {actions}\nkeys {keys}\n\n{index}\n{blocks}",
        names.len()
    )
}

/// A small reference with its catalogue.
pub(super) fn stored() -> (String, Catalogue) {
    let (one, two) = (
        ("arn:*:a:::one".to_owned(), "first".to_owned()),
        ("arn:*:a:::two/*".to_owned(), "second".to_owned()),
    );
    let both = vec![one, two];
    let actions = vec![
        ("One".to_owned(), StarResource::Never, both.clone()),
        ("Two".to_owned(), StarResource::Never, both),
        ("Xylo".to_owned(), StarResource::Only, vec![]),
    ];
    let other = vec![
        ("Only".to_owned(), StarResource::Perhaps, vec![("arn:*:b:::one".to_owned(), "third".to_owned())]),
        ("Other".to_owned(), StarResource::Only, vec![]),
    ];
    let keys = [("a:Colour", "S"), ("a:Colours/*", "s"), ("b:Size", "N"), ("x*y:Name", "S")];
    let facts = Facts {
        actions: [("a".to_owned(), actions), ("b".to_owned(), other)].into(),
        keys: keys.map(|(key, letter)| (key.to_owned(), letter.to_owned())).into(),
    };
    let catalogue = facts.catalogue();
    (encode(&facts, &facts.identity(&catalogue)), catalogue)
}
