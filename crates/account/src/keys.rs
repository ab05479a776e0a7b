//! Reads answers of `iam list-access-keys`: which keys a user has, by their ids.
//!
//! Source: IAM API Reference, `ListAccessKeys` and `AccessKeyMetadata`.

use crate::model::Time;
use crate::parse::answer::{answer_keys, name, required, text, time};
use crate::parse::{Diagnostic, Object, Stated};

const LIST: &str = "AccessKeyMetadata";

/// An access key of a user.
#[derive(Clone, Debug)]
pub struct AccessKey {
    /// The user that has it, by name.
    pub user: String,
    /// Its id, such as `AKIA…`.
    pub id: Stated<String>,
    /// When it was made.
    pub created: Time,
}

/// Whether an object is such an answer.
pub(super) fn is_answer(object: &Object<'_>) -> bool {
    object.get(LIST).is_some()
}

/// The keys of an answer.
pub(super) fn keys(object: &Object<'_>) -> Result<Vec<AccessKey>, Diagnostic> {
    answer_keys(object, "the answer of list-access-keys", &[LIST, "IsTruncated", "Marker", "NextToken"])?;
    let mut all = Vec::new();
    for place in required(object, LIST, "the answer")?.expect_list(&format!("`{LIST}`"))? {
        let key = place.expect_object("an access key")?;
        key.expect_keys("an access key", &["UserName", "AccessKeyId", "Status", "CreateDate"])?;
        let id = required(&key, "AccessKeyId", "the access key")?;
        all.push(AccessKey {
            user: name(&key, "UserName", "the access key")?.to_owned(),
            id: Stated::at(text(&key, "AccessKeyId", "the access key")?.to_owned(), id),
            created: time(&key, "CreateDate", "the access key")?,
        });
    }
    Ok(all)
}
