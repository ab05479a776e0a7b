//! Terraform's and `OpenTofu`'s configuration in HCL.
//!
//! What a hole stands for, and when two are the same, is described at [`names`]; what texts with JSON are taken to be, at
//! [`json`].

mod canonical;
mod effects;
mod json;
mod names;
mod policy;
mod value;

#[cfg(test)]
mod tests;

use std::ops::Range;
use std::sync::Arc;

use hcl_edit::Span;
use hcl_edit::structure::{Block, BlockLabel, Body, Structure};
use paredown_policy::parse::{Code, Diagnostic, Source, sha256};

use crate::contents::{Contents, Format, Unchecked};
use crate::terraform::access::contents;
use crate::terraform::bears_on_access;
use crate::terraform::resource::Resource;
use names::Names;
use value::Values;

/// What a file with HCL (`.tf`) has to say of access.
///
/// A file is read by itself. What other files of the module define is only known by its name; definitions of this file that
/// others may use (variables, locals, data sources with arguments) are in `unchecked`, so that a change of them is noticed.
/// The values of variables, the workspace, and the files that functions such as `file` read are taken to stay the same.
///
/// # Errors
/// What is not HCL, or is its JSON syntax, or is too large, with its place.
pub fn hcl(source: &Arc<Source>) -> Result<Contents, Diagnostic> {
    let text = &source.text;
    if text.trim_start().starts_with('{') {
        let at = text.len() - text.trim_start().len();
        let message = "this is the JSON syntax of Terraform's configuration, which is not read";
        return Err(Diagnostic::error(source, at..at + 1, message, "HCL begins with a block")
            .coded(Code::WrongDocument)
            .with_help("give what `terraform show -json PLAN` prints"));
    }
    limited(source)?;
    let body: Body = hcl_edit::parser::parse_body(text).map_err(|error| {
        let offset = error.location().offset().min(text.len());
        let start = (0..=offset).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        let end =
            text.get(start..).and_then(|rest| rest.chars().next()).map_or(start, |c| start + c.len_utf8());
        let message = format!("this is not HCL: {}", error.message());
        Diagnostic::error(source, start..end, message, "found here")
    })?;
    let names = Names::of(text, &body);
    let mut reader =
        Reader { values: Values::new(source, &names), resources: Vec::new(), unchecked: Vec::new() };
    for structure in &body {
        reader.top(structure);
    }
    reader.definitions();
    if let Some((at, sign)) = ["$$${", "%%%{"].into_iter().find_map(|sign| Some((text.find(sign)?, sign))) {
        let why = "readers of HCL differ in what three `$` or `%` before a brace are";
        reader.entry("the file".into(), why, at..at + sign.len(), format!("sha256:{}", sha256(text)));
    }
    if source.name.ends_with("override.tf") {
        let says = names.body(&body, "");
        reader.entry("the file".into(), "it changes what other files define", 0..text.len(), says);
    }
    Ok(contents(source, Format::Hcl, &reader.resources, reader.unchecked))
}

/// The most signs that may assign something in a file. The parser looks for each key of an object among the ones before.
const MOST_ASSIGNMENTS: usize = 30_000;

/// Refuses a file with which the parser would take too long.
fn limited(source: &Arc<Source>) -> Result<(), Diagnostic> {
    match source.text.match_indices(['=', ':']).nth(MOST_ASSIGNMENTS) {
        None => Ok(()),
        Some((at, sign)) => {
            let message = "the file has more than 30,000 `=` and `:`";
            Err(Diagnostic::error(source, at..at + sign.len(), message, "one too many")
                .coded(Code::OverLimit)
                .with_help("divide it into several files"))
        }
    }
}

/// Blocks that give no access and define nothing that others use.
const NO_ACCESS: [&str; 7] = ["check", "import", "moved", "output", "terraform", "variable", "locals"];

/// Arguments of all resources that say which there are, where, and whether what is written has an effect.
const META: [(&str, &str); 4] = [
    ("count", "how many there are depends on it"),
    ("for_each", "which there are depends on it"),
    ("provider", "which account it is in depends on it"),
    ("lifecycle", "whether changes are made depends on it"),
];

struct Reader<'b> {
    values: Values<'b>,
    resources: Vec<Resource>,
    unchecked: Vec<Unchecked>,
}

impl<'b> Reader<'b> {
    fn top(&mut self, structure: &'b Structure) {
        let Structure::Block(block) = structure else {
            let span = structure.span().unwrap_or_default();
            let says = self.values.source.text.get(span.clone()).unwrap_or_default().to_owned();
            return self.entry("an attribute".into(), "only blocks are understood here", span, says);
        };
        let span = block.span().unwrap_or_default();
        let labels: Vec<&str> = block.labels.iter().map(BlockLabel::as_str).collect();
        let ident = block.ident.as_str();
        match (ident, labels.as_slice()) {
            ("resource", [kind, name]) => self.resource(block, &format!("{kind}.{name}"), kind, false),
            ("data", [kind @ "aws_iam_policy_document", name]) => {
                self.resource(block, &format!("data.{kind}.{name}"), kind, true);
            }
            // Data sources are among the definitions.
            ("data", [_, _]) => {}
            _ if NO_ACCESS.contains(&ident) => {}
            _ => {
                let why = match ident {
                    "module" => {
                        "what a module creates is not in the file; give a plan as `terraform show -json` prints it"
                    }
                    "removed" => "what is no longer managed may stay in the account",
                    "provider" => "which account resources are in depends on it",
                    _ => "blocks of this kind are not understood",
                };
                let address = [ident].into_iter().chain(labels).collect::<Vec<_>>().join(".");
                let says = self.values.names.body(&block.body, &address);
                self.entry(address, why, span, says);
            }
        }
    }

    fn resource(&mut self, block: &'b Block, address: &str, kind: &str, data: bool) {
        self.values.owner.replace(self.values.over(block, address));
        let resource = self.values.resource(block, address.to_owned(), kind, data);
        let given = |name: &str| resource.get(name).is_some();
        if data || bears_on_access(kind, given) {
            // A document by itself grants nothing: how many there are is said by what uses them.
            for (name, why) in META.into_iter().filter(|_| !data) {
                self.meta(&resource, block, name, why);
            }
            self.resources.push(resource);
        }
    }

    fn meta(&mut self, resource: &Resource, block: &Block, name: &str, why: &str) {
        let text = &self.values.source.text;
        let names = self.values.names;
        let (span, says) = if let Some(attribute) = block.body.get_attribute(name) {
            let own = canonical::expression(text, &attribute.value);
            let definition = names.definition(&attribute.value, &resource.address);
            (attribute.span(), format!("{own} where {definition}"))
        } else if let Some(inner) = block.body.get_blocks(name).next() {
            (inner.span(), names.body(&inner.body, &resource.address))
        } else {
            return;
        };
        self.entry(format!("{}.{name}", resource.address), why, span.unwrap_or_default(), says);
    }

    /// The definitions that policies in other files may use.
    fn definitions(&mut self) {
        let names = self.values.names;
        for name in names.names() {
            let span = match names.get(name) {
                Some(names::Item::Local(local)) => local.span(),
                Some(names::Item::Block(block)) => {
                    let document = name.starts_with("data.aws_iam_policy_document.");
                    let data = name.starts_with("data.") && !document && !block.body.is_empty();
                    if !data && !name.starts_with("var.") {
                        continue;
                    }
                    block.span()
                }
                None => continue,
            };
            let says = names.of_name(name).unwrap_or_default();
            let why = "policies in other files may depend on it, and files are compared one by one";
            self.entry(name.to_owned(), why, span.unwrap_or_default(), says);
        }
    }

    fn entry(&mut self, address: String, why: &str, span: Range<usize>, says: String) {
        self.unchecked.push(Unchecked { address, why: why.to_owned(), span, says });
    }
}
