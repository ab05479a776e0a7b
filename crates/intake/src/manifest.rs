//! Reads a folder written by `recommend --output`, using its manifest.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::accepted::accepted;
use crate::parse::{self, Code, Located, Object, Source, sha256, visible};
use crate::{Error, Notice, Original, Replacement, Tell, To};

/// The name of the manifest, which lists the contents of the folder.
pub const MANIFEST: &str = "plan.json";
/// The format of the manifest.
pub const MANIFEST_FORMAT: &str = "paredown-plan/1";

/// The replacements of each policy, in the order of the policies.
///
/// # Errors
/// The folder has no manifest, or one for other policies; or a document has changed since it was written.
pub(crate) fn read(folder: &Path, to: To<'_>, tell: Tell<'_>) -> Result<Vec<Vec<Replacement>>, Error> {
    let path = folder.join(MANIFEST);
    if !path.is_file() {
        return Err(Error::Together(format!(
            "`{}` is a folder without `{MANIFEST}`, so `recommend --output` did not write it: name the files in it",
            visible(&parse::shown(folder))
        )));
    }
    let source = parse::read_source(&path)?;
    let value = parse::json(&source, parse::Strictness::Strict)?;
    let root = Located::new(&value, &source).expect_object("the manifest")?;
    let format = member(&root, "format")?;
    if format.expect_string("`format`")? != MANIFEST_FORMAT {
        let error =
            format.error(format!("the manifest is not of the format `{MANIFEST_FORMAT}`"), "another format");
        return Err(error.with_help("recommend again, with this version of paredown").into());
    }
    let rows = member(&root, "policies")?.expect_list("`policies`")?;
    let mut rows = rows.into_iter().map(Row::new).collect::<Result<Vec<_>, _>>()?;
    let mut found = Vec::new();
    for policy in to.policies {
        let sha256 = sha256(&policy.text());
        let same = |row: &Row<'_>| row.original == sha256;
        let own = rows.iter().position(|row| same(row) && row.name == policy.name);
        let Some(at) = own.or_else(|| rows.iter().position(same)) else {
            return Err(Error::Unpaired(format!(
                "`{}` has no recommendation for the policy `{}` as it is given: it was written for another \
                 version, or for another policy",
                visible(&parse::shown(folder)),
                visible(&policy.name)
            )));
        };
        found.push(rows.swap_remove(at).documents(folder, policy, to, tell)?);
    }
    if let Some(row) = rows.first() {
        let message = format!("the manifest is about another policy too: `{}`", visible(row.name));
        let error = row.place.error(message, "not given").coded(Code::Unpaired);
        let error = error.with_help("give all policies that it is about");
        return Err(error.into());
    }
    tell(Notice::Note(format!("{}: folder of recommend --output", visible(&parse::shown(folder)))));
    Ok(found)
}

/// The entry of the manifest for one policy.
struct Row<'a> {
    place: Located<'a>,
    name: &'a str,
    /// SHA-256 of the original document.
    original: &'a str,
    documents: Vec<Located<'a>>,
}

impl<'a> Row<'a> {
    fn new(place: Located<'a>) -> Result<Self, Error> {
        let object = place.expect_object("an element of `policies`")?;
        let original = member(&object, "original")?.expect_object("`original`")?;
        Ok(Self {
            place,
            name: string(&object, "name")?,
            original: string(&original, "sha256")?,
            documents: member(&object, "documents")?.expect_list("`documents`")?,
        })
    }

    fn documents(
        self,
        folder: &Path,
        policy: &Original,
        to: To<'_>,
        tell: Tell<'_>,
    ) -> Result<Vec<Replacement>, Error> {
        let own = |place: Located<'a>| {
            let object = place.expect_object("an element of `documents`")?;
            let digest = string(&object, "sha256")?;
            let file = member(&object, "file")?;
            let (text, name) = if file.is_null() {
                (policy.text(), policy.file.name.clone())
            } else {
                let path = inside(folder, file)?;
                (parse::read_source(&path)?.text.clone(), parse::shown(&path))
            };
            if sha256(&text) != digest {
                let error =
                    place.error(format!("`{}` was changed since it was written", visible(&name)), "this one");
                let error = error.coded(Code::Changed);
                return Err(error.with_help("recommend again, or name the files one by one").into());
            }
            let source = Arc::new(Source { name, text });
            let parsed = parse::policy_with(&source, to.strictness)?;
            accepted(parsed, &source, policy, &mut *tell)
        };
        self.documents.into_iter().map(own).collect()
    }
}

/// The path of a file, which has to be in the folder.
fn inside(folder: &Path, file: Located<'_>) -> Result<PathBuf, Error> {
    let name = Path::new(file.expect_string("`file`")?);
    if !is_inside(name) {
        let error = file.error("the manifest names a file outside of its folder", "outside");
        return Err(error.with_help("recommend again").into());
    }
    Ok(folder.join(name))
}

fn member<'a>(object: &Object<'a>, key: &str) -> Result<Located<'a>, Error> {
    object.get(key).ok_or_else(|| {
        let error = object.place().error(format!("the manifest has no `{key}` here"), format!("no `{key}`"));
        error.with_help("recommend again, with this version of paredown").into()
    })
}

fn string<'a>(object: &Object<'a>, key: &str) -> Result<&'a str, Error> {
    Ok(member(object, key)?.expect_string(&format!("`{key}`"))?)
}

/// Whether a name in a manifest stays in its folder.
pub fn is_inside(name: impl AsRef<Path>) -> bool {
    let mut parts = name.as_ref().components();
    parts.all(|part| matches!(part, std::path::Component::Normal(_)))
}
