use super::*;
use crate::principal::StepAction;

const ROLE: &str = "arn:aws:iam::123456789012:role/team/Worker";

fn document(name: &str) -> PlannedDocument {
    PlannedDocument { file: Some(format!("{name}.json")), digest: digest(name) }
}

/// 64 hexadecimal digits that depend on the name.
fn digest(name: &str) -> String {
    use sha2::Digest as _;
    crate::model::hex(&sha2::Sha256::digest(name))
}

fn managed_at(arn: &str, outcome: Disposition, documents: &[&str]) -> Planned {
    let arn: PolicyArn = arn.parse().unwrap();
    Planned {
        name: arn.name.clone(),
        original: (document(&format!("{}.original", arn.name)), 100),
        place: Place::Managed(arn),
        outdated: false,
        lenient: false,
        outcome,
        documents: documents.iter().map(|name| (document(name), 50)).collect(),
    }
}

fn managed(name: &str, outcome: Disposition, documents: &[&str]) -> Planned {
    managed_at(&format!("arn:aws:iam::123456789012:policy/team/{name}"), outcome, documents)
}

fn inline_of(kind: PrincipalKind, holder: &str, name: &str, after: Option<usize>) -> Planned {
    Planned {
        name: name.to_owned(),
        place: Place::Inline(kind, holder.to_owned()),
        outdated: false,
        lenient: false,
        outcome: if after.is_some() { Disposition::Replace } else { Disposition::Detach },
        original: (document(&format!("{name}.original")), 100),
        documents: after.map(|size| (document(name), size)).into_iter().collect(),
    }
}

const MANNER: Manner = Manner { attached_limit: 10, in_place: false };

fn planned(principal: &str, policies: &[Planned], manner: Manner) -> Plan {
    match plan(&Principal::of_arn(principal).unwrap(), policies, manner) {
        Planning::Plan(plan) => *plan,
        other => panic!("{other:?}"),
    }
}

fn refused(principal: &Principal, policies: &[Planned]) -> String {
    match plan(principal, policies, MANNER) {
        Planning::Unplanned(unplanned) => format!("{}: {}", unplanned.message, unplanned.help),
        other => panic!("{other:?}"),
    }
}

fn shown(steps: &[crate::principal::Step]) -> Vec<String> {
    let changes = steps.iter().filter(|step| step.action.changes());
    changes.map(|step| format!("{} {}", step.action.name(), step.policy)).collect()
}

fn new(name: &str, document_name: &str) -> String {
    format!("{name}-pared-{}", document(document_name).digest.get(..8).unwrap())
}

#[test]
fn what_is_new_is_attached_before_what_is_old_goes() {
    let policies = [
        managed("A", Disposition::Replace, &["A"]),
        managed("B", Disposition::Detach, &[]),
        managed("C", Disposition::Unchanged, &["C"]),
        managed("D", Disposition::Replace, &["D-1", "D-2"]),
        inline_of(PrincipalKind::Role, "worker", "In", Some(90)),
        inline_of(PrincipalKind::Role, "Worker", "Gone", None),
    ];
    let plan = planned(ROLE, &policies, MANNER);
    let (a, d1, d2) = (new("A", "A"), new("D", "D-1"), new("D", "D-2"));
    let expected = [
        format!("CREATE_POLICY {a}"),
        format!("CREATE_POLICY {d1}"),
        format!("CREATE_POLICY {d2}"),
        format!("ATTACH_POLICY {a}"),
        format!("ATTACH_POLICY {d1}"),
        format!("ATTACH_POLICY {d2}"),
        "PUT_INLINE_POLICY In".to_owned(),
        "DETACH_POLICY A".to_owned(),
        "DETACH_POLICY B".to_owned(),
        "DETACH_POLICY D".to_owned(),
        "DELETE_INLINE_POLICY Gone".to_owned(),
    ];
    assert_eq!(shown(&plan.steps()), expected);
    let back = shown(&plan.back());
    assert_eq!(
        back[..5],
        [
            "ATTACH_POLICY A",
            "ATTACH_POLICY B",
            "ATTACH_POLICY D",
            "PUT_INLINE_POLICY In",
            "PUT_INLINE_POLICY Gone"
        ]
    );
    assert_eq!(
        back[5..8],
        [format!("DETACH_POLICY {a}"), format!("DETACH_POLICY {d1}"), format!("DETACH_POLICY {d2}")]
    );
    assert_eq!(back.len(), 11);
    // The new policy has the path of the old one.
    assert_eq!(plan.created[0].arn.to_string(), format!("arn:aws:iam::123456789012:policy/team/{a}"));
}

#[test]
fn a_policy_of_aws_becomes_one_of_the_account() {
    let own = managed_at("arn:aws:iam::aws:policy/job-function/Billing", Disposition::Replace, &["B"]);
    for in_place in [false, true] {
        let plan = planned(ROLE, std::slice::from_ref(&own), Manner { in_place, ..MANNER });
        let name = new("Billing", "B");
        assert_eq!(
            plan.created[0].arn.to_string(),
            format!("arn:aws:iam::123456789012:policy/job-function/{name}")
        );
        assert_eq!(plan.detached[0].arn.to_string(), "arn:aws:iam::aws:policy/job-function/Billing");
    }
}

#[test]
fn in_place_a_policy_keeps_its_arn() {
    let policies = [
        managed("A", Disposition::Replace, &["A"]),
        managed("B", Disposition::Detach, &[]),
        managed("D", Disposition::Replace, &["D-1", "D-2"]),
    ];
    let plan = planned(ROLE, &policies, Manner { in_place: true, ..MANNER });
    assert_eq!(plan.versioned.len(), 1);
    assert_eq!(plan.created.len(), 2);
    assert!(shown(&plan.steps()).contains(&"CREATE_POLICY_VERSION A".to_owned()));
    assert!(plan.back().iter().any(|step| step.action == StepAction::DeletePolicyVersion));
}

#[test]
fn what_shrinks_is_written_first() {
    let of = |name, after| inline_of(PrincipalKind::User, "bob", name, Some(after));
    let plan = planned(
        "arn:aws:iam::123456789012:user/bob",
        &[of("Grows", 150), of("Shrinks", 60), of("Less", 90)],
        MANNER,
    );
    assert_eq!(
        shown(&plan.steps()),
        ["PUT_INLINE_POLICY Shrinks", "PUT_INLINE_POLICY Less", "PUT_INLINE_POLICY Grows"]
    );
    assert_eq!(
        shown(&plan.back()),
        ["PUT_INLINE_POLICY Grows", "PUT_INLINE_POLICY Less", "PUT_INLINE_POLICY Shrinks"]
    );
}

#[test]
fn nothing_is_planned_on_a_guess() {
    use PrincipalKind::{Group, Role, User};
    let of = |arn: &str| Principal::of_arn(arn).unwrap();
    let role = of(ROLE);
    let one = || managed("A", Disposition::Replace, &["A"]);
    let cases: Vec<(Principal, Planned, &str)> = vec![
        (Principal::default(), one(), "not known whose"),
        (Principal { account: None, ..role.clone() }, one(), "in which account"),
        (
            role.clone(),
            Planned { place: Place::Unknown, ..one() },
            "the ARN of the policy `A` is not known: give it with --policy-arn",
        ),
        (role.clone(), Planned { place: Place::Organizations, ..one() }, "AWS Organizations"),
        (role.clone(), Planned { outdated: true, ..one() }, "is not the one in force"),
        (
            role.clone(),
            managed_at("arn:aws:iam::999999999999:policy/A", Disposition::Replace, &["A"]),
            "not of the account",
        ),
        (
            of("arn:aws:iam::123456789012:user/bob"),
            inline_of(Group, "ops", "P", Some(1)),
            "of the group `ops`, but the principal is the user `bob`",
        ),
        (role.clone(), inline_of(User, "Worker", "P", Some(1)), "of the user `Worker`"),
        (role.clone(), inline_of(Role, "Worker", "a b", Some(1)), "no policy with the name `a b`"),
        (of("arn:aws:iam::123456789012:role/aws-service-role/x.amazonaws.com/R"), one(), "service-linked"),
        (of("arn:aws:iam::123456789012:role/aws-reserved/sso.amazonaws.com/R"), one(), "permission set"),
    ];
    for (principal, policy, expected) in cases {
        let found = refused(&principal, &[policy]);
        assert!(found.contains(expected), "{found}");
    }
    let hostile = Principal { holder: Some((Role, "$(x)\n".to_owned())), ..role };
    assert!(!refused(&hostile, &[one()]).contains('\n'));
}

#[test]
fn a_group_is_changed_where_it_is_what_was_asked_for() {
    let policy = inline_of(PrincipalKind::Group, "ops", "P", Some(1));
    let plan = planned("arn:aws:iam::123456789012:group/ops", &[policy], MANNER);
    assert_eq!(plan.owner.kind, PrincipalKind::Group);
}

#[test]
fn one_name_is_one_document() {
    let digest = "0123456789abcdef";
    assert_eq!(new_name("Queues", digest), "Queues-pared-01234567");
    // It does not grow when repeated.
    assert_eq!(new_name("Queues-pared-aaaaaaaa", digest), "Queues-pared-01234567");
    assert_eq!(new_name("Queues-pared-xyz", digest), "Queues-pared-xyz-pared-01234567");
    assert_eq!(new_name("-pared-aaaaaaaa", digest), "-pared-aaaaaaaa-pared-01234567");
    assert_eq!(new_name(&"n".repeat(128), digest).len(), 128);
    // Equal in the part that is kept, up to case, or in all but the path.
    let long = "n".repeat(120);
    let policies = [
        managed(&format!("{long}A"), Disposition::Replace, &["same"]),
        managed(&format!("{long}B"), Disposition::Replace, &["same"]),
        managed(&format!("{long}C"), Disposition::Replace, &["other"]),
        managed("x", Disposition::Replace, &["same"]),
        managed("X", Disposition::Replace, &["same"]),
        managed_at("arn:aws:iam::aws:policy/x", Disposition::Replace, &["same"]),
    ];
    let plan = planned(ROLE, &policies, MANNER);
    assert_eq!((plan.created.len(), plan.detached.len()), (3, 6));
}

#[test]
fn nothing_to_do_is_no_plan() {
    let unchanged = managed("C", Disposition::Unchanged, &["C"]);
    assert_eq!(plan(&Principal::default(), &[unchanged], MANNER), Planning::Nothing);
}
