//! What inputs say about their principal.

use crate::model::Principal;
use crate::{Error, Notice, Ownership, SaidBy, Tell, Whose};

/// The owner that the user gave, before any input is read.
///
/// # Errors
/// None so far, since nothing else is known yet.
pub fn asked(principal: Option<&Principal>, tell: Tell<'_>) -> Result<Whose, Error> {
    let mut whose = Whose::default();
    if let Some(principal) = principal {
        let asked = Ownership { said_by: SaidBy::Asked, principal: principal.clone(), place: None };
        take(&mut whose, &asked, tell)?;
    }
    Ok(whose)
}

/// Adds what an input says about its principal, and warns if it also concerns others.
pub(crate) fn take(whose: &mut Whose, claim: &Ownership, tell: Tell<'_>) -> Result<(), Error> {
    if let Some(warning) = whose.add(claim)? {
        tell(Notice::Warning(warning));
    }
    Ok(())
}
