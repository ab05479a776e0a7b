//! Recommendations that somebody made, as every command reads them.

pub(super) use crate::intake::{Recommended, Said, To};

use super::io::{Failure, tell};

/// Reads what is recommended for each policy, and says what is odd about it.
pub(super) fn recommended(said: Said<'_>, to: To<'_>) -> Result<Recommended, Failure> {
    Ok(crate::intake::recommended(said, to, &mut tell)?)
}
