//! What SAM makes of functions and state machines: a role with their policies
//! (<https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources.html>).

use super::functions::list;
use super::walk::Walk;
use crate::contents::{Attached, Attachment, WrittenKind};
use crate::document::says;
use crate::value::{Member, Node, Value};

/// The policy that SAM attaches to the role of every function.
const BASIC: &str = "arn:${AWS::Partition}:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";

/// Properties of which SAM makes no permissions. Of all others it makes some, or may do so.
const WITHOUT_ACCESS: [&str; 25] = [
    "Architectures",
    "AutoPublishAlias",
    "AutoPublishCodeSha256",
    "CodeUri",
    "Definition",
    "DefinitionSubstitutions",
    "DefinitionUri",
    "Description",
    "Environment",
    "EphemeralStorage",
    "FunctionName",
    "Handler",
    "ImageConfig",
    "ImageUri",
    "InlineCode",
    "Layers",
    "MemorySize",
    "Name",
    "PackageType",
    "Policies",
    "ReservedConcurrentExecutions",
    "RolePath",
    "Runtime",
    "Timeout",
    "VersionDescription",
];

impl Walk<'_> {
    /// A function or a state machine.
    pub(super) fn serverless(&mut self, id: &str, properties: &Node) {
        let members = properties.members().unwrap_or_default();
        let kept: Vec<Member> =
            members.iter().filter(|one| !WITHOUT_ACCESS.contains(&one.name.as_str())).cloned().collect();
        if !kept.is_empty() {
            let kept = Node { value: Value::Object(kept), span: self.place(id) };
            let why = "SAM makes permissions of some properties, such as events, tracing and networks; what they \
                       allow is not compared";
            self.open(id, why, &kept.span, says(&kept));
        }
        if properties.get("Role").is_some() {
            let why =
                "a resource with a `Role` has the policies of that role, and SAM ignores its `Policies`";
            return self.unchecked(id, "Policies", why, properties);
        }
        // SAM names the role that it makes so.
        let role = format!("{id}Role");
        if self.template.type_of(id).as_deref() == Some("AWS::Serverless::Function") {
            // Every such role has it.
            let policy = Attached::Open(BASIC.to_owned());
            let attachment = Attachment { principal: role.clone(), policy, span: self.place(id) };
            self.found.attachments.push(attachment);
        }
        let Some(policies) = properties.get("Policies") else { return };
        let one = list(policies).is_none();
        for (number, policy) in list(policies).unwrap_or(std::slice::from_ref(policies)).iter().enumerate() {
            let within = if one { ".Policies".to_owned() } else { format!(".Policies[{number}]") };
            let address = self.address(id, &within);
            if policy.get("Statement").is_some() {
                self.document(address, WrittenKind::Inline, vec![role.clone()], policy);
            } else if let Value::Text(_) | Value::Hole(_) = policy.value {
                self.attach(&role, policy);
            } else if let Some(document) = super::sam_templates::document(&self.template, policy) {
                self.document(address, WrittenKind::Inline, vec![role.clone()], &document);
            } else {
                let template = policy.members().and_then(|all| all.first()).map(|one| one.name.as_str());
                let why = match template {
                    Some(name) => format!(
                        "the SAM policy template `{}` is not known, or lacks a parameter; write out its statements",
                        name.escape_debug()
                    ),
                    None => "the policy is known only when it is deployed".to_owned(),
                };
                self.open(&address, &why, &policy.span, says(policy));
            }
        }
    }

    /// What SAM puts into all functions and state machines.
    pub(super) fn globals(&mut self, root: &Node) {
        let Some(globals) = root.get("Globals").and_then(Node::members) else { return };
        for section in globals {
            let members = section.value.members().unwrap_or_default();
            let all = members.iter().filter(|one| !WITHOUT_ACCESS.contains(&one.name.as_str()));
            for member in all {
                let address = format!("Globals.{}.{}", section.name, member.name);
                let why = "SAM may make permissions of this for all resources of the template";
                let value = self.template.eval(&member.value);
                self.open(
                    &address,
                    why,
                    &member.name_span,
                    value.map_or_else(String::new, |value| says(&value)),
                );
            }
        }
    }
}
