//! What a template declares.

use std::cell::{Cell, OnceCell};
use std::collections::BTreeMap;

use paredown_policy::parse::sha256;

use crate::document::says;
use crate::value::Node;

/// How much evaluating a template may take, in bytes of texts and values: more than any template needs, which has at most
/// 1 MB.
const MOST: usize = 16 * 1024 * 1024;

/// A template.
pub(super) struct Template<'n> {
    /// All of it.
    pub(super) root: &'n Node,
    /// Parameters by name.
    pub(super) parameters: BTreeMap<&'n str, &'n Node>,
    /// Mappings by name.
    pub(super) mappings: BTreeMap<&'n str, &'n Node>,
    /// Conditions by name.
    pub(super) conditions: BTreeMap<&'n str, &'n Node>,
    /// Resources by logical id.
    pub(super) resources: BTreeMap<&'n str, &'n Node>,
    left: Cell<usize>,
    whole: OnceCell<String>,
}

impl<'n> Template<'n> {
    /// The declarations of a template.
    pub(super) fn new(root: &'n Node) -> Self {
        let section = |name: &str| {
            let members = root.get(name).and_then(Node::members).unwrap_or_default();
            members.iter().map(|member| (member.name.as_str(), &member.value)).collect()
        };
        Self {
            root,
            parameters: section("Parameters"),
            mappings: section("Mappings"),
            conditions: section("Conditions"),
            resources: section("Resources"),
            left: Cell::new(MOST),
            whole: OnceCell::new(),
        }
    }

    /// The type of a resource, also of one that SAM makes.
    pub(super) fn type_of(&self, resource: &str) -> Option<String> {
        let declared = |id: &str| self.resources.get(id)?.get("Type")?.known();
        declared(resource).or_else(|| {
            // SAM makes such a role.
            let made_for = declared(resource.strip_suffix("Role")?)?;
            matches!(made_for.as_str(), "AWS::Serverless::Function" | "AWS::Serverless::StateMachine")
                .then(|| "AWS::IAM::Role".to_owned())
        })
    }

    /// Takes from what evaluation may cost; whether there was enough.
    pub(super) fn spend(&self, cost: usize) -> bool {
        let left = self.left.get().checked_sub(cost);
        self.left.set(left.unwrap_or(0));
        left.is_some()
    }

    /// What stands for everything that the template says.
    pub(super) fn digest(&self) -> &str {
        self.whole.get_or_init(|| format!("sha256:{}", sha256(&says(self.root))))
    }
}
