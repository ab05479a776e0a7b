//! Passwords and access keys of users: used, unused, or left alone with the reason.

use paredown_account::{Account, Identity, Key, Period};

use crate::model::Time;

/// What is known of a credential.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CredentialState {
    /// It was used in the period.
    Used,
    /// It gives access, existed for all of the period, and was not used in it.
    Unused,
    /// It gives no access.
    Inactive,
    /// It has not existed for all of the period.
    TooYoung,
}

impl CredentialState {
    /// Its name, as in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Used => "used",
            Self::Unused => "unused",
            Self::Inactive => "inactive",
            Self::TooYoung => "too-young",
        }
    }
}

/// A password, or an access key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CredentialReport {
    /// The id of the key; nothing for the password. Where nothing says which key it is, `unknown:access_key_1` or `_2`.
    pub key: Option<String>,
    /// What is known of it.
    pub state: CredentialState,
    /// When it was last used, if ever.
    pub last: Option<Time>,
}

/// The credentials of a user, the password first; and the keys of which nothing says the id.
pub(super) fn credentials(
    identity: &Identity,
    account: &Account,
    period: &Period,
) -> (Vec<CredentialReport>, Vec<String>) {
    let name = identity.name.to_ascii_lowercase();
    let Some(own) = account.credentials.as_ref().and_then(|all| all.get(&name)) else {
        return (Vec::new(), Vec::new());
    };
    let mut all = Vec::new();
    if let Some(password) = own.password {
        let state = state(true, password.last_used, password.changed, period);
        all.push(CredentialReport { key: None, state, last: password.last_used });
    }
    let mut unnamed = Vec::new();
    for (number, key) in (1..).zip(&own.keys) {
        let Some(Key { active, last_used, rotated }) = *key else { continue };
        let id = id_of(identity, account, rotated).unwrap_or_else(|| {
            let id = format!("unknown:access_key_{number}");
            unnamed.push(id.clone());
            id
        });
        let state = state(active, last_used, rotated, period);
        all.push(CredentialReport { key: Some(id), state, last: last_used });
    }
    (all, unnamed)
}

/// What is known of a credential that was made at a time; if nothing says when, it is not shown to be old enough.
fn state(active: bool, last: Option<Time>, made: Option<Time>, period: &Period) -> CredentialState {
    match last {
        Some(last) if period.contains(last) => CredentialState::Used,
        _ if !active => CredentialState::Inactive,
        _ if made.is_none_or(|made| period.is_younger(made)) => CredentialState::TooYoung,
        _ => CredentialState::Unused,
    }
}

/// The id of the one key of the user that was made at this time.
fn id_of(identity: &Identity, account: &Account, made: Option<Time>) -> Option<String> {
    let made = made?;
    let own = account.keys.get(&identity.name.to_ascii_lowercase())?;
    let mut same = own.iter().filter(|key| key.created == made);
    match (same.next(), same.next()) {
        (Some(only), None) => Some(only.id.value.clone()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_shown_to_be_old_and_idle_is_unused() {
        let time = |text: &str| text.parse::<Time>().unwrap();
        let period = Period { days: 90, end: time("2026-06-30T00:00:00Z") };
        let (old, young, used) =
            (time("2025-01-01T00:00:00Z"), time("2026-06-01T00:00:00Z"), time("2026-06-29T00:00:00Z"));
        for (active, last, made, expected) in [
            (true, None, Some(old), CredentialState::Unused),
            (true, Some(old), Some(old), CredentialState::Unused),
            (true, Some(used), None, CredentialState::Used),
            (false, Some(used), Some(old), CredentialState::Used),
            (false, None, Some(old), CredentialState::Inactive),
            (true, None, Some(young), CredentialState::TooYoung),
            // Nothing says how old it is.
            (true, None, None, CredentialState::TooYoung),
            (true, Some(old), None, CredentialState::TooYoung),
        ] {
            assert_eq!(state(active, last, made, &period), expected, "{active} {last:?} {made:?}");
        }
    }
}
