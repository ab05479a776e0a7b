//! The files of a crate, and which of them define what another uses.

use std::collections::{BTreeMap, BTreeSet};

use quote::ToTokens as _;
use syn::{Item, Visibility};

use super::paths::{Names, attributes, flatten, given_path, is_test, name_of, scan};

/// One file of a crate.
#[derive(Default)]
pub(super) struct File {
    pub(super) path: String,
    parent: Option<usize>,
    /// The modules that it declares; several with one name if features choose between them.
    children: BTreeMap<String, Vec<usize>>,
    /// What it defines itself.
    items: BTreeSet<String>,
    /// What it imports or re-exports, by the name that it has here.
    imports: BTreeMap<String, Names>,
    /// What it uses.
    used: BTreeSet<Names>,
}

/// The files of a crate; the root comes first.
#[derive(Default)]
pub(super) struct Crate {
    pub(super) files: Vec<File>,
}

/// The names of a path to find, and whether it may be a module.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    Item,
    Module,
}

impl Crate {
    /// Reads the file at `path`, and what it declares; `folder` is where the files of its modules are.
    pub(super) fn read(
        &mut self,
        path: &str,
        folder: &str,
        parent: Option<usize>,
        text: &dyn Fn(&str) -> Option<String>,
    ) -> Option<usize> {
        let parsed = syn::parse_file(&text(path)?).unwrap_or_else(|error| panic!("{path}: {error}"));
        let number = self.files.len();
        self.files.push(File { path: path.to_owned(), parent, ..File::default() });
        for item in parsed.items {
            match item {
                item if attributes(&item).iter().any(is_test) => {}
                Item::Mod(module) if module.content.is_none() => {
                    let name = module.ident.to_string();
                    let given = module.attrs.iter().find_map(given_path);
                    let places = match &given {
                        Some(file) => vec![format!("{folder}/{file}")],
                        None => vec![format!("{folder}/{name}.rs"), format!("{folder}/{name}/mod.rs")],
                    };
                    let below = format!("{folder}/{name}");
                    let child = places.iter().find_map(|place| self.read(place, &below, Some(number), text));
                    let child = child.unwrap_or_else(|| panic!("{path}: there is no file of `{name}`"));
                    self.files[number].children.entry(name).or_default().push(child);
                }
                Item::Use(used) => {
                    let mut leaves = Vec::new();
                    flatten(&used.tree, &Vec::new(), &mut leaves);
                    for (name, names) in leaves {
                        if matches!(used.vis, Visibility::Inherited) {
                            self.files[number].used.insert(names.clone());
                        }
                        self.files[number].imports.insert(name, names);
                    }
                }
                item => {
                    self.files[number].items.extend(name_of(&item));
                    scan(item.into_token_stream(), &mut self.files[number].used);
                }
            }
        }
        Some(number)
    }

    /// The file that defines what some names mean in a file; `None` if that is outside of the crate.
    fn defining(&self, mut at: usize, names: &[String], wanted: Wanted, depth: usize) -> Option<usize> {
        assert!(depth < 50, "{}: {names:?} means itself", self.files[at].path);
        for (place, name) in names.iter().enumerate() {
            let rest = &names[place + 1..];
            let last = rest.is_empty();
            let file = &self.files[at];
            match name.as_str() {
                "crate" if place == 0 => at = 0,
                "self" => {}
                "super" => at = file.parent?,
                name => {
                    let module = file.children.get(name);
                    let own = file.items.contains(name);
                    let import = file.imports.get(name);
                    match (module, import) {
                        (None, _) if own => return Some(at),
                        (Some(_), _) if own && last && wanted == Wanted::Item => return Some(at),
                        // A name can be that of a module and of a function in it.
                        (Some(_), Some(import)) if last && wanted == Wanted::Item => {
                            return self.defining(at, import, wanted, depth + 1);
                        }
                        (Some(modules), _) => {
                            let found = modules.iter().find_map(|&module| {
                                if last {
                                    Some(module)
                                } else {
                                    self.defining(module, rest, wanted, depth + 1)
                                }
                            });
                            return found.filter(|_| !last || wanted == Wanted::Module);
                        }
                        (None, Some(import)) => {
                            let names: Names = import.iter().chain(rest).cloned().collect();
                            // An import is looked up from here, and not in itself.
                            let first = names.first()?;
                            if first == name && !file.children.contains_key(first) {
                                return None;
                            }
                            return self.defining(at, &names, wanted, depth + 1);
                        }
                        (None, None) => return None,
                    }
                }
            }
        }
        (wanted == Wanted::Module).then_some(at)
    }

    /// For each file, those that define what it uses.
    fn edges(&self) -> Vec<BTreeSet<usize>> {
        let of = |number: usize| {
            let used = self.files[number].used.iter();
            let used = used.filter_map(|names| self.defining(number, names, Wanted::Item, 0));
            used.filter(|&other| other != number).collect()
        };
        (0..self.files.len()).map(of).collect()
    }

    /// The circles: the files of each, with what each uses of the others.
    pub(super) fn circles(&self) -> Vec<String> {
        let edges = self.edges();
        let below: Vec<BTreeSet<usize>> = (0..edges.len()).map(|from| reached(from, &edges)).collect();
        let mut circles = BTreeSet::new();
        for from in 0..edges.len() {
            let circle: BTreeSet<usize> =
                below[from].iter().copied().filter(|&to| below[to].contains(&from)).collect();
            if !circle.is_empty() {
                circles.insert(circle);
            }
        }
        let shown = |circle: &BTreeSet<usize>| {
            let one = |&from: &usize| {
                let to = edges[from].intersection(circle).map(|&to| self.files[to].path.as_str());
                format!("{} uses {}", self.files[from].path, to.collect::<Vec<_>>().join(", "))
            };
            circle.iter().map(one).collect::<Vec<_>>().join("; ")
        };
        circles.iter().map(shown).collect()
    }
}

/// What can be reached from one of some files by at least one step.
fn reached(from: usize, edges: &[BTreeSet<usize>]) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    let mut open = vec![from];
    while let Some(at) = open.pop() {
        open.extend(edges[at].iter().filter(|&&to| found.insert(to)));
    }
    found
}
