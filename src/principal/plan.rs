//! The order in which the recommendations for a principal are put into effect, and the way back.
//!
//! New policies are created and attached before old ones are detached, so that at no moment what is used
//! is denied, nor anything that was denied allowed.

use serde::Serialize;

use super::commands::{Commands, quote};
use crate::model::{Principal, PrincipalKind};
use crate::recommend::Outcome;

/// What a step does. `CREATE_POLICY` and `DETACH_POLICY` are what IAM Access Analyzer's recommendations
/// call them (IAM Access Analyzer API, `UnusedPermissionsRecommendedStep`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum StepAction {
    /// Create a managed policy, or write an inline one.
    CreatePolicy,
    /// Attach a managed policy.
    AttachPolicy,
    /// Detach a managed policy, or delete an inline one.
    DetachPolicy,
    /// Delete a managed policy that nothing has attached.
    DeletePolicy,
}

impl StepAction {
    /// The name, as in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::CreatePolicy => "CREATE_POLICY",
            Self::AttachPolicy => "ATTACH_POLICY",
            Self::DetachPolicy => "DETACH_POLICY",
            Self::DeletePolicy => "DELETE_POLICY",
        }
    }
}

/// One step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Step {
    /// What it does.
    pub action: StepAction,
    /// The policy, by name.
    pub policy: String,
    /// The file that holds its document, if one is needed.
    pub document: Option<String>,
    /// The command that would do it.
    pub command: String,
}

/// What to do, in order, and how to undo it, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Plan {
    /// What has to be set before the commands can be run.
    pub preamble: Vec<String>,
    /// The way there.
    pub steps: Vec<Step>,
    /// The way back.
    pub rollback: Vec<Step>,
}

/// A policy, as far as a plan has to know it.
#[derive(Clone, Debug)]
pub struct Planned {
    /// Its name.
    pub name: String,
    /// Its ARN, if it is a managed policy and that is known.
    pub arn: Option<String>,
    /// Who holds it, if it is an inline policy.
    pub inline: Option<(PrincipalKind, String)>,
    /// What is recommended.
    pub outcome: Outcome,
    /// The files of the documents that take its place.
    pub files: Vec<String>,
    /// The file of the original document, to go back to.
    pub original: String,
}

/// The plan for the policies of a principal.
pub fn plan(principal: &Principal, policies: &[Planned]) -> Plan {
    let commands = Commands::new(principal);
    let mut made = Made::default();
    for policy in policies.iter().filter(|policy| policy.outcome != Outcome::Unchanged) {
        match &policy.inline {
            Some(holder) => made.inline(&commands, holder, policy),
            None => made.managed(&commands, policy),
        }
    }
    let Made { create, attach, detach, restore, release, delete } = made;
    let steps: Vec<Step> = [create, attach, detach].concat();
    let rollback = [restore, release, delete].concat();
    let preamble = if steps.is_empty() { Vec::new() } else { commands.preamble() };
    Plan { preamble, steps, rollback }
}

/// The steps, by what they do: so their order is that of the fields.
#[derive(Default)]
struct Made {
    create: Vec<Step>,
    attach: Vec<Step>,
    detach: Vec<Step>,
    restore: Vec<Step>,
    release: Vec<Step>,
    delete: Vec<Step>,
}

fn step(action: StepAction, policy: &str, document: Option<&str>, command: String) -> Step {
    Step { action, policy: policy.to_owned(), document: document.map(str::to_owned), command }
}

impl Made {
    fn managed(&mut self, commands: &Commands<'_>, policy: &Planned) {
        use StepAction::{AttachPolicy, CreatePolicy, DeletePolicy, DetachPolicy};
        for (number, file) in policy.files.iter().enumerate() {
            let name = new_name(&policy.name, number, policy.files.len());
            let arn = commands.new_arn(&name);
            self.create.push(step(CreatePolicy, &name, Some(file), Commands::create(&name, file)));
            self.attach.push(step(AttachPolicy, &name, None, commands.attach(&arn)));
            self.release.push(step(DetachPolicy, &name, None, commands.detach(&arn)));
            self.delete.push(step(DeletePolicy, &name, None, Commands::delete(&arn)));
        }
        let old = policy.arn.as_deref().map_or_else(|| commands.new_arn(&policy.name), quote);
        self.detach.push(step(DetachPolicy, &policy.name, None, commands.detach(&old)));
        self.restore.push(step(AttachPolicy, &policy.name, None, commands.attach(&old)));
    }

    /// An inline policy is written over: that is one step, and so is its way back.
    fn inline(&mut self, commands: &Commands<'_>, holder: &(PrincipalKind, String), policy: &Planned) {
        use StepAction::{CreatePolicy, DetachPolicy};
        let name = &policy.name;
        for (number, file) in policy.files.iter().enumerate() {
            let new = if number == 0 { name.clone() } else { new_name(name, number, policy.files.len()) };
            self.create.push(step(CreatePolicy, &new, Some(file), commands.put_inline(holder, &new, file)));
            if number > 0 {
                self.release.push(step(DetachPolicy, &new, None, commands.delete_inline(holder, &new)));
            }
        }
        if policy.files.is_empty() {
            self.detach.push(step(DetachPolicy, name, None, commands.delete_inline(holder, name)));
        }
        let back = commands.put_inline(holder, name, &policy.original);
        self.restore.push(step(CreatePolicy, name, Some(&policy.original), back));
    }
}

/// The longest name of a policy, in characters (IAM API, `CreatePolicy`).
const LONGEST: usize = 128;

/// How the policy that takes another's place is called.
fn new_name(name: &str, number: usize, of: usize) -> String {
    let suffix = if of > 1 { format!("-pared-{}", number + 1) } else { "-pared".to_owned() };
    let kept: String = name.chars().take(LONGEST - suffix.len()).collect();
    format!("{kept}{suffix}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn planned(name: &str, outcome: Outcome, files: &[&str]) -> Planned {
        Planned {
            name: name.to_owned(),
            arn: None,
            inline: None,
            outcome,
            files: files.iter().map(ToString::to_string).collect(),
            original: format!("{name}.original.json"),
        }
    }

    fn shown(steps: &[Step]) -> Vec<String> {
        steps.iter().map(|step| format!("{} {}", step.action.name(), step.policy)).collect()
    }

    #[test]
    fn what_is_new_is_attached_before_what_is_old_goes() {
        let arn = "arn:aws:iam::123456789012:role/Role";
        let principal = Principal::of_arn(arn).unwrap();
        let policies = [
            planned("A", Outcome::Replace, &["A.json"]),
            planned("B", Outcome::Detach, &[]),
            planned("C", Outcome::Unchanged, &["C.json"]),
            planned("D", Outcome::Replace, &["D-1.json", "D-2.json"]),
        ];
        let plan = plan(&principal, &policies);
        assert_eq!(
            shown(&plan.steps),
            [
                "CREATE_POLICY A-pared",
                "CREATE_POLICY D-pared-1",
                "CREATE_POLICY D-pared-2",
                "ATTACH_POLICY A-pared",
                "ATTACH_POLICY D-pared-1",
                "ATTACH_POLICY D-pared-2",
                "DETACH_POLICY A",
                "DETACH_POLICY B",
                "DETACH_POLICY D",
            ]
        );
        assert_eq!(
            shown(&plan.rollback)[..4],
            ["ATTACH_POLICY A", "ATTACH_POLICY B", "ATTACH_POLICY D", "DETACH_POLICY A-pared"]
        );
        assert_eq!(plan.preamble, Vec::<String>::new());
        assert_eq!(
            plan.steps[3].command,
            "aws iam attach-role-policy --role-name Role --policy-arn arn:aws:iam::123456789012:policy/A-pared"
        );
    }

    #[test]
    fn an_inline_policy_is_written_over_and_names_are_quoted() {
        let holder = Some((PrincipalKind::User, "it's me".to_owned()));
        let policy = Planned { inline: holder, ..planned("P Q", Outcome::Replace, &["dir/P Q.json"]) };
        let plan = plan(&Principal::default(), &[policy]);
        assert_eq!(
            plan.steps[0].command,
            "aws iam put-user-policy --user-name \"it's me\" --policy-name 'P Q' \
             --policy-document 'file://dir/P Q.json'"
        );
        assert_eq!(shown(&plan.rollback), ["CREATE_POLICY P Q"]);
    }

    #[test]
    fn what_is_not_known_has_to_be_set() {
        let plan = plan(&Principal::default(), &[planned("A", Outcome::Detach, &[])]);
        assert_eq!(plan.preamble.len(), 2);
        assert!(plan.steps[0].command.contains("--role-name \"$ROLE_NAME\""));
    }

    #[test]
    fn names_stay_short_enough() {
        assert_eq!(new_name(&"n".repeat(200), 11, 12).chars().count(), 128);
    }
}
