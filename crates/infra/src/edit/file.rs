//! A file with policies, of which one is edited: what is written is read again and compared.

use std::collections::BTreeMap;
use std::sync::Arc;

use paredown_policy::parse::{
    Code, Diagnostic, ElementEdit, Located, Source, StatementEdit, Strictness, json,
};

use super::principals::{Blocks, of_template};
use super::{Language, actions, edited};
use crate::contents::{Attachment, Contents, Unchecked, WrittenKind, WrittenPolicy};
use crate::document::says;
use crate::json::node;
use crate::value::{Member, Node, Value};
use crate::{cloudformation, hcl, is_template, is_terraform_plan, yaml};

/// A file with policies that may be edited: a template, a configuration in HCL, or a policy alone.
#[derive(Clone, Debug)]
pub struct EditableFile {
    pub(super) source: Arc<Source>,
    language: Language,
    pub(super) policies: Vec<WrittenPolicy>,
    pub(super) attachments: Vec<Attachment>,
    pub(super) unchecked: Vec<Unchecked>,
    /// Principals with names, and what there may be several of.
    pub(super) blocks: Blocks,
}

impl EditableFile {
    /// The policies of a file, whose name says how it is written.
    ///
    /// # Errors
    /// It cannot be read, or policies are not written there.
    pub fn read(source: &Arc<Source>) -> Result<Self, Diagnostic> {
        let name = source.name.to_ascii_lowercase();
        let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
        if ends(&[".tf", ".tofu"]) {
            return Ok(Self::of(source, Language::Hcl, hcl(source)?, Blocks::of_hcl(&source.text)));
        }
        let like_json = source.text.trim_start().starts_with(['{', '[']);
        let (language, root) = if like_json && !ends(&[".yaml", ".yml"]) {
            let value = json(source, Strictness::Lenient)?;
            (Language::Json, node(Located::new(&value, source)))
        } else {
            (Language::Yaml, yaml(source)?)
        };
        if is_template(&root) {
            let blocks = Blocks { principals: of_template(&root), repeated: Vec::new() };
            return Ok(Self::of(source, language, cloudformation(source)?, blocks));
        }
        let error = |message: &str, label: &str, help: &str| {
            let at = root.span.start..root.span.start;
            Err(Diagnostic::error(source, at, message, label).coded(Code::WrongDocument).with_help(help))
        };
        if is_terraform_plan(&root) {
            return error(
                "this is a plan of Terraform, which is made of files where policies are written",
                "a plan",
                "give the `.tf` file that has the policy",
            );
        }
        if root.get("Statement").is_none() {
            return error(
                "this is no file that policies are written in",
                "neither a template nor a policy",
                "give a CloudFormation template, a `.tf` file, or a policy",
            );
        }
        let policy = WrittenPolicy {
            address: String::new(),
            kind: WrittenKind::Managed,
            principals: Vec::new(),
            document: root,
        };
        Ok(Self {
            source: Arc::clone(source),
            language,
            policies: vec![policy],
            attachments: Vec::new(),
            unchecked: Vec::new(),
            blocks: Blocks::default(),
        })
    }

    fn of(source: &Arc<Source>, language: Language, contents: Contents, blocks: Blocks) -> Self {
        let Contents { policies, attachments, unchecked, .. } = contents;
        Self { source: Arc::clone(source), language, policies, attachments, unchecked, blocks }
    }

    /// The file.
    pub fn source(&self) -> &Arc<Source> {
        &self.source
    }

    /// Its policies, in the order of the file; a policy that is alone in its file has an empty address.
    pub fn policies(&self) -> &[WrittenPolicy] {
        &self.policies
    }

    /// Other policies with the same statements, at the same places: of a document and what uses it.
    pub fn shared_with<'a>(&'a self, policy: &'a WrittenPolicy) -> impl Iterator<Item = &'a WrittenPolicy> {
        let own = places(policy);
        let all = self.policies.iter().filter(move |other| !own.is_empty() && places(other) == own);
        all.filter(|other| other.address != policy.address)
    }

    /// The text of the file with the policies at some addresses edited, one edit for each of their statements. The result was
    /// read again: these policies, and the documents and policies that share their statements, are as they were meant to be, and
    /// nothing else that bears on access has changed.
    ///
    /// # Errors
    /// Those of [`edited`]; an address names no policy, or several; a policy is written elsewhere, or is meant to be edited in
    /// two ways; or something else that is not understood depends on it.
    pub fn edited(&self, all: &[(&str, &[StatementEdit])]) -> Result<String, Diagnostic> {
        let mut meant: BTreeMap<&str, &[StatementEdit]> = BTreeMap::new();
        let mut homes = Vec::new();
        for (address, edits) in all {
            let policy = self.named(address)?;
            let group: Vec<&WrittenPolicy> =
                std::iter::once(policy).chain(self.shared_with(policy)).collect();
            let before = group.iter().find_map(|one| meant.get(one.address.as_str()));
            if before.is_some_and(|before| before == edits) {
                continue;
            }
            if before.is_some() {
                let message = format!(
                    "the policy `{address}` shares its statements with another one that is to be edited otherwise"
                );
                return Err(Diagnostic::error(
                    &self.source,
                    policy.document.span.clone(),
                    message,
                    "this policy",
                )
                .with_help("give each a document of its own"));
            }
            for one in &group {
                self.not_repeated(&one.address)?;
                meant.insert(&one.address, edits);
            }
            homes.push((self.home(policy, &group)?, *edits));
        }
        let text = edited(&self.source, self.language, &homes)?;
        let source = Arc::new(Source { name: self.source.name.clone(), text });
        let place = homes.first().map_or(0..0, |(document, _)| document.span.clone());
        let unexpected = |what: String| {
            let message = format!("internal error: {what}, so nothing is edited");
            Diagnostic::error(&self.source, place.clone(), message, "").coded(Code::Internal)
        };
        let again = Self::read(&source)
            .map_err(|error| unexpected(format!("the edited file is not read: {error}")))?;
        self.compare(&again, &meant).map_err(unexpected)?;
        self.depends(&again, all.iter().map(|(address, _)| *address))?;
        Ok(source.text.clone())
    }

    /// The policy at an address.
    fn named(&self, address: &str) -> Result<&WrittenPolicy, Diagnostic> {
        let named: Vec<&WrittenPolicy> = self.policies.iter().filter(|one| one.address == address).collect();
        let [policy] = named.as_slice() else {
            let message = format!("{} policies of the file have the address `{address}`", named.len());
            return Err(Diagnostic::error(&self.source, 0..0, message, "in this file"));
        };
        Ok(policy)
    }

    /// The document in which the statements of a policy are written, among those that share them.
    fn home<'a>(&self, policy: &WrittenPolicy, group: &[&'a WrittenPolicy]) -> Result<&'a Node, Diagnostic> {
        let home = group.iter().find(|one| is_at_home(one)).ok_or_else(|| {
            let message = format!(
                "the statements of the policy `{}` come from an expression, which is not edited",
                policy.address
            );
            Diagnostic::error(&self.source, policy.document.span.clone(), message, "from this").with_help(
                "write them where the policy is, or in a `data \"aws_iam_policy_document\"` of the file",
            )
        })?;
        Ok(&home.document)
    }

    /// Refuses what `count` and `for_each` make several of: others of them may need what this one does not.
    fn not_repeated(&self, address: &str) -> Result<(), Diagnostic> {
        let makes = |(own, _): &&(String, _)| {
            address.strip_prefix(own).is_some_and(|rest| !rest.starts_with(is_name))
        };
        let Some((own, span)) = self.blocks.repeated.iter().find(makes) else { return Ok(()) };
        let message = format!("there may be several `{own}`, so that the policy `{address}` is not edited");
        Err(Diagnostic::error(&self.source, span.clone(), message, "this says how many there are")
            .with_help("give the policy that is to be edited a block of its own"))
    }

    /// Checks that the policies that were to change are as they were meant to be, and the others as they were.
    fn compare(&self, again: &Self, edits: &BTreeMap<&str, &[StatementEdit]>) -> Result<(), String> {
        if self.policies.len() != again.policies.len() {
            return Err("the edited file has another number of policies".to_owned());
        }
        for (before, after) in self.policies.iter().zip(&again.policies) {
            let meant = match edits.get(before.address.as_str()) {
                Some(edits) => expected(&before.document, edits).ok_or("the edits do not fit the policy")?,
                None => before.document.clone(),
            };
            let same = before.address == after.address
                && before.kind == after.kind
                && before.principals == after.principals
                && says(&meant) == says(&after.document);
            if !same {
                return Err(format!("the policy `{}` would not be what it is meant to be", after.address));
            }
        }
        let attached = |file: &Self| -> Vec<_> {
            file.attachments.iter().map(|one| (one.principal.clone(), one.policy.clone())).collect()
        };
        if attached(self) != attached(again) {
            return Err("what is attached would change".to_owned());
        }
        Ok(())
    }

    /// Checks that nothing changes of what is not understood.
    fn depends<'a>(&self, again: &Self, addresses: impl Iterator<Item = &'a str>) -> Result<(), Diagnostic> {
        let said = |one: &Unchecked| (one.address.clone(), one.says.clone());
        let after: Vec<_> = again.unchecked.iter().map(said).collect();
        let changed = self.unchecked.iter().find(|one| !after.contains(&said(one)));
        if let Some(one) = changed {
            let addresses: Vec<String> = addresses.map(|address| format!("`{address}`")).collect();
            let policies = match addresses.as_slice() {
                [one] => format!("the policy {one}, and would change with it"),
                several => format!("one of the policies {}, and would change with it", several.join(", ")),
            };
            let message = format!("`{}` depends on {policies}: {}", one.address, one.why);
            return Err(Diagnostic::error(&self.source, one.span.clone(), message, "not understood")
                .with_help("edit the policy by hand, or give this one of its own"));
        }
        if self.unchecked.len() != again.unchecked.len() {
            let message =
                "internal error: the edited file has more that is not understood, so nothing is edited";
            return Err(Diagnostic::error(&self.source, 0..0, message, "").coded(Code::Internal));
        }
        Ok(())
    }
}

/// Whether a name in HCL may go on with a character.
fn is_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-')
}

/// Where the statements of a policy are.
fn places(policy: &WrittenPolicy) -> Vec<(usize, usize)> {
    statements(&policy.document).iter().map(|one| (one.span.start, one.span.end)).collect()
}

fn statements(document: &Node) -> &[Node] {
    let all = document.get("Statement");
    all.map_or(&[], |all| all.items().unwrap_or(std::slice::from_ref(all)))
}

/// Whether the statements of a policy are within what it is written as.
fn is_at_home(policy: &WrittenPolicy) -> bool {
    let whole = &policy.document.span;
    statements(&policy.document).iter().all(|one| whole.start <= one.span.start && one.span.end <= whole.end)
}

/// The document as it is meant to be after the edits; nothing if they do not fit it.
fn expected(document: &Node, edits: &[StatementEdit]) -> Option<Node> {
    let mut document = document.clone();
    let Value::Object(members) = &mut document.value else { return None };
    let all = members.iter_mut().find(|member| member.name == "Statement")?;
    match &mut all.value.value {
        Value::List(items) if items.len() == edits.len() => {
            let edited = items.iter().zip(edits).filter(|(_, edit)| **edit != StatementEdit::Remove);
            *items = edited.map(|(one, edit)| statement(one, edit)).collect::<Option<_>>()?;
        }
        Value::Object(_) => {
            let [edit] = edits else { return None };
            all.value = statement(&all.value, edit)?;
        }
        _ => return None,
    }
    Some(document)
}

fn statement(statement: &Node, edit: &StatementEdit) -> Option<Node> {
    let member = actions(statement)?;
    let span = member.value.span.clone();
    let mut items = member.value.items().unwrap_or(std::slice::from_ref(&member.value)).to_vec();
    let new = |action: &String| Node::text(action.as_str(), span.clone());
    match edit {
        StatementEdit::Keep => return Some(statement.clone()),
        StatementEdit::Append(more) => items.extend(more.iter().map(new)),
        StatementEdit::Elements(edits) if edits.len() == items.len() => {
            let changed = items.into_iter().zip(edits).flat_map(|(item, edit)| match edit {
                ElementEdit::Keep => vec![item],
                ElementEdit::Replace(texts) => texts.iter().map(new).collect(),
            });
            items = changed.collect();
        }
        StatementEdit::Remove | StatementEdit::Elements(_) => return None,
    }
    let value = match items.as_slice() {
        [one] if member.value.items().is_none() => one.clone(),
        _ => Node { value: Value::List(items), span: span.clone() },
    };
    let members = statement.members()?.iter().map(|one| {
        if one.name == member.name { Member { value: value.clone(), ..one.clone() } } else { one.clone() }
    });
    Some(Node { value: Value::Object(members.collect()), span: statement.span.clone() })
}
