//! Changes to what a certificate says of usage, and to the exports that it rests on. Most make it wrong.

use serde_json::{Value, json};

use super::super::dice::Dice;
use super::random::{document, last_used, made, old, service, time};
use super::{Exported, Step};

/// A number in the place of another.
fn number(value: &mut Value, dice: &mut Dice) {
    let now = value.as_u64().unwrap_or(0);
    *value = dice.one(&[now + 1, now.saturating_sub(1), 0, 1, 9]).into();
}

/// One of the members of a list at a key.
fn some<'v>(usage: &'v mut Value, key: &str, dice: &mut Dice) -> Option<&'v mut Value> {
    let all = usage.get_mut(key)?.as_array_mut()?;
    let at = dice.below(all.len());
    all.get_mut(at)
}

impl Step {
    /// The same with one thing changed in what it says of usage; what, if there was something to change.
    pub fn changed(&self, dice: &mut Dice) -> Option<(&'static str, Self)> {
        let mut usage = self.usage();
        let what = match dice.below(13) {
            0 => {
                let kinds = ["role-last-used", "service-last-accessed", "action-last-accessed"];
                some(&mut usage, "sources", dice)?["kind"] = dice.one(&kinds).into();
                "another kind of source"
            }
            1 => {
                number(some(&mut usage, "sources", dice)?.get_mut("export")?, dice);
                "another file"
            }
            2 => {
                let key = dice.one(&["policy", "statement"]);
                number(some(&mut usage, "grants", dice)?.get_mut(key)?, dice);
                "another grant"
            }
            3 => {
                let grant = some(&mut usage, "grants", dice)?.as_object_mut()?;
                if dice.often(40) && grant.contains_key("before") {
                    drop(grant.shift_remove("before"));
                } else {
                    grant.insert("before".to_owned(), json!([dice.below(3), dice.below(3)]));
                }
                "another version"
            }
            4 => {
                let key = dice.one(&["count", "granted", "seen"]);
                number(some(&mut usage, "rows", dice)?.get_mut(key)?, dice);
                "another number in a row"
            }
            5 => {
                let names = ["iam:passrole", "s3:GetObject", "sqs:SendMessage", "sqs:DeleteQueue"];
                some(&mut usage, "rows", dice)?["first"] = dice.one(&names).into();
                "another first action"
            }
            6 => {
                let rows = usage["rows"].as_array_mut()?;
                let at = dice.below(rows.len());
                match dice.below(4) {
                    0 if !rows.is_empty() => drop(rows.remove(at)),
                    1 if !rows.is_empty() => rows.insert(at, rows[at].clone()),
                    2 if rows.len() > 1 => rows.swap(0, at),
                    _ => rows.push(json!({"first": "sqs:SendMessage", "count": 1, "granted": 0, "seen": 0})),
                }
                "other rows"
            }
            7 => {
                let row = some(&mut usage, "rows", dice)?;
                let count = row["count"].as_u64()?;
                if count < 2 {
                    return None;
                }
                // The second half of the run is lost.
                row["count"] = (count / 2).into();
                "a shorter run"
            }
            8 => {
                let services = usage.as_object_mut()?.entry("services").or_insert_with(|| json!([]));
                let services = services.as_array_mut()?;
                match dice.below(3) {
                    0 if !services.is_empty() => drop(services.pop()),
                    1 if !services.is_empty() => number(services[0].get_mut("seen")?, dice),
                    _ => services.push(json!({"service": dice.one(&["s3", "sqs", "ec2"]), "seen": 0})),
                }
                "other services"
            }
            9 => {
                let other = usage["evidence"] == "strict";
                usage["evidence"] = if other { "access-analyzer" } else { "strict" }.into();
                "other evidence"
            }
            10 => {
                usage["period"]["days"] = dice.one(&[0, 1, 30, 89, 91, 200, 365, 366, 400]).into();
                "another age"
            }
            11 => {
                let times = [
                    "2026-06-30T00:00:01Z",
                    "2026-07-01T00:00:00Z",
                    "2026-03-01T00:00:00Z",
                    "2030-01-01T00:00:00Z",
                ];
                usage["period"]["until"] = dice.one(&times).into();
                "another end"
            }
            _ => return Some(("other exports", self.resting_on(self.exported.changed(dice)?))),
        };
        Some((what, self.saying(usage)?))
    }
}

impl Exported {
    /// The same with one thing changed, if there was something to change.
    pub fn changed(&self, dice: &mut Dice) -> Option<Self> {
        let mut changed = self.clone();
        let list =
            if self.details["RoleDetailList"] == json!([]) { "UserDetailList" } else { "RoleDetailList" };
        let principal = &mut changed.details[list][0];
        match dice.below(8) {
            0 if list == "RoleDetailList" => principal["RoleLastUsed"] = last_used(dice),
            0 | 1 => principal["CreateDate"] = time(dice).into(),
            2 => {
                let key = if list == "RoleDetailList" { "RolePolicyList" } else { "UserPolicyList" };
                principal[key].as_array_mut()?.first_mut()?["PolicyDocument"] = document(dice);
            }
            3 => {
                let managed = changed.details["Policies"].as_array_mut()?.first_mut()?;
                let versions = managed["PolicyVersionList"].as_array_mut()?;
                let at = dice.below(versions.len());
                let since = if dice.often(50) { old(dice) } else { time(dice) };
                versions.get_mut(at)?["CreateDate"] = since.into();
            }
            4 => changed.report.as_mut()?["JobCreationDate"] = made(dice),
            5 => {
                changed.observable =
                    json!({dice.one(&["s3:GetObject", "sqs:DeleteQueue", "iam:passrole"]): "never"});
            }
            _ => {
                let services = changed.report.as_mut()?["ServicesLastAccessed"].as_array_mut()?;
                let at = dice.below(services.len());
                let listed = services.get_mut(at)?;
                let namespace = listed["ServiceNamespace"].as_str()?.to_ascii_lowercase();
                match dice.below(3) {
                    0 => drop(services.remove(at)),
                    1 => listed["LastAuthenticated"] = time(dice).into(),
                    _ => *listed = service(&namespace, dice),
                }
            }
        }
        Some(changed)
    }
}
