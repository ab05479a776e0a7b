//! Where the resources of a file are found by what refers to them.

use std::collections::BTreeMap;

use super::resource::Resource;
use crate::value::Node;

/// The resources by what refers to them.
pub(super) struct Index<'r> {
    /// By address.
    pub addresses: BTreeMap<&'r str, &'r Resource>,
    /// By type and name.
    pub names: BTreeMap<(&'r str, String), &'r str>,
    /// Managed policies, by ARN.
    pub policies: BTreeMap<String, &'r str>,
}

impl<'r> Index<'r> {
    pub(super) fn of(resources: &'r [Resource]) -> Self {
        let mut index =
            Self { addresses: BTreeMap::new(), names: BTreeMap::new(), policies: BTreeMap::new() };
        for resource in resources {
            index.addresses.insert(&resource.address, resource);
            let known = |attribute| resource.get(attribute).and_then(Node::known);
            // A permission set is named by its ARN.
            let name =
                if resource.kind == "aws_ssoadmin_permission_set" { known("arn") } else { known("name") };
            if let Some(name) = name.filter(|_| !resource.data) {
                index.names.insert((&resource.kind, name), &resource.address);
            }
            if let Some(arn) = known("arn").filter(|_| resource.kind == "aws_iam_policy" && !resource.data) {
                index.policies.insert(arn, &resource.address);
            }
        }
        index
    }
}
