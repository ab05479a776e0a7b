//! Policies named on the command line: files, and folders of files.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use paredown_account::{File, authorization};

use crate::exported::{InForce, Which, exported};
use crate::oddities::{SHOWN, warn_of_policy};
use crate::ownership::take;
use crate::parse::{self, FoundPolicy, PolicyFacts, Stated, Strictness, visible};
use crate::{Error, Notice, Original, Ownership, SaidBy, Tell, UnusedFiles, Whose};

/// The policies of files and folders, in order, each with a distinct name. Of an account's export, those of the principal
/// that is asked for, or else of the only one that `unused` is about: the files of what is unused.
///
/// # Errors
/// A file contains no policy, or one of another principal.
pub fn policies(
    paths: &[PathBuf],
    unused: &UnusedFiles<'_>,
    strictness: Strictness,
    whose: &mut Whose,
    tell: Tell<'_>,
) -> Result<Vec<Original>, Error> {
    read(paths, unused, strictness, whose, Which::Own, tell).map(|read| read.policies)
}

/// All policies that count for a principal: as [`policies`], and of an account's export also those of a user's groups, and
/// the permissions boundary.
///
/// # Errors
/// Those of [`policies`].
pub fn in_force(
    paths: &[PathBuf],
    strictness: Strictness,
    whose: &mut Whose,
    tell: Tell<'_>,
) -> Result<InForce, Error> {
    read(paths, &UnusedFiles::new(&[]), strictness, whose, Which::InForce, tell)
}

fn read(
    paths: &[PathBuf],
    unused: &UnusedFiles<'_>,
    strictness: Strictness,
    whose: &mut Whose,
    which: Which,
    tell: Tell<'_>,
) -> Result<InForce, Error> {
    let mut all: Vec<Original> = Vec::new();
    let mut boundary = None;
    let (mut facts, mut pages) = (Vec::new(), Vec::new());
    let mut taken = BTreeSet::new();
    for path in paths {
        let in_folder = path.is_dir();
        let files = if in_folder { json_files(path, tell)? } else { vec![path.clone()] };
        for file in files {
            let source = parse::read_source(&file)?;
            let file = parse::shown(&file);
            let found = match parse::policies(&source, strictness) {
                Ok(found) => found,
                // A file without a policy may describe one, or all of an account.
                Err(error) => {
                    if let Some(page) = authorization(&source)? {
                        let shape = page.shape();
                        tell(Notice::Note(format!("{}: {shape}", visible(&file))));
                        pages.push(File { source, export: page, principal: None });
                    } else if let Some(found) = parse::policy_facts(&source)? {
                        tell(Notice::Note(format!("{}: answer of iam get-policy", visible(&file))));
                        facts.push((found, error));
                    } else if in_folder && let Some(what) = parse::listing(&source) {
                        let file = visible(&file);
                        tell(Notice::Warning(format!("{file}: left out: {what}, which has no policy in it")));
                    } else {
                        return Err(error.into());
                    }
                    continue;
                }
            };
            if found.shape != parse::BARE {
                tell(Notice::Note(format!("{}: {}", visible(&file), found.shape)));
            }
            for warning in &found.warnings {
                tell(warning.clone().into());
            }
            let stated = found.principal.as_ref();
            if let Some(claim) = stated.and_then(|stated| Ownership::of(SaidBy::Recommendation, stated)) {
                take(whose, &claim, tell)?;
            }
            for policy in found.policies {
                warn_of_policy(&policy.parsed, tell);
                let name = distinct(&mut taken, &called(&policy, &file));
                take(whose, &Ownership::of_policy(&name, &policy.identity, None), tell)?;
                let FoundPolicy { identity, parsed, recommended } = policy;
                let file = Arc::clone(&source);
                all.push(Original { name, identity, parsed, file, recommended });
            }
        }
    }
    if !pages.is_empty() {
        let found = exported(pages, unused.sources()?, whose, which, tell)?;
        for original in found.policies {
            warn_of_policy(&original.parsed, tell);
            let name = distinct(&mut taken, &original.name);
            // That they belong together, the export says itself.
            if which == Which::Own {
                take(whose, &Ownership::of_policy(&name, &original.identity, None), tell)?;
            }
            all.push(Original { name, ..original });
        }
        boundary = found.boundary;
    }
    for (found, error) in facts {
        if all.is_empty() {
            return Err(error.into());
        }
        apply(&found, &mut all, whose, tell)?;
    }
    if all.is_empty() {
        let message = "there is no policy in what --policy names: give a file with one".to_owned();
        return Err(Error::Together(message));
    }
    Ok(InForce { policies: all, boundary })
}

/// Adds the answer of `iam get-policy` to the policy with that name, or to the only managed policy that nothing
/// is known of yet.
fn apply(facts: &PolicyFacts, all: &mut [Original], whose: &mut Whose, tell: Tell<'_>) -> Result<(), Error> {
    let open = |policy: &Original| policy.inline().is_none() && policy.identity.arn.is_none();
    let only = all.iter().filter(|policy| open(policy)).count() == 1;
    let named = |policy: &Original| policy.name == facts.name;
    let at = all.iter().position(|policy| open(policy) && named(policy));
    let at = at.or_else(|| all.iter().position(|policy| open(policy) && only));
    let Some(policy) = at.and_then(|at| all.get_mut(at)) else {
        let name = &facts.name;
        let error = facts.arn.error(
            format!("there is no document for the policy `{name}`, which is described here"),
            "this one",
        );
        let help =
            format!("give its document too, in a file named `{name}.json`, or leave this description out");
        return Err(error.with_help(help).into());
    };
    policy.identity.arn = Some(facts.arn.value.clone());
    if let (Some(own), Some(default)) = (&policy.identity.version, &facts.default_version)
        && own != default
    {
        let Stated { source, span, .. } = facts.arn.clone();
        policy.identity.in_force = Some(Stated { value: false, source, span });
    }
    if facts.attachments.is_some_and(|count| count > 1) {
        let message = format!(
            "`{}` is attached elsewhere too: what this principal does not use others may",
            facts.name
        );
        tell(Notice::Warning(message));
    }
    take(whose, &Ownership::of_policy(&policy.name, &policy.identity, Some(facts.arn.clone())), tell)
}

/// The files `*.json` of a folder, by name. Reports hidden ones, which are not read.
fn json_files(folder: &Path, tell: Tell<'_>) -> Result<Vec<PathBuf>, Error> {
    let found = parse::json_files(folder)?;
    if !found.hidden.is_empty() {
        let names = found.hidden.iter().take(SHOWN).map(|path| format!("`{}`", visible(&parse::shown(path))));
        let names = names.collect::<Vec<_>>().join(", ");
        let more = match found.hidden.len().saturating_sub(SHOWN) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        tell(Notice::Warning(format!(
            "hidden files are left out: {names}{more} (name them to have them read)"
        )));
    }
    Ok(found.files)
}

/// The name of a policy.
fn called(policy: &FoundPolicy, file: &str) -> String {
    let of_arn = || policy.identity.arn.as_deref().and_then(|arn| arn.rsplit('/').next());
    let of_file = || match file {
        "-" => Some("policy"),
        _ => Path::new(file).file_stem().and_then(|stem| stem.to_str()),
    };
    visible(policy.identity.name.as_deref().or_else(of_arn).or_else(of_file).unwrap_or("policy"))
}

/// A name that no other policy has.
fn distinct(taken: &mut BTreeSet<String>, name: &str) -> String {
    let numbered = (2..).map(|number| format!("{name}-{number}"));
    let mut names = std::iter::once(name.to_owned()).chain(numbered);
    let free = names.find(|name| taken.insert(name.clone()));
    free.unwrap_or_else(|| name.to_owned())
}
