//! Reads the answer of `iam get-account-authorization-details`, or one page of it.
//!
//! Source: IAM API Reference, `GetAccountAuthorizationDetails`.

use std::collections::BTreeMap;

use super::details::{Details, Group, Identity, InlinePolicy, LastUsed};
use super::managed::{document, managed};
use crate::model::{Principal, PrincipalKind};
use crate::parse::answer::{answer_keys, boolean_or, required, some, text, time};
use crate::parse::{Code, Diagnostic, Located, Object, Stated, answer};

/// The lists of an answer; it has at least one.
const LISTS: [&str; 4] = ["UserDetailList", "GroupDetailList", "RoleDetailList", "Policies"];

/// Whether an object is such an answer, or meant to be.
pub(super) fn is_answer(object: &Object<'_>) -> bool {
    LISTS.iter().take(3).any(|key| object.get(key).is_some())
}

/// A page of the answer.
#[derive(Clone, Debug)]
pub struct Page {
    /// What it says.
    pub details: Details,
    /// Where it says that another page follows.
    pub more: Option<Diagnostic>,
}

/// The page that an object is.
pub(super) fn page(object: &Object<'_>) -> Result<Page, Diagnostic> {
    let keys: Vec<&str> = LISTS.into_iter().chain(["IsTruncated", "Marker", "NextToken"]).collect();
    answer_keys(object, "the answer of get-account-authorization-details", &keys)?;
    let mut details = Details::default();
    let list = |key: &str| -> Result<Vec<Located<'_>>, Diagnostic> {
        some(object, key).map_or(Ok(Vec::new()), |list| list.expect_list(&format!("`{key}`")))
    };
    for place in list("UserDetailList")? {
        details.identities.push(identity(place, PrincipalKind::User)?);
    }
    for place in list("RoleDetailList")? {
        details.identities.push(identity(place, PrincipalKind::Role)?);
    }
    for place in list("GroupDetailList")? {
        details.add_group(group(place)?)?;
    }
    for place in list("Policies")? {
        details.add_policy(managed(place)?)?;
    }
    details.distinct()?;
    let more = if boolean_or(object, "IsTruncated", false)? {
        some(object, "IsTruncated")
    } else {
        // What the AWS CLI writes with `--max-items`.
        some(object, "NextToken")
    };
    let more = more.map(|place| {
        place.error("the answer goes on: another page follows", "not all of it").with_help(
            "call `aws iam get-account-authorization-details` without `--max-items` and `--no-paginate`, or give \
             the other pages too",
        )
    });
    Ok(Page { details, more })
}

const IDENTITY_KEYS: [&str; 8] = [
    "Path",
    "Arn",
    "CreateDate",
    "AttachedManagedPolicies",
    "Tags",
    "PermissionsBoundary",
    "MaxSessionDuration",
    "Description",
];

fn identity(place: Located<'_>, kind: PrincipalKind) -> Result<Identity, Diagnostic> {
    let (what, name, id, inline, own): (_, _, _, _, &[&str]) = match kind {
        PrincipalKind::Role => (
            "the role",
            "RoleName",
            "RoleId",
            "RolePolicyList",
            &["AssumeRolePolicyDocument", "InstanceProfileList", "RoleLastUsed"],
        ),
        PrincipalKind::User | PrincipalKind::Group => (
            "the user",
            "UserName",
            "UserId",
            "UserPolicyList",
            &["GroupList", "PasswordLastUsed", "LoginProfile"],
        ),
    };
    let object = place.expect_object(what)?;
    let keys: Vec<&str> =
        IDENTITY_KEYS.into_iter().chain([name, id, inline]).chain(own.iter().copied()).collect();
    object.expect_keys(what, &keys)?;
    let arn = answer::arn(&object, "Arn", what)?;
    let name = text(&object, name, what)?.to_owned();
    let stated = Principal::of_arn(&arn.value).and_then(|principal| principal.holder);
    if stated != Some((kind, name.clone())) {
        return Err(arn
            .error(format!("`{}` is not the ARN of {what} `{name}`", arn.value), "this one")
            .coded(Code::Invalid)
            .with_help("give AWS's answer as it is"));
    }
    Ok(Identity {
        kind,
        name,
        path: text(&object, "Path", what)?.to_owned(),
        unique_id: text(&object, id, what)?.to_owned(),
        created: time(&object, "CreateDate", what)?,
        tags: tags(&object)?,
        inline: inline_policies(&object, inline)?,
        attached: attached(&object)?,
        groups: groups(&object)?,
        boundary: boundary(&object)?,
        last_used: last_used(&object)?,
        arn,
    })
}

fn group(place: Located<'_>) -> Result<Group, Diagnostic> {
    const KEYS: [&str; 7] =
        ["Path", "GroupName", "GroupId", "Arn", "CreateDate", "GroupPolicyList", "AttachedManagedPolicies"];
    let object = place.expect_object("a group")?;
    object.expect_keys("a group", &KEYS)?;
    Ok(Group {
        arn: answer::arn(&object, "Arn", "the group")?,
        name: text(&object, "GroupName", "the group")?.to_owned(),
        inline: inline_policies(&object, "GroupPolicyList")?,
        attached: attached(&object)?,
    })
}

/// The inline policies; none if the key is not there: AWS leaves it out of a user without any.
fn inline_policies(object: &Object<'_>, key: &str) -> Result<Vec<InlinePolicy>, Diagnostic> {
    let Some(list) = some(object, key) else { return Ok(Vec::new()) };
    let mut all = Vec::new();
    for place in list.expect_list(&format!("`{key}`"))? {
        let policy = place.expect_object("an inline policy")?;
        policy.expect_keys("an inline policy", &["PolicyName", "PolicyDocument"])?;
        let name = text(&policy, "PolicyName", "the inline policy")?.to_owned();
        let place = required(&policy, "PolicyDocument", "the inline policy")?;
        all.push(InlinePolicy { document: document(place, &format!("{name}.PolicyDocument")), name });
    }
    Ok(all)
}

fn attached(object: &Object<'_>) -> Result<Vec<Stated<String>>, Diagnostic> {
    let Some(list) = some(object, "AttachedManagedPolicies") else { return Ok(Vec::new()) };
    let of = |place: Located<'_>| {
        let policy = place.expect_object("an attached policy")?;
        policy.expect_keys("an attached policy", &["PolicyName", "PolicyArn"])?;
        answer::arn(&policy, "PolicyArn", "the attached policy")
    };
    list.expect_list("`AttachedManagedPolicies`")?.into_iter().map(of).collect()
}

fn groups(object: &Object<'_>) -> Result<Vec<Stated<String>>, Diagnostic> {
    let Some(list) = some(object, "GroupList") else { return Ok(Vec::new()) };
    let name = |place: Located<'_>| {
        place.expect_string("the name of a group").map(|name| Stated::at(name.to_owned(), place))
    };
    list.expect_list("`GroupList`")?.into_iter().map(name).collect()
}

fn tags(object: &Object<'_>) -> Result<BTreeMap<String, String>, Diagnostic> {
    let mut tags = BTreeMap::new();
    let Some(list) = some(object, "Tags") else { return Ok(tags) };
    for place in list.expect_list("`Tags`")? {
        let tag = place.expect_object("a tag")?;
        tag.expect_keys("a tag", &["Key", "Value"])?;
        tags.insert(text(&tag, "Key", "the tag")?.to_owned(), text(&tag, "Value", "the tag")?.to_owned());
    }
    Ok(tags)
}

fn boundary(object: &Object<'_>) -> Result<Option<String>, Diagnostic> {
    let Some(place) = some(object, "PermissionsBoundary") else { return Ok(None) };
    let boundary = place.expect_object("`PermissionsBoundary`")?;
    boundary.expect_keys("`PermissionsBoundary`", &["PermissionsBoundaryType", "PermissionsBoundaryArn"])?;
    answer::arn(&boundary, "PermissionsBoundaryArn", "the boundary").map(|arn| Some(arn.value))
}

fn last_used(object: &Object<'_>) -> Result<LastUsed, Diagnostic> {
    let Some(place) = some(object, "RoleLastUsed") else { return Ok(LastUsed::NotSaid) };
    let used = place.expect_object("`RoleLastUsed`")?;
    used.expect_keys("`RoleLastUsed`", &["LastUsedDate", "Region"])?;
    match some(&used, "LastUsedDate") {
        Some(_) => time(&used, "LastUsedDate", "`RoleLastUsed`").map(LastUsed::At),
        None if some(&used, "Region").is_some() => Err(place
            .error("`RoleLastUsed` has a region and no `LastUsedDate`", "no time here")
            .coded(Code::MissingMember)
            .with_help("give AWS's answer as it is: `{}` says that the role was not used")),
        None => Ok(LastUsed::Never),
    }
}
