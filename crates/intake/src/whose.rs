//! The owner of the inputs: findings, recommendations and policies of different principals or accounts do not
//! belong together.

use std::fmt;

use crate::model::{Principal, PrincipalKind};
use crate::parse::{Code, Diagnostic, PolicyIdentity, Stated};

/// What names a principal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SaidBy {
    /// `--principal`.
    Asked,
    /// The finding.
    Finding,
    /// The policy with this name.
    Policy(String),
    /// The recommendation.
    Recommendation,
}

/// What an input says about its principal.
#[derive(Clone, Debug)]
pub struct Ownership {
    /// What says so.
    pub said_by: SaidBy,
    /// The principal that it names.
    pub principal: Principal,
    /// The place where it does.
    pub place: Option<Stated<String>>,
}

impl Ownership {
    /// What an input says by a stated ARN; `None` if that is not the ARN of a principal.
    pub fn of(said_by: SaidBy, stated: &Stated<String>) -> Option<Self> {
        let principal = Principal::of_arn(&stated.value)?;
        Some(Self { said_by, principal, place: Some(stated.clone()) })
    }

    /// What a policy says by its holder, or by its ARN.
    pub fn of_policy(name: &str, identity: &PolicyIdentity, place: Option<Stated<String>>) -> Self {
        Self { said_by: SaidBy::Policy(name.to_owned()), principal: identity.principal(), place }
    }
}

/// The principal that all inputs so far agree on.
#[derive(Clone, Debug, Default)]
pub struct Whose {
    holder: Option<Known<(PrincipalKind, String)>>,
    /// A group that has one of the policies; its users have it too.
    group: Option<Known<(PrincipalKind, String)>>,
    account: Option<Known<(String, String)>>,
    /// The path of the holder.
    path: Option<String>,
}

/// A known value, and where it is from.
#[derive(Clone, Debug)]
struct Known<T> {
    value: T,
    said_by: SaidBy,
    place: Option<Stated<String>>,
}

/// Two inputs that do not belong together.
#[derive(Clone, Debug)]
pub struct Stranger {
    /// Both, and what they name.
    pub message: String,
    /// What to do about it.
    pub help: String,
    place: Option<Stated<String>>,
}

impl fmt::Display for Stranger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.message, self.help)
    }
}

impl std::error::Error for Stranger {}

impl Stranger {
    /// The error at the place of one of the two; `None` if neither has one.
    pub fn diagnostic(&self) -> Option<Diagnostic> {
        let place = self.place.as_ref()?;
        let error = place.error(&self.message, "another's").coded(Code::OtherPrincipal);
        Some(error.with_help(self.help.as_str()))
    }
}

impl Whose {
    /// Adds what one input says. Returns a warning if the input also concerns others: a group's policy applies to
    /// all of its users.
    ///
    /// # Errors
    /// The input names another principal or account than an earlier one.
    pub fn add(&mut self, claim: &Ownership) -> Result<Option<String>, Box<Stranger>> {
        if let Some(account) = &claim.principal.account {
            same(&mut self.account, account, claim, |one, other| one == other, account_name)?;
        }
        let Some(holder) = &claim.principal.holder else { return Ok(None) };
        let of_group = holder.0 == PrincipalKind::Group && matches!(claim.said_by, SaidBy::Policy(_));
        if !of_group {
            let first = self.holder.is_none();
            same(&mut self.holder, holder, claim, same_name, holder_name)?;
            self.path = self.path.take().or_else(|| claim.principal.path.clone());
            return match &self.group {
                Some(group) if first => goes_with(group, holder, claim),
                _ => Ok(None),
            };
        }
        let group = known(holder, claim);
        let warning = match &self.holder {
            Some(known) => goes_with(
                &group,
                &known.value,
                &Ownership { said_by: known.said_by.clone(), ..claim.clone() },
            )?,
            None => None,
        };
        self.group.get_or_insert(group);
        Ok(warning)
    }

    /// The principal, as far as it is known. A group that only a policy names does not count: the policy may be
    /// one of a user.
    pub fn principal(&self) -> Principal {
        Principal {
            holder: self.holder.as_ref().map(|known| known.value.clone()),
            account: self.account.as_ref().map(|known| known.value.clone()),
            path: self.path.clone(),
        }
    }
}

/// Whether the policy of a group can be one of `holder`, whom `claim` names; returns a warning if others have it
/// too.
fn goes_with(
    group: &Known<(PrincipalKind, String)>,
    holder: &(PrincipalKind, String),
    claim: &Ownership,
) -> Result<Option<String>, Box<Stranger>> {
    let (name, policy) = (&group.value.1, &group.said_by);
    match holder.0 {
        PrincipalKind::User => Ok(Some(format!(
            "{policy} belongs to the group `{name}` and applies to its other users too, who may use what `{}` \
             does not",
            holder.1
        ))),
        PrincipalKind::Group if same_name(&group.value, holder) => Ok(None),
        PrincipalKind::Role | PrincipalKind::Group => {
            Err(Box::new(stranger(group, holder, claim, holder_name)))
        }
    }
}

fn known<T: Clone>(value: &T, claim: &Ownership) -> Known<T> {
    Known { value: value.clone(), said_by: claim.said_by.clone(), place: claim.place.clone() }
}

/// Records a value, or refuses it if a different one is known.
fn same<T: Clone>(
    known_so_far: &mut Option<Known<T>>,
    value: &T,
    claim: &Ownership,
    equal: impl Fn(&T, &T) -> bool,
    show: impl Fn(&T) -> String,
) -> Result<(), Box<Stranger>> {
    match known_so_far {
        Some(before) if !equal(&before.value, value) => Err(Box::new(stranger(before, value, claim, show))),
        Some(_) => Ok(()),
        None => {
            *known_so_far = Some(known(value, claim));
            Ok(())
        }
    }
}

fn stranger<T>(before: &Known<T>, value: &T, claim: &Ownership, show: impl Fn(&T) -> String) -> Stranger {
    let (one, other) = (show(&before.value), show(value));
    Stranger {
        message: format!("{} is of {one}, and {} of {other}", before.said_by, claim.said_by),
        help: "give the policies, finding and recommendation of one principal".to_owned(),
        place: claim.place.clone().or_else(|| before.place.clone()),
    }
}

/// Names of principals are compared without case.
fn same_name(one: &(PrincipalKind, String), other: &(PrincipalKind, String)) -> bool {
    let holder =
        |holder: &(PrincipalKind, String)| Principal { holder: Some(holder.clone()), ..Principal::default() };
    holder(one).may_be(&holder(other))
}

fn holder_name((kind, name): &(PrincipalKind, String)) -> String {
    format!("the {} `{name}`", kind.word())
}

fn account_name((partition, account): &(String, String)) -> String {
    if partition == "aws" {
        format!("the account `{account}`")
    } else {
        format!("the account `{account}` of the partition `{partition}`")
    }
}

impl fmt::Display for SaidBy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Asked => f.write_str("what --principal names"),
            Self::Finding => f.write_str("the finding"),
            Self::Policy(name) => write!(f, "the policy `{name}`"),
            Self::Recommendation => f.write_str("the recommendation"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ACCOUNT: &str = "111122223333";

    fn claim(said_by: SaidBy, holder: Option<(PrincipalKind, &str)>, account: Option<&str>) -> Ownership {
        let account = account.map(|account| ("aws".to_owned(), account.to_owned()));
        let holder = holder.map(|(kind, name)| (kind, name.to_owned()));
        Ownership { said_by, principal: Principal { holder, account, path: None }, place: None }
    }

    fn all(claims: &[Ownership]) -> Result<(Principal, Vec<String>), String> {
        let mut whose = Whose::default();
        let mut warnings = Vec::new();
        for claim in claims {
            warnings.extend(whose.add(claim).map_err(|stranger| stranger.message)?);
        }
        Ok((whose.principal(), warnings))
    }

    fn policy(name: &str) -> SaidBy {
        SaidBy::Policy(name.to_owned())
    }

    #[test]
    fn what_names_another_is_refused() {
        use PrincipalKind::{Group, Role, User};
        let finding = |kind, name| claim(SaidBy::Finding, Some((kind, name)), Some(ACCOUNT));
        let of = |kind, name| claim(policy("P"), Some((kind, name)), None);
        for claims in [
            [finding(Role, "a"), of(Role, "b")],
            [finding(Role, "a"), of(User, "a")],
            [finding(Role, "a"), of(Group, "a")],
            [of(Group, "a"), finding(Role, "b")],
            [of(Role, "a"), of(Role, "b")],
            [finding(Role, "a"), claim(policy("P"), None, Some("444455556666"))],
            [finding(Role, "a"), claim(SaidBy::Recommendation, Some((Role, "b")), Some(ACCOUNT))],
            [claim(SaidBy::Asked, Some((Group, "a")), None), of(Group, "b")],
        ] {
            assert!(all(&claims).is_err(), "{claims:?}");
        }
        let told = all(&[finding(Role, "a"), of(Role, "b")]).unwrap_err();
        assert_eq!(told, "the finding is of the role `a`, and the policy `P` of the role `b`");
    }

    #[test]
    fn what_agrees_is_taken() {
        use PrincipalKind::{Group, Role, User};
        let finding = claim(SaidBy::Finding, Some((User, "bob")), Some(ACCOUNT));
        let groups =
            [claim(policy("P"), Some((Group, "ops")), None), claim(policy("Q"), Some((Group, "dev")), None)];
        let (principal, warnings) = all(&[[finding].as_slice(), &groups].concat()).unwrap();
        assert_eq!(principal.holder, Some((User, "bob".to_owned())));
        assert_eq!(warnings.len(), 2, "{warnings:?}");
        assert_eq!(all(&groups).unwrap(), (Principal::default(), Vec::new()));
        let (principal, warnings) = all(&[
            claim(SaidBy::Finding, Some((Role, "App")), Some(ACCOUNT)),
            claim(policy("P"), Some((Role, "app")), None),
            claim(policy("Q"), None, Some(ACCOUNT)),
            claim(policy("R"), None, None),
        ])
        .unwrap();
        assert_eq!((principal.holder, warnings), (Some((Role, "App".to_owned())), Vec::new()));
    }
}
