//! What a plan or a state says: its resources before and after.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use paredown_policy::parse::{Source, sha256};

use super::access::contents;
use super::configuration::{Configuration, text};
use super::marks::{Mark, Marked};
use super::resource::Resource;
use crate::contents::{Contents, Format, Unchecked};
use crate::document::says;
use crate::value::{Node, Value};

/// Attributes of a role that list what other resources give it, unless they are configured.
const COMPUTED: [&str; 2] = ["inline_policy", "managed_policy_arns"];

/// What a plan does with a resource.
const ACTIONS: [&str; 7] = ["no-op", "create", "read", "update", "delete", "forget", "replace"];

/// A plan: what there is before it is applied, and after.
#[derive(Clone, Debug)]
pub struct Plan {
    /// What there is before; empty, with an entry in `unchecked`, for a state.
    pub before: Contents,
    /// What there is after.
    pub after: Contents,
}

/// What a plan or state says.
pub(super) fn read(source: &Arc<Source>, root: &Node) -> Plan {
    let digest = sha256(&source.text);
    let reader = Reader { configuration: Configuration::of(root), digest: &digest };
    let mut before = Side::default();
    let mut after = Side::default();
    reader.changes(root, &mut before, &mut after);
    let state = root.get("prior_state").and_then(|state| state.get("values"));
    // Data sources are read again for a plan: what they were before, it does not say.
    reader.values(state, &mut before, Some("managed"));
    reader.values(state, &mut after, Some("data"));
    reader.values(root.get("planned_values"), &mut after, None);
    reader.values(root.get("values"), &mut after, None);
    let mut unchecked = reader.whole(root);
    let mut of_before = Vec::new();
    if root.get("planned_values").is_none() && root.get("resource_changes").is_none() {
        let why = "this is a state: it does not say what there was before";
        of_before.push(entry("the state", why, &root.span, format!("sha256:{digest}")));
    }
    unchecked.append(&mut after.unchecked);
    of_before.append(&mut before.unchecked);
    Plan {
        before: contents(source, Format::TerraformPlan, &before.resources, of_before),
        after: contents(source, Format::TerraformPlan, &after.resources, unchecked),
    }
}

fn entry(address: impl Into<String>, why: &str, span: &Range<usize>, says: String) -> Unchecked {
    Unchecked { address: address.into(), why: why.to_owned(), span: span.clone(), says }
}

/// The resources of one side.
#[derive(Default)]
struct Side {
    resources: Vec<Resource>,
    /// The addresses about which everything is said.
    done: BTreeSet<String>,
    unchecked: Vec<Unchecked>,
}

struct Reader<'n> {
    configuration: Configuration<'n>,
    digest: &'n str,
}

impl Reader<'_> {
    /// What is wrong with the plan as a whole.
    fn whole(&self, root: &Node) -> Vec<Unchecked> {
        let is = |name: &str, value: bool| {
            root.get(name).filter(|node| node.value == Value::Boolean(value)).map(|node| &node.span)
        };
        let mut all = Vec::new();
        // Two such plans do not say the same, whatever they contain.
        let says = || format!("sha256:{}", self.digest);
        if let Some(span) = is("complete", false) {
            let why = "the plan is not complete: applying it leaves changes for another plan; plan without `-target`";
            all.push(entry("the plan", why, span, says()));
        }
        if let Some(span) = is("errored", true) {
            all.push(entry("the plan", "planning failed before it was done", span, says()));
        }
        for deferred in root.get("deferred_changes").and_then(Node::items).unwrap_or_default() {
            let change = deferred.get("resource_change").unwrap_or(deferred);
            let address = text(change, "address").unwrap_or("a deferred change");
            all.push(entry(address, "the change is deferred to a later plan", &deferred.span, says()));
        }
        all
    }

    /// The members of `resource_changes`.
    fn changes(&self, root: &Node, before: &mut Side, after: &mut Side) {
        for entry_node in root.get("resource_changes").and_then(Node::items).unwrap_or_default() {
            let typed = text(entry_node, "type").and_then(|_| text(entry_node, "address"));
            let (Some(address), Some(change)) = (typed, entry_node.get("change")) else {
                let why = "this change has no address or no type";
                after.unchecked.push(entry("a change", why, &entry_node.span, says(entry_node)));
                continue;
            };
            // An object that was replaced and is still to be deleted.
            if entry_node.get("deposed").is_some_and(|node| node.value != Value::Null) {
                continue;
            }
            let is_there = |name: &str| change.get(name).filter(|node| node.members().is_some());
            let actions = change.get("actions").and_then(Node::items).unwrap_or_default();
            let actions: Vec<String> = actions.iter().filter_map(Node::known).collect();
            if actions.is_empty() || actions.iter().any(|action| !ACTIONS.contains(&action.as_str())) {
                let why = "what the plan does with it is not understood";
                after.unchecked.push(entry(address, why, &change.span, says(change)));
            }
            before.done.insert(address.to_owned());
            after.done.insert(address.to_owned());
            if let Some(values) = is_there("before") {
                let sensitive = change.get("before_sensitive");
                before.resources.extend(self.resource(entry_node, values, None, sensitive));
            }
            // What is only forgotten stays in the account.
            let forgotten = actions == ["forget"];
            let (side, sensitive) =
                if forgotten { ("before", "before_sensitive") } else { ("after", "after_sensitive") };
            let unknown = change.get("after_unknown").filter(|_| !forgotten);
            if let Some(values) = is_there(side) {
                after.resources.extend(self.resource(entry_node, values, unknown, change.get(sensitive)));
            } else if unknown.is_some_and(super::marks::any) {
                let values = Node { value: Value::Object(Vec::new()), span: change.span.clone() };
                after.resources.extend(self.resource(entry_node, &values, unknown, None));
            }
        }
    }

    /// The resources of a `values` object, and of the modules in it, that are not among the changes.
    fn values(&self, values: Option<&Node>, side: &mut Side, mode: Option<&str>) {
        if let Some(root) = values.and_then(|values| values.get("root_module")) {
            self.module(root, side, mode);
        }
    }

    fn module(&self, module: &Node, side: &mut Side, mode: Option<&str>) {
        for resource in module.get("resources").and_then(Node::items).unwrap_or_default() {
            let typed = text(resource, "type").and_then(|_| text(resource, "address"));
            let (Some(address), Some(values)) = (typed, resource.get("values")) else {
                let why = "this resource has no address, type or values";
                side.unchecked.push(entry("a resource", why, &resource.span, says(resource)));
                continue;
            };
            if resource.get("deposed_key").is_some_and(|node| node.value != Value::Null) {
                let why = "an object that was replaced is not deleted yet";
                side.unchecked.push(entry(address, why, &resource.span, says(resource)));
                continue;
            }
            let wanted = mode.is_none() || text(resource, "mode") == mode;
            if wanted && values.members().is_some() && side.done.insert(address.to_owned()) {
                let sensitive = resource.get("sensitive_values");
                side.resources.extend(self.resource(resource, values, None, sensitive));
            }
        }
        for child in module.get("child_modules").and_then(Node::items).unwrap_or_default() {
            self.module(child, side, mode);
        }
    }

    fn resource(
        &self,
        described: &Node,
        values: &Node,
        unknown: Option<&Node>,
        sensitive: Option<&Node>,
    ) -> Option<Resource> {
        let address = text(described, "address")?;
        let kind = text(described, "type")?.to_owned();
        let expressions = self.configuration.expressions(address);
        let mut values = values.clone();
        for (mark, marks) in [(Mark::Unknown, unknown), (Mark::Sensitive, sensitive)] {
            if let Some(marks) = marks {
                values =
                    Marked { mark, address, digest: self.digest }.applied(values, marks, expressions, "");
            }
        }
        if let (Value::Object(members), Some(expressions), "aws_iam_role") =
            (&mut values.value, expressions, kind.as_str())
        {
            let computed = |name: &str| COMPUTED.contains(&name) && expressions.get(name).is_none();
            members.retain(|member| !computed(&member.name));
        }
        Some(Resource {
            address: address.to_owned(),
            data: text(described, "mode") == Some("data"),
            span: values.span.clone(),
            kind,
            values,
            reasons: BTreeMap::new(),
            derived: true,
        })
    }
}
