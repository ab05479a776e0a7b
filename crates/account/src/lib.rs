//! What can be exported from an AWS account for nothing: principals with all of their policies, their credentials,
//! and when access was last used.
//!
//! Files are recognised by their content ([`export`]); several that say the same kind of thing are put together
//! ([`Account::gather`]). Nothing is judged here: what is unused is decided from these values.

mod authorization;
mod credentials;
mod details;
mod export;
mod gather;
mod in_force;
mod keys;
mod last_accessed;
mod managed;
mod observable;
mod period;

use paredown_policy::{model, parse};

pub use credentials::{Credentials, Key, Password};
pub use details::{
    Details, Document, Group, Identity, InlinePolicy, LastUsed, ManagedPolicy, PolicyVersion, Unread,
};
pub use export::{Export, authorization, export};
pub use gather::{Account, File, Gathered};
pub use in_force::{ExportFile, InForce, Version};
pub use keys::AccessKey;
pub use last_accessed::{LastAccessed, ServiceAccess, TrackedAction};
pub use observable::Observability;
pub use period::Period;
