use super::*;

const ROLE: &str = "arn:aws:iam::123456789012:role/team/Worker";
const USER: &str = "arn:aws:iam::123456789012:user/bob";
const KEYS: [&str; 2] = ["AKIAIOSFODNN7EXAMPLE", "AKIAI44QH8DHBEXAMPLE"];

fn made(arn: &str, unused: Unused) -> Result<Retirement, Unplanned> {
    let principal = Principal::of_arn(arn).unwrap();
    Retirement::new(&principal, unused, "2026-01-01T00:00:00Z".parse().unwrap(), 90)
}

fn role() -> Unused {
    Unused { role: true, ..Unused::default() }
}

fn of_user(keys: &[&str], password: bool) -> Unused {
    Unused { role: false, keys: keys.iter().map(|&id| id.to_owned()).collect(), password }
}

#[test]
fn data_are_quoted_above_what_all_scripts_have_in_common() {
    let role = made(ROLE, role()).unwrap();
    let user = made("arn:aws:iam::123456789012:user/-U_+=,.@-", of_user(&KEYS, true)).unwrap();
    let head = |script: &str| script.split("# --- From here on").next().unwrap().to_owned();
    insta::assert_snapshot!("role", head(&role.script()));
    insta::assert_snapshot!("user", head(&user.script()));
    let common = |script: &str| script.split_once("# --- From here on").unwrap().1.to_owned();
    assert_eq!(common(&role.script()), common(&user.script()));
    for name in ["Worker", "-U_+=,.@-", KEYS[0]] {
        assert!(!common(&user.script()).contains(name), "{name}");
    }
}

#[test]
fn the_script_is_one_for_bash() {
    for script in [made(ROLE, role()).unwrap().script(), made(USER, of_user(&KEYS, true)).unwrap().script()] {
        let out = std::process::Command::new("bash").args(["-n", "-c", &script]).output().unwrap();
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    }
}

#[test]
fn steps_deactivate_wait_and_delete_in_this_order() {
    let steps = |arn, unused| made(arn, unused).unwrap().steps().join("\n");
    insta::assert_snapshot!("steps", [steps(ROLE, role()), steps(USER, of_user(&KEYS, true))].join("\n\n"));
}

#[test]
fn the_digest_of_the_policy_is_that_of_its_canonical_text() {
    assert_eq!(crate::parse::canonical_digest(DENY).unwrap(), DENY_DIGEST);
}

#[test]
fn what_is_not_known_or_not_there_is_refused() {
    let refused = |arn: &str, unused: Unused| made(arn, unused).unwrap_err();
    for id in ["unknown:access_key_1", "", "AKIA", "AKIAIOSFODNN7EXAMPL\n", "$(touch x)AKIAIOSFODNN7"] {
        let error = refused(USER, of_user(&[KEYS[0], id], false));
        assert!(error.message.contains("is not the id of an access key"), "{error:?}");
        assert!(
            !error.message.contains('\n') && error.help.contains("aws iam list-access-keys"),
            "{error:?}"
        );
    }
    for (arn, unused) in [
        (ROLE, Unused::default()),
        (ROLE, of_user(&KEYS, false)),
        (ROLE, Unused { password: true, ..role() }),
        (USER, Unused::default()),
        (USER, role()),
        (USER, Unused { role: true, ..of_user(&KEYS, true) }),
        ("arn:aws:iam::123456789012:group/ops", of_user(&[], true)),
    ] {
        assert!(refused(arn, unused).message.contains("this is not what a"), "{arn}");
    }
    for (path, said) in [
        ("aws-service-role/ecs.amazonaws.com", "only its service can change"),
        ("aws-reserved/sso.amazonaws.com", "change the permission set"),
    ] {
        let error = refused(&format!("arn:aws:iam::123456789012:role/{path}/R"), role());
        assert!(error.help.contains(said), "{error:?}");
    }
    for name in ["a b", "$(touch x)", "a'b", "a\nb"] {
        refused(&format!("arn:aws:iam::123456789012:role/{name}"), role());
    }
}
