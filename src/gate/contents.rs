//! What the files of a side have to say of access.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use paredown_infra::{
    Attachment, Contents as Written, Node, WrittenKind, cloudformation, document, hcl, is_template,
    is_terraform_plan, node, says, terraform_plan, yaml,
};

use super::files::{Files, has_ending, is_hcl};
use super::outcome::Place;
use super::place::place;
use super::policy::{Policy, named};
use crate::deadline;
use crate::parse::{self, Diagnostic, Located, Source, Strictness};

/// What one side has to say of access.
#[derive(Clone, Debug, Default)]
pub(crate) struct Contents {
    /// Its policies.
    pub(super) policies: Vec<Policy>,
    /// Which policies it attaches to which principals, each with the path of its file.
    pub(super) attachments: Vec<(String, Arc<Source>, Attachment)>,
    /// What bears on access and is not understood.
    pub(super) unchecked: Vec<Open>,
    /// The number of files that have nothing to do with access.
    pub(crate) others: usize,
    /// The number of Terraform plans.
    plans: usize,
    /// The names of the policies.
    names: BTreeSet<String>,
    /// Files that cannot be read and do not look as if they bore on access.
    unreadable: Vec<(String, Diagnostic)>,
}

/// Something that bears on access and is not understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Open {
    /// The path of the file, and the address there.
    pub(super) name: String,
    /// Why it is not understood.
    pub(super) why: String,
    /// All that it says: if that stays, nothing changes.
    pub(super) says: String,
    /// Where it is.
    pub(super) place: Place,
}

/// Which side of a plan is wanted: a plan has both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    /// What there was before.
    Before,
    /// What there is to be.
    After,
}

impl Contents {
    /// What some files say.
    ///
    /// # Errors
    /// A file that seems to bear on access cannot be read.
    pub(crate) fn read(files: &Files, side: Side) -> Result<Self, Diagnostic> {
        let mut all = Self::default();
        for (path, source) in files {
            deadline::check();
            all.add(path, source, side)?;
        }
        Ok(all)
    }

    /// What some files said before. What cannot be read of them is not understood: a change may mend it.
    pub(crate) fn former(files: &Files) -> Self {
        let mut all = Self::default();
        for (path, source) in files {
            deadline::check();
            if let Err(error) = all.add(path, source, Side::After) {
                all.open(path, source, None, &error.message, &error.span, source.text.clone());
            }
        }
        all
    }

    /// This and the other together.
    pub(crate) fn and(mut self, other: Self) -> Self {
        other.policies.into_iter().for_each(|policy| self.add_policy(policy));
        self.attachments.extend(other.attachments);
        self.unchecked.extend(other.unchecked);
        self.others += other.others;
        self.plans += other.plans;
        self
    }

    /// Adds a policy. One that has the name of another gets a number: none may hide another.
    fn add_policy(&mut self, mut policy: Policy) {
        let address = policy.address.clone();
        let mut number = 1;
        while !self.names.insert(policy.name()) {
            number += 1;
            policy.address = Some(format!("{} ({number})", address.as_deref().unwrap_or("policy")));
        }
        self.policies.push(policy);
    }

    fn add(&mut self, path: &str, source: &Arc<Source>, side: Side) -> Result<(), Diagnostic> {
        if is_hcl(path) {
            self.add_written(path, source, hcl(source)?);
        } else if let Some(why) = of_terraform(path) {
            self.open(path, source, None, why, &(0..0), source.text.clone());
        } else if has_ending(path, &["yaml", "yml", "template"]) {
            match yaml(source) {
                Ok(root) if is_template(&root) => self.add_written(path, source, cloudformation(source)?),
                Ok(root) => self.add_node(path, source, &root),
                Err(error) if may_bear_on_access(source) => return Err(error),
                Err(error) => self.unreadable(path, error),
            }
        } else {
            let value = match parse::json(source, Strictness::Lenient) {
                Ok(value) => value,
                Err(error) if may_bear_on_access(source) => return Err(error),
                Err(error) => {
                    self.unreadable(path, error);
                    return Ok(());
                }
            };
            let root = node(Located::new(&value, source));
            if is_template(&root) {
                self.add_written(path, source, cloudformation(source)?);
            } else if is_terraform_plan(&root) {
                self.plans += 1;
                let plan = terraform_plan(source)?;
                self.add_written(path, source, if side == Side::Before { plan.before } else { plan.after });
            } else if has_parameters(&root) {
                self.open(path, source, None, PARAMETERS, &(0..0), says(&root));
            } else {
                self.add_json(path, source, &root);
            }
        }
        Ok(())
    }

    fn unreadable(&mut self, path: &str, error: Diagnostic) {
        self.others += 1;
        self.unreadable.push((path.to_owned(), error));
    }

    /// The error about a file that cannot be read, although it bore on access before: a policy that became an empty file is broken,
    /// not gone.
    pub(crate) fn broken_since(&self, before: &Self) -> Option<&Diagnostic> {
        let bore = |path: &String| {
            before.policies.iter().any(|policy| policy.path == *path)
                || before.unchecked.iter().any(|open| open.place.file == *path)
        };
        self.unreadable.iter().find(|(path, _)| bore(path)).map(|(_, error)| error)
    }

    /// Adds what is neither a template nor a plan: policies in any shape that AWS prints.
    fn add_json(&mut self, path: &str, source: &Arc<Source>, root: &Node) {
        let Ok(file) = parse::policies(source, Strictness::Lenient) else {
            return self.add_node(path, source, root);
        };
        let one = file.policies.len() == 1;
        for (number, found) in file.policies.into_iter().enumerate() {
            let name = found.identity.name.or(found.identity.arn);
            let address =
                if one { None } else { Some(name.unwrap_or_else(|| format!("policy {}", number + 1))) };
            self.add_policy(Policy::of_file(path, address, found.parsed));
        }
    }

    /// Adds a document that may be a policy.
    fn add_node(&mut self, path: &str, source: &Arc<Source>, root: &Node) {
        if !has_statements(root) {
            self.others += 1;
            return;
        }
        match document(source, root) {
            Ok(read) => self.add_policy(Policy::of_document(path, source, root, read)),
            Err(error) => self.open(path, source, None, &error.message, &error.span, says(root)),
        }
    }

    fn add_written(&mut self, path: &str, source: &Arc<Source>, written: Written) {
        let before = self.policies.len() + self.attachments.len() + self.unchecked.len();
        for policy in written.policies {
            match document(source, &policy.document) {
                Ok(read) => self.add_policy(Policy::of_template(path, source, policy, read)),
                Err(error) => {
                    let says = says(&policy.document);
                    self.open(path, source, Some(&policy.address), &error.message, &error.span, says);
                }
            }
        }
        self.attachments
            .extend(written.attachments.into_iter().map(|one| (path.to_owned(), Arc::clone(source), one)));
        for one in written.unchecked {
            self.open(path, source, Some(&one.address), &one.why, &one.span, one.says);
        }
        if before == self.policies.len() + self.attachments.len() + self.unchecked.len() {
            self.others += 1;
        }
    }

    fn open(
        &mut self,
        path: &str,
        source: &Arc<Source>,
        address: Option<&str>,
        why: &str,
        span: &Range<usize>,
        says: String,
    ) {
        let name = named(path, address);
        self.unchecked.push(Open { name, why: why.to_owned(), says, place: place(path, source, span) });
    }

    /// Leaves out documents that other policies of the file have taken over: by themselves they grant nothing.
    pub(crate) fn without_used_documents(mut self) -> Self {
        let used: Vec<(String, String)> = self
            .policies
            .iter()
            .filter(|policy| policy.kind != Some(WrittenKind::Document))
            .map(|policy| (policy.path.clone(), policy.says.clone()))
            .collect();
        self.policies.retain(|policy| {
            policy.kind != Some(WrittenKind::Document)
                || !used.iter().any(|(path, says)| *path == policy.path && *says == policy.says)
        });
        self
    }

    /// Whether a Terraform plan is among the files, which says what there was before.
    pub(crate) fn has_plan(&self) -> bool {
        self.plans > 0
    }
}

/// Whether a text that cannot be read may be a policy, or have one.
fn may_bear_on_access(source: &Source) -> bool {
    ["Statement", "Effect", "AWS::", "aws_iam_", "NotAction"].iter().any(|word| source.text.contains(word))
}

/// Why what Terraform reads besides HCL is not understood, if the name of a file is that of such a file.
fn of_terraform(path: &str) -> Option<&'static str> {
    let name = path.to_ascii_lowercase();
    let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
    if ends(&[".tfvars", ".tfvars.json"]) {
        Some("values of variables: what policies allow that use them depends on it")
    } else if ends(&[".tf.json", ".tofu.json"]) {
        Some(
            "Terraform's configuration in JSON is not read: give what `terraform show -json` prints of a plan",
        )
    } else {
        None
    }
}

/// Why values of parameters are not understood.
const PARAMETERS: &str = "values of parameters of a template: what its policies allow depends on them";

/// Whether a document gives values to parameters of a template, as the command line of AWS and `CodePipeline` take them.
fn has_parameters(root: &Node) -> bool {
    if let Some(items) = root.items() {
        return !items.is_empty() && items.iter().all(|item| item.get("ParameterKey").is_some());
    }
    let known = ["Parameters", "Tags", "StackPolicy"];
    let members = root.members().unwrap_or_default();
    root.get("Parameters").is_some() && members.iter().all(|member| known.contains(&member.name.as_str()))
}

/// Whether there is a statement of a policy somewhere in a value, or in a text.
fn has_statements(node: &Node) -> bool {
    if let Some(text) = node.known() {
        return text.contains("\"Effect\"") && text.contains("Action\"");
    }
    if let Some(members) = node.members() {
        let has = |name: &str| members.iter().any(|member| member.name == name);
        return has("Effect") && (has("Action") || has("NotAction"))
            || has("Statement")
            || members.iter().any(|member| has_statements(&member.value));
    }
    node.items().is_some_and(|items| items.iter().any(has_statements))
}
